"""The real command on a disk that fails, and on data that change under its hands: the last good site stays whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import warm
from build_trial import Trial, command, refused, tree
from required_tools import ROOT
from small_project import atlas


@pytest.fixture(scope="module")
def trial(tmp_path_factory, small_sites) -> Trial:
    return Trial(tmp_path_factory.mktemp("trial"), small_sites)


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk that holds one site and a little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted(folder, "size=32m", "tmpfs"):
        pytest.skip("not run: no disk of its own (needs root and the right to mount a tmpfs)")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


def mounted(folder: Path, options: str, kind: str = "") -> bool:
    """Mounts a small disk in memory, or mounts it anew with other options; False where that is not allowed."""
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        return False
    what = ["-t", kind, "-o", options, kind] if kind else ["-o", options]
    return subprocess.run([mount, *what, str(folder)], capture_output=True, check=False).returncode == 0


def test_a_full_disk_leaves_the_old_site_and_the_next_build_succeeds(small_disk, trial):
    out = small_disk / "site"
    shutil.copytree(trial.out, out)
    good = tree(out)
    filler = small_disk / "filler"
    # Without a buffer: what it could not write when the file is closed would be a fault of its own.
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
        while True:
            file.write(b"x" * 65536)
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - 1024 * 1024))
    done = warm.run(command(trial.root, out, trial.other_day))
    assert tree(out) == good
    refused(done, "磁盘已满")
    filler.unlink()
    done = warm.run(command(trial.root, out, trial.other_day))
    assert done.returncode == 0, done.stderr
    assert [p.name for p in small_disk.iterdir() if "stage" in p.name] == []


def test_a_file_that_may_not_grow_leaves_the_old_site(trial):
    """A quota, where no disk can be mounted: no file beyond some kilobytes."""

    limit = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    )
    before = trial.whole()
    done = trial.spoilt(limit)
    assert trial.whole() == before
    refused(done, "文件超过允许的大小")
    trial.recovers()


def test_a_read_only_disk_leaves_the_old_site(small_disk, trial):
    out = small_disk / "site"
    shutil.copytree(trial.out, out)
    good = tree(out)
    assert mounted(small_disk, "remount,ro")
    done = warm.run(command(trial.root, out, trial.other_day))
    refused(done, "只读")
    assert tree(out) == good
    assert mounted(small_disk, "remount,rw")
    done = warm.run(command(trial.root, out))
    assert done.returncode == 0, done.stderr
    assert tree(out) == trial.old


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root may write everywhere")
def test_a_folder_without_permission_leaves_the_old_site(trial, tmp_path):
    out = tmp_path / "public" / "site"
    shutil.copytree(trial.out, out)
    out.parent.chmod(0o555)
    try:
        done = warm.run(command(trial.root, out))
        assert tree(out) == trial.old
        refused(done, "没有权限")
    finally:
        out.parent.chmod(0o755)


# An I/O error at a chosen moment: the interpreter itself reports every file that is about to be opened.
FAULTY = """
import errno, os, sys
opened = [0]
acts = {acts}
def disk(event, arguments):
    if event != "open" or not isinstance(arguments[0], (str, bytes, os.PathLike)):
        return
    path, mode = os.fsdecode(arguments[0]), arguments[1] or ""
    if {condition}:
        opened[0] += 1
        if opened[0] in acts:
            print("fault at", path, file=sys.stdout, flush=True)
            exec(acts[opened[0]], globals(), dict(path=path))
