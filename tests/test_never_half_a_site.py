"""The real command, broken off in every way: killed, out of space, unwritable, two at once; the last good site stays whole.

The project is three schemes, so that a build is short; `make soak` kills more often.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from required_tools import ROOT
from small_project import AS_OF, atlas, few_schemes

# Whole-process trials: `make soak` runs them beside the longer ones.
pytestmark = pytest.mark.soak

SCHEMES = ("zibo-2022", "shenzhen-2018", "zhangjiakou-2014")
KILLS = int(os.environ.get("ATLAS_KILLS", "20"))
SOAK_KILLS = int(os.environ.get("ATLAS_SOAK_KILLS", "500"))


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def command(root: Path, out: Path, as_of: str = AS_OF) -> list[str]:
    return [sys.executable, "-m", "generator.cli", "--root", str(root), "build", "--out", str(out), "--as-of", as_of]


class Trial:
    """A project, its target, and the two sites that may stand there."""

    def __init__(self, folder: Path) -> None:
        self.root = few_schemes(folder / "project", SCHEMES)
        self.out = folder / "public" / "site"
        self.other_day = "2026-11-21"
        self.build(self.other_day)
        self.new = tree(self.out)
        self.seconds = self.build(AS_OF)
        self.old = tree(self.out)
        assert self.old != self.new and "index.html" in self.old and len(self.old) > 100

    def build(self, as_of: str) -> float:
        start = time.monotonic()
        done = subprocess.run(command(self.root, self.out, as_of), cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return time.monotonic() - start

    def whole(self) -> str:
        """Which of the two sites stands at the target; fails where it is neither."""
        now = tree(self.out)
        assert now in (self.old, self.new), f"half a site: {len(now)} files"
        return "old" if now == self.old else "new"

    def leftovers(self) -> list[str]:
        return sorted(p.name for p in self.out.parent.iterdir() if p.name not in (self.out.name, f".{self.out.name}-lock"))


@pytest.fixture(scope="module")
def trial(tmp_path_factory) -> Trial:
    return Trial(tmp_path_factory.mktemp("trial"))


def kill_often(trial: Trial, times: int, seed: int) -> dict[str, int]:
    """Kills builds at random moments; what stood at the target after each. Never cleaned up by hand."""
    chance, seen = random.Random(seed), {"old": 0, "new": 0, "finished": 0}
    for _ in range(times):
        before = trial.whole()
        day = trial.other_day if before == "old" else AS_OF
        process = subprocess.Popen(
            command(trial.root, trial.out, day), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        # Half of the kills fall late, where files are checked, flushed and exchanged.
        moment = chance.uniform(0, 1.05) if chance.random() < 0.5 else chance.uniform(0.7, 1.05)
        deadline = time.monotonic() + moment * trial.seconds
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.005)
        finished = process.poll() is not None
        if not finished:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        after = trial.whole()
        seen["finished" if finished else "old" if after == before else "new"] += 1
    return seen


def test_a_build_killed_at_random_moments_leaves_a_whole_site_and_the_next_succeeds(trial, capsys):
    seen = kill_often(trial, KILLS, seed=20261120)
    with capsys.disabled():
        print(f"\nkills: {KILLS}, half a site 0, old one stood {seen['old']}, new one stood {seen['new']}, came too late {seen['finished']}")
    assert seen["old"] >= KILLS // 4
    trial.build(AS_OF)
    assert trial.whole() == "old" and trial.leftovers() == []


@pytest.mark.soak
def test_five_hundred_killed_builds_leave_whole_sites(trial):
    seen = kill_often(trial, SOAK_KILLS, seed=7)
    assert seen["old"] and sum(seen.values()) == SOAK_KILLS
    trial.build(AS_OF)
    assert trial.whole() == "old" and trial.leftovers() == []


@pytest.mark.parametrize("call", ["renameat2", "syncfs"])
def test_a_build_killed_just_before_and_just_after_the_exchange_leaves_a_whole_site(call, trial):
    """The two moments that a random kill seldom meets, met on purpose."""
    for when in ("before", "after"):
        script = (
            "import os, signal, sys\nfrom generator import cli, publish\n"
            f"inner = publish.{'exchange_folders' if call == 'renameat2' else '_flush'}\n"
            "def cut(*a):\n"
            f"    {'os.kill(os.getpid(), signal.SIGKILL)' if when == 'before' else 'inner(*a); os.kill(os.getpid(), signal.SIGKILL)'}\n"
            f"publish.{'exchange_folders' if call == 'renameat2' else '_flush'} = cut\n"
            "sys.exit(cli.main(sys.argv[1:]))\n"
        )
        arguments = command(trial.root, trial.out, trial.other_day)[3:]
        done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert trial.whole() == ("new" if (call, when) == ("renameat2", "after") else "old")
        trial.build(AS_OF)
        assert trial.whole() == "old" and trial.leftovers() == []


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One line in Chinese and exit code 1, no traceback."""
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert words in done.stderr


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
    assert subprocess.run(command(trial.root, out), cwd=ROOT, capture_output=True, check=False).returncode == 0
    good = tree(out)
    filler = small_disk / "filler"
    with filler.open("wb") as file, pytest.raises(OSError):
        while True:
            file.write(b"x" * 65536)
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - 1024 * 1024))
    done = subprocess.run(command(trial.root, out, trial.other_day), cwd=ROOT, capture_output=True, text=True, check=False)
    assert tree(out) == good
    refused(done, "磁盘已满")
    filler.unlink()
    done = subprocess.run(command(trial.root, out, trial.other_day), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [p.name for p in small_disk.iterdir() if "stage" in p.name] == []


def test_a_file_that_may_not_grow_leaves_the_old_site(trial):
    """A quota, where no disk can be mounted: no file beyond some kilobytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    before = trial.whole()
    done = subprocess.run(
        command(trial.root, trial.out, trial.other_day), cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert trial.whole() == before
    refused(done, "文件超过允许的大小")
    trial.build(AS_OF)
    assert trial.whole() == "old" and trial.leftovers() == []


def test_a_read_only_disk_leaves_the_old_site(small_disk, trial):
    out = small_disk / "site"
    shutil.copytree(trial.out, out)
    good = tree(out)
    assert mounted(small_disk, "remount,ro")
    done = subprocess.run(command(trial.root, out, trial.other_day), cwd=ROOT, capture_output=True, text=True, check=False)
    refused(done, "只读")
    assert tree(out) == good
    assert mounted(small_disk, "remount,rw")
    done = subprocess.run(command(trial.root, out), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tree(out) == trial.old


@pytest.mark.skipif(os.geteuid() == 0, reason="not run: root may write everywhere")
def test_a_folder_without_permission_leaves_the_old_site(trial, tmp_path):
    out = tmp_path / "public" / "site"
    shutil.copytree(trial.out, out)
    out.parent.chmod(0o555)
    try:
        done = subprocess.run(command(trial.root, out), cwd=ROOT, capture_output=True, text=True, check=False)
        assert tree(out) == trial.old
        refused(done, "没有权限")
    finally:
        out.parent.chmod(0o755)


def test_of_two_builds_at_once_one_waits_or_refuses_and_the_site_is_whole(trial):
    running = [
        subprocess.Popen(command(trial.root, trial.out, day), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for day in (AS_OF, trial.other_day)
    ]
    results = [(process.communicate()[1], process.returncode) for process in running]
    codes = sorted(code for _, code in results)
    assert codes in ([0, 0], [0, 1]), results
    assert all("另一次构建正在进行" in said for said, code in results if code == 1)
    assert all("Traceback" not in said for said, _ in results)
    trial.whole()
    trial.build(AS_OF)
    assert trial.whole() == "old" and trial.leftovers() == []


def test_data_that_change_or_cannot_be_read_during_a_build_leave_a_whole_site(trial):
    """An unreadable file stops the build; the old site stands."""
    scheme = trial.root / "policies" / "schemes" / "zibo-2022.yaml"
    kept = scheme.read_bytes()
    try:
        scheme.unlink()
        scheme.mkdir()
        done = atlas(trial.root, "build", "--out", str(trial.out), "--as-of", trial.other_day)
        assert done.returncode == 1 and "Traceback" not in done.stderr and "zibo-2022.yaml" in done.stderr
        assert trial.whole() == "old"
    finally:
        scheme.rmdir()
        scheme.write_bytes(kept)


def test_a_half_written_site_would_be_seen(trial, tmp_path):
    """The comparison itself: one file short, one file changed."""
    copy = tmp_path / "site"
    shutil.copytree(trial.out, copy)
    assert tree(copy) == trial.old
    (copy / "index.html").write_text("", encoding="utf-8")
    assert tree(copy) != trial.old
    (copy / "index.html").unlink()
    assert tree(copy) != trial.old
