"""Hostile texts in every free-text field come out of every built file as they were typed, and nothing comes alive.

Two sites are built that differ in nothing but the texts: one with hostile texts, one with plain words of the same
length in their place. Read again by other people's parsers, the first must be the second with the words replaced:
then no text became an element, an attribute, a formula, a link, a key, or another text.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from hostile_scheme import write_hostile_project
from reading_back import (
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


KINDS = (".html", ".json", ".csv", ".js", ".xlsx", ".docx", ".xml", ".md", ".txt", ".atom", ".ics")


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_read_again_holds_the_texts_as_typed(kind, sites):
    hostile, harmless = sites
    compared, carried = 0, set()
    for name in files(hostile):
        if not name.endswith(kind):
            continue
        if name.startswith("search/words-"):
            # Which shards hold a pair of characters or a figure: both come from the texts, and no text is in them.
            keys = [event[2] for event in events_of(hostile / name) or () if event[0] == "key"]
            assert keys and all(len(key) <= 2 or key.startswith("#") for key in keys), name
            continue
        found, expected = events_of(hostile / name), events_of(harmless / name)
        if found and expected and kind == ".html":
            # The data of a page's scripts is read as JSON in a test of its own.
            found, expected = without_data(found), without_data(expected)
        if found and expected and kind == ".js":
            # The readings of all characters that occur and the sizes of pieces depend on the texts and hold none of them.
            found, expected = ([e for e in events if not e[1].startswith(("/readings", "/pieces", "/shards"))] for events in (found, expected))
        if found and expected and kind == ".csv":
            # Before the words are put back: a text that begins with an apostrophe of its own keeps it.
            found, expected = ([(*event[:-1], unguarded(event[-1])) for event in events] for events in (found, expected))
        if found and expected and kind == ".json":
            found, expected = ([e for e in events if e[::2] != ("key", "lang")] for events in (found, expected))
            found, expected = ([e for e in events if not e[1].endswith(("/lang", "/bytes"))] for events in (found, expected))
        if found is None or expected is None:
            assert (hostile / name).read_bytes() == (harmless / name).read_bytes(), name
            continue
        wanted = list(map(event_with_texts, told(expected, expected)))
        got = list(map(event_without_digest, told(found, expected)))
        if kind in (".md", ".txt", ".ics"):
            got, wanted = ([tuple(" ".join(part.split()) for part in event) for event in events] for events in (got, wanted))
        assert difference(got, wanted) == "", name
        compared += 1
        carried |= frozenset().union(*map(texts_in, set(expected)))
    if kind in (".html", ".json", ".csv", ".js", ".md"):
        assert compared and carried == set(TEXTS)


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


def test_json_written_into_pages_holds_the_texts_as_typed(sites):
    """Data that a page carries for its scripts is read as JSON, not as text of the page."""
    for name in files(sites[0]):
        if name.endswith(".html"):
            hostile, harmless = (list(embedded_json(html_events((site / name).read_bytes()))) for site in sites)
            wanted = harmless or json.loads(with_texts(json.dumps(harmless, ensure_ascii=False)))
            got = [leaf for value in hostile for leaf in json_events(json.dumps(value).encode())]
            expected = [leaf for value in wanted for leaf in json_events(json.dumps(value).encode())]
            assert difference(got, [tuple(map(with_texts, leaf)) for leaf in expected]) == "", name


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
