"""Amounts as functions of the loss: exact, continuous and piecewise linear.

Who bears what changes its slope where a cap, a layer or a threshold is reached. Kept as a curve, the
loss at which that happens is read off exactly instead of being searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Curve:
    """Straight between its knots (loss, amount), the first at a loss of zero, and of one slope beyond the last."""

    knots: tuple[Point, ...]
    slope: Fraction

    def at(self, loss: Fraction) -> Fraction:
        """The amount at a loss that is not negative."""
        # Most amounts are asked for where they are known.
        for x, y in self.knots:
            if x == loss:
                return y
        for (x0, y0), (x1, y1) in pairwise(self.knots):
            if loss < x1:
                return y0 + (y1 - y0) * (loss - x0) / (x1 - x0)
        x0, y0 = self.knots[-1]
        return y0 + self.slope * (loss - x0)

    def reach(self, level: Fraction, strict: bool) -> Fraction | None:
        """The least loss at which the amount is at least `level`, or from which on it exceeds it (`strict`).

        None where that never happens. For `strict` it is the greatest lower bound: at this loss itself
        the amount is still `level` (or the curve starts above it).
        """

        def passes(amount: Fraction) -> bool:
            return amount > level if strict else amount >= level

        for (x0, y0), (x1, y1) in pairwise(self.knots):
            if passes(y0):
                return x0
            if passes(y1):
                return x0 + (level - y0) * (x1 - x0) / (y1 - y0)
        x0, y0 = self.knots[-1]
        if passes(y0):
            return x0
        return x0 + (level - y0) / self.slope if self.slope > 0 else None


def line(slope: Fraction | int, start: Fraction | int = 0) -> Curve:
    """`start` at no loss, and `slope` for each further fen of loss."""
    return Curve(((Fraction(0), Fraction(start)),), Fraction(slope))


def blend(one: Curve, other: Curve, factor: Fraction | int, other_factor: Fraction | int) -> Curve:
    """`factor` times one curve plus `other_factor` times another."""
    knots = tuple((x, factor * one.at(x) + other_factor * other.at(x)) for x in _joined(one, other))
    return Curve(knots, factor * one.slope + other_factor * other.slope)


def plus(one: Curve, other: Curve) -> Curve:
    """The sum of two curves."""
    return blend(one, other, 1, 1)


def minus(one: Curve, other: Curve) -> Curve:
    """What is left of one curve after another."""
    return blend(one, other, 1, -1)


def scaled(curve: Curve, factor: Fraction | int) -> Curve:
    """`factor` times a curve."""
    return Curve(tuple((x, factor * y) for x, y in curve.knots), factor * curve.slope)


def least(one: Curve, other: Curve) -> Curve:
    """The lower of two curves at every loss."""
    met = [(x, one.at(x), other.at(x)) for x in _joined(one, other)]
    knots = [(x, min(y, z)) for x, y, z in met[:1]]
    for (x0, y0, z0), (x1, y1, z1) in pairwise(met):
        if (y0 - z0) * (y1 - z1) < 0:
            part = (y0 - z0) / (y0 - z0 - y1 + z1)
            knots.append((x0 + (x1 - x0) * part, y0 + (y1 - y0) * part))
        knots.append((x1, min(y1, z1)))
    x, y, z = met[-1]
    apart, closing = y - z, one.slope - other.slope
    if apart * closing < 0:
        x -= apart / closing
        knots.append((x, y - one.slope * apart / closing))
        apart = Fraction(0)
    slope = min(one.slope, other.slope) if apart == 0 else one.slope if apart < 0 else other.slope
    return Curve(tuple(knots), slope)


def up_to(curve: Curve, limit: Fraction | int) -> Curve:
    """A curve that stops at `limit`."""
    return least(curve, line(0, limit))


def beyond(curve: Curve, limit: Fraction | int) -> Curve:
    """The part of a curve above `limit`."""
    return minus(curve, up_to(curve, limit))


def _joined(one: Curve, other: Curve) -> list[Fraction]:
    return sorted({x for curve in (one, other) for x, _ in curve.knots})
