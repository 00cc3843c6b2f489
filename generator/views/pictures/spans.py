"""The stretches of time in which a text holds, is yet to hold, or may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.calendar import first_day, is_date
from generator.views.atlas import Atlas
from generator.views.names import Record
from generator.views.pictures.days import Calendar
from generator.views.pictures.legends import Patch
from generator.views.pictures.lifetimes import own_date
from generator.views.pictures.scales import percent

OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time: `sure` while the text is known to hold, `open` where its end is not known, `year` where
    nothing but the year of the text is known, `ahead` after the edition's day."""

    key: str
    x: str
    width: str

    @property
    def hatched(self) -> bool:
        """Whether the end of the stretch is not known."""
        return self.key == OPEN


def bars(atlas: Atlas, calendar: Calendar, scheme: Record, end: str | None) -> tuple[Bar, ...]:
    """The stretches of a scheme whose text ends on the day `end`, as far as that is known; none for a draft or a plan."""
    if (start := own_date(scheme)) is None and not is_date(scheme["instrument"]["issued_on"]):
        first, last = calendar.span(str(scheme["year"]))
        known = _bar("year", first, last)
        # Where a successor's date is known, the text held from that year until then.
        return (
            (known, _bar("sure", last, calendar.place(end)))
            if end and calendar.place(end) > last
            else (known,)
        )
    begin = calendar.place(first_day(start or scheme["instrument"]["issued_on"]))
    today = calendar.place(atlas.as_of)
    if scheme["lifecycle"]["status"] in ("draft_for_comment", "planned"):
        return ()
    if end:
        last = calendar.place(end)
        found = [_bar("sure", begin, min(last, max(today, begin)))]
        if last > today:
            found.append(_bar("ahead", max(today, begin), last))
        return tuple(found)
    if scheme["lifecycle"]["status"] == "in_force":
        return (_bar("sure", begin, today),)
    return (_bar(OPEN, begin, max(today, begin)),)


def _bar(key: str, start: Fraction, end: Fraction) -> Bar:
    return Bar(key=key, x=percent(start), width=percent(end - start))


def legend(drawn: Iterable[Bar]) -> tuple[Patch, ...]:
    """What the colours of these bars mean."""
    present = {bar.key for bar in drawn}
    words = {
        "sure": "施行期间",
        "ahead": "还没有到的期间",
        OPEN: "何时失效没有读到",
        "year": "只知道年份",
    }
    return tuple(Patch(key, text, key == OPEN) for key, text in words.items() if key in present)
