"""One year's outlay before losses, by hand: ten loans of 10,000 yuan at 6 %, a premium of 2 %, and what is granted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.costs.pricing import Charge
from generator.fiscal.grants import Grant, Reward, Support
from generator.fiscal.request import parse
from generator.fiscal.spending import spend

LENDING, PREMIUM, INTEREST = 10_000_000, 200_000, 600_000
"""In fen, as everything here."""
TWO_PER_CENT = Charge(Fraction(2, 100), False, False)


def spent(grants: tuple[Grant, ...] = (), early: dict | None = None, rate: Fraction | None = Fraction(6, 100), months: int = 12, **support: object):
    """The year's spending on ten loans; `support` changes what the scheme grants."""
    asked = {"lending": 100_000, "average_loan": 10_000, "months": months, "default_rate": 0, "loss_given_default": 0, "early": early}
    request, faults = parse(asked, (), ())
    assert faults == []
    whole = {"kind": "premium_subsidy", "charges": (TWO_PER_CENT,), "part": None, "limit": None, "rewards": (), "reward_cap": None, **support}
    return spend(Support(grants=grants, **whole), request, Fraction(LENDING), rate)


def grant(effect: str | None, kind: str = "premium_subsidy", **size: object) -> Grant:
    return Grant(kind=kind, effect=effect, **size)


def share(percent: int) -> dict:
    return {"share": Fraction(percent, 100)}


REPLACED, REFUNDED = grant("replaces_premium", **share(60)), grant("refunds_borrower", **share(60))
ON_INTEREST = grant("reduces_interest", "interest_subsidy", **share(50))


@pytest.mark.parametrize(
    ("grants", "support", "premium_subsidy", "interest_subsidy", "borrower"),
    [
        ((), {}, 0, 0, 200_000),
        ((REPLACED,), {}, 120_000, 0, 80_000),
        ((REFUNDED,), {}, 120_000, 0, 80_000),
        ((grant("refunds_borrower", amount=Fraction(30_000)),), {}, 200_000, 0, 0),
        ((grant("replaces_premium", **share(150)),), {}, 200_000, 0, 0),
        ((REFUNDED, REPLACED), {}, 200_000, 0, 0),
        # What replaces the premium comes first, however the document orders it.
        ((grant(None, **share(100), up_to_paid=True), REPLACED), {}, 200_000, 0, 80_000),
        ((REFUNDED, grant(None, **share(100), up_to_paid=True)), {}, 320_000, 0, 80_000),
        ((grant("tops_up", **share(150)),), {}, 300_000, 0, 200_000),
        ((grant("tops_up", **share(150), up_to_paid=True),), {}, 200_000, 0, 200_000),
        ((grant("tops_up", **share(60), cap=Fraction(5_000)),), {}, 50_000, 0, 200_000),
        ((grant("tops_up", charge=Charge(Fraction(1, 100), False, False)),), {}, 100_000, 0, 200_000),
        ((grant("tops_up", charge=Charge(Fraction(1, 100), True, False)),), {}, 106_000, 0, 200_000),
        ((ON_INTEREST,), {}, 0, 300_000, 200_000),
        ((grant("reduces_interest", "interest_subsidy", **share(150)),), {}, 0, 600_000, 200_000),
        ((grant(None, "interest_subsidy", **share(150)),), {}, 0, 600_000, 200_000),
        # The cap per borrower limits together what is for the borrower, in that order, and nothing else.
        ((ON_INTEREST, REPLACED), {"limit": Fraction(15_000)}, 120_000, 30_000, 80_000),
        ((REPLACED, grant("tops_up", **share(150))), {"limit": Fraction(10_000)}, 400_000, 0, 100_000),
        ((REPLACED,), {"part": Fraction(1, 4)}, 150_000, 0, 50_000),
        ((REFUNDED,), {"part": Fraction(1, 4)}, 200_000, 0, 0),
        ((), {"part": Charge(Fraction(1, 100), False, False)}, 100_000, 0, 100_000),
        ((), {"part": Charge(Fraction(3, 100), False, False)}, 0, 0, 200_000),
        ((REPLACED,), {"charges": (TWO_PER_CENT, Charge(Fraction(1, 100), False, True))}, 180_000, 0, 120_000),
        ((REPLACED,), {"charges": None}, None, 0, None),
        ((grant(None, **share(100), up_to_paid=True),), {"charges": None}, None, 0, None),
        ((grant("tops_up", amount=Fraction(1_000)),), {"charges": None}, 10_000, 0, None),
        ((grant("refunds_borrower", amount=Fraction(1_000)),), {"charges": None}, 10_000, 0, None),
        ((grant("refunds_borrower", amount=Fraction(1_000), up_to_paid=True),), {"charges": None}, None, 0, None),
        ((ON_INTEREST,), {"rate": None}, 0, None, 200_000),
    ],
)
def test_what_is_granted_never_exceeds_what_it_is_for(grants, support, premium_subsidy, interest_subsidy, borrower):
    year = spent(grants, **support)
    assert (year.kinds["premium_subsidy"], year.kinds["interest_subsidy"], year.borrower) == (premium_subsidy, interest_subsidy, borrower)


