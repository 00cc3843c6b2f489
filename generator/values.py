"""The kinds of value a provision may hold, one frozen dataclass each; contract kinds by name in `KINDS`.

What a text leaves open is `unstated`, never a default. `as_json` gives the published form: money in yuan,
rates as fractions; an unstated number is null and named in `unstated`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

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
from generator.structuring import UNSTATED, Malformed, Term, Unstated, Written

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


@dataclass(frozen=True, kw_only=True)
class TermList:
    """A list that may say that it is exclusive (仅), or open (等、包括但不限于)."""

    list: tuple[str, ...]
    exclusive: bool = False
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class RateFormula:
    """A rate cap: a reference rate times (1 + markup) or plus basis points, or a fixed rate."""

    reference: Annotated[str, Term("reference")] | None = None
    tenor: Annotated[str, Term("tenor")] | Unstated | None = None
    markup: Annotated[Fraction, Written(parse_percent, "percent", "40%", maximum=Fraction(5))] | None = None
    add: BasisPoints | None = None
    fixed: InterestRate | None = None

    def check(self) -> None:
        if self.fixed is not None:
            if self.reference or self.tenor or self.markup is not None or self.add is not None:
                raise Malformed("固定利率不能同时写参考利率", "fixed")
            return
        if not self.reference:
            raise Malformed("要写 reference（参考利率）或 fixed（固定利率）", "", "E-MISSING")
        if self.tenor is None:
            raise Malformed("缺少 tenor（期限）；原文没写就写 unstated", "tenor", "E-MISSING")
        if (self.markup is None) == (self.add is None):
            raise Malformed("markup（上浮比例）和 add（加基点）要写且只写一个", "markup")

    def as_json(self) -> dict[str, object]:
        if self.fixed is not None:
            return {"fixed": json_number(self.fixed)}
        result: dict[str, object] = {"reference": self.reference, "tenor": self.tenor}
        if self.markup is not None:
            result["multiplier"] = json_number(1 + self.markup)
        else:
            result["add_bp"] = self.add
        return result


@dataclass(frozen=True, kw_only=True)
class CostCap:
    """A cap on, or an observation of, the borrower's total cost a year."""

    rate: InterestRate
    strict: bool = False
    sum_of: tuple[str, ...] = ()
    net_of_subsidy: bool | Unstated = UNSTATED

    def as_json(self) -> dict[str, object]:
        net = None if self.net_of_subsidy == UNSTATED else self.net_of_subsidy
        return {
            "rate": json_number(self.rate),
            "strict": self.strict,
            "sum_of": list(self.sum_of),
            "net_of_subsidy": net,
        }


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A premium or fee as a rate on a base."""

    rate: Annotated[Fraction, Written(parse_percent, "percent", "2.3%", minimum=0, maximum=Fraction(1, 2))] | Unstated
    base: Base | Unstated = UNSTATED
    per: Annotated[str, Term("per")] | Unstated = UNSTATED
    covers: tuple[Annotated[str, Term("covers")], ...] = ("loan_guarantee",)
    charged_to: Annotated[str, Term("charged_to")] | Unstated = UNSTATED


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
    cap: Money | None = None

    def check(self) -> None:
        if (self.rate is None) == (self.rate_from is None or self.rate_to is None):
            raise Malformed("rate 与 rate_from、rate_to 只写一种；原文没写比例就写 rate: unstated", "rate")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit as a rate of something."""

    rate: Rate | Unstated
    of: Annotated[str, Term("limited_by")] | Unstated


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """How money recovered from the borrower is divided."""

    rule: Literal["pro_rata_loss_shares", "subrogation", "shares"]
    shares: dict[Party, Share] | None = None


@dataclass(frozen=True, kw_only=True)
class Effect:
    action: Annotated[str, Term("action")]
    force: Annotated[str, Term("force")] | Unstated = UNSTATED
    approval_by: str | None = None


Operator = Annotated[str, Term("op")]
OPERATORS = {"at_least": ">=", "above": ">", "at_most": "<="}


