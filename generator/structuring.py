"""Located nodes to frozen dataclasses by their annotations; every problem of a file is gathered, none is raised.

Understood annotations: `str`, `bool`, a `Written` scalar, a `Term` of a list, `Literal`, `X | None`, `X | Y`
(one scalar form and one mapping form), `tuple[X, ...]`, `dict[str, X]` and dataclasses. A dataclass may
define `check()` that raises Malformed for a rule between its fields.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from collections.abc import Mapping as Terms
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache

from generator.located import (
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    suggestion,
    type_names,
    visible,
)
from generator.quantities import Unreadable, likely_meaning

UNSTATED = "unstated"
Unstated = typing.Literal["unstated"]


class _Invalid:
    """What stands for a node that had a problem; never part of a model."""


INVALID = _Invalid()


class Malformed(ValueError):
    """A rule between fields does not hold: message (Chinese), field name, code."""

    def __init__(self, message: str, name: str = "", code: str = "E-LOGIC") -> None:
        super().__init__(message)
        self.message, self.name, self.code = message, name, code


@dataclass(frozen=True)
class Written:
    """A scalar written as people write it: its parser, its dimension for evidence, and an example for messages."""

    parse: Callable[[str], object]
    dimension: str
    example: str
    minimum: object = None
    maximum: object = None


@dataclass(frozen=True)
class Term:
    """A scalar that names an entry of a list of `policies/terms.yaml`; the list's words are looked for in evidence."""

    list: str


@dataclass(frozen=True)
class OfKind:
    """A value typed by the kind of the parameter that is being read."""


