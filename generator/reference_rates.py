"""Dated series of reference rates; a day outside a series is an error, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from generator.located import Mapping, Problem, Refused, Scalar, Sequence, read
from generator.model import Names
from generator.quantities import Unreadable, parse_percent
from generator.structuring import INVALID, Reading, Written, structure, structure_dataclass
from generator.written import Date, parse_partial_date

FullDate = Annotated[str, Written(parse_partial_date, "date", "2022-12-31")]


class OutsideSeries(ValueError):
    """A day before the first value of a series."""


@dataclass(frozen=True, kw_only=True)
class Tenor:
    id: str
    label: Names


@dataclass(frozen=True, kw_only=True)
class Conflict:
    topic: str
    ours: str
    theirs: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class SeriesHead:
    id: str
    label: Names
    tenors: tuple[Tenor, ...]
    source: dict[str, str]
    witnesses: tuple[dict[str, str] | str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    last_confirmed: Date | None = None
    note: str | None = None


@dataclass(frozen=True)
class Row:
    """Rates in force from a day on: tenor → fraction a year."""

    from_: str
    values: dict[str, Fraction]


@dataclass(frozen=True)
class Series:
    """One series of reference rates, rows in order of date."""

    head: SeriesHead
    rows: tuple[Row, ...]

    @property
    def id(self) -> str:
        return self.head.id

    def at(self, day: str, tenor: str) -> tuple[str, Fraction]:
        """The day since which the rate in force on `day` (YYYY-MM-DD) holds, and the rate a year.

        Raises OutsideSeries before the first row, KeyError for an unknown tenor.
        """
        in_force = [row for row in self.rows if row.from_ <= day]
        if not in_force:
            raise OutsideSeries(f"{self.head.label.zh}自 {self.rows[0].from_} 起才有数据，{day} 没有；请换序列或日期")
        return in_force[-1].from_, in_force[-1].values[tenor]


def tenor_for(series_id: str, months: int) -> str:
    """The tenor read for a loan of `months` months (contract §5: benchmark bands; LPR 1y under five years)."""
    if series_id == "lpr":
        return "1y" if months < 60 else "5y"
    for tenor, limit in (("6m", 6), ("1y", 12), ("3y", 36), ("5y", 60)):
        if months <= limit:
            return tenor
    return "over_5y"


def load_series(path: Path, name: str) -> tuple[Series | None, list[Problem]]:
    """A series from its file, or None with the problems."""
    try:
        node, problems = read(path, name)
    except Refused as refused:
        return None, list(refused.args)
    reading = Reading(name, problems)
    if not isinstance(node, Mapping):
        reading.report(node, "", "应是映射（字段: 值）")
        return None, problems
    rows_node = node.get("rows")
    head = structure_dataclass(
        Mapping(tuple(e for e in node.entries if e[0].text != "rows"), node.line, node.column), SeriesHead, "", reading
    )
    if head is INVALID:
        return None, problems
    if not isinstance(rows_node, Sequence):
        reading.report(rows_node or node, "rows", "缺少 rows 列表；请补上", "E-MISSING")
        return None, problems
    tenors = [tenor.id for tenor in head.tenors]
    rows: list[Row] = []
    for index, row in enumerate(rows_node.items, start=1):
        path_ = f"rows[{index}]"
        entries = {k.text: v for k, v in row.entries} if isinstance(row, Mapping) else {}
        if sorted(entries) != sorted(["from", *tenors]):
            reading.report(row, path_, f"每行要写 from 和 {'、'.join(tenors)}", "E-MISSING")
            continue
        day = structure(entries["from"], FullDate, f"{path_}.from", reading)
        values = {}
        for tenor in tenors:
            cell = entries[tenor]
            try:
                values[tenor] = parse_percent(cell.text if isinstance(cell, Scalar) else "")
            except Unreadable as error:
                reading.report(cell, f"{path_}.{tenor}", f"读不懂；请{error.args[0]}", "E-NUM")
        if day is INVALID or len(values) != len(tenors):
            continue
        if rows and day <= rows[-1].from_:
            reading.report(entries["from"], f"{path_}.from", f"日期 {day} 不晚于上一行 {rows[-1].from_}", "E-ORDER")
        rows.append(Row(day, values))
    if any(not p.warning for p in problems):
        return None, problems
    return Series(head, tuple(rows)), problems
