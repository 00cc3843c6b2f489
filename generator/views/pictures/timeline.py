"""The schemes through time: issued, in force, ended or of unknown end, as of the edition's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.assessment.calendar import first_day, is_date
from generator.views.atlas import Atlas, Badge, Link
from generator.views.names import Record, numbered, readable_date, scheme_path, zh
from generator.views.pages import Paging, numbered_pages
from generator.views.pictures.days import Calendar, year_of
from generator.views.pictures.entries import place_and_year, source_name
from generator.views.pictures.legends import Patch
from generator.views.pictures.lifetimes import end_of_force, first_date, own_date, told_dates
from generator.views.pictures.scales import Tick, percent
from generator.views.pictures.spans import Bar, bars, legend

PATH = "timeline.html"
ROWS_PER_PAGE = 120
TOP = 26
ROW = 38
GRID_TOP = TOP - 8
BAR = 8
LABEL = 12
GAP = 6
OVERHANG = 3
TARGET_ABOVE = 14
TARGET_HEIGHT = 34
"""A row's target reaches from above its name to below its bar."""

LONGEST_NAME = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """One scheme."""

    id: str
    name: str
    full_name: str
    href: str
    lifecycle: Badge
    why: str
    dates: tuple[tuple[str, str], ...]
    y: int
    bar_y: int
    bars: tuple[Bar, ...]
    issued: str
    end: str
    label: str
    adjacent: bool

    @property
    def bar_middle(self) -> int:
        return self.bar_y + BAR // 2

    @property
    def end_top(self) -> int:
        """Where the stroke at the end of a bar begins, which stands out above and below it."""
        return self.bar_y - OVERHANG

    @property
    def end_foot(self) -> int:
        return self.bar_y + BAR + OVERHANG

    @property
    def target_y(self) -> int:
        return self.y - TARGET_ABOVE

    @property
    def target_foot(self) -> int:
        """The lower edge of the target, where the row's words open."""
        return self.target_y + TARGET_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From the bar of a text down or up to the bar of the text that follows it, at the day on which it does."""

    x: str
    y1: int
    y2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """One picture: the dated schemes of a province, and those of which no date is known."""

    anchor: str
    title: str
    rows: tuple[TimeRow, ...]
    arrows: tuple[Arrow, ...]
    undated: tuple[Link, ...]
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """A page of the timeline."""

    as_of: str
    today: str
    ticks: tuple[Tick, ...]
    grid_top: int
    bar_height: int
    target_height: int
    provinces: tuple[Province, ...]
    table: tuple[TimeRow, ...]
    legend: tuple[Patch, ...]
    paging: Paging
    total: int
    dated: int


def timeline_views(atlas: Atlas) -> Iterator[TimelineView]:
    """The pages of the timeline, provinces in order of code, none of them cut in two."""
    calendar = _calendar(atlas)
    pages = _pages(atlas)
    today = calendar.place(atlas.as_of)
    drawn = sum(1 for scheme in atlas.schemes if first_date(scheme))
    for number, page in enumerate(pages, start=1):
        provinces = tuple(
            _province(atlas, calendar, code, atlas.schemes_of_province[code]) for code in page
        )
        rows = tuple(row for province in provinces for row in province.rows)
        yield TimelineView(
            as_of=readable_date(atlas.as_of),
            today=percent(today),
            ticks=calendar.ticks(),
            grid_top=GRID_TOP,
            bar_height=BAR,
            target_height=TARGET_HEIGHT,
            provinces=provinces,
            table=rows,
            legend=legend(bar for row in rows for bar in row.bars),
            paging=numbered_pages(number, len(pages), PATH),
            total=len(atlas.schemes),
            dated=drawn,
        )


def timeline_place(atlas: Atlas, code: str) -> str:
    """The address of a region's province in the timeline, or nothing where the province has no scheme."""
    province = atlas.province(code)
    for number, page in enumerate(_pages(atlas), start=1):
        if province in page:
            return f"{numbered(PATH, number)}#t-{province}"
    return ""


def _pages(atlas: Atlas) -> list[list[str]]:
    """The provinces of each page: as many as its rows allow, at least one."""
    pages: list[list[str]] = [[]]
    rows = 0
    for code, schemes in atlas.schemes_of_province.items():
        if pages[-1] and rows + len(schemes) > ROWS_PER_PAGE:
            pages.append([])
            rows = 0
        pages[-1].append(code)
        rows += len(schemes)
    return pages


def _calendar(atlas: Atlas) -> Calendar:
    days = [
        day
        for scheme in atlas.schemes
        for day in (first_date(scheme), end_of_force(atlas, scheme))
        if day
    ]
    years = [year_of(day) for day in days] + [year_of(atlas.as_of)]
    return Calendar(min(years), max(years) + 1)


def _province(atlas: Atlas, calendar: Calendar, code: str, schemes: Sequence[Record]) -> Province:
    dated = [scheme for scheme in schemes if first_date(scheme)]
    rows = {
        scheme["id"]: _row(atlas, calendar, scheme, TOP + number * ROW)
        for number, scheme in enumerate(dated)
    }
    return Province(
        anchor=f"t-{code}",
        title=atlas.regions[code]["zh"],
        rows=tuple(rows.values()),
        arrows=_arrows(atlas, calendar, rows),
        undated=tuple(
            Link(atlas.titled(s), scheme_path(s["id"])) for s in schemes if s["id"] not in rows
        ),
        height=TOP + len(rows) * ROW + 4,
    )


def _row(atlas: Atlas, calendar: Calendar, scheme: Record, y: int) -> TimeRow:
    instrument, end = scheme["instrument"], end_of_force(atlas, scheme)
    status = atlas.lifecycle(scheme)
    name = _name(atlas, scheme, status)
    dates = told_dates(atlas, scheme, end)
    why = zh(scheme["lifecycle"]["why"])
    issued = instrument["issued_on"]
    return TimeRow(
        id=scheme["id"],
        name=name,
        full_name=atlas.titled(scheme),
        href=scheme_path(scheme["id"]),
        lifecycle=status,
        why=why,
        dates=dates,
        y=y + LABEL,
        bar_y=y + LABEL + GAP,
        bars=bars(atlas, calendar, scheme, end),
        issued=percent(sum(calendar.span(issued)) / 2) if is_date(issued) else "",
        end=percent(calendar.place(end)) if end else "",
        label="；".join(
            [
                f"{name} {status.text}",
                atlas.titled(scheme),
                *(f"{what}{day}" for what, day in dates),
                why,
            ]
        ),
        adjacent=atlas.adjacent(scheme),
    )


def _name(atlas: Atlas, scheme: Record, status: Badge) -> str:
    """The name that fits over a bar beside the word for its state, on the narrowest screen."""
    name = source_name(atlas, scheme).replace(f"（{status.text}）", "")
    return name if len(name) <= LONGEST_NAME else place_and_year(atlas, scheme)


def _arrows(atlas: Atlas, calendar: Calendar, rows: dict[str, TimeRow]) -> tuple[Arrow, ...]:
    arrows = []
    for pair in atlas.linked:
        old, new = rows.get(pair.old["id"]), rows.get(pair.new["id"])
        day = own_date(pair.new) or first_date(pair.new)
        if old is None or new is None or day is None:
            continue
        down = old.bar_y < new.bar_y
        arrows.append(
            Arrow(
                x=percent(calendar.place(first_day(day))),
                y1=old.bar_y + (BAR if down else 0),
                y2=new.bar_y - 2 if down else new.bar_y + BAR + 2,
            )
        )
    return tuple(arrows)
