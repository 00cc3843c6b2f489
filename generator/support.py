"""Values that say what public money pays for, and what is reported of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from generator.quantities import Unreadable, json_number
from generator.structuring import UNSTATED, Malformed, Term, Unstated
from generator.written import Base, Counted, Money, Party, Rate, Share, differ, parse_partial_date


def public_payer(payer: str) -> None:
    """Raises Malformed where public money would come from a party that is not public."""
    if payer != UNSTATED and payer.split(":")[0] not in {"government", "fund", "fund_manager"}:
        raise Malformed("补贴和奖励由政府或基金支付；请核对 payer", "payer")


SUBSIDY_PAID_TO = {
    "tops_up": {"insurer", "guarantor"},
    "replaces_premium": {"insurer", "guarantor"},
    "refunds_borrower": {"borrower"},
    "reduces_interest": {"bank", "borrower"},
}


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
        differ(self, "payer", "paid_to")
        differ(self, "payer", "beneficiary")
        public_payer(self.payer)
        if self.beneficiary.startswith("government"):
            raise Malformed("补贴的受益人不能是政府；请核对原文", "beneficiary")
        suits = SUBSIDY_PAID_TO.get(self.effect)
        if suits and self.paid_to != UNSTATED and self.paid_to not in suits:
            raise Malformed(f"这种补贴效果（{self.effect}）不会付给 {self.paid_to}；请核对 effect 与 paid_to", "effect")


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

    def check(self) -> None:
        differ(self, "payer", "payee")
        public_payer(self.payer)


FUND_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?|[\u4e00-\u9fff]{1,12}")


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A sum of money set aside, for which year and for what."""

    name: str
    amount: Money | Unstated
    year: str | None = None
    purpose: str | None = None

    def check(self) -> None:
        """Raises Malformed for a year that is none: digits are a year or a span of years, words have no digits."""
        if self.year is not None and not FUND_YEAR.fullmatch(self.year):
            raise Malformed("年份写作 2024、2024-2026，或文件的用语（每年、三年合计）", "year")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One reported or projected figure."""

    metric: str
    value: Counted
    approx: bool = False
    as_of: str | None = None

    def check(self) -> None:
        # What looks like a date is read as one; anything else is the document's own words (年末, 试点以来).
        if self.as_of and re.fullmatch(r"[0-9-]+", self.as_of, re.ASCII):
            try:
                parse_partial_date(self.as_of)
            except Unreadable as error:
                raise Malformed(f"请{error.args[0]}", "as_of", "E-DATE") from None

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
