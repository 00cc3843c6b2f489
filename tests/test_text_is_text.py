"""Hostile texts in every free-text field come out of every built file as they were typed, and nothing comes alive.

Two sites are built that differ in nothing but the texts: one with hostile texts, one with plain words of the same
length in their place. Read again by other people's parsers, the first must be the second with the words replaced:
then no text became an element, an attribute, a formula, a link, a key, or another text.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hostile_scheme import write_hostile_project
from reading_back import (
    DATA_TYPES,
    Event,
    docx_events,
    embedded_json,
    events_of,
    html_events,
    json_events,
    unguarded,
    without_data,
    xlsx_events,
)
from required_tools import ROOT
from small_project import AS_OF, add_program, atlas

HOSTILE = json.loads((ROOT / "tests/vectors/hostile_texts.json").read_text(encoding="utf-8"))
TEXTS = sorted(entry["text"] for entry in HOSTILE)
"""In order, so that what is sorted by its words comes in the same order in both sites."""
REGIONS = ["440600", "370300", "440300", "320500", "350200"]
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def plain(number: int, text: str) -> str:
    """A word that occurs nowhere else, as long as the text, with spaces and line breaks where it has them.

    What names a document keeps doing so: a title that ends in 办法 is set in marks.
    """
    return "办法".join(re.sub(r"\S", chr(0x3400 + number), part) for part in text.split("办法"))


PLAIN = [plain(number, text) for number, text in enumerate(TEXTS)]
WORDS = re.compile("|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(PLAIN, key=len, reverse=True)))
"""However their spaces and line breaks are written: a twin in Markdown has each text on one line."""
BACK = {tuple(word.split()): text for word, text in zip(PLAIN, TEXTS, strict=True)}


def with_texts(value: str) -> str:
    """The plain words replaced by the texts they stand for, digests of files left out."""
    return DIGEST.sub("digest", WORDS.sub(lambda found: BACK[tuple(found[0].split())], value))


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> tuple[Path, Path]:
    """(site of the hostile texts, site of the plain words)."""
    built = []
    for name, texts in (("hostile", TEXTS), ("plain", PLAIN)):
        root = add_program(write_hostile_project(tmp_path_factory.mktemp(name), texts, REGIONS))
        done = atlas(root, "build", "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr[-3000:]
        built.append(root / "site")
    return built[0], built[1]


def files(site: Path) -> list[str]:
    return sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file() and p.name != "build.json")


def test_there_are_fifty_texts_and_each_has_a_name():
    assert len({entry["id"] for entry in HOSTILE}) == len(HOSTILE) == len(set(TEXTS)) >= 50
    assert len(set(PLAIN)) == len(PLAIN)


def test_both_sites_have_the_same_files(sites):
    assert files(sites[0]) == files(sites[1])


LINES = {text for text in TEXTS if "\n" not in text}
CARRIED = {
    **dict.fromkeys((".html", ".json", ".csv", ".js", ".xlsx", ".md"), set(TEXTS)),
    **dict.fromkeys((".txt", ".atom", ".ics"), LINES),
}
"""Kind of file -> the texts that its files hold; in a title or an entry no line may break. Word files have tests of their own."""
LINKED = DATA_TYPES[1]
"""What pages of schemes, the first and that of the data tell search engines."""


def test_every_other_file_is_the_same_in_both_sites(sites):
    """Styles and pictures. The offline copy holds the site's own files, as `test_machines.py` says."""
    others = [name for name in files(sites[0]) if Path(name).suffix not in {*CARRIED, ".zip"}]
    assert {Path(name).suffix for name in others} == {".css", ".png", ".svg"}
    assert [name for name in others if (sites[0] / name).read_bytes() != (sites[1] / name).read_bytes()] == []


