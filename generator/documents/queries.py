"""Questions to a document tree: its undecided points, its plain text, the same without annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.documents.layout import Block, Runs
from generator.documents.numbered import lay_out


def clean(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree without its notes."""

    def kept(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [block for block in blocks if block["type"] != "note"]

    found = {**tree, "blocks": kept(tree["blocks"])}
    if "annexes" in tree:
        found["annexes"] = [{**annex, "blocks": kept(annex["blocks"])} for annex in tree["annexes"]]
    return found


def open_points(tree: Any) -> list[str]:
    """The labels of all undecided points, each once, in the order of the document."""
    found: dict[str, None] = {}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("open"), str):
                found[value["open"]] = None
            for key in sorted(value, key=_reading_order):
                walk(value[key])
        elif isinstance(value, list):
            for entry in value:
                walk(entry)

    walk(tree)
    return list(found)


_ORDER = ("title", "subtitle", "notice", "lead", "caption", "signoff", "text", "seal", "rows", "issuers", "date", "blocks", "annexes")


def _reading_order(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def plain_text(tree: dict[str, Any]) -> str:
    """All words of the document with its numbers, a line for each paragraph, cell line and note. Raises BadDocument."""
    layout = lay_out(tree)
    lines: list[str] = [words(layout.notice)]
    for section in layout.sections:
        lines += [section.mark, *map(words, section.title)]
        if not section.mark:
            lines.append(words(layout.subtitle))
        lines += map(words, section.notes)
        lines += [line for block in section.blocks for line in _block_lines(block)]
    return "".join(f"{line}\n" for line in lines if line)


def words(runs: Runs) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)


def labelled(block: Block) -> str:
    """The number of a block as it stands before its text: 章 and 条 with one wide space."""
    return block.label + ("\u3000" if block.kind in ("chapter", "article") else "")


def _block_lines(block: Block) -> Iterator[str]:
    if block.kind in ("signature", "annex_list"):
        yield from map(words, block.issuers)
    yield labelled(block) + words(block.runs)
    for row in block.rows:
        for cell in row:
            if not cell.above:
                yield from map(words, (*cell.lines, *cell.ending))
    yield from map(words, block.notes)
