"""Hostile results and drafts, and files that are only wrong together: each gives the outcome that the list names."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT
from small_project import AS_OF, add_program, atlas
from synthetic import write_project

from generator.catalogue import Catalogue, between_files, load_catalogue
from generator.commands.quote import read_folder
from generator.costs import answers
from generator.located import Problem, visible
from generator.pilots import check_references, load_pilot
from generator.scheme_files import load_scheme

sys.path.insert(0, str(ROOT / "tests" / "bad_inputs"))
from transplant import BASE, lay, place, table  # noqa: E402

CASES = table("pilots")
RUN = [case for case in CASES if "not_applicable" not in case]
OUTCOMES = """  reported_outcomes:
    - value: [{metric: 放款笔数, value: 100笔, as_of: 2022-09}]
      evidence:
        - {source: src-main, locator: 成效, phrase: 放款100笔}
"""
GOOD = {
    "pilot": (ROOT / "tests/valid_pilots/example-draft.yaml").read_text(encoding="utf-8"),
    "outcomes": BASE.replace("instrument:\n", OUTCOMES + "instrument:\n", 1),
}

ALONE = GOOD["pilot"].replace("peers: [foshan-2022]\n", "").replace("      follows: [{scheme: shenzhen-2018}]\n", "")
"""The draft where no scheme stands beside it."""


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


@pytest.mark.parametrize("case", RUN, ids=lambda case: case["id"])
def test_the_file_gives_what_the_list_says(case, tmp_path, shipped):
    problems, text = problems_of(case, tmp_path, shipped)
    if case["expect"] == ["OK"]:
        assert problems == []
        return
    found = [p for p in problems if [p.code, p.line, p.column] == case["expect"]]
    assert found, [str(p) for p in problems]
    assert case.get("suggest", "") in found[0].message
    assert place(text, case["at"]) == (found[0].line, found[0].column)
    assert all("hidden" not in case or case["hidden"] not in str(p) for p in problems)
    assert all("\n" not in str(p) and "\x1b" not in str(p) for p in problems)


def test_the_whole_collection_is_here_and_every_departure_has_a_reason():
    assert [case["id"] for case in CASES if not case.get("own")] == table("ids")["pilot"]
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case.get("not_applicable") or case["expect"][0] == case["listed"] or case.get("why") for case in CASES)
    assert sum("not_applicable" in case for case in CASES) == 4


def test_the_place_of_each_fault_is_in_what_was_changed():
    """Or at the value that holds it: a reported result is one value, however many figures are in it."""
    at = {case["id"]: (case["at"], case["replace"][1]) for case in RUN if "at" in case}
    assert [name for name, (begins, new) in at.items() if begins not in new] == ["pilot-count-fraction"]
    assert [case["id"] for case in RUN if case["expect"] != ["OK"]] == list(at)


# Bundles: a project of several files. `a`, `b` and `c` stand for ids that sort in that order.

BUNDLES = {case["id"]: case for case in table("bundles")}


def test_every_bundle_has_a_test_by_its_name_and_every_departure_a_reason():
    assert list(BUNDLES) == table("ids")["bundle"]
    assert [name for name in BUNDLES if f"test_{name.replace('-', '_')}" not in globals()] == []
    refused = {name: case for name, case in BUNDLES.items() if case["expect"] != ["OK"]}
    assert all(code == case["listed"] for case in refused.values() for _, code, _, _ in case["expect"][:1])
    assert all(len(case["expect"]) == 1 or case.get("why") for name, case in refused.items() if name != "bundle-three-bad")


def named(letter: str) -> str:
    return f"{letter}-2022"


def good(name: str) -> str:
    return BASE.replace("id: example-2022", f"id: {name}").replace("small_enterprise", "micro_small_enterprise").replace("小型企业", "小微企业")


def without_schemes(folder: Path) -> Path:
    """A project of the program and the shipped vocabulary."""
    root = add_program(write_project(folder, 0))
    for path in (root / "policies" / "schemes").glob("*.yaml"):
        path.unlink()
    return root


@pytest.fixture
def project(tmp_path) -> Path:
    return without_schemes(tmp_path / "project")


def put(root: Path, name: str, text: str, folder: str = "schemes") -> None:
    target = root / "policies" / folder
    target.mkdir(exist_ok=True)
    (target / f"{name}.yaml").write_text(text, encoding="utf-8")


def codes(root: Path) -> list[list[object]]:
    _, problems = load_catalogue(root)
    return [[p.file.removeprefix("policies/"), p.code, p.line, p.column] for p in problems]


def at(text: str, part: str, file: str, code: str) -> list[object]:
    """The fault of a part of a file, as the list of bundles has it."""
    return [file, code, *place(text, part)]


def test_the_good_files_of_the_bundles_are_good(project):
    for letter in "abc":
        put(project, named(letter), good(named(letter)))
    assert codes(project) == []


def test_bundle_dup_id_policy_pilot(project):
    """One name for a scheme and a draft is refused at the draft."""
    put(project, named("a"), good(named("a")))
    draft = ALONE.replace("example-draft", named("a"))
    put(project, named("a"), draft, folder="pilots")
    expected = BUNDLES["bundle-dup-id-policy-pilot"]["expect"]
    assert codes(project) == expected == [at(draft, named("a"), "pilots/a-2022.yaml", "E-DUPID")]


def test_bundle_supersedes_cycle_2(project):
    """a supersedes b and b supersedes a: each message names the whole circle."""
    texts = {}
    for letter, other in ("ab", "ba"):
        texts[letter] = good(named(letter)) + f"relations: [{{kind: supersedes, scheme: {named(other)}}}]\n"
        put(project, named(letter), texts[letter])
    expected = BUNDLES["bundle-supersedes-cycle-2"]["expect"]
    assert expected == [at(texts[letter], "[{kind: supersedes", f"schemes/{named(letter)}.yaml", "E-CYCLE") for letter in "ab"]
    assert codes(project) == expected
    _, problems = load_catalogue(project)
    assert all(named(letter) in problem.message for problem in problems for letter in "ab")


def test_bundle_one_bad_of_three(project):
    """The bad one is named, and the site and every download of it stay as they were."""
    for letter in "abc":
        put(project, named(letter), good(named(letter)))
    done = atlas(project, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    before = {p: p.read_bytes() for p in (project / "site").rglob("*") if p.is_file()}
    bad = good(named("b")).replace("rate: 2.3%", "rate: 2.3")
    put(project, named("b"), bad)
    expected = BUNDLES["bundle-one-bad-of-three"]["expect"]
    assert codes(project)[:1] == expected == [at(bad, "2.3\n", "schemes/b-2022.yaml", "E-UNIT")]
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
    expected = BUNDLES["bundle-three-bad"]["expect"]
    assert expected == [
        at(texts["a"], "2.3\n", "schemes/a-2022.yaml", "E-UNIT"),
        at(texts["b"], "guarantee_insurence", "schemes/b-2022.yaml", "E-UNKNOWN"),
        at(texts["c"], "2022-02-30", "schemes/c-2022.yaml", "E-DATE"),
    ]
    found = [codes(project) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert [problem for problem in found[0] if problem in expected] == expected
    assert {file for file, *_ in found[0]} == {f"schemes/{named(letter)}.yaml" for letter in "abc"}


def test_the_command_names_each_thing_that_lies_among_the_schemes_and_is_none(project):
    """No link is followed, nothing waits for a pipe, and a name that is no text is shown as one."""
    schemes = project / "policies" / "schemes"
    cases = [case for case in table("filenames") if case["expect"] != ["OK"] and "mode" not in case.get("create", {"mode": ""})]
    laid = {visible(lay(case["create"], schemes)): case for case in cases}
    put(project, "example-2022", BASE)
    done = atlas(project, "check")
    *lines, verdict = done.stderr.splitlines()
    assert done.returncode == 1 and len(lines) == len(laid) == len(cases) == 7, done.stderr
    for name, case in laid.items():
        code, line, column = case["expect"]
        (said,) = [said for said in lines if said.startswith(f"policies/schemes/{name}:{line}:{column}: ")]
        assert said.endswith(f"[{code}]")
    assert not any(case["hidden"] in done.stderr for case in cases if "hidden" in case)


PREFIXES = ["a-2022", "a-2022-1", "a-2022-10"]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The site of good files: ids of which one is the start of another, one that JavaScript knows, the scheme and draft of all cases."""
    root = without_schemes(tmp_path_factory.mktemp("good") / "project")
    for name in PREFIXES:
        put(root, name, good(name).replace("zh: 示例市小额贷款保证保险试点办法", f"zh: 名为{name}的方案"))
    put(root, "example-2022", BASE)
    put(root, "tostring", BASE.replace("id: example-2022", "id: tostring"))
    put(root, "example-draft", ALONE, folder="pilots")
    assert codes(root) == []
    done = atlas(root, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return root / "site"


def record_of(site: Path, name: str) -> dict:
    return json.loads((site / "api" / "v1" / "schemes" / f"{name}.json").read_text(encoding="utf-8"))


def test_bundle_prefix_ids(built):
    """Names of which one is the start of another: three pages, and each link leads to its own."""
    listing = (built / "schemes" / "index.html").read_text(encoding="utf-8")
    for name in PREFIXES:
        assert f"<h1>名为{name}的方案</h1>" in (built / "schemes" / f"{name}.html").read_text(encoding="utf-8")
        assert f'<a href="../schemes/{name}.html">名为{name}的方案</a>' in listing or f'schemes/{name}.html">名为{name}的方案' in listing
        assert record_of(built, name)["id"] == name


def test_id_tostring(built, require_tool: Callable[[str], str]):
    """Its page and its record are those of any other id, and both calculators quote a loan under it."""
    page, other = ((built / "schemes" / f"{name}.html").read_text(encoding="utf-8") for name in ("tostring", "example-2022"))
    assert "<h1>示例市小额贷款保证保险试点办法</h1>" in page and "<h1>示例市小额贷款保证保险试点办法</h1>" in other
    assert record_of(built, "tostring") == record_of(built, "example-2022") | {"id": "tostring"}
    loan = {
        "amount": "300000", "months": "12", "repayment": "interest_only", "drawdown": "2022-07-02", "borrower": "small_enterprise",
        "route": "insurance",
    }  # fmt: skip
    lines = [json.dumps({"scheme": name, "request": loan}).encode() + b"\n" for name in ("tostring", "example-2022")]
    known = read_folder(built / "api" / "v1")
    python = list(answers(lines, known.scheme, known.parameters, known.references))
    batch = [require_tool("node"), ROOT / "tests" / "js" / "quote_batch.cjs", "--api", built / "api" / "v1"]
    done = subprocess.run(batch, input=b"".join(lines), stdout=subprocess.PIPE, check=True)
    assert done.stdout == b"".join(python)
    one, other = map(json.loads, python)
    assert one["schedule"] and one == other
