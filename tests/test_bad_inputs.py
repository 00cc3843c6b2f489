"""Hostile and malformed scheme files, and what else lies in their folder: each gives the outcome that the list names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from required_tools import ROOT

from generator.catalogue import between_files, data_files, load_catalogue
from generator.located import Problem, visible
from generator.reference_rates import load_series
from generator.scheme_files import load_scheme
from generator.vocabulary import load_vocabulary

sys.path.insert(0, str(ROOT / "tests/bad_inputs"))
from transplant import BASE, content, lay, table  # noqa: E402

ALL = table("policies")
RUN = [case for case in ALL if "not_applicable" not in case]
FILE_NAMES = table("filenames")
LAID = [case for case in FILE_NAMES if "create" in case]
NOBODY = 65534


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(ROOT / "policies")[0]


@pytest.fixture(scope="module")
def rates():
    files = sorted((ROOT / "policies/reference_rates").glob("*.yaml"))
    return {series.id: series for path in files for series in [load_series(path, path.name)[0]]}


def problems_of(path: Path, vocabulary, rates):
    scheme, problems = load_scheme(path, path.name, vocabulary)
    return problems + (between_files({scheme.id: scheme}, rates) if scheme else [])


def places(problems: list[Problem]) -> list[list[object]]:
    return [[p.code, p.line, p.column] for p in problems]


@pytest.mark.parametrize("case", RUN, ids=lambda case: case["id"])
def test_the_file_gives_what_the_list_says(case, tmp_path, vocabulary, rates):
    path = tmp_path / f"{case.get('gives', {}).get('id', 'example-2022')}.yaml"
    path.write_bytes(content(case))
    problems = problems_of(path, vocabulary, rates)
    if case["expect"] == ["OK"]:
        assert problems == []
    else:
        assert case["expect"] in places(problems)
        assert all(p.warning for p in problems) == case["expect"][0].startswith("W-")
    assert [word for word in case.get("suggests", ()) if not any(f"请写 {word}" in p.message for p in problems)] == []
    assert all("\n" not in str(p) and "\x1b" not in str(p) for p in problems)


def test_the_good_file_from_which_all_are_made_is_good(tmp_path, vocabulary, rates):
    path = tmp_path / "example-2022.yaml"
    path.write_text(BASE, encoding="utf-8")
    assert problems_of(path, vocabulary, rates) == []


def test_the_whole_collection_is_here_and_every_departure_has_a_reason():
    assert len(ALL) == len(RUN) == 202
    assert len({case["id"] for case in ALL}) == 202
    departing = [case for case in (*RUN, *FILE_NAMES) if case["expect"][0] != case["listed"]]
    assert all("why" in case for case in departing)
    assert sorted(case["id"] for case in departing if case.get("inverted")) == [
        "bool-string", "num-percent-plain", "num-percent-string", "term-years-text", "type-name-number",
    ]  # fmt: skip


@pytest.mark.parametrize("case", table("recipes"), ids=lambda case: case["id"])
def test_a_large_file_is_refused_once_where_it_is_too_large(case, tmp_path, vocabulary):
    path = tmp_path / "example-2022.yaml"
    path.write_bytes(content(case))
    _, problems = load_scheme(path, path.name, vocabulary)
    assert places(problems) == [case["expect"]]


# What lies in the folder of the schemes: links, pipes, other endings, names that are no text.


@contextmanager
def as_one_who_may_not_read_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In `folder`, and not as root, who may read a file whatever its mode says."""
    monkeypatch.chdir(folder)
    if os.geteuid() != 0:
        yield
        return
    folder.chmod(0o755)
    try:
        os.seteuid(NOBODY)
    except OSError:
        pytest.skip("not run: there is no other user here to read as")
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("case", LAID, ids=lambda case: case["id"])
def test_what_lies_in_the_folder_gives_what_the_list_says(case, tmp_path, vocabulary, monkeypatch):
    (tmp_path / "policies" / "schemes").mkdir(parents=True)
    schemes = Path("policies/schemes")
    name = lay(case["create"], tmp_path / schemes)
    with as_one_who_may_not_read_everything(tmp_path, monkeypatch):
        files, problems = data_files(schemes)
        read = [load_scheme(path, path.name, vocabulary) for path in files]
    problems += [problem for _, found in read for problem in found]
    if case["expect"] == ["OK"]:
        assert problems == [] and [scheme.id for scheme, _ in read] == ["example-2022"]
        return
    (problem,) = problems
    assert places(problems) == [case["expect"]] and Path(problem.file).name == visible(name)
    assert all(scheme is None for scheme, _ in read)
    assert case.get("says", "") in problem.message and case.get("hidden", "\n") not in str(problem)
    str(problem).encode("utf-8")


def test_the_shipped_catalogue_has_none_of_these_faults():
    catalogue, problems = load_catalogue(ROOT)
    assert catalogue is not None and problems == []
