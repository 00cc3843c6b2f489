"""Where a value stands on an axis, exactly; rounding happens once, when a position is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise

from generator.quantities import decimal_text, round_half_up

NARROWEST = 260
"""Pixels of a picture's width on the narrowest phone that is served: what fits there fits everywhere."""

BROAD = 760
"""Pixels that a picture of the whole page's width has where the style sheet counts a screen as broad."""

TARGET = 24
"""Pixels from one target to the next at least (WCAG 2.2, success criterion 2.5.8)."""

LETTER = 11
"""Pixels of a letter's height in a picture."""

TICK = 5
TICK_WORDS = 18
"""Pixels from an axis down to the end of its marks and to the line on which their words stand."""

INTERVALS = 4
MONTHS = tuple(map(Fraction, (1, 2, 3, 6, 12, 24, 36, 60, 120)))


@dataclass(frozen=True)
class Axis:
    """A scale that is straight between its stops; the first stop stands at 0, the last at 1, all at equal distances."""

    stops: tuple[Fraction, ...]

    def place(self, value: Fraction) -> Fraction:
        """The value's place as a share of the width; a scale of one value has it in the middle.

        Raises ValueError for a value beyond the stops.
        """
        if not self.stops[0] <= value <= self.stops[-1]:
            raise ValueError(f"{value} is not on the scale")
        if len(self.stops) == 1:
            return Fraction(1, 2)
        index = min(bisect_right(self.stops, value), len(self.stops) - 1)
        low, high = self.stops[index - 1], self.stops[index]
        return (index - 1 + (value - low) / (high - low)) / Fraction(len(self.stops) - 1)


@dataclass(frozen=True)
class Tick:
    """A mark of an axis; without text where no words fit."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Ruler:
    """The marks of a level axis at the height `y`, in pixels from above: each mark ends at `foot`, words stand on `words`."""

    ticks: tuple[Tick, ...]
    y: int

    @property
    def foot(self) -> int:
        return self.y + TICK

    @property
    def words(self) -> int:
        return self.y + TICK_WORDS


def percent(place: Fraction) -> str:
    """A share of the width as it is written: `37.25%`, rounded half-up."""
    return decimal_text(round_half_up(place * 100, 2)) + "%"


def pixels(length: Fraction | int) -> str:
    """A height as it is written, to a tenth of a pixel."""
    return decimal_text(round_half_up(Fraction(length), 1))


def text_width(text: str) -> int:
    """About how wide a text stands in a picture, in pixels: never less than it is."""
    return sum(LETTER if ord(letter) > 0x2000 else 7 for letter in text)


def even_axis(low: Fraction, high: Fraction, steps: Sequence[Fraction] | None = None) -> Axis:
    """A straight scale from `low` to `high` with round stops; `steps` are the lengths to choose from."""
    if low == high:
        return Axis((low,))
    fitting = (
        step
        for step in steps or _round_numbers((high - low) / 100)
        if step * INTERVALS >= high - low
    )
    # Of the shortest steps that do, the one whose ends lie closest to the values.
    ends = [(step, low // step, -(-high // step)) for step in islice(fitting, 3)]
    step, first, last = min(ends, key=lambda end: (end[0] * (end[2] - end[1]), end[0]))
    return Axis(tuple(step * number for number in range(int(first), int(last) + 1)))


def growing_axis(low: Fraction, high: Fraction) -> Axis:
    """A scale that grows as 1, 2, 5, 10, 20, 50: for amounts of which the greatest is many times the least (> 0)."""
    if low == high:
        return Axis((low,))
    stops: list[Fraction] = []
    for stop in _one_two_five(low):
        if stop <= low:
            stops = [stop]
        else:
            stops.append(stop)
        if stop >= high:
            break
    return Axis(tuple(stops))


def ticks(axis: Axis, words: Callable[[Fraction], str]) -> tuple[Tick, ...]:
    """A mark at each stop, with words at as many of them, evenly chosen, as fit on the narrowest screen."""
    texts = [words(stop) for stop in axis.stops]
    places = [axis.place(stop) for stop in axis.stops]
    stride = next((n for n in range(1, len(texts)) if _fit(texts[::n], places[::n])), len(texts))
    return tuple(
        Tick(percent(place), text if number % stride == 0 else "", anchor(place, text))
        for number, (place, text) in enumerate(zip(places, texts, strict=True))
    )


def anchor(place: Fraction, text: str) -> str:
    """Where a text hangs so that it stays within the narrowest picture: `start`, `middle` or `end`."""
    half = Fraction(text_width(text), 2 * NARROWEST)
    if place < half:
        return "start"
    return "end" if place > 1 - half else "middle"


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle. Raises ValueError where there is none."""
    if not values:
        raise ValueError("no values")
    ordered, half = sorted(values), len(values) // 2
    if len(values) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def _fit(texts: Sequence[str], places: Sequence[Fraction]) -> bool:
    shown = [_extent(text, place) for text, place in zip(texts, places, strict=True)]
    return all(before[1] + 6 <= after[0] for before, after in pairwise(shown))


def _extent(text: str, place: Fraction) -> tuple[Fraction, Fraction]:
    width = text_width(text)
    left = {"start": 0, "middle": width / Fraction(2), "end": width}[anchor(place, text)]
    return place * NARROWEST - left, place * NARROWEST - left + width


def _power_below(value: Fraction) -> Fraction:
    """The greatest power of ten that is not above a value > 0."""
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def _one_two_five(start: Fraction) -> Iterator[Fraction]:
    power = _power_below(start)
    while True:
        yield from (power, power * 2, power * 5)
        power *= 10


def _round_numbers(start: Fraction) -> Iterator[Fraction]:
    power = _power_below(start)
    while True:
        yield from (power, power * 2, power * Fraction(5, 2), power * 5)
        power *= 10
