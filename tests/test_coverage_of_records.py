"""How much of what was read is in the data: schemes, provinces, provisions, and row by row where the rest went."""

from __future__ import annotations

import json

import pytest
import shipped_data
from required_tools import ROOT

from generator.views.atlas import Atlas
from generator.views.lists import count_provisions, home_view

ROWS = json.loads((ROOT / "tests" / "vectors" / "rows.json").read_text(encoding="utf-8"))
LEAST = {"schemes": 35, "provinces": 12, "provisions": 550}


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


@pytest.fixture(scope="module")
def counts(records):
    view = home_view(Atlas(records), {})
    return {count.href: int(count.number) for count in view.counts if count.number.isdigit()}


def said(scheme: dict) -> list[dict]:
    return [
        provision
        for entry in scheme["parameters"].values()
        for provision in entry["provisions"]
        if provision["state"] in ("stated", "delegated")
    ]


def test_the_home_page_counts_the_schemes_without_those_of_which_little_is_known(records, counts):
    whole = [scheme for scheme in records.schemes if not scheme["stub"]]
    assert counts["schemes/index.html"] == len(whole) >= LEAST["schemes"]


def test_the_home_page_counts_the_provinces(records, counts):
    provinces = {s["region"]["code"][:2] for s in records.schemes if not s["stub"]}
    assert counts["regions/index.html"] == len(provinces) >= LEAST["provinces"]


def test_the_home_page_counts_the_provisions(records, counts):
    assert counts["coverage.html"] == sum(len(said(s)) for s in records.schemes)
    assert sum(len(said(s)) for s in records.schemes if not s["stub"]) >= LEAST["provisions"]
    assert count_provisions(records.schemes) == counts["coverage.html"]


def test_every_provision_that_says_something_has_a_source(records):
    for scheme in records.schemes:
        sources = {source["id"] for source in scheme["sources"]}
        for provision in said(scheme):
            assert provision["evidence"], (scheme["id"], provision["text"])
            assert {e["source"] for e in provision["evidence"]} <= sources


def test_every_scheme_comes_from_a_record_that_was_read(records):
    named = [scheme for row in ROWS for scheme in row["schemes"]]
    assert len(named) == len(set(named))
    assert {scheme["id"] for scheme in records.schemes} == set(named)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["record"])
def test_the_rows_of_a_record_are_in_the_data_or_it_is_said_where_they_went(row, records):
    coded = sum(len(said(records.scheme(i))) for i in row["schemes"])
    assert coded + row["rows_elsewhere"] >= row["rows_read"] or row["left_out"], (
        f"{coded} provisions and {row['rows_elsewhere']} other places for {row['rows_read']} rows"
    )
