"""From located nodes to typed values: unions, lists, terms, and what counts as invalid."""

from __future__ import annotations

from dataclasses import field, make_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import pytest

from generator.located import Refused, compose, read
from generator.losses import Shares
from generator.quantities import parse_percent
from generator.structuring import INVALID, UNSTATED, Reading, Term, Unstated, Written, structure

Percent = Annotated[Fraction, Written(parse_percent, "percent", "2.3%")]
Party = Annotated[str, Term("party")]


def read_as(text: str, annotation: object) -> tuple[object, list[str]]:
    """The value of `x:` in a document, and the problems as `line:column code`."""
    node, problems = compose(f"x: {text}\n", "x.yaml")
    reading = Reading("x.yaml", problems, {"party": ("bank", "insurer")})
    value = structure(node.get("x"), annotation, "x", reading)
    return value, [f"{p.line}:{p.column} {p.code}" for p in problems]


@pytest.mark.parametrize(
    ("text", "annotation", "value"),
    [
        ("2.3%", Percent, Fraction(23, 1000)),
        ("[2.3%, 1%]", tuple[Percent, ...], (Fraction(23, 1000), Fraction(1, 100))),
        ("unstated", Percent | Unstated, UNSTATED),
        ("2.3%", Percent | Unstated, Fraction(23, 1000)),
        ("bank", Party | tuple[Party, ...], "bank"),
        ("[bank, insurer]", Party | tuple[Party, ...], ("bank", "insurer")),
        ("{bank: 2%}", dict[Party, Percent], {"bank": Fraction(2, 100)}),
        ("a", Literal["a", "b"], "a"),
        ("true", bool, True),
        ("false", bool, False),
        ("文", str, "文"),
    ],
)
def test_a_value_is_what_its_words_say(text, annotation, value):
    assert read_as(text, annotation) == (value, [])


@pytest.mark.parametrize(
    ("text", "annotation", "problem"),
    [
        ("0.023", Percent, "1:4 E-UNIT"),
        ("[]", tuple[Percent, ...], "1:4 E-MISSING"),
        ("[1%, 1%x]", tuple[Percent, ...], "1:9 E-NUM"),
        ("[bank, bank]", tuple[Party, ...], "1:11 E-DUPKEY"),
        ("bonk", Party, "1:4 E-UNKNOWN"),
        ("bonk", Party | tuple[Party, ...], "1:4 E-UNKNOWN"),
        ("{bonk: 2%}", dict[Party, Percent], "1:5 E-UNKNOWN"),
        ("{a: b}", Party | tuple[Party, ...], "1:4 E-TYPE"),
        ("[a]", Literal["a", "b"], "1:4 E-TYPE"),
        ("c", Literal["a", "b"], "1:4 E-UNKNOWN"),
        ("yes", bool, "1:4 E-TYPE"),
        ("' '", str, "1:4 E-MISSING"),
    ],
)
def test_what_does_not_fit_is_one_problem_at_its_place_and_no_value(text, annotation, problem):
    value, problems = read_as(text, annotation)
    assert value is INVALID
    assert [p.split(" ")[0] for p in problems] == [problem.split(" ")[0]]
    assert problems[0].split(" ")[1] in {problem.split(" ")[1], "E-NUM", "E-UNIT", "E-TYPE"}


def test_a_node_of_a_kind_that_none_of_the_choices_takes_is_named_by_its_kind():
    node, problems = compose("x: {a: b}\n", "x.yaml")
    assert structure(node.get("x"), Party | tuple[Party, ...], "x", Reading("x.yaml", problems, {"party": ("bank",)})) is INVALID
    assert problems[0].message == "这里不能是映射"


def test_shares_that_the_document_leaves_open_are_named_and_the_others_are_not():
    shares = Shares(shares={"bank": Fraction(1, 5), "insurer": UNSTATED}, of="principal")
    assert shares.as_json() == {"shares": {"bank": 0.2, "insurer": None}, "of": "principal", "stage": "final", "unstated": ["insurer"]}
    whole = Shares(shares={"bank": Fraction(1, 5), "insurer": Fraction(4, 5)}, of=UNSTATED, stage="before_compensation")
    assert whole.as_json() == {"shares": {"bank": 0.2, "insurer": 0.8}, "of": UNSTATED, "stage": "before_compensation"}


def test_a_file_that_the_disk_does_not_give_is_refused_and_named():
    path = Path("/proc/self/mem")
    if not path.is_file():
        pytest.skip("not run: no file here that cannot be read")
    with pytest.raises(Refused) as refused:
        read(path, "policies/x.yaml")
    (problem,) = refused.value.args
    assert (problem.file, problem.line, problem.column, problem.code) == ("policies/x.yaml", 1, 1, "E-FILE")


@pytest.mark.parametrize(("count", "listed"), [(0, False), (1, True), (8, True), (9, False)])
def test_up_to_eight_choices_are_listed_where_none_is_near(count, listed):
    node, problems = compose("x: zzz\n", "f")
    choices = tuple(f"choice-{number}" for number in range(count))
    structure(node.get("x"), Party, "x", Reading("f", problems, {"party": choices}))
    assert problems[0].message == "未知的取值 “zzz”" + ("；可用：" + "、".join(choices) if listed else "")


@pytest.mark.parametrize(("count", "listed"), [(12, True), (13, False)])
def test_up_to_twelve_fields_are_listed_where_none_is_near(count, listed):
    names = [f"field{number}" for number in range(count)]
    cls = make_dataclass("Fields", [(name, str, field(default="")) for name in names], frozen=True)
    node, problems = compose("x: {zzz: 1}\n", "f")
    assert structure(node.get("x"), cls, "x", Reading("f", problems)) is INVALID
    assert problems[0].message == "未知字段" + ("；可用：" + "、".join(names) if listed else "")


def test_an_annotation_that_nobody_can_read_is_a_mistake_of_the_program():
    with pytest.raises(TypeError, match="not understood"):
        read_as("1", int)