sys.addaudithook(disk)
"""
WRITING = "'-stage-' in path and set(mode) & set('wax+')"
READING = "path.endswith('.yaml') and '/schemes/' in path"
EIO = "raise OSError(errno.EIO, os.strerror(errno.EIO), path)"


@pytest.mark.parametrize("number", [1, 60])
def test_an_input_output_error_while_files_are_written_leaves_the_old_site(number, trial):
    before = trial.whole()
    done = trial.spoilt(FAULTY.format(condition=WRITING, acts={number: EIO}))
    assert "fault at" in done.stdout
    refused(done, "磁盘读写出错")
    assert trial.whole() == before and trial.leftovers() == []


def test_an_input_output_error_when_the_last_bytes_are_flushed_leaves_the_old_site(trial):
    """The disk takes every file and fails when it is asked to have kept them."""
    before = trial.whole()
    script = f"import errno, os\ndef broken(descriptor):\n    path = None\n    {EIO}\nos.fsync = broken"
    refused(trial.spoilt(script), "磁盘读写出错")
    assert trial.whole() == before and trial.leftovers() == []
    trial.recovers()


@pytest.mark.parametrize("number", [1, 3])
def test_a_data_file_that_the_disk_cannot_read_stops_the_build_and_is_named(number, trial):
    before = trial.whole()
    done = trial.spoilt(FAULTY.format(condition=READING, acts={number: EIO}))
    assert "fault at" in done.stdout
    refused(done, ".yaml")
    assert trial.whole() == before


def test_a_data_file_that_is_no_file_stops_the_build(trial):
    scheme = trial.root / "policies" / "schemes" / "zibo-2022.yaml"
    kept, before = scheme.read_bytes(), trial.whole()
    try:
        scheme.unlink()
        scheme.mkdir()
        done = atlas(trial.root, "build", "--out", str(trial.out), "--as-of", trial.other_day)
        assert done.returncode == 1 and "Traceback" not in done.stderr and "zibo-2022.yaml" in done.stderr
        assert trial.whole() == before
    finally:
        scheme.rmdir()
        scheme.write_bytes(kept)


CHANGES = {
    "into another text": "text.replace('20万元', '21万元', 1)",
    "into half a file": "text[: len(text) // 2]",
    "into nothing": "''",
    "by being deleted": None,
}


def test_a_scheme_that_changes_while_pages_are_written_changes_nothing_in_them(trial):
    """What was read and checked is what is built: the whole site is that of the data as they were at the start.

    The file becomes another text, then half of it, then it is gone, each at a moment of its own.
    """
    scheme = trial.root / "policies" / "schemes" / "zibo-2022.yaml"
    kept, before = scheme.read_bytes(), trial.whole()
    acts = {}
    for number, new in ((1, CHANGES["into another text"]), (60, CHANGES["into half a file"]), (90, CHANGES["by being deleted"])):
        act = f"file = __import__('pathlib').Path({str(scheme)!r}); text = file.read_text(encoding='utf-8'); "
        acts[number] = act + (f"assert text != {new}; file.write_text({new}, encoding='utf-8')" if new else "file.unlink()")
    try:
        done = trial.spoilt(FAULTY.format(condition=WRITING, acts=acts))
        assert done.stdout.count("fault at") == len(acts) and done.returncode == 0, done.stderr
        assert not scheme.exists()
        assert trial.whole() != before
    finally:
        scheme.write_bytes(kept)


CHANGES_READ = CHANGES | {"into another true text": "text + '# 另存了一次\\n'"}
FILE_NAMES = json.loads((ROOT / "tests/bad_inputs/filenames.json").read_text(encoding="utf-8"))
LISTED = next(case for case in FILE_NAMES if case["id"] == "fn-changes-while-reading")


@pytest.mark.parametrize("change", CHANGES_READ)
@pytest.mark.parametrize("number", [1, 3], ids=["before it is read", "after it was read"])
def test_a_scheme_that_changes_while_the_data_are_read_is_refused(change, number, trial):
    """Never a mixture: neither of files of two states, nor of records and a digest that do not belong together."""
    scheme = trial.root / "policies" / "schemes" / "zibo-2022.yaml"
    kept, before = scheme.read_bytes(), trial.whole()
    new = CHANGES_READ[change]
    act = f"file = {str(scheme)!r}; handle = os.open(file, os.O_RDWR); text = os.read(handle, 10**7).decode(); os.close(handle); "
    act += f"handle = os.open(file, os.O_WRONLY | os.O_TRUNC); os.write(handle, ({new}).encode()); os.close(handle)" if new else "os.unlink(file)"
    try:
        done = trial.spoilt(FAULTY.format(condition=READING, acts={number: act}))
        assert "fault at" in done.stdout
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert "zibo-2022.yaml" in done.stderr or "有改动" in done.stderr
        if change == "into another true text":
            _, line, column = LISTED["expect"]
            assert done.stderr.startswith(f"policies:{line}:{column}: 数据文件在读取时有改动")
        assert trial.whole() == before
    finally:
        scheme.write_bytes(kept)
