"""What the loan costs before support: its annual rate, and the premium or guarantee fee.

Which figure. A number in the request is used as it is and only compared. Without one, the rate is
the firm fixed rate, else the soft fixed one (usual, in principle), else the firm cap, else the soft
cap; where the scheme leaves only a floor, or nothing usable, the number must be supplied. A formula
is reference rate × multiplier, or + basis points, or a fixed figure; the result is rounded to 1e-8
before anything is computed with it, so that the printed rate is the rate used.

The reference is reported whenever the rate or the cap it is compared with rests on one, also for a
supplied rate. A drawdown for which no reference rate is known is an error only where the rate had
to come from it; a supplied rate is then merely not compared.

Premium rates. On the guarantee route the guarantee fee takes the premium's place. Charges for
different cover (`covers`) do not compete: one that includes all the cover of another stands alone,
others are added. The premium is base × rate × months/12, or base × rate once where the source says
`per: loan`. A supplied rate takes base and period from the charge that the scheme states, first
fixed, then cap, then floor. A base that the scheme leaves open is the one that the request gives,
and the checks say so; without one it is principal, and is named as open, so that it can be asked
for. A base that the scheme states is never overruled: a request that gives another is warned. An
unstated period is the year (the contract fixes months/12), and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.costs.decimals import Rate, number, spoken_rate
from generator.costs.limits import notes
from generator.costs.matching import Match, Provision, Reader, listed, match
from generator.costs.messages import Checks, has_error
from generator.costs.reference import Missing, Quoted, lookup, report
from generator.costs.request import ON_INTEREST, PREMIUM_BASES, Request

BASES = ("principal", "loan_amount", "insured_amount", "principal_and_interest", "unstated", None)
"""What a rate may be a rate of; all but 本息 are the principal, since the sum insured is the principal."""

OPEN = ("unstated", None)
_SPOKEN_BASES = {
    "principal": ("贷款本金", "principal"),
    ON_INTEREST: ("贷款本息", "principal and interest"),
}


@dataclass(frozen=True, slots=True)
class Charge:
    """A rate on principal or on 本息, a year or once for the loan."""

    rate: Fraction
    with_interest: bool
    once: bool

    def due(self, principal: int, interest: int, months: int, first: bool) -> Fraction:
        """The exact fen due for `months` months; a charge made once falls due with the first instalment."""
        base = principal + (interest if self.with_interest else 0)
        if self.once:
            return base * self.rate if first else Fraction(0)
        return base * self.rate * months / 12

    def yearly(self, months: int) -> Fraction:
        """The rate a year; one charged once is spread over the term."""
        return self.rate * 12 / months if self.once else self.rate


@dataclass(frozen=True, slots=True)
class Price:
    """One figure of the scheme: its exact value, the provisions it rests on, the reference if any."""

    value: Fraction
    provisions: tuple[Provision, ...]
    reference: Quoted | None = None
    charges: tuple[Charge, ...] = ()


def loan_rate(
    reader: Reader, request: Request, references: Mapping[str, object], checks: Checks
) -> tuple[Rate | None, Quoted | None]:
    """The annual rate (None after an error check) and the reference rate it was set by or compared with."""
    start = len(checks.listed)
    found: dict[tuple[str, bool], Price | Missing | None] = {}
    for parameter in ("loan_rate_fixed", "loan_rate_cap"):
        for soft in (False, True):
            matched = reader.match(parameter, soft)
            notes(matched, parameter, checks)
            found[parameter, soft] = _formula(matched, parameter, request, references, checks)
    prices = {key: price for key, price in found.items() if isinstance(price, Price)}
    missing = [price for price in found.values() if isinstance(price, Missing)]
    usable = next(iter(prices.items()), None)
    reference = next((price.reference for price in prices.values() if price.reference), None)
    if request.annual_rate is None:
        if usable is None:
            why = missing[0] if missing else Missing("annual_rate_needed")
            if not has_error(checks.listed[start:]):
                checks.add(why.code, date=why.begins)
            return None, None
        (parameter, soft), price = usable
        code = (
            "rate_is_usual"
            if soft
            else "rate_is_fixed"
            if parameter == "loan_rate_fixed"
            else "rate_is_cap"
        )
        checks.add(code, price.provisions, cap=spoken_rate(price.value))
        rate = Rate.of(price.value)
    else:
        rate = Rate(request.annual_rate)
        if missing:
            checks.add("rate_cap_not_checked")
        elif not prices:
            checks.add("rate_cap_unknown")
    for (parameter, soft), price in prices.items():
        words = spoken_rate(price.value)
        if parameter == "loan_rate_fixed":
            if not soft and rate.exact != price.value:
                checks.add("rate_differs_from_fixed", price.provisions, cap=words)
        elif rate.exact > price.value:
            checks.add(
                "rate_above_usual" if soft else "rate_above_cap", price.provisions, cap=words
            )
    if reference:
        report(references, reference, request.drawdown, checks)
    return rate, reference


def _formula(
    matched: Match,
    parameter: str,
    request: Request,
    references: Mapping[str, object],
    checks: Checks,
) -> Price | Missing | None:
    """The rate of a formula, rounded to 1e-8; None where the scheme gives none, Missing without its reference."""
    value = matched.chosen.get("value") if matched.chosen else None
    if matched.chosen is None:
        return None
    value = value if isinstance(value, Mapping) else {}
    fixed, multiplier, points = (
        number(value.get(name)) for name in ("fixed", "multiplier", "add_bp")
    )
    if matched.added or (fixed is None and multiplier is None and points is None):
        checks.add("provision_not_used", matched.all, what=parameter)
        return None
    if fixed is not None:
        return Price(Rate.of(fixed).exact, matched.all)
    quoted = lookup(
        references, value.get("reference"), value.get("tenor"), request.months, request.drawdown
    )
    if isinstance(quoted, Missing):
        return quoted
    exact = (
        quoted.value * (1 if multiplier is None else multiplier) + Fraction(points or 0) / 10_000
    )
    return Price(Rate.of(exact).exact, matched.all, quoted)


def premium_charges(
    reader: Reader, request: Request, checks: Checks, base: str | None = None
) -> list[Charge]:
    """The charges that make up the premium or fee; empty after an error check.

    `base` (one of PREMIUM_BASES) stands where the scheme leaves the base of a charge open.
    """
    start = len(checks.listed)
    guaranteed = reader.situation.route == "guarantee"
    names = ("guarantee_fee_cap",) if guaranteed else ("premium_rate_fixed", "premium_rate_cap")
    prices: list[tuple[str, bool, Price]] = []
    for parameter in names:
        for soft in (False, True):
            price = _charges(reader, parameter, soft, checks, base)
            if price:
                prices.append((parameter, soft, price))
    floor = None if guaranteed else _charges(reader, "premium_rate_floor", False, checks, base)
    stated = [price for _, _, price in prices] + ([floor] if floor else [])
    if request.premium_rate is None:
        if not prices:
            if not has_error(checks.listed[start:]):
                checks.add("premium_rate_needed", floor.provisions if floor else ())
            return []
        parameter, soft, price = prices[0]
        code = (
            "premium_is_usual"
            if soft
            else "premium_is_fixed"
            if parameter == "premium_rate_fixed"
            else "premium_is_cap"
        )
        checks.add(code, price.provisions, cap=spoken_rate(price.value))
        charges = list(price.charges)
    else:
        rate = Fraction(request.premium_rate, 10**8)
        like = stated[0].charges[0] if stated else Charge(Fraction(0), base == ON_INTEREST, False)
        charges = [Charge(rate, like.with_interest, like.once)]
        _compare(rate, prices, floor, checks)
    provisions = stated[0].provisions if stated else ()
    # A supplied rate is one charge, made like the first that the scheme states.
    _check_base(provisions[:1] if base and request.premium_rate is not None else provisions, base, checks)
    if any(value.get("per") in OPEN for value in _values(provisions)):
        checks.add("premium_period_unstated", provisions)
    return charges


def _compare(
    rate: Fraction, prices: Sequence[tuple[str, bool, Price]], floor: Price | None, checks: Checks
) -> None:
    """A supplied premium rate against what the scheme says."""
    for parameter, soft, price in prices:
        words = spoken_rate(price.value)
        if parameter == "premium_rate_fixed":
            if not soft and rate != price.value:
                checks.add("premium_differs_from_fixed", price.provisions, cap=words)
        elif rate > price.value:
            checks.add(
                "premium_above_usual" if soft else "premium_above_cap", price.provisions, cap=words
            )
    if floor and rate < floor.value:
        checks.add("premium_below_floor", floor.provisions, cap=spoken_rate(floor.value))
    if not prices and not floor:
        checks.add("premium_cap_unknown")


def _values(provisions: Sequence[Provision]) -> list[Mapping[str, object]]:
    """The charges that a premium rests on; one that says nothing where the scheme has none."""
    return [p["value"] for p in provisions] or [{}]


def _check_base(provisions: Sequence[Provision], base: str | None, checks: Checks) -> None:
    """Say what the premium rate applies to where the scheme does not, or where it says other than `base`."""
    bases = [value.get("base") for value in _values(provisions)]
    stated = [one for one in bases if one not in OPEN]
    if base and any((one == ON_INTEREST) != (base == ON_INTEREST) for one in stated):
        other = next(one for one in PREMIUM_BASES if one != base)
        checks.add("premium_base_stated", provisions, base=_SPOKEN_BASES[other])
    if len(stated) < len(bases):
        if base:
            checks.add("premium_base_given", provisions, base=_SPOKEN_BASES[base])
        else:
            checks.add("premium_base_unstated", provisions)


def _charges(
    reader: Reader, parameter: str, soft: bool, checks: Checks, base: str | None
) -> Price | None:
    """The charges of a parameter: one match for each set of cover, subsets dropped, the rest added."""
    provisions = reader.provisions(parameter)
    covers = {_covers(p) for p in provisions if isinstance(p.get("value"), Mapping)}
    matches: list[tuple[frozenset[str], Match]] = []
    for cover in sorted(covers, key=sorted):
        alike = [
            p for p in provisions if not isinstance(p.get("value"), Mapping) or _covers(p) == cover
        ]
        matched = match(alike, reader.situation, soft)
        notes(matched, parameter, checks)
        if matched.chosen:
            matches.append((cover, matched))
    widest = [(c, m) for c, m in matches if not any(c < other for other, _ in matches)]
    shared = any(c & d for i, (c, _) in enumerate(widest) for d, _ in widest[:i])
    used = tuple(p for _, m in widest for p in m.all)
    if shared:
        checks.add("provisions_ambiguous", used, what=parameter)
        return None
    charges = [read_charge(p, base) for p in used]
    if not charges:
        return None
    if None in charges:
        checks.add("provision_not_used", used, what=parameter)
        return None
    return Price(sum((c.rate for c in charges), Fraction(0)), used, charges=tuple(charges))


def _covers(provision: Provision) -> frozenset[str]:
    covers = provision["value"].get("covers")
    return frozenset(listed(covers)) or frozenset({"loan_guarantee"})


def read_charge(provision: Provision, base: str | None = None) -> Charge | None:
    """A charge of a record, on `base` where the record leaves it open and on principal without one.

    None where the rate is missing or the base is one the calculator does not know.
    """
    value = provision.get("value")
    rate = number(value.get("rate")) if isinstance(value, Mapping) else None
    if rate is None or value.get("base") not in BASES:
        return None
    base = base if value.get("base") in OPEN else value["base"]
    return Charge(rate, base == ON_INTEREST, value.get("per") == "loan")
