"""Copies of the project into which faults are put, and what the tests that are run on such a copy report."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from required_tools import ROOT

Fault = Callable[[Path], None]


@dataclass(frozen=True)
class Gate:
    """A gate by name, the fault that is put in, and what it must say (a pattern)."""

    name: str
    fault: Fault
    says: str


def edit(path: str, old: str, new: str) -> Fault:
    """Replaces a text once in a file below the folder; the text must be there, or the fault would be none."""

    def put(folder: Path) -> None:
        target = folder / path
        text = target.read_text(encoding="utf-8")
        assert old in text, f"{path} no longer holds {old!r}"
        target.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put


def add(path: str, content: str) -> Fault:
    def put(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(content)

    return put


def rewrite(path: str, change: Callable[[str], str]) -> Fault:
    def put(folder: Path) -> None:
        target = folder / path
        before = target.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        target.write_text(after, encoding="utf-8")

    return put


HOSTILE = "tests/vectors/hostile_texts.json"
KEPT_TEXT = "details-close"
FEW_MUTANTS = "50"


def copy_of_project(folder: Path) -> Path:
    """Everything that the tests read, and the code as it was compiled: a file that is then changed is compiled again.

    Of the hostile texts one is left: sites of all of them take far longer to build and show no other fault.
    """
    ignored = shutil.ignore_patterns(".venv", "node_modules", "site", ".git", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=ignored)
    texts = [entry for entry in json.loads((ROOT / HOSTILE).read_text(encoding="utf-8")) if entry["id"] == KEPT_TEXT]
    assert len(texts) == 1
    (folder / HOSTILE).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return folder


def run_tests(names: list[str], root: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One run of these tests on the copy at `root`, by the copy's own code; what the run around it was told is not for them."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", *names]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "ATLAS_"))}
    own = {"PYTHONPATH": str(root), "ATLAS_MUTANTS": FEW_MUTANTS}
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment | own | more)


_HEADING = re.compile(r"(?m)^_+ (.+) _+$")
_REPORTED = re.compile(r"(?m)^(FAILED|ERROR) (\S+\.py(?:::\w+(?:\[.*?\])?)?)(?: - .*)?$")
_COUNTED = re.compile(r"(?m)^((?:\d+ \w+(?:, )?)+) in [\d.]+s")


def counted(stdout: str) -> str:
    """What the last line of a run counts: `3 failed, 1 passed`; without warnings, which are no outcome."""
    found = _COUNTED.findall(stdout)
    return re.sub(r", \d+ warnings?", "", found[-1]) if found else "nothing"


def not_refused(gates: list[Gate], done: subprocess.CompletedProcess[str]) -> list[str]:
    """What is otherwise than that each of the named tests, and nothing else, was run and failed with the words it must say.

    A test that could not be loaded, or that broke down before it judged, has refused nothing.
    """
    reported = sorted(_REPORTED.findall(done.stdout))
    wrong = [] if done.returncode == 1 else [f"exit code {done.returncode}"]
    if reported != sorted(("FAILED", gate.name) for gate in gates):
        wrong.append(f"reported: {reported}")
    if counted(done.stdout) != f"{len(gates)} failed":
        wrong.append(f"counted: {counted(done.stdout)}")
    parts = _HEADING.split(done.stdout)
    said = dict(zip(parts[1::2], parts[2::2], strict=True))
    wrong += [f"{gate.name} does not say {gate.says!r}" for gate in gates if not re.search(gate.says, said.get(gate.name.split("::")[-1], ""))]
    return wrong
