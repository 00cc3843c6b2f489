"""Every data file is read and judged: one fault in any of them, and the catalogue is not there and the file is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from required_tools import ROOT

from generator.catalogue import load_catalogue


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(ROOT / "policies", root / "policies")
    return root


FILES = (
    "policies/parameters.yaml",
    "policies/terms.yaml",
    "policies/regions.yaml",
    "policies/reference_rates/lpr.yaml",
    "policies/schemes/zibo-2022.yaml",
    "policies/pilots/example-city.yaml",
    "policies/differences.yaml",
    "policies/search_words.yaml",
)


def test_the_shipped_files_are_the_ones_that_are_tried(project):
    assert load_catalogue(project)[1] == []
    kinds = {path.relative_to(project).parent.as_posix() for path in project.rglob("*.yaml")}
    assert kinds == {Path(name).parent.as_posix() for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_fault_in_any_data_file_is_named_and_there_is_no_catalogue(name, project):
    path = project / name
    good = path.read_text(encoding="utf-8")
    path.write_text(good + "surprise: 1\n", encoding="utf-8")
    try:
        catalogue, problems = load_catalogue(project)
        assert catalogue is None
        assert name in {p.file for p in problems}, [str(p) for p in problems]
    finally:
        path.write_text(good, encoding="utf-8")


@pytest.mark.parametrize("folder", ["reference_rates", "schemes", "pilots"])
def test_a_strange_file_in_any_folder_of_data_is_named(folder, project):
    path = project / "policies" / folder / "notes.txt"
    path.write_text("x", encoding="utf-8")
    try:
        catalogue, problems = load_catalogue(project)
        assert catalogue is None
        assert [(Path(p.file).name, p.line, p.column, p.code) for p in problems] == [("notes.txt", 1, 1, "E-FILE")]
    finally:
        path.unlink()
