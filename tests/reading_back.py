"""Built files read again by parsers that know nothing of the program: what a page, a table or a script really holds."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Event = tuple[str, ...]
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
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r", "\n"} else cell


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


READERS: dict[str, Callable[[bytes], list[Event]]] = {
    ".html": html_events,
    ".json": json_events,
    ".csv": csv_events,
    ".xlsx": xlsx_events,
    ".docx": docx_events,
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


def embedded_json(events: list[Event]) -> Iterator[object]:
    """The JSON values written into a page's scripts of data."""
    data = False
    for event in events:
        if event[0] == "tag":
            data = False
        elif event[0] == "attribute" and event[1:3] == ("script", "type"):
            data = event[3] in {"application/json", "application/ld+json"}
        elif event[0] == "end":
            data = False
        elif event[0] == "text" and data:
            yield json.loads(event[1])