@dataclass(frozen=True, kw_only=True)
class Condition:
    metric: Annotated[str, Term("metric")]
    op: Operator
    threshold: Rate | Unstated

    def as_json(self) -> dict[str, object]:
        return with_unstated(
            {"metric": self.metric, "op": OPERATORS[self.op], "threshold": self.threshold}, {"threshold"}
        )


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A measured figure that, once passed, stops, suspends or exempts something."""

    metric: Annotated[str, Term("metric")]
    definition: str | None = None
    op: Operator | Unstated
    threshold: Rate | Unstated
    scope: tuple[Annotated[str, Term("scope")], ...] | Unstated = UNSTATED
    period: Annotated[str, Term("period")] | Unstated = UNSTATED
    effect: Effect | None = None
    any_of: tuple[Condition, ...] = ()

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {
            "metric": self.metric,
            "definition": None if self.definition in (None, UNSTATED) else self.definition,
            "op": OPERATORS.get(self.op, self.op),
            "threshold": self.threshold,
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

    after: Length
    consecutive: bool = False
    counted_from: Annotated[str, Term("counted_from")] | None = None

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = dict(self.after.as_json())
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
    any_of: tuple[ClaimEvent, ...]
    after_recourse: bool | Unstated = UNSTATED

    def as_json(self) -> dict[str, object]:
        after = None if self.after_recourse == UNSTATED else self.after_recourse
        return {"any_of": [as_json(event) for event in self.any_of], "after_recourse": after}


@dataclass(frozen=True, kw_only=True)
class Subsidy:
    """Public money towards a premium, a fee or interest."""

    payer: Party | Unstated
    paid_to: Party | Unstated
    beneficiary: Party | Unstated = UNSTATED
    effect: Annotated[str, Term("subsidy_effect")] | Unstated
    rate: Rate | Unstated | None = None
    share_of_premium: Share | Unstated | None = None
    share_of_fee: Share | Unstated | None = None
    share_of_interest: Share | Unstated | None = None
    share_of_benchmark: Share | None = None
    amount: Money | None = None
    base: Base | Unstated | None = None
    times_term: bool | Unstated | None = None
    cap: Money | Annotated[str, Term("subsidy_cap")] | None = None
    once_per_borrower: bool | None = None
    condition: str | None = None

    def check(self) -> None:
        sizes = ("rate", "share_of_premium", "share_of_fee", "share_of_interest", "share_of_benchmark", "amount")
        if sum(getattr(self, name) is not None for name in sizes) != 1:
            raise Malformed("补贴的大小要写且只写一种：" + "、".join(sizes), "rate")
        if self.rate not in (None, UNSTATED) and self.base is None:
            raise Malformed("按比例的补贴要写 base（以什么为基数）；原文没写就写 unstated", "base", "E-MISSING")


@dataclass(frozen=True, kw_only=True)
class Reward:
    """Public money to an institution for business done; it never touches the borrower."""

    payer: Party | Unstated
    payee: Party | Unstated
    rate: Rate | Unstated | None = None
    amount: Money | None = None
    base: Annotated[str, Term("reward_base")] | Unstated
    condition: str | None = None
    cap: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Fund:
    name: str
    amount: Money | Unstated
    year: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One reported or projected figure."""

    metric: str
    value: Counted
    approx: bool = False
    as_of: str | None = None

    def as_json(self) -> dict[str, object]:
        result: dict[str, object] = {
            "metric": self.metric,
            "value": json_number(self.value.number),
            "unit": self.value.unit,
            "approx": self.approx,
        }
        if self.as_of:
            result["as_of"] = self.as_of
        return result


@dataclass(frozen=True, kw_only=True)
class Range:
    min: Whole | None = None
    max: Whole | None = None

    def check(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise Malformed(f"下限 {self.min} 高于上限 {self.max}；请核对原文", "min", "E-LOGIC")


@dataclass(frozen=True, kw_only=True)
class DateWindow:
    from_: Date | Unstated = field(default=UNSTATED)
    until: Date | Unstated = UNSTATED


@dataclass(frozen=True, kw_only=True)
class Cycle:
    every: Annotated[str, Term("cycle")] | Unstated
    within: Length | Unstated | None = None
    by: str | None = None
    to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Area:
    area: str
    link: Annotated[str, Term("area_link")] | Unstated


KINDS: dict[str, object] = {
    "money": Money,
    "rate": Rate,
    "share": Share,
    "multiple": Multiple,
    "flag": bool,
    "text": str,
    "terms": tuple[str, ...] | TermList,
    "duration": Length,
    "rate_formula": RateFormula,
    "cost_cap": CostCap,
    "charge": Charge,
    "charge_or_share": Share | Charge,
    "shares": Shares,
    "layers": tuple[Layer, ...],
    "compensation": Compensation,
    "limit": Money | Limit,
    "recovery": Recovery,
    "trigger": Trigger,
    "claim_events": ClaimEvents,
    "subsidy": Subsidy,
    "reward": Reward,
    "funds": tuple[Fund, ...],
    "outcomes": tuple[Outcome, ...],
    "range": Range,
    "date_window": DateWindow,
    "cycle": Cycle,
    "area": Area,
}


def with_unstated(result: dict[str, object], numbers: set[str]) -> dict[str, object]:
    """Numbers made JSON numbers; those unstated are null and named in `unstated`."""
    missing = [name for name in result if name in numbers and result[name] == UNSTATED]
    shown = {
        name: (None if name in missing else json_number(v) if isinstance(v, Fraction) else v)
        for name, v in result.items()
    }
    return {**shown, "unstated": missing} if missing else shown


def as_json(value: object) -> object:
    """The published JSON of any value of this module (contract §3)."""
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
        for item in fields(value):
            part = getattr(value, item.name)
            if part is None or part == ():
                continue
            name = item.name.rstrip("_")
            if part == UNSTATED and item.name in NUMBER_FIELDS:
                result[name] = None
                missing.append(name)
            else:
                result[name] = as_json(part)
        if missing:
            result["unstated"] = missing
        return result
    return value


NUMBER_FIELDS = {
    "rate", "share_of_premium", "share_of_fee", "share_of_interest", "threshold", "amount", "rate_from", "rate_to",
    "within",
}
