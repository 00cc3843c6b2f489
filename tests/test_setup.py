"""Setting up: the locks, what a bare machine is told, and what a missing tool does to a test run."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from required_tools import ROOT, TOOLS, named_in_tests

LOCKS = ["requirements.txt", "requirements-dev.txt"]
SOURCE_OF_LOCK = {
    "requirements.txt": "requirements.in",
    "requirements-dev.txt": "requirements-dev.in",
    "tests/engines/requirements.txt": "tests/engines/requirements.in",
    "tests/engines/jieba.txt": "tests/engines/jieba.in",
}
PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.]*(?: --hash=sha256:[0-9a-f]{64})+")
HASH = "--hash=sha256:" + "0" * 64

# Where a requirement's import name is not its own name; None: used by name in a file that says so.
IMPORT_NAMES = {
    "ruamel-yaml": "ruamel",
    "markdown-it-py": "markdown_it",
    "mkdocs-material": None,
    "setuptools": None,
    "python-docx": "docx",
}
# A package of the tests that is run and not imported: the file that runs it, and how it names it.
RUN_BY_NAME = {
    "pytest-xdist": ("Makefile", "--numprocesses"),
    "ruff": ("tests/test_layers.py", '"-m", "ruff"'),
}


def requirements(name: str) -> dict[str, Requirement]:
    """The direct requirements of a `.in` file by canonical name."""
    lines = (line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-c "))]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def lock_faults(text: str) -> list[str]:
    """Every line of a lock that is no pinned and hashed package, and every sign of a registry."""
    joined = text.replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in joined.splitlines()]
    faults = [
        line for line in lines if line and not line.startswith("#") and not PIN.fullmatch(line)
    ]
    return faults + re.findall(r"\S*://\S*|find-links|index-url|trusted-host", text)


def locked_versions(name: str) -> dict[str, str]:
    """Package name to version, from a lock."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def npm_lock_faults(lock: dict) -> list[str]:
    """Every installed package of an npm lock without a SHA-512 or with the address it came from."""
    entries = {path: entry for path, entry in lock["packages"].items() if path}
    return [
        path
        for path, entry in entries.items()
        if not entry.get("integrity", "").startswith("sha512-") or "resolved" in entry
    ]


@pytest.mark.parametrize("name", SOURCE_OF_LOCK)
def test_a_lock_holds_only_pinned_and_hashed_packages_and_names_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(locked_versions(name)) >= len(requirements(SOURCE_OF_LOCK[name]))
    assert lock_faults(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "jinja2==3.1.6",
        f"jinja2>=3.1.6 {HASH}",
        "jinja2==3.1.6 --hash=md5:" + "0" * 32,
        f"jinja2 @ file:///wheels/jinja2.whl {HASH}",
        "--index-url https://example.org/simple",
        "--find-links wheels",
        "-i wheels",
        "# via https://example.org/simple",
    ],
)
def test_a_line_that_does_not_belong_in_a_lock_is_found(line):
    assert lock_faults(f"click==8.0 \\\n    {HASH}\n    # via mkdocs\n") == []
    assert lock_faults(f"click==8.0 \\\n    {HASH}\n{line}\n") != []


@pytest.mark.parametrize("name", SOURCE_OF_LOCK)
def test_a_lock_satisfies_what_it_was_made_from(name):
    locked = locked_versions(name)
    for package, requirement in requirements(SOURCE_OF_LOCK[name]).items():
        assert package in locked, f"{package} is not in {name}: make lock"
        assert locked[package] in requirement.specifier, f"{package} in {name}: make lock"


def test_both_locks_agree_on_the_packages_they_share():
    site, tests = (locked_versions(name) for name in LOCKS)
    assert {name: tests[name] for name in site.keys() & tests.keys()} == {
        name: site[name] for name in site.keys() & tests.keys()
    }


def test_every_locked_package_still_serves_the_oldest_python():
    for name in (name for lock in LOCKS for name in locked_versions(lock)):
        supported = metadata(name).get("Requires-Python", "")
        assert "3.11.0" in SpecifierSet(supported), f"{name} needs {supported}: hold it back"


