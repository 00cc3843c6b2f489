"""Every kind of value: what a file may write, what is published of it, and what is said of what it may not write."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from required_tools import ROOT
from ruamel.yaml import YAML

from generator.located import compose
from generator.quantities import decimal_text, divide_half_up, json_number, round_half_up
from generator.structuring import INVALID, Reading, structure
from generator.values import KINDS
from generator.vocabulary import load_vocabulary
from generator.written import as_json

CASES = YAML(typ="safe", pure=True).load((ROOT / "tests/vectors/values.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def terms():
    vocabulary, problems = load_vocabulary(ROOT / "policies")
    assert problems == []
    return vocabulary.term_ids()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['value']}")
def test_a_value_is_published_as_listed_or_refused_in_these_words(case, terms):
    node, problems = compose(f"x: {case['value']}\n", "f")
    value = structure(node.get("x"), KINDS[case["kind"]], "x", Reading("f", problems, terms))
    said = [f"{problem} [{problem.code}]".removeprefix("f:") for problem in problems]
    if "refused" in case:
        assert said == [case["refused"]]
        assert value is INVALID
    else:
        assert said == []
        # As text, so that true is not 1 and the order of the fields counts.
        assert json.dumps(as_json(value)) == json.dumps(case["json"], default=str)


def test_every_kind_of_value_has_an_accepted_case_and_all_but_the_free_ones_a_refused_one():
    assert {case["kind"] for case in CASES if "json" in case} == set(KINDS)
    assert set(KINDS) - {case["kind"] for case in CASES if "refused" in case} <= {"cost_cap", "limit", "cycle", "area"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"), (Fraction(12), "12"), (Fraction(-3), "-3"), (Fraction(100), "100"), (Fraction(1, 2), "0.5"), (Fraction(-1, 4), "-0.25"),
        (Fraction(3, 8), "0.375"), (Fraction(7, 5), "1.4"), (Fraction(1, 10), "0.1"), (Fraction(23, 20), "1.15"), (Fraction(-1, 1000), "-0.001"),
        (Fraction(12345, 100), "123.45"), (Fraction(1, 3125), "0.00032"), (Fraction(1, 3), None), (Fraction(1, 70), None),
    ],
)  # fmt: skip
def test_a_fraction_is_written_as_its_exact_decimal_or_not_at_all(value, text):
    if text is None:
        with pytest.raises(ValueError, match="no finite decimal form"):
            decimal_text(value)
    else:
        assert decimal_text(value) == text
        assert json_number(value) == float(text) and type(json_number(value)) is (float if "." in text else int)


def test_a_number_of_more_digits_than_json_holds_is_not_rounded():
    assert json_number(Fraction(123456789012345, 10**15)) == 0.123456789012345
    for value in (Fraction(1, 3), Fraction(1234567890123456789, 10**18)):
        with pytest.raises(ValueError, match="no JSON number"):
            json_number(value)


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (-5, -2, 3), (7, 3, 2), (8, 3, 3), (-7, 3, -2), (0, 5, 0), (1, 2, 1), (-1, 2, -1), (1, 3, 0), (6, 1, 6)],
)
def test_a_division_gives_the_nearest_integer_and_halves_go_away_from_zero(numerator, denominator, nearest):
    assert divide_half_up(numerator, denominator) == nearest


def test_a_rounded_value_keeps_its_places():
    assert round_half_up(Fraction(12345, 1000), 2) == Fraction(1235, 100)
    assert round_half_up(Fraction(5, 2)) == 3 and round_half_up(Fraction(-1, 200), 2) == Fraction(-1, 100)