@dataclass(slots=True)
class Reading:
    """One file being read: its name, the problems so far, the lists of terms, and the kind of value expected."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    terms: Terms[str, typing.Collection[str]] = field(default_factory=dict)
    kind: object = None

    def report(self, node: Node, path: str, message: str, code: str = "E-TYPE", warning: bool = False) -> _Invalid:
        """Notes a problem at `node` and returns INVALID."""
        self.problems.append(Problem(self.file, node.line, node.column, path, message, code, warning))
        return INVALID


@cache
def hints(cls: type) -> dict[str, object]:
    """The resolved annotations of a dataclass, `Annotated` kept."""
    return typing.get_type_hints(cls, include_extras=True)


class Shape:
    """An annotation taken apart once: asking `typing` again for every node was most of the reading of a file."""

    __slots__ = (
        "annotation", "arguments", "choices", "dataclass", "items", "literals", "mark", "options", "origin", "plain", "takes",
    )  # fmt: skip

    def __init__(self, annotation: object) -> None:
        self.annotation = annotation
        union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
        marked = typing.get_origin(annotation) is typing.Annotated
        self.mark: object | None = typing.get_args(annotation)[1] if marked else None
        self.plain: object = typing.get_args(annotation)[0] if self.mark is not None else annotation
        self.origin = typing.get_origin(self.plain)
        self.arguments: tuple[object, ...] = typing.get_args(self.plain)
        self.dataclass = self.mark is None and is_dataclass(self.plain)
        members = typing.get_args(annotation) if union else ()
        self.options: tuple[Shape, ...] = tuple(map(shape, members)) if union else (self,)
        """The members of a union, or the annotation itself; an `Annotated` stays whole."""
        self.choices = tuple(option for option in self.options if option.annotation is not type(None))
        self.items: Shape | None = None
        """Of a tuple: what each of its items is."""
        if self.dataclass or self.origin is dict:
            self.takes: type = Mapping
        elif self.origin is tuple:
            self.takes = Sequence
            (item,) = [a for a in self.arguments if a is not Ellipsis]
            self.items = shape(item)
        else:
            self.takes = Scalar
        self.literals: frozenset[object] = frozenset()
        if self.origin is typing.Literal:
            self.literals = frozenset(self.arguments)
        elif union:
            self.literals = frozenset().union(*(choice.literals for choice in self.choices))


_shapes: dict[int, Shape] = {}


def shape(annotation: object) -> Shape:
    """The annotation taken apart. Kept by identity: unions that compare equal may have another order."""
    found = _shapes.get(id(annotation))
    if found is None:
        found = _shapes[id(annotation)] = Shape(annotation)
    return found


def options(annotation: object) -> tuple[object, ...]:
    """The members of a union, or the annotation itself; an `Annotated` stays whole."""
    return tuple(option.annotation for option in shape(annotation).options)


def marker(annotation: object) -> object | None:
    """The Written or Term of an `Annotated`, or None."""
    return shape(annotation).mark


def bare(annotation: object) -> object:
    """The annotation without `Annotated`."""
    return shape(annotation).plain


def structure(node: Node, annotation: object, path: str, reading: Reading) -> object:
    """The value of `node` as `annotation` asks, or INVALID after reporting why."""
    return _read(node, shape(annotation), path, reading)


def _read(node: Node, asked: Shape, path: str, reading: Reading) -> object:
    choices = asked.choices
    if len(choices) == 1:
        if isinstance(choices[0].mark, OfKind):
            return _read(node, shape(reading.kind), path, reading)
        return _one(node, choices[0], path, reading)
    if isinstance(node, Scalar) and UNSTATED in asked.literals and node.text == UNSTATED:
        return UNSTATED
    matching = [option for option in choices if isinstance(node, option.takes) and option.plain is not Unstated]
    if len(matching) == 1:
        return _one(node, matching[0], path, reading)
    if not matching:
        return reading.report(node, path, f"这里不能是{type_names[type(node)]}", "E-TYPE")
    scalar_problems: list[Problem] = []
    for option in matching:
        attempt = Reading(reading.file, [], reading.terms, reading.kind)
        value = _read(node, option, path, attempt)
        if value is not INVALID and not attempt.problems:
            return value
        scalar_problems = scalar_problems or attempt.problems
    reading.problems.extend(scalar_problems)
    return INVALID


def _one(node: Node, asked: Shape, path: str, reading: Reading) -> object:
    plain, mark, origin = asked.plain, asked.mark, asked.origin
    if not isinstance(node, asked.takes):
        wanted = "映射（字段: 值）" if asked.takes is Mapping else (
            "列表" if origin is tuple else "一个值"
        )
        example = f"，如 {mark.example}" if isinstance(mark, Written) else ""
        return reading.report(node, path, f"应是{wanted}{example}，现在是{type_names[type(node)]}", "E-TYPE")
    if isinstance(mark, Written):
        return _written(node, mark, path, reading)
    if origin is typing.Literal:
        allowed = asked.arguments
        if node.text in allowed:
            return node.text
        return _unknown(node, path, "取值", allowed, reading)
    if isinstance(mark, Term):
        allowed = reading.terms.get(mark.list, ())
        if node.text in allowed:
            return node.text
        return _unknown(node, path, "取值", allowed, reading)
    if plain is bool:
        if node.text in {"true", "false"}:
            return node.text == "true"
        return reading.report(node, path, f"“{visible(node.text)}” 应写 true 或 false", "E-TYPE")
    if plain is str:
        if not node.text.strip():
            return reading.report(node, path, "不能为空；没有内容就删去这一项", "E-MISSING")
        if "\n" in node.text and not path.endswith("note"):
            return reading.report(node, path, "不能换行；请写成一行", "E-CHAR")
        return node.text
    if origin is tuple:
        if not node.items:
            return reading.report(node, path, "列表是空的；没有内容就删去这一项", "E-MISSING")
        values = [_read(child, asked.items, f"{path}[{i}]", reading) for i, child in enumerate(node.items, start=1)]
        for i, value in enumerate(values):
            if isinstance(value, str) and value in values[:i]:
                return reading.report(node.items[i], path, f"“{visible(value)}” 写了两次；请只留一个", "E-DUPKEY")
        return INVALID if any(v is INVALID for v in values) else tuple(values)
    if origin is dict:
        return _dict(node, asked, path, reading)
    if asked.dataclass:
        return structure_dataclass(node, plain, path, reading)
    raise TypeError(f"annotation {asked.annotation!r} is not understood")


def _written(node: Scalar, mark: Written, path: str, reading: Reading) -> object:
    try:
        value = mark.parse(node.text)
    except Unreadable as error:
        if not node.text.strip():
            return reading.report(node, path, "不能为空；没有内容就删去这一项", "E-MISSING")
        meant = likely_meaning(node.text, mark.dimension)
        hint = f"写 {meant}" if meant else error.args[0]
        code = {"date": "E-DATE", "url": "E-URL"}.get(mark.dimension) or number_code(node.text)
        return reading.report(node, path, f"“{visible(node.text)}” 读不懂；请{hint}", code)
    if mark.minimum is not None and value < mark.minimum or mark.maximum is not None and value > mark.maximum:
        return reading.report(node, path, f"“{visible(node.text)}” 超出合理范围；请核对原文（如 {mark.example}）", "E-RANGE")
    return value


_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]{1,8})?", re.ASCII)
_NO_NUMBER = re.compile(r"true|false|yes|no|on|off|是|否|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def number_code(text: str) -> str:
    """Which kind of fault it is that `text` is no quantity: E-UNIT for a number without its unit, E-RANGE for a
    negative one, E-TYPE for what is another kind of value, E-NUM for the rest."""
    if _PLAIN.fullmatch(text):
        return "E-UNIT"
    if text[:1] in {"-", "－"} and _PLAIN.match(text[1:]):
        return "E-RANGE"
    return "E-TYPE" if _NO_NUMBER.fullmatch(text) else "E-NUM"


def _unknown(node: Scalar, path: str, what: str, allowed: typing.Collection[str], reading: Reading) -> _Invalid:
    hint = suggestion(node.text, allowed, reading.problems)
    if not hint and 0 < len(allowed) <= 8:
        hint = "；可用：" + "、".join(sorted(allowed))
    return reading.report(node, path, f"未知的{what} “{visible(node.text)}”{hint}", "E-UNKNOWN")


def _dict(node: Mapping, asked: Shape, path: str, reading: Reading) -> object:
    key_type, value_type = asked.arguments
    result, sound = {}, True
    for key, child in node.entries:
        below = join(path, visible(key.text))
        name = structure(key, key_type, below, reading)
        value = structure(child, value_type, below, reading)
        sound = sound and name is not INVALID and value is not INVALID
        result[name] = value
    if not result:
        return reading.report(node, path, "是空的；没有内容就删去这一项", "E-MISSING")
    return result if sound else INVALID


def join(path: str, name: str) -> str:
    """`a.b`, or `b` at the top."""
    return f"{path}.{name}" if path else name


@cache
def _form(cls: type) -> tuple[dict[str, tuple[str, Shape]], dict[str, str], tuple[str, ...], bool]:
    """Of a dataclass: (name in the file -> field and its shape, those that must be there, fields for the node, has rules)."""
    annotations = hints(cls)
    known, required, nodes = {}, {}, []
    for item in fields(cls):
        name = item.name.rstrip("_")
        if item.metadata.get("internal"):
            nodes += [item.name] if item.metadata["internal"] == "node" else []
            continue
        known[name] = (item.name, shape(annotations[item.name]))
        if item.default is MISSING and item.default_factory is MISSING:
            required[name] = item.name
    return known, required, tuple(nodes), hasattr(cls, "check")


def structure_dataclass(node: Mapping, cls: type, path: str, reading: Reading) -> object:
    """An instance of `cls`, or INVALID; unknown and missing fields and the class's own `check` are reported."""
    if not isinstance(node, Mapping):
        return reading.report(node, path, f"应是映射（字段: 值），现在是{type_names[type(node)]}", "E-TYPE")
    known, required, nodes, has_rules = _form(cls)
    values: dict[str, object] = {}
    sound = True
    for key, child in node.entries:
        text = key.text
        if text not in known:
            hint = suggestion(text, known, reading.problems)
            if not hint and len(known) <= 12:
                hint = "；可用：" + "、".join(known)
            reading.report(key, join(path, visible(text)), f"未知字段{hint}", "E-UNKNOWN")
            sound = False
            continue
        name, asked = known[text]
        values[name] = value = _read(child, asked, join(path, text), reading)
        if value is INVALID:
            sound = False
    for name, own in required.items():
        if own not in values:
            reading.report(node, join(path, name), "缺少这一项；请补上", "E-MISSING")
            sound = False
    if not sound:
        return INVALID
    for name in nodes:
        values[name] = node
    made = cls(**values)
    try:
        if has_rules:
            made.check()
    except Malformed as error:
        at = node.get(error.name.split(".")[0]) or node
        return reading.report(at, join(path, error.name) if error.name else path, error.message, error.code)
    return made
