"""Two libraries that share no code with the engine judge its figures: numpy-financial and pyxirr.

They compute in binary fractions, so they agree within half a fen and within 1e-6 of a rate.
"""

from __future__ import annotations

from random import Random

import numpy_financial
import pytest
import pyxirr

from generator.costs.arithmetic import METHODS, level_payment, schedule
from generator.costs.decimals import UNIT
from generator.costs.irr import annualised

RNG = Random(20261120)
LOANS = [
    (RNG.randrange(100_000, 10**9), RNG.randrange(1, 30_000_000), RNG.randrange(1, 121))
    for _ in range(300)
]
HALF_A_FEN = 0.5 + 1e-5


def test_level_payments_lie_within_half_a_fen() -> None:
    for amount, rate, months in LOANS:
        theirs = -numpy_financial.pmt(rate / UNIT / 12, months, amount)
        assert abs(level_payment(amount, rate, months) - theirs) <= HALF_A_FEN, (
            amount,
            rate,
            months,
        )


def test_each_interest_lies_within_half_a_fen_of_the_balance_before_it() -> None:
    for amount, rate, months in LOANS[:60]:
        for method in ("equal_instalment", "equal_principal", "interest_only"):
            balance = amount
            for row in schedule(amount, rate, months, method):
                theirs = -numpy_financial.ipmt(rate / UNIT / 12, 1, 2, balance)
                assert abs(row.interest - theirs) <= HALF_A_FEN, (amount, rate, months, method)
                balance = row.balance


def test_the_first_interest_and_principal_of_a_level_payment() -> None:
    for amount, rate, months in LOANS:
        row = schedule(amount, rate, months, "equal_instalment")[0]
        monthly = rate / UNIT / 12
        assert abs(row.interest + numpy_financial.ipmt(monthly, 1, months, amount)) <= HALF_A_FEN
        if months > 1:
            assert (
                abs(row.principal + numpy_financial.ppmt(monthly, 1, months, amount))
                <= 2 * HALF_A_FEN
            )


@pytest.mark.parametrize("method", METHODS)
def test_annualised_rates_lie_within_a_millionth(method: str) -> None:
    compared = 0
    for amount, rate, months in LOANS[:80]:
        premium = RNG.randrange(0, amount // 20)
        flows = [
            amount - premium,
            *(-row.payment for row in schedule(amount, rate, months, method)),
        ]
        found = annualised(flows)
        assert found.reason is None
        for monthly in (numpy_financial.irr(flows), pyxirr.irr(flows)):
            if monthly is None or not -0.5 < monthly < 1:
                continue
            compared += 1
            assert abs(found.simple / UNIT - 12 * monthly) < 1e-6
            assert abs(found.compound / UNIT - ((1 + monthly) ** 12 - 1)) < 1e-6
    assert compared > 150
