"""YAML as nodes with places: what is refused, and that the fast parser counts places as the pure one does."""

import pytest
from required_tools import ROOT
from ruamel.yaml import YAML

from generator.located import (
    MAX_BYTES,
    MAX_DEPTH,
    Mapping,
    Refused,
    Scalar,
    Sequence,
    compose,
    decode,
    visible,
)


def refused(text):
    with pytest.raises(Refused) as raised:
        compose(text, "f.yaml")
    return raised.value.args[0]


def test_scalars_stay_what_was_written():
    node, problems = compose("a: no\nb: 8:2\nc: 2022-05-01\nd: 0.030\ne: 0300000\n", "f.yaml")
    assert problems == []
    assert [value.text for _, value in node.entries] == ["no", "8:2", "2022-05-01", "0.030", "0300000"]


def test_places_count_code_points_from_one():
    node, _ = compose("地区: {𠀀: 佛山}\n", "f.yaml")
    inner = node.get("地区")
    assert (inner.line, inner.column) == (1, 5)
    assert (inner.get("𠀀").line, inner.get("𠀀").column) == (1, 9)


def places(node):
    """(text or kind, line, column) of every node, in order."""
    if isinstance(node, Scalar):
        return [(node.text, node.line, node.column)]
    if isinstance(node, Sequence):
        return [("list", node.line, node.column), *(p for item in node.items for p in places(item))]
    return [
        ("map", node.line, node.column),
        *(p for key, value in node.entries for p in [*places(key), *places(value)]),
    ]


def pure_places(node):
    """The same of a node that the pure parser composed."""
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if node.id == "scalar":
        return [(node.value, line, column)]
    if node.id == "sequence":
        return [("list", line, column), *(p for item in node.value for p in pure_places(item))]
    return [("map", line, column), *(p for pair in node.value for part in pair for p in pure_places(part))]


@pytest.mark.parametrize("name", ["foshan-2022", "zibo-2022"])
def test_the_fast_parser_gives_the_places_of_the_pure_one(name):
    text = (ROOT / f"policies/schemes/{name}.yaml").read_text(encoding="utf-8")
    assert places(compose(text, name)[0]) == pure_places(YAML(pure=True).compose(text))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: &x 1\n", "E-YAMLFEATURE", (1, 4)),
        ("a: *x\n", "E-YAMLFEATURE", (1, 4)),
        ("a: !!str 1\n", "E-YAMLFEATURE", (1, 4)),
        ("%YAML 1.1\n---\na: 1\n", "E-YAMLFEATURE", (1, 1)),
        ("a: 1\n---\nb: 1\n", "E-YAMLFEATURE", (2, 1)),
        ("? [a]\n: b\n", "E-YAMLFEATURE", (1, 3)),
        ("<<: {a: 1}\n", "E-YAMLFEATURE", (1, 1)),
        ("a: [1, 2\n", "E-SYN", (1, 4)),
        ("a: b: c\n", "E-SYN", (1, 5)),
        ("a:\t1\n", "E-CHAR", (1, 3)),
        ("a: \u200b1\n", "E-CHAR", (1, 4)),
        ("a: \x1b[31m\n", "E-CHAR", (1, 4)),
        ("# nothing\n", "E-EMPTY", (1, 1)),
        ("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "E-SIZE", (1, 4 + MAX_DEPTH - 1)),
    ],
)
def test_what_is_refused_says_where(text, code, place):
    problem = refused(text)
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_a_key_given_twice_is_a_problem_at_the_second():
    node, (problem,) = compose("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert (problem.code, problem.line, problem.column) == ("E-DUPKEY", 3, 1)
    assert isinstance(node, Mapping) and len(node.entries) == 2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E-EMPTY"),
        (b"  \n\n", "E-EMPTY"),
        ("名称: x".encode("utf-16"), "E-ENC"),
        ("名称: x".encode("gb18030"), "E-ENC"),
        (b"a: " + b"x" * MAX_BYTES, "E-SIZE"),
        (b"a: " + b"x" * 5000, "E-SIZE"),
    ],
)
def test_bytes_that_are_no_reasonable_text_are_refused(raw, code):
    with pytest.raises(Refused) as raised:
        decode(raw, "f.yaml")
    assert raised.value.args[0].code == code


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    text = decode("\ufeffa: 1\r\nb: 2\r\n".encode(), "f.yaml")
    assert compose(text, "f.yaml")[1] == []


def test_a_radical_from_a_pdf_is_a_warning_that_says_what_to_write():
    _, (problem,) = compose("a: ⼩额\n", "f.yaml")
    assert problem.warning and problem.message.endswith("请写 小")


def test_a_message_never_carries_control_or_direction_characters():
    assert visible("a\u202eb\x1b") == "a<U+202E>b<U+001B>"
