"""A sound document tree to its layout: numbers of chapters, articles, items and headings, and the words of references.

Chapters and articles count through the body (articles run on across chapters); each annex counts anew. Items
count anew after an article or heading, where `restart` says so, and at the start of a text. The forms of the
numbers follow 《立法法》 (章 and 条 in Chinese numerals, 项 in brackets, 目 in digits) and GB/T 9704-2012,
7.3.3 (一、（一） 1. （1）); a reference to an item is written without brackets (《立法技术规范（试行）（一）》).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from generator.chinese_forms import cn
from generator.documents.layout import Block, Cell, Layout, Run, Runs, Section, signature_insets
from generator.documents.table_grid import places, table_width
from generator.documents.tree import line_list, pieces, require_sound


def lay_out(tree: dict[str, Any] | Layout) -> Layout:
    """The layout of a tree; a layout, made once for several forms of a document, is given back. Raises BadDocument."""
    if isinstance(tree, Layout):
        return tree
    require_sound(tree)
    annexes = tree.get("annexes", [])
    marks = [""] + ["附件" if len(annexes) == 1 else f"附件{n}" for n in range(1, len(annexes) + 1)]
    parts = [tree, *annexes]
    numbering = _Numbering()
    drafts = [
        [numbering.block(block, section) for block in part["blocks"]] for section, part in enumerate(parts)
    ]
    for part, mark in zip(parts, marks, strict=True):
        if mark and "name" in part:
            numbering.words[part["name"]] = _Words(mark, None, "", None)
    writer = _Writer(numbering.words, [part["title"] for part in annexes])
    return Layout(
        date=tree["date"],
        subtitle=writer.runs(tree.get("subtitle", [])),
        notice=writer.runs(tree.get("notice", [])),
        sections=tuple(
            writer.section(part, mark, drafted)
            for part, mark, drafted in zip(parts, marks, drafts, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """How a target is called: `full` is `whole` (the number of the paragraph `key`) and then `rest`."""

    whole: str
    key: int | None
    rest: str
    local: str | None


class _Numbering:
    """Counts the blocks of all parts in order."""

    def __init__(self) -> None:
        self.keys = -1
        self.section = -1
        self.item_lists = 0
        self.words: dict[str, _Words] = {}

    def block(self, block: dict[str, Any], section: int) -> tuple[dict[str, Any], Block]:
        """The block with its number, its words still to be written."""
        self.keys += 1
        if section != self.section:
            self.section = section
            self.chapter = self.article = 0
            self.article_key: int | None = None
            self.headings = [0, 0, 0, 0]
            self.items: tuple[str, int] | None = None
            self.loose: tuple[str, int] | None = None
            self.counts = [0, 0]
        kind, level = block["type"], int(block.get("level", 1))
        label, series, depth = self.count(block, kind, level)
        found = Block(
            kind=kind, key=self.keys, label=label, name=block.get("name"), marked=block.get("marked", False),
            level=level, align=block.get("align"), indent=block.get("indent", True), series=series, depth=depth,
        )  # fmt: skip
        return block, found

    def count(
        self, block: dict[str, Any], kind: str, level: int
    ) -> tuple[str, tuple[str, int] | None, int]:
        name = block.get("name")
        if kind == "chapter":
            self.chapter += 1
            label = f"第{cn(self.chapter)}章"
            self.call(name, _Words(label, self.keys, "", None))
            self.forget_items()
            return label, ("chapters", self.section), 0
        if kind == "article":
            self.article += 1
            label = f"第{cn(self.article)}条"
            self.call(name, _Words(label, self.keys, "", None))
            self.forget_items()
            self.article_key, self.items = self.keys, ("articles", self.section)
            return label, self.items, 0
        if kind == "heading":
            label = self.heading(level)
            part = f"第{cn(max(1, self.headings[0]))}部分"
            words = part if level == 1 else part * bool(self.headings[0]) + label.rstrip(".")
            self.call(name, _Words(words, None, "", None if level == 1 else label.rstrip(".")))
            self.forget_items()
            return label, ("headings", self.section), level - 1
        if kind == "item":
            return self.item(block, level)
        return "", None, 0

    def forget_items(self) -> None:
        self.items = self.loose = self.article_key = None
        self.counts = [0, 0]

    def heading(self, level: int) -> str:
        self.headings[level - 1] += 1
        self.headings[level:] = [0] * (4 - level)
        number = self.headings[level - 1]
        return (f"{cn(number)}、", f"（{cn(number)}）", f"{number}.", f"（{number}）")[level - 1]

    def item(self, block: dict[str, Any], level: int) -> tuple[str, tuple[str, int], int]:
        restart = block.get("restart", False)
        if level == 1:
            if self.items is None or restart:
                self.items, self.counts = self.new_list("items"), [0, 0]
            self.counts, self.loose = [self.counts[0] + 1, 0], None
        else:
            # 目 that stand under no 项, or begin anew, are a list of their own.
            if restart or self.loose is None and not self.counts[0]:
                self.loose, self.counts = self.new_list("digits"), [self.counts[0], 0]
            self.counts = [self.counts[0], self.counts[1] + 1]
        whole = f"第{cn(self.article)}条" if self.article_key is not None else ""
        first = f"第{cn(self.counts[0])}项" if self.counts[0] else ""
        words = first if level == 1 else f"{first}第{self.counts[1]}目"
        self.call(block.get("name"), _Words(whole, self.article_key, words, words))
        label = f"（{cn(self.counts[0])}）" if level == 1 else f"{self.counts[1]}."
        if level == 2 and self.loose is not None:
            return label, self.loose, 0
        return label, self.items, level - (self.items[0] == "items")

    def new_list(self, kind: str) -> tuple[str, int]:
        self.item_lists += 1
        return kind, self.item_lists

    def call(self, name: str | None, words: _Words) -> None:
        if name is not None:
            self.words[name] = words


class _Writer:
    """Fills in the words, now that every number is known."""

    def __init__(self, words: dict[str, _Words], annex_titles: list[Any]) -> None:
        self.words, self.annex_titles = words, annex_titles

    def runs(self, inline: Any, kind: str = "plain") -> Runs:
        """The runs of an inline; neighbours of one kind become one."""
        found: list[Run] = []
        for piece in pieces(inline):
            for run in self.piece(piece, kind):
                last = found[-1] if found else None
                if last and last.kind == run.kind and run.kind in ("plain", "strong", "lead"):
                    found[-1] = replace(last, text=last.text + run.text)
                elif run.text:
                    found.append(run)
        return tuple(found)

    def piece(self, piece: Any, kind: str) -> list[Run]:
        if isinstance(piece, str):
            return [Run(piece, kind)]
        if "open" in piece:
            return [Run(f"【待定：{piece['open']}】", "open")]
        if "strong" in piece:
            return [Run(piece["strong"], "strong")]
        name = piece["ref"]
        words = self.words[name]
        if piece.get("form") == "local" and words.local is not None:
            return [Run(words.local, "ref", None, name)]
        return [Run(words.whole, "ref", words.key, name), Run(words.rest, "ref", None, name)]

    def section(self, part: dict[str, Any], mark: str, drafted: list[tuple[dict[str, Any], Block]]) -> Section:
        blocks: list[Block] = []
        before: list[Runs] = []
        noted = -1
        for source, block in drafted:
            if block.kind == "note":
                note = self.runs(source["text"])
                if noted < 0:
                    before.append(note)
                else:
                    blocks[noted] = replace(blocks[noted], notes=(*blocks[noted].notes, note))
            elif block.kind != "annex_list" or self.annex_titles:
                blocks.append(self.filled(source, block))
                # A page break shows nothing that a note could stand beside.
                noted = noted if block.kind == "page_break" else len(blocks) - 1
        title = tuple(self.runs(line) for line in line_list(part["title"]))
        return Section(mark, part.get("name") if mark else None, title, tuple(blocks), tuple(before))

    def filled(self, source: dict[str, Any], block: Block) -> Block:
        if block.kind == "table":
            return self.table(source, block)
        if block.kind == "signature":
            issuers = tuple(self.runs(issuer) for issuer in source["issuers"])
            date = self.runs(source["date"])
            return replace(block, issuers=issuers, runs=date, insets=signature_insets(issuers, date))
        if block.kind == "annex_list":
            count = len(self.annex_titles)
            heads = ["附件："] if count == 1 else [f"{'附件：' if n == 1 else ''}{n}." for n in range(1, count + 1)]
            rows = tuple(
                (Run(head), *(run for line in line_list(title) for run in self.runs(line)))
                for head, title in zip(heads, self.annex_titles, strict=True)
            )
            return replace(block, issuers=rows)
        lead = self.runs(source["lead"], "lead") if "lead" in source else ()
        return replace(block, runs=lead + self.runs(source.get("text", [])))

    def table(self, source: dict[str, Any], block: Block) -> Block:
        rows = source["rows"]
        width = table_width(rows)
        header = min(int(source.get("header", 0)), len(rows))
        weights = source.get("columns") or []
        weights = [int(weight) for weight in weights[:width]] + [1] * max(0, width - len(weights))
        cells = tuple(tuple(self.cell(place) for place in row) for row in places(rows))
        caption = self.runs(source.get("caption", []))
        return replace(block, rows=cells, columns=tuple(weights), header=header, runs=caption)

    def cell(self, place: Any) -> Cell:
        record = place.cell
        where = (place.column, place.span, place.down, place.above)
        if "signoff" in record:
            row = record["signoff"]
            ending = tuple(self.runs(row[key]) for key in ("seal", "date") if key in row)
            text = (self.runs(row["text"]),) if "text" in row else ()
            return Cell(text, *where, "left", False, ending, int(row.get("lines", 5)))
        label = record.get("label", False)
        lines = tuple(self.runs(line) for line in line_list(record["text"]))
        return Cell(lines, *where, record.get("align") or "center", label)
