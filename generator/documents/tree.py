"""The shape of a document tree, and everything that is wrong with one; mirror: `documents_tree.js`.

    document   {"title": lines, "subtitle"?: inline, "notice"?: inline, "date": "2026-03-01", "blocks": [block…],
                "annexes"?: [{"name"?, "title": lines, "blocks": [block…]}…]}
    block      {"type", …} with the fields of BLOCKS; "name" is an anchor for cross-references
    lines      a text, or a list of inlines, one for each line
    inline     a text, or a list of texts and pieces: {"ref": name, "form"?: "full"|"local"}, {"open": label}, {"strong": text}
    cell       a text, or {"text": lines, "span"?, "down"?, "align"?, "label"?}
    row        a list of cells, or {"signoff": label, "text"?: inline, "seal"?: inline, "date"?: inline, "lines"?: height}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.chinese_forms import whole
from generator.documents.table_grid import width_faults

LONGEST_TEXT = 100_000
NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
"""Controls, line breaks, characters that turn the reading direction, and what no XML file may hold."""

ALIGNMENTS = ("left", "center", "right", "both")
FORMS = ("full", "local")

BLOCKS: dict[str, dict[str, str]] = {
    "chapter": {"text": "inline", "name": "name?", "marked": "flag?"},
    "article": {"text": "inline", "name": "name?", "marked": "flag?"},
    "paragraph": {"text": "inline", "name": "name?", "marked": "flag?", "align": "align?", "indent": "flag?"},
    "item": {
        "text": "inline", "lead": "inline?", "level": "level2?", "restart": "flag?", "name": "name?", "marked": "flag?",
    },
    "heading": {"text": "inline", "level": "level4", "name": "name?", "marked": "flag?"},
    "addressee": {"text": "inline"},
    "table": {
        "rows": "rows", "columns": "weights?", "header": "count?", "caption": "inline?", "name": "name?", "marked": "flag?",
    },
    "signature": {"issuers": "inlines", "date": "inline"},
    "annex_list": {},
    "note": {"text": "inline"},
    "remark": {"text": "inline", "marked": "flag?"},
    "page_break": {},
}  # fmt: skip
"""Each block's fields and their kinds; `?` marks those that may be left out."""

DOCUMENT = {
    "title": "lines", "subtitle": "inline?", "notice": "inline?", "date": "day", "blocks": "blocks", "annexes": "annexes?",
}  # fmt: skip
ANNEX = {"title": "lines", "name": "name?", "blocks": "blocks"}
CELL = {"text": "lines0", "span": "count1?", "down": "count1?", "align": "align?", "label": "flag?"}
SIGNOFF = {"signoff": "inline", "text": "inline?", "seal": "inline?", "date": "inline?", "lines": "count1?"}
NUMBERED = ("chapter", "article", "item", "heading")
"""The blocks that a cross-reference may lead to, besides annexes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the tree, in Chinese, and the path of the place."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class BadDocument(ValueError):
    """A tree that is no document; `faults` says all that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("；".join(str(fault) for fault in faults[:5]))
        self.faults = faults


def check(tree: object) -> list[Fault]:
    """Everything that is wrong with a tree, in the order of the tree; empty for a sound one."""
    checker = _Checker()
    checker.record(tree, DOCUMENT, "")
    for path, name in checker.references:
        if checker.names.get(name) is None:
            found = "没有可引用的" if name not in checker.names else "不能引用"
            checker.fault(path, f"{found} {name}")
    return checker.faults


def require_sound(tree: Any) -> None:
    """Raises BadDocument with everything that is wrong."""
    if faults := check(tree):
        raise BadDocument(faults)


def pieces(inline: Any) -> list[Any]:
    """The pieces of an inline: texts and records."""
    return [inline] if isinstance(inline, str) else inline


def line_list(lines: Any) -> list[Any]:
    """The inlines of `lines`."""
    return [lines] if isinstance(lines, str) else lines


