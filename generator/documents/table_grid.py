"""Which cell of a table stands where: columns, spans and cells that reach down; mirror in `documents_tree.js`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the grid: its first column, how many columns and rows it covers; `above` for one that continues."""

    cell: Any
    column: int
    span: int
    down: int
    above: bool = False


def _record(cell: Any) -> dict[str, Any]:
    return {"text": cell} if isinstance(cell, str) else cell


def places(rows: list[Any]) -> list[list[Place]]:
    """The places of each row, left to right, with a continuing place under each cell that reaches down.

    A sign-off row is one cell for its label and one for the rest; its width is that of the table.
    """
    width = table_width(rows)
    reaching: dict[int, Place] = {}
    found: list[list[Place]] = []
    for row in rows:
        cells = _signoff_cells(row, width) if isinstance(row, dict) else [_record(cell) for cell in row]
        placed, column = [], 0
        for cell in [*cells, None]:
            while column in reaching:
                above = reaching.pop(column)
                placed.append(Place(above.cell, column, above.span, above.down - 1, above=True))
                column += above.span
            if cell is not None:
                place = Place(cell, column, cell.get("span", 1), cell.get("down", 1))
                placed.append(place)
                column += place.span
        reaching = {place.column: place for place in placed if place.down > 1}
        found.append(placed)
    return found


def table_width(rows: list[Any]) -> int:
    """The number of columns: that of the first row of cells; two where there are only sign-off rows."""
    for row in rows:
        if isinstance(row, list):
            return sum(_record(cell).get("span", 1) for cell in row)
    return 2


def _signoff_cells(row: dict[str, Any], width: int) -> list[dict[str, Any]]:
    return [{"text": [row["signoff"]], "label": True}, {"signoff": row, "span": max(1, width - 1)}]


def width_faults(rows: list[Any]) -> list[str]:
    """What keeps the rows from being a table."""
    if not rows:
        return ["表格没有行"]
    width = table_width(rows)
    if not 1 <= width <= 20:
        return ["表格应有1至20列"]
    if width < 2 and any(isinstance(row, dict) for row in rows):
        return ["有签章行的表格至少要有2列"]
    found = []
    placed = places(rows)
    for number, row in enumerate(placed, 1):
        ends = [place.column + place.span for place in row]
        covered = sum(place.span for place in row)
        if covered != width or ends != sorted(ends):
            found.append(f"第{number}行有{covered}列，应有{width}列")
    if not found and any(place.down > 1 for place in placed[-1]):
        found.append("有单元格伸到表格之外")
    return found
