"""Amounts as a picture says them: on its axis, at its median, in its summary."""

from __future__ import annotations

from fractions import Fraction

from generator.quantities import Duration
from generator.wording.said import duration, money, percent, plain_number


def amount(unit: str, value: Fraction) -> str:
    """A figure in words; `unit` as of comparison.facets. Raises KeyError for a unit that is none."""
    if unit == "yuan":
        return money(value).zh
    if unit == "fraction":
        return percent(value).zh
    if value == 0:
        return "0"
    if unit in ("months", "days", "working_days") and value.denominator == 1:
        return duration(Duration(int(value), unit)).zh  # type: ignore[arg-type]
    return plain_number(value) + UNITS[unit]


UNITS = {
    "months": "个月",
    "days": "天",
    "working_days": "个工作日",
    "years": "年",
    "multiple": "倍",
    "factor": "倍",
    "basis_points": "个基点",
}
