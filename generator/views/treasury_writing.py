"""How the treasury's page writes amounts, rates and sentences; mirror: the head of `treasury_result.js`."""

from __future__ import annotations

import re

from generator.costs.decimals import plain, scaled, yuan
from generator.quantities import divide_half_up
from generator.views.cost_writing import grouped, per_cent, shortly
from generator.views.treasury_words import WORDS

NONE = "—"


def said(key: str, **words: str) -> str:
    """A sentence of WORDS, filled in."""
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], WORDS[key])


def money(amount: str) -> str:
    """Yuan as people write them, nothing rounded: 25400000.00 as 2,540万元, 1000000000.00 as 10亿元, 12.50 as 12.50元."""
    fen = fen_of(amount)
    for unit, size in (("亿元", 10**10), ("万元", 10**6)):
        if abs(fen) >= size and fen % (size // 100) == 0:
            return grouped(yuan(fen * 100 // size)).removesuffix(".00") + unit
    return f"{grouped(amount)}元"


def money_or_needed(amount: str | None) -> str:
    """Yuan as people write them; without them, that something must be entered first."""
    return said("needed") if amount is None else money(amount)


def times_text(value: str) -> str:
    """A multiple with two decimals, rounded half-up: `39.37007874` as 39.37."""
    return per_cent(plain(divide_half_up(scaled(value, 8), 100), 8)).removesuffix("%")


def rate_text(value: str | None) -> str:
    """A rate of an answer in per cent, or a dash."""
    return NONE if value is None else shortly(value)


def sum_text(value: str | None) -> str:
    """Yuan in groups of three digits, or a dash."""
    return NONE if value is None else grouped(value)


def fen_of(amount: object) -> int:
    """Yuan as whole fen."""
    return scaled(amount, 2)


def part_text(one: str | None, of: object) -> str:
    """One amount over another, in per cent with two decimals, or a dash."""
    return NONE if one is None else per_cent(plain(divide_half_up(fen_of(one) * 10**8, fen_of(of)), 8))
