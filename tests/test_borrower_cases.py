"""Worked loans of five cities, computed elsewhere in three ways, asked as requests (vectors/borrower_requests.json)."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import shipped_data
from required_tools import ROOT

from generator.commands.quote import Records, read_folder
from generator.costs import quote, write
from generator.costs.arithmetic import schedule
from generator.costs.decimals import Rate, scaled
from generator.costs.irr import annualised
from generator.quantities import divide_half_up

VECTORS = ROOT / "tests" / "vectors"
TABLE = json.loads((VECTORS / "borrower_requests.json").read_text(encoding="utf-8"))
CASES = {
    case["id"]: case
    for case in json.loads((VECTORS / "borrower_cases.json").read_text(encoding="utf-8"))["cases"]
}


@pytest.fixture(scope="module")
def published() -> Records:
    """The records built from policies/."""
    built = shipped_data.publication()
    schemes = {scheme["id"]: scheme for scheme in built.schemes}
    return Records(schemes.get, schemes, built.parameters, built.reference_rates)


ROWS = {
    "first": lambda rows: rows[0],
    "last": lambda rows: rows[-1],
    "max": lambda rows: max(rows, key=lambda row: Fraction(row["payment"])),
}


def figure(response: dict, place: str) -> str:
    """A figure by its dotted place; `first`, `last` and `max` choose among the rows of a schedule."""
    found = response
    for step in place.split("."):
        found = ROWS[step](found) if isinstance(found, list) else found[step]
    return found


def percent(text: str) -> str:
    """A rate of a case, per cent with six decimals, as the response writes it."""
    return str(Rate(scaled(text.rstrip("0").rstrip(".") if "." in text else text, 6)))


def check(case: dict, records: Records) -> None:
    asked = quote(
        case["request"], records.scheme(case["scheme"]), records.parameters, records.references
    )
    response = json.loads(write(asked), parse_float=str, parse_int=str)
    expected = {**CASES[case["id"]]["expected"], **case.get("differs", {})}
    places = {**TABLE["fields"], **case.get("fields", {})}
    assert response["annual_rate"] == percent(CASES[case["id"]]["annual_rate_pct"])
    wanted = {
        name: percent(expected[name]) if name.endswith("_pct") else expected[name]
        for name in places
    }
    assert {name: figure(response, place) for name, place in places.items()} == wanted


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["id"])
def test_a_worked_loan_gives_its_listed_figures(case: dict) -> None:
    check(case, read_folder(VECTORS))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["id"])
def test_a_worked_loan_gives_its_listed_figures_from_the_published_records(
    case: dict, published: Records
) -> None:
    check(case, published)


@pytest.mark.parametrize("case", TABLE["arithmetic"], ids=lambda case: case["id"])
def test_the_arithmetic_alone_gives_the_listed_flows_and_rates(case: dict) -> None:
    listed = CASES[case["id"]]
    if case["method"]:
        amount, months = scaled(listed["amount_yuan"], 2), listed["term_months"]
        rows = schedule(amount, scaled(listed["annual_rate_pct"], 6), months, case["method"])
        premium = divide_half_up(amount * scaled(listed["premium"]["rate"], 6) * months, 12 * 10**8)
        assert [amount - premium, *(-row.payment for row in rows)] == listed["cash_flow_fen"]
    found = annualised(listed["cash_flow_fen"])
    assert str(Rate(found.simple)) == percent(listed["expected"]["irr_simple_annual_pct"])
    assert str(Rate(found.compound)) == percent(listed["expected"]["irr_compound_annual_pct"])


def test_every_worked_loan_has_a_place_in_the_table() -> None:
    assert sorted(CASES) == sorted(case["id"] for case in TABLE["cases"] + TABLE["arithmetic"])
