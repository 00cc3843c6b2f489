"""The kinds of value a provision may hold: the contract's kinds by name in `KINDS`."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated

from generator.losses import ClaimEvents, Compensation, Layer, Limit, Recovery, Shares, Trigger
from generator.quantities import json_number, parse_percent
from generator.structuring import UNSTATED, Malformed, Term, Unstated, Written
from generator.support import Fund, Outcome, Reward, Subsidy
from generator.written import (
    Base,
    BasisPoints,
    Date,
    InterestRate,
    Length,
    Money,
    Multiple,
    Rate,
    Share,
    Whole,
)


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
class Range:
    """Whole numbers from the least to the greatest; either end may be open."""

    min: Whole | None = None
    max: Whole | None = None

    def check(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise Malformed(f"下限 {self.min} 高于上限 {self.max}；请核对原文", "min", "E-LOGIC")


@dataclass(frozen=True, kw_only=True)
class DateWindow:
    """A span of days; either end may be open."""

    from_: Date | Unstated = field(default=UNSTATED)
    until: Date | Unstated = UNSTATED


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """How often something is done, within how long, by whom and to whom."""

    every: Annotated[str, Term("cycle")] | Unstated
    within: Length | Unstated | None = None
    by: str | None = None
    to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place by its code, and what ties the borrower to it."""

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
