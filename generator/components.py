"""A value taken apart by its annotations: the figures, terms and flags that its evidence must carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import cache

from generator.quantities import Count, Duration
from generator.structuring import UNSTATED, Term, Written, hints, shape
from generator.values import KINDS


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the value, by path inside it, with the dimension it was written in."""

    path: str
    dimension: str
    amount: object


@dataclass(frozen=True, slots=True)
class Component:
    """A term of a list (`list`, `term`), or a flag that is true (`list` is `flag`, `term` its name)."""

    path: str
    list: str
    term: str


def components(value: object, kind: str) -> Iterator[Figure | Component]:
    """Figures and components of a value of the named kind, in the model's field order."""
    yield from _walk(value, KINDS[kind], "")


def figures(value: object, kind: str) -> list[Figure]:
    """Only the figures; a markup of nought is a way of writing `the reference rate itself` and is none."""
    return [
        part
        for part in components(value, kind)
        if isinstance(part, Figure) and not (part.path.endswith("markup") and part.amount == 0)
    ]


def _fits(value: object, annotation: object) -> bool:
    asked = shape(annotation)
    plain, mark = asked.plain, asked.mark
    if isinstance(mark, Written):
        if mark.dimension == "date":
            return isinstance(value, str)
        return isinstance(value, (int, Fraction, Duration, Count)) and not isinstance(value, bool)
    if isinstance(mark, Term):
        return isinstance(value, str)
    if plain is bool:
        return isinstance(value, bool)
    if plain is str:
        return isinstance(value, str)
    if asked.origin is tuple:
        return isinstance(value, tuple)
    if asked.origin is dict:
        return isinstance(value, dict)
    return is_dataclass(plain) and isinstance(value, plain)


def _walk(value: object, annotation: object, path: str) -> Iterator[Figure | Component]:
    if value is None or isinstance(value, str) and value == UNSTATED:
        return
    chosen = next((option for option in shape(annotation).options if _fits(value, option)), None)
    if chosen is None:
        return
    asked = shape(chosen)
    plain, mark, origin = asked.plain, asked.mark, asked.origin
    if isinstance(mark, Written):
        yield Figure(path, mark.dimension, value)
    elif isinstance(mark, Term):
        yield Component(path, mark.list, value)
    elif plain is bool:
        if value:
            yield Component(path, "flag", path.rsplit(".", 1)[-1])
    elif origin is tuple:
        (item,) = [a for a in asked.arguments if a is not Ellipsis]
        for child in value:
            yield from _walk(child, item, path)
    elif origin is dict:
        key_type, value_type = asked.arguments
        for key, child in value.items():
            yield from _walk(key, key_type, f"{path}.{key}" if path else key)
            yield from _walk(child, value_type, f"{path}.{key}" if path else key)
    elif is_dataclass(plain) and not isinstance(value, (Duration, Count)):
        for name, inner, below in _inside(type(value)):
            child = getattr(value, name)
            if child is not None:
                yield from _walk(child, below, f"{path}.{inner}" if path else inner)


@cache
def _inside(cls: type) -> tuple[tuple[str, str, object], ...]:
    """Of each field of a dataclass: its name, its name in the file, its annotation."""
    return tuple((item.name, item.name.rstrip("_"), hints(cls)[item.name]) for item in fields(cls))
