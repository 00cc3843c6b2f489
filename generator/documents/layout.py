"""A document with every number, reference and place decided: what the writers of Markdown, HTML and Word read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: plain, strong, lead, open (undecided) or ref.

    For a ref, `target` is the key of the paragraph whose number the words are, where there is one, and `link`
    the name that a reader is led to.
    """

    text: str
    kind: str = "plain"
    target: int | None = None
    link: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a laid-out table; `ending` are lines set to the right at its foot (seal, date)."""

    lines: tuple[Runs, ...]
    column: int
    span: int
    down: int
    above: bool
    align: str
    label: bool
    ending: tuple[Runs, ...] = ()
    height: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table or signature with everything decided.

    `series` and `depth` name the list that counts it: ("chapters"|"articles"|"headings", section) or ("items"|"digits", n).
    """

    kind: str
    key: int
    runs: Runs = ()
    label: str = ""
    name: str | None = None
    marked: bool = False
    level: int = 0
    align: str | None = None
    indent: bool = True
    series: tuple[str, int] | None = None
    depth: int = 0
    notes: tuple[Runs, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    columns: tuple[int, ...] = ()
    header: int = 0
    issuers: tuple[Runs, ...] = ()
    insets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The body, or one annex: its mark (附件1), title lines and blocks; notes that stand before any block."""

    mark: str
    name: str | None
    title: tuple[Runs, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Runs, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A document with everything decided; what the writers read."""

    date: str
    subtitle: Runs
    notice: Runs
    sections: tuple[Section, ...]


def half_widths(runs: Runs) -> int:
    """The width of words in half characters: Latin letters and digits are half as wide as the rest."""
    return sum(1 if ord(character) < 0x2000 else 2 for run in runs for character in run.text)


def signature_insets(issuers: tuple[Runs, ...], date: Runs) -> tuple[int, ...]:
    """How far from the right edge each issuer and then the date end, in half characters.

    GB/T 9704-2012, 7.3.5.2: the issuer two characters from the edge, the date two characters to the right of the
    issuer's first; where the date is longer it stands two characters from the edge and the issuer moves left.
    """
    widths = [half_widths(issuer) for issuer in issuers]
    widest, dated = max(widths), half_widths(date)
    issuer_inset = max(4, dated - widest + 8)
    date_inset = max(4, widest - dated)
    centred = [issuer_inset + (widest - width) // 2 for width in widths]
    return (*centred, date_inset)
