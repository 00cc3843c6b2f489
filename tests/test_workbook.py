"""The workbook and the texts of the whole: figures read back, text never a formula, the same bytes."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
import shipped_data
from openpyxl import Workbook, load_workbook
from xlsxwriter.worksheet import Worksheet

from generator.exports import workbook
from generator.exports.comparison_table import (
    comparison_markdown,
    comparison_table,
    headings,
    plain,
)
from generator.exports.csv_text import csv_bytes
from generator.exports.files import WORKBOOK_TABLES
from generator.exports.workbook import figure, workbook_bytes
from generator.publication import Records

EVIL = '=HYPERLINK("http://x.invalid")'


@cache
def shipped() -> Records:
    return shipped_data.publication()


@cache
def book() -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(shipped(), WORKBOOK_TABLES)))


def with_text(records: Records, text: str) -> Records:
    """The records with the text of one cell, one title and one locator replaced."""
    scheme = {**records.schemes[0]}
    parameter = records.parameters["parameters"][0]["id"]
    cell = scheme["parameters"][parameter]
    cell = {**cell, "text": {"zh": text, "en": text}, "state": "stated"}
    scheme["parameters"] = {**scheme["parameters"], parameter: cell}
    scheme["sources"] = [{**source, "title": text} for source in scheme["sources"]]
    return dataclasses.replace(records, schemes=(scheme, *records.schemes[1:]))


def test_every_figure_of_the_comparison_reads_back_as_the_number_it_is():
    sheet, count = book()["比较"], 0
    for line, parameter in enumerate(shipped().parameters["parameters"], start=2):
        for column, scheme in enumerate(shipped().schemes, start=3):
            cell = scheme["parameters"][parameter["id"]]
            number, found = figure(parameter, cell), sheet.cell(line, column).value
            assert found == (cell["text"]["zh"] if number is None else number)
            count += number is not None
    assert count > 60


def test_a_figure_stands_in_the_unit_that_its_row_names():
    sheet = book()["比较"]
    rows = {sheet.cell(line, 2).value: line for line in range(2, sheet.max_row + 1)}
    columns = {sheet.cell(1, column).value: column for column in range(3, sheet.max_column + 1)}

    def at(row: str, scheme: str) -> Any:
        return sheet.cell(rows[row], columns[scheme])

    assert at("最长贷款期限（个月）", "佛山市2022年（foshan-2022）").value == 36
    rate = at("保险费率上限（%）", "深圳市2018年（shenzhen-2018）")
    assert rate.value == 0.03 and rate.number_format.endswith("%")
    assert at("贷款额度上限（元）", "淄博市2022年（zibo-2022）").value == 200_000


@pytest.mark.parametrize(
    "change",
    [{"when": {"group": "startup"}}, {"approx": True}, {"adds": True}, {"state": "delegated"}, {"modality": "usual"}, {"sort": None}],
)  # fmt: skip
def test_a_figure_that_holds_only_in_part_stays_in_words(change: dict[str, Any]):
    parameter = {"kind": "money", "unit": "yuan", "modality": "cap"}
    provision = {"state": "stated", "when": {}, "approx": False, "adds": False, "modality": "cap", "sort": 5, "value": 5}
    assert figure(parameter, {"provisions": [provision]}) == 5
    assert figure(parameter, {"provisions": [{**provision, **change}]}) is None
    assert figure(parameter, {"provisions": [provision, provision]}) is None


def test_the_sources_are_the_second_sheet_and_all_of_them_are_there():
    assert book().sheetnames == ["比较", "来源", "规定", "方案", "参数", "参考利率"]
    assert book()["来源"].max_row - 1 == sum(len(s["sources"]) for s in shipped().schemes)


def test_headings_stay_in_sight():
    assert book()["比较"].freeze_panes == "C2"
    assert all(sheet.freeze_panes for sheet in book())


def test_no_text_becomes_a_formula():
    made = load_workbook(io.BytesIO(workbook_bytes(with_text(shipped(), EVIL), WORKBOOK_TABLES)))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert sum(cell.value == EVIL for cell in cells) >= 2


def test_the_same_records_give_the_same_bytes():
    assert workbook_bytes(shipped(), WORKBOOK_TABLES) == workbook_bytes(shipped(), WORKBOOK_TABLES)


def test_the_day_of_the_data_stands_for_the_clock():
    assert str(book().properties.created)[:10] == shipped().as_of


def test_the_wide_table_has_a_column_for_each_scheme_and_is_safe_to_open():
    text = csv_bytes(comparison_table(shipped()), shipped()).decode("utf-8")
    assert text.startswith("\ufeff参数编号,参数,分组,单位,")
    assert len(set(headings(shipped()))) == len(shipped().schemes)
    evil = with_text(shipped(), EVIL)
    assert f"\"'{EVIL.replace(chr(34), chr(34) * 2)}\"" in csv_bytes(comparison_table(evil), evil).decode("utf-8")


def test_the_markdown_names_places_and_holds_no_marks_of_the_data():
    text = comparison_markdown(shipped()).decode("utf-8")
    assert "## 最长贷款期限" in text and "三（三）" in text
    evil = comparison_markdown(with_text(shipped(), "<b>*[重](x)*</b>\n# 标题")).decode("utf-8")
    assert "<b>" not in evil and "\n# 标题" not in evil
    assert plain("a|b`c*d") == "a\\|b\\`c\\*d"


def test_the_sheets_are_those_that_the_library_itself_writes(monkeypatch: pytest.MonkeyPatch):
    """Rows are written by a worksheet of ours; with the library's own cell by cell the file has the same bytes."""
    ours = workbook_bytes(shipped(), WORKBOOK_TABLES)
    monkeypatch.setattr(workbook, "RowSheet", CellSheet)
    assert workbook_bytes(shipped(), WORKBOOK_TABLES) == ours


class CellSheet(Worksheet):
    """The library's own worksheet, given rows."""

    def put_row(self, line: int, cells: Iterable[tuple[int, Any, Any]]) -> None:
        for column, value, shown in cells:
            (self.write_string if isinstance(value, str) else self.write_number)(line, column, value, shown)
