"""YAML text as nodes that know their file, line and column; scalars stay text until a schema types them.

The parser's events are read, never YAML's own types: `no`, `8:2` and `2022-05-01` stay what was written.
Anchors, aliases, tags, directives and duplicate keys are refused, and size and depth are capped before a
node is built, so no value depends on YAML 1.1 or 1.2 and no short file grows into a large one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The node under `key`, or None."""
        return next((node for name, node in self.entries if name.text == key), None)


type_names = {Scalar: "一个值", Sequence: "列表", Mapping: "映射"}
Node = Scalar | Sequence | Mapping


def suggestion(text: str, candidates: object) -> str:
    """`；是否想写 “x”` for the nearest candidate, or an empty string where none is near."""
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
    builder = _Builder(file, problems)
    parser = CSafeLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            builder.take(event)
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
    if builder.root is None or isinstance(builder.root, Scalar) and builder.root.text in {"", "~", "null"}:
        raise Refused(Problem(file, 1, 1, "", "文件里没有内容；请用 atlas new 生成模板", "E-EMPTY"))
    return builder.root, problems


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


@dataclass(slots=True)
class _Builder:
    """Nodes from parser events, with the caps."""

    file: str
    problems: list[Problem]
    root: Node | None = None
    stack: list[tuple[object, list[Node]]] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0

    def refuse(self, event: object, message: str, code: str = "E-YAMLFEATURE") -> Refused:
        mark = event.start_mark
        return Refused(Problem(self.file, mark.line + 1, mark.column + 1, "", message, code))

    def take(self, event: object) -> None:
        kind = type(event)
        if kind in _STARTS:
            if event.anchor:
                raise self.refuse(event, "不使用锚点（&）；请把值写全")
            if event.tag and event.tag != "!":
                raise self.refuse(event, "不使用类型标签（!）；请删除标签")
            self.nodes += 1
            if self.nodes > MAX_NODES:
                raise self.refuse(event, f"内容超过 {MAX_NODES} 个节点；请拆分文件", "E-SIZE")
            if kind is ScalarEvent:
                if event.style == '"':
                    self.written_out(event)
                mark = event.start_mark
                self.add(Scalar(event.value, mark.line + 1, mark.column + 1))
            else:
                self.stack.append((event, []))
                if len(self.stack) > MAX_DEPTH:
                    raise self.refuse(event, f"嵌套超过 {MAX_DEPTH} 层；请检查缩进或括号", "E-SIZE")
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            start, children = self.stack.pop()
            line, column = start.start_mark.line + 1, start.start_mark.column + 1
            if kind is SequenceEndEvent:
                self.add(Sequence(tuple(children), line, column))
            else:
                self.add(Mapping(self.pairs(children), line, column))
        elif kind is DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(event, "一个文件只能有一份文档；请删除多余的 ---")
            if event.version or event.tags:
                raise self.refuse(event, "不使用 % 指令；请删除")
        elif kind is AliasEvent:
            raise self.refuse(event, "不使用别名（*）；请把值写全")

    def written_out(self, event: object) -> None:
        """Refuses what an escape (`\\0`, `\\ud800`) brings in and the text of the file does not show."""
        for char in event.value:
            fault = character_fault(char) if char != "\n" else None
            if fault and fault[1] == "E-CHAR":
                raise self.refuse(event, fault[0], "E-CHAR")

    def pairs(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        """Keys with their values; a key given twice is a problem, and its first value counts."""
        seen: dict[str, Scalar] = {}
        entries = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise Refused(
                    Problem(self.file, key.line, key.column, "", "键必须是一个词，不能是列表或映射", "E-YAMLFEATURE")
                )
            if key.text == "<<":
                raise Refused(Problem(self.file, key.line, key.column, "", "不使用合并键（<<）；请把值写全", "E-YAMLFEATURE"))
            if key.text in seen:
                first = seen[key.text].line
                message = f"键 “{visible(key.text)}” 写了两次（第一次在第 {first} 行）；请只留一个"
                self.problems.append(Problem(self.file, key.line, key.column, visible(key.text), message, "E-DUPKEY"))
                continue
            seen[key.text] = key
            entries.append((key, value))
        return tuple(entries)

    def add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1][1].append(node)
        else:
            self.root = node
