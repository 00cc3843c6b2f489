"""Every case of the collection of bad input is in a table that is run, and what README says of them is counted from the tables."""

from __future__ import annotations

import re
import sys
from collections import Counter

from required_tools import ROOT

sys.path.insert(0, str(ROOT / "tests" / "bad_inputs"))
from transplant import table  # noqa: E402

IDS = table("ids")
CALCULATOR = table("calculator")
CASES = {
    "policy": table("policies"), "pilot": table("pilots"), "policy-recipe": table("recipes"), "filename": table("filenames"),
    "bundle": table("bundles"), "url": CALCULATOR["addresses"], "calc": CALCULATOR["answers"],
}  # fmt: skip
"""Kind of input -> the cases of its table."""
FILES = ("policy", "pilot", "policy-recipe", "filename", "bundle")
LISTED = {kind: [case for case in cases if not case.get("own")] for kind, cases in CASES.items()}
OUTCOMES = {
    "OK": "accepted", "W": "warned of", "E": "refused",
    "C-OK": "computed", "C-FLAG": "computed with a remark", "C-REJECT": "not computed",
    "U-OK": "taken", "U-IGNORE": "passed over", "U-REJECT": "refused with a note",
}  # fmt: skip


def code_of(case: dict) -> str:
    """The code of a case, of several faults that of the first."""
    expected = case["expect"]
    if isinstance(expected, str):
        return expected
    return expected[0] if isinstance(expected[0], str) else expected[0][1]


def outcome(case: dict) -> str:
    if "not_applicable" in case:
        return "not applicable"
    code = code_of(case)
    return OUTCOMES.get(code) or OUTCOMES[code[0]]


def counts() -> dict[str, Counter[str]]:
    """Kind -> how many cases of the collection have each outcome."""
    return {kind: Counter(map(outcome, cases)) for kind, cases in LISTED.items()}


def test_every_case_of_the_collection_is_claimed_by_the_table_of_its_kind_and_no_other():
    assert {kind: sorted(case["id"] for case in cases) for kind, cases in LISTED.items()} == {kind: sorted(ids) for kind, ids in IDS.items()}
    assert len({name for ids in IDS.values() for name in ids}) == sum(map(len, IDS.values())) == 297


def test_every_departure_and_every_case_that_is_not_applicable_has_a_reason():
    for case in (case for cases in CASES.values() for case in cases):
        as_listed = "not_applicable" not in case and code_of(case) == case["listed"]
        assert as_listed or any(case.get(name) for name in ("not_applicable", "why", "reason")), case["id"]


def test_every_refused_file_has_its_place():
    """Of several files that are only wrong together each fault has its file too."""
    refused = [case for kind in FILES for case in CASES[kind] if outcome(case) in {"refused", "warned of"}]
    for case in refused:
        for *_, line, column in [case["expect"]] if isinstance(case["expect"][0], str) else case["expect"]:
            assert type(line) is type(column) is int and min(line, column) >= 1, case["id"]
    assert len(refused) > 150


def test_a_case_of_a_table_that_another_file_runs_names_a_test_that_is_there():
    elsewhere = [case["run_by"] for case in CASES["filename"] if "create" not in case]
    assert len(elsewhere) == 1
    for file, _, test in (name.partition("::") for name in elsewhere):
        assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_the_counts_by_kind_and_outcome():
    assert counts() == {
        "policy": {"refused": 153, "accepted": 45, "warned of": 4},
        "pilot": {"refused": 6, "accepted": 1, "not applicable": 4},
        "policy-recipe": {"refused": 4},
        "filename": {"refused": 9, "accepted": 1},
        "bundle": {"refused": 4, "accepted": 1},
        "calc": {"computed": 8, "computed with a remark": 7, "not computed": 19},
        "url": {"taken": 1, "passed over": 10, "refused with a note": 20},
    }


def figures() -> list[str]:
    """What README says of the collection, each with its figure."""
    of_files = sum((counts()[kind] for kind in FILES), Counter())
    total = sum(map(len, LISTED.values()))
    said = [f"{total} cases", f"{of_files.total()} of files", f"{len(LISTED['calc'])} of answers", f"{len(LISTED['url'])} of addresses"]
    return said + [f"{of_files[name]} {name}" for name in ("refused", "accepted", "warned of", "not applicable")]


def test_readme_says_what_is_counted():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (row,) = [line for line in readme.splitlines() if line.startswith("| malformed and hostile ")]
    assert [said for said in figures() if not re.search(rf"(?<!\d){said}", row)] == []
