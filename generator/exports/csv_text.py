"""Tables as CSV that spreadsheets open safely: columns with a type and a meaning, rows of plain values."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from generator.publication import Records
from generator.quantities import decimal_text

Cell = str | int | float | bool | None
Kind = Literal["string", "integer", "number", "boolean"]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
GUARDED_STARTS = (*FORMULA_STARTS, "'")
BOM = "\ufeff"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its type and what it holds."""

    name: str
    kind: Kind
    description: str


@dataclass(frozen=True)
class Table:
    """A table: its file name, title, columns, key columns and how its rows are made."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Records], Iterator[list[Cell]]]


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading apostrophe where it could.

    Text that begins with an apostrophe of its own gets one too, so that whoever takes one leading apostrophe away
    reads every text as it was.
    """
    return "'" + text if text.startswith(GUARDED_STARTS) else text


def cell_text(value: Cell, kind: Kind) -> str:
    """A value as it is written into a CSV cell of a column of that type."""
    if value is None:
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "string":
        return safe_text(str(value))
    if type(value) is int:
        return str(value)
    return decimal_text(Fraction(repr(value)))


def csv_bytes(table: Table, records: Records, rows: Iterable[list[Cell]] | None = None) -> bytes:
    """The table as CSV for spreadsheets: UTF-8 with BOM, CRLF, text safe from formulas; `rows` if they were made before."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for row in table.rows(records) if rows is None else rows:
        writer.writerow([cell_text(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return (BOM + buffer.getvalue()).encode("utf-8")


TEXT: Kind = "string"