def test_setting_up_the_site_brings_no_test_package():
    brought = locked_versions("requirements.txt").keys()
    shared = {"packaging"}  # mkdocs needs it too
    assert not (requirements("requirements-dev.in").keys() - shared) & brought


def test_every_npm_package_has_its_integrity_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["devDependencies"] == wanted["devDependencies"]
    assert len(lock["packages"]) > len(wanted["devDependencies"])
    assert npm_lock_faults(lock) == []


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"integrity": "sha1-abc"},
        {"integrity": "sha512-abc", "resolved": "https://example.org/a.tgz"},
    ],
)
def test_an_npm_package_without_integrity_or_with_an_address_is_found(entry):
    sound = {"": {}, "node_modules/a": {"integrity": "sha512-abc"}}
    assert npm_lock_faults({"packages": sound}) == []
    assert npm_lock_faults({"packages": {**sound, "node_modules/b": entry}}) == ["node_modules/b"]


def imported_by_the_generator() -> set[str]:
    """Top-level names of all modules imported anywhere in generator/, the standard library's left out."""
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"generator"}


def import_name(package: str) -> str | None:
    return IMPORT_NAMES.get(package, package.replace("-", "_"))


def test_every_package_of_the_site_is_used():
    named = {import_name(package) for package in requirements("requirements.in")} - {None}
    assert named - imported_by_the_generator() - {"mkdocs"} == set()
    mkdocs = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^theme:\n(?:\s*#.*\n)*\s+name: material$", mkdocs, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert [Requirement(it).name for it in project["build-system"]["requires"]] == ["setuptools"]


def test_the_generator_imports_only_packages_that_it_requires_itself():
    named = {import_name(package) for package in requirements("requirements.in")}
    assert imported_by_the_generator() - named == set()


def unused_in_tests(packages: Iterable[str], npm_packages: Iterable[str]) -> list[str]:
    """The packages that no test imports and nothing runs by name; of npm's, those of which no test names the folder."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))

    def used(package: str) -> bool:
        if package in RUN_BY_NAME:
            path, name = RUN_BY_NAME[package]
            return name in (ROOT / path).read_text(encoding="utf-8")
        imported = rf"^ *(?:from|import) {import_name(package)}\b"
        return re.search(imported, tests, re.MULTILINE) is not None

    unused = [package for package in packages if not used(package)]
    return unused + [name for name in npm_packages if f'"node_modules" / "{name}"' not in tests]


def test_every_package_of_the_tests_is_used():
    npm = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert npm.keys() & {"dependencies", "optionalDependencies", "peerDependencies"} == set()
    assert unused_in_tests(requirements("requirements-dev.in"), npm["devDependencies"]) == []


def test_a_package_that_no_test_uses_is_found():
    assert unused_in_tests(["pytest", "unused-one"], ["axe-core", "unused-two"]) == ["unused-one", "unused-two"]


def bare_machine(folder: Path, *programs: str) -> Path:
    """A folder for PATH that holds only the named programs of this machine."""
    folder.mkdir()
    for program in programs:
        found = shutil.which(program)
        assert found, program
        (folder / program).symlink_to(found)
    return folder


def script(path: Path, text: str) -> None:
    """Put an executable shell script at `path`."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


MAKE_NEEDS = ["make", "sh", "cat", "cksum", "touch", "rm"]
OLD_PYTHON = "exit 1"
PYTHON_WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1 ;; esac'


@pytest.mark.parametrize(
    ("programs", "python", "message"),
    [
        (MAKE_NEEDS, None, "git is missing: apt-get install git"),
        ([*MAKE_NEEDS, "git"], None, "Python 3.11 or newer is missing: apt-get install python3 "),
        ([*MAKE_NEEDS, "git"], OLD_PYTHON, "Python 3.11 or newer is missing: "),
        ([*MAKE_NEEDS, "git"], PYTHON_WITHOUT_VENV, "no venv module: apt-get install python3-venv"),
    ],
    ids=["no git", "no python", "old python", "no venv module"],
)
def test_a_machine_that_lacks_something_is_told_in_one_line(tmp_path, programs, python, message):
    path = bare_machine(tmp_path / "bin", *programs)
    if python:
        script(path / "python3", python)
    for name in ("Makefile", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    environment = {"PATH": str(path), "LC_ALL": "C"}
    done = subprocess.run(
        ["make", "site"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert len(said) == 1 and message in said[0], done.stderr
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_make_test_and_counts_a_missing_tool_as_a_failure(tmp_path):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("test:\n\t@echo tested with CI=$$CI; exit 3\n")
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    done = subprocess.run(
        [tmp_path / ".ci" / "run"], cwd="/", env=environment, capture_output=True, text=True
    )
    assert "tested with CI=1" in done.stdout
    assert done.returncode != 0


NEEDY_TEST = """
def test_needs_a_browser(require_tool):
    require_tool("chromium")

def test_needs_it_too(require_tool):
    require_tool("chromium")
"""


def run_needy_tests(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    """Run two tests that need Chromium on a machine without one, with this suite's own conftest."""
    (folder / "test_needy.py").write_text(NEEDY_TEST, encoding="utf-8")
    for name in ("conftest.py", "required_tools.py", "small_project.py", "warm.py"):
        shutil.copy(ROOT / "tests" / name, folder)
    environment = {
        "PATH": str(bare_machine(folder / "bin")),
        "PLAYWRIGHT_BROWSERS_PATH": str(folder),
        "CI": ci,
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip


def test_a_missing_tool_is_a_counted_not_run(tmp_path):
    done = run_needy_tests(tmp_path, ci="")
    assert done.returncode == 0
    assert "2 not run: chromium is missing: apt-get install chromium" in done.stdout
    assert "2 skipped" in done.stdout and "passed" not in done.stdout


@pytest.mark.parametrize("ci", ["1", "true"])
def test_a_missing_tool_fails_in_ci(tmp_path, ci):
    done = run_needy_tests(tmp_path, ci)
    assert done.returncode == 1
    assert "2 failed" in done.stdout


def set_up_tools(path: Path) -> subprocess.CompletedProcess[str]:
    """Run the set-up of the tests' tools with only `path` on PATH and without browsers elsewhere."""
    return subprocess.run(
        [sys.executable, ROOT / "tests" / "set_up_tools.py"],
        env={"PATH": str(path), "PLAYWRIGHT_BROWSERS_PATH": str(path)},
        capture_output=True, text=True,
    )  # fmt: skip


def test_tools_that_cannot_be_installed_are_named_in_one_line_each(tmp_path):
    done = set_up_tools(bare_machine(tmp_path / "bin"))
    assert done.returncode == 0
    not_from_path = {"axe-core", "browser-driver"}
    missing = [name for name in named_in_tests(ROOT / "tests") if name not in not_from_path]
    assert {"chromium", "cjk-fonts"} <= set(missing)
    lines = [line for line in done.stderr.splitlines() if line.split()[0] not in not_from_path]
    assert [line.split(" is missing: apt-get install ")[0] for line in lines] == missing


@pytest.mark.skipif(os.geteuid() != 0, reason="not run: only root may install the system's packages")
def test_root_gets_missing_tools_from_the_system_after_one_update(tmp_path):
    path = bare_machine(tmp_path / "bin", "sh", "touch", "chmod")
    log = tmp_path / "log"
    script(path / "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {log}')
    set_up_tools(path)
    called = log.read_text(encoding="utf-8").splitlines()
    assert called[0] == "noninteractive -qq update"
    installs = [line.split(" install ")[1] for line in called[1:]]
    assert "fontconfig fonts-noto-cjk" in installs
    assert called.count("noninteractive -qq update") == 1


def test_a_tool_that_no_list_knows_is_an_error_and_not_a_skip(tmp_path):
    asked = 'require_tool("nobody-has-it")'
    (tmp_path / "test_it.py").write_text(f"def test_it(require_tool):\n    {asked}\n")
    with pytest.raises(KeyError, match="nobody-has-it"):
        named_in_tests(tmp_path)


def test_tools_are_looked_for_only_when_a_test_names_them(tmp_path):
    assert named_in_tests(tmp_path) == []
    (tmp_path / "test_word.py").write_text('require_tool("libreoffice"); require_tool("node")')
    assert named_in_tests(tmp_path) == [it for it in TOOLS if it in {"node", "libreoffice"}]
