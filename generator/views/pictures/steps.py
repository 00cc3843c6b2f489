"""Reference rates through time as steps, and the caps that hang on them, each at its scheme's own date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.calendar import last_day
from generator.assessment.reference import QUOTED_UNTIL
from generator.views.atlas import Atlas, Badge
from generator.views.names import Record, readable_date, zh
from generator.views.pictures.days import Calendar, year_of
from generator.views.pictures.entries import Entry, entries, exact
from generator.views.pictures.lifetimes import own_date
from generator.views.pictures.scales import NARROWEST, TARGET, Ruler, even_axis, percent, pixels
from generator.views.pictures.words import amount

TENOR = "1y"
HEIGHT = 240
TOP = 10
BELOW = 24
UNITS = 10_000
"""The lines' own units of width; the browser stretches them to the picture's."""

TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A reference rate as one path of steps."""

    key: str
    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A cap at its scheme's own date: its rate and, where it hangs on one, the reference rate of that day."""

    entry: Entry
    day: str
    dated: str
    rate: Fraction
    reference: Fraction | None
    series: str
    x: str
    y: str
    foot: str
    rate_text: str
    reference_text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A target over one cap, or over several that stand close together."""

    x: str
    y: str
    caps: tuple[Cap, ...]
    href: str
    label: str

    @property
    def told(self) -> tuple[Cap, ...]:
        """The caps whose words are shown."""
        return self.caps[:TOLD]

    @property
    def untold(self) -> int:
        """How many caps are left to the table."""
        return len(self.caps[TOLD:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A rate on the upright axis."""

    y: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The picture; `undated` are the caps that have no place in it, by reason."""

    lines: tuple[Line, ...]
    caps: tuple[Cap, ...]
    spots: tuple[Spot, ...]
    levels: tuple[Level, ...]
    ruler: Ruler
    height: int
    units: int
    legend: tuple[Badge, ...]
    undated: int
    unknown: int


def steps(atlas: Atlas, parameter: Record, rows: Mapping[str, str]) -> Steps | None:
    """The picture of a parameter that holds rate formulas, or None where no cap has a known rate at a known date."""
    if parameter["kind"] != "rate_formula":
        return None
    series = atlas.publication.reference_rates["series"]
    found, undated, unknown = _dated(atlas, parameter)
    if not found or not series:
        return None
    runs = {name: _run(name, one, atlas.as_of) for name, one in series.items()}
    rates = [rate for _, _, _, rate in found] + [
        rate for run in runs.values() for _, _, rate in run
    ]
    first = min(year_of(run[0][0]) for run in runs.values() if run)
    first = min([first, *(year_of(day) for _, _, day, _ in found)])
    calendar = Calendar(first, year_of(atlas.as_of) + 1)
    axis = even_axis(min(rates), max(rates))

    def height(rate: Fraction) -> Fraction:
        return TOP + (1 - axis.place(rate)) * HEIGHT

    caps = []
    for formula, entry, day, rate in found:
        foot = _reference(formula, runs, day)
        start, end = calendar.span(day)
        caps.append(
            Cap(
                entry=entry,
                day=day,
                dated=readable_date(day),
                rate=rate,
                reference=foot[1] if foot else None,
                series=foot[0] if foot else "",
                x=percent((start + end) / 2),
                y=pixels(height(rate)),
                foot=pixels(height(foot[1])) if foot else "",
                rate_text=amount("fraction", rate),
                reference_text=amount("fraction", foot[1])
                if foot
                else "固定利率，不随参考利率变动",
                href=rows[entry.scheme],
            )
        )
    caps.sort(key=lambda cap: (cap.day, cap.entry.scheme, cap.entry.number))
    return Steps(
        lines=tuple(
            Line(
                key=name.replace("_", "-"),
                title=_line_title(series[name]),
                path=_path(run, calendar, height),
            )
            for name, run in runs.items()
            if run
        ),
        caps=tuple(caps),
        spots=_spots(caps),
        levels=tuple(
            Level(y=pixels(height(stop)), text=amount("fraction", stop)) for stop in axis.stops
        ),
        ruler=Ruler(calendar.ticks(), TOP + HEIGHT),
        height=TOP + HEIGHT + BELOW,
        units=UNITS,
        legend=tuple(
            Badge(name.replace("_", "-"), _line_title(series[name]))
            for name, run in runs.items()
            if run
        ),
        undated=undated,
        unknown=unknown,
    )


def _dated(
    atlas: Atlas, parameter: Record
) -> tuple[list[tuple[Record, Entry, str, Fraction]], int, int]:
    """Formulas with their entry, day and rate; how many have no day, and how many have no rate that is known on that day."""
    found, undated, unknown = [], 0, 0
    for entry in entries(atlas, parameter):
        scheme = atlas.by_id[entry.scheme]
        provision = scheme["parameters"][parameter["id"]]["provisions"][entry.number - 1]
        day = own_date(scheme)
        if day is None:
            undated += 1
        elif provision["sort"] is None:
            unknown += 1
        else:
            found.append((provision["value"], entry, day, exact(provision["sort"])))
    return found, undated, unknown


def _run(name: str, series: Record, as_of: str) -> list[tuple[str, str, Fraction]]:
    """From, until, rate: one entry for each step of the one-year rate that had begun on the day `as_of`."""
    rows = [
        row
        for row in series["rows"]
        if row["from"] <= as_of and row["values"].get(TENOR) is not None
    ]
    end = min(as_of, QUOTED_UNTIL.get(name) or series["last_confirmed"] or as_of)
    until = [row["from"] for row in rows[1:]] + [end]
    return [
        (row["from"], day, exact(row["values"][TENOR]))
        for row, day in zip(rows, until, strict=True)
    ]


def _reference(
    formula: Record, runs: Mapping[str, Sequence[tuple[str, str, Fraction]]], day: str
) -> tuple[str, Fraction] | None:
    """The name and the rate, in force on the day, of the series that a rate formula hangs on."""
    name = formula.get("reference")
    if name not in runs:
        return None
    in_force = [rate for since, _, rate in runs[name] if since <= last_day(day)]
    return (name, in_force[-1]) if in_force else None


def _path(run: Sequence[tuple[str, str, Fraction]], calendar: Calendar, height) -> str:  # type: ignore[no-untyped-def]
    parts = []
    for number, (since, until, rate) in enumerate(run):
        start, end = (pixels(calendar.place(day) * UNITS) for day in (since, until))
        parts.append(f"{'V' if number else f'M{start} '}{pixels(height(rate))}H{end}")
    return "".join(parts)


def _line_title(series: Record) -> str:
    tenor = next(zh(tenor["label"]) for tenor in series["tenors"] if tenor["id"] == TENOR)
    return f"{zh(series['label'])}，{tenor}"


def _spots(caps: Sequence[Cap]) -> tuple[Spot, ...]:
    """Targets that keep their distance: caps that stand closer on the narrowest screen share one."""
    gathered: list[list[Cap]] = []
    for cap in caps:
        near = next((part for part in gathered if _close(part[0], cap)), None)
        if near is None:
            gathered.append([cap])
        else:
            near.append(cap)
    return tuple(
        Spot(
            x=part[0].x,
            y=part[0].y,
            caps=tuple(part),
            href=part[0].href,
            label="；".join(
                f"{cap.entry.label}，{cap.dated}相当于{cap.rate_text}" for cap in part[:TOLD]
            ),
        )
        for part in gathered
    )


def _close(one: Cap, other: Cap) -> bool:
    across = abs(_number(one.x) - _number(other.x)) / 100 * NARROWEST
    return across < TARGET and abs(_number(one.y) - _number(other.y)) < TARGET


def _number(text: str) -> Fraction:
    return Fraction(text.rstrip("%"))
