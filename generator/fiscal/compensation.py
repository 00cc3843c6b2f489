"""What public money repays of losses that the bank or the insurer has borne: the rules, read and completed.

A compensation is a rate of a loss, of a payout, of bad loans, or of what exceeds a threshold: claims
above so many times the premiums (`above`), or the part beyond the payout limit where no threshold is
named. Whom it relieves, its rate and what it is a rate of must be known; what the source leaves open is
asked for. Who pays and what limits it need not be: an unstated payer is shown under government.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.costs import limits
from generator.costs.decimals import UNIT, number
from generator.costs.matching import Provision, Reader
from generator.fiscal.grants import left_out, together
from generator.fiscal.messages import Checks
from generator.fiscal.request import COMPENSATED, PARTIES, Supplied
from generator.fiscal.sharing import Limit, fields

METRICS = ("loss_ratio", "insurer_payout_rate", "loss_rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """What `payer` repays `payee`: `rate` of something, above a threshold of a metric if one is named."""

    kind: str
    payer: str
    payee: str
    rate: Fraction
    of: str
    metric: str | None
    threshold: Fraction | None
    cap: Fraction | None


def exact(units: int | None) -> Fraction | None:
    return None if units is None else Fraction(units, UNIT)


def read_compensations(
    reader: Reader, kind: str, supplied: Sequence[Supplied], limit: Limit | None, checks: Checks
) -> list[Compensation]:
    """Every compensation of the kind: the scheme's, completed in order by what was entered, then further ones entered."""
    match, provisions = together(reader.match(kind))
    limits.notes(match, kind, checks)
    if not supplied:
        left_out(match, kind, checks)
    found = []
    count = max(len(provisions), len(supplied))
    for place in range(count):
        provision = provisions[place] if place < len(provisions) else None
        entered = supplied[place] if place < len(supplied) else Supplied()
        field = "compensation" if kind == "government_compensation" else "excess"
        path = f"{field}[{place + 1}]" if count > 1 else field
        one = _compensation(kind, provision, entered, path, limit, checks)
        if one is not None:
            found.append(one)
    return found


def _compensation(
    kind: str, provision: Provision | None, entered: Supplied, path: str, limit: Limit | None, checks: Checks
) -> Compensation | None:
    value, shown = fields(provision), [provision] if provision else []
    excess = kind == "excess_loss_compensation"
    differs = False

    def chosen(mine: object, stated: object) -> object:
        nonlocal differs
        differs = differs or mine is not None and stated not in (None, mine)
        return stated if mine is None else mine

    def party(name: str) -> object:
        return value.get(name) if value.get(name) in PARTIES else None

    above = value.get("above") if isinstance(value.get("above"), Mapping) else {}
    metric = above.get("metric") if above else None
    rate = chosen(exact(entered.rate), number(value.get("rate")))
    of = chosen(entered.of, value.get("of") if value.get("of") in COMPENSATED else None)
    of = of or ("excess_claims" if excess else None)
    payee = chosen(entered.payee, party("payee"))
    payer = chosen(entered.payer, party("payer"))
    threshold = chosen(exact(entered.threshold), number(above.get("threshold")))
    stated_cap = number(value.get("cap"))
    cap = chosen(
        None if entered.cap is None else Fraction(entered.cap), None if stated_cap is None else stated_cap * 100
    )
    if differs:
        checks.add("supplied_instead", shown, what=kind)
    if rate == 0:
        return None
    if metric is None and threshold is not None:
        metric = "loss_ratio"
    over_limit = of == "excess_claims" and metric is None
    needs = {
        "rate": rate is None,
        "of": of is None,
        "payee": payee is None,
        "threshold": metric is not None and threshold is None or over_limit and limit is None,
    }
    for name, needed in needs.items():
        if needed:
            checks.need(f"{path}.{name}", kind, "stated", shown)
    if metric is not None and metric not in METRICS:
        checks.add("provision_not_used", shown, what=kind)
        return None
    if True in needs.values():
        return None
    if shown:
        checks.add("provision_used", shown, what=kind)
    if payer is None:
        checks.add("payer_unstated", shown, what=kind)
    return Compensation(
        kind=kind, payer=str(payer or "government"), payee=str(payee), rate=rate, of=str(of),  # type: ignore[arg-type]
        metric=metric, threshold=threshold, cap=cap,  # type: ignore[arg-type]
    )  # fmt: skip
