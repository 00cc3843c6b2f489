"""Faults put into the shipped schemes: figures, units, terms, parties, phrases and dates, one at a time."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.located import Mapping, Node, Scalar, Sequence
from generator.vocabulary import Vocabulary

UNITS = {"万元": "亿元", "亿元": "万元", "个月": "天", "天": "个月", "年": "个月", "个工作日": "天", "%": "倍", "倍": "%"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
FREE_WORDS = {"note", "reason", "definition", "name", "purpose", "metric", "approval_by", "by", "to", "condition", "ref",
              "words", "what", "readings", "conflicts_with", "year", "as_of", "other", "court_decision", "title"}


@dataclass(frozen=True)
class Mutant:
    """A changed text: which kind of fault, at which line, what was there and what stands there now."""

    kind: str
    line: int
    before: str
    after: str
    text: str


def scalars(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every scalar with the keys that lead to it."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for child in node.items:
            yield from scalars(child, path)
    elif isinstance(node, Mapping):
        for key, child in node.entries:
            yield from scalars(child, (*path, key.text))


def replaced(text: str, place: Scalar, new: str) -> str | None:
    """The file with the scalar's text replaced, or None where it is not written plainly at its place."""
    lines = text.split("\n")
    line = lines[place.line - 1]
    start = line.find(place.text, place.column - 1)
    if start < 0 or start > place.column + 1:
        return None
    lines[place.line - 1] = line[:start] + new + line[start + len(place.text) :]
    return "\n".join(lines)


def another_digit(text: str, chance: random.Random) -> str:
    """The text with one digit changed."""
    places = [i for i, c in enumerate(text) if c in "0123456789"]
    place = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != text[place]])
    return text[:place] + digit + text[place + 1 :]


def another_character(text: str, chance: random.Random) -> str:
    """The phrase with one character changed to another that it holds, or to 甲."""
    place = chance.randrange(len(text))
    return text[:place] + chance.choice([c for c in [*text, "甲"] if c != text[place]]) + text[place + 1 :]


KINDS = ("figure", "unit", "term", "party", "phrase", "date")


def mutate(text: str, node: Node, vocabulary: Vocabulary, chance: random.Random) -> Mutant | None:
    """One fault of a random kind at a random place of a scheme's file; None where the place drawn cannot carry it."""
    lists = {term: name for name in reversed(vocabulary.terms) for term in vocabulary.terms[name]}
    kind = chance.choice(KINDS)
    places = [place for path, place in scalars(node) if fits(kind, path, place.text, lists)]
    if not places:
        return None
    place = chance.choice(places)
    old = place.text
    if kind == "phrase":
        new = another_character(old, chance)
    elif kind in {"term", "party"}:
        new = chance.choice([term for term in vocabulary.terms[lists[old]] if term != old])
    elif kind == "unit":
        unit = next(u for u in UNITS if old.endswith(u))
        new = old.removesuffix(unit) + UNITS[unit]
    else:
        new = another_digit(old, chance)
    changed = replaced(text, place, new)
    return None if changed is None else Mutant(kind, place.line, old, new, changed)


def fits(kind: str, path: tuple[str, ...], text: str, lists: dict[str, str]) -> bool:
    """Whether the scalar under these keys can carry a fault of the kind."""
    if path[-1] == "phrase" or kind == "phrase":
        return kind == "phrase" and path[-1] == "phrase"
    if path[0] == "instrument" or kind == "date":
        return kind == "date" and path[0] == "instrument" and len(path) == 2 and bool(DATE.fullmatch(text))
    if path[0] != "parameters" or "value" not in path or set(path[path.index("value") :]) & FREE_WORDS:
        return False
    if text in lists and text != "unstated":
        return kind == ("party" if lists[text] == "party" else "term")
    if not re.fullmatch(r"[0-9].*", text) or kind not in {"figure", "unit"}:
        return False
    return kind == "figure" or any(text.endswith(unit) for unit in UNITS)
