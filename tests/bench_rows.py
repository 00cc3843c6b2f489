"""One row of the benchmark's table, and how it is printed."""

from __future__ import annotations

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
    """A row that could not be measured, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{padded(self.name, 70)}   not run: {self.why}"
