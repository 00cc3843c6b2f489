"""The same data give the same bytes, whoever builds them, where, when and in whatever order the disk lists the files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from required_tools import ROOT
from small_project import AS_OF, THREE, few_schemes

OTHERWISE = '''
"""Runs the command in a world that is made otherwise before anything of it is loaded."""
import builtins, datetime, os, sys, time
shift = {shift} * 86400
if shift:
    real = {{name: getattr(time, name) for name in ("time", "gmtime", "localtime", "time_ns", "strftime", "ctime")}}
    time.time = lambda: real["time"]() + shift
    time.time_ns = lambda: real["time_ns"]() + shift * 10**9
    time.gmtime = lambda s=None: real["gmtime"](time.time() if s is None else s)
    time.localtime = lambda s=None: real["localtime"](time.time() if s is None else s)
    time.strftime = lambda f, t=None: real["strftime"](f, time.localtime() if t is None else t)
    time.ctime = lambda s=None: real["ctime"](time.time() if s is None else s)
    day, moment = datetime.date, datetime.datetime
    class Date(day):
        @classmethod
        def today(cls): return cls.fromtimestamp(time.time())
    class Moment(moment):
        @classmethod
        def now(cls, tz=None): return cls.fromtimestamp(time.time(), tz)
        @classmethod
        def today(cls): return cls.now()
        @classmethod
        def utcnow(cls): return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
    datetime.date, datetime.datetime = Date, Moment
if {reverse}:
    listdir, scandir, walk = os.listdir, os.scandir, os.walk
    os.listdir = lambda *a: sorted(listdir(*a), key=str, reverse=True)
    class Reversed:
        def __init__(self, *a): self.inner = scandir(*a); self.entries = iter(sorted(self.inner, key=lambda e: e.name, reverse=True))
        def __iter__(self): return self
        def __next__(self): return next(self.entries)
        def __enter__(self): return self
        def __exit__(self, *a): self.inner.close()
        def close(self): self.inner.close()
    os.scandir = Reversed
os.umask({umask})
from generator.cli import main
sys.exit(main(sys.argv[1:]))
'''


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(root: Path, out: Path, shift: int = 0, reverse: bool = False, umask: int = 0o022, **environment: str) -> dict[str, str]:
    """The tree of a build in a world made otherwise."""
    script = OTHERWISE.format(shift=shift, reverse=reverse, umask=umask)
    command = [sys.executable, "-c", script, "--root", str(root), "build", "--out", str(out), "--as-of", AS_OF]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    return tree(out)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return few_schemes(tmp_path_factory.mktemp("one") / "project", THREE)


@pytest.fixture(scope="module")
def first(small_sites) -> Path:
    return small_sites[0]


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


WORLDS = {
    "a second time": {},
    "in the farthest time zone": {"TZ": "Pacific/Kiritimati"},
    "in a time zone behind": {"TZ": "America/Los_Angeles"},
    "without a locale": {"LC_ALL": "C"},
    "in Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "in Chinese": {"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"},
    "with another hash seed": {"PYTHONHASHSEED": "1"},
    "with a third hash seed": {"PYTHONHASHSEED": "4294967295"},
    "with files listed backwards": {"reverse": True},
    "with an open umask": {"umask": 0},
    "with a closed umask": {"umask": 0o077},
    "four hundred days later": {"shift": 400},
    "with warnings and other variables": {"PYTHONWARNINGS": "ignore", "COLUMNS": "40", "USER": "somebody", "HOME": "/nonexistent"},
}
SHORT = ["a second time"]
"""The test of everything at once holds the rest; alone, each says which of them it was."""


@pytest.mark.parametrize("world", SHORT)
def test_the_same_data_give_the_same_tree(world, project, first, tmp_path):
    assert differing(tree(first), build(project, tmp_path / "site", **WORLDS[world])) == []


@pytest.mark.soak
@pytest.mark.parametrize("world", [world for world in WORLDS if world not in SHORT])
def test_the_same_data_give_the_same_tree_in_every_other_world(world, project, first, tmp_path):
    assert differing(tree(first), build(project, tmp_path / "site", **WORLDS[world])) == []


def test_another_folder_and_everything_else_otherwise_at_once_give_the_same_tree(first, tmp_path):
    """A copy made in another order, with other times on its files, in a folder with a name of its own."""
    root = few_schemes(tmp_path / "另一个 folder" / "p", tuple(reversed(THREE)))
    for path in sorted((root / "policies").rglob("*.yaml"), reverse=True):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    found = build(
        root, tmp_path / "elsewhere" / "www", shift=400, reverse=True, umask=0o077,
        TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="7",
    )  # fmt: skip
    assert differing(tree(first), found) == []


def test_packed_files_carry_no_time_and_no_order_of_their_own(first):
    """Workbooks, documents and archives: members sorted or fixed, the same old day on each."""
    packed = [path for path in first.rglob("*") if path.suffix in {".xlsx", ".docx", ".zip"}]
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, path.name
    for path in first.rglob("*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0", path.name


FAULTS = {
    "the time": ("__import__('time').time()", {"shift": 400}),
    "the date": ("__import__('datetime').date.today()", {"shift": 400}),
    "the order of files": ("__import__('os').listdir(str(root / 'policies' / 'schemes'))", {"reverse": True}),
    "the order of a set": ("list({'a', 'b', 'c', 'd', 'e', 'f', 'g'})", {"PYTHONHASHSEED": "1"}),
    "the folder": ("str(root)", {}),
    "the time zone": ("__import__('time').tzname", {"TZ": "Pacific/Kiritimati"}),
    "the locale": ("__import__('os').environ.get('LC_ALL')", {"LC_ALL": "tr_TR.UTF-8"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_depends_on_the_world_is_found(fault, project, tmp_path):
    """Each world shows its own fault: a footnote that says something of the machine makes two trees differ."""
    expression, world = FAULTS[fault]
    probe = f"from pathlib import Path; import sys; root = Path(sys.argv[1]); print({expression})"
    script = OTHERWISE.replace("from generator.cli import main\nsys.exit(main(sys.argv[1:]))", "exec(os.environ['PROBE'])")
    world = dict(world)
    settings = {"shift": 0, "reverse": False, "umask": 0o022} | {k: world.pop(k) for k in list(world) if k in {"shift", "reverse", "umask"}}
    other = tmp_path / "moved"
    if fault == "the folder":
        shutil.copytree(project / "policies", other / "policies")

    def said(root: Path, environment: dict[str, str], made: dict[str, object]) -> str:
        environment = {k: v for k, v in os.environ.items() if k not in {"TZ", "LC_ALL", "PYTHONHASHSEED"}} | environment
        command = [sys.executable, "-c", script.format(**made), str(root)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment | {"PROBE": probe}).stdout

    plain = said(project, {"PYTHONHASHSEED": "0"}, {"shift": 0, "reverse": False, "umask": 0o022})
    changed = said(other if other.exists() else project, {"PYTHONHASHSEED": "0"} | world, settings)
    assert plain != changed
