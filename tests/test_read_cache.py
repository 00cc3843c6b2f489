"""The cache of `atlas check`: unchanged files are not read again, and nothing but its own entries is believed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from small_project import few_schemes
from synthetic import write_project

from generator import catalogue, read_cache
from generator.commands.check import check_all

NAMES = ("foshan-2015", "foshan-2018", "foshan-2022")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return few_schemes(tmp_path / "project", NAMES)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the scheme files that are read."""
    found: list[str] = []
    whole = catalogue.load_scheme

    def load(path: Path, name: str, vocabulary: object) -> object:
        found.append(path.stem)
        return whole(path, name, vocabulary)

    monkeypatch.setattr(catalogue, "load_scheme", load)
    return found


def cache_of(project: Path) -> Path:
    return project / read_cache.FOLDER / read_cache.FILE


def scheme_of(project: Path, name: str = "foshan-2018") -> Path:
    return project / "policies" / "schemes" / f"{name}.yaml"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_changed_files_are_read_again(project: Path, reads: list[str]):
    assert check_all(project) == ([], 3) and sorted(reads) == sorted(NAMES)
    reads.clear()
    assert check_all(project) == ([], 3) and reads == []
    replace(scheme_of(project), "name: {zh: ", "name: {zh: 新")
    assert check_all(project) == ([], 3) and reads == ["foshan-2018"]
    assert len(json.loads(cache_of(project).read_text(encoding="utf-8").split("\n", 1)[1])["entries"]) == 3


def test_a_fault_is_told_every_time_and_between_unread_files_too(project: Path, reads: list[str]):
    check_all(project)
    replace(scheme_of(project), "region: ", "regional: ")
    first, _ = check_all(project)
    assert first and check_all(project)[0] == first
    os.rename(scheme_of(project), project / "kept.yaml")
    reads.clear()
    relations, _ = check_all(project)
    assert reads == [] and [p.code for p in relations] == ["E-REF"] * len(relations) and relations
    for path in (project / read_cache.FOLDER).iterdir():
        path.unlink()
    assert check_all(project)[0] == relations, "the same, with the same places, from the files themselves"


@pytest.mark.parametrize("changed", ["policies/terms.yaml", "policies/parameters.yaml", "policies/reference_rates"])
def test_other_definitions_make_every_entry_void(project: Path, reads: list[str], changed: str):
    check_all(project)
    path = project / changed
    path = path if path.is_file() else sorted(path.glob("*.yaml"))[0]
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    reads.clear()
    check_all(project)
    assert sorted(reads) == sorted(NAMES)


def signed(content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "binary", "another program", "no entries", "odd entries", "folder", "nested"])
def test_a_damaged_or_foreign_cache_is_not_believed(project: Path, reads: list[str], damage: str):
    check_all(project)
    cache = cache_of(project)
    text = cache.read_text(encoding="utf-8")
    content = json.loads(text.split("\n", 1)[1])
    odd = [None, 7, [], {}, *({**entry, "states": {"x": "y"}} for entry in content["entries"].values())]
    odd += [{**entry, "relations": [["a"]]} for entry in content["entries"].values()]
    made = {
        "cut": text[: len(text) // 2],
        "flipped": text.replace("stated", "silent", 1),
        "empty": "",
        "another program": signed({**content, "made_by": "0" * 64}),
        "no entries": signed({"made_by": content["made_by"]}),
        "odd entries": signed({**content, "entries": dict(zip(content["entries"], odd[4:7], strict=False)) | {str(n): o for n, o in enumerate(odd)}}),
        "nested": signed("[" * 100_000),
    }
    cache.unlink()
    if damage == "folder":
        cache.mkdir()
    elif damage == "binary":
        cache.write_bytes(bytes(range(256)))
    else:
        cache.write_text(made[damage], encoding="utf-8")
    reads.clear()
    assert check_all(project) == ([], 3)
    assert sorted(reads) == sorted(NAMES)


def test_a_folder_that_cannot_be_written_to_is_left_alone(project: Path):
    (project / read_cache.FOLDER).write_text("no folder", encoding="utf-8")
    assert check_all(project) == ([], 3) == check_all(project)


def test_warnings_are_not_lost(tmp_path: Path):
    project = write_project(tmp_path / "project", 2)
    path = sorted((project / "policies" / "schemes").glob("*.yaml"))[0]
    replace(path, "模拟", "模\ue000拟")
    first, _ = check_all(project)
    assert [p.code for p in first] == ["W-CHAR"] and check_all(project)[0] == first
