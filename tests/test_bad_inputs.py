"""Hostile and malformed policy files: each of the collection gives the outcome that the list names."""

import os
import sys
from pathlib import Path

import pytest
from required_tools import ROOT

from generator.catalogue import between_files, data_files, load_catalogue
from generator.reference_rates import load_series
from generator.scheme_files import load_scheme
from generator.vocabulary import load_vocabulary

sys.path.insert(0, str(ROOT / "tests/bad_inputs"))
from transplant import BASE, cases, content  # noqa: E402

ALL = cases()
RUN = [case for case in ALL if "not_applicable" not in case]


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


@pytest.mark.parametrize("case", RUN, ids=lambda case: case["id"])
def test_the_file_gives_what_the_list_says(case, tmp_path, vocabulary, rates):
    path = tmp_path / ("tostring.yaml" if case["id"] == "id-tostring" else "example-2022.yaml")
    path.write_bytes(content(case))
    problems = problems_of(path, vocabulary, rates)
    if case["expect"] == ["OK"]:
        assert problems == []
    else:
        assert case["expect"] in [[p.code, p.line, p.column] for p in problems]
    assert all("\n" not in str(p) and "\x1b" not in str(p) for p in problems)


def test_the_good_file_from_which_all_are_made_is_good(tmp_path, vocabulary, rates):
    path = tmp_path / "example-2022.yaml"
    path.write_text(BASE, encoding="utf-8")
    assert problems_of(path, vocabulary, rates) == []


def test_the_whole_collection_is_here_and_every_departure_has_a_reason():
    assert len(ALL) == 202
    assert len({case["id"] for case in ALL}) == 202
    assert len(RUN) >= 201
    departing = [case for case in RUN if case["expect"][0] != case["listed"]]
    assert all("why" in case for case in departing)
    assert sorted(case["id"] for case in departing if case.get("inverted")) == [
        "bool-string", "num-percent-plain", "num-percent-string", "term-years-text", "type-name-number",
    ]  # fmt: skip


RECIPES = {
    "big-10mb": (lambda: BASE + "# " + "x" * 10_000_000, "E-SIZE"),
    "big-line": (lambda: BASE.replace("无", "长" * 1_000_000), "E-SIZE"),
    "big-100k-flow": (lambda: BASE.replace("无", "[" * 100_000), "E-SIZE"),
    "big-laughs-30": (
        lambda: BASE + "\n".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" if i else "a0: &a0 [x, x]" for i in range(30)),
        "E-YAMLFEATURE",
    ),
}


@pytest.mark.parametrize("name", RECIPES)
def test_a_large_file_is_refused_before_it_is_read(name, tmp_path, vocabulary):
    make, code = RECIPES[name]
    path = tmp_path / "example-2022.yaml"
    path.write_text(make(), encoding="utf-8")
    _, problems = load_scheme(path, path.name, vocabulary)
    assert [p.code for p in problems] == [code]


def folder(tmp_path: Path) -> Path:
    schemes = tmp_path / "policies" / "schemes"
    schemes.mkdir(parents=True)
    return schemes


def test_only_plain_yaml_files_are_read_and_every_other_file_is_named(tmp_path):
    schemes = folder(tmp_path)
    (schemes / "example-2022.yaml").write_text(BASE, encoding="utf-8")
    (schemes / "other.yml").write_text(BASE, encoding="utf-8")
    (schemes / "upper.YAML").write_text(BASE, encoding="utf-8")
    (schemes / "link.yaml").symlink_to("/etc/hostname")
    (schemes / "loop").symlink_to(schemes.parent, target_is_directory=True)
    os.mkfifo(schemes / "pipe.yaml")
    files, problems = data_files(schemes)
    assert [path.name for path in files] == ["example-2022.yaml"]
    names = ["link.yaml", "loop", "other.yml", "pipe.yaml", "upper.YAML"]
    assert [(Path(p.file).name, p.line, p.column, p.code) for p in problems] == [(name, 1, 1, "E-FILE") for name in names]


def test_what_an_editor_leaves_behind_is_passed_over(tmp_path):
    schemes = folder(tmp_path)
    (schemes / "example-2022.yaml").write_text(BASE, encoding="utf-8")
    for name in ("example-2022.yaml~", ".example-2022.yaml.swp", "example-2022.yaml.orig"):
        (schemes / name).write_text("x", encoding="utf-8")
    files, problems = data_files(schemes)
    assert (len(files), problems) == (1, [])


def test_a_file_name_that_is_no_text_is_named_safely(tmp_path):
    schemes = folder(tmp_path)
    with open(os.fsencode(schemes) + b"/\xc0\xd0.yaml", "wb") as file:
        file.write(BASE.encode())
    files, problems = data_files(schemes)
    assert files == []
    assert [p.code for p in problems] == ["E-FILE"]
    str(problems[0]).encode("utf-8")


def test_the_shipped_catalogue_has_none_of_these_faults():
    catalogue, problems = load_catalogue(ROOT)
    assert catalogue is not None and problems == []
