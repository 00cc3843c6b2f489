"""Built files read again by parsers that know nothing of the program: what a page, a table or a script really holds."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Event = tuple[str, ...]
DATA_TYPES = ("application/json", "application/ld+json")
_ASSIGNED = re.compile(r"(?:[\w$\s.()|{}?=]|\[\"[\w-]*\"\])*?=\s*(?=JSON\.parse\(|[\[{\"](?!\}))")


class _Events(HTMLParser):
    """Tags, attributes, comments and text, one after the other; neighbouring texts are one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []
        self._text: list[str] = []

    def _flush(self) -> None:
        if self._text:
            self.events.append(("text", "".join(self._text)))
            self._text = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.events.append(("tag", tag))
        self.events += [("attribute", tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self._flush()
        self.events.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self._flush()
        self.events.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        self._flush()
        self.events.append(("instruction", data))


def html_events(content: bytes) -> list[Event]:
    """What an HTML parser finds in a page, in order."""
    parser = _Events()
    parser.feed(content.decode("utf-8"))
    parser.close()
    parser._flush()
    return parser.events


def leaves(value: object, path: str = "") -> Iterator[Event]:
    """Every key and every plain value of a JSON value with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield ("key", path, key)
            yield from leaves(inner, f"{path}/{key}")
    elif isinstance(value, list):
        yield ("length", path, str(len(value)))
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{index}")
    else:
        yield ("value", path, type(value).__name__, str(value))


def json_events(content: bytes) -> list[Event]:
    return list(leaves(json.loads(content, parse_constant=_no_constant)))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def script_events(content: bytes) -> list[Event]:
    """A data script: one assignment of a JSON value, or of a JSON text to be parsed. ValueError for anything more."""
    text = content.decode("utf-8")
    start = _ASSIGNED.match(text)
    if start is None:
        raise ValueError("not an assignment")
    value = text[start.end() :].strip().removesuffix(";")
    if value.startswith("JSON.parse(") and value.endswith(")"):
        value = json.loads(value.removeprefix("JSON.parse(").removesuffix(")"))
    return list(leaves(json.loads(value)))


def csv_events(content: bytes) -> list[Event]:
    """The cells; a text that a spreadsheet would run as a formula is marked as one."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    found: list[Event] = []
    for number, row in enumerate(rows):
        found.append(("cells", str(number), str(len(row))))
        for column, cell in enumerate(row):
            runs = cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not re.fullmatch(r"-?[0-9.]+", cell)
            found.append(("formula" if runs else "cell", str(number), str(column), cell))
    return found


def unguarded(cell: str) -> str:
    """A cell's text without the apostrophe that keeps a spreadsheet from running it."""
    return cell.removeprefix("'")


def xlsx_events(content: bytes) -> list[Event]:
    """Cells with their types, links, and the names of the parts of a workbook."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    found: list[Event] = [("part", name) for name in sorted(zipfile.ZipFile(io.BytesIO(content)).namelist())]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    kind = "formula" if cell.data_type == "f" else "cell"
                    found.append((kind, sheet.title, cell.coordinate, cell.data_type, str(cell.value)))
                if cell.hyperlink is not None:
                    found.append(("link", sheet.title, cell.coordinate, str(cell.hyperlink.target)))
    return found


def docx_events(content: bytes) -> list[Event]:
    """Paragraphs and cells with their text, fields, links to the outside, and the names of the parts of a document."""
    from docx import Document

    document = Document(io.BytesIO(content))
    found: list[Event] = [("part", name) for name in sorted(zipfile.ZipFile(io.BytesIO(content)).namelist())]
    for relation in document.part.rels.values():
        if relation.is_external:
            found.append(("link", relation.target_ref))
    for node in document.element.body.iter():
        name = node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else "comment"
        if name == "p":
            found.append(("paragraph", "".join(t.text or "" for t in node.iter() if str(t.tag).endswith("}t"))))
        elif name in {"instrText", "fldSimple", "hyperlink", "object", "altChunk"}:
            found.append(("field", name))
    return found


@cache
def _markdown_reader() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown_events(content: bytes) -> list[Event]:
    """What a Markdown reader makes of the text: blocks, links and texts, one after the other; neighbouring texts are one."""
    found: list[Event] = []
    for token in _markdown_reader().parse(content.decode("utf-8")):
        for one in token.children if token.type == "inline" else (token,):
            if one.type == "text":
                before = found.pop()[1] if found and found[-1][0] == "text" else ""
                found.append(("text", before + one.content))
            elif one.type == "link_open":
                found.append(("link", str(one.attrs["href"])))
            elif one.type == "image":
                found.append(("image", str(one.attrs["src"])))
            elif one.content:
                found.append((one.type, one.content))
            else:
                found.append(("block", one.type))
    return found


def xml_events(content: bytes) -> list[Event]:
    """Elements, attributes and texts of an XML file; a file that declares a document type is none of ours."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in content:
        raise ValueError("a document type")
    found: list[Event] = []
    for element in ElementTree.fromstring(content).iter():
        found.append(("element", element.tag))
        found += [("attribute", element.tag, name, value) for name, value in element.attrib.items()]
        found.append(("text", (element.text or "").strip()))
    return found


def calendar_events(content: bytes) -> list[Event]:
    """The lines of a calendar, unfolded and with their values as they were before they were escaped (RFC 5545, 3.1 and 3.3.11)."""
    text = content.decode("utf-8")
    if re.search(r"(?<!\r)\n|\r(?!\n)", text):
        raise ValueError("a line that does not end in CR LF")
    if too_long := [line for line in text.split("\r\n") if len(line.encode("utf-8")) > 75]:
        raise ValueError(f"a line of more than 75 octets: {too_long[0]}")
    found: list[Event] = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        name, _, value = line.partition(":")
        if not re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*", name):
            raise ValueError(f"no property: {line}")
        plain = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] in "nN" else mark[1], value)
        if name.startswith(("SUMMARY", "DESCRIPTION")) and re.search(r"(?<!\\)(?:\\\\)*[;,]", value):
            raise ValueError(f"a mark that is not escaped: {line}")
        found.append(("property", name, plain))
    return found


READERS: dict[str, Callable[[bytes], list[Event]]] = {
    ".html": html_events,
    ".json": json_events,
    ".csv": csv_events,
    ".xlsx": xlsx_events,
    ".docx": docx_events,
    ".md": markdown_events,
    ".txt": markdown_events,
    ".atom": xml_events,
    ".xml": xml_events,
    ".ics": calendar_events,
}


def events_of(path: Path) -> list[Event] | None:
    """What the file holds, or None for a file that carries no data."""
    if path.suffix == ".js":
        try:
            return script_events(path.read_bytes())
        except ValueError:
            return None
    reader = READERS.get(path.suffix)
    return reader(path.read_bytes()) if reader else None


def without_data(events: list[Event]) -> list[Event]:
    """The events without the texts of a page's scripts of data, which are no text of the page."""
    found: list[Event] = []
    data = False
    for event in events:
        if event[0] == "attribute" and event[1:3] == ("script", "type"):
            data = event[3] in DATA_TYPES
        elif event[0] in ("tag", "end"):
            data = False
        if not (data and event[0] == "text"):
            found.append(event)
    return found


def embedded_json(events: list[Event]) -> Iterator[object]:
    """The JSON values written into a page's scripts of data."""
    data = False
    for event in events:
        if event[0] == "tag":
            data = False
        elif event[0] == "attribute" and event[1:3] == ("script", "type"):
            data = event[3] in DATA_TYPES
        elif event[0] == "end":
            data = False
        elif event[0] == "text" and data:
            yield json.loads(event[1])
