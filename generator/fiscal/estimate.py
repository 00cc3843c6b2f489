"""A design at work on one year's lending: what is spent, who bears what, and the loss that is expected."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.costs.decimals import UNIT
from generator.fiscal.bearing import Bearing, bear, public_parts, split
from generator.fiscal.design import Design
from generator.fiscal.request import Request
from generator.fiscal.spending import KINDS, Spending, shown, spend, total
from generator.fiscal.trips import Case
from generator.quantities import divide_half_up


@dataclass(frozen=True, slots=True)
class Estimate:
    """A design at work on one year's lending; `bearing` is None where losses cannot be divided yet."""

    request: Request
    design: Design
    year: Spending
    bearing: Bearing | None
    case: Case

    @property
    def parts(self) -> dict[tuple[str, str], int] | None:
        """The expected loss by party and part, in fen."""
        return None if self.bearing is None else split(self.bearing, self.case.loss)

    @property
    def exact_outlay(self) -> Fraction | None:
        """The whole outlay with the expected loss, before any rounding."""
        if self.bearing is None:
            return None
        return total(self.year.before_losses, self.bearing.public().at(self.case.loss))

    @property
    def outlay(self) -> int | None:
        """The whole outlay with the expected loss, as shown, in fen."""
        before, parts = shown(self.year.kinds, KINDS), self.parts
        return None if before is None or parts is None else before + sum(public_parts(parts).values())

    @property
    def loans(self) -> int:
        """The number of loans, at least one."""
        return max(1, divide_half_up(self.request.lending, self.request.average_loan))


def estimate(request: Request, design: Design) -> Estimate:
    """The design at work on the lending of the request."""
    lending = Fraction(request.lending)
    severity = Fraction(request.loss_given_default, UNIT)
    year = spend(design.support, request, lending, design.rate)
    bearing = bear(design, year, severity) if design.known else None
    case = Case(design.exposure(lending), Fraction(request.default_rate, UNIT), severity)
    return Estimate(request, design, year, bearing, case)
