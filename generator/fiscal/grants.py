"""What public money a scheme grants before any loss: subsidies and rewards, read from its record.

Effects and sizes are those of the calculator (costs/support.py); here every public payer counts, every
effect costs the same, and subsidies on interest are included. A share of the premium that the borrower
bears makes the rest public. What is left to another rule, was not read, is undecided or lacks a figure
is named and not included. `subsidy_rate` of the request takes the place of the premium or fee subsidy.

`premium_base` says what the premium or fee, and a part of it that the borrower bears, is a rate of where the
scheme leaves that open; without it that is the principal, and is named as open. A stated base is never
overruled: a request that gives another is warned (costs/pricing.py). A subsidy that is itself a rate on an
open base stays on the principal, and is named.

A reward is a rate of the amount disbursed, insured or newly lent, which here are all the year's
lending, or of the premiums; a base that is unstated is the lending, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.costs import limits, pricing
from generator.costs.decimals import UNIT, number
from generator.costs.matching import Match, Provision, Reader
from generator.costs.pricing import BASES, Charge, read_charge
from generator.costs.request import ON_INTEREST
from generator.fiscal.messages import Checks
from generator.fiscal.request import Request

REWARD_BASES = ("disbursed", "insured_lending", "new_lending", "unstated", None)
LEFT_OUT = ("delegated", "unread", "undecided")
PREMIUM_PARAMETERS = ("premium_rate_fixed", "premium_rate_cap", "premium_rate_floor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One subsidy: exactly one of `charge`, `share` (of the premium, or of the interest) and `amount` a loan, in fen."""

    kind: str
    effect: str | None
    charge: Charge | None = None
    share: Fraction | None = None
    amount: Fraction | None = None
    cap: Fraction | None = None
    up_to_paid: bool = False


@dataclass(frozen=True, slots=True)
class Reward:
    """A rate of the lending or of the premiums, and the most it may come to, in fen."""

    kind: str
    rate: Fraction
    of_premium: bool
    cap: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The charges of the premium or fee (None: unknown) and what public money adds; `limit` a borrower, in fen."""

    kind: str
    charges: tuple[Charge, ...] | None
    part: Charge | Fraction | None
    grants: tuple[Grant, ...]
    limit: Fraction | None
    rewards: tuple[Reward, ...]
    reward_cap: Fraction | None

    @property
    def on_interest(self) -> bool:
        """Whether anything here rests on the interest."""
        own = self.part if isinstance(self.part, Charge) else None
        charges = [*(self.charges or ()), *(grant.charge for grant in self.grants), own]
        return any(grant.kind == "interest_subsidy" for grant in self.grants) or any(
            charge is not None and charge.with_interest for charge in charges
        )


def read_support(reader: Reader, request: Request, checks: Checks) -> Support:
    """The premium and the support that hold in the reader's situation."""
    guaranteed = reader.situation.route == "guarantee"
    kind = "guarantee_fee_subsidy" if guaranteed else "premium_subsidy"
    charges = _charges(reader, request, checks)
    # Where the request says what the premium applies to, a part of the borrower with an open base follows it.
    follows = request.premium_base is not None and any(charge.with_interest for charge in charges or ())
    part = None if guaranteed else _borrower_part(reader, ON_INTEREST if follows else None, checks)
    grants = _grants(reader, kind, checks)
    if request.subsidy_rate is not None:
        if grants or part is not None:
            checks.add("supplied_instead", reader.match(kind).all, what=kind)
        charge = Charge(Fraction(request.subsidy_rate, UNIT), False, False)
        part, grants = None, [Grant(kind=kind, effect=None, charge=charge)]
    elif part is not None and all(grant.effect != "replaces_premium" for grant in grants):
        checks.add("premium_rest_payer_unstated", reader.match("borrower_premium_share").all)
    grants += _grants(reader, "interest_subsidy", checks)
    return Support(
        kind=kind, charges=charges, part=part, grants=tuple(grants),
        limit=amount_of(reader, "subsidy_cap_per_borrower", checks, False),
        rewards=tuple(
            reward
            for parameter in ("bank_reward", "insurer_reward")
            for reward in _rewards(reader, parameter, checks)
        ),
        reward_cap=amount_of(reader, "reward_cap_annual", checks),
    )  # fmt: skip


def _charges(reader: Reader, request: Request, checks: Checks) -> tuple[Charge, ...] | None:
    """What the premium or fee is made of; None after saying that its rate must be entered."""
    trial = Checks()
    charges = pricing.premium_charges(reader, request, trial, request.premium_base)
    checks.listed += [check for check in trial.listed if check["code"] != "premium_rate_needed"]
    if charges:
        return tuple(charges)
    names = ("guarantee_fee_cap",) if reader.situation.route == "guarantee" else PREMIUM_PARAMETERS
    found = [p for name in names for p in reader.provisions(name)]
    states = [p.get("state") or "stated" for p in found]
    reason = next((state for state in ("stated", *LEFT_OUT) if state in states), states[0])
    ambiguous = any(check["code"] == "provisions_ambiguous" for check in trial.listed)
    checks.need("premium_rate", names[0], "ambiguous" if ambiguous else str(reason), found)
    return None


