"""A worksheet that keeps its rows as finished XML: the same bytes as XlsxWriter's own, in a third of the time.

XlsxWriter holds the text of every sheet, then once more whole and once more encoded while it is packed; of thousands
of schemes that is hundreds of megabytes. Here it packs sheets without rows, and the rows are packed one by one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32767
"""UTF-16 units in a cell (ECMA-376, part 1, 22.9.2.19, and what spreadsheets read)."""
ROWS_OF_A_SPAN = 16
_ROWS = b"<sheetData></sheetData>"
"""Where the rows belong; XlsxWriter itself writes a sheet without rows otherwise, and no text of a cell stands in a sheet."""
_names: list[str] = []


def _name(column: int) -> str:
    while len(_names) <= column:
        _names.append(xl_col_to_name(len(_names)))
    return _names[column]


class RowSheet(Worksheet):
    """Rows are put in order, each once, its cells from left to right."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[int, int, int, str]] = []

    def put_row(self, line: int, cells: Iterable[tuple[int, str | int | float, Format]]) -> None:
        """The cells of the row `line` (from 0) as (column from 0, value, format); beyond the sheet's edge they are left out."""
        written, columns = [], []
        for column, value, shown in cells:
            if self._check_dimensions(line, column):
                continue
            style, place = shown._get_xf_index(), f"{_name(column)}{line + 1}"
            if isinstance(value, str):
                number = self.str_table._get_shared_string_index(_cut(value))
                written.append(f'<c r="{place}" s="{style}" t="s"><v>{number}</v></c>')
            else:
                written.append(f'<c r="{place}" s="{style}"><v>{value:.16G}</v></c>')
            columns.append(column + 1)
        if columns:
            self._rows.append((line, columns[0], columns[-1], "".join(written)))

    def _write_sheet_data(self) -> None:
        """XlsxWriter's own name: it calls this where the rows belong, which `with_rows` puts there."""
        if not self._rows:
            super()._write_sheet_data()
            return
        self._xml_start_tag("sheetData")
        self._xml_end_tag("sheetData")

    def rows(self) -> Iterator[str]:
        """Each row as XML in its order, let go when the next is asked for."""
        spans: dict[int, tuple[int, int]] = {}
        for line, first, last, _ in self._rows:
            low, high = spans.get(line // ROWS_OF_A_SPAN, (first, last))
            spans[line // ROWS_OF_A_SPAN] = (min(low, first), max(high, last))
        self._rows.reverse()
        while self._rows:
            line, _, _, cells = self._rows.pop()
            low, high = spans[line // ROWS_OF_A_SPAN]
            yield f'<row r="{line + 1}" spans="{low}:{high}">{cells}</row>'


def with_rows(book: bytes, sheets: Sequence[Worksheet]) -> bytes:
    """A packed workbook with the rows of its sheets, which are used up; the bytes that XlsxWriter would pack."""
    waiting = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=1)}
    whole = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as given, ZipFile(whole, "w", ZIP_DEFLATED) as made:
        for entry in given.infolist():
            sheet = waiting.get(entry.filename)
            before, place, after = given.read(entry).partition(_ROWS)
            with made.open(_like(entry), "w") as packed:
                packed.write(before)
                if place and isinstance(sheet, RowSheet):
                    packed.write(b"<sheetData>")
                    for row in sheet.rows():
                        packed.write(row.encode())
                    packed.write(b"</sheetData>")
                else:
                    packed.write(place)
                packed.write(after)
    return whole.getvalue()


def _like(entry: ZipInfo) -> ZipInfo:
    """The name, day and packing of an entry, for another archive."""
    copy = ZipInfo(entry.filename, entry.date_time)
    copy.compress_type = entry.compress_type
    return copy


def _cut(text: str) -> str:
    """What of a text a cell holds."""
    if len(text) <= LONGEST_TEXT // 2:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
