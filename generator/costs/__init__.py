"""What one loan costs: the calculator's engine, mirrored in site_templates/theme/assets/javascripts.

The mirror is four classic scripts, a section for each module here and with the same names:
`costs_figures.js` (decimals), `costs_scheme.js` (messages, matching, reference, limits, pricing),
`costs_quote.js` (arithmetic, irr, request, support, quote) and `costs_writing.js`; batch has its mirror in
tests/js/quote_batch.cjs. Both read the published records and give the same bytes for the same
request. The sentences of the checks are not mirrored but published: messages.py. What a module's
docstring decides holds for both.

The modules, each importing only from those before it:

    decimals · arithmetic · irr · messages · request · matching · reference · limits · pricing ·
    support · quote · writing · batch

Conventions, all shown to the reader:
- money in whole fen, rates in multiples of 1e-8, terms in whole months; every rounding half-up,
  away from zero; interest by whole months at annual/12, no day count (a bank counting actual days
  over 360 charges up to 365/360 of this);
- schedules: arithmetic.py. 等额本息 is the exact annuity, rounded once; the last period takes the
  remainder;
- premium: base × rate × months/12 at drawdown, or at months 0, 12, 24 … on the original base; the
  sum insured is the principal unless the source says otherwise; 本息 is principal plus scheduled
  interest; a base that the scheme leaves open is the request's `premium_base`: pricing.py, support.py;
- annualised rates: 12·r and (1+r)^12 - 1 with r the monthly internal rate of return, after PBOC
  Announcement [2021] No. 3 (中国人民银行公告〔2021〕第3号), which counts all that the borrower is
  charged over the principal actually occupied, allows both methods, asks that the simple one be
  called so, and whose annexed example (100,000 yuan, 1,000 fee, twelve payments of 8,833.30) gives
  12.80 % and 13.58 %: irr.py. It says nothing on rounding, day count or subsidies; those are ours;
- reference rates: the value in force on the drawdown day, with its date: reference.py;
- what the scheme does not say is asked for or named, never assumed: messages.py lists every code.

Read of a scheme's record: `product`, `instrument.effective_from, expires_on, application_deadline`,
`lifecycle.status, as_of, kept_in_force_by`, and the parameters named in `messages.WHAT`.
"""

from generator.costs.batch import answers
from generator.costs.quote import quote
from generator.costs.writing import write

__all__ = ["answers", "quote", "write"]
