"""The clause library: one file a clause, with its chapter, its parameters and when it applies.

A clause's file opens with a comment of four lines (条款, 章, 适用, 参数); its number in the file name is its
place. `适用` is `always`, or `any`: where one of its parameters is settled, left to others or undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHAPTERS: tuple[tuple[str, str], ...] = (
    ("general", "总则"),
    ("loan", "贷款规定"),
    ("risk", "风险分担"),
    ("support", "政策扶持"),
    ("process", "业务办理"),
    ("supervision", "监督管理"),
    ("closing", "附则"),
)
"""Id and heading of each chapter, in their order."""

_HEAD = re.compile(r"\{#\n条款：(?P<title>.+)\n章：(?P<chapter>\w+)\n适用：(?P<applies>always|any)\n参数：(?P<parameters>.*)\n#\}\n")
_FILE = re.compile(r"(?P<place>[0-9]{3})-(?P<name>[a-z-]+)\.j2")


class BadClause(ValueError):
    """A clause file whose head cannot be read; the text names the file."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One article of the library: its anchor, heading in lists, chapter, template, parameters and condition."""

    name: str
    title: str
    chapter: str
    template: str
    parameters: tuple[str, ...]
    always: bool

    def as_json(self) -> dict[str, Any]:
        """The clause for the browser."""
        return {
            "name": self.name, "title": self.title, "chapter": self.chapter, "template": self.template,
            "parameters": list(self.parameters), "always": self.always,
        }  # fmt: skip


def load_library(folder: Path) -> tuple[Clause, ...]:
    """The clauses below `folder`/clauses in their order. Raises BadClause."""
    chapters = [name for name, _ in CHAPTERS]
    clauses = []
    for path in sorted((folder / "clauses").glob("*.j2")):
        file, head = _FILE.fullmatch(path.name), _HEAD.match(path.read_text(encoding="utf-8"))
        if not file or not head or head["chapter"] not in chapters:
            raise BadClause(f"{path.name}: 文件名应如 110-loan-amount.j2，开头应写明条款、章、适用和参数")
        name = file["name"].replace("-", "_")
        clauses.append(
            Clause(name, head["title"], head["chapter"], f"clauses/{path.name}", tuple(head["parameters"].split()), head["applies"] == "always")
        )
    places = [chapters.index(clause.chapter) for clause in clauses]
    if places != sorted(places):
        raise BadClause("条款的编号与章的次序不一致")
    return tuple(clauses)
