"""What a place takes over from the level above and what it sets itself, as far as both were read.

Nothing is inherited by silence: where the local text was not read, nothing is said of it. The same words on
both levels are called taken over only where the local text names the upper one as its ground.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from generator.comparison.differences import differ
from generator.comparison.facets import figure

Record = Mapping[str, Any]
Kind = Literal[
    "taken_over", "same", "own", "own_allowed", "own_higher", "own_lower", "own_first",
    "local_unread", "local_silent", "local_delegated", "local_not_applicable", "upper_unread",
]  # fmt: skip

ANSWERED = ("stated", "delegated")


@dataclass(frozen=True)
class Level:
    """A scheme of a level above.

    `named` where the local text's own words name it as its ground; `held` is why it is taken for the ground
    without such words, empty where it only stood at the same time.
    """

    scheme: Record
    named: bool = False
    held: str = ""


@dataclass(frozen=True)
class Line:
    """One parameter on two levels; `level` is the upper scheme that the comparison is with."""

    parameter: str
    level: Level
    kind: Kind


def levels_above(
    local: Record, ancestors: Sequence[str], schemes: Sequence[Record], known: Mapping[str, Record] | None = None
) -> tuple[Level, ...]:
    """The schemes of the regions `ancestors` (nearest first) that bear on a local one, those it names first.

    Of the rest: the same product, final, begun no later than the local text, not yet replaced or expired then.
    `schemes` holds at least those of the regions and those that the local one names; `known` all by id, where
    `schemes` is not all.
    """
    known = {scheme["id"]: scheme for scheme in schemes} if known is None else known
    named = {
        r["scheme"]: r for r in local["relations"] if r["kind"] == "implements" and r["scheme"]
    }
    found = [
        Level(scheme, bool(relation["evidence"]), relation["note"] or "")
        for scheme in schemes
        if (relation := named.get(scheme["id"]))
    ]
    others = [
        Level(scheme)
        for scheme in schemes
        if scheme["region"]["code"] in ancestors
        and scheme["id"] not in named
        and scheme["product"] == local["product"]
        and _stood(scheme, local["year"], known)
    ]
    others.sort(
        key=lambda level: (
            ancestors.index(level.scheme["region"]["code"]),
            -(level.scheme["year"] or 0),
        )
    )
    return (*found, *others)


def lines(
    local: Record, levels: Sequence[Level], parameters: Sequence[Record], label: Callable[[str, str], str]
) -> tuple[Line, ...]:
    """Every parameter that one of the two levels settles, in the order of the vocabulary."""
    found = []
    for parameter in parameters:
        name = parameter["id"]
        level = next((one for one in levels if _answers(one.scheme, name)), levels[0])
        if _answers(level.scheme, name) or _answers(local, name):
            found.append(Line(name, level, compare(parameter, level, local, label)))
    return tuple(found)


def compare(
    parameter: Record, level: Level, local: Record, label: Callable[[str, str], str]
) -> Kind:
    """How the local record of one parameter stands to the upper one."""
    upper = level.scheme["parameters"][parameter["id"]]
    own = local["parameters"][parameter["id"]]
    if own["state"] not in ANSWERED:
        states: dict[str, Kind] = {"silent": "local_silent", "not_applicable": "local_not_applicable"}
        return states.get(own["state"], "local_unread")
    if upper["state"] == "silent":
        return "own_first"
    if upper["state"] not in ANSWERED:
        return "upper_unread"
    if not differ(dict(upper), dict(own)):
        return "taken_over" if level.named else "same"
    if own["state"] == "delegated":
        return "local_delegated"
    if any(p["state"] == "delegated" and p["to"] == "local_rule" for p in upper["provisions"]):
        return "own_allowed"
    return _own(parameter, upper, own, label)


def _own(parameter: Record, upper: Record, own: Record, label: Callable[[str, str], str]) -> Kind:
    if len(upper["provisions"]) == len(own["provisions"]) == 1:
        (one,), (other,) = upper["provisions"], own["provisions"]
        above, here = figure(parameter, one, label), figure(parameter, other, label)
        comparable = (above.unit, above.footing) == (here.unit, here.footing)
        if comparable and one["when"] == other["when"] and None not in (above.number, here.number):
            if here.number != above.number:
                return "own_higher" if here.number > above.number else "own_lower"
    return "own"


def _answers(scheme: Record, parameter: str) -> bool:
    return scheme["parameters"][parameter]["state"] in ANSWERED


def _stood(scheme: Record, year: int | None, known: Mapping[str, Record]) -> bool:
    """Whether a text may have been in force in `year`, as far as years tell; any text where no year is known."""
    if scheme["instrument"]["stage"] != "final":
        return False
    if year is None:
        return True
    if scheme["year"] and scheme["year"] > year:
        return False
    expires = scheme["instrument"]["expires_on"]
    if expires[:1].isdigit() and int(expires[:4]) < year:
        return False
    by = (known.get(s["scheme"]) for s in scheme["instrument"]["superseded_by"])
    return not any(other and other["year"] and other["year"] <= year for other in by)
