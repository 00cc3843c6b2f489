"""A request to the treasury's engine, read strictly and completely: every fault is reported, in the order of the fields.

Money is in yuan with at most two decimals, rates are fractions with at most eight; an absent field and
null are the same; an unknown field is a fault. A field is named by its path (`years[2].lending`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from generator.costs.decimals import UNIT, Unreadable, scaled
from generator.costs.request import PREMIUM_BASES, ROUTES, is_day

PARTIES = (
    "bank", "insurer", "guarantor", "fund", "fund_manager", "government", "government:province", "government:city",
    "government:county", "borrower",
)  # fmt: skip
"""Who may bear a loss, in the order in which amounts are shown and rounded."""

COMPENSATED = ("principal_loss", "principal_and_interest_loss", "loss", "payout", "bad_loans", "excess_claims")
OPERATORS = (">=", ">")
BUDGETS = ("subsidies", "rewards", "compensation")
LOSS_RATES = (UNIT // 100, UNIT * 3 // 100, UNIT * 5 // 100, UNIT // 10)
MOST_FEN, MOST_MONTHS, MOST_ITEMS = 10**14, 120, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """What was entered for one compensation; fen, units of 1e-8, or None where nothing was."""

    rate: int | None = None
    of: str | None = None
    payer: str | None = None
    payee: str | None = None
    cap: int | None = None
    threshold: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One of several years: lending in fen, rates in units of 1e-8."""

    lending: int
    default_rate: int
    loss_given_default: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A typed request: money in fen, rates in units of 1e-8, `early` as (share, months passed)."""

    lending: int
    average_loan: int
    months: int
    default_rate: int
    loss_given_default: int
    borrower: str | None
    groups: frozenset[str]
    route: str | None
    drawdown: str | None
    annual_rate: int | None
    premium_rate: int | None
    premium_base: str | None
    subsidy_rate: int | None
    loss_base: str | None
    shares: Mapping[str, int] | None
    compensation: tuple[Supplied, ...]
    excess: tuple[Supplied, ...]
    layer_limits: tuple[int, ...]
    payout_cap: int | None
    trigger: tuple[str | None, int | None]
    budget: Mapping[str, int]
    early: tuple[int, int] | None
    loss_rates: tuple[int, ...]
    years: tuple[Plan, ...]
    lag: int


Fault = tuple[str, str]
"""A code and the path of the field it is about."""

Shape = Callable[[object, str, list[Fault]], object]
"""Reads a value at a path, notes what is wrong with it, and gives None then and where there is none."""


def _number(places: int, low: int, high: int, required: bool) -> Shape:
    """A number times 10**places, within its bounds."""

    def read(value: object, path: str, faults: list[Fault]) -> object:
        if value is None:
            if required:
                faults.append(("missing", path))
            return None
        try:
            number = scaled(value, places)
        except Unreadable as fault:
            faults.append((fault.args[0], path))
            return None
        if not low <= number <= high:
            faults.append(("out_of_range", path))
            return None
        return number

    return read


def _money(required: bool = False, low: int = 0) -> Shape:
    return _number(2, low, MOST_FEN, required)


def _rate(required: bool = False, most: int = 1) -> Shape:
    return _number(8, 0, most * UNIT, required)


def _choice(allowed: Collection[str]) -> Shape:
    def read(value: object, path: str, faults: list[Fault]) -> object:
        if value is None or isinstance(value, str) and value in allowed:
            return value
        faults.append(("unknown", path))
        return None

    return read


def _day(value: object, path: str, faults: list[Fault]) -> object:
    if value is None or is_day(value):
        return value
    faults.append(("not_a_date", path))
    return None


def _record(shapes: Mapping[str, Shape]) -> Shape:
    """An object of which every field is known: its parts by name, in the order of the shapes."""

    def read(value: object, path: str, faults: list[Fault]) -> object:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            faults.append(("not_an_object", path))
            return None
        if any(name not in shapes for name in value):
            faults.append(("unknown", path))
        start = f"{path}." if path else ""
        return {name: shape(value.get(name), start + name, faults) for name, shape in shapes.items()}

    return read


def _list(shape: Shape, fewest: int = 1) -> Shape:
    """A list of not too many; an empty one where there is none."""

    def read(value: object, path: str, faults: list[Fault]) -> object:
        if value is None:
            return []
        if not isinstance(value, list) or not fewest <= len(value) <= MOST_ITEMS:
            faults.append(("not_a_list", path))
            return []
        return [shape(item, f"{path}[{place}]", faults) for place, item in enumerate(value, 1)]

    return read


def _several(shape: Shape) -> Shape:
    """One, or a list."""

    def read(value: object, path: str, faults: list[Fault]) -> object:
        if value is None or isinstance(value, list):
            return _list(shape)(value, path, faults)
        return [shape(value, path, faults)]

    return read


def _shares(value: object, path: str, faults: list[Fault]) -> object:
    """Parts by party that make a whole."""
    sound = len(faults)
    parts = _record({party: _rate() for party in PARTIES})(value, path, faults)
    shares = {party: part for party, part in (parts or {}).items() if part is not None}  # type: ignore[attr-defined]
    if parts is not None and len(faults) == sound and sum(shares.values()) != UNIT:
        faults.append(("do_not_add_up", path))
    return None if parts is None else shares


_COMPENSATION = _record(
    {
        "rate": _rate(), "of": _choice(COMPENSATED), "payer": _choice(PARTIES), "payee": _choice(PARTIES), "cap": _money(),
        "threshold": _rate(most=100),
    }
)  # fmt: skip
_MONTHS = _number(0, 1, MOST_MONTHS, True)


def form(borrowers: Collection[str], groups: Collection[str]) -> Mapping[str, Shape]:
    """Every field of a request and how it is read, in order."""
    return {
        "lending": _money(True, 1),
        "average_loan": _money(True, 1),
        "months": _MONTHS,
        "default_rate": _rate(True),
        "loss_given_default": _rate(True),
        "borrower": _choice(borrowers),
        "groups": _list(_choice(groups), 0),
        "route": _choice(ROUTES),
        "drawdown": _day,
        "annual_rate": _rate(),
        "premium_rate": _rate(),
        "premium_base": _choice(PREMIUM_BASES),
        "subsidy_rate": _rate(),
        "loss_base": _choice(PREMIUM_BASES),
        "shares": _shares,
        "compensation": _several(_COMPENSATION),
        "excess": _several(_COMPENSATION),
        "layer_limits": _list(_money(True)),
        "payout_cap": _money(),
        "trigger": _record({"op": _choice(OPERATORS), "threshold": _rate(most=100)}),
        "budget": _record({name: _money() for name in BUDGETS}),
        "early": _record({"share": _rate(True), "after": _number(0, 0, MOST_MONTHS, True)}),
        "loss_rates": _list(_rate(True)),
        "years": _list(_record({"lending": _money(), "default_rate": _rate(), "loss_given_default": _rate()})),
        "lag": _number(0, 0, 1, False),
    }


def parse(
    raw: Mapping[str, object], borrowers: Collection[str], groups: Collection[str]
) -> tuple[Request | None, list[Fault]]:
    """The request, or None with its faults; `borrowers` and `groups` are the vocabulary's ids."""
    faults: list[Fault] = []
    read: dict = _record(form(borrowers, groups))(raw, "", faults)  # type: ignore[assignment]
    early = read["early"] and (read["early"]["share"], read["early"]["after"])
    if early and None not in (*early, read["months"]) and early[1] > read["months"]:
        faults.append(("out_of_range", "early.after"))
    if faults:
        return None, faults
    trigger = read["trigger"] or {"op": None, "threshold": None}
    budget = read["budget"] or {}
    general = {name: read[name] for name in ("lending", "default_rate", "loss_given_default")}
    made = read | {
        "groups": frozenset(group for group in read["groups"] if group),
        "compensation": tuple(Supplied(**(one or {})) for one in read["compensation"]),
        "excess": tuple(Supplied(**(one or {})) for one in read["excess"]),
        "layer_limits": tuple(read["layer_limits"]),
        "trigger": (trigger["op"], trigger["threshold"]),
        "budget": {name: amount for name, amount in budget.items() if amount is not None},
        "early": early,
        "loss_rates": tuple(read["loss_rates"]) or LOSS_RATES,
        "years": tuple(
            Plan(**general | {name: part for name, part in (year or {}).items() if part is not None})
            for year in read["years"]
        ),
        "lag": read["lag"] or 0,
    }
    return Request(**made), []
