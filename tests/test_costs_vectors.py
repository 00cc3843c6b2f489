"""The calculator's vectors, run by Python here and by Node over the same files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from fractions import Fraction

import pytest
from required_tools import ROOT

from generator.commands.quote import read_folder
from generator.costs import answers, arithmetic, decimals, quote, write
from generator.costs.irr import annualised
from generator.costs.matching import Situation, distances, match
from generator.costs.messages import MESSAGES, WHAT, published
from generator.costs.reference import Missing, lookup
from generator.costs.request import parse

VECTORS = ROOT / "tests" / "vectors"


def read(name: str) -> object:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


RECORDS = read_folder(VECTORS)
PARAMETERS, REFERENCES, scheme = RECORDS.parameters, RECORDS.references, RECORDS.scheme
TERMS = {name: {term["id"]: term for term in terms} for name, terms in PARAMETERS["terms"].items()}


def rate_text(units: int | None) -> str | None:
    return None if units is None else str(decimals.Rate(units))


def run_scaled(value: object, places: int) -> object:
    try:
        return str(decimals.scaled(value, places))
    except decimals.Unreadable as fault:
        return {"fault": fault.args[0]}


def run_figures(*loan: object) -> object:
    rows = arithmetic.schedule(*loan)
    return {
        "payments": [row.payment for row in rows],
        "interest": sum(row.interest for row in rows),
    }


def run_annualised(*flows: int) -> object:
    found = annualised(flows)
    return found.reason or [rate_text(found.simple), rate_text(found.compound)]


def run_lookup(*asked: object) -> object:
    found = lookup(REFERENCES, *asked)
    if isinstance(found, Missing):
        return found.code
    return [found.tenor, str(decimals.Rate.of(found.value)), found.begins]


def run_match(given: dict) -> object:
    provisions = given["provisions"]
    found = match(
        provisions,
        Situation(
            distances(given["borrower"], TERMS["borrower"]), frozenset(given["groups"]), given["route"],
            given["months"], Fraction(given["yuan"]),
        ),
        given["soft"],
    )  # fmt: skip

    def places(some: tuple) -> list[int]:
        return [next(k for k, p in enumerate(provisions) if p is one) for one in some]

    return {
        "chosen": places((found.chosen,))[0] if found.chosen is not None else None,
        **{
            name: places(getattr(found, name))
            for name in ("added", "rivals", "unanswered", "untold")
        },
    }


def run_parse(raw: dict) -> object:
    return [code for code, _ in parse(raw, TERMS["borrower"], TERMS["group"])[1]]


def run_quote(asked: dict) -> dict:
    response = quote(asked["request"], scheme(asked["scheme"]), PARAMETERS, REFERENCES)
    plain = json.loads(write(response), parse_float=str)
    return {**plain, "codes": [f"{check['level']} {check['code']}" for check in plain["checks"]]}


def run_batch(line: str) -> str:
    return b"".join(answers([line.encode()], scheme, PARAMETERS, REFERENCES)).decode()


RUN: dict[str, Callable] = {
    "scaled": run_scaled,
    "plain": lambda units, places: decimals.plain(int(units), places),
    "yuan": lambda fen: decimals.yuan(int(fen)),
    "spoken_money": lambda fen: list(decimals.spoken_money(int(fen))),
    "level_payment": arithmetic.level_payment,
    "schedule": lambda *loan: [
        [r.principal, r.interest, r.balance] for r in arithmetic.schedule(*loan)
    ],
    "schedule_figures": run_figures,
    "instalments": lambda *asked: [list(pair) for pair in arithmetic.instalments(*asked)],
    "annualised": run_annualised,
    "lookup": run_lookup,
    "match": run_match,
    "parse": run_parse,
    "quote": run_quote,
    "batch": run_batch,
}
SPREAD = {"parse", "quote", "match", "batch"}
FILES = ["decimals", "arithmetic", "irr", "reference", "matching", "request", "quotes", "batch"]
CASES = [
    pytest.param(group["function"], test, id=f"{name}: {test['description']}")
    for name in FILES
    for group in read(f"{name}.json")
    for test in group["tests"]
]


def part_of(found: object, expected: object) -> object:
    """`found` reduced to the keys that `expected` names; lists of figures by 1-based place where it is a mapping."""
    if isinstance(expected, dict) and isinstance(found, list):
        return {key: part_of(found[int(key) - 1], item) for key, item in expected.items()}
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: part_of(found.get(key), item) for key, item in expected.items()}
    return found


@pytest.mark.parametrize(("function", "test"), CASES)
def test_python_answers_each_vector(function: str, test: dict) -> None:
    given = test["input"]
    found = RUN[function](given) if function in SPREAD else RUN[function](*given)
    assert part_of(found, test["expected"]) == test["expected"]


def test_javascript_answers_each_vector(require_tool: Callable[[str], str]) -> None:
    done = subprocess.run(
        [require_tool("node"), "--test", *sorted((ROOT / "tests" / "js").glob("costs*.test.cjs"))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
    ran = next(
        int(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("# tests ")
    )
    assert ran > len(CASES)


def test_the_vectors_carry_the_published_sentences_of_the_checks() -> None:
    assert PARAMETERS["checks"] == published()


def test_every_sentence_names_the_same_figures_in_both_languages() -> None:
    for code, (level, zh, en) in MESSAGES.items():
        assert level in ("error", "warning", "info"), code
        for name in ("what", "cap", "date", "sum", "fields", "base"):
            assert ("{" + name + "}" in zh) == ("{" + name + "}" in en), code
    assert all(zh and en for zh, en in WHAT.values())


def test_no_check_code_is_unused() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "generator" / "costs").glob("*.py"))
    )
    made = {f"{field}_{fault}" for field in ("amount", "months", "annual_rate", "premium_rate", "subsidy_month") for fault in ("missing", "not_a_number", "too_precise", "out_of_range")}  # fmt: skip
    made |= {
        f"{field}_{fault}"
        for field in ("repayment", "borrower", "route", "premium_base", "premium_payment")
        for fault in ("missing", "unknown")
    }
    made |= {"scheme_repealed", "scheme_superseded"} | {f"subsidy_{effect}" for effect in ("replaces_premium", "refunds_borrower", "tops_up")}  # fmt: skip
    assert [code for code in MESSAGES if code not in made and text.count(f'"{code}"') < 2] == []