def left_out(match: Match, parameter: str, checks: Checks) -> None:
    """Name what holds but was delegated, not read, or not decided."""
    for state in LEFT_OUT:
        provisions = [p for p in match.unanswered if p.get("state") == state]
        if provisions:
            checks.add(f"left_out_{state}", provisions, what=parameter)


def together(match: Match) -> tuple[Match, tuple[Provision, ...]]:
    """A match whose rivals all count, for parameters of which several provisions may hold side by side."""
    return replace(match, rivals=()), match.all + match.rivals


def amount_of(reader: Reader, parameter: str, checks: Checks, expected: bool = True) -> Fraction | None:
    """The amount of a cap in fen, with those on top; None where none is stated.

    `expected`: a cap that was not read or is left open is worth naming.
    """
    match = reader.match(parameter)
    limits.notes(match, parameter, checks)
    if expected:
        left_out(match, parameter, checks)
    amounts = [number(p.get("value")) for p in match.all]
    if not amounts or None in amounts:
        return None
    checks.add("provision_used", match.all, what=parameter)
    return sum(amounts, Fraction(0)) * 100


def _borrower_part(reader: Reader, base: str | None, checks: Checks) -> Charge | Fraction | None:
    match = reader.match("borrower_premium_share")
    limits.notes(match, "borrower_premium_share", checks)
    if match.chosen is None:
        return None
    share = number(match.chosen.get("value"))
    part = read_charge(match.chosen, base) if share is None else share
    if part is None or match.added:
        checks.add("provision_not_used", match.all, what="borrower_premium_share")
        return None
    checks.add("provision_used", match.all, what="borrower_premium_share")
    return part


def _grants(reader: Reader, kind: str, checks: Checks) -> list[Grant]:
    match = reader.match(kind)
    limits.notes(match, kind, checks)
    left_out(match, kind, checks)
    grants = []
    for provision in match.all:
        value = provision.get("value") if isinstance(provision.get("value"), Mapping) else {}
        grant = _grant(kind, value)
        if grant is None:
            checks.add("left_out_lacks_figure", [provision], what=kind)
            continue
        grants.append(grant)
        checks.add("provision_used", [provision], what=kind)
        if provision.get("modality") == "cap":
            checks.add("taken_at_cap", [provision], what=kind)
        if grant.charge and value.get("base") in ("unstated", None):
            checks.add("subsidy_base_unstated", [provision], what=kind)
        if grant.charge and not isinstance(value.get("times_term"), bool):
            checks.add("subsidy_term_unstated", [provision], what=kind)
        if value.get("condition") is not None:
            checks.add("subsidy_conditional", [provision], what=kind)
    return grants


def _grant(kind: str, value: Mapping[str, object]) -> Grant | None:
    """A subsidy of a record; None where its size is not one that can be computed here."""
    rate, amount, cap = (number(value.get(name)) for name in ("rate", "amount", "cap"))
    names = ("share_of_interest",) if kind == "interest_subsidy" else ("share_of_premium", "share_of_fee")
    share = next((s for s in (number(value.get(name)) for name in names) if s is not None), None)
    charge = None
    if rate is not None and value.get("base") in BASES:
        charge = Charge(rate, value.get("base") == "principal_and_interest", value.get("times_term") is False)
    if [charge, share, amount].count(None) != 2:
        return None
    return Grant(
        kind=kind,
        effect=value.get("effect") if isinstance(value.get("effect"), str) else None,
        charge=charge,
        share=share,
        amount=None if amount is None else amount * 100,
        cap=None if cap is None else cap * 100,
        up_to_paid=value.get("cap") in ("premium_paid", "fee_paid", "interest_paid"),
    )


def _rewards(reader: Reader, kind: str, checks: Checks) -> Sequence[Reward]:
    match = reader.match(kind)
    limits.notes(match, kind, checks)
    left_out(match, kind, checks)
    rewards = []
    for provision in match.all:
        value = provision.get("value") if isinstance(provision.get("value"), Mapping) else {}
        rate, cap, base = number(value.get("rate")), number(value.get("cap")), value.get("base")
        if rate is None or base != "premium" and base not in REWARD_BASES:
            checks.add("left_out_lacks_figure", [provision], what=kind)
            continue
        rewards.append(Reward(kind, rate, base == "premium", None if cap is None else cap * 100))
        checks.add("provision_used", [provision], what=kind)
        if provision.get("modality") == "cap":
            checks.add("taken_at_cap", [provision], what=kind)
        if base in ("unstated", None):
            checks.add("reward_base_unstated", [provision], what=kind)
        if value.get("condition") is not None:
            checks.add("reward_conditional", [provision], what=kind)
    return rewards
