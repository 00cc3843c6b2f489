"""Values that say who bears a loss, what is repaid of it, and when business stops or a claim arises."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Literal

from generator.quantities import json_number
from generator.structuring import UNSTATED, Malformed, Term, Unstated
from generator.written import (
    Base,
    Length,
    Money,
    Party,
    Rate,
    Share,
    as_json,
    differ,
    with_unstated,
)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Who bears which part of a loss, by party; the parts add up to the whole."""

    shares: dict[Party, Share | Unstated]
    of: Base | Unstated
    stage: Literal["before_compensation", "final"] | Unstated = "final"

    def check(self) -> None:
        if UNSTATED in self.shares.values():
            return
        total = sum(self.shares.values())
        if total != 1:
            raise Malformed(f"各方比例相加为 {float(total * 100):g}%，应为 100%；请核对原文", "shares", "E-SUM")

    def as_json(self) -> dict[str, object]:
        missing = [party for party, share in self.shares.items() if share == UNSTATED]
        shares = {p: None if s == UNSTATED else json_number(s) for p, s in self.shares.items()}
        result: dict[str, object] = {"shares": shares, "of": self.of, "stage": self.stage}
        return {**result, "unstated": missing} if missing else result


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of an ordered bearing of losses: who bears, up to what, or in which shares."""

    bearer: Party | None = None
    shares: dict[Party, Share] | None = None
    up_to: Money | None = None
    note: str | None = None

    def check(self) -> None:
        if (self.bearer is None) == (self.shares is None):
            raise Malformed("每一层要写 bearer（谁承担）或 shares（如何分担）之一", "bearer")
        if self.shares is not None and sum(self.shares.values()) != 1:
            raise Malformed("这一层各方比例相加应为 100%；请核对原文", "shares", "E-SUM")


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A metric that must pass a threshold."""

    metric: Annotated[str, Term("metric")]
    threshold: Rate | Unstated


@dataclass(frozen=True, kw_only=True)
class Compensation:
    """What one party repays another of a loss that the other has borne."""

    payer: Party | Unstated
    payee: Party | Unstated
    rate: Rate | Unstated | None = None
    rate_from: Rate | None = None
    rate_to: Rate | None = None
    of: Annotated[str, Term("compensated")] | Unstated
    after: Annotated[str, Term("after")] | Unstated = UNSTATED
    above: Threshold | None = None
    cap: Money | Unstated | None = None

    def check(self) -> None:
        if (self.rate is None) == (self.rate_from is None or self.rate_to is None):
            raise Malformed("rate 与 rate_from、rate_to 只写一种；原文没写比例就写 rate: unstated", "rate")
        differ(self, "payer", "payee")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit as a rate of something."""

    rate: Rate | Unstated
    of: Annotated[str, Term("limited_by")] | Unstated


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """How money recovered from the borrower is divided."""

    rule: Annotated[str, Term("recovery_rule")]
    shares: dict[Party, Share] | None = None

    def check(self) -> None:
        if (self.rule == "shares") != (self.shares is not None):
            raise Malformed("rule 为 shares 时写 shares（各方比例），其余不写", "rule")


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What follows once a trigger is passed, how binding it is, and whose consent it needs."""

    action: Annotated[str, Term("action")]
    force: Annotated[str, Term("force")] | Unstated = UNSTATED
    approval_by: str | None = None


Operator = Annotated[str, Term("op")]
OPERATORS = {"at_least": ">=", "above": ">", "at_most": "<="}


def _check_threshold(value: Condition | Trigger) -> None:
    """One number, or the two ends of a range out of which somebody is to choose; never both."""
    low, high = value.threshold_from, value.threshold_to
    if (low is None) != (high is None):
        raise Malformed("threshold_from 与 threshold_to 要一起写", "threshold_from" if low is None else "threshold_to")
    if (value.threshold is None) != (low is not None):
        raise Malformed(
            "threshold 与 threshold_from、threshold_to 只写一种；原文没写阈值就写 threshold: unstated", "threshold"
        )
    if low is not None and high is not None and low >= high:
        raise Malformed("threshold_from 应小于 threshold_to", "threshold_to")


def _threshold(value: Condition | Trigger) -> dict[str, object]:
    result: dict[str, object] = {"threshold": value.threshold}
    if value.threshold_from is not None:
        result |= {"threshold_from": value.threshold_from, "threshold_to": value.threshold_to}
    return result


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One further test of a trigger: a metric against a threshold or a range of thresholds."""

    metric: Annotated[str, Term("metric")]
    op: Operator
    threshold: Rate | Unstated | None = None
    threshold_from: Rate | None = None
    threshold_to: Rate | None = None

    def check(self) -> None:
        _check_threshold(self)

    def as_json(self) -> dict[str, object]:
        return with_unstated(
            {"metric": self.metric, "op": OPERATORS[self.op], **_threshold(self)}, {"threshold"}
        )


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A measured figure that, once passed, stops, suspends or exempts something."""

    metric: Annotated[str, Term("metric")]
    definition: str | None = None
    op: Operator | Unstated
    threshold: Rate | Unstated | None = None
    threshold_from: Rate | None = None
    threshold_to: Rate | None = None
    scope: tuple[Annotated[str, Term("scope")], ...] | Unstated = UNSTATED
    period: Annotated[str, Term("period")] | Unstated = UNSTATED
    effect: Effect | None = None
    any_of: tuple[Condition, ...] = ()

    def check(self) -> None:
        _check_threshold(self)

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {
            "metric": self.metric,
            "definition": None if self.definition in (None, UNSTATED) else self.definition,
            "op": OPERATORS.get(self.op, self.op),
            **_threshold(self),
            "scope": self.scope if self.scope == UNSTATED else list(self.scope),
            "period": self.period,
        }
        if self.effect:
            result["effect"] = as_json(self.effect)
        if self.any_of:
            result["any_of"] = [as_json(c) for c in self.any_of]
        return with_unstated(result, {"threshold"})


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """Something unpaid for longer than a time."""

    after: Length | Unstated
    consecutive: bool = False
    counted_from: Annotated[str, Term("counted_from")] | None = None

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {"days": None, "unstated": ["days"]}
        if self.after != UNSTATED:
            result = dict(self.after.as_json())
        if self.consecutive:
            result["consecutive"] = True
        if self.counted_from:
            result["counted_from"] = self.counted_from
        return result


@dataclass(frozen=True, kw_only=True)
class ClaimEvent:
    """One of the events that entitle the bank to claim; exactly one field is set."""

    interest_overdue: Overdue | None = None
    principal_overdue: Overdue | None = None
    overdue: Overdue | None = None
    court_decision: str | None = None
    other: str | None = None

    def check(self) -> None:
        if sum(getattr(self, f.name) is not None for f in fields(self)) != 1:
            raise Malformed("每个事件只写一种", "")


@dataclass(frozen=True, kw_only=True)
class ClaimEvents:
    """The events any of which entitles the bank to claim, and whether it must have sued or pursued the debtor first."""

    any_of: tuple[ClaimEvent, ...]
    after_recourse: bool | Unstated = UNSTATED

    def as_json(self) -> dict[str, object]:
        after = None if self.after_recourse == UNSTATED else self.after_recourse
        return {"any_of": [as_json(event) for event in self.any_of], "after_recourse": after}
