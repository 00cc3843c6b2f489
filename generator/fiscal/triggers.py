"""What stops the business: the triggers of a scheme, read and completed by what was entered.

A trigger keeps its own operator: 达到 is `>=`, 超过 is `>`. Where one of several conditions is enough,
each is a trigger of its own. An effect that is not stated is read as a suspension and named; effects
other than stop and suspend stop nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.costs import limits
from generator.costs.decimals import UNIT, number
from generator.costs.matching import Provision, Reader
from generator.fiscal.grants import left_out, together
from generator.fiscal.messages import Checks
from generator.fiscal.request import OPERATORS, Request
from generator.fiscal.sharing import fields

METRICS = ("loss_ratio", "insurer_payout_rate", "loss_rate", "npl_ratio", "overdue_rate", "fund_use")
STOPPING = ("stop", "suspend")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One condition on which business stops: `metric` `op` `threshold`; `stops` where later years are suspended."""

    metric: str
    op: str
    threshold: Fraction
    stops: bool
    provision: Provision


def read_triggers(reader: Reader, request: Request, checks: Checks) -> list[Trigger]:
    match, provisions = together(reader.match("suspension_trigger"))
    limits.notes(match, "suspension_trigger", checks)
    left_out(match, "suspension_trigger", checks)
    found = []
    for provision in provisions:
        value = fields(provision)
        stops = _stops(value, provision, checks)
        conditions = [value, *(value.get("any_of") or [])]
        if any(condition.get("metric") in METRICS for condition in conditions) and not value.get("definition"):
            checks.add("trigger_metric_assumed", [provision], what="suspension_trigger")
        for condition in conditions:
            one = _trigger(condition, stops, provision, request, checks)
            if one is not None:
                found.append(one)
    return found


def _stops(value: Mapping[str, object], provision: Provision, checks: Checks) -> bool:
    """Whether reaching the trigger suspends the years after, with the check that says how that was read."""
    effect = value.get("effect") if isinstance(value.get("effect"), Mapping) else {}
    action = effect.get("action")
    if action is None:
        checks.add("trigger_effect_unstated", [provision], what="suspension_trigger")
        return True
    if action not in STOPPING:
        checks.add("trigger_effect_other", [provision], what="suspension_trigger")
        return False
    if effect.get("force") == "may":
        checks.add("trigger_may_suspend", [provision], what="suspension_trigger")
    return True


def _trigger(
    condition: Mapping[str, object], stops: bool, provision: Provision, request: Request, checks: Checks
) -> Trigger | None:
    metric, op, threshold = condition.get("metric"), condition.get("op"), number(condition.get("threshold"))
    unbudgeted = metric == "fund_use" and "compensation" not in request.budget
    if metric not in METRICS or op == "<=" or unbudgeted:
        checks.add("trigger_not_modelled", [provision], what="suspension_trigger")
        return None
    entered_op, entered_threshold = request.trigger
    if op not in OPERATORS:
        op = entered_op
    if threshold is None:
        threshold = None if entered_threshold is None else Fraction(entered_threshold, UNIT)
    if op is None:
        checks.need("trigger.op", "suspension_trigger", "stated", [provision])
    if threshold is None:
        checks.need("trigger.threshold", "suspension_trigger", "stated", [provision])
    if op is None or threshold is None:
        return None
    checks.add("provision_used", [provision], what="suspension_trigger")
    return Trigger(str(metric), str(op), threshold, stops, provision)