@dataclass
class Compared:
    """What reading all files of a kind again gave: how many there were, where they part, and which texts they carried."""

    files: int = 0
    faults: list[str] = field(default_factory=list)
    carried: set[str] = field(default_factory=set)
    blocks: Counter[str] = field(default_factory=Counter)
    in_blocks: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def compared(sites) -> Callable[[str], Compared]:
    """All files of a kind in both sites, read and compared once."""
    return cache(lambda kind: compare(kind, *sites))


@pytest.mark.parametrize("kind", CARRIED)
def test_every_file_read_again_holds_the_texts_as_typed(kind, compared):
    found = compared(kind)
    assert found.faults == []
    assert found.files and found.carried == CARRIED[kind]


def test_data_written_into_pages_is_read_as_json_and_holds_the_texts_as_typed(compared):
    """Where they part is found with the rest of the page; here, that there are such data, and how many."""
    found = compared(".html")
    assert found.blocks == {LINKED: len(TEXTS) + len(("index.html", "data.html"))}
    assert found.in_blocks == {LINKED: LINES}


def compare(kind: str, hostile: Path, harmless: Path) -> Compared:
    made = Compared()
    for name in files(hostile):
        if name.endswith(kind):
            try:
                fault = difference_of_files(kind, hostile / name, harmless / name, made)
            except ValueError as error:  # A file that its kind's parser does not take, or data in a page that are no JSON.
                fault = str(error)
            if fault:
                made.faults.append(f"{name}: {fault}")
    return made


def difference_of_files(kind: str, hostile: Path, harmless: Path, made: Compared) -> str:
    """Where a file of one site parts from that of the other, or an empty string; what was compared goes into `made`."""
    if hostile.read_bytes() == harmless.read_bytes():
        # It holds none of the texts, for those are never the same in both.
        made.files += 1
        return ""
    found, expected = events_of(hostile), events_of(harmless)
    if "/search/words-" in hostile.as_posix():
        # Which shards of the search hold a pair of characters or a figure: both come from the texts, and no text is in them.
        keys = [event[2] for event in found or () if event[0] == "key"]
        return "" if keys and all(len(key) <= 2 or key.startswith("#") for key in keys) else f"keys {keys}"
    if found is None or expected is None:
        return "" if hostile.read_bytes() == harmless.read_bytes() else "not the same bytes"
    if kind == ".html":
        data = data_of(expected)
        made.blocks.update(event[1] for event in data if event[0] == "data")
        for event in data:
            made.in_blocks.setdefault(event[1], set()).update(texts_in(event))
        found, expected = without_data(found) + data_of(found), without_data(expected) + data
    wanted = list(map(event_with_texts, told(comparable(kind, expected), expected)))
    got = list(map(event_without_digest, told(comparable(kind, found), expected)))
    if kind in (".md", ".txt", ".ics"):
        got, wanted = ([tuple(" ".join(part.split()) for part in event) for event in events] for events in (got, wanted))
    made.files += 1
    made.carried |= frozenset().union(*map(texts_in, set(expected)))
    return difference(got, wanted)


def comparable(kind: str, events: list[Event]) -> list[Event]:
    """The events of a file without what depends on the texts and holds none of them."""
    if kind == ".js":
        # The readings of all characters that occur, and the sizes of pieces.
        return [event for event in events if not event[1].startswith(("/readings", "/pieces", "/shards"))]
    if kind == ".csv":
        # Before the words are put back: a text that begins with an apostrophe of its own keeps it.
        return [(*event[:-1], unguarded(event[-1])) for event in events]
    if kind == ".json":
        kept = (event for event in events if event[::2] != ("key", "lang"))
        return [event for event in kept if not event[1].endswith(("/lang", "/bytes"))]
    return events


def data_of(events: list[Event]) -> list[Event]:
    """The data that a page carries for programs, read as JSON: of each block its kind, then all that is in it."""
    kinds = [event[3] for event in events if event[:3] == ("attribute", "script", "type") and event[3] in DATA_TYPES]
    found: list[Event] = []
    for kind, value in zip(kinds, embedded_json(events), strict=True):
        found.append(("data", kind))
        found += [("in data", kind, *leaf) for leaf in json_events(json.dumps(value).encode())]
    return found


