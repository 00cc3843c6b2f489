"""The annualised rates of cash flows in whole fen, right in all eight decimals.

With r the monthly internal rate of return, simple = 12·r and compound = (1+r)^12 - 1 (PBOC
Announcement [2021] No. 3, whose annex prints 12.80 % and 13.58 % for one example).

Which rate is meant. Let S be the running totals of the flows. Where S changes sign once there is
exactly one rate above zero (Norstrom's rule: S are the coefficients of the flows' power series
divided by 1 - v, and Descartes' rule applies); that is the rate, whatever lies below zero. Where S
never changes sign no rate is at or above zero, and the same rule on the flows in reverse order
finds a single rate between -1 and 0. A total of exactly zero makes the rate 0, unless S changed
sign and a second, positive rate exists (the sum of S then has the sign opposite to its start).
In all other cases there is no rate, with a reason:
    rate_not_unique    more than one change of sign
    rate_not_defined   no rate exists: nothing is received, or never more than is paid

How it is found. w = 1/(1+r) (or 1+r for a negative rate) is a root in (0, 1) of a polynomial with
whole coefficients. Bisection in binary fractions guesses it; the guess decides nothing: the signs
at both ends of a narrow interval are computed with integers, and bisection with integers goes on
until both ends round to the same figure. An exact half is recognised by testing, in the rational
numbers, whether the half itself is the root; it is rounded away from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from generator.costs.decimals import UNIT
from generator.quantities import divide_half_up

NOT_UNIQUE, NOT_DEFINED = "rate_not_unique", "rate_not_defined"
_BITS = 44


@dataclass(frozen=True, slots=True)
class Annualised:
    """Rates in units of 1e-8 a year, or None with the reason."""

    simple: int | None
    compound: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Interval:
    """The root lies above `lower` and at or below `upper`, both over 2**bits."""

    lower: int
    upper: int
    bits: int


def annualised(flows: Sequence[int]) -> Annualised:
    """The annualised rates of monthly `flows` in fen: received positive, paid negative, month 0 first."""
    used = [month for month, flow in enumerate(flows) if flow]
    flows = list(flows[used[0] : used[-1] + 1]) if used else []
    totals = list(accumulate(flows))
    changes = _changes(totals)
    if not flows or changes > 1:
        return Annualised(None, None, NOT_UNIQUE if changes > 1 else NOT_DEFINED)
    if totals[-1] == 0:
        if changes and sum(totals) * totals[0] < 0:
            return Annualised(None, None, NOT_UNIQUE)
        return Annualised(0, 0, None)
    if changes:
        return _solve(flows, flows, below_zero=False)
    backwards = flows[::-1]
    changes = _changes(list(accumulate(backwards)))
    if changes != 1:
        return Annualised(None, None, NOT_UNIQUE if changes else NOT_DEFINED)
    return _solve(flows, backwards, below_zero=True)


def _changes(totals: list[int]) -> int:
    signs = [total > 0 for total in totals if total]
    return sum(one != other for one, other in zip(signs, signs[1:], strict=False))


def _solve(flows: list[int], coefficients: list[int], below_zero: bool) -> Annualised:
    interval = _guess(coefficients)
    simple, interval = _settle(flows, coefficients, interval, below_zero, 1)
    compound, _ = _settle(flows, coefficients, interval, below_zero, 12)
    return Annualised(simple, compound, None)


def _guess(coefficients: list[int]) -> _Interval:
    """A narrow interval around the root, its ends proven; the whole of (0, 1] where the guess was bad."""
    rising, numbers = coefficients[0] > 0, [float(c) for c in reversed(coefficients)]
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        value = 0.0
        for coefficient in numbers:
            value = value * middle + coefficient
        if (value > 0) == rising:
            low = middle
        else:
            high = middle
    start = int(low * 2**_BITS)
    guess = _Interval(max(start - 1, 0), min(start + 2, 2**_BITS), _BITS)
    before = guess.lower == 0 or _before(coefficients, guess.lower, _BITS)
    if before and not _before(coefficients, guess.upper, _BITS):
        return guess
    return _Interval(0, 2**_BITS, _BITS)


def _before(coefficients: list[int], point: int, bits: int) -> bool:
    """Whether point / 2**bits lies before the root: the polynomial there has the sign of its start."""
    value, shift = 0, 0
    for coefficient in reversed(coefficients):
        value = value * point + (coefficient << shift)
        shift += bits
    return value * coefficients[0] > 0


def _settle(
    flows: list[int], coefficients: list[int], interval: _Interval, below_zero: bool, power: int
) -> tuple[int, _Interval]:
    """(growth**power - 1)·12/power in units of 1e-8, and the interval as far as it was narrowed."""
    while True:
        if interval.lower:
            ends = [
                _units(end, interval.bits, below_zero, power)
                for end in (interval.lower, interval.upper)
            ]
            low, high = min(ends), max(ends)
            if low == high:
                return low, interval
            half = Fraction(2 * low + 1, 2 * UNIT)
            if high == low + 1 and _grows_by(flows, 1 + half * power / 12, power):
                return (high if half > 0 else low), interval
        interval = _halved(coefficients, interval)


def _units(end: int, bits: int, below_zero: bool, power: int) -> int:
    growth, base = (end, 1 << bits) if below_zero else (1 << bits, end)
    growth, base = growth**power, base**power
    return divide_half_up((growth - base) * UNIT * (12 // power), base)


def _halved(coefficients: list[int], interval: _Interval) -> _Interval:
    lower, upper, bits = interval.lower, interval.upper, interval.bits
    if upper - lower == 1:
        lower, upper, bits = 2 * lower, 2 * upper, bits + 1
    middle = (lower + upper) // 2
    if _before(coefficients, middle, bits):
        return _Interval(middle, upper, bits)
    return _Interval(lower, middle, bits)


def _grows_by(flows: list[int], growth: Fraction, power: int) -> bool:
    """Whether x = growth**(1/power) solves the flows exactly: sum of flow·x**(last - month) is zero.

    With growth = s**d for the largest d that divides `power`, x**m - s (m = power/d) is irreducible,
    so x is a root exactly where the remainder modulo x**m - s vanishes.
    """
    if growth <= 0:
        return False
    for divisor in (d for d in (12, 6, 4, 3, 2, 1) if power % d == 0):
        top, bottom = (
            _whole_root(growth.numerator, divisor),
            _whole_root(growth.denominator, divisor),
        )
        if top and bottom:
            break
    step, last = power // divisor, len(flows) - 1
    highest = last // step
    remainder = [0] * step
    for month, flow in enumerate(flows):
        times, place = divmod(last - month, step)
        remainder[place] += flow * top**times * bottom ** (highest - times)
    return not any(remainder)


def _whole_root(value: int, degree: int) -> int | None:
    """The whole number whose `degree`-th power is `value`, or None."""
    low, high = 1, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < value:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == value else None
