"""Numbers as records and requests carry them, read and written exactly.

A JSON number is read by its shortest decimal form, so 0.0435 is 435/10000 and not the binary
fraction next to it; a string is read as a plain decimal, without sign `+`, exponent, separators,
leading zeros or full-width digits (forms tidy such input before it comes here).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.quantities import divide_half_up

UNIT = 10**8
"""Rates are whole multiples of 1e-8."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?")


class Unreadable(ValueError):
    """Not a number as asked; `args[0]` is `not_a_number`, `too_precise` or `out_of_range`."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A fraction a year (or of a base) in units of 1e-8; written as a plain decimal."""

    units: int

    @classmethod
    def of(cls, value: Fraction) -> Rate:
        """`value` rounded half-up, away from zero, to 1e-8."""
        return cls(divide_half_up(value.numerator * UNIT, value.denominator))

    @property
    def exact(self) -> Fraction:
        return Fraction(self.units, UNIT)

    def __str__(self) -> str:
        return plain(self.units, 8)


def plain(scaled: int, places: int) -> str:
    """`scaled` / 10**places as a decimal without exponent and without trailing zeros."""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 else text


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals: 3000000 -> `30000.00`."""
    digits = str(abs(fen)).rjust(3, "0")
    return f"{'-' if fen < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def number(value: object) -> Fraction | None:
    """A number of a published record, exactly; None for anything that is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float):
        return Fraction(repr(value)) if abs(value) < float("inf") else None
    return Fraction(value)


def scaled(value: object, places: int) -> int:
    """A number of a request (JSON number or plain decimal string) times 10**places, exactly.

    Raises Unreadable: `not_a_number`, `too_precise` (more decimals than `places`), or
    `out_of_range` for an infinite number.
    """
    if isinstance(value, float) and abs(value) == float("inf"):
        raise Unreadable("out_of_range")
    exact = Fraction(value) if isinstance(value, str) and _PLAIN.fullmatch(value) else number(value)
    if exact is None:
        raise Unreadable("not_a_number")
    exact *= 10**places
    if exact.denominator != 1:
        raise Unreadable("too_precise")
    return exact.numerator


def spoken_money(fen: int) -> tuple[str, str]:
    """An amount for a sentence, Chinese and English; whole multiples of 10,000 yuan in 万元."""
    plainly = plain(fen, 2)
    return (
        f"{fen // 1_000_000}万元" if fen and fen % 1_000_000 == 0 else f"{plainly}元",
        f"{plainly} yuan",
    )


def spoken_rate(value: Fraction) -> str:
    """A rate for a sentence, in per cent: 909/10000 -> `9.09%`."""
    return plain(Rate.of(value).units, 6) + "%"


def spoken_months(months: int) -> tuple[str, str]:
    """A term for a sentence, Chinese and English."""
    return f"{months}个月", f"{months} months"


def months_of(duration: object) -> int | None:
    """The whole months of a published duration; None where it is given in days or not at all."""
    months = number(duration.get("months")) if isinstance(duration, Mapping) else None
    return months.numerator if months is not None and months.denominator == 1 else None
