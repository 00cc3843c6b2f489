"""Draft text, what the templates produce, to a document tree: one line is one block. Mirror: `documents_draft.js`.

A line that starts with `@word` is a block of that kind, any other line with text a paragraph; inside a line
`[[name]]` is a cross-reference, `[[?label]]` an undecided point, `[[!words]]` strong. A backslash takes the
next character literally, and `protect` puts one before every character of a value that could be a mark, so a
value is never more than text.
"""

from __future__ import annotations

import re
from typing import Any

from generator.chinese_forms import Unwritable
from generator.documents.tree import FORBIDDEN

_COMMAND = re.compile(r"@([a-z]+[1-4]?)(?:\(([^()]*)\))?(?: +|$)")
_OPTIONS = re.compile(r"\(([^()]*)\) *")
_MARKS = re.compile(r"[\\@\[\]|(]|^ | $")

SIMPLE = {
    "chapter": ("chapter", {}), "article": ("article", {}), "paragraph": ("paragraph", {}), "item": ("item", {}),
    "subitem": ("item", {"level": 2}), "addressee": ("addressee", {}), "note": ("note", {}), "remark": ("remark", {}),
    "heading1": ("heading", {"level": 1}), "heading2": ("heading", {"level": 2}),
    "heading3": ("heading", {"level": 3}), "heading4": ("heading", {"level": 4}),
}  # fmt: skip
FLAGS = {"left": ("align", "left"), "center": ("align", "center"), "right": ("align", "right"), "flush": ("indent", False),
         "restart": ("restart", True), "label": ("label", True)}  # fmt: skip


