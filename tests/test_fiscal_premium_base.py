"""What a premium is a rate of where a scheme leaves it open: figures computed by hand, asked of both engines of the treasury."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shipped_data
from required_tools import ROOT

from generator.fiscal import simulate, write

VECTORS = json.loads((ROOT / "tests" / "vectors" / "fiscal_premium_base.json").read_text(encoding="utf-8"))
CASES = VECTORS["cases"]
BASES = (None, "principal", "principal_and_interest")
Line = dict[str, Any]


def record_of(name: str, stated: Line) -> Line:
    parameters = {
        parameter: {"state": "stated", "provisions": [{"value": value, "state": "stated", "when": {}}]} for parameter, value in stated.items()
    }
    return {"id": name, "parameters": parameters}


@cache
def records() -> tuple[dict[str, Line], Line, Line]:
    built = shipped_data.publication()
    made = [record_of(name, stated) for name, stated in VECTORS["records"].items()]
    return {record["id"]: record for record in (*built.schemes, *made)}, built.parameters, built.reference_rates


def ask(scheme: str, request: Line) -> str:
    known, parameters, references = records()
    return write(simulate(request, known[scheme], parameters, references))


@pytest.fixture(scope="module")
def ask_script(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Line], str]:
    """What the page's code answers, with the same records."""
    folder: Path = tmp_path_factory.mktemp("api")
    known, parameters, references = records()
    files = {f"schemes/{case['scheme']}": known[case["scheme"]] for case in CASES} | {"parameters": parameters, "reference-rates": references}
    (folder / "schemes").mkdir()
    for name, record in files.items():
        (folder / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    command = [require_tool("node"), ROOT / "tests" / "js" / "fiscal_batch.cjs", "--api", folder]

    def asked(scheme: str, request: Line) -> str:
        line = json.dumps({"scheme": scheme, "request": request})
        return subprocess.run(command, input=line, capture_output=True, text=True, check=True).stdout

    return asked


def figure(answer: Any, path: str) -> Any:
    """The figure at a place of the answer; null where what holds it is null."""
    for step in path.split("."):
        if answer is None:
            return None
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


def found(answer: Line, wanted: Line) -> Line:
    """What the answer says of each thing that is wanted of it."""
    told = {
        "codes": [check["code"] for check in answer["checks"] if check["code"].startswith("premium_base_")],
        "missing": [need["input"] for need in answer["missing"]],
    }
    return {name: told[name] if name in told else figure(answer, name) for name in wanted}


@pytest.mark.parametrize("base", BASES, ids=str)
@pytest.mark.parametrize("case", CASES, ids=[f"{case['scheme']}-{number}" for number, case in enumerate(CASES, 1)])
def test_the_base_counts_where_it_is_open_and_never_against_the_scheme(case: Line, base: str | None) -> None:
    wanted = case[base or "null"]
    assert found(json.loads(ask(case["scheme"], {**case["request"], "premium_base": base})), wanted) == wanted, case["note"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['scheme']}-{number}" for number, case in enumerate(CASES, 1)])
def test_the_pages_code_answers_the_same(case: Line, ask_script: Callable[[str, Line], str]) -> None:
    for base in BASES:
        request = {**case["request"], "premium_base": base}
        told = ask_script(case["scheme"], request)
        assert found(json.loads(told), case[base or "null"]) == case[base or "null"], (base, case["note"])
        assert told == ask(case["scheme"], request)


def test_null_is_as_good_as_absent_and_another_word_is_refused() -> None:
    case = CASES[0]
    assert ask(case["scheme"], case["request"]) == ask(case["scheme"], {**case["request"], "premium_base": None})
    for wrong in ("interest", "", 1, ["principal"]):
        answer = json.loads(ask(case["scheme"], {**case["request"], "premium_base": wrong}))
        assert [(check["code"], check["field"]) for check in answer["checks"]] == [("unknown", "premium_base")]
        assert answer["outlay"] is None


def test_an_answer_against_the_scheme_is_warned_of_with_the_words_that_state_it() -> None:
    answer = json.loads(ask("shandong-2015", {**CASES[9]["request"], "premium_base": "principal"}))
    (check,) = [one for one in answer["checks"] if one["code"] == "premium_base_stated"]
    assert check["level"] == "warning" and "贷款本息" in check["message"]["zh"] and check["evidence"]
    answer = json.loads(ask("foshan-2022", {**CASES[6]["request"], "premium_base": "principal_and_interest"}))
    (need,) = answer["missing"]
    assert (need["input"], need["reason"]) == ("annual_rate", "interest") and "请填写贷款年利率" in need["message"]["zh"]
