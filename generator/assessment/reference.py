"""What a rate formula comes to on a day that is known, by the dated series of reference rates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.calendar import first_day, last_day
from generator.assessment.lifecycle import started_on
from generator.model import Instrument
from generator.reference_rates import OutsideSeries, Series
from generator.structuring import UNSTATED
from generator.values import RateFormula

QUOTED_UNTIL = {"pbc_benchmark": "2019-08-19"}
"""The benchmark gave way to the LPR on 2019-08-20; an equivalent is not computed from a rate no longer quoted."""


@dataclass(frozen=True)
class Equivalent:
    """A formula's rate a year on a day (full or partial), and the reference it rests on."""

    rate: Fraction
    on: str
    series: str
    tenor: str
    value: Fraction
    since: str


def rate_of(formula: RateFormula, value: Fraction) -> Fraction:
    """The rate a year that the formula gives for a reference rate of `value`, both fractions."""
    if formula.markup is not None:
        return value * (1 + formula.markup)
    return value + Fraction(formula.add or 0, 10_000)


def equivalent(
    formula: RateFormula, rates: dict[str, Series], day: str, tenor: str | None = None
) -> Equivalent | None:
    """The formula on `day` (full or partial), or None where that is not known.

    A partial date counts only if the rate did not move within it. The same term is read at one year, the term of
    most of these loans, unless `tenor` says otherwise; an unstated tenor has no equivalent.
    """
    if formula.reference is None or formula.reference not in rates:
        return None
    wanted = tenor or ("1y" if formula.tenor == "same_term" else formula.tenor)
    if wanted in (None, UNSTATED):
        return None
    series, first, last = rates[formula.reference], first_day(day), last_day(day)
    if last > (series.head.last_confirmed or QUOTED_UNTIL.get(series.id, last)):
        return None
    try:
        (since, value), at_end = series.at(first, wanted), series.at(last, wanted)
    except (OutsideSeries, KeyError):
        return None
    if (since, value) != at_end:
        return None
    return Equivalent(rate_of(formula, value), day, series.id, wanted, value, since)


def at_instrument(
    formula: RateFormula, rates: dict[str, Series], instrument: Instrument
) -> Equivalent | None:
    """The formula on the instrument's own date, or None where that date or the rate is not known."""
    day = started_on(instrument)
    return equivalent(formula, rates, day) if day else None
