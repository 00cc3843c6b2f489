"""Differences across schemes that are easily taken for mistakes, with what was decided: `policies/differences.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.located import Mapping, Node, Problem, Refused, read, suggestion, visible
from generator.model import located
from generator.structuring import INVALID, Reading, structure_dataclass

FILE = "policies/differences.yaml"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One parameter of one scheme; without a parameter the scheme's document itself."""

    scheme: str
    parameter: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Cells that differ, what is easily confused, and what was decided."""

    topic: str
    decision: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class _File:
    differences: tuple[Difference, ...]


def load_differences(
    root: Path, schemes: Collection[str], parameters: Collection[str]
) -> tuple[tuple[Difference, ...], list[Problem]]:
    """The differences of the project at `root`, none where it has no such file; cells must name what exists."""
    if not (root / FILE).exists():
        return (), []
    try:
        node, problems = read(root / FILE, FILE)
    except Refused as refused:
        return (), list(refused.args)
    reading = Reading(FILE, problems)
    if not isinstance(node, Mapping):
        reading.report(node, "", "应是映射（字段: 值）")
        return (), problems
    content = structure_dataclass(node, _File, "", reading)
    if content is INVALID:
        return (), problems
    for number, difference in enumerate(content.differences, start=1):
        for cell in difference.cells:
            for name, value, known in (
                ("scheme", cell.scheme, schemes),
                ("parameter", cell.parameter, parameters),
            ):
                if value is not None and value not in known:
                    path = f"differences[{number}].cells.{name}"
                    message = f"“{visible(value)}” 不存在{suggestion(value, known, problems)}"
                    reading.report(cell.node, path, message, "E-REF")
    return content.differences, problems