class BadDraftText(ValueError):
    """A line that is no draft text; the text is `line: reason`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}: {reason}")
        self.line, self.reason = line, reason


def protect(value: str) -> str:
    """The value as text that carries no mark. Raises Unwritable for line breaks and control characters."""
    if found := FORBIDDEN.search(value):
        raise Unwritable(f"文字里有不能用的字符 U+{ord(found[0]):04X}")
    return _MARKS.sub(r"\\\g<0>", value)


def read(text: str, date: str) -> dict[str, Any]:
    """The document tree of a draft text; `date` goes into the tree. Raises BadDraftText."""
    reader = _Reader(date)
    for number, line in enumerate(text.split("\n"), 1):
        reader.number = number
        stripped = _without_outer_spaces(line)
        if stripped:
            reader.line(stripped)
    return reader.finished()


def _without_outer_spaces(line: str) -> str:
    """The line without spaces around it; one that a backslash takes literally stays."""
    line = line.lstrip(" ")
    bare = line.rstrip(" ")
    escaped = len(bare) < len(line) and (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
    return bare + " " if escaped else bare


class _Reader:
    def __init__(self, date: str) -> None:
        self.tree: dict[str, Any] = {"title": [], "date": date, "blocks": []}
        self.part = self.tree
        self.table: dict[str, Any] | None = None
        self.signature: dict[str, Any] | None = None
        self.number = 0

    def refuse(self, reason: str) -> BadDraftText:
        return BadDraftText(self.number, reason)

    def line(self, line: str) -> None:
        if not line.startswith("@"):
            self.add({"type": "paragraph", "text": self.inline(line)})
            return
        found = _COMMAND.match(line)
        if not found:
            raise self.refuse("标记写法不对")
        word, options, rest = found[1], found[2] or "", line[found.end() :]
        if self.table is not None or word in ("row", "signoff", "end"):
            self.in_table(word, options, rest)
        elif word in ("issuer", "date"):
            self.sign(word, rest)
        elif word in SIMPLE:
            self.simple(word, options, rest)
        elif word in ("title", "subtitle", "notice", "annex"):
            self.head(word, options, rest)
        elif word == "table":
            self.start_table(options, rest)
        elif word in ("pagebreak", "annexes"):
            self.add({"type": "page_break" if word == "pagebreak" else "annex_list"})
        else:
            raise self.refuse(f"不认识的标记 @{word}")

    def add(self, block: dict[str, Any]) -> None:
        if self.table is not None:
            raise self.refuse("表格里只能有 @row、@signoff 和 @end")
        self.signature = None
        self.part["blocks"].append(block)

    def head(self, word: str, options: str, rest: str) -> None:
        self.signature = None
        if word == "title":
            self.part["title"].append(self.inline(rest))
        elif word == "annex":
            self.part = {"title": [self.inline(rest)], "blocks": []}
            if options:
                self.part["name"] = options
            self.tree.setdefault("annexes", []).append(self.part)
        elif word in self.tree:
            raise self.refuse(f"@{word} 只能写一次")
        else:
            self.tree[word] = self.inline(rest)

    def simple(self, word: str, options: str, rest: str) -> None:
        kind, fields = SIMPLE[word]
        block: dict[str, Any] = {"type": kind, **fields, **self.options(options)}
        parts = self.split(rest) if kind == "item" else [rest]
        if len(parts) > 2:
            raise self.refuse("@item 里只能有一个 ||")
        if len(parts) == 2:
            block["lead"] = self.inline(parts[0])
        block["text"] = self.inline(parts[-1])
        self.add(block)

    def sign(self, word: str, rest: str) -> None:
        if self.signature is None:
            if word == "date":
                raise self.refuse("@date 前要有 @issuer")
            signature = {"type": "signature", "issuers": []}
            self.add(signature)
            self.signature = signature
        if word == "issuer":
            self.signature["issuers"].append(self.inline(rest))
        else:
            self.signature["date"] = self.inline(rest)
            self.signature = None

    def start_table(self, options: str, rest: str) -> None:
        table: dict[str, Any] = {"type": "table", "rows": [], **self.options(options)}
        if rest:
            table["caption"] = self.inline(rest)
        self.add(table)
        self.table = table

    def in_table(self, word: str, options: str, rest: str) -> None:
        if self.table is None:
            raise self.refuse(f"@{word} 只能写在表格里")
        if word == "end":
            self.table = None
        elif word == "row":
            self.table["rows"].append([self.cell(part) for part in self.split(rest)])
        elif word == "signoff":
            parts = [self.inline(part) for part in self.split(rest)]
            if len(parts) > 4:
                raise self.refuse("@signoff 最多四格")
            row = {key: part for key, part in zip(("signoff", "text", "seal", "date"), parts, strict=False) if part}
            self.table["rows"].append(row | self.options(options))
        else:
            raise self.refuse("表格里只能有 @row、@signoff 和 @end")

    def cell(self, text: str) -> dict[str, Any]:
        found = _OPTIONS.match(text)
        options = self.options(found[1]) if found else {}
        return {"text": [self.inline(text[found.end() :] if found else text)], **options}

    def options(self, text: str) -> dict[str, Any]:
        """`name restart span=3 columns=1,3` as fields."""
        fields: dict[str, Any] = {}
        for word in text.split(" "):
            key, equals, value = word.partition("=")
            if not word:
                continue
            if not equals:
                key, found = FLAGS.get(word, ("name", word))
            elif key == "columns":
                found = [self.count(part) for part in value.split(",")]
            else:
                found = value if key == "align" else self.count(value)
            if key in fields:
                raise self.refuse(f"{word} 写了两次")
            fields[key] = found
        return fields

    def count(self, text: str) -> int:
        if not re.fullmatch("[0-9]{1,3}", text):
            raise self.refuse(f"{text} 应是整数")
        return int(text)

    def split(self, text: str) -> list[str]:
        """The parts between `||`, without the spaces around them."""
        parts, start, place = [], 0, 0
        while place < len(text):
            if text[place] == "\\":
                place += 2
            elif text.startswith("||", place):
                parts.append(text[start:place])
                start = place = place + 2
            else:
                place += 1
        return [_without_outer_spaces(part) for part in [*parts, text[start:]]]

    def inline(self, text: str) -> Any:
        """A text with its references, undecided points and strong words."""
        found: list[Any] = []
        plain: list[str] = []
        place = 0
        while place < len(text):
            if text[place] == "\\" and place + 1 < len(text):
                plain.append(text[place + 1])
                place += 2
            elif text.startswith("[[", place):
                inside, place = self.mark(text, place + 2)
                found += [*(["".join(plain)] if plain else []), inside]
                plain = []
            else:
                plain.append(text[place])
                place += 1
        rest = "".join(plain)
        return [*found, *([rest] if rest else [])] if found else rest

    def mark(self, text: str, place: int) -> tuple[dict[str, Any], int]:
        inside: list[str] = []
        while not text.startswith("]]", place):
            if place >= len(text):
                raise self.refuse("[[ 没有对应的 ]]")
            if text[place] == "\\" and place + 1 < len(text):
                place += 1
            inside.append(text[place])
            place += 1
        words = "".join(inside)
        if words[:1] in ("?", "!"):
            return {"open" if words[0] == "?" else "strong": words[1:]}, place + 2
        name, _, form = words.partition(" ")
        return {"ref": name, **({"form": form} if form else {})}, place + 2

    def finished(self) -> dict[str, Any]:
        if self.table is not None:
            raise self.refuse("表格没有 @end")
        return self.tree
