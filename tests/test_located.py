"""YAML as nodes with places: what is refused, and that the fast parser counts places as the pure one does."""

import pytest
from required_tools import ROOT
from ruamel.yaml import YAML

from generator.located import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_LINE,
    MAX_NODES,
    Mapping,
    Refused,
    Scalar,
    Sequence,
    compose,
    decode,
    read,
    suggestion,
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


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"a: \xff\n", "E-ENC", 1),
        (b"\n\xff", "E-ENC", 2),
        (b"a: 1\nb: 2\nc: \xff\nd: 4\n", "E-ENC", 3),
        (b"a: 1\nb: " + b"x" * (MAX_LINE - 2) + b"\n", "E-SIZE", 2),
        (b"#" * (MAX_BYTES + 1), "E-SIZE", 1),
        (b" \n\n", "E-EMPTY", 1),
    ],
    ids=["first line", "after an empty line", "third line", "a long line", "a large file", "nothing"],
)
def test_what_cannot_be_read_at_all_is_told_with_its_line(raw, code, line):
    with pytest.raises(Refused) as raised:
        decode(raw, "f.yaml")
    problem = raised.value.args[0]
    assert (problem.file, problem.code, problem.line, problem.column) == ("f.yaml", code, line, 1)


def test_what_just_keeps_within_the_caps_is_read():
    assert (MAX_BYTES, MAX_LINE, MAX_DEPTH, MAX_NODES) == (262_144, 4_000, 12, 20_000)
    assert decode(b"a: " + b"x" * (MAX_LINE - 3) + b"\n", "f")
    assert decode((b"# " + b"x" * 125 + b"\n") * (MAX_BYTES // 128), "f")
    assert compose("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), "f")[1] == []
    # The mapping, its key and the list are three nodes.
    assert len(compose("a: [" + "x," * (MAX_NODES - 3) + "]", "f")[0].get("a").items) == MAX_NODES - 3
    problem = refused("a: [" + "x," * (MAX_NODES - 2) + "]")
    assert (problem.code, problem.line, problem.column) == ("E-SIZE", 1, 5 + 2 * (MAX_NODES - 3))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: e\u0301\u0301\u0301\u0301\n", []),
        ("a: e\u0301\u0301\u0301\u0301\u0301\n", [(1, 9, "E-CHAR")]),
        ("a: e\u0301\u0301\u0301\u0301x\u0301\n", []),
        ("a: 1\r\nb: 2\r\n", []),
        ("a: 1\rb: 2\n", [(1, 5, "E-CHAR")]),
        ("a: 1\nb: \u3000\nc:\u00a0\n", [(2, 4, "E-CHAR"), (3, 3, "E-CHAR")]),
        ("a: \ufffd\n", [(1, 4, "E-CHAR")]),
        ("a: \ufffe\n", [(1, 4, "E-CHAR")]),
        ("a: \U0001fffe\n", [(1, 4, "E-CHAR")]),
        ("a: \u2028\n", [(1, 4, "E-CHAR")]),
        ("a: \ue000\n", [(1, 4, "W-CHAR")]),
        ("a: \u2f29\n", [(1, 4, "W-CHAR")]),
        ("a: \uf900\n", [(1, 4, "W-CHAR")]),
        ("a: \u2e81\n", [(1, 4, "W-CHAR")]),
        ("a: ，、￥“—é𠮷\n", []),
    ],
)
def test_a_character_that_misleads_a_reader_is_told_at_its_place(text, places):
    """An error refuses the file, a warning does not; line ends of Windows are no fault, a lone return is."""
    try:
        problems = compose(text, "f")[1]
        assert all(problem.warning for problem in problems)
    except Refused as raised:
        problems = raised.args
        assert all(not problem.warning for problem in problems)
    assert [(p.line, p.column, p.code) for p in problems] == places


def test_at_most_fifty_characters_are_told_of():
    with pytest.raises(Refused) as raised:
        compose("a: " + "\u200b" * 60 + "\n", "f")
    assert [p.column for p in raised.value.args] == list(range(4, 54))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('a: "\\0"\n', "E-CHAR", (1, 4)),
        ('a: 1\nb: "x\\u200b"\n', "E-CHAR", (2, 4)),
        ('a: ["\\t"]\n', "E-CHAR", (1, 5)),
        ("b: 1\n{a: 1\n", "E-SYN", (2, 1)),
        ("a: 'x\n", "E-SYN", (2, 1)),
        ("~\n", "E-EMPTY", (1, 1)),
        ("null\n", "E-EMPTY", (1, 1)),
        ("''\n", "E-EMPTY", (1, 1)),
        ("b: 1\n? {a: 1}\n: b\n", "E-YAMLFEATURE", (2, 3)),
        ("b: 1\n  \n<<: 2\n", "E-YAMLFEATURE", (3, 1)),
        ("%TAG ! tag:x:\n---\na: 1\n", "E-YAMLFEATURE", (1, 1)),
        ("b: 1\na: [&x {c: 1}]\n", "E-YAMLFEATURE", (2, 5)),
    ],
)
def test_more_of_what_is_refused_and_where(text, code, place):
    problem = refused(text)
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_a_quoted_text_may_have_lines_and_the_mark_of_no_type():
    node, problems = compose('a: "x\\ny"\nb: ! z\n', "f")
    assert problems == [] and [value.text for _, value in node.entries] == ["x\ny", "z"]


def test_each_key_that_is_given_again_is_told_with_the_line_of_the_first():
    _, problems = compose("a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n", "f")
    assert [(p.line, p.column, p.path) for p in problems] == [(2, 11, "c"), (3, 1, "a"), (4, 1, "a")]
    assert problems[1].message == "键 “a” 写了两次（第一次在第 1 行）；请只留一个"


def test_a_text_in_a_message_is_cut_at_its_limit_and_not_before():
    assert visible("字" * 40) == "字" * 40
    assert visible("字" * 41) == "字" * 40 + "…"
    assert visible("ab", 2) == "ab" and visible("abc", 2) == "ab…"
    assert visible("a\n" + "b" * 60) == "a<U+000A>" + "b" * 31 + "…"


def test_only_a_near_word_is_suggested():
    assert suggestion("prinicpal", ["principal", "loan"]) == "；是否想写 “principal”"
    assert suggestion("zzz", ["principal"]) == ""


def test_only_a_plain_file_is_read(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    assert read(tmp_path / "a.yaml")[0].get("a").text == "1"
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    for name in ("link.yaml", "none.yaml", "."):
        with pytest.raises(Refused) as raised:
            read(tmp_path / name, "named")
        problem = raised.value.args[0]
        assert (problem.file, problem.line, problem.column, problem.code) == ("named", 1, 1, "E-FILE")


def test_a_problem_is_shown_in_one_line_with_its_place_and_level():
    _, (problem,) = compose("a: ⼩额\n", "f.yaml")
    assert str(problem).startswith("f.yaml:1:4: 警告：字符 U+2F29")
    _, (problem,) = compose("a: 1\na: 2\n", "f.yaml")
    assert str(problem) == "f.yaml:2:1: a: 键 “a” 写了两次（第一次在第 1 行）；请只留一个"
