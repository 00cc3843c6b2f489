"""YAML text as nodes that know their file, line and column; scalars stay text until a schema types them.

The parser's events are read, never YAML's own types: `no`, `8:2` and `2022-05-01` stay what was written.
Anchors, aliases, tags, directives and duplicate keys are refused, and size and depth are capped before a
node is built, so no value depends on YAML 1.1 or 1.2 and no short file grows into a large one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml.cyaml import CSafeLoader
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES = 256 * 1024
MAX_LINE = 4000
MAX_DEPTH = 12
MAX_NODES = 20_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a file: where, which kind, what is wrong and what to write instead (both in Chinese)."""

    file: str
    line: int
    column: int
    path: str
    message: str
    code: str = "E-TYPE"
    warning: bool = field(default=False)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        level = "警告：" if self.warning else ""
        return f"{where}: {self.path + ': ' if self.path else ''}{level}{self.message}"


class Refused(Exception):
    """A file that cannot be read as a tree at all; `args[0]` is its Problem."""


# Tuples, for a file has hundreds of nodes and a frozen dataclass takes three times as long to make.
class Scalar(NamedTuple):
    text: str
    line: int
    column: int


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The node under `key`, or None."""
        return next((node for name, node in self.entries if name.text == key), None)


type_names = {Scalar: "一个值", Sequence: "列表", Mapping: "映射"}
Node = Scalar | Sequence | Mapping


MOST_HINTED = 20
"""So many problems of a reading get a hint. Looking for the nearest word takes longer than reading a line: thousands of unknown
words would keep a reader waiting for what nobody reads."""


def suggestion(text: str, candidates: object, problems: Sized = ()) -> str:
    """`；是否想写 “x”` for the nearest candidate; an empty string where none is near, or `problems` are `MOST_HINTED` already."""
    if len(problems) >= MOST_HINTED:
        return ""
    near = get_close_matches(text, list(candidates), n=1, cutoff=0.6)
    return f"；是否想写 “{near[0]}”" if near else ""


def visible(text: str, limit: int = 40) -> str:
    """`text` in one safe line for a message: control and bidirectional characters as U+XXXX, cut at `limit`."""
    if len(text) <= limit and text.isprintable():
        return text
    shown = "".join(
        f"<U+{ord(c):04X}>" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else c
        for c in text[: limit + 1]
    )
    return shown if len(text) <= limit else shown[:limit] + "…"


_REFUSED_SPACES = {"\u00a0": "半角空格", "\u3000": "半角空格", "\ufffd": "原来的字"}
MOST_COMBINING = 4


def character_fault(char: str) -> tuple[str, str] | None:
    """(message, code) for a character that would show a reader something other than what is stored, or None."""
    if " " <= char <= "~" or "\u4e00" <= char <= "\u9fff":
        return None
    category, name = unicodedata.category(char), unicodedata.name(char, "")
    shown = f"字符 U+{ord(char):04X} {name}".rstrip()
    if char in _REFUSED_SPACES:
        return f"{shown} 不允许出现；请改成{_REFUSED_SPACES[char]}", "E-CHAR"
    if char == "\t":
        return "不允许用制表符；请改成空格", "E-CHAR"
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} or ord(char) & 0xFFFE == 0xFFFE:
        return f"{shown} 不允许出现；请删除", "E-CHAR"
    if category == "Co":
        return f"{shown} 是私用区字符，多半从 PDF 带来；请写正式的字", "W-CHAR"
    if "KANGXI RADICAL" in name or "CJK COMPATIBILITY IDEOGRAPH" in name or "CJK RADICAL" in name:
        plain = unicodedata.normalize("NFKC", char)
        return f"{shown} 多半是从 PDF 带来的部首字；请写 {plain}", "W-CHAR"
    return None


@cache
def _plain(char: str) -> bool:
    """Whether a character can have no part in a fault, wherever it stands."""
    return char == "\n" or not (character_fault(char) or unicodedata.combining(char))


def character_problems(text: str, file: str) -> list[Problem]:
    """The faults of the characters of a whole file, at most fifty."""
    problems: list[Problem] = []
    if all(map(_plain, set(text))):
        return problems
    line, start, combining = 1, 0, 0
    for index, char in enumerate(text):
        if char == "\n":
            line, start = line + 1, index + 1
            continue
        if char == "\r" and text[index + 1 : index + 2] == "\n":
            continue
        fault = character_fault(char)
        combining = combining + 1 if unicodedata.combining(char) else 0
        if combining == MOST_COMBINING + 1:
            fault = ("一个字上叠加的符号太多；请删除", "E-CHAR")
        if fault:
            message, code = fault
            problems.append(Problem(file, line, index - start + 1, "", message, code, code.startswith("W-")))
            if len(problems) >= 50:
                break
    return problems


def decode(raw: bytes, file: str) -> str:
    """The text of a file after the caps on its size and lines and the rules on its characters. Raises Refused."""

    def refuse(message: str, code: str, line: int = 1, column: int = 1) -> Refused:
        return Refused(Problem(file, line, column, "", message, code))

    if len(raw) > MAX_BYTES:
        raise refuse(f"文件有 {len(raw)} 字节，超过 {MAX_BYTES}；请拆分或缩短", "E-SIZE")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse("不是 UTF-8 编码；请另存为 UTF-8", "E-ENC", line) from None
    if not text.strip():
        raise refuse("文件是空的；请用 atlas new 生成模板，或删除此文件", "E-EMPTY")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise refuse(f"这一行有 {len(line)} 个字符，超过 {MAX_LINE}；请缩短", "E-SIZE", number)
    return text


def compose(text: str, file: str) -> tuple[Node, list[Problem]]:
    """The tree of one YAML document and the problems that do not prevent reading it (duplicate keys, characters).

    Raises Refused for what is no YAML, or uses a feature this project does not.
    """
    problems = character_problems(text, file)
    errors = [p for p in problems if not p.warning]
    if errors:
        raise Refused(*errors)
    parser = CSafeLoader(text)
    try:
        root = _tree(parser.get_event, file, problems)
    except MarkedYAMLError as error:
        # Where a bracket is never closed or a colon is missing, the place is where that began.
        began = str(error.context or "").startswith(("while parsing a flow", "while scanning a simple key"))
        mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"YAML 无法读取（{error.problem or error.context}）；请检查缩进、冒号后的空格和引号"
        raise Refused(Problem(file, line, column, "", message, "E-SYN")) from None
    except YAMLError as error:
        message = f"YAML 无法读取（{visible(str(error))}）；请检查文件编码和内容"
        raise Refused(Problem(file, 1, 1, "", message, "E-SYN")) from None
    finally:
        parser.dispose()
    if root is None or isinstance(root, Scalar) and root.text in {"", "~", "null"}:
        raise Refused(Problem(file, 1, 1, "", "文件里没有内容；请用 atlas new 生成模板", "E-EMPTY"))
    return root, problems


def read(path: Path, name: str | None = None) -> tuple[Node, list[Problem]]:
    """The tree of the file at `path`, named `name` in messages. Raises Refused."""
    file = name or str(path)
    if path.is_symlink() or not path.is_file():
        raise Refused(Problem(file, 1, 1, "", "不是普通文件；请放一个普通的 .yaml 文件", "E-FILE"))
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"文件读不出来（{visible(error.strerror or str(error))}）；请检查磁盘和文件的权限"
        raise Refused(Problem(file, 1, 1, "", message, "E-FILE")) from error
    return compose(decode(raw, file), file)


_STARTS = frozenset({ScalarEvent, MappingStartEvent, SequenceStartEvent})


def _tree(next_event: Callable[[], Any], file: str, problems: list[Problem]) -> Node | None:
    """The nodes of the parser's events, with the caps; None where there are none. Raises Refused.

    One loop over its own names, for a file has nearly a thousand events.
    """

    def refuse(event: Any, message: str, code: str = "E-YAMLFEATURE") -> Refused:
        mark = event.start_mark
        return Refused(Problem(file, mark.line + 1, mark.column + 1, "", message, code))

    children: list[Node] = []
    around: list[tuple[list[Node], Any]] = []
    """Of each open node: what stands beside it, and where it starts."""
    nodes = documents = 0
    while (event := next_event()) is not None:
        kind = type(event)
        if kind in _STARTS:
            if event.anchor:
                raise refuse(event, "不使用锚点（&）；请把值写全")
            tag = event.ctag
            if tag is not None and str(tag) not in {"", "!"}:
                raise refuse(event, "不使用类型标签（!）；请删除标签")
            nodes += 1
            if nodes > MAX_NODES:
                raise refuse(event, f"内容超过 {MAX_NODES} 个节点；请拆分文件", "E-SIZE")
            mark = event.start_mark
            if kind is ScalarEvent:
                text = event.value
                if event.style == '"' and (fault := _written_out(text)):
                    raise refuse(event, fault, "E-CHAR")
                children.append(Scalar(text, mark.line + 1, mark.column + 1))
            else:
                around.append((children, mark))
                children = []
                if len(around) > MAX_DEPTH:
                    raise refuse(event, f"嵌套超过 {MAX_DEPTH} 层；请检查缩进或括号", "E-SIZE")
        elif kind is MappingEndEvent:
            entries = _pairs(children, file, problems)
            children, mark = around.pop()
            children.append(Mapping(entries, mark.line + 1, mark.column + 1))
        elif kind is SequenceEndEvent:
            items = tuple(children)
            children, mark = around.pop()
            children.append(Sequence(items, mark.line + 1, mark.column + 1))
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise refuse(event, "一个文件只能有一份文档；请删除多余的 ---")
            if event.version or event.tags:
                raise refuse(event, "不使用 % 指令；请删除")
        elif kind is AliasEvent:
            raise refuse(event, "不使用别名（*）；请把值写全")
    return children[0] if children else None


def _written_out(text: str) -> str | None:
    """What is wrong with what an escape (`\\0`, `\\ud800`) brings in and the text of the file does not show, or None."""
    for char in text:
        fault = character_fault(char) if char != "\n" else None
        if fault and fault[1] == "E-CHAR":
            return fault[0]
    return None


def _pairs(children: list[Node], file: str, problems: list[Problem]) -> tuple[tuple[Scalar, Node], ...]:
    """Keys with their values; a key given twice is a problem, and its first value counts. Raises Refused."""
    seen: dict[str, Scalar] = {}
    entries = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if type(key) is not Scalar:
            raise Refused(Problem(file, key.line, key.column, "", "键必须是一个词，不能是列表或映射", "E-YAMLFEATURE"))
        text = key.text
        if text == "<<":
            raise Refused(Problem(file, key.line, key.column, "", "不使用合并键（<<）；请把值写全", "E-YAMLFEATURE"))
        if text in seen:
            message = f"键 “{visible(text)}” 写了两次（第一次在第 {seen[text].line} 行）；请只留一个"
            problems.append(Problem(file, key.line, key.column, visible(text), message, "E-DUPKEY"))
            continue
        seen[text] = key
        entries.append((key, value))
    return tuple(entries)
