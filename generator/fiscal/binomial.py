"""The chance that at least so many of equal, independent loans default: the exact binomial tail."""

from __future__ import annotations

from fractions import Fraction

from generator.costs.decimals import UNIT, Rate
from generator.quantities import divide_half_up

MOST_LOANS = 5_000
"""Beyond this many loans the share of defaults hardly leaves its expectation, and exact numbers grow long."""


def tail(loans: int, rate: Fraction, defaults: int) -> Rate:
    """P(X >= defaults) for X binomial over `loans` loans with default rate `rate` (0 to 1), rounded once.

    With rate a/c and b = c - a the complement is b^(n-k+1)·Σ C(n,j)·a^j·b^(k-1-j) over c^n, j below k:
    whole numbers throughout, and no common factor is looked for.
    """
    if defaults <= 0:
        return Rate(UNIT)
    if defaults > loans:
        return Rate(0)
    hits, misses = rate.numerator, rate.denominator - rate.numerator
    total, ways, power = 0, 1, 1
    for j in range(defaults):
        total = total * misses + ways * power
        ways = ways * (loans - j) // (j + 1)
        power *= hits
    below = total * misses ** (loans - defaults + 1)
    whole = rate.denominator**loans
    return Rate(divide_half_up((whole - below) * UNIT, whole))
