"""Hostile policy files made from one good file and one change each; the list says what each must give."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.yaml").read_text(encoding="utf-8")


def cases() -> list[dict]:
    """The list, in its own order: id, what, the change, and the outcome (`code`, `line`, `column`; none for a good file)."""
    return json.loads((FOLDER / "policies.json").read_text(encoding="utf-8"))


def content(case: dict) -> bytes:
    """The bytes of the case's file."""
    if "whole" in case:
        return case["whole"].encode()
    if "encoding" in case:
        return BASE.replace("无", "𠮷").encode(case["encoding"])
    if "tail" in case:
        return BASE.encode() + bytes.fromhex(case["tail"])
    lines = BASE.split("\n")
    for start, count, new in sorted(case.get("edits", ()), key=lambda edit: -edit[0]):
        lines[start : start + count] = new
    return case.get("newline", "\n").join(lines).encode("utf-8", "surrogatepass")
