"""Ten hard cells, coded afresh by somebody who had the coding rules alone, say what the data says."""

from __future__ import annotations

from typing import Any

import pytest
import shipped_data
from required_tools import ROOT

from generator.located import compose
from generator.model import Provision
from generator.scheme_files import read_provisions
from generator.structuring import Reading
from generator.vocabulary import load_vocabulary
from generator.written import as_json

CASES = ROOT / "tests" / "vectors" / "hard_cases.yaml"
VOCABULARY, _ = load_vocabulary(ROOT / "policies")
SCHEMES = shipped_data.catalogue().schemes
# Free text of a value or a condition: that both say something counts, not in which words.
FREE = {"condition", "event", "phase", "purpose", "definition", "note"}


def entries(text: str) -> list[Any]:
    node, problems = compose(text, CASES.name)
    assert not problems
    return node.items


def coded(case: Any) -> dict[str, tuple[Provision, ...]]:
    """What the fresh coder wrote for the case, read as a scheme's file is read."""
    reading = Reading(CASES.name, [], VOCABULARY.term_ids(), None)
    result = read_provisions(case.get("parameters"), reading, VOCABULARY)
    assert not reading.problems, [str(problem) for problem in reading.problems]
    return result


def plain(value: Any) -> Any:
    """The value without the wording of its free texts."""
    if isinstance(value, dict):
        return {name: bool(part) if name in FREE else plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def meaning(parameter: str, provision: Provision) -> dict[str, Any]:
    """What a provision says: all but its notes, evidence and the reasons of its readings."""
    when = {name: part for name, part in vars(provision.when).items() if part is not None}
    return {
        "state": provision.state,
        "to": provision.to,
        "value": plain(as_json(provision.value)) if provision.value is not None else None,
        "when": plain({name: [part] if isinstance(part, str) and name == "borrower" else part for name, part in when.items()}),
        "modality": provision.modality or VOCABULARY.parameters[parameter].modality,
        "adds": provision.adds,
    }


def both(case: Any) -> list[tuple[str, list[Any], list[Any]]]:
    """For each parameter that either names: what the data says of these cells, and what the fresh coding says."""
    fresh = coded(case)
    scheme = SCHEMES[case.get("scheme").text]
    asked = [item.text for item in case.get("cells").items]
    return [
        (
            name,
            [meaning(name, one) for one in scheme.provisions.get(name, ())],
            [meaning(name, one) for one in fresh.get(name, ())],
        )
        for name in sorted({*asked, *fresh})
    ]


@pytest.mark.parametrize("case", entries(CASES.read_text()), ids=lambda case: case.get("id").text)
def test_a_hard_cell_coded_afresh_says_what_the_data_says(case):
    for name, data, fresh in both(case):
        assert fresh == data, name


def test_ten_hard_cases_are_coded_afresh_and_the_agreement_is_printed(capsys):
    cases = entries(CASES.read_text())
    cells = [cell for case in cases for cell in both(case)]
    alike = sum(data == fresh for _, data, fresh in cells)
    entries_alike = sum(one in fresh for _, data, fresh in cells for one in data)
    entries_all = sum(len(data) for _, data, _ in cells)
    with capsys.disabled():
        print(f"\nhard cells coded afresh that agree: {alike} of {len(cells)}, entries {entries_alike} of {entries_all}")
    assert len({case.get("id").text for case in cases}) >= 10
    assert alike == len(cells)