SIZE = re.compile(r"^（?[0-9.]+ [KM]B）?$")


def told(events: list[tuple[str, ...]], plain_events: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The events without what depends on a text's script or length alone.

    A cell that holds JSON, as the plain site shows, is read as JSON. A sentence in English says which
    language its foreign words are in; sizes of files are sizes.
    """
    found: list[tuple[str, ...]] = []
    for number, event in enumerate(events):
        model = plain_events[number] if number < len(plain_events) else event
        if event[0] == "cell" and model[0] == "cell" and model[-1][:1] in {'"', "[", "{"}:
            inner = json.loads(event[-1])
            found += [(*event[:-1], *leaf) for leaf in json_events(json.dumps(inner).encode())]
        else:
            found.append(without_size(event))
    return found


# A page repeats the events of every other page many times over, so each is worked out once.


@cache
def without_size(event: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("size" if SIZE.match(part) else part for part in event)


@cache
def event_with_texts(event: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(with_texts, event))


@cache
def event_without_digest(event: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(DIGEST.sub("digest", part) for part in event)


@cache
def texts_in(event: tuple[str, ...]) -> frozenset[str]:
    """The hostile texts whose plain words an event holds."""
    return frozenset(BACK[tuple(word.split())] for part in event for word in WORDS.findall(part))


CAPITAL = re.compile(r"(?:^|: |; )[a-z]")


def same(one: str, other: str) -> bool:
    """Whether two texts are one, but for the capital with which an English sentence starts."""
    return one == other or CAPITAL.sub(lambda m: m[0].upper(), one) == CAPITAL.sub(lambda m: m[0].upper(), other)


def difference(got: list[tuple[str, ...]], wanted: list[tuple[str, ...]]) -> str:
    """The first place where two readings part, or an empty string."""
    for number, (one, other) in enumerate(zip(got, wanted, strict=False)):
        if one != other and not (len(one) == len(other) and all(map(same, one, other))):
            return f"{number}: {one!r} instead of {other!r} after {got[max(0, number - 2) : number]!r}"
    return "" if len(got) == len(wanted) else f"{len(got)} instead of {len(wanted)}: {(got + wanted)[min(len(got), len(wanted))]!r}"


FAULTS = {
    "an element": (lambda page: page.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>", 1)),
    "an attribute": (lambda page: page.replace("<h1>", "<h1 onclick=alert(1)>", 1)),
    "an entity read twice": (lambda page: page.replace("&amp;lt;b&amp;gt;", "&lt;b&gt;", 1)),
    "a lost character": (lambda page: page.replace("𠮷", "", 1)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_in_which_a_text_came_alive_is_found(fault):
    """Each fault put into a page of all texts is seen by the comparison."""
    from html import escape

    page = f"<h1>{escape(' '.join(TEXTS))}</h1>"
    broken = FAULTS[fault](page)
    assert broken != page
    assert difference(html_events(page.encode()), html_events(broken.encode())) != ""


def test_a_cell_that_a_spreadsheet_would_run_is_found(tmp_path):
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "=1+1")
    sheet.write(1, 0, "https://evil.example/x")
    sheet.write_string(2, 0, "=1+1")
    book.close()
    found = xlsx_events(path.read_bytes())
    assert [event[0] for event in found if event[0] != "part"] == ["formula", "cell", "link", "cell"]


def test_a_field_in_a_document_is_found(tmp_path):
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    field = OxmlElement("w:instrText")
    document.add_paragraph("文").add_run()._r.append(field)
    document.save(str(tmp_path / "x.docx"))
    assert ("field", "instrText") in docx_events((tmp_path / "x.docx").read_bytes())


if __name__ == "__main__":
    sys.exit(pytest.main([__file__]))
