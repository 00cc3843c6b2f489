"""How texts follow one another: which scheme replaced, finalised, amended or carried on which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]

FOLLOWING = ("finalises", "amends", "supersedes", "succeeds")
"""The relations that lead from a newer text to an older one; `implements` leads to another level instead."""


@dataclass(frozen=True)
class Pair:
    """Two published schemes of which the newer names the older."""

    old: Record
    new: Record
    relation: Record


@dataclass(frozen=True)
class Outside:
    """An older text that a scheme names and that is not recorded as a scheme."""

    scheme: Record
    relation: Record


def pairs(schemes: Sequence[Record]) -> tuple[Pair, ...]:
    """Every pair of recorded schemes that follow one another, once, in the order of the schemes."""
    by_id = {scheme["id"]: scheme for scheme in schemes}
    found: dict[tuple[str, str], Pair] = {}
    for new in schemes:
        for relation in new["relations"]:
            if relation["kind"] in FOLLOWING and relation["scheme"]:
                key = relation["scheme"], new["id"]
                found.setdefault(key, Pair(by_id[relation["scheme"]], new, relation))
    return tuple(found.values())


def outside(schemes: Sequence[Record]) -> tuple[Outside, ...]:
    """Every older text that a scheme follows and that is not recorded, in the order of the schemes."""
    return tuple(
        Outside(scheme, relation)
        for scheme in schemes
        for relation in scheme["relations"]
        if relation["kind"] in FOLLOWING and not relation["scheme"]
    )


def line_of(identifier: str, linked: Sequence[Pair]) -> tuple[Record, ...]:
    """All schemes that hang together with one through `linked`, oldest first; empty where it stands alone."""
    neighbours: dict[str, list[Record]] = {}
    for pair in linked:
        neighbours.setdefault(pair.old["id"], []).append(pair.new)
        neighbours.setdefault(pair.new["id"], []).append(pair.old)
    found: dict[str, Record] = {}
    waiting = [identifier]
    while waiting:
        for scheme in neighbours.get(waiting.pop(), ()):
            if scheme["id"] not in found:
                found[scheme["id"]] = scheme
                waiting.append(scheme["id"])
    return _oldest_first(found, linked)


def _oldest_first(schemes: dict[str, Record], linked: Sequence[Pair]) -> tuple[Record, ...]:
    """By date; among those of one date, and those without any, what is followed comes before what follows it."""
    earlier = {
        identifier: [p.old["id"] for p in linked if p.new["id"] == identifier]
        for identifier in schemes
    }
    ordered: list[str] = []

    def place(identifier: str) -> None:
        if identifier not in ordered:
            for before in sorted(earlier[identifier], key=lambda i: _when(schemes[i])):
                place(before)
            ordered.append(identifier)

    for identifier in sorted(schemes, key=lambda i: _when(schemes[i])):
        place(identifier)
    return tuple(schemes[identifier] for identifier in ordered)


def _when(scheme: Record) -> tuple[str, str]:
    instrument = scheme["instrument"]
    dates = (instrument["effective_from"], instrument["issued_on"], str(scheme["year"] or ""))
    return next((day for day in dates if day[:1].isdigit()), "9"), scheme["id"]
