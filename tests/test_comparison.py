"""What changed from one scheme to another, with the words of both sides."""

import copy
import json

import pytest
import warm
from required_tools import ROOT

from generator.comparison.differences import differ
from generator.comparison.revisions import amended_in, revisions
from generator.publication import load_records


@pytest.fixture(scope="module")
def records():
    loaded, problems = load_records(ROOT, "2026-11-20")
    assert loaded is not None, problems
    return loaded


@pytest.fixture(scope="module")
def labels(records):
    return {p["id"]: p["label"]["zh"] for p in records.parameters["parameters"]}


def test_the_eight_amendments_of_foshan_are_all_found_with_old_and_new_words(records, labels):
    found = amended_in(records.scheme("foshan-2022"), labels)
    places = {words.locator for revision in found for words in revision.old_words}
    assert places == {f"三（{n}）" for n in "一二三四五六七八"}
    assert all(r.old and r.new and r.old_words and r.new_words for r in found)
    cap = next(r for r in found if r.parameter == "compensation_cap_annual")
    assert (cap.old, cap.new) == ("年度政策性小额贷款专项扶持资金总额", "不超过6000万元")


def test_a_scheme_does_not_differ_from_itself(records, labels):
    for scheme in records.schemes:
        plain = [r for r in revisions(scheme, scheme, labels) if r.kind != "amended"]
        assert plain == []


def test_a_changed_figure_is_one_change_with_both_figures(records, labels):
    old = records.scheme("zibo-2022")
    new = copy.deepcopy(old)
    provision = new["parameters"]["loan_amount_cap"]["provisions"][0]
    provision["value"] = 300000
    provision["text"] = {"zh": "不超过30万元", "en": "at most 300,000 yuan"}
    (change,) = revisions(old, new, labels)
    assert change.explain() == "贷款额度上限：修改，不超过20万元 → 不超过30万元"


def test_what_one_side_has_not_been_read_to_say_is_no_change(records, labels):
    old = records.scheme("zibo-2022")
    new = copy.deepcopy(old)
    new["parameters"]["loan_amount_cap"] = {**new["parameters"]["loan_amount_cap"], "state": "unread", "provisions": []}
    assert revisions(old, new, labels) == []


def test_wording_and_evidence_alone_are_no_material_difference(records):
    one = records.scheme("zibo-2022")["parameters"]["loan_term_max"]
    other = copy.deepcopy(one)
    other["provisions"][0]["evidence"] = []
    other["provisions"][0]["text"] = {"zh": "另一种说法", "en": ""}
    assert not differ(one, other)


@pytest.mark.parametrize(
    ("tolerance", "apart", "material"), [("0.001", 0.0005, False), ("0.001", 0.002, True), (None, 0.0005, True)]
)
def test_single_figures_within_the_tolerance_do_not_differ_materially(records, tolerance, apart, material):
    one = records.scheme("shenzhen-2018")["parameters"]["premium_rate_cap"]
    other = copy.deepcopy(one)
    other["sort"] = one["sort"] + apart
    other["provisions"][0]["value"]["rate"] += apart
    assert differ(one, other, tolerance) is material


def test_within_the_tolerance_another_base_is_still_a_difference(records):
    one = records.scheme("shenzhen-2018")["parameters"]["premium_rate_cap"]
    other = copy.deepcopy(one)
    other["provisions"][0]["value"]["base"] = "principal_and_interest"
    assert differ(one, other, "0.001")


@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_the_command_prints_the_same_changes_in_every_form(style):
    done = warm.run(["diff", "foshan-2022", "--format", style])
    assert done.returncode == 0, done.stderr
    if style == "json":
        assert {r["parameter"] for r in json.loads(done.stdout)} >= {"compensation_cap_annual", "loan_rate_cap"}
    assert "不超过6000万元" in done.stdout
    assert "不超过年度政策性小额贷款专项扶持资金总额" in done.stdout
