"""Repayment schedules in whole fen, exact.

P is the principal in fen, R the annual rate, i = R/12, n the months; every rounding is half-up to
the fen. Interest runs by whole months (annual rate / 12), never by days.

    equal_instalment 等额本息   A = P·i·(1+i)^n / ((1+i)^n - 1), a rational number, rounded once
    equal_principal 等额本金    principal part round(P/n)
    interest_only 按月付息到期还本   P·i each month, P with the last
    bullet 到期一次还本付息      one simple interest P·R·n/12, rounded once; zero rows until the last

The last period takes what remains; a part never exceeds the balance, so a loan of a few fen may be
repaid before its term. A rate of zero makes the level payment P/n.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.costs.decimals import UNIT
from generator.quantities import divide_half_up

YEAR = 12 * UNIT
"""A monthly rate is an annual rate's units over this."""

METHODS = ("equal_instalment", "equal_principal", "interest_only", "bullet")


@dataclass(frozen=True, slots=True)
class Row:
    """One period, in fen; `balance` is what is owed after it."""

    principal: int
    interest: int
    balance: int

    @property
    def payment(self) -> int:
        return self.principal + self.interest


def level_payment(amount: int, rate: int, months: int) -> int:
    """The level payment 等额本息 in fen of `amount` fen at `rate` (1e-8 a year) over `months`."""
    if rate == 0:
        return divide_half_up(amount, months)
    grown, whole = (YEAR + rate) ** months, YEAR**months
    return divide_half_up(amount * rate * grown, YEAR * (grown - whole))


def schedule(amount: int, rate: int, months: int, method: str) -> list[Row]:
    """The `months` rows of a loan of `amount` fen at `rate` (1e-8 a year). Raises KeyError for an unknown method."""
    level = level_payment(amount, rate, months) if method == "equal_instalment" else 0
    part = divide_half_up(amount, months) if method == "equal_principal" else 0
    at_once = {
        "equal_instalment": False,
        "equal_principal": False,
        "interest_only": False,
        "bullet": True,
    }[method]
    rows, balance = [], amount
    for period in range(1, months + 1):
        last = period == months
        if at_once:
            interest = divide_half_up(amount * rate * months, YEAR) if last else 0
        else:
            interest = divide_half_up(balance * rate, YEAR)
        due = level - interest if method == "equal_instalment" else part
        principal = balance if last else min(balance, due)
        balance -= principal
        rows.append(Row(principal, interest, balance))
    return rows


def instalments(months: int, payment: str) -> list[tuple[int, int]]:
    """When the premium is paid and for how many months each time: (month, months covered).

    `single`: all at drawdown; `annual`: at months 0, 12, 24 …, the last year counting its months.
    """
    if payment == "single":
        return [(0, months)]
    return [(start, min(12, months - start)) for start in range(0, months, 12)]
