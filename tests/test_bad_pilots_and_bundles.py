"""Hostile results and drafts, and files that are only wrong together: each gives the outcome that the list names."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT
from small_project import AS_OF, add_program, atlas
from synthetic import write_project

from generator.catalogue import Catalogue, between_files, load_catalogue
from generator.located import Problem
from generator.pilots import check_references, load_pilot
from generator.scheme_files import load_scheme

sys.path.insert(0, str(ROOT / "tests" / "bad_inputs"))
from transplant import BASE  # noqa: E402

CASES = json.loads((ROOT / "tests/bad_inputs/pilots.json").read_text(encoding="utf-8"))
RUN = [case for case in CASES if "not_applicable" not in case]
LISTED = {
    "control-pilot", "pilot-period-before-policy", "pilot-count-fraction", "pilot-more-loans-than-applications",
    "pilot-claims-exceed-loans", "pilot-claim-amount-exceeds-loans", "pilot-yuan-not-fen", "pilot-fullwidth-count",
    "pilot-pii-mobile", "pilot-dup-key", "pilot-id-traversal",
}  # fmt: skip
OUTCOMES = """  reported_outcomes:
    - value: [{metric: 放款笔数, value: 100笔, as_of: 2022-09}]
      evidence:
        - {source: src-main, locator: 成效, phrase: 放款100笔}
