"""Days on an axis of time, exactly; a date of which only the year or month is known is a span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.assessment.calendar import first_day, last_day
from generator.views.pictures.scales import NARROWEST, Tick, anchor, percent, text_width


@dataclass(frozen=True)
class Calendar:
    """An axis from the first day of a year to the first day of another."""

    first_year: int
    last_year: int

    def place(self, day: str) -> Fraction:
        """The place of a full day (YYYY-MM-DD), a share of the width; beyond the axis at its end."""
        start = date(self.first_year, 1, 1).toordinal()
        length = date(self.last_year, 1, 1).toordinal() - start
        return min(
            max(Fraction(date.fromisoformat(day).toordinal() - start, length), Fraction(0)),
            Fraction(1),
        )

    def span(self, dated: str) -> tuple[Fraction, Fraction]:
        """The places of the first and the last day that a full or partial date may mean."""
        return self.place(first_day(dated)), self.place(last_day(dated))

    def ticks(self) -> tuple[Tick, ...]:
        """A mark for each year, with words for as many as fit on the narrowest screen."""
        years = range(self.first_year, self.last_year + 1)
        width = NARROWEST / (self.last_year - self.first_year)
        stride = next(n for n in (1, 2, 4, 5, 10, 20, 50) if n * width >= text_width("2000") + 8)
        marks = []
        for year in years:
            place = self.place(f"{year}-01-01")
            text = str(year) if year % stride == 0 else ""
            marks.append(Tick(percent(place), text, anchor(place, text)))
        return tuple(marks)


def year_of(dated: str) -> int:
    """The year of a full or partial date."""
    return int(dated[:4])
