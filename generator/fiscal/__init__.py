"""What a scheme or a draft costs the treasury in a year: the engine, mirrored in site_templates/theme/assets/javascripts.

The mirror is the classic scripts `fiscal_*.js`; both read the published records and give the same bytes
for the same request. The sentences are data (messages.py). The modules, each importing only from those
before it:

    curves · binomial · messages · request · grants · spending · sharing · compensation · triggers ·
    design · bearing · trips · years · estimate · sections · answer

Request (JSON; money in yuan with at most two decimals, rates as fractions with at most eight; numbers
may be strings; null is as good as absent). Required:
    lending              lent in the year;  average_loan, months: of every loan, the pool being uniform
    default_rate         part of what is lent that defaults;  loss_given_default: part of that which is lost
What tells which provisions hold:
    borrower, groups, route          as for the calculator; without a class, provisions for one class are left out
    drawdown             the day on which a loan rate cap is read, where premium or loss is on 本息
What the source may leave open; where it states a figure, what is entered counts and a warning says so, except
for premium_base, which counts only where the source is silent (as for the calculator):
    annual_rate, premium_rate;  subsidy_rate: of the principal a year, in place of the premium (or fee) subsidy
    premium_base         "principal" | "principal_and_interest": what the premium or fee is a rate of; without it an
                         open base is the principal, and the check `premium_base_unstated` says so
    shares               {party: part}, adding up to 1;  loss_base: as premium_base, of the losses
    compensation, excess     {"rate", "of", "payer", "payee", "cap", "threshold"}, or a list of these in the
                         order of the provisions: the government's compensation, and that for excess loss
    layer_limits         [yuan], in the order of the layers;  payout_cap: yuan
    trigger              {"op": ">=" | ">", "threshold"}
Further questions:
    budget               {"subsidies", "rewards", "compensation"}, in yuan;  early: {"share", "after" (months)}
    loss_rates           to be compared, 1, 3, 5 and 10 % unless given;  lag: 0 | 1, years until losses fall due
    years                [{"lending", "default_rate", "loss_given_default"}], each as above unless given

Answer (keys in this order; a section or figure is null where something in `missing` must be entered first):
    loans                lending / average_loan, rounded, at least 1
    premium              total, borrower (what stays with the borrower), public (the rest), rate (of the
                         lending), interest (null unless needed)
    outlay               premium_subsidy, guarantee_fee_subsidy, interest_subsidy, bank_reward, insurer_reward,
                         returned (negative: premium subsidies back after early repayment), before_losses,
                         loss_share (public parties' own share of the expected loss), compensation,
                         excess_compensation, total, rate (of the lending), per_loan
    leverage             static: lending / before_losses; with_compensation: lending / total; budget:
                         lending / the sum of the budgets
    losses               first the expected loss, then each loss rate: case ("expected" | "compared"), loss_rate,
                         loss, claims (first paid out by the insurer or guarantor), parties (net, adding up
                         to the loss), loss_share, compensation, excess_compensation, public (their sum)
    triggers             metric, op, threshold, stops, value, reached; loss_rate, default_rate: where it is
                         reached (null: never; for `>` it is reached just above); compensation_rate: public
                         compensation there, of the lending, before its yearly cap; lending_at_cap: the lending at
                         which that cap is used up there; defaults, chance: how many of the equal loans must
                         default and how likely that is; least_loans: the smallest pool that survives one default
    caps                 cap, amount, used, binds; loss, loss_rate, default_rate, lending: beyond which it binds
    budget               by budget: amount, used, left; lending or default_rate that uses it up
    pool                 loans, loan, loss_of_one, loss_ratio_of_one, payout_rate_of_one
    years                year, suspended, lending, premium, subsidies, rewards, loss, claims, loss_share,
                         compensation, excess_compensation, outlay, metrics [{metric, value, reached}], suspended_next
    sensitivity          input, low and high (value, outlay): the total with each input a tenth lower and higher
                         (months: at least one month), all else as it is
    missing              input (path in the request), parameter, reason, message, notes, evidence
    checks               level, code, field (path of a fault), parameter, message, notes, evidence

Conventions:
- everything is exact (curves.py) and rounded once, half-up, when shown: money to the fen as decimal strings
  in yuan, rates and multiples to 1e-8; totals of outlay are sums of the figures shown; the parts of a
  loss are rounded so that they add up to it (bearing.py);
- the outlay of a loan's whole term counts in the year in which it is lent: spending.py;
- a premium on 本息 = (lending + interest) × rate × months/12, interest = lending × annual_rate × months/12: the
  calculator's base (principal and scheduled interest, contract §5) for loans repaid at the end, since a
  pool has no schedule; with instalments interest is lower, which `interest_on_full_principal` says;
- expected loss = lending × default_rate × loss_given_default, principal, or with the scheduled interest
  where the shares are of 本息; interest is on the full principal for the whole term;
- 赔付率 = claims / premium, 代偿率 = claims / lending, 损失率 = principal lost / lending, 不良率 and 逾期率 = default
  rate, unless a source defines them otherwise, which is then not modelled; 达到 is >=, 超过 is >;
- a suspension lasts one year and leaves it without new loans: years.py;
- figures are of one insurer, one bank and one place together; a trigger that a source applies to each
  insurer or city is applied to the pool entered.
"""

from generator.costs.writing import write
from generator.fiscal.answer import simulate

__all__ = ["simulate", "write"]
