"""A document as Markdown (CommonMark with tables); every text stands in it as it was typed. Mirror: `documents_text.js`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.documents.layout import Block, Cell, Layout, Run, Runs, Section
from generator.documents.numbered import lay_out
from generator.documents.queries import labelled

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|#~!${}^:@\"]")
_WWW = re.compile(r"(www)\.", re.IGNORECASE)
_LINE_START = re.compile(r"^(?:([+=-])|([0-9]{1,9})([.)]))")
_EDGE = re.compile("^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$")
_PLAIN_EDGE = re.compile("[0-9A-Za-z\u3400-\u9fff]")


def markdown(tree: dict[str, Any] | Layout) -> str:
    """The Markdown text of a tree or its layout. Raises BadDocument."""
    return "\n\n".join(_pieces(lay_out(tree))) + "\n"


def escaped(text: str) -> str:
    """`text` so that Markdown shows its very characters (not at the start or end of a line, see `_line`)."""
    return _WWW.sub(r"\1\\.", _SPECIAL.sub(r"\\\g<0>", text))


def _line(text: str) -> str:
    """A line whose first and last characters mean nothing to Markdown."""
    text = _LINE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)
    return _edged(text)


def _edged(text: str) -> str:
    """The text with a space at either end written so that it is kept."""
    return _EDGE.sub(lambda found: f"&#{ord(found[0])};", text)


def _run(run: Run) -> str:
    text = escaped(run.text)
    # A mark next to punctuation or a space would not count as emphasis, so such words go without.
    if run.kind == "strong" and _PLAIN_EDGE.match(run.text[0]) and _PLAIN_EDGE.match(run.text[-1]):
        return f"**{text}**"
    return text


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _pieces(layout: Layout) -> Iterator[str]:
    if layout.notice:
        yield f"> {_line(_inline(layout.notice))}"
    for section in layout.sections:
        yield from _heading(section)
        if layout.subtitle and not section.mark:
            yield _line(_inline(layout.subtitle))
        yield from _notes(section.notes)
        for block in section.blocks:
            yield from _block(block)
            yield from _notes(block.notes)


def _heading(section: Section) -> Iterator[str]:
    title = "".join(map(_inline, section.title))
    if section.mark:
        yield "---"
        yield f"**{section.mark}**"
        yield f"## {_line(title)}"
    else:
        yield f"# {_line(title)}"


def _notes(notes: tuple[Runs, ...]) -> Iterator[str]:
    for note in notes:
        yield f"> 〔批注〕{_line(_inline(note))}"


def _block(block: Block) -> Iterator[str]:
    match block.kind:
        case "chapter":
            yield f"## {_line(labelled(block) + _inline(block.runs))}"
        case "article":
            yield f"**{block.label}**\u3000{_edged(_inline(block.runs))}"
        case "heading":
            yield f"{'#' * (block.level + 1)} {_line(escaped(block.label) + _inline(block.runs))}"
        case "page_break":
            yield "---"
        case "table":
            if block.runs:
                yield _line(_inline(block.runs))
            yield _table(block)
        case "signature" | "annex_list":
            yield from (_line(_inline(line)) for line in block.issuers)
            if block.runs:
                yield _line(_inline(block.runs))
        case _:
            yield _line(escaped(block.label) + _inline(block.runs))


def _table(block: Block) -> str:
    width = len(block.columns)
    rows = [_row(row, width) for row in block.rows]
    head = rows.pop(0) if block.header else _cells([""] * width)
    return "\n".join([head, "|" + " --- |" * width, *rows])


def _row(row: tuple[Cell, ...], width: int) -> str:
    texts = [""] * width
    for cell in row:
        if not cell.above:
            lines = [_inline(line) for line in (*cell.lines, *cell.ending)]
            texts[cell.column] = "\u3000".join(line for line in lines if line)
    return _cells(texts)


def _cells(texts: list[str]) -> str:
    return "|" + "".join(f" {_edged(text)} |" for text in texts)
