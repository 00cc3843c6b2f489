"""Where sources disagree: every contradiction of the published records, with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """One matter of one scheme on which sources disagree.

    `parameter` is None where it concerns the document itself. `sides` are the provisions that take part,
    each with its number in the record (from 1); `told` are the sentences of the record on the disagreement.
    """

    scheme: Record
    parameter: str | None
    sides: tuple[tuple[int, Record], ...]
    told: tuple[str, ...]

    @property
    def both_recorded(self) -> bool:
        """Whether each side is a provision of its own, so that no choice was made between them."""
        return len(self.sides) > 1


def clashes(schemes: Sequence[Record]) -> tuple[Clash, ...]:
    """Every contradiction inside a scheme: of its document, then of its provisions, in the order of the records."""
    return tuple(clash for scheme in schemes for clash in _of(scheme))


def miscalculated(schemes: Sequence[Record]) -> tuple[tuple[Record, Record], ...]:
    """(scheme, figure) for every published figure that does not agree with its own working."""
    return tuple(
        (scheme, figure)
        for scheme in schemes
        for figure in scheme["published_figures"]
        if figure["agrees"] is False
    )


def conflicting(scheme: Record) -> int:
    """How many matters of a scheme are told in more than one way."""
    return sum(1 for _ in _of(scheme))


def _of(scheme: Record) -> Iterator[Clash]:
    told = tuple(scheme["instrument"]["conflicts_with"])
    if told:
        yield Clash(scheme, None, (), told)
    for parameter, entry in scheme["parameters"].items():
        sides = tuple(
            (number, provision)
            for number, provision in enumerate(entry["provisions"], start=1)
            if provision["conflicts_with"]
        )
        if sides:
            told = tuple(
                dict.fromkeys(t for _, provision in sides for t in provision["conflicts_with"])
            )
            yield Clash(scheme, parameter, sides, told)
