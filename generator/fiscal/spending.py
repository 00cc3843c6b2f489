"""One year's premium and outlay before losses, exact, in fen.

The pool is of equal loans of the average size, lent in full for the whole term; everything that they
will cost before losses is counted in the year in which they are lent. Interest is lending × rate ×
months/12. Limits per loan count once for every lending / average loan, which need not be whole here.

What replaces the premium never exceeds it, what refunds it never exceeds what the borrower paid, and
what reduces interest never exceeds the interest; the cap per borrower limits these together. A subsidy
that tops up the insurer, or whose effect is not stated, is bounded only by its own cap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.costs.decimals import UNIT, yuan
from generator.costs.pricing import Charge
from generator.fiscal.grants import Grant, Support
from generator.fiscal.request import Request
from generator.quantities import divide_half_up

SUBSIDIES = ("premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy")
REWARDS = ("bank_reward", "insurer_reward")
KINDS = (*SUBSIDIES, *REWARDS, "returned")
"""The kinds of outlay before losses; `returned` is below zero: premium subsidies back after early repayment."""

_TURNS = {"replaces_premium": 0, "refunds_borrower": 2}
"""A refund gives back what is left to pay after everything else."""

Amount = Fraction | None
"""Fen, exactly; None where something needed is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One year before losses; `borrower` is what the borrower bears of the premium in the end."""

    lending: Fraction
    interest: Amount
    premium: Amount
    borrower: Amount
    kinds: dict[str, Amount]
    uncapped_rewards: Amount

    @property
    def before_losses(self) -> Amount:
        """The outlay of all kinds."""
        return total(*self.kinds.values())


def total(*amounts: Amount) -> Amount:
    """The sum; None where one is unknown."""
    return None if None in amounts else sum(amounts, Fraction(0))  # type: ignore[arg-type]


def fen(amount: Amount | int) -> int | None:
    """Whole fen, halves away from zero."""
    return None if amount is None else divide_half_up(amount.numerator, amount.denominator)


def money(amount: Amount | int) -> str | None:
    """Fen as yuan with two decimals, rounded half-up."""
    whole = fen(amount)
    return None if whole is None else yuan(whole)


def shown(kinds: Mapping[str, Amount], names: Iterable[str]) -> int | None:
    """The sum of some kinds as they are shown, each rounded to the fen."""
    rounded = [fen(kinds[name]) for name in names]
    return None if None in rounded else sum(rounded)  # type: ignore[arg-type]


def lower(one: Amount, other: Amount) -> Amount:
    """The smaller of two amounts, of which an unknown one does not bind."""
    return other if one is None else one if other is None else min(one, other)


@dataclass(slots=True)
class _Bases:
    """What charges and shares are taken of, in a year."""

    lending: Fraction
    interest: Amount
    premium: Amount
    loans: Fraction
    months: int

    def charged(self, charge: Charge) -> Amount:
        base = total(self.lending, self.interest) if charge.with_interest else self.lending
        if base is None:
            return None
        return base * charge.rate * (1 if charge.once else Fraction(self.months, 12))

    def size(self, grant: Grant) -> Amount:
        """What a subsidy comes to before the limits that it shares with others."""
        if grant.charge is not None:
            size = self.charged(grant.charge)
        elif grant.share is not None:
            base = self.interest if grant.kind == "interest_subsidy" else self.premium
            size = None if base is None else base * grant.share
        else:
            size = grant.amount * self.loans  # type: ignore[operator]
        if size is None or grant.cap is None:
            return size
        return min(size, grant.cap * self.loans)


def spend(support: Support, request: Request, lending: Fraction, rate: Fraction | None) -> Spending:
    """What `lending` fen cost before losses; `rate` is the annual rate, None where it is not known."""
    interest = None if rate is None else lending * rate * request.months / 12
    bases = _Bases(lending, interest, None, lending / request.average_loan, request.months)
    if support.charges is not None:
        bases.premium = total(*(bases.charged(charge) for charge in support.charges))
    kinds: dict[str, Amount] = dict.fromkeys(KINDS, Fraction(0))
    unpaid = _after_part(support, bases)
    if support.part is not None:
        kinds[support.kind] = None if unpaid is None else bases.premium - unpaid  # type: ignore[operator]
    left = {"premium": unpaid, "interest": interest}
    purse = None if support.limit is None else support.limit * bases.loans
    for grant in sorted(support.grants, key=lambda one: _TURNS.get(one.effect, 1)):
        on_interest = grant.kind == "interest_subsidy"
        if support.part is not None and grant.effect == "replaces_premium" and not on_interest:
            continue
        side = "interest" if on_interest else "premium"
        size = bases.size(grant)
        for_borrower = on_interest or grant.effect in ("replaces_premium", "refunds_borrower")
        if size is not None and (for_borrower or grant.up_to_paid):
            size = None if grant.up_to_paid and left[side] is None else lower(size, left[side])
        if size is not None and for_borrower:
            size = lower(size, purse)
            purse = None if purse is None else purse - size  # type: ignore[operator]
            left[side] = None if left[side] is None else left[side] - size  # type: ignore[operator]
        kinds[grant.kind] = total(kinds[grant.kind], size)
    if request.early is not None:
        share, after = request.early
        back = total(kinds["premium_subsidy"], kinds["guarantee_fee_subsidy"])
        part = Fraction(share, UNIT) * (request.months - after) / request.months
        kinds["returned"] = None if back is None else -back * part
    uncapped = _reward(support, bases, kinds)
    return Spending(
        lending=lending, interest=interest, premium=bases.premium, borrower=left["premium"], kinds=kinds,
        uncapped_rewards=uncapped,
    )  # fmt: skip


def _after_part(support: Support, bases: _Bases) -> Amount:
    """The premium that falls on the borrower before refunds, where the scheme says how much that is."""
    if support.part is None or bases.premium is None:
        return bases.premium
    part = bases.charged(support.part) if isinstance(support.part, Charge) else support.part * bases.premium
    return None if part is None else min(part, bases.premium)


def _reward(support: Support, bases: _Bases, kinds: dict[str, Amount]) -> Amount:
    """Adds the rewards to `kinds`, cut in proportion where the yearly cap binds (whole fen first to the bank); gives them before it."""
    for reward in support.rewards:
        base = bases.premium if reward.of_premium else bases.lending
        size = None if base is None else lower(base * reward.rate, reward.cap)
        kinds[reward.kind] = total(kinds[reward.kind], size)
    uncapped = total(*(kinds[kind] for kind in REWARDS))
    if uncapped and support.reward_cap is not None and uncapped > support.reward_cap:
        bank, insurer = REWARDS
        cut = kinds[bank] * support.reward_cap / uncapped  # type: ignore[operator]
        kinds[bank] = Fraction(divide_half_up(cut.numerator, cut.denominator))
        kinds[insurer] = support.reward_cap - kinds[bank]
    return uncapped
