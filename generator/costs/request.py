"""A request, read strictly and completely: every fault is reported, in the order of the fields.

A fault's code is the field's name and what is wrong with it (`amount_missing`, `months_too_precise`
…; all in messages.py). An absent field and null are the same. Unknown fields are faults, since a
misspelt one would silently change the answer; they are named only where they look like names.
Rates lie between 0 and 1: 4.35 meant as per cent is refused instead of becoming 435 %.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.costs.arithmetic import METHODS
from generator.costs.decimals import UNIT, Unreadable, scaled

ROUTES = ("insurance", "guarantee")
PAYMENTS = ("single", "annual")
ON_INTEREST = "principal_and_interest"
PREMIUM_BASES = ("principal", ON_INTEREST)
FIELDS = (
    "amount", "months", "repayment", "drawdown", "borrower", "groups", "route",
    "annual_rate", "premium_rate", "premium_base", "premium_payment", "subsidy_month",
)  # fmt: skip
MOST_FEN, MOST_MONTHS = 10_000_000_000, 120

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Fault = tuple[str, dict[str, str | tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A typed request: amount in fen, rates in units of 1e-8, drawdown as YYYY-MM-DD."""

    amount: int
    months: int
    repayment: str
    drawdown: str
    borrower: str
    groups: frozenset[str]
    route: str | None
    annual_rate: int | None
    premium_rate: int | None
    premium_base: str | None
    premium_payment: str
    subsidy_month: int


def is_day(text: object) -> bool:
    """Whether `text` is an existing day written YYYY-MM-DD."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        return False
    year, month, day = (int(part) for part in text.split("-"))
    if year == 0 or not 1 <= month <= 12:
        return False
    leap = month == 2 and (year % 4 == 0 and year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _MONTH_LENGTHS[month - 1] + leap


def parse(
    raw: Mapping[str, object], borrowers: Mapping[str, object], groups: Mapping[str, object]
) -> tuple[Request | None, list[Fault]]:
    """The request, or None with its faults.

    `borrowers` and `groups` are the vocabulary's terms by id.
    """
    faults: list[Fault] = []

    def quantity(
        field: str, places: int, low: int, high: int, required: bool = False
    ) -> int | None:
        value = raw.get(field)
        if value is None:
            if required:
                faults.append((f"{field}_missing", {}))
            return None
        try:
            read = scaled(value, places)
            if not low <= read <= high:
                raise Unreadable("out_of_range")
        except Unreadable as fault:
            faults.append((f"{field}_{fault.args[0]}", {}))
            return None
        return read

    def choice(field: str, allowed: object, required: bool = False) -> str | None:
        value = raw.get(field)
        if value is None:
            if required:
                faults.append((f"{field}_missing", {}))
            return None
        if not isinstance(value, str) or value not in allowed:
            faults.append((f"{field}_unknown", {}))
            return None
        return value

    unknown = {name if _NAME.fullmatch(name) else "?" for name in raw if name not in FIELDS}
    if unknown:
        names = sorted(unknown)
        faults.append(("unknown_field", {"fields": ("、".join(names), ", ".join(names))}))
    amount = quantity("amount", 2, 1, MOST_FEN, required=True)
    months = quantity("months", 0, 1, MOST_MONTHS, required=True)
    repayment = choice("repayment", METHODS, required=True)
    drawdown = raw.get("drawdown")
    if not is_day(drawdown):
        faults.append(("drawdown_missing" if drawdown is None else "drawdown_not_a_date", {}))
    borrower = choice("borrower", borrowers, required=True)
    chosen = raw.get("groups")
    if chosen is None:
        chosen = []
    if not isinstance(chosen, list):
        faults.append(("groups_not_a_list", {}))
    elif any(not isinstance(group, str) or group not in groups for group in chosen):
        faults.append(("group_unknown", {}))
    route = choice("route", ROUTES)
    annual_rate = quantity("annual_rate", 8, 0, UNIT)
    premium_rate = quantity("premium_rate", 8, 0, UNIT)
    premium_base = choice("premium_base", PREMIUM_BASES)
    premium_payment = choice("premium_payment", PAYMENTS)
    subsidy_month = quantity("subsidy_month", 0, 0, MOST_MONTHS)
    if faults:
        return None, faults
    return Request(
        amount=amount, months=months, repayment=repayment, drawdown=drawdown, borrower=borrower,
        groups=frozenset(chosen), route=route, annual_rate=annual_rate, premium_rate=premium_rate,
        premium_base=premium_base, premium_payment=premium_payment or "single",
        subsidy_month=subsidy_month or 0,
    ), []  # fmt: skip
