"""What the tests of drafting share: the desk, the shipped pilots as records, the browser's code run by Node."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from required_tools import ROOT
from shipped_data import publication

from generator.drafting import Desk, desk
from generator.drafting.desk_data import desk_data
from generator.drafting.pilot_record import pilot_record
from generator.drafting_templates import export
from generator.pilots import load_pilot
from generator.vocabulary import load_vocabulary
from generator.word import load_parts

AS_OF = "2026-11-20"
TEMPLATES = ROOT / "site_templates" / "drafts"
PILOTS = sorted((ROOT / "policies" / "pilots").glob("*.yaml"))


@cache
def the_desk() -> Desk:
    return desk(TEMPLATES, publication())


@cache
def vocabulary() -> Any:
    found, _ = load_vocabulary(ROOT / "policies")
    return found


def shipped(path: Path) -> dict[str, Any]:
    """The record of a shipped pilot."""
    pilot, problems = load_pilot(path, path.name, vocabulary())
    assert pilot is not None, [str(problem) for problem in problems]
    return json.loads(json.dumps(pilot_record(pilot, vocabulary())))


def desk_file(folder: Path) -> Path:
    """What the Node runner reads: the desk, the templates' trees, the Word parts."""
    parts = load_parts()
    target = folder / "desk.json"
    whole = {
        "desk": desk_data(the_desk()),
        "trees": export(TEMPLATES),
        "parts": {"files": dict(parts.files), "css": parts.css},
    }
    target.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return target


def in_node(node: str, script: str, argument: Path, given: str, *more: str) -> str:
    """What `tests/js/<script>` prints for `given` on standard input."""
    done = subprocess.run(
        [node, str(ROOT / "tests" / "js" / script), str(argument), *more],
        input=given.encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
