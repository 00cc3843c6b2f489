"""One row of the benchmark's table, and how it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width


def padded(text: str, columns: int) -> str:
    """The text filled up to a number of columns; a Chinese character takes two."""
    return text + " " * (columns - sum(2 if east_asian_width(c) in "WF" else 1 for c in text))


@dataclass(frozen=True)
class Row:
    """What was measured, how much of which unit, what it must not exceed (or reach, where `least`), and what it is a ratio of."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        wanted = "" if self.limit is None else f"{'≥' if self.least else '≤'} {self.limit:g} {self.unit}"
        judged = {None: "", True: "met", False: "NOT MET"}[self.met]
        return f"{padded(self.name, 70)}{self.value:>10.2f} {self.unit:<12}{wanted:<18}{judged:<9}{self.note}".rstrip()


@dataclass(frozen=True)
class NotRun:
    """A row that could not be measured, and why; `broken` where something of it failed, not where a tool is missing."""

    name: str
    why: str
    broken: bool = False

    def __str__(self) -> str:
        return f"{padded(self.name, 70)}   {'BROKEN' if self.broken else 'not run'}: {self.why}"


def verdict(rows: Sequence[Row | NotRun]) -> tuple[str, bool]:
    """The last line of a table, and whether all is well: some limit was judged, each was met, and nothing broke."""
    judged = [row.met for row in rows if isinstance(row, Row) and row.met is not None]
    left = [row for row in rows if isinstance(row, NotRun)]
    broken = sum(row.broken for row in left)
    said = f"limits met: {sum(judged)} of {len(judged)}; not run: {len(left) - broken}; broken: {broken}"
    return said, bool(judged) and all(judged) and not broken
