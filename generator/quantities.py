"""Exact quantities as people write them: money, rates, basis points, durations, multiples and counts.

Everything is an `int` or a `Fraction`; a float never carries money or a rate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

MONEY_UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
LONGEST_YEARS = 100
"""No policy counts in more: a longer term is a slip of the pen, and what it leads to is in no calendar."""
DURATION_UNITS = {"年": "years", "个月": "months", "天": "days", "日": "days", "个工作日": "working_days"}

_NUMBER = r"(?P<number>[0-9]{1,12}(?:\.[0-9]{1,8})?)"


class Unreadable(ValueError):
    """A text that is not the quantity asked for; `args[0]` says what to write instead, in Chinese."""


def divide_half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to numerator/denominator, halves rounded away from zero.

    Raises ZeroDivisionError for a zero denominator. The rounding rule of every amount on the site.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator < 0:
        return -divide_half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def round_half_up(value: Fraction, decimals: int = 0) -> Fraction:
    """`value` rounded to `decimals` places, halves away from zero."""
    scale = 10**decimals
    return Fraction(divide_half_up(value.numerator * scale, value.denominator), scale)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in exactly one unit: months, days or working_days."""

    amount: int
    unit: str

    def as_json(self) -> dict[str, int]:
        """`{"months": 36}` and the like."""
        return {self.unit: self.amount}


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the unit the document counts in (笔, 户, 元 …); money is counted in 元."""

    number: Fraction
    unit: str


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text, re.ASCII)


def parse_money(text: str) -> Fraction:
    """`300万元`, `10亿元` or `5000元` as yuan. Raises Unreadable."""
    found = _match(_NUMBER + r"(?P<unit>元|万元|亿元)", text)
    if not found:
        raise Unreadable("写成 300万元、10亿元 或 5000元")
    return Fraction(found["number"]) * MONEY_UNITS[found["unit"]]


def parse_percent(text: str) -> Fraction:
    """`2.3%` as the fraction 23/1000. Raises Unreadable."""
    found = _match(_NUMBER + "%", text)
    if not found:
        raise Unreadable("写成百分数，如 2.3%")
    return Fraction(found["number"]) / 100


def parse_basis_points(text: str) -> int:
    """`150个基点` (or `-50个基点`) as an integer number of basis points. Raises Unreadable."""
    found = _match(r"(?P<sign>-?)(?P<number>[0-9]{1,5})个基点", text)
    if not found:
        raise Unreadable("写成 150个基点")
    return int(found["sign"] + found["number"])


def parse_duration(text: str) -> Duration:
    """`12个月`, `3年`, `90天` or `10个工作日`; years become months. Raises Unreadable, for over a hundred years too."""
    found = _match(r"(?P<number>[0-9]{1,4})(?P<unit>年|个月|天|个工作日)", text)
    if not found:
        raise Unreadable("写成 12个月、3年、90天 或 10个工作日")
    unit, number = DURATION_UNITS[found["unit"]], int(found["number"])
    if number > {"years": LONGEST_YEARS, "months": 12 * LONGEST_YEARS}.get(unit, number):
        raise Unreadable(f"写成 {LONGEST_YEARS}年 以内的期限")
    return Duration(number * 12, "months") if unit == "years" else Duration(number, unit)


def parse_multiple(text: str) -> Fraction:
    """`33.3倍` as 333/10. Raises Unreadable."""
    found = _match(_NUMBER + "倍", text)
    if not found:
        raise Unreadable("写成 33.3倍")
    return Fraction(found["number"])


def parse_count(text: str) -> Count:
    """`5笔`, `200家`, `60万元`, `1.2亿元`, `40%`: a number with its unit; money becomes 元. Raises Unreadable."""
    found = _match(_NUMBER + r"(?P<scale>[万亿]?)(?P<unit>%|[^\s0-9.%万亿]{1,6})", text)
    if not found:
        raise Unreadable("写成带单位的数，如 60万元、5笔、40%")
    scale = {"": 1, "万": 10_000, "亿": 100_000_000}[found["scale"]]
    number = Fraction(found["number"]) * scale
    return Count(number / 100, "%") if found["unit"] == "%" else Count(number, found["unit"])


def parse_whole(text: str) -> int:
    """A plain whole number without sign or separators. Raises Unreadable."""
    if not _match(r"0|[1-9][0-9]{0,8}", text):
        raise Unreadable("写成不带分隔符的整数，如 18")
    return int(text)


def likely_meaning(text: str, dimension: str) -> str | None:
    """What the writer of an unreadable quantity probably meant, in the form that is read; None where unclear."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    parsers = {"money": parse_money, "percent": parse_percent, "duration": parse_duration, "count": parse_count}
    try:
        parsers[dimension](plain)
        return plain if plain != text else None
    except (KeyError, Unreadable):
        pass
    if not _match(_NUMBER, plain):
        return None
    number = Fraction(plain)
    if dimension == "money" and number.denominator == 1:
        return f"{number // 10_000}万元" if number and number % 10_000 == 0 else f"{number}元"
    if dimension == "percent":
        return f"{decimal_text(number * 100 if number < 1 else number)}%"
    return None


def decimal_text(value: Fraction | int) -> str:
    """The exact plain decimal of a terminating fraction: no exponent, no trailing zeros. Raises ValueError."""
    value = Fraction(value)
    denominator, places = value.denominator, 0
    while denominator % 10 == 0:
        denominator //= 10
        places += 1
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        places += count
    if denominator != 1:
        raise ValueError(f"{value} has no finite decimal form")
    scaled = abs(value.numerator) * 10**places // value.denominator
    digits = str(scaled).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    return ("-" if value < 0 else "") + whole + ("." + part if part else "")


def json_number(value: Fraction | int) -> int | float:
    """The JSON number whose shortest decimal form is exactly `value`. Raises ValueError where none exists."""
    value = Fraction(value)
    if value.denominator == 1:
        return value.numerator
    number = float(value)
    if Fraction(repr(number)) != value:
        raise ValueError(f"{value} is no JSON number of fifteen digits")
    return number
