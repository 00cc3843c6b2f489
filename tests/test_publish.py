"""A new site takes the old one's place whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from required_tools import ROOT
from small_project import THREE, atlas, few_schemes

from generator.publish import MARKER, PublishError, exchange_folders, publish

FILES = 40


def fill(version: str):
    def produce(folder: Path) -> None:
        for number in range(FILES):
            (folder / f"page-{number}.html").write_text(version, encoding="utf-8")
        (folder / MARKER).write_text("{}", encoding="utf-8")

    return produce


def no_problem(folder: Path) -> list[str]:
    return []


def state(target: Path) -> set[str]:
    """The versions found in a complete site; fails where files are missing."""
    pages = list(target.glob("page-*.html"))
    assert len(pages) == FILES
    return {page.read_text(encoding="utf-8") for page in pages}


def leftovers(target: Path) -> list[str]:
    return [p.name for p in target.parent.iterdir() if p.name not in (target.name, f".{target.name}-lock")]


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "site"


def test_the_first_site_appears_whole(target):
    publish(target, fill("old"), no_problem)
    assert state(target) == {"old"}
    assert leftovers(target) == []


def test_a_new_site_replaces_every_file_of_the_old(target):
    publish(target, fill("old"), no_problem)
    (target / "only-in-the-old.html").write_text("old", encoding="utf-8")
    publish(target, fill("new"), no_problem)
    assert state(target) == {"new"}
    assert not (target / "only-in-the-old.html").exists()
    assert leftovers(target) == []


def test_a_site_that_fails_its_check_never_appears(target):
    publish(target, fill("old"), no_problem)
    with pytest.raises(PublishError, match="a broken link"):
        publish(target, fill("new"), lambda folder: ["a broken link"])
    assert state(target) == {"old"}
    assert leftovers(target) == []


def test_a_build_that_fails_leaves_the_old_site(target):
    def break_off(folder: Path) -> None:
        fill("new")(folder)
        raise OSError(errno.ENOSPC, "no space left")

    publish(target, fill("old"), no_problem)
    with pytest.raises(OSError, match="no space left"):
        publish(target, break_off, no_problem)
    assert state(target) == {"old"}
    assert leftovers(target) == []


def test_a_folder_of_somebodys_own_files_is_never_replaced(target):
    target.mkdir()
    (target / "thesis.doc").write_text("years of work", encoding="utf-8")
    with pytest.raises(PublishError, match="不是本工具生成的文件"):
        publish(target, fill("new"), no_problem)
    assert (target / "thesis.doc").exists()


def test_a_file_in_the_place_of_the_site_is_refused(target):
    target.write_text("a file", encoding="utf-8")
    with pytest.raises(PublishError, match="不是文件夹"):
        publish(target, fill("new"), no_problem)


def test_two_builds_at_once_are_refused(target):
    def build_inside(folder: Path) -> None:
        fill("outer")(folder)
        with pytest.raises(PublishError, match="另一次构建正在进行"):
            publish(target, fill("inner"), no_problem)

    publish(target, build_inside, no_problem)
    assert state(target) == {"outer"}


def test_folders_change_places_in_one_step(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "who").write_text(name, encoding="utf-8")
    exchange_folders(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "who").read_text(encoding="utf-8") == "b"
    with pytest.raises(OSError):
        exchange_folders(tmp_path / "a", tmp_path / "nowhere")


def test_a_system_without_exchange_moves_the_old_site_aside(target):
    def unknown(first: Path, second: Path) -> None:
        raise OSError(errno.ENOSYS, "not implemented")

    publish(target, fill("old"), no_problem, unknown)
    publish(target, fill("new"), no_problem, unknown)
    assert state(target) == {"new"}
    assert leftovers(target) == []


def test_another_fault_of_the_exchange_is_no_reason_to_go_on(target):
    def denied(first: Path, second: Path) -> None:
        raise OSError(errno.EIO, "input/output error")

    publish(target, fill("old"), no_problem)
    with pytest.raises(OSError, match="input/output"):
        publish(target, fill("new"), no_problem, denied)
    assert state(target) == {"old"}


def test_a_run_cut_off_between_the_two_moves_is_undone_by_the_next(target):
    publish(target, fill("old"), no_problem)
    target.rename(target.with_name(".site-before"))
    with pytest.raises(PublishError):
        publish(target, fill("new"), lambda folder: ["a fault"])
    assert state(target) == {"old"}


KILLED = """
import sys, time
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from generator.publish import publish
from test_publish import fill, no_problem
version = 0
print("ready", flush=True)
while True:
    version += 1
    publish(Path({target!r}), fill(f"new {{version}}"), no_problem)
"""


@pytest.mark.parametrize("attempt", range(20))
def test_a_build_killed_at_any_moment_leaves_one_whole_site(attempt, target):
    publish(target, fill("old"), no_problem)
    script = KILLED.format(root=str(ROOT), tests=str(ROOT / "tests"), target=str(target))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.003 * attempt)
        os.kill(process.pid, signal.SIGKILL)
    assert len(state(target)) == 1
    publish(target, fill("last"), no_problem)
    assert state(target) == {"last"}
    assert leftovers(target) == []


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path, small_sites) -> Path:
    """A project of three schemes and the site that was built of it, to be spoilt."""
    root = few_schemes(tmp_path / "project", THREE)
    shutil.copytree(small_sites[0], root / "site")
    return root


def test_bad_data_and_broken_prose_leave_the_last_good_site(project):
    good = digests(project / "site")
    assert "index.html" in good

    data = project / "policies" / "schemes" / "zibo-2022.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(text + "unknown_field: 1\n", encoding="utf-8")
    failed = atlas(project, "build")
    assert failed.returncode == 1
    assert "policies/schemes/zibo-2022.yaml:" in failed.stderr and "Traceback" not in failed.stderr
    assert digests(project / "site") == good

    data.write_text(text, encoding="utf-8")
    prose = project / "content" / "about.md"
    prose.write_text(prose.read_text(encoding="utf-8") + "\n[断了](nowhere.html)\n", encoding="utf-8")
    failed = atlas(project, "build")
    assert failed.returncode == 1
    assert "nowhere.html" in failed.stderr and "Traceback" not in failed.stderr
    assert digests(project / "site") == good


def test_the_same_data_give_the_same_bytes_everywhere(built_site, tmp_path):
    again = tmp_path / "elsewhere" / "site"
    done = atlas(
        ROOT, "build", "--out", str(again), "--as-of", "2026-11-20",
        TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert digests(again) == digests(built_site)
