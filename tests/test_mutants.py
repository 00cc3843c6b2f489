"""Thousands of hostile mutants of the shipped data: refused or accepted, never a traceback, never more than the caps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import mutants
import pytest
from required_tools import ROOT

COUNT = int(os.environ.get("ATLAS_MUTANTS", "10000"))
SOAK_COUNT = int(os.environ.get("ATLAS_SOAK_MUTANTS", "1000000"))
SOAK_FIRST = int(os.environ.get("ATLAS_SOAK_FIRST_MUTANT", "0"))
MOST_MEGABYTES = 200


def tried(count: int, seed: int, first: int = 0) -> dict:
    """What a process of its own saw, so that its peak of memory is that of the mutants."""
    command = [sys.executable, str(ROOT / "tests/mutants.py"), str(count), str(seed), str(first)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def judge(report: dict, count: int) -> None:
    """0 uncaught, every message in one safe line with a place, memory within the cap, and every kind of file tried."""
    assert sum(report["outcomes"].values()) == report["mutants"] == count
    assert report["uncaught"] == [], "\n".join(f"{u['key']} {u['path']} ({u['done']})\n{u['raised']}" for u in report["uncaught"][:5])
    assert report["loose"] == []
    assert report["megabytes_at_most"] - report["megabytes_at_start"] <= MOST_MEGABYTES
    seen = Counter(outcome.split(": ")[1] for outcome in report["outcomes"])
    assert seen["refused"] and seen["accepted"]


def test_no_mutant_of_the_shipped_data_raises_or_outgrows_the_cap(capsys):
    report = tried(COUNT, seed=20261120)
    with capsys.disabled():
        print(
            f"\nmutants: {COUNT}, uncaught {len(report['uncaught'])}, over 2 s {report['over_2_s']}, slowest {report['slowest']} s, "
            f"memory +{report['megabytes_at_most'] - report['megabytes_at_start']} MB, rendered {report['rendered']}"
        )
    judge(report, COUNT)
    assert {kind.split(":")[0] for kind in report["outcomes"]} >= {"schemes", "reference_rates", "parameters.yaml", "terms.yaml"}


@pytest.mark.soak
def test_no_mutant_of_a_long_run_raises(capsys):
    """In pieces of 10,000, two processes at a time; a failure names the key that `mutants.py --show` reproduces.

    All pieces are tried before any is judged: a run of an hour finds every fault that it meets, not the first alone.
    """
    pieces = [(min(10_000, SOAK_COUNT - start), start) for start in range(SOAK_FIRST, SOAK_COUNT, 10_000)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        reports = list(pool.map(lambda piece: tried(piece[0], 7, piece[1]), pieces))
    total = {name: sum(report[name] for report in reports) for name in ("mutants", "over_2_s", "rendered")}
    uncaught = [found for report in reports for found in report["uncaught"]]
    with capsys.disabled():
        print(f"\nmutants of the data: {total['mutants']}, uncaught {len(uncaught)}, over 2 s {total['over_2_s']}, rendered {total['rendered']}")
        print("\n".join(slow for report in reports for slow in report["slow"]))
        print("".join(f"{found['key']} {found['path']} ({found['done']})\n{found['raised']}" for found in uncaught))
    for (count, _), report in zip(pieces, reports, strict=True):
        judge(report, count)


def test_the_same_key_is_the_same_mutant_and_another_key_another():
    herd = mutants.Herd()
    some = [herd.mutant(3, number) for number in range(50)]
    assert some == [mutants.Herd().mutant(3, number) for number in range(50)]
    assert len({mutant.content for mutant in some}) == 50
    assert sum(mutant.content != herd.files[mutant.path] for mutant in some) >= 45


def test_every_operator_changes_files_and_every_file_is_drawn():
    herd = mutants.Herd()
    done = Counter(name for n in range(3000) for name in herd.mutant(5, n).done.split(", "))
    assert set(mutants.OPERATORS) <= set(done)
    assert {herd.mutant(5, n).path for n in range(3000)} >= {path for path in herd.paths if "/schemes/" not in path}


@pytest.mark.parametrize(
    ("fault", "seen"),
    [("raise KeyError('seeded')", "uncaught"), ("return [Problem(name, 1, 1, '', 'two' + chr(10) + 'lines')]", "loose")],
)
def test_a_loader_with_a_fault_would_be_seen(fault, seen, tmp_path):
    """The judge judges: a loader that raises or speaks in two lines fails the run."""
    script = (
        "import json, sys, mutants\nfrom generator.located import Problem\n"
        f"def broken(path, name, vocabulary):\n    {fault}\n"
        "trial_class = mutants.Trial\nclass Broken(trial_class):\n"
        "    def _load(self, path, name):\n        return broken(path, name, None)\n"
        "mutants.Trial = Broken\nsys.exit(mutants.main(['5', '1']))\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert len(report[seen]) == 5
    with pytest.raises(AssertionError):
        judge(report, 5)


FOUND = json.loads((ROOT / "tests/bad_inputs/found.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["id"])
def test_what_a_run_once_found_stays_mended(case, tmp_path, monkeypatch):
    """Each is a shipped file with one change that once made the program raise or show nonsense; now it is refused.

    What is legal after all is published and shown on every page.
    """
    monkeypatch.setattr(mutants, "PAGES_EVERY", 1)
    old, new = case["replace"]
    text = (ROOT / case["path"]).read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1).encode()
    trial = mutants.Trial(tmp_path)
    problems = trial.run(mutants.Mutant("", case["path"], changed, case["what"]))
    if case.get("legal"):
        assert problems == [] and trial.pages == 1
        return
    assert problems and not any(map(mutants.loose_message, problems))
    assert problems[0].line == case.get("line", text.count("\n", 0, text.index(old)) + 1)
