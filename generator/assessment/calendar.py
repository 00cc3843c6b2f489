"""Full and partial dates (`2015`, `2018-05`, `2018-05-31`) as the days that they may stand for."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from generator.quantities import Duration


def is_date(text: str | None) -> bool:
    """Whether the field holds a date and not `unread` or `unstated`."""
    return bool(text) and text[0].isdigit()  # type: ignore[index]


def first_day(text: str) -> str:
    """The earliest day (YYYY-MM-DD) that a full or partial date may mean."""
    return text + "-01" * (2 - text.count("-"))


def last_day(text: str) -> str:
    """The latest day (YYYY-MM-DD) that a full or partial date may mean."""
    if text.count("-") == 2:
        return text
    year, month = (int(part) for part in f"{text}-12".split("-")[:2])
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def add_months(day: str, months: int) -> str:
    """The day `months` later; the last day of the month where that has no such day."""
    given = date.fromisoformat(day)
    index = given.year * 12 + given.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(given.day, last)).isoformat()


def last_day_of_validity(start: str, validity: Duration) -> str:
    """The last day on which a text in force from `start` for `validity` still holds, at the latest."""
    begin = last_day(start)
    if validity.unit == "months":
        after = date.fromisoformat(add_months(begin, validity.amount))
    else:
        after = date.fromisoformat(begin) + timedelta(days=validity.amount)
    return (after - timedelta(days=1)).isoformat()
