"""Scalars as documents write them, typed and with their dimension, and the published JSON of any value.

What a text leaves open is `unstated`, never a default: an unstated number is null and named in `unstated`.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Annotated

from generator.quantities import (
    Count,
    Duration,
    Unreadable,
    json_number,
    parse_basis_points,
    parse_count,
    parse_duration,
    parse_money,
    parse_multiple,
    parse_percent,
    parse_whole,
)
from generator.structuring import UNSTATED, Malformed, Term, Written

Money = Annotated[Fraction, Written(parse_money, "money", "300万元", minimum=0, maximum=Fraction(10**13))]
Rate = Annotated[Fraction, Written(parse_percent, "percent", "2.3%", minimum=0, maximum=Fraction(100))]
Share = Annotated[Fraction, Written(parse_percent, "percent", "80%", minimum=0, maximum=Fraction(1))]
InterestRate = Annotated[Fraction, Written(parse_percent, "percent", "6%", minimum=0, maximum=Fraction(1))]
Length = Annotated[Duration, Written(parse_duration, "duration", "12个月")]
Multiple = Annotated[Fraction, Written(parse_multiple, "multiple", "33.3倍")]
BasisPoints = Annotated[int, Written(parse_basis_points, "basis_points", "150个基点", minimum=-1000, maximum=5000)]
Whole = Annotated[int, Written(parse_whole, "number", "18")]
Counted = Annotated[Count, Written(parse_count, "count", "60万元")]
Party = Annotated[str, Term("party")]
Base = Annotated[str, Term("base")]


def parse_partial_date(text: str) -> str:
    """`2015`, `2018-05` or `2018-05-31`, checked to exist. Raises Unreadable."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part or 1) for part in found.groups())
        if not 1949 <= year <= 2100:
            raise ValueError
        date(year, month, day)
    except ValueError:
        raise Unreadable("写成存在的日期：2022-08-29、2022-08 或 2022") from None
    return text


Date = Annotated[str, Written(parse_partial_date, "date", "2022-12-31")]


def with_unstated(result: dict[str, object], numbers: set[str]) -> dict[str, object]:
    """Numbers made JSON numbers; those unstated are null and named in `unstated`."""
    missing = [name for name in result if name in numbers and result[name] == UNSTATED]
    shown = {
        name: (None if name in missing else json_number(v) if isinstance(v, Fraction) else v)
        for name, v in result.items()
    }
    return {**shown, "unstated": missing} if missing else shown


NUMBER_FIELDS = {
    "rate", "share_of_premium", "share_of_fee", "share_of_interest", "threshold", "amount", "rate_from", "rate_to",
    "within", "cap",
}


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def as_json(value: object) -> object:
    """The published JSON of any value of this module (contract §3)."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Fraction):
        return json_number(value)
    if isinstance(value, Duration):
        return value.as_json()
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if hasattr(value, "as_json"):
        return value.as_json()
    if is_dataclass(value):
        result, missing = {}, []
        for item in _field_names(type(value)):
            part = getattr(value, item)
            if part is None or part == ():
                continue
            name = item.rstrip("_")
            if isinstance(part, str) and part == UNSTATED and item in NUMBER_FIELDS:
                result[name] = None
                missing.append(name)
            else:
                result[name] = as_json(part)
        if missing:
            result["unstated"] = missing
        return result
    return value


def differ(value: object, one: str, other: str) -> None:
    """Raises Malformed where a party stands on both sides."""
    if getattr(value, one) == getattr(value, other) != UNSTATED:
        raise Malformed(f"{one} 与 {other} 不能是同一方；请核对原文", other)
