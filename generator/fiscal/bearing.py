"""How a loss falls on the parties, as curves over the loss: shares and layers, payout limit, compensation, yearly cap.

The order: layers, then shares; the payer of claims (insurer, or guarantor on the guarantee route) stops
at the payout limit and the rest stays with the bank, unless a compensation repays the payer just that
rest; each compensation moves its amount from payee to
payer, never more than the payee bears; the yearly cap holds for all compensation together, the first
named being paid first. What is not moved stays where it was.

The loss is counted in its base: principal, or principal and interest. `exposure` is that base for the
loans on which the losses fall, so that a loss rate of one is a loss of the whole exposure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.fiscal.compensation import Compensation
from generator.fiscal.curves import Curve, beyond, least, line, minus, plus, scaled, up_to
from generator.fiscal.design import Design
from generator.fiscal.request import PARTIES
from generator.fiscal.sharing import Limit
from generator.fiscal.spending import Spending
from generator.quantities import divide_half_up

PARTS = ("share", "compensation", "excess_compensation")
_PARTS_OF = {"government_compensation": "compensation", "excess_loss_compensation": "excess_compensation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Who bears what by (party, part); `claims` is paid out first, `uncapped` is all compensation before the yearly cap.

    `in_proportion` tells whether everything grows with the lending, no amount in fen being fixed.
    `stays` names the checks for losses that nobody but the bank is named for.
    """

    parts: Mapping[tuple[str, str], Curve]
    claims: Curve
    uncapped: Curve
    paid: Curve
    in_proportion: bool
    stays: tuple[str, ...]

    def public(self) -> Curve:
        """What government and public funds bear in all."""
        total = line(0)
        for (party, _), curve in self.parts.items():
            if is_public(party):
                total = plus(total, curve)
        return total


def is_public(party: str) -> bool:
    """Whether a party spends public money."""
    return party.split(":")[0] in ("government", "fund", "fund_manager")


def bear(design: Design, year: Spending, severity: Fraction) -> Bearing | None:
    """How losses of a year fall, in fen; None where the premium is needed and not known.

    `severity` is the loss given default, which turns a loss into the amount of bad loans.
    """
    sharing = design.sharing
    own, stays = _divided(design)
    payer = "insurer" if design.route == "insurance" else "guarantor"
    claimed = claims = own.get(payer, line(0))
    over = line(0)
    if sharing.limit is not None:
        limit = _amount(sharing.limit, year)
        if limit is None:
            return None
        over = beyond(claimed, limit)
        repaid = [one.payee for one in design.compensations if one.of == "excess_claims" and one.metric is None]
        if payer not in repaid:
            claims = up_to(claimed, limit)
            own[payer] = claims
            own["bank"] = plus(own.get("bank", line(0)), over)
            stays += () if repaid else ("beyond_payout_cap_stays_with_bank",)
    uncapped = paid = line(0)
    moved: dict[tuple[str, str], Curve] = {}
    for one in design.compensations:
        base = _compensated(one, design, year, severity, claims, over)
        if base is None:
            return None
        amount = scaled(base, one.rate)
        if one.cap is not None:
            amount = up_to(amount, one.cap)
        amount = least(amount, own.get(one.payee, line(0)))
        uncapped = plus(uncapped, amount)
        after = plus(paid, amount) if design.cap is None else up_to(plus(paid, amount), design.cap)
        amount, paid = minus(after, paid), after
        own[one.payee] = minus(own.get(one.payee, line(0)), amount)
        key = (one.payer, _PARTS_OF[one.kind])
        moved[key] = plus(moved.get(key, line(0)), amount)
    every = {**{(party, "share"): curve for party, curve in own.items()}, **moved}
    order = [(party, part) for party in PARTIES for part in PARTS]
    fixed = any(layer.limit is not None for layer in sharing.layers) or any(
        one.cap is not None for one in design.compensations
    )
    return Bearing(
        parts={key: every[key] for key in order if key in every},
        claims=claims, uncapped=uncapped, paid=paid,
        in_proportion=not fixed and not (sharing.limit and sharing.limit.fen is not None), stays=stays,
    )  # fmt: skip


def _divided(design: Design) -> tuple[dict[str, Curve], tuple[str, ...]]:
    """What each party bears by layers and shares, and the check for a rest that nobody is named for."""
    own: dict[str, Curve] = {}
    rest = line(1)

    def give(shares: Mapping[str, Fraction], amount: Curve) -> None:
        for party, share in shares.items():
            own[party] = plus(own.get(party, line(0)), scaled(amount, share))

    for layer in design.sharing.layers:
        taken = rest if layer.limit is None else up_to(rest, layer.limit)
        give(layer.shares, taken)
        rest = minus(rest, taken)
    if design.sharing.layers and design.sharing.layers[-1].limit is None:
        return own, ()
    give(design.sharing.shares or {"bank": Fraction(1)}, rest)
    return own, () if design.sharing.shares else ("beyond_layers_stays_with_bank",)


def _amount(limit: Limit, year: Spending) -> Fraction | None:
    """The payout limit in fen; None where it rests on a premium that is not known."""
    if limit.fen is not None:
        return limit.fen
    base = year.premium if limit.of == "premium" else year.lending
    return None if base is None else base * (limit.rate or 0)


def _compensated(
    one: Compensation, design: Design, year: Spending, severity: Fraction, claims: Curve, over: Curve
) -> Curve | None:
    """What a compensation is a rate of."""
    principal = design.principal_part
    if one.metric is not None:
        measure = line(principal) if one.metric == "loss_rate" else claims
        base = year.premium if one.metric == "loss_ratio" else year.lending
        return None if base is None else beyond(measure, base * (one.threshold or 0))
    if one.of == "principal_loss":
        return line(principal)
    if one.of == "principal_and_interest_loss":
        return line(principal * design.growth)
    if one.of == "bad_loans":
        return line(principal / severity if severity else 0)
    return {"payout": claims, "excess_claims": over}.get(one.of, line(1))


def split(bearing: Bearing, loss: Fraction) -> dict[tuple[str, str], int]:
    """The parts of a loss in whole fen that add up to the loss rounded half-up.

    Running totals are rounded, in the order of the parts, and each part is the difference of two: it
    is never below zero, and a part that grows at the others' expense never becomes smaller.
    """
    parts: dict[tuple[str, str], int] = {}
    running, before = Fraction(0), 0
    for key, curve in bearing.parts.items():
        running += curve.at(loss)
        rounded = divide_half_up(running.numerator, running.denominator)
        parts[key], before = rounded - before, rounded
    return parts


def public_parts(parts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """What public parties bear of a loss, by how they come to bear it, in fen."""
    found = {"loss_share": 0, "compensation": 0, "excess_compensation": 0}
    for (party, part), amount in parts.items():
        if is_public(party):
            found["loss_share" if part == "share" else part] += amount
    return found
