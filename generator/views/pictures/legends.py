"""What the colours of a picture mean, said beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """A colour and its words; hatched where it stands for what is not known."""

    key: str
    text: str
    hatched: bool = False
