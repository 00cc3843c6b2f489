"""Where a document leaves open what the premium is a rate of: the question, both ways side by side, and what is said of it.

Nothing is assumed in silence: the page's figures are on the principal, and the same design computed on principal and
interest stands beside them once the loans' rate is known. Mirror: the part `base` of `treasury_result.js`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.costs.decimals import yuan
from generator.views.treasury_words import CHOICES
from generator.views.treasury_writing import NONE, fen_of, money, money_or_needed, said

Record = Mapping[str, Any]
Row = list[str]


def open_base(answer: Record) -> Record | None:
    """The check that names the base of the premium as open, where nobody has said it either."""
    return next((check for check in answer["checks"] if check["code"] == "premium_base_unstated"), None)


def lacks_rate(other: Record) -> bool:
    """Whether the answer on principal and interest waits for the loans' rate."""
    return any(need["input"] == "annual_rate" for need in other["missing"])


def base_needs(check: Record | None, other: Record | None, pieces: list[Row]) -> list[list[Any]]:
    """The questions that an open base brings, as those of `needs` in the outcome."""
    if check is None or other is None:
        return []
    rate = [["annual_rate", said("base_rate_asked"), [], []]] if lacks_rate(other) else []
    return [["premium_base", said("base_asked"), check["notes"], pieces], *rate]


def base_told(request: Record, answer: Record, other: Record | None) -> str:
    """What the premium is a rate of, in words; where that is open, what is spent the other way."""
    if other is None:
        if any(check["code"] == "premium_base_given" for check in answer["checks"]):
            return said("base_given", base=CHOICES["premium_base"][request["premium_base"]])
        return said("base_stated") if answer["premium"] else NONE
    mine, spent = answer["outlay"]["total"], other["outlay"]["total"]
    if spent is None:
        return said("base_open", rest=said("base_rate" if lacks_rate(other) else "base_below"))
    return said("base_open", rest=said("base_same" if spent == mine else "base_other", total=money(spent)))


def both_ways(answer: Record, figures: Sequence[Record], other: Record, others: Sequence[Record]) -> list[Row]:
    """The premium, the outlay and every figure that differs, on the principal and on principal and interest."""
    both = (answer, other)
    rows = [[said(f"base_{part}"), *(money_or_needed((one["premium"] or {}).get(part)) for one in both)] for part in ("total", "borrower")]
    for mine, theirs in zip(figures, others, strict=True):
        if mine["key"] == "total" or mine["text"] != theirs["text"]:
            rows.append([mine["label"], mine["text"], theirs["text"]])
    years = [years_total(one) for one in both]
    return rows if years[0] == years[1] else [*rows, [said("side_years"), *years]]


def years_total(answer: Record) -> str:
    """What all the years together cost, or a dash where a year's outlay is not known."""
    spent = [row["outlay"] for row in answer["years"] or ()]
    return NONE if None in spent else money(yuan(sum(map(fen_of, spent))))
