"""`data/atlas.xlsx`: the whole of the data as one workbook; numbers are numbers, text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from generator.exports.comparison_table import headings
from generator.exports.csv_text import Cell, Table
from generator.exports.row_sheet import RowSheet, with_rows
from generator.exports.words import label, zh
from generator.publication import Records
from generator.publication.provisions import Record

PATH = "data/atlas.xlsx"
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
UNITS = {"yuan": "元", "fraction": "%", "multiple": "倍", "months": "个月", "days": "天", "years": "周岁"}
FORMATS = {"yuan": "#,##0.##", "fraction": "0.0###%", "multiple": "0.##", "months": "0", "days": "0"}


def workbook_bytes(
    records: Records, tables: Sequence[Table], made: dict[str, list[list[Cell]]] | None = None
) -> bytes:
    """The workbook: the comparison, the sources, then each of the tables. The same bytes for the same records.

    `made` holds the rows of tables, by name, that were made before; they are taken out of it.
    """
    made = {} if made is None else made
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **TEXT_ONLY})
    # The day of the data stands for the clock.
    book.set_properties(
        {
            "title": "小额贷款保证保险政策图谱",
            "comments": f"数据截至 {records.as_of}",
            "created": datetime.fromisoformat(records.as_of),
        }
    )
    head = book.add_format({"bold": True, "bg_color": "#E8F0F7", "text_wrap": True, "valign": "top", "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    _comparison(book, records, head, body)
    _sources(book, records, head, body)
    for table in tables:
        names = [column.name for column in table.columns]
        rows = _taken(made.pop(table.name)) if table.name in made else table.rows(records)
        _sheet(book, table.title, names, rows, [18] * len(names), (1, 1), head, body)
    book.close()
    return with_rows(buffer.getvalue(), book.worksheets())


def _taken(rows: list[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows in their order, each let go when the next is asked for."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _comparison(book: Workbook, records: Records, head: Format, body: Format) -> None:
    groups = {group["id"]: zh(group["label"]) for group in records.parameters["groups"]}
    sheet = book.add_worksheet("比较", worksheet_class=RowSheet)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 1 + len(records.schemes), 26)
    sheet.put_row(0, _cells(["分组", "参数（单位）", *headings(records)], head))
    formats = {
        unit: book.add_format({"num_format": code, "align": "left", "valign": "top"})
        for unit, code in FORMATS.items()
    }
    for line, parameter in enumerate(records.parameters["parameters"], start=1):
        unit = UNITS.get(parameter["unit"])
        title = f"{zh(parameter['label'])}（{unit}）" if unit else zh(parameter["label"])
        row: list[tuple[int, Any, Format]] = [(0, groups[parameter["group"]], body), (1, title, body)]
        for column, scheme in enumerate(records.schemes, start=2):
            cell = scheme["parameters"][parameter["id"]]
            number = figure(parameter, cell)
            row.append((column, zh(cell["text"]), body) if number is None else (column, number, formats[parameter["unit"]]))
        sheet.put_row(line, row)


def figure(parameter: Record, cell: Record) -> int | float | None:
    """The one number of a cell in the parameter's unit, where it holds in every case and is exact; else None."""
    provisions = cell["provisions"]
    if len(provisions) != 1 or parameter["unit"] not in FORMATS or parameter["kind"] == "rate_formula":
        return None
    (only,) = provisions
    if only["state"] != "stated" or only["when"] or only["approx"] or only["adds"] or only["sort"] is None:
        return None
    if parameter["kind"] != "duration":
        return only["sort"] if only["modality"] in (None, parameter["modality"]) else None
    return only["value"].get(parameter["unit"]) if only["modality"] == parameter["modality"] else None


def _sources(book: Workbook, records: Records, head: Format, body: Format) -> None:
    names = ["方案编号", "方案", "来源", "种类", "级别", "发布者", "发布日期", "阅读程度", "地址", "核对日期"]
    _sheet(book, "来源", names, _source_rows(records), [20, 26, 44, 12, 10, 24, 12, 14, 40, 12], (1, 2), head, body)


def _source_rows(records: Records) -> Iterator[list[Any]]:
    for scheme in records.schemes:
        for source in scheme["sources"]:
            yield [
                scheme["id"],
                zh(scheme["name"]),
                source["title"],
                label(records, "source_kind", source["kind"]),
                label(records, "tier", source["tier"]),
                _known(source["publisher"]),
                _known(source["published_on"]),
                label(records, "read", source["read"]),
                source["url"] or "",
                source["checked_on"],
            ]


def _known(value: str | None) -> str:
    return {"unread": "未见原文", "unstated": "未载明"}.get(value or "", value or "")


def _sheet(
    book: Workbook,
    title: str,
    names: Sequence[str],
    rows: Iterable[list[Any]],
    widths: Sequence[int],
    frozen: tuple[int, int],
    head: Format,
    body: Format,
) -> None:
    sheet = book.add_worksheet(title, worksheet_class=RowSheet)
    sheet.freeze_panes(*frozen)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.put_row(0, _cells(names, head))
    last = 0
    for last, row in enumerate(rows, start=1):
        sheet.put_row(last, _cells(row, body))
    sheet.autofilter(0, 0, last, len(names) - 1)


def _cells(values: Sequence[Any], shown: Format) -> Iterator[tuple[int, str | int | float, Format]]:
    """(column, value, format) of what is not empty."""
    for column, value in enumerate(values):
        if isinstance(value, bool):
            yield column, "是" if value else "否", shown
        elif value or isinstance(value, (int, float)):
            yield column, value, shown
