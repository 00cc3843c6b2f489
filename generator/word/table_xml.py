"""A table of the layout to the XML of a Word table: widths in whole twips, merged cells, sign-off rows."""

from __future__ import annotations

from collections.abc import Callable

from generator.documents.layout import Block, Cell, Runs

TEXT_WIDTH = 8844
"""The width of the type area, 156 mm, in twentieths of a point."""

ROW_HEIGHT = 460


def column_widths(weights: tuple[int, ...]) -> list[int]:
    """The type area divided by weights; the last column takes what remains."""
    total = sum(weights)
    widths = [TEXT_WIDTH * weight // total for weight in weights]
    return [*widths[:-1], TEXT_WIDTH - sum(widths[:-1])]


def table(block: Block, runs: Callable[[Runs], str], commented: Callable[[str], str]) -> str:
    """The table; `runs` writes words, `commented` puts the table's comments around those of its first line."""
    widths = column_widths(block.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = [True]

    def content(line: Runs) -> str:
        written = runs(line)
        if first:
            first.clear()
            return commented(written)
        return written

    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{ROW_HEIGHT}" w:hRule="atLeast"/>'
        + ("<w:tblHeader/>" if number < block.header else "")
        + "</w:trPr>"
        + "".join(_cell(cell, widths, number < block.header, content) for cell in row)
        + "</w:tr>"
        for number, row in enumerate(block.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _cell(cell: Cell, widths: list[int], header: bool, content: Callable[[Runs], str]) -> str:
    width = sum(widths[cell.column : cell.column + cell.span])
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merged = "<w:vMerge/>" if cell.above else '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{_paragraphs(cell, header, content)}</w:tc>"


def _paragraphs(cell: Cell, header: bool, content: Callable[[Runs], str]) -> str:
    style = "TableLabel" if header or cell.label else "TableText"

    def paragraph(line: Runs, align: str) -> str:
        aligned = f'<w:jc w:val="{align}"/>' if align != "center" else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{aligned}</w:pPr>{content(line)}</w:p>'

    if cell.above:
        return paragraph((), "center")
    blank = max(0, cell.height - len(cell.lines) - len(cell.ending)) if cell.ending else 0
    lines = [paragraph(line, cell.align) for line in cell.lines]
    lines += [paragraph((), "left")] * blank
    lines += [paragraph(line, "right") for line in cell.ending]
    return "".join(lines) or paragraph((), "center")
