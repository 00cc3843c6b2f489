"""The vocabulary as the program reads it: what must be there, what each term is seen by, and what it is a kind of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from required_tools import ROOT

from generator.term_evidence import seen_terms
from generator.vocabulary import LISTS, NAMED, load_vocabulary

FILES = ("parameters.yaml", "terms.yaml", "regions.yaml")


@pytest.fixture(scope="module")
def shipped():
    vocabulary, problems = load_vocabulary(ROOT / "policies")
    assert problems == []
    return vocabulary


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in FILES:
        shutil.copy(ROOT / "policies" / name, tmp_path)
    return tmp_path


def changed(folder: Path, name: str, old: str, new: str) -> list[str]:
    """The problems once some words of a file are replaced."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    vocabulary, problems = load_vocabulary(folder)
    assert (vocabulary is None) == any(p.code in {"E-MISSING", "E-TYPE", "E-SYN"} for p in problems)
    return [f"{problem} [{problem.code}]" for problem in problems]


MISSING = "缺少词表或词条，程序要用到它；请照原样写回 [E-MISSING]"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("terms.yaml", "\nlevel:\n", "\nlevels:\n", f"policies/terms.yaml:1:1: level: {MISSING}"),
        ("terms.yaml", "{id: county,", "{id: countie,", f"policies/terms.yaml:1:1: level.county: {MISSING}"),
        ("terms.yaml", "{id: date_window,", "{id: date_windows,", f"policies/terms.yaml:1:1: kind.date_window: {MISSING}"),
        ("parameters.yaml", "    group: loan\n", "    group: loans\n", "policies/parameters.yaml:1:1: loan_amount_cap: 分组 “loans” 不存在 [E-REF]"),
        ("parameters.yaml", "version: ", "versions: ", None),
        ("regions.yaml", "regions:\n", "region:\n", None),
        ("terms.yaml", "borrower:\n", "- borrower:\n", None),
    ],
)
def test_what_the_program_names_must_be_in_the_vocabulary(name, old, new, problem, folder):
    said = changed(folder, name, old, new)
    assert said and all(one.startswith(f"policies/{name}:") for one in said)
    if problem:
        assert said == [problem]


@pytest.mark.parametrize("name", FILES)
def test_without_one_of_its_files_there_is_no_vocabulary(name, folder):
    (folder / name).unlink()
    vocabulary, problems = load_vocabulary(folder)
    assert vocabulary is None and [(p.file, p.code) for p in problems] == [(f"policies/{name}", "E-FILE")]


def test_terms_that_are_a_list_are_told_what_they_should_be(folder):
    (folder / "terms.yaml").write_text("[a]\n", encoding="utf-8")
    vocabulary, (problem,) = load_vocabulary(folder)
    assert vocabulary is None and str(problem) == "policies/terms.yaml:1:1: 应是映射：词表名 → 词条列表"


def test_a_warning_in_a_file_is_told_and_takes_nothing_away(folder):
    path = folder / "terms.yaml"
    path.write_text("# \ue000\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    vocabulary, (problem,) = load_vocabulary(folder)
    assert vocabulary is not None and problem.warning


@pytest.mark.parametrize(("written", "good"), [("0.0005", True), ("0", True), ("0.0005%", False), ("-1", False), ("x", False)])
def test_a_tolerance_is_a_plain_number_of_per_cent(written, good, folder):
    path = folder / "parameters.yaml"
    text = path.read_text(encoding="utf-8").replace("    kind: area\n", f"    kind: area\n    tolerance: {written}\n", 1)
    path.write_text(text, encoding="utf-8")
    vocabulary, problems = load_vocabulary(folder)
    assert (problems == []) == good and (vocabulary is not None) == good
    if vocabulary:
        assert vocabulary.parameters["registration_area"].tolerance == written


def test_every_list_and_named_term_is_there(shipped):
    assert set(shipped.terms) >= LISTS
    for name, words in NAMED.items():
        assert set(shipped.terms[name]) >= set(words.split())
    assert shipped.term_ids()["level"] == {"province", "city", "county"}


def test_a_label_is_in_the_language_that_is_asked_for(shipped):
    assert shipped.label("level", "county") == "县级" and shipped.label("level", "county", "en") == "County"
    with pytest.raises(KeyError):
        shipped.label("level", "village")


def test_a_class_is_itself_and_all_that_it_is_a_kind_of(shipped):
    assert shipped.classes_above("small_enterprise") == {"small_enterprise", "micro_small_enterprise", "enterprise"}
    assert shipped.classes_above("enterprise") == {"enterprise"} and shipped.classes_above("nobody") == set()
    assert shipped.classes_above("government:county", "party") == {"government:county", "government"}


@pytest.mark.parametrize(
    ("list_name", "text", "terms"),
    [
        ("base", "贷款本金", {"principal"}),
        ("base", "贷款", {"loan_amount"}),
        ("base", "贷款本金和贷款", {"principal", "loan_amount"}),
        ("base", "本金和利息", {"principal_and_interest"}),
        ("route", "保证保险", {"insurance"}),
        ("route", "担保担保", {"guarantee"}),
        ("modality", "原则上不低于", {"in_principle", "floor"}),
        ("borrower", "中小微企业", {"micro_small_enterprise", "medium_enterprise"}),
        ("base", "保费", set()),
        ("no_such_list", "贷款", set()),
    ],
)
def test_of_words_that_overlap_the_longest_is_seen(list_name, text, terms, shipped):
    assert seen_terms(list_name, text, shipped) == terms


def test_the_words_of_a_list_come_longest_first(shipped):
    for words in shipped.seen_by.values():
        lengths = [len(word) for word, _ in words]
        assert lengths == sorted(lengths, reverse=True) and len({word for word, _ in words}) == len(words)
