"""A Word file as its reader sees it: sections with their measures, paragraphs with their words and looks, footers, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from generator.word.parts import W
from generator.word_check.looks import Level, Numbering, Properties, Styles, number, on
from generator.word_check.package import Package, open_package

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TWIPS_PER_MM = 1440 / 25.4
CHINESE_FORMS = ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographTraditional",
                 "taiwaneseCounting", "japaneseCounting", "ideographDigital")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A run's text and looks."""

    text: str
    looks: Properties

    @property
    def face(self) -> str:
        return self.looks.get("rFonts.eastAsia", "")

    @property
    def size(self) -> float | None:
        """In points."""
        half = number(self.looks.get("sz.val"))
        return half / 2 if half is not None else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the form of its automatic number (第一条, （一）, 1.)."""

    style: str
    looks: Properties
    words: tuple[Words, ...]
    level: Level | None
    in_table: bool
    page_before: bool

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.words)

    @property
    def lead(self) -> str:
        if self.level is None:
            return ""
        spelled = "一" if self.level.form in CHINESE_FORMS else "1"
        return re.sub("%[1-9]", spelled, self.level.text)

    @property
    def shown(self) -> str:
        """The text with the form of its number before it, as one reads it."""
        return (self.lead + self.text).strip(" \u3000\t")

    @property
    def size(self) -> float | None:
        return next((run.size for run in self.words if run.text.strip()), None)

    def indent(self, side: str) -> float:
        """An indent in characters: `first`, `left` or `right`; hanging counts below zero."""
        size = (self.size or 16) * 20
        if side == "first":
            for name, sign in (("hanging", -1), ("firstLine", 1)):
                value = self._length(name, size)
                if value:
                    return sign * value
            return 0
        return self._length(side, size) or self._length({"left": "start", "right": "end"}[side], size)

    def _length(self, name: str, size: float) -> float:
        in_characters = number(self.looks.get(f"ind.{name}Chars"))
        if in_characters is not None and in_characters != 0:
            return in_characters / 100
        return (number(self.looks.get(f"ind.{name}")) or 0) / size


@dataclass(frozen=True, slots=True)
class Measures:
    """A section's page in millimetres, and its grid."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    footer: float
    grid: Properties
    footers: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Document:
    """What the checks look at."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Measures, ...]
    tables: tuple[frozenset[str], ...]
    odd_and_even: bool
    external: int
    macros: bool


def read_document(path: Path) -> Document:
    """The document in a file. Raises UnreadableFile, FileNotFoundError."""
    package = open_package(path)
    return _Builder(package).document()


class _Builder:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.styles, Numbering(package.numbering))

    def document(self) -> Document:
        root = self.package.document
        body = root.find(W + "body")
        content = body if body is not None else root
        settings = self.package.settings
        return Document(
            paragraphs=tuple(self.paragraphs(content)),
            sections=tuple(self.measures(entry) for entry in content.iter(W + "sectPr")),
            tables=tuple(self.sides(table) for table in content.iter(W + "tbl")),
            odd_and_even=settings is not None and on(settings.find(W + "evenAndOddHeaders")),
            external=self.package.external,
            macros=self.package.macros,
        )

    def paragraphs(self, content: Element) -> Iterator[Paragraph]:
        """All paragraphs in the order of the text; a page break or section end before one is noted on it."""
        broken = False
        for entry, inside in _paragraphs(content):
            found, own_break = self.paragraph(entry, inside, broken)
            broken = own_break if found.text.strip() or own_break else broken
            section = entry.find(f"{W}pPr/{W}sectPr")
            if section is not None:
                kind = section.find(W + "type")
                broken = broken or kind is None or kind.get(W + "val") != "continuous"
            yield found

    def paragraph(self, entry: Element, in_table: bool, broken: bool) -> tuple[Paragraph, bool]:
        """The paragraph, and whether a page break stands in it after all its words."""
        direct = entry.find(W + "pPr")
        named = direct.find(W + "pStyle") if direct is not None else None
        style = (named.get(W + "val") or "") if named is not None else ""
        looks, level = self.styles.paragraph(style, direct)
        words: list[Words] = []
        breaks_after = False
        for run in _runs(entry):
            text = ""
            for part in run:
                if part.tag == W + "t":
                    text += part.text or ""
                    breaks_after = breaks_after and not (part.text or "").strip()
                elif part.tag in (W + "br", W + "cr", W + "tab"):
                    page = part.get(W + "type") == "page"
                    if page and not any(found.text.strip() for found in words) and not text.strip():
                        broken = True
                    breaks_after = breaks_after or page
                    text += "\t" if part.tag == W + "tab" else "" if page else "\n"
            if text:
                words.append(Words(text, self.styles.run(style, run.find(W + "rPr"))))
        before = broken or bool(looks.get("pageBreakBefore"))
        return Paragraph(style, looks, tuple(words), level, in_table, before), breaks_after

    def measures(self, section: Element) -> Measures:
        def of(element: str, attribute: str) -> float:
            found = section.find(W + element)
            value = number(found.get(W + attribute)) if found is not None else None
            return abs(value or 0) / TWIPS_PER_MM

        grid = section.find(W + "docGrid")
        footers = {}
        for entry in section.iter(W + "footerReference"):
            _, name = self.package.related.get(entry.get(RELATION_ID) or "", ("", ""))
            if name in self.package.texts:
                footers[entry.get(W + "type") or "default"] = tuple(self.footer(self.package.texts[name]))
        return Measures(
            width=of("pgSz", "w"), height=of("pgSz", "h"), top=of("pgMar", "top"), bottom=of("pgMar", "bottom"),
            left=of("pgMar", "left") + of("pgMar", "gutter"), right=of("pgMar", "right"), footer=of("pgMar", "footer"),
            grid={key.removeprefix(W): value for key, value in (grid.attrib if grid is not None else {}).items()},
            footers=footers,
        )  # fmt: skip

    def footer(self, root: Element) -> Iterator[Paragraph]:
        """The footer's paragraphs; the field that gives the page's number counts as the text #."""
        for entry in root.iter(W + "p"):
            found, _ = self.paragraph(entry, False, False)
            fields = [part.text or "" for part in entry.iter(W + "instrText")]
            fields += [part.get(W + "instr") or "" for part in entry.iter(W + "fldSimple")]
            if any(instruction.split()[:1] == ["PAGE"] for instruction in fields):
                shown = tuple(Words(re.sub("[0-9]+", "#", run.text), run.looks) for run in found.words)
                if not any("#" in run.text for run in shown):
                    shown = (*shown[:1], Words("#", shown[0].looks if shown else {}), *shown[1:])
                found = Paragraph(found.style, found.looks, shown, found.level, False, False)
            yield found

    def sides(self, table: Element) -> frozenset[str]:
        """The sides and inner lines that a table's borders draw."""
        holder = table.find(W + "tblPr")
        named = holder.find(W + "tblStyle") if holder is not None else None
        drawn: dict[str, bool] = {}
        chain = self.styles.chain((named.get(W + "val") or "") if named is not None else "")
        for properties in [*(style.find(W + "tblPr") for style in chain), holder]:
            borders = properties.find(W + "tblBorders") if properties is not None else None
            for side in borders if borders is not None else ():
                value = side.get(W + "val") or "none"
                drawn[side.tag.removeprefix(W)] = value not in ("none", "nil")
        renamed = {"start": "left", "end": "right"}
        return frozenset(renamed.get(side, side) for side, shown in drawn.items() if shown)


def _paragraphs(content: Element) -> Iterator[tuple[Element, bool]]:
    """Every paragraph in the order of the text, and whether it stands in a table. One walk, however deep the tables."""
    waiting = [(content, False)]
    while waiting:
        entry, inside = waiting.pop()
        if entry.tag == W + "p":
            yield entry, inside
        inside = inside or entry.tag == W + "tbl"
        waiting += [(child, inside) for child in reversed(entry)]


def _runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, without those of paragraphs inside it (text boxes)."""
    waiting = list(reversed(paragraph))
    while waiting:
        entry = waiting.pop()
        if entry.tag == W + "r":
            yield entry
        if entry.tag != W + "p":
            waiting += reversed(entry)
