"""Good files that look bad: each is accepted, and what is published of it is what the list of such files says it must be."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from reading_back import Event, csv_events, html_events, unguarded, xlsx_events
from required_tools import ROOT
from small_project import AS_OF

from generator.catalogue import Catalogue
from generator.exports import export_files, workbook
from generator.publication import Records, build_records
from generator.reference_rates import Series, load_series
from generator.rendering import Renderer
from generator.scheme_files import load_scheme
from generator.views.atlas import Atlas
from generator.vocabulary import Vocabulary, load_vocabulary
from generator.website.building import scheme_page
from generator.website.machines import Options

sys.path.insert(0, str(ROOT / "tests" / "bad_inputs"))
from transplant import BASE, content, table  # noqa: E402

ACCEPTED = [case for case in table("policies") if "gives" in case]
SAME = [case for case in ACCEPTED if case["gives"] == {}]
TEXTS = [case for case in ACCEPTED if case["gives"].keys() & {"name", "note"}]
SILENT = next(case for case in ACCEPTED if "premium_rate_cap" in case["gives"])
NAME = "example-2022"


@cache
def known() -> tuple[Vocabulary, dict[str, Series]]:
    """The shipped vocabulary and reference rates."""
    files = sorted((ROOT / "policies/reference_rates").glob("*.yaml"))
    rates = {series.id: series for path in files for series in [load_series(path, path.name)[0]]}
    return load_vocabulary(ROOT / "policies")[0], rates


def published(files: Mapping[str, bytes], folder: Path) -> Records:
    """The records of these scheme files, by name."""
    (vocabulary, rates), schemes = known(), {}
    (folder / "policies" / "schemes").mkdir(parents=True)
    for name, raw in files.items():
        path = folder / "policies" / "schemes" / f"{name}.yaml"
        path.write_bytes(raw)
        scheme, problems = load_scheme(path, path.name, vocabulary)
        assert scheme is not None, problems
        schemes[name] = scheme
    return build_records(Catalogue(vocabulary, schemes, rates, folder), AS_OF)


RENDERER = Renderer()


def page_of(records: Records) -> str:
    return scheme_page(Atlas(records), RENDERER, Options(), records.schemes[0]).body


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Records:
    return published({NAME: BASE.encode()}, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def plain_page(plain) -> str:
    return page_of(plain)


@pytest.fixture(scope="module")
def plain_marks(plain_page) -> list[Event]:
    return marks(html_events(plain_page.encode()))


def test_every_accepted_case_says_what_it_gives():
    """But for one that is only a warning here, of a rate that is no longer in use."""
    accepted = [case["id"] for case in table("policies") if case["expect"][0][:2] in {"OK", "W-"}]
    assert [name for name in accepted if name not in {case["id"] for case in ACCEPTED}] == ["ref-series-after-end"]
    assert {"enc-bom-utf8", "enc-crlf", "date-quoted"} <= {case["id"] for case in SAME}
    # An id that JavaScript knows has its page, its record and its quotes in `test_bad_pilots_and_bundles.py`.
    assert [case["id"] for case in ACCEPTED if case not in [*SAME, *TEXTS, SILENT]] == ["id-tostring"]


def without_digest(records: Records) -> Records:
    """Without the digest of the data files, which tells one way of writing from another."""
    made_from = records.index["generated_from"]
    assert len(made_from["sha256"]) == 64
    return replace(records, index=records.index | {"generated_from": made_from | {"sha256": ""}})


@pytest.mark.parametrize("case", SAME, ids=lambda case: case["id"])
def test_another_way_of_writing_the_good_file_gives_the_same_records_and_page(case, tmp_path, plain, plain_page):
    records = published({NAME: content(case)}, tmp_path)
    assert (records == plain) == (content(case) == BASE.encode())
    assert without_digest(records) == without_digest(plain)
    assert page_of(records) == plain_page


def test_a_mark_at_the_start_other_line_ends_and_quotes_leave_every_published_byte_as_it_was(tmp_path, plain):
    listed = [case for case in SAME if case["listed"] == "OK" and case["id"] != "control-policy"]
    assert [case["id"] for case in listed] == ["enc-bom-utf8", "enc-crlf", "date-quoted"]
    files = export_files(without_digest(plain))
    for case in listed:
        assert export_files(without_digest(published({NAME: content(case)}, tmp_path / case["id"]))) == files, case["id"]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["id"])
def test_a_text_is_the_only_thing_in_which_the_record_and_the_page_differ(case, tmp_path, plain, plain_marks):
    records = published({NAME: content(case)}, tmp_path)
    (record,), (wanted,) = records.schemes, plain.schemes
    if "name" in case["gives"]:
        text = case["gives"]["name"]
        wanted = {**wanted, "name": {"zh": text, "en": text}}
    else:
        text = case["gives"]["note"]
        wanted = {**wanted, "instrument": {**wanted["instrument"], "note": text}}
    assert record == wanted
    events = html_events(page_of(records).encode())
    assert marks(events) == plain_marks
    assert ("text", text) in events


def marks(events: list[Event]) -> list[Event]:
    """The elements of a page with the names of their attributes."""
    return [event[:3] if event[0] == "attribute" else event[:2] for event in events if event[0] != "text"]


@pytest.fixture(scope="module")
def all_texts(tmp_path_factory) -> dict[str, bytes]:
    """The published files of all cases of a text at once, each under its own name."""
    files = {case["id"]: content(case).replace(f"id: {NAME}".encode(), f"id: {case['id']}".encode()) for case in TEXTS}
    return export_files(published(files, tmp_path_factory.mktemp("texts")))


@pytest.mark.parametrize("reader", [csv_events, xlsx_events], ids=["csv", "xlsx"])
def test_no_text_of_a_case_is_a_formula_or_a_link_in_a_table(reader, all_texts):
    """Every row has as many cells as the first, and a text is in a cell of its own, in a workbook one of text."""
    kind = reader.__name__.removesuffix("_events")
    tables = {name: reader(raw) for name, raw in all_texts.items() if name.endswith(f".{kind}")}
    names = {case["gives"]["name"] for case in TEXTS if "name" in case["gives"]}
    cells = set()
    for name, events in tables.items():
        assert [event for event in events if event[0] in {"formula", "link"}] == [], name
        assert len({event[2] for event in events if event[0] == "cells"}) <= 1, name
        cells |= {unguarded(event[-1]) for event in events if event[0] == "cell" and event[-2] != "n"}
    assert names <= cells and len(tables) >= 1


def test_what_a_fully_read_document_does_not_say_is_called_so_in_every_table_and_on_the_page(tmp_path):
    """Never 0, and never an empty cell; of this document it is the one parameter."""
    records = published({NAME: content(SILENT)}, tmp_path)
    ((name, word),) = SILENT["gives"].items()
    entry = records.schemes[0]["parameters"][name]
    assert (entry["state"], entry["text"]["zh"], entry["sort"], entry["provisions"]) == ("silent", word, None, [])
    files = export_files(records)
    for table_name, columns in (("coverage", ["状态", "简写"]), ("comparison", ["佛山市2022年（example-2022）"])):
        rows = csv.DictReader(io.StringIO(files[f"data/{table_name}.csv"].decode("utf-8-sig")))
        assert [(row["参数编号"], [row[column] for column in columns]) for row in rows if word in row.values()] == [(name, [word] * len(columns))]
    cells = [event[1] for event in xlsx_events(files[workbook.PATH]) if event[0] == "cell" and event[-1] == word]
    assert cells == ["比较"]
    events = html_events(page_of(records).encode())
    (place,) = [number for number, event in enumerate(events) if event == ("attribute", "li", "id", f"p-{name.replace('_', '-')}")]
    states = [event[1] for event in events[:place] if event[0] == "text" and event[1] in {word, "未见原文"}]
    assert states[-1] == word
