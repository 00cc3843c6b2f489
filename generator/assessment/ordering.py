"""Sort keys: one number per value, by which a column of a table is ordered; None where values do not compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from generator import losses, support, values
from generator.assessment.calendar import last_day
from generator.quantities import Duration
from generator.structuring import UNSTATED
from generator.vocabulary import Parameter

DAYS = {"months": Fraction(30), "days": Fraction(1), "working_days": Fraction(7, 5)}
CYCLE_DAYS = {"month": 30, "quarter": 90, "half_year": 180, "year": 360}


def _number(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _rate(value: object) -> Fraction | None:
    return _number(getattr(value, "rate", None))


def _duration(value: Duration) -> Fraction:
    return value.amount * DAYS[value.unit]


def _formula(value: values.RateFormula) -> Fraction | None:
    return value.fixed


def _shares(value: losses.Shares) -> Fraction | None:
    """The bank's part: what tells most about how a scheme treats risk, and the one party that all schemes have."""
    return _number(value.shares.get("bank"))


def _funds(value: Sequence[support.Fund]) -> Fraction | None:
    amounts = [fund.amount for fund in value]
    return None if UNSTATED in amounts else sum(amounts, Fraction(0))


def _range(value: values.Range) -> Fraction | None:
    return None if value.min is None else Fraction(value.min)


def _window(value: values.DateWindow) -> Fraction | None:
    return (
        None
        if value.until == UNSTATED
        else Fraction(date.fromisoformat(last_day(value.until)).toordinal())
    )


def _cycle(value: values.Cycle) -> Fraction | None:
    days = CYCLE_DAYS.get(value.every)
    return None if days is None else Fraction(days)


_KEYS: dict[str, Callable[..., Fraction | None]] = {
    "money": _number,
    "rate": _number,
    "share": _number,
    "multiple": _number,
    "flag": lambda value: Fraction(bool(value)),
    "duration": _duration,
    "rate_formula": _formula,
    "cost_cap": _rate,
    "charge": _rate,
    "charge_or_share": _rate,
    "shares": _shares,
    "compensation": _rate,
    "limit": _rate,
    "trigger": lambda value: _number(value.threshold),
    "subsidy": _rate,
    "reward": _rate,
    "funds": _funds,
    "range": _range,
    "date_window": _window,
    "cycle": _cycle,
}


def sort_key(parameter: Parameter, value: object, rate: Fraction | None = None) -> Fraction | None:
    """The number by which a value is ordered: yuan, a fraction, days, the day of a date; None where there is none.

    `rate` is the equivalent of a rate formula on its instrument's date, where that is known.
    """
    if value is None:
        return None
    if parameter.kind == "rate_formula" and rate is not None:
        return rate
    key = _KEYS.get(parameter.kind)
    return key(value) if key else None


def cell_key(parameter: Parameter, keys: Sequence[Fraction | None]) -> Fraction | None:
    """The key of a cell that holds several provisions: the one best for the borrower, else the first."""
    known = [key for key in keys if key is not None]
    if not known:
        return None
    if parameter.favourable == "higher":
        return max(known)
    return min(known) if parameter.favourable == "lower" else known[0]
