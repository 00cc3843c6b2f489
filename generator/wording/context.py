"""What the words for a value depend on beside the value: labels, the parameter, an approximation, an equivalent.

A worder takes the value, the bound that its modality puts before the figure (不超过 …, or nothing) and the
context, and answers the full text and the short one for a table's cell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from generator.vocabulary import Parameter
from generator.wording.labels import Labels
from generator.wording.said import Said, say

Texts = tuple[Said, Said]


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What a rate formula came to on a day: the rate a year, the day as the source dates it, the tenor's label."""

    rate: Fraction
    on: str
    tenor: Said


@dataclass(frozen=True, slots=True)
class Context:
    """What a worder may need beside the value."""

    labels: Labels
    parameter: Parameter
    approx: bool = False
    equivalent: Equivalent | None = None

    def about(self, figure: Said) -> Said:
        """The figure with 约 where the source gives it as an approximation."""
        return say("约{figure}", "about {figure}", figure=figure) if self.approx else figure


Worder = Callable[[object, Said, Context], Texts]


def bounded(bound: Said, figure: Said) -> Said:
    """`不超过` before the figure; an English bound takes a space."""
    return (
        say("{bound}{figure}", "{bound} {figure}", bound=bound, figure=figure) if bound else figure
    )


def both(text: Said) -> Texts:
    """The same text in full and in short."""
    return text, text
