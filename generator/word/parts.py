"""The static parts of a Word file, `site_templates/word/`, which an office may replace by its own.

Every look lies in them: page, fonts, sizes, numbering. What the emitter relies on (names of styles, lists and
footers) is checked when they are read, so a replaced part that lacks something is refused before any document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ROOTS = {
    "styles.xml": "styles", "numbering.xml": "numbering", "settings.xml": "settings", "fontTable.xml": "fonts",
    "footer_odd.xml": "ftr", "footer_even.xml": "ftr", "section.xml": "sectPr",
}  # fmt: skip
"""Each part and the element it consists of."""

SHEETS = ("document.css", "print.css")
"""The style sheets of a draft's HTML: how a document looks, and how it is printed."""

STYLES = (
    "Title Subtitle Heading1 Heading2 Heading3 Heading4 Chapter Article Item Subitem Addressee Remark Notice AnnexList "
    "SignOff AnnexMark TableGrid TableCaption TableText TableLabel TableEnd CommentText CommentReference Emphasised "
    "Lead OpenPoint"
).split()
LISTS = {"1": "章", "2": "条、项、目", "3": "层次", "4": "单独的项、目", "5": "单独的目"}
FOOTERS = {"rId5": "footer_odd.xml", "rId6": "footer_even.xml"}

FOLDER = Path(__file__).resolve().parents[2] / "site_templates" / "word"


class BadParts(ValueError):
    """A static part that cannot be used; the text is `file: reason`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of the static parts by file name, and the style sheet of the HTML."""

    files: Mapping[str, str]
    css: str


def load_parts(folder: Path = FOLDER) -> Parts:
    """The parts in `folder`. Raises BadParts, FileNotFoundError."""
    files = {name: _text(folder / name) for name in ROOTS}
    _check(files)
    return Parts(files, "".join(_text(folder / name) for name in SHEETS))


def parts_script(parts: Parts) -> str:
    """A classic script that puts the parts where the pages' code finds them."""
    written = json.dumps({"files": dict(parts.files), "css": parts.css}, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.Atlas ??= {{}}).wordParts = {written.replace('<', chr(92) + 'u003c')};\n"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadParts(f"{path.name}: 不是 UTF-8 编码") from None


def parsed(text: str) -> Element:
    """The root of an XML text. Raises ParseError; a document type, hence every entity of its own, is refused too."""
    if "<!DOCTYPE" in text:
        raise ParseError("document type")
    return fromstring(text)


def _check(files: Mapping[str, str]) -> None:
    roots = {}
    for name, text in files.items():
        try:
            roots[name] = parsed(text)
        except ParseError as error:
            raise BadParts(f"{name}: 不是规范的 XML（{error}）") from None
        if roots[name].tag != W + ROOTS[name]:
            raise BadParts(f"{name}: 最外层应是 w:{ROOTS[name]}")
        if not text.startswith("<?xml") or text.count("?>") != 1:
            raise BadParts(f"{name}: 应以一行 XML 声明开头")
    styles = {style.get(W + "styleId") for style in roots["styles.xml"].iter(W + "style")}
    for style in STYLES:
        if style not in styles:
            raise BadParts(f"styles.xml: 没有样式 {style}")
    lists = {found.get(W + "abstractNumId") for found in roots["numbering.xml"].iter(W + "abstractNum")}
    numbers = {found.get(W + "numId") for found in roots["numbering.xml"].iter(W + "num")}
    for key, label in LISTS.items():
        if key not in lists or (key in "123" and key not in numbers):
            raise BadParts(f"numbering.xml: 没有“{label}”的编号（{key}）")
    if not files["numbering.xml"].rstrip().endswith("</w:numbering>"):
        raise BadParts("numbering.xml: 应以 </w:numbering> 结尾")
