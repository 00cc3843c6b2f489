"""Every disagreement of the sources is on the page of contradictions, with both tellings and what was decided."""

from __future__ import annotations

import copy
import json

import pytest
import shipped_data
from required_tools import ROOT

from generator.comparison.contradictions import clashes, conflicting
from generator.differences import FILE, load_differences
from generator.views.atlas import Atlas
from generator.views.contradictions import BOTH, ONE, contradictions_view
from generator.views.names import parameter_anchor, scheme_path

KNOWN = json.loads((ROOT / "tests" / "vectors" / "conflicts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


@pytest.fixture(scope="module")
def atlas(records):
    return Atlas(records)


@pytest.fixture(scope="module")
def view(atlas):
    return contradictions_view(atlas)


def told(view, atlas, scheme: str, parameter: str | None) -> str:
    """All that the page says of one matter of one scheme."""
    page = scheme_path(scheme)
    href = f"{page}#{parameter_anchor(parameter)}" if parameter else f"{page}#facts"
    found = []
    for item in view.clashes:
        if item.href == href:
            found += [*item.told, *(f"{side.when}{side.text}" for side in item.sides)]
            found += [q.phrase for s in item.sides for e in s.evidence for q in e.quotes]
    for item in view.differences:
        if any(place.scheme.href == href for place in item.places):
            found += [item.topic, item.decision]
            found += [place.text for place in item.places if place.scheme.href == href]
    return "\n".join(found)


@pytest.mark.parametrize("conflict", KNOWN, ids=lambda c: f"{c['read_in']} {c['matter']}")
def test_a_known_disagreement_stands_on_the_page_with_both_tellings(conflict, view, atlas):
    for block in conflict["on_page"]:
        text = told(view, atlas, block["scheme"], block["parameter"])
        assert text, f"{block['scheme']} {block['parameter']} is not on the page"
        assert [says for says in block["says"] if says not in text] == [], text


def test_every_conflicting_provision_and_document_is_on_the_page(records, view):
    on_page = {item.href for item in view.clashes}
    for scheme in records.schemes:
        page = scheme_path(scheme["id"])
        if scheme["instrument"]["conflicts_with"]:
            assert f"{page}#facts" in on_page
        for parameter, entry in scheme["parameters"].items():
            if any(p["conflicts_with"] for p in entry["provisions"]):
                assert f"{page}#{parameter_anchor(parameter)}" in on_page


def test_every_conflict_of_the_reference_rates_is_on_the_page(records, view):
    series = records.reference_rates["series"].values()
    assert len(view.rates) == sum(len(one["conflicts"]) for one in series) > 0


def test_two_recorded_tellings_are_shown_side_by_side_and_none_is_chosen(view):
    (item,) = [i for i in view.clashes if i.href.endswith("chongqing-2012.html#p-premium-rate-cap")]
    assert len(item.sides) == 2 and all(side.evidence for side in item.sides)
    assert item.decision == BOTH != ONE


def test_a_scheme_without_disagreement_counts_none(records):
    scheme = copy.deepcopy(records.scheme("chongqing-2012"))
    assert conflicting(scheme) == 1
    for provision in scheme["parameters"]["premium_rate_cap"]["provisions"]:
        provision["conflicts_with"] = []
    assert conflicting(scheme) == 0
    assert clashes([scheme]) == ()


def test_a_difference_that_names_what_does_not_exist_is_a_problem(tmp_path):
    (tmp_path / "policies").mkdir()
    text = "differences:\n  - topic: 甲\n    decision: 乙\n    cells: [{scheme: a-2020, parameter: p}, {scheme: b-2020, parameter: q}]\n"
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert load_differences(tmp_path, {"a-2020", "b-2020"}, {"p", "q"})[1] == []
    _, problems = load_differences(tmp_path, {"a-2020"}, {"p"})
    assert [(p.line, p.path) for p in problems] == [
        (4, "differences[1].cells.scheme"),
        (4, "differences[1].cells.parameter"),
    ]