class _Checker:
    """Walks the tree; a field's kind is the name of the method that checks it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.names: dict[str, bool | None] = {}
        self.references: list[tuple[str, str]] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))

    def record(self, value: object, fields: dict[str, str], path: str, also: tuple[str, ...] = ()) -> None:
        """Checks each field of a record by its kind, in the order of `fields`."""
        if not isinstance(value, dict):
            self.fault(path, "应是一组字段")
            return
        for key in value:
            if key not in fields and key not in also:
                self.fault(_join(path, key), "没有这个字段")
        for key, kind in fields.items():
            if key not in value:
                if not kind.endswith("?"):
                    self.fault(_join(path, key), "缺少")
                continue
            getattr(self, kind.rstrip("?"))(value[key], _join(path, key))

    def each(self, value: object, path: str) -> Iterator[tuple[Any, str]]:
        if not isinstance(value, list):
            self.fault(path, "应是列表")
            return
        for place, entry in enumerate(value):
            yield entry, f"{path}[{place}]"

    def text(self, value: str, path: str) -> None:
        if len(value) > LONGEST_TEXT:
            self.fault(path, f"文字超过{LONGEST_TEXT}字")
        elif found := FORBIDDEN.search(value):
            self.fault(path, f"文字里有不能用的字符 U+{ord(found[0]):04X}")

    def inline(self, value: object, path: str, *, empty: bool = False) -> None:
        """A text or pieces; a blank one is a fault unless `empty`."""
        if isinstance(value, str):
            self.text(value, path)
            if not empty and not value.strip(" \u3000"):
                self.fault(path, "没有文字")
            return
        for piece, where in self.each(value, path):
            self.piece(piece, where)
        if not empty and isinstance(value, list):
            if not any(piece.strip(" \u3000") if isinstance(piece, str) else True for piece in value):
                self.fault(path, "没有文字")

    def piece(self, value: object, path: str) -> None:
        if isinstance(value, str):
            self.text(value, path)
        elif not isinstance(value, dict) or len({"ref", "open", "strong"} & value.keys()) != 1:
            self.fault(path, "应是文字、引用、待定或加重")
        elif "ref" in value:
            self.record(value, {"ref": "name_used", "form": "form?"}, path)
        else:
            self.record(value, {"open": "plain"} if "open" in value else {"strong": "plain"}, path)

    def plain(self, value: object, path: str) -> None:
        if isinstance(value, str):
            self.inline(value, path)
        else:
            self.fault(path, "应是文字")

    def lines(self, value: object, path: str) -> None:
        if isinstance(value, str):
            self.inline(value, path)
            return
        for line, where in self.each(value, path):
            self.inline(line, where)
        if value == []:
            self.fault(path, "没有文字")

    def lines0(self, value: object, path: str) -> None:
        if isinstance(value, str):
            self.inline(value, path, empty=True)
            return
        for line, where in self.each(value, path):
            self.inline(line, where, empty=True)

    def inlines(self, value: object, path: str) -> None:
        for entry, where in self.each(value, path):
            self.inline(entry, where)
        if value == []:
            self.fault(path, "不能为空")

    def name(self, value: object, path: str, *, target: bool = True) -> None:
        if not isinstance(value, str) or not NAME.fullmatch(value):
            self.fault(path, "名称只能用小写字母、数字、- 和 _，以字母开头")
        elif value in self.names:
            self.fault(path, f"名称 {value} 用了两次")
        else:
            self.names[value] = True if target else None

    def name_used(self, value: object, path: str) -> None:
        if isinstance(value, str):
            self.references.append((path, value))
        else:
            self.fault(path, "应是名称")

    def blocks(self, value: object, path: str) -> None:
        counts = [0, 0, 0, 0]
        for block, where in self.each(value, path):
            kind = block.get("type") if isinstance(block, dict) else None
            if not isinstance(kind, str) or kind not in BLOCKS:
                self.fault(where, "没有这种段落")
                continue
            known = len(self.names)
            self.record(block, BLOCKS[kind], where, ("type",))
            if kind not in NUMBERED and len(self.names) > known:
                self.names[block["name"]] = None
            if kind == "heading":
                self.steps(counts, whole(block.get("level")), where)

    def steps(self, counts: list[int], level: int | None, path: str) -> None:
        """A heading may skip levels on the way down, but not come back to one that was skipped.

        What such a heading would be numbered differs from program to program.
        """
        if level is None or not 1 <= level <= 4:
            return
        if not counts[level - 1] and any(counts[level:]):
            self.fault(path, "标题回到了前面跳过的层次")
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)

    def annexes(self, value: object, path: str) -> None:
        for annex, where in self.each(value, path):
            self.record(annex, ANNEX, where)

    def rows(self, value: object, path: str) -> None:
        known = len(self.faults)
        for row, where in self.each(value, path):
            if isinstance(row, dict):
                self.record(row, SIGNOFF, where)
                continue
            for cell, at in self.each(row, where):
                if isinstance(cell, str):
                    self.inline(cell, at, empty=True)
                else:
                    self.record(cell, CELL, at)
        if len(self.faults) == known and isinstance(value, list):
            for message in width_faults(value):
                self.fault(path, message)

    def weights(self, value: object, path: str) -> None:
        for weight, where in self.each(value, path):
            self.count1(weight, where)

    def flag(self, value: object, path: str) -> None:
        if not isinstance(value, bool):
            self.fault(path, "应是 true 或 false")

    def align(self, value: object, path: str) -> None:
        if not isinstance(value, str) or value not in ALIGNMENTS:
            self.fault(path, "应是 left、center、right 或 both")

    def form(self, value: object, path: str) -> None:
        if not isinstance(value, str) or value not in FORMS:
            self.fault(path, "应是 full 或 local")

    def day(self, value: object, path: str) -> None:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fault(path, "应是日期，如 2026-03-01")

    def between(self, value: object, path: str, least: int, most: int) -> None:
        number = whole(value)
        if number is None or not least <= number <= most:
            self.fault(path, f"应是{least}至{most}的整数")

    def count(self, value: object, path: str) -> None:
        self.between(value, path, 0, 100)

    def count1(self, value: object, path: str) -> None:
        self.between(value, path, 1, 100)

    def level2(self, value: object, path: str) -> None:
        self.between(value, path, 1, 2)

    def level4(self, value: object, path: str) -> None:
        self.between(value, path, 1, 4)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