def test_a_charge_made_once_does_not_grow_with_the_term():
    assert spent(months=24).premium == 2 * PREMIUM and spent(months=24).interest == 2 * INTEREST
    assert spent(months=24, charges=(Charge(Fraction(2, 100), False, True),)).premium == PREMIUM
    assert spent(months=6, charges=(Charge(Fraction(2, 100), True, False),)).premium == (LENDING + INTEREST // 2) * Fraction(1, 100)


def test_after_early_repayment_the_part_of_the_term_that_is_left_comes_back():
    early = {"share": "0.5", "after": 3}
    year = spent((REPLACED, ON_INTEREST, grant("tops_up", "guarantee_fee_subsidy", amount=Fraction(8_000))), early)
    assert year.kinds["returned"] == -(120_000 + 80_000) * Fraction(1, 2) * Fraction(3, 4)
    assert year.before_losses == 120_000 + 300_000 + 80_000 - 75_000
    assert spent((REPLACED,), early, charges=None).kinds["returned"] is None
    assert spent((REPLACED,), {"share": 1, "after": 12}).kinds["returned"] == 0


TO_BANK, TO_INSURER = Reward("bank_reward", Fraction(1, 100), False, None), Reward("insurer_reward", Fraction(10, 100), True, None)


@pytest.mark.parametrize(
    ("rewards", "cap", "bank", "insurer", "uncapped"),
    [
        ((TO_BANK, TO_INSURER), None, 100_000, 20_000, 120_000),
        ((TO_BANK, TO_INSURER), 120_000, 100_000, 20_000, 120_000),
        ((TO_BANK, TO_INSURER), 60_000, 50_000, 10_000, 120_000),
        # A sixth of 1 fen goes to the insurer, five to the bank, who is given whole fen first.
        ((TO_BANK, TO_INSURER), 1, 1, 0, 120_000),
        ((TO_BANK, TO_INSURER), 3, 3, 0, 120_000),
        ((TO_BANK, TO_INSURER), 4, 3, 1, 120_000),
        ((TO_BANK,), 60_000, 60_000, 0, 100_000),
        ((TO_INSURER,), 5_000, 0, 5_000, 20_000),
        ((Reward("bank_reward", Fraction(1, 100), False, Fraction(70_000)), TO_INSURER), None, 70_000, 20_000, 90_000),
        ((TO_BANK, TO_BANK), 150_000, 150_000, 0, 200_000),
        ((), 0, 0, 0, 0),
    ],
)
def test_rewards_are_cut_in_proportion_where_the_yearly_cap_binds(rewards, cap, bank, insurer, uncapped):
    year = spent(rewards=rewards, reward_cap=None if cap is None else Fraction(cap))
    assert (year.kinds["bank_reward"], year.kinds["insurer_reward"], year.uncapped_rewards) == (bank, insurer, uncapped)


def test_a_reward_of_a_premium_that_is_not_known_is_not_known():
    year = spent(rewards=(TO_BANK, TO_INSURER), reward_cap=Fraction(1), charges=None)
    assert (year.kinds["bank_reward"], year.kinds["insurer_reward"], year.uncapped_rewards, year.before_losses) == (100_000, None, None, None)
