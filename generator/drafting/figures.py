"""The one number by which a value is compared with other schemes', in units of 1e-8, and how such numbers are written.

The rules are those of the published sort keys (yuan, fractions, days); a rate formula is read at the reference
rate of today. Mirror: `draft_guardrails.js`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from generator.chinese_forms import exact, money, number, percent
from generator.quantities import decimal_text, divide_half_up

UNIT = 10**8
DAYS = {"months": 30 * UNIT, "days": UNIT, "working_days": UNIT * 7 // 5}
RATED = ("cost_cap", "charge", "charge_or_share", "compensation", "subsidy", "reward")
CYCLES = {"month": 30, "quarter": 90, "half_year": 180, "year": 360}
PER_CENT = ("rate", "share", "rate_formula", "shares", *RATED)
OVERDUE = ("interest_overdue", "principal_overdue", "overdue")
BY_BASIS = ("trigger", "limit", "claim_events")
"""Kinds whose numbers compare only where they measure the same: a metric, a base, an event."""
AMOUNT = "amount"
"""The basis of a limit that is an amount of money."""


def units(value: Any) -> int | None:
    """A JSON number in units of 1e-8, rounded half-up; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = exact(value) * UNIT
    return divide_half_up(found.numerator, found.denominator)


def figure(kind: str, value: Any, reference: Mapping[str, Mapping[str, Any]]) -> int | None:
    """The number of one value (its published JSON), or None where it has none."""
    if value is None or value == "unstated":
        return None
    if kind in ("money", "rate", "share", "multiple"):
        return units(value)
    if kind == "funds":
        amounts = [units(fund.get("amount")) for fund in value]
        return None if None in amounts else sum(amount or 0 for amount in amounts)
    if not isinstance(value, dict):
        return None
    if kind == "duration":
        return next((DAYS[unit] * amount for unit, amount in value.items() if unit in DAYS), None)
    if kind == "rate_formula":
        return formula(value, reference)
    if kind in RATED:
        return units(value.get("rate"))
    if kind == "shares":
        return units(value.get("shares", {}).get("bank"))
    if kind == "range":
        return units(value.get("min"))
    if kind == "cycle":
        return CYCLES[value["every"]] * UNIT if value.get("every") in CYCLES else None
    return None


def by_basis(kind: str, value: Any) -> dict[str, int]:
    """The numbers of a value of BY_BASIS, by what they measure: a metric's threshold, a part of a base, days of an event."""
    found: list[tuple[str, int | None]] = []
    if kind == "limit" and not isinstance(value, dict):
        found = [(AMOUNT, units(value))]
    elif kind == "limit":
        found = [(value.get("of"), units(value.get("rate")))]
    elif kind == "trigger" and isinstance(value, dict):
        found = [(part.get("metric"), units(part.get("threshold"))) for part in (value, *(value.get("any_of") or []))]
    elif kind == "claim_events" and isinstance(value, dict):
        for event in value["any_of"]:
            for name in OVERDUE:
                said = event.get(name)
                days = next((DAYS[unit] * said[unit] for unit in DAYS if said.get(unit) is not None), None) if isinstance(said, dict) else None
                found.append((name, days))
    known: dict[str, int] = {}
    for basis, size in found:
        if size is not None and basis not in (None, "unstated"):
            known.setdefault(basis, size)
    return known


def shown_as(kind: str, basis: str | None) -> str:
    """The kind by which a number on that basis is written."""
    if kind not in BY_BASIS:
        return kind
    return "days" if kind == "claim_events" else "money" if basis == AMOUNT else "share"


def formula(value: Mapping[str, Any], reference: Mapping[str, Mapping[str, Any]]) -> int | None:
    """A rate formula at today's reference rate; same term is read as one year."""
    if value.get("fixed") is not None:
        return units(value["fixed"])
    tenor = "5y" if value.get("tenor") == "5y" else "1y"
    base = units(reference.get(value.get("reference") or "", {}).get(tenor))
    if base is None:
        return None
    if value.get("add_bp") is not None:
        return base + value["add_bp"] * (UNIT // 10_000)
    if value.get("multiplier") is not None:
        return divide_half_up(base * (units(value["multiplier"]) or 0), UNIT)
    return None


def best(favourable: str | None, found: list[int]) -> int | None:
    """The one number of several: the best for the borrower, else the first."""
    if not found:
        return None
    return max(found) if favourable == "higher" else min(found) if favourable == "lower" else found[0]


def written(kind: str, found: int) -> str:
    """The number as it stands in a sentence: 300万元, 5.2%, 3年, 90天."""
    if kind in ("money", "funds"):
        return money(decimal_text(Fraction(divide_half_up(found, UNIT // 100), 100)))
    if kind in PER_CENT:
        return percent(decimal_text(Fraction(divide_half_up(found, UNIT // 10_000), 10_000)))
    shown = decimal_text(Fraction(divide_half_up(found, UNIT // 100), 100))
    if kind == "days":
        return f"{shown}天"
    if kind in ("duration", "cycle"):
        days = found // UNIT
        if days and days % 360 == 0:
            return f"{days // 360}年"
        return f"{days // 30}个月" if days and days % 30 == 0 else f"{shown}天"
    return number(shown) + {"multiple": "倍", "range": "周岁"}.get(kind, "")
