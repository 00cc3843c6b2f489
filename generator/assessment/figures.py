"""The figures that documents publish of themselves, computed again exactly.

A figure agrees where the computed one, rounded half-up to the printed places, is the printed one; a borrower's
cost that the document only bounds (不超过 …, 不足 …) agrees where the computed one stays within the bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.calendar import is_date
from generator.assessment.lifecycle import started_on
from generator.assessment.reference import Equivalent, equivalent
from generator.model import PublishedFigure, Scheme
from generator.quantities import Unreadable, parse_money, parse_percent, round_half_up
from generator.reference_rates import Series
from generator.structuring import UNSTATED
from generator.support import Reward
from generator.values import Charge, RateFormula
from generator.written import parse_partial_date

_CEILING = re.compile("不超过|不高于|最高|不足|低于|以内")
_BELOW = re.compile("不足|低于")


@dataclass(frozen=True)
class Step:
    """One operand of a computation: its name, its amount, and where it came from a reference rate, that."""

    name: str
    amount: Fraction
    formula: RateFormula | None = None
    equivalent: Equivalent | None = None


@dataclass(frozen=True)
class Recomputed:
    """A published figure computed again; `value` is None where it cannot be, and `reason` then says why."""

    value: Fraction | None
    agrees: bool | None
    reason: str | None = None
    missing: str | None = None
    steps: tuple[Step, ...] = ()


class _Missing(Exception):
    """An input without which the figure cannot be computed; args: reason code, name of the input."""


def printed(stated: str) -> tuple[Fraction, int] | None:
    """The number of a stated figure (`9.09%` as 909/10000, `33.3倍` as 333/10) and its printed decimals."""
    found = re.search(r"([0-9]+)(?:\.([0-9]+))?\s*(%|倍)?", stated)
    if not found:
        return None
    number = Fraction(found[1] + ("." + found[2] if found[2] else ""))
    places = len(found[2] or "")
    return (number / 100, places + 2) if found[3] == "%" else (number, places)


def recompute(figure: PublishedFigure, scheme: Scheme, rates: dict[str, Series]) -> Recomputed:
    """The figure again from its inputs, else from the scheme's own provisions."""
    if figure.rule == "none":
        return Recomputed(None, None, "no_rule")
    try:
        if figure.rule == "leverage_from_rewards":
            steps = _steps(figure, scheme, rates, ("bank_reward", "insurer_reward"))
            value = 1 / _positive(sum((s.amount for s in steps), Fraction(0)), "bank_reward")
        elif figure.rule == "leverage_from_funds":
            steps = _money_steps(figure)
            funds = sum((s.amount for s in steps if s.name.startswith("funds")), Fraction(0))
            lending = sum((s.amount for s in steps if not s.name.startswith("funds")), Fraction(0))
            value = _positive(lending, "lending") / _positive(funds, "funds")
        else:
            steps = _steps(figure, scheme, rates, ("loan_rate_cap", "premium_rate_cap"))
            value = sum(
                (-s.amount if "subsidy" in s.name else s.amount for s in steps), Fraction(0)
            )
    except _Missing as missing:
        return Recomputed(None, None, missing.args[0], missing.args[1])
    return Recomputed(value, *_compare(figure, value), steps=tuple(steps))


def _compare(figure: PublishedFigure, value: Fraction) -> tuple[bool | None, str | None]:
    stated = printed(figure.stated)
    if stated is None:
        return None, "stated_unreadable"
    number, places = stated
    words = figure.stated + figure.what
    if figure.rule == "net_borrower_cost" and _CEILING.search(words):
        if value == number and not _BELOW.search(words):
            return True, None
        return (True, "below_ceiling") if value < number else (False, None)
    return round_half_up(value, places) == number, None


def _positive(amount: Fraction, name: str) -> Fraction:
    if amount <= 0:
        raise _Missing("input_missing", name)
    return amount


def _money_steps(figure: PublishedFigure) -> list[Step]:
    steps = []
    for name, text in figure.inputs.items():
        try:
            steps.append(Step(name, parse_money(text)))
        except Unreadable:
            raise _Missing("input_unreadable", name) from None
    return steps


def _steps(
    figure: PublishedFigure, scheme: Scheme, rates: dict[str, Series], usual: tuple[str, ...]
) -> list[Step]:
    """Operands from the figure's inputs; without inputs those that the rule usually takes, from the provisions."""
    inputs = dict(figure.inputs) or dict.fromkeys(usual, "")
    return [_step(name, text, scheme, rates) for name, text in inputs.items()]


def _step(name: str, text: str, scheme: Scheme, rates: dict[str, Series]) -> Step:
    if text.endswith("%"):
        try:
            return Step(name, parse_percent(text))
        except Unreadable:
            raise _Missing("input_unreadable", name) from None
    value = next((p.value for p in scheme.of(name) if p.state == "stated" and not p.adds), None)
    if isinstance(value, RateFormula):
        return _rate_step(name, text, value, scheme, rates)
    rate = (
        value
        if isinstance(value, Fraction)
        else value.rate
        if isinstance(value, (Charge, Reward))
        else None
    )
    if rate is None or rate == UNSTATED:
        raise _Missing("input_missing", name)
    return Step(name, rate)


def _rate_step(
    name: str, text: str, formula: RateFormula, scheme: Scheme, rates: dict[str, Series]
) -> Step:
    if formula.fixed is not None:
        return Step(name, formula.fixed, formula)
    day = text or started_on(scheme.head.instrument)
    if not is_date(day):
        raise _Missing("date_unknown", name)
    try:
        found = equivalent(formula, rates, parse_partial_date(day))
    except Unreadable:
        raise _Missing("input_unreadable", name) from None
    if found is None:
        raise _Missing("rate_unknown", name)
    return Step(name, found.rate, formula, found)
