"""The points of one axis: stacked where they would touch, gathered where they are too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.quantities import round_half_up
from generator.views.pictures.entries import Entry
from generator.views.pictures.scales import BROAD, NARROWEST, TARGET, percent

MOST_LANES = 18
MOST_POINTS = 120
"""A taller or fuller picture gathers the points of one place in one mark that counts them."""

UNITS = 10_000
CELL = 100
TOP = 24
WIDE = 7
TOLD = 6
RADIUS = 7
RADIUS_OF_MANY = 11
"""Pixels: a mark that counts its points is larger, so that the number fits into it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a mark looks: `key` names its style, `count` how many points it stands for."""

    key: str
    count: int = 1

    @property
    def diamond(self) -> bool:
        """Whether it is a diamond, as what is not counted is, and not a circle."""
        return self.key.startswith("soft")

    @property
    def many(self) -> bool:
        """Whether it says its number."""
        return self.count > 1

    @property
    def radius(self) -> int:
        return RADIUS_OF_MANY if self.many else RADIUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of the picture, or several points of one place. `x2` is the other end of a stated span.

    `drop` is by how many lanes the mark comes down on a broad screen, where its neighbours are farther away.
    """

    x: str
    x2: str
    y: int
    drop: int
    shape: Shape
    href: str
    label: str
    entries: tuple[Entry, ...]

    @property
    def told(self) -> tuple[Entry, ...]:
        """The entries whose words are shown."""
        return self.entries[:TOLD]

    @property
    def untold(self) -> int:
        """How many entries are left to the table."""
        return len(self.entries[TOLD:])

    @property
    def count(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry between its two places, in hundredths of a percent."""

    start: int
    end: int
    entry: Entry


def units(place: Fraction) -> int:
    """A place in the hundredths of a percent in which it is written."""
    return int(round_half_up(place * UNITS))


def marks(ordered: Sequence[Placed], rows: Mapping[str, str]) -> tuple[tuple[Mark, ...], int]:
    """The marks of entries in order of place, and the number of lanes that they take."""
    gathered = [[placed] for placed in ordered]
    if len(gathered) > MOST_POINTS or max(_lanes(gathered)) >= MOST_LANES:
        gathered = _gathered(ordered)
    lanes = _lanes(gathered)
    height = max(lanes) + 1
    return tuple(
        _mark(part, TOP + (height - 1 - lane) * TARGET + TARGET // 2, drop, rows)
        for part, lane, drop in zip(gathered, lanes, _drops(gathered, lanes), strict=True)
    ), height


def _drops(gathered: Sequence[Sequence[Placed]], lanes: Sequence[int]) -> list[int]:
    if len(gathered) < WIDE:
        return [0] * len(lanes)
    drops = [lane - low for lane, low in zip(lanes, _lanes(gathered, BROAD), strict=True)]
    return drops if min(drops) >= 0 and max(drops) <= MOST_LANES else [0] * len(lanes)


def _gathered(ordered: Sequence[Placed]) -> list[list[Placed]]:
    cells: dict[tuple[object, ...], list[Placed]] = {}
    for placed in ordered:
        cell = (placed.start // CELL, placed.end // CELL, bool(placed.entry.soft))
        cells.setdefault(cell, []).append(placed)
    return list(cells.values())


def _lanes(gathered: Sequence[Sequence[Placed]], width: int = NARROWEST) -> list[int]:
    """For each mark the lowest lane in which it keeps its distance from the one before, in a picture of that width."""
    gap, ends, lanes = -(-TARGET * UNITS // width), [], []  # type: ignore[var-annotated]
    for part in gathered:
        start, end = part[0].start, max(placed.end for placed in part)
        lane = next((n for n, last in enumerate(ends) if start - last >= gap), len(ends))
        ends[lane : lane + 1] = [end]
        lanes.append(lane)
    return lanes


def _mark(part: Sequence[Placed], y: int, drop: int, rows: Mapping[str, str]) -> Mark:
    found = tuple(placed.entry for placed in part)
    first = found[0]
    label = "；".join(entry.label for entry in found[:TOLD])
    if len(found) > 1:
        label = f"{len(found)}条：{label}" + ("等" if len(found) > TOLD else "")
    else:
        label += "".join(f"，原文「{quote.phrase}」" for quote in first.quotes[:2])
    shape = "many" if len(found) > 1 else "soft" if first.soft else "dot"
    x, x2 = (percent(Fraction(place, UNITS)) for place in (part[0].start, part[0].end))
    return Mark(
        x=x,
        x2="" if x == x2 or len(found) > 1 else x2,
        y=y,
        drop=drop,
        shape=Shape(
            shape + ("-hollow" if all(entry.hollow for entry in found) else ""), len(found)
        ),
        href=rows[first.scheme],
        label=label,
        entries=found,
    )
