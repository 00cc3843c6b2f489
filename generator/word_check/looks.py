"""What a paragraph and a run really look like: defaults, then styles from the root down, then what stands on them.

After ECMA-376 Part 1, 17.7.2 (style hierarchy): document defaults, table, numbering, paragraph and character
styles, direct formatting. Only properties that the profile asks about are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from generator.word.parts import W

Properties = dict[str, str]
DEEPEST = 30

RUN = {
    "rFonts": ("ascii", "eastAsia", "hint", "eastAsiaTheme"), "sz": ("val",), "color": ("val",), "spacing": ("val",),
}  # fmt: skip
PARAGRAPH = {
    "spacing": ("before", "after", "line", "lineRule"),
    "ind": ("left", "start", "right", "end", "firstLine", "hanging", "leftChars", "rightChars", "firstLineChars", "hangingChars"),
    "jc": ("val",), "outlineLvl": ("val",),
}  # fmt: skip
FLAGS = ("pageBreakBefore",)


def on(element: Element | None) -> bool:
    """Whether a switch such as <w:pageBreakBefore/> is there and not turned off."""
    return element is not None and (element.get(W + "val") or "1") not in ("0", "false", "off", "none")


def run_properties(holder: Element | None) -> Properties:
    """The kept properties of a `w:rPr`."""
    found = _kept(holder, RUN)
    # A face that is named replaces one that a theme would give, and the other way round.
    if "rFonts.eastAsiaTheme" in found:
        found["rFonts.eastAsia"] = ""
    elif "rFonts.eastAsia" in found:
        found["rFonts.eastAsiaTheme"] = ""
    return found


def paragraph_properties(holder: Element | None) -> Properties:
    """The kept properties of a `w:pPr`."""
    found = _kept(holder, PARAGRAPH)
    if holder is None:
        return found
    for name in FLAGS:
        if holder.find(W + name) is not None:
            found[name] = "1" if on(holder.find(W + name)) else ""
    number = holder.find(W + "numPr")
    if number is not None:
        for name in ("ilvl", "numId"):
            element = number.find(W + name)
            if element is not None:
                found[name] = element.get(W + "val") or ""
    return found


def _kept(holder: Element | None, wanted: dict[str, tuple[str, ...]]) -> Properties:
    found: Properties = {}
    if holder is None:
        return found
    for name, attributes in wanted.items():
        element = holder.find(W + name)
        if element is not None:
            for attribute in attributes:
                value = element.get(W + attribute)
                if value is not None:
                    found[f"{name}.{attribute}"] = value
    return found


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, and its own looks."""

    form: str
    text: str
    paragraph: Properties
    run: Properties


class Numbering:
    """The lists of a document."""

    def __init__(self, root: Element | None) -> None:
        self.levels: dict[tuple[str, str], Level] = {}
        if root is None:
            return
        abstract: dict[str, dict[str, Level]] = {}
        for entry in root.iter(W + "abstractNum"):
            abstract[entry.get(W + "abstractNumId") or ""] = {
                level.get(W + "ilvl") or "0": self._level(level) for level in entry.iter(W + "lvl")
            }
        for entry in root.iter(W + "num"):
            number = entry.get(W + "numId") or ""
            followed = entry.find(W + "abstractNumId")
            own = abstract.get((followed.get(W + "val") or "") if followed is not None else "", {})
            for depth, level in own.items():
                self.levels[number, depth] = level

    @staticmethod
    def _level(level: Element) -> Level:
        def value(name: str) -> str:
            element = level.find(W + name)
            return (element.get(W + "val") or "") if element is not None else ""

        return Level(
            value("numFmt"), value("lvlText"), paragraph_properties(level.find(W + "pPr")),
            run_properties(level.find(W + "rPr")),
        )  # fmt: skip


class Styles:
    """The styles of a document, each resolved along what it is based on."""

    def __init__(self, root: Element | None, numbering: Numbering) -> None:
        self.numbering = numbering
        self.elements: dict[str, Element] = {}
        self.default = ""
        self.run_default: Properties = {}
        self.paragraph_default: Properties = {}
        if root is None:
            return
        self.run_default = run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self.paragraph_default = paragraph_properties(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            self.elements[name] = style
            if style.get(W + "type") == "paragraph" and (style.get(W + "default") or "0") in ("1", "true", "on"):
                self.default = name

    def chain(self, name: str) -> list[Element]:
        """A style and what it is based on, the root first; a circle or a missing style ends it."""
        found: list[Element] = []
        while name in self.elements and self.elements[name] not in found and len(found) < DEEPEST:
            style = self.elements[name]
            found.append(style)
            based = style.find(W + "basedOn")
            name = (based.get(W + "val") or "") if based is not None else ""
        return found[::-1]

    def paragraph(self, name: str, direct: Element | None) -> tuple[Properties, Level | None]:
        """The looks of a paragraph of a style with direct formatting, and the level of the list that counts it."""
        looks = dict(self.paragraph_default)
        level: Level | None = None
        for holder in [*(style.find(W + "pPr") for style in self.chain(name or self.default)), direct]:
            own = paragraph_properties(holder)
            if "numId" in own or "ilvl" in own:
                looks |= {key: own[key] for key in ("numId", "ilvl") if key in own}
                level = self.numbering.levels.get((looks.get("numId", ""), looks.get("ilvl", "0")))
                if level is not None:
                    looks = _indented(looks, level.paragraph)
            looks = _indented(looks, own)
        return looks, level

    def run(self, style: str, direct: Element | None) -> Properties:
        """The looks of a run in a paragraph of the style `style`."""
        looks = dict(self.run_default)
        for entry in self.chain(style or self.default):
            looks |= run_properties(entry.find(W + "rPr"))
        own = direct.find(W + "rStyle") if direct is not None else None
        if own is not None:
            for entry in self.chain(own.get(W + "val") or ""):
                looks |= run_properties(entry.find(W + "rPr"))
        return looks | run_properties(direct)


_FIRST = ("ind.firstLine", "ind.firstLineChars", "ind.hanging", "ind.hangingChars")


def _indented(looks: Properties, own: Properties) -> Properties:
    """`looks` with `own` upon them; an indent of the first line replaces a hanging one and the other way round."""
    if any(key in own for key in _FIRST):
        looks = {key: value for key, value in looks.items() if key not in _FIRST}
    return looks | own


def number(text: str | None) -> int | None:
    """A whole number of the format, or None for anything else."""
    try:
        return int(text) if text is not None and len(text) < 12 else None
    except ValueError:
        return None
