"""Hostile files made from one good file and one change each; the tables say what each must give.

    ids.json          the ids of the whole collection, by what is bad
    policies.json     schemes; `gives` is what an accepted one gives otherwise than the good one
    pilots.json       reported results and drafts; `at` is the text at which the place stands
    recipes.json      large files, made of one piece many times over
    filenames.json    what lies in the folder of the data
    bundles.json      files that are only wrong together: [file, code, line, column] of each fault
    calculator.json   answers to the calculators' forms, and their addresses

`listed` is the outcome that the collection names, `expect` ours (code, line, column; OK for a good file); where they
differ, `why` (or `reason`) says so. A case with `own` is none of the collection.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.yaml").read_text(encoding="utf-8")


def table(name: str) -> Any:
    """A table by its name, its cases in their own order."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def content(case: dict) -> bytes:
    """The bytes of the case's file."""
    if "whole" in case:
        return case["whole"].encode()
    if "tail" in case:
        return BASE.encode() + bytes.fromhex(case["tail"])
    if "piece" in case:
        return _grown(case).encode()
    lines = BASE.split("\n")
    for start, count, new in sorted(case.get("edits", ()), key=lambda edit: -edit[0]):
        lines[start : start + count] = new
    return case.get("newline", "\n").join(lines).encode(case.get("encoding", "utf-8"), "surrogatepass")


def _grown(case: dict) -> str:
    """The good file with one piece many times over, in the place of a word or at the end."""
    piece, times = case["piece"], case["times"]
    numbered = "{i}" in piece
    text = "".join(piece.format(i=i, j=i - 1) for i in range(1, times + 1)) if numbered else piece * times
    return BASE.replace(case["in_place_of"], text) if "in_place_of" in case else BASE + case.get("before", "") + text


def lay(create: dict, folder: Path) -> str:
    """Puts into the folder what a case names; the name of the last file."""
    if "symlink" in create:
        (folder / create["symlink"]).symlink_to(create["to"])
        return create["symlink"]
    if "fifo" in create:
        os.mkfifo(folder / create["fifo"])
        return create["fifo"]
    names = create.get("files") or [create.get("file") or os.fsdecode(bytes.fromhex(create["file_bytes"]))]
    for name in names:
        (folder / name).write_text(BASE, encoding="utf-8")
        (folder / name).chmod(int(create.get("mode", "644"), 8))
    return names[-1]


def place(text: str, part: str) -> tuple[int, int]:
    """The line and column at which a part of a text begins."""
    start = text.index(part)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
