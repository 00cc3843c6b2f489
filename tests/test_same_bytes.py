"""The same data give the same bytes, whoever builds them, where, when and in whatever order the disk lists the files.

The bytes, not the rights of the files: those are the builder's to give, and follow the umask.
"""

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
from small_project import AS_OF, THREE, atlas, few_schemes

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


def run(arguments: list[str | Path], shift: int = 0, reverse: bool = False, umask: int = 0o022, **environment: str) -> None:
    """The command in a world made otherwise. What it says is no part of what is compared, and is said in UTF-8."""
    script = OTHERWISE.format(shift=shift, reverse=reverse, umask=umask)
    command = [sys.executable, "-c", script, *map(str, arguments), "--as-of", AS_OF]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8:surrogateescape"} | environment
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stderr


def build(root: Path, out: Path, **world: object) -> dict[str, str]:
    """The tree of a build in a world made otherwise."""
    run(["--root", root, "build", "--out", out], **world)
    return tree(out)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return few_schemes(tmp_path_factory.mktemp("one") / "project", THREE)


@pytest.fixture(scope="module")
def first(small_sites) -> Path:
    return small_sites[0]


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


# Zones by their rules and not by their names, which mean nothing where no list of zones is installed.
EAST, WEST = "<+14>-14", "PST8PDT,M3.2.0,M11.1.0"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A file that is opened without saying how it is written is ASCII."""
LOCALES = {"in Turkish": "tr_TR.ISO-8859-9", "in Chinese, written as GBK": "zh_CN.GBK"}
WORLDS = {
    "a second time": {},
    "in the farthest time zone": {"TZ": EAST},
    "in a time zone behind": {"TZ": WEST},
    "where text is ASCII": ASCII,
    **{world: {"locale": name} for world, name in LOCALES.items()},
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


def made(world: dict, folder: Path) -> dict:
    """The world with the variables of its locale, which is made from its sources: a name alone would change nothing."""
    if "locale" not in world:
        return world
    name = world["locale"]
    language, _, codes = name.partition(".")
    compiler, given = shutil.which("localedef"), {"LC_ALL": name, "LOCPATH": str(folder)}
    if compiler:
        subprocess.run([compiler, "-i", language, "-f", codes, folder / name], capture_output=True, check=False)
    asked = [sys.executable, "-c", "import locale; print(locale.setlocale(locale.LC_ALL, ''), locale.getencoding())"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, env=os.environ | given).stdout
    if said.split() != [name, codes]:
        pytest.skip(f"not run: the locale {name} is not here and cannot be made (apt-get install locales)")
    return {key: value for key, value in world.items() if key != "locale"} | given


@pytest.mark.parametrize("world", SHORT)
def test_the_same_data_give_the_same_tree(world, project, first, tmp_path):
    assert differing(tree(first), build(project, tmp_path / "site", **WORLDS[world])) == []


@pytest.mark.soak
@pytest.mark.parametrize("world", [world for world in WORLDS if world not in SHORT])
def test_the_same_data_give_the_same_tree_in_every_other_world(world, project, first, tmp_path):
    assert differing(tree(first), build(project, tmp_path / "site", **made(WORLDS[world], tmp_path))) == []


EVERYTHING = {"shift": 400, "reverse": True, "umask": 0o077, "TZ": EAST, "PYTHONHASHSEED": "7", **ASCII}
PILOT = ROOT / "policies" / "pilots" / "example-merchants.yaml"
"""A draft that rests on schemes of the small project alone."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """A folder with a name of its own that holds a copy of the project, made in another order and with other times on its files."""
    folder = tmp_path_factory.mktemp("elsewhere") / "另一个 folder"
    root = few_schemes(folder / "p", tuple(reversed(THREE)))
    shutil.copy(PILOT, folder)
    for path in sorted([*(root / "policies").rglob("*.yaml"), folder / PILOT.name], reverse=True):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return folder


@pytest.fixture(scope="module")
def site_elsewhere(elsewhere) -> Path:
    build(elsewhere / "p", elsewhere / "www", **EVERYTHING)
    return elsewhere / "www"


@pytest.fixture(scope="module")
def drafts(project, tmp_path_factory) -> Path:
    """The documents of a draft, in Word, web and Markdown files."""
    out = tmp_path_factory.mktemp("drafts")
    done = atlas(project, "draft", str(PILOT), "--out", str(out), "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    return out


def test_another_folder_and_everything_else_otherwise_at_once_give_the_same_tree(first, site_elsewhere):
    assert differing(tree(first), tree(site_elsewhere)) == []


def test_another_folder_and_everything_else_otherwise_at_once_give_the_same_drafts(drafts, elsewhere):
    run(["--root", elsewhere / "p", "draft", elsewhere / PILOT.name, "--out", elsewhere / "drafts"], **EVERYTHING)
    assert len([name for name in tree(drafts) if name.endswith(".docx")]) >= 9
    assert differing(tree(drafts), tree(elsewhere / "drafts")) == []


def test_what_is_built_has_the_rights_that_the_umask_leaves_and_no_others(site_elsewhere):
    rights = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [site_elsewhere, *site_elsewhere.rglob("*")]}
    assert rights == {(True, 0o700), (False, 0o600)}


def test_packed_files_carry_no_time_and_no_order_of_their_own(first, drafts):
    """Workbooks, documents and archives: members sorted or fixed, the same old day on each. Nothing is packed in another way."""
    packed = [path for folder in (first, drafts) for path in folder.rglob("*") if path.is_file() and path.read_bytes()[:2] in (b"PK", b"\x1f\x8b")]
    assert {path.suffix for path in packed} == {".xlsx", ".zip", ".docx"}
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, path.name


FAULTS = {
    "the time": ("__import__('time').time()", {"shift": 400}),
    "the date": ("__import__('datetime').date.today()", {"shift": 400}),
    "the order of files": ("__import__('os').listdir(str(root / 'policies' / 'schemes'))", {"reverse": True}),
    "the order of a set": ("list({'a', 'b', 'c', 'd', 'e', 'f', 'g'})", {"PYTHONHASHSEED": "1"}),
    "the folder": ("str(root)", {}),
    "the time zone in the east": ("__import__('time').timezone", {"TZ": EAST}),
    "the time zone in the west": ("__import__('time').timezone", {"TZ": WEST}),
    "how a file is written": ("open(os.devnull).encoding.lower()", ASCII),
    "the umask": ("Path(os.environ['SCRATCH']).touch(), Path(os.environ['SCRATCH']).stat().st_mode", {"umask": 0o077}),
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

    def said(root: Path, environment: dict[str, str], settings: dict[str, object], scratch: str) -> str:
        environment = {k: v for k, v in os.environ.items() if k not in {"TZ", "LC_ALL", "PYTHONHASHSEED"}} | environment
        environment |= {"PROBE": probe, "SCRATCH": str(tmp_path / scratch)}
        command = [sys.executable, "-c", script.format(**settings), str(root)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment).stdout

    plain = said(project, {"PYTHONHASHSEED": "0"}, {"shift": 0, "reverse": False, "umask": 0o022}, "one")
    changed = said(other if other.exists() else project, {"PYTHONHASHSEED": "0"} | world, settings, "other")
    assert plain != changed
