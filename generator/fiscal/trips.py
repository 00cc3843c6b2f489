"""When a trigger is reached: its value now, the default rate that reaches it, and the chance of that in a small pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.fiscal.bearing import Bearing
from generator.fiscal.curves import Curve, line, scaled
from generator.fiscal.design import Design
from generator.fiscal.spending import Spending
from generator.fiscal.triggers import Trigger

OF_DEFAULTS = ("npl_ratio", "overdue_rate")
"""Metrics that count loans in default, whatever part of them is lost."""


@dataclass(frozen=True, slots=True)
class Case:
    """Loans of one year that default: the exposure lent, the share in default, the part of it that is lost."""

    exposure: Fraction
    default_rate: Fraction
    severity: Fraction

    @property
    def loss(self) -> Fraction:
        """The loss, in fen."""
        return self.exposure * self.default_rate * self.severity


@dataclass(frozen=True, slots=True)
class Trip:
    """A trigger in a case: `value` of its metric, and the share of defaults and the loss at which it is reached.

    None where the metric cannot be computed, or where no loss reaches it. For `>` both are lower bounds
    that do not yet reach it.
    """

    value: Fraction | None
    reached: bool
    share: Fraction | None
    loss: Fraction | None


def measure(
    trigger: Trigger, bearing: Bearing, design: Design, year: Spending, budget: Mapping[str, int]
) -> Curve | None:
    """The metric as a curve over the loss; None where its denominator is zero or unknown."""
    if trigger.metric == "loss_rate":
        return scaled(line(design.principal_part), 1 / year.lending) if year.lending else None
    base = {"loss_ratio": year.premium, "insurer_payout_rate": year.lending}.get(
        trigger.metric, Fraction(budget.get("compensation", 0))
    )
    over = bearing.paid if trigger.metric == "fund_use" else bearing.claims
    return scaled(over, 1 / base) if base else None


def passes(trigger: Trigger, value: Fraction) -> bool:
    """Whether a value reaches the trigger, by its own operator."""
    return value > trigger.threshold if trigger.op == ">" else value >= trigger.threshold


def trip(trigger: Trigger, curve: Curve | None, case: Case) -> Trip:
    """The trigger in a case; `curve` is its metric, None for metrics of defaults."""
    if trigger.metric in OF_DEFAULTS:
        if not case.exposure:
            return Trip(None, False, None, None)
        lost = trigger.threshold * case.exposure * case.severity
        return Trip(case.default_rate, passes(trigger, case.default_rate), trigger.threshold, lost)
    if curve is None:
        return Trip(None, False, None, None)
    value = curve.at(case.loss)
    loss = curve.reach(trigger.threshold, trigger.op == ">")
    whole = case.exposure * case.severity
    share = None if loss is None else loss / whole if whole else Fraction(0) if loss == 0 else None
    return Trip(value, passes(trigger, value), share, loss)


def fewest_defaults(trigger: Trigger, share: Fraction | None, loans: int) -> int | None:
    """The least number of defaults among `loans` equal loans that reaches the trigger; None where even all do not."""
    if share is None:
        return None
    count = share * loans
    fewest = count.numerator // count.denominator + 1 if trigger.op == ">" else -(-count.numerator // count.denominator)
    return fewest if fewest <= loans else None


def least_pool(trigger: Trigger, share: Fraction | None) -> int | None:
    """The least number of equal loans of which one may default without reaching the trigger; None where none may."""
    if share is None:
        return 1
    if share <= 0:
        return None
    count = 1 / share
    whole = -(-count.numerator // count.denominator)
    return max(1, whole if trigger.op == ">" else count.numerator // count.denominator + 1)
