"""How the calculator's page writes amounts, rates, sentences and the source's words; mirror: the head of `cost_result.js`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.costs.decimals import plain, scaled
from generator.quantities import divide_half_up
from generator.views.cost_words import WORDS
from generator.views.names import in_marks

Record = Mapping[str, Any]


def said(key: str, **words: str) -> str:
    """A sentence of WORDS, filled in."""
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], WORDS[key])


def grouped(yuan: str) -> str:
    """`1000000.00` as 1,000,000.00."""
    sign, digits = ("-", yuan[1:]) if yuan.startswith("-") else ("", yuan)
    whole, _, part = digits.partition(".")
    return f"{sign}{int(whole):,}.{part}"


def money(yuan: str) -> str:
    """Yuan with their unit."""
    return f"{grouped(yuan)}元"


def per_cent(rate: str, places: int = 2) -> str:
    """A rate of a response in per cent, rounded half-up to some places: `0.12496916` as 12.50%."""
    units = divide_half_up(scaled(rate, 8) if rate[0] != "-" else -scaled(rate[1:], 8), 10 ** (6 - places))
    digits = str(abs(units)).rjust(places + 1, "0")
    tail = f".{digits[-places:]}" if places else ""
    return f"{'-' if units < 0 else ''}{digits[: len(digits) - places]}{tail}%"


def exactly(rate: str) -> str:
    """A rate in per cent with all its places: `0.0609` as 6.09%."""
    units = scaled(rate.removeprefix("-"), 8)
    return f"{'-' if rate.startswith('-') else ''}{plain(units, 6)}%"


def shortly(rate: str) -> str:
    """A rate in per cent with at most two places, marked 约 where that rounds it; what would round to nothing stays exact."""
    exact, short = exactly(rate), per_cent(rate)
    is_short = len(exact.partition(".")[2]) <= len("00%")
    return exact if is_short or short.removeprefix("-") == "0.00%" else f"约{short}"


def evidence(check: Record, scheme: Record) -> list[list[str]]:
    """The source's words behind a check: phrase, locator, title, address below the site's top."""
    return [
        [
            piece["phrase"] or "",
            piece["locator"] or "",
            in_marks(scheme["sources"].get(piece["source"], "")),
            f"schemes/{scheme['id']}.html#source-{piece['source']}",
        ]
        for piece in check["evidence"]
    ]


def percentage_in(check: Record) -> str:
    """The last percentage that a check's sentence names: the limit."""
    return re.findall(r"[0-9.]+%", check["message"]["zh"])[-1]


def plain_yuan(amount: object) -> str:
    """An amount of a request as yuan with two decimals."""
    fen = str(scaled(amount, 2)).rjust(3, "0")
    return f"{fen[:-2]}.{fen[-2:]}"


def signed(text: str) -> int:
    """A rate of a response in units of 1e-8."""
    return -scaled(text[1:], 8) if text.startswith("-") else scaled(text, 8)
