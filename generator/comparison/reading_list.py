"""What is most worth reading next, from the records alone.

How many people need a document is not known; whether its governing text was read, whether it is in force, and
whether other texts rest on it are known, and they decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.comparison.revisions import read_whole

Record = Mapping[str, Any]

FORCE = {
    "in_force": 0,
    "not_yet_effective": 1,
    "unknown": 2,
    "planned": 3,
    "draft_for_comment": 3,
    "expired": 4,
    "superseded": 5,
    "repealed": 5,
}
"""How near to being in force a status is: the first is read first."""

MAIN_PRODUCT = "guarantee_insurance"


@dataclass(frozen=True)
class Candidate:
    """A scheme whose governing text is still to be read, with what speaks for reading it.

    `unread` counts parameters without any source; `resting` the recorded texts that rest on this one,
    `places` the regions that it names.
    """

    scheme: Record
    unread: int
    resting: int
    places: int

    @property
    def order(self) -> tuple[object, ...]:
        """In force first, then guarantee insurance, then what others rest on, then the fewest cells."""
        return (
            FORCE[self.scheme["lifecycle"]["status"]],
            self.scheme["product"] != MAIN_PRODUCT,
            -self.resting,
            -self.places,
            -self.unread,
            self.scheme["id"],
        )


@dataclass(frozen=True)
class Wanted:
    """A text that recorded schemes name and that is not recorded itself."""

    title: str
    named_by: tuple[Record, ...]


def candidates(schemes: Sequence[Record]) -> tuple[Candidate, ...]:
    """Every scheme whose governing text was not read whole, the most worthwhile first."""
    resting: dict[str, set[str]] = {}
    for scheme in schemes:
        for relation in scheme["relations"]:
            if relation["scheme"]:
                resting.setdefault(relation["scheme"], set()).add(scheme["id"])
    found = [
        Candidate(
            scheme,
            scheme["coverage"]["unread"],
            len(resting.get(scheme["id"], ())),
            len(scheme["covers"]) + len(scheme["may_join"]),
        )
        for scheme in schemes
        if not read_whole(scheme)
    ]
    return tuple(sorted(found, key=lambda candidate: candidate.order))


def wanted(schemes: Sequence[Record]) -> tuple[Wanted, ...]:
    """Texts named as a ground or a forerunner without being recorded, those named most often first."""
    named: dict[str, dict[str, Record]] = {}
    for scheme in schemes:
        for relation in scheme["relations"]:
            if not relation["scheme"]:
                named.setdefault(relation["title"], {})[scheme["id"]] = scheme
    found = [Wanted(title, tuple(by.values())) for title, by in named.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.named_by), one.title)))
