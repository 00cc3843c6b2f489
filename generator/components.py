"""A value taken apart by its annotations: the figures, terms and flags that its evidence must carry."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache

from generator.quantities import Count, Duration
from generator.structuring import UNSTATED, Shape, Term, Written, hints, shape
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


def components(value: object, kind: str) -> list[Figure | Component]:
    """Figures and components of a value of the named kind, in the model's field order."""
    found: list[Figure | Component] = []
    _walk(value, shape(KINDS[kind]), "", found)
    return found


def is_figure(part: Figure | Component) -> bool:
    """Whether it is one that words must carry; a markup of nought is a way of writing `the reference rate itself`."""
    return isinstance(part, Figure) and not (part.amount == 0 and part.path.endswith("markup"))


def figures(value: object, kind: str) -> list[Figure]:
    """Only the figures that words must carry."""
    return [part for part in components(value, kind) if is_figure(part)]


def _fits(value: object, asked: Shape) -> bool:
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
    return asked.dataclass and isinstance(value, plain)


def _walk(value: object, asked: Shape, path: str, found: list[Figure | Component]) -> None:
    """Adds what the value holds to `found`."""
    if value is None or isinstance(value, str) and value == UNSTATED:
        return
    chosen = next((option for option in asked.options if _fits(value, option)), None)
    if chosen is None:
        return
    plain, mark, origin = chosen.plain, chosen.mark, chosen.origin
    if isinstance(mark, Written):
        found.append(Figure(path, mark.dimension, value))
    elif isinstance(mark, Term):
        found.append(Component(path, mark.list, value))
    elif plain is bool:
        if value:
            found.append(Component(path, "flag", path.rsplit(".", 1)[-1]))
    elif origin is tuple:
        for child in value:
            _walk(child, chosen.items, path, found)
    elif origin is dict:
        key_shape, value_shape = map(shape, chosen.arguments)
        for key, child in value.items():
            below = f"{path}.{key}" if path else key
            _walk(key, key_shape, below, found)
            _walk(child, value_shape, below, found)
    elif chosen.dataclass and not isinstance(value, (Duration, Count)):
        for name, inner, below in _inside(type(value)):
            child = getattr(value, name)
            if child is not None:
                _walk(child, below, f"{path}.{inner}" if path else inner, found)


@cache
def _inside(cls: type) -> tuple[tuple[str, str, Shape], ...]:
    """Of each field of a dataclass: its name, its name in the file, its shape."""
    return tuple((item.name, item.name.rstrip("_"), shape(hints(cls)[item.name])) for item in fields(cls))
