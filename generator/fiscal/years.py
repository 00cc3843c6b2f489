"""Several years in a row: a trigger that stops business in one year leaves the next without new loans.

With `lag` 1 the losses of a year fall on the loans of the year before, while premiums, payout limits
and yearly caps are those of the year itself. A suspension lasts one year. A year without premiums or
lending has no ratio, and reaches no trigger by it.
"""

from __future__ import annotations

from fractions import Fraction

from generator.costs.decimals import UNIT, Rate, yuan
from generator.fiscal.bearing import bear, public_parts, split
from generator.fiscal.design import Design
from generator.fiscal.request import Request
from generator.fiscal.spending import KINDS, REWARDS, SUBSIDIES, money, shown, spend
from generator.fiscal.trips import OF_DEFAULTS, Case, measure, trip


def several_years(request: Request, design: Design) -> list[dict[str, object]]:
    """One row for each year of the request."""
    rows: list[dict[str, object]] = []
    suspended = False
    earlier = Fraction(0)
    for number, plan in enumerate(request.years, 1):
        lending = Fraction(0 if suspended else plan.lending)
        year = spend(design.support, request, lending, design.rate)
        severity = Fraction(plan.loss_given_default, UNIT)
        lost_of = earlier if request.lag else lending
        earlier = lending
        bearing = bear(design, year, severity) if design.known else None
        case = Case(design.exposure(lost_of), Fraction(plan.default_rate, UNIT), severity)
        row: dict[str, object] = {
            "year": number,
            "suspended": suspended,
            "lending": money(lending),
            "premium": money(year.premium),
            "subsidies": money(shown(year.kinds, (*SUBSIDIES, "returned"))),
            "rewards": money(shown(year.kinds, REWARDS)),
            "loss": None, "claims": None, "loss_share": None, "compensation": None, "excess_compensation": None,
            "outlay": None, "metrics": [], "suspended_next": None,
        }  # fmt: skip
        suspended = False
        if bearing is not None:
            metrics = []
            for trigger in design.triggers:
                of_defaults = trigger.metric in OF_DEFAULTS
                curve = None if of_defaults else measure(trigger, bearing, design, year, request.budget)
                found = trip(trigger, curve, case)
                suspended = suspended or found.reached and trigger.stops
                value = None if found.value is None else Rate.of(found.value)
                metrics.append({"metric": trigger.metric, "value": value, "reached": found.reached})
            public = public_parts(split(bearing, case.loss))
            spent = shown(year.kinds, KINDS)
            row |= {
                "loss": money(case.loss),
                "claims": money(bearing.claims.at(case.loss)),
                **{part: yuan(amount) for part, amount in public.items()},
                "outlay": money(None if spent is None else spent + sum(public.values())),
                "metrics": metrics,
                "suspended_next": suspended,
            }
        rows.append(row)
    return rows