"""
GOOD = {
    "pilot": (ROOT / "tests/valid_pilots/example-draft.yaml").read_text(encoding="utf-8"),
    "outcomes": BASE.replace("instrument:\n", OUTCOMES + "instrument:\n", 1),
}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return shipped_data.catalogue()


def problems_of(case: dict, folder: Path, shipped: Catalogue) -> tuple[list[Problem], str]:
    old, new = case["replace"]
    good = GOOD[case["on"]]
    assert old in good
    text = good.replace(old, new, 1)
    if case["on"] == "pilot":
        path = folder / "example-draft.yaml"
        path.write_text(text, encoding="utf-8")
        pilot, problems = load_pilot(path, path.name, shipped.vocabulary)
        return problems + (check_references({pilot.id: pilot}, shipped.schemes, True) if pilot else []), text
    path = folder / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, shipped.vocabulary)
    return problems + (between_files({scheme.id: scheme}, shipped.rates) if scheme else []), text


def place_of(case: dict, text: str) -> int:
    """The line on which the transplanted fault stands."""
    return text.count("\n", 0, text.index(case["replace"][1])) + 1


@pytest.mark.parametrize("case", RUN, ids=lambda case: case["id"])
def test_the_file_gives_what_the_list_says(case, tmp_path, shipped):
    problems, text = problems_of(case, tmp_path, shipped)
    if case["expect"] == ["OK"]:
        assert problems == []
        return
    (code,) = case["expect"]
    found = [p for p in problems if p.code == code]
    assert found, [str(p) for p in problems]
    assert found[0].line == place_of(case, text) and found[0].column >= 1
    assert case.get("suggest", "") in found[0].message
    assert all("hidden" not in case or case["hidden"] not in str(p) for p in problems)
    assert all("\n" not in str(p) and "\x1b" not in str(p) for p in problems)


def test_the_whole_collection_is_here_and_every_departure_has_a_reason():
    ids = {case["id"] for case in CASES}
    assert ids >= LISTED and len(ids) == len(CASES)
    assert all(case.get("not_applicable") or case["expect"][0] == case["listed"] or case.get("why") for case in CASES)
    assert sum("not_applicable" in case for case in CASES) == 4


# Bundles: a project of several files. `a`, `b` and `c` stand for ids that sort in that order.


def named(letter: str) -> str:
    return f"{letter}-2022"


def good(name: str) -> str:
    return BASE.replace("id: example-2022", f"id: {name}").replace("small_enterprise", "micro_small_enterprise").replace("小型企业", "小微企业")


@pytest.fixture
def project(tmp_path) -> Path:
    root = add_program(write_project(tmp_path / "project", 0))
    for path in (root / "policies" / "schemes").glob("*.yaml"):
        path.unlink()
    return root


def put(root: Path, name: str, text: str, folder: str = "schemes") -> None:
    target = root / "policies" / folder
    target.mkdir(exist_ok=True)
    (target / f"{name}.yaml").write_text(text, encoding="utf-8")


def codes(root: Path) -> list[tuple[str, int, str]]:
    _, problems = load_catalogue(root)
    return [(os.path.basename(p.file), p.line, p.code) for p in problems]


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def test_the_good_files_of_the_bundles_are_good(project):
    for letter in "abc":
        put(project, named(letter), good(named(letter)))
    assert codes(project) == []


def test_bundle_dup_id_policy_pilot(project):
    """One name for a scheme and a draft is refused at the draft."""
    put(project, named("a"), good(named("a")))
    draft = GOOD["pilot"].replace("example-draft", named("a")).replace("peers: [foshan-2022]\n", "")
    put(project, named("a"), draft.replace("      follows: [{scheme: shenzhen-2018}]\n", ""), folder="pilots")
    assert codes(project) == [(f"{named('a')}.yaml", 1, "E-DUPID")]


def test_bundle_supersedes_cycle_2(project):
    """a supersedes b and b supersedes a: the message names the whole circle."""
    for letter, other in ("ab", "ba"):
        text = good(named(letter)) + f"relations: [{{kind: supersedes, scheme: {named(other)}}}]\n"
        put(project, named(letter), text)
    _, problems = load_catalogue(project)
    assert problems and {p.code for p in problems} == {"E-CYCLE"}
    first = problems[0]
    assert os.path.basename(first.file) == "a-2022.yaml" and all(named(letter) in first.message for letter in "ab")


def test_bundle_one_bad_of_three(project):
    """The bad one is named, and the site and every download of it stay as they were."""
    for letter in "abc":
        put(project, named(letter), good(named(letter)))
    done = atlas(project, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    before = {p: p.read_bytes() for p in (project / "site").rglob("*") if p.is_file()}
    bad = good(named("b")).replace("rate: 2.3%", "rate: 2.3")
    put(project, named("b"), bad)
    assert codes(project)[0] == ("b-2022.yaml", line_of(bad, "rate: 2.3"), "E-UNIT")
    done = atlas(project, "build", "--as-of", AS_OF)
    assert done.returncode == 1 and "b-2022.yaml:" in done.stderr and "Traceback" not in done.stderr
    assert {p: p.read_bytes() for p in (project / "site").rglob("*") if p.is_file()} == before


def test_bundle_three_bad(project):
    """All three are reported in one run, by file and then by line, each time in the same order."""
    texts = {
        "a": good(named("a")).replace("rate: 2.3%", "rate: 2.3"),
        "b": good(named("b")).replace("product: guarantee_insurance", "product: guarantee_insurence"),
        "c": good(named("c")).replace("issued_on: 2022-03-01", "issued_on: 2022-02-30"),
    }
    for letter, text in texts.items():
        put(project, named(letter), text)
    expected = [
        ("a-2022.yaml", line_of(texts["a"], "rate: 2.3"), "E-UNIT"),
        ("b-2022.yaml", line_of(texts["b"], "guarantee_insurence"), "E-UNKNOWN"),
        ("c-2022.yaml", line_of(texts["c"], "2022-02-30"), "E-DATE"),
    ]
    found = [codes(project) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert [problem for problem in found[0] if problem in expected] == expected
    assert {file for file, _, _ in found[0]} == {"a-2022.yaml", "b-2022.yaml", "c-2022.yaml"}


def test_bundle_prefix_ids(project):
    """Names of which one is the start of another: three pages, and each link leads to its own."""
    names = ["a-2022", "a-2022-1", "a-2022-10"]
    for name in names:
        put(project, name, good(name).replace("zh: 示例市小额贷款保证保险试点办法", f"zh: 名为{name}的方案"))
    assert codes(project) == []
    done = atlas(project, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    for name in names:
        page = (project / "site" / "schemes" / f"{name}.html").read_text(encoding="utf-8")
        assert f"<h1>名为{name}的方案</h1>" in page
        listing = (project / "site" / "schemes" / "index.html").read_text(encoding="utf-8")
        assert f'<a href="../schemes/{name}.html">名为{name}的方案</a>' in listing or f'schemes/{name}.html">名为{name}的方案' in listing
        record = json.loads((project / "site" / "api" / "v1" / "schemes" / f"{name}.json").read_text(encoding="utf-8"))
        assert record["id"] == name
