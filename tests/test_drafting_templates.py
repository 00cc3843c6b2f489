"""The drafting templates' subset of Jinja: what is refused, and that Python, the page's code and Jinja itself agree."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

import jinja2
import pytest
from required_tools import ROOT

from generator.chinese_forms import Unwritable
from generator.drafting_templates import (
    TemplateFault,
    Templates,
    UnsupportedTemplate,
    export,
    trees_script,
)
from generator.drafting_templates.export import export_sources
from generator.drafting_templates.filters import FILTERS, Undefined, apply, printed
from generator.drafting_templates.subset import SETTINGS

DRAFTS = ROOT / "tests" / "drafts"
TEXTS = ["小微企业", "农户", "<b>", "{{ x }}", "{% if %}", "=cmd()", "a|b", "@item", "[[x]]", "‘’", "𠮷", "", "\\"]
STRICTER = ("只能逐个取列表里的值", "没有长度", "列表的每一项应有", "不能判断是否在其中", "只能比较整数的大小")
"""What Jinja lets pass and we refuse: walking along a text, the length of a number, 3 < 0.5, and the like."""


def rendered(trees: dict, name: str, context: dict[str, Any]) -> str | dict[str, str]:
    """The text, each value marked, or the fault: what the page's code answers too."""
    try:
        return Templates(trees).render(name, context, lambda value: f"‹{value}›")
    except TemplateFault as fault:
        return {"fault": str(fault)}


def unmarked(text: str) -> str:
    return text.replace("‹", "").replace("›", "")


def in_node(node: str, trees: dict, cases: list[tuple[str, dict[str, Any]]]) -> list[str | dict[str, str]]:
    done = subprocess.run(
        [node, ROOT / "tests" / "js" / "render_batch.cjs"],
        input=json.dumps({"trees": trees, "cases": cases}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class JinjaItself:
    """The same templates run by Jinja, with our filters and our rule of what may be printed."""

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        self.environment = jinja2.Environment(
            loader=loader, undefined=jinja2.StrictUndefined, finalize=printed, **SETTINGS
        )
        for name in FILTERS:
            self.environment.filters[name] = self._filter(name)

    def _filter(self, name: str):
        def theirs(value: object) -> object:
            if isinstance(value, Undefined):
                return self.environment.undefined(name=value.name)
            return [theirs(entry) for entry in value] if isinstance(value, list) else value

        def ours(value: object) -> object:
            return Undefined(value._undefined_name) if isinstance(value, jinja2.Undefined) else value

        def run(value, *arguments, attribute=None):
            given = [attribute] if attribute is not None else map(ours, arguments)
            return theirs(apply(name, ours(value), list(given)))

        return run

    def render(self, name: str, context: dict[str, Any]) -> str | None:
        """The text, or None where Jinja refuses."""
        try:
            return self.environment.get_template(name).render(context)
        except (jinja2.TemplateError, Unwritable, TypeError, AttributeError, KeyError, ValueError):
            return None


def some(chance: random.Random, **fields: Any) -> dict[str, Any]:
    """The fields, each now and then left out or spoilt."""
    kept = {}
    for name, value in fields.items():
        roll = chance.random()
        if roll < 0.985:
            kept[name] = value
        elif roll < 0.993:
            kept[name] = chance.choice([None, True, 0, -1, 0.5, "", [], {}, "无"])
    return kept


def random_context(chance: random.Random) -> dict[str, Any]:
    def text() -> str:
        return chance.choice(TEXTS) + chance.choice(TEXTS)

    def money() -> int | str:
        return chance.choice([chance.randrange(1, 10**9), chance.randrange(1, 900) * 10_000, "123456.78"])

    def rate() -> float | str:
        return chance.choice([chance.randrange(1, 100) / 100, chance.randrange(1, 999) / 1000, "0.0609"])

    def several(make, most: int = 4) -> list:
        return [make() for _ in range(chance.randrange(most))]

    rates = [{"kind": "lpr", "add": 150}, {"kind": "times", "multiplier": 1.4}, {"kind": "x", "fixed": 0.06}, {}, None]
    shares = chance.choice([[0.2, 0.8], [0.1, 0.45, 0.45], [0.3, 0.7], [0.5, 0.5], [0.25, 0.75], []])
    terms = [{"months": 36}, {"months": 7}, {"days": 90}, {"working_days": 10}, {"months": 6}, {"years": 1}]
    days = ["2026-03-01", "2026-03-01", "2024-02-29", "2026-02-30", "2026", "2026-11"]
    return some(
        chance,
        place=text(), draft=chance.random() < 0.5,
        basis=several(lambda: some(chance, title=text(), number=text())),
        borrowers=several(lambda: some(
            chance, id="b", name=text(), cap=some(chance, max=money(), usual=chance.randrange(10**7)),
            months=chance.choice([0, 12, 18, 36]), active=chance.random() < 0.7,
        )),
        subsidies=several(lambda: some(
            chance, active=chance.random() < 0.7, rate=rate(), name=text(), cap=money(), to=text(),
        )),
        rate=chance.choice(rates),
        parties=[{"name": text(), "share": share} for share in shares],
        term=chance.choice(terms),
        pairs=several(lambda: [text(), text()]), years=chance.randrange(120),
        agencies=several(text), day=chance.choice(days),
    )  # fmt: skip


def test_python_the_page_and_jinja_give_the_same_text_or_the_same_fault(require_tool):
    trees = export(DRAFTS)
    chance = random.Random(6)
    cases = [("measure.j2", random_context(chance)) for _ in range(2400)]
    ours = [rendered(trees, *case) for case in cases]
    assert 700 < sum(isinstance(text, str) for text in ours) < 2300, "both texts and faults should occur"
    assert in_node(require_tool("node"), trees, cases) == ours

    jinja = JinjaItself(jinja2.FileSystemLoader(DRAFTS))
    for (name, context), text in zip(cases, ours, strict=True):
        theirs = jinja.render(name, context)
        if isinstance(text, str):
            assert theirs == unmarked(text), context
        else:
            assert theirs is None or any(reason in text["fault"] for reason in STRICTER), (text, context)


class RandomTemplate:
    """A small template of the subset's constructs, made by chance; some of its values do not exist."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def expression(self, depth: int = 0) -> str:
        simple = "a b xs r.k xs[0] s xs r.m 3 none missing".split() + ['"乙"', "[1, s]"] * 2
        if depth > 2 or self.chance.random() < 0.3:
            return self.chance.choice(simple)
        part = lambda: self.expression(depth + 1)  # noqa: E731
        return self.chance.choice([
            lambda: f"({part()} if {part()} else {part()})",
            lambda: f"({part()} {self.chance.choice(['and', 'or'])} {part()})",
            lambda: f"(not {part()})",
            lambda: f"({part()} {self.chance.choice(['==', '!=', 'in', 'not in', '<', '>='])} {part()})",
            lambda: f"({part()} ~ {part()})",
            lambda: f"({part()} is {self.chance.choice(['defined', 'undefined', 'not none'])})",
            lambda: f"{part()}|default({part()})",
            lambda: f"{part()}|length",
            lambda: f"xs|{self.chance.choice(['first', 'last', 'length'])}",
            lambda: f'{part()}|join("、")',
            lambda: f"rs|{self.chance.choice(['selectattr', 'rejectattr'])}(\"k\", \"equalto\", {part()})|length",
        ])()  # fmt: skip

    def body(self, depth: int = 0) -> str:
        return "".join(self.statement(depth) for _ in range(self.chance.randrange(1, 4)))

    def statement(self, depth: int) -> str:
        roll = self.chance.random()
        if depth > 2 or roll < 0.4:
            printable = self.chance.choice(["a", "s", "r.k", "xs[1]", "b", "rs|length", "xs|join(s)"])
            return f"文{{{{ {self.expression() if roll < 0.12 else printable} }}}}"
        if roll < 0.6:
            return f"{{% if {self.expression()} %}}{self.body(depth + 1)}{{% else %}}{self.body(depth + 1)}{{% endif %}}"
        if roll < 0.75:
            name = self.chance.choice(["a", "s", "new"])
            return f"{{% set {name} = {self.expression()} %}}{{{{ {name} }}}}"
        name, over = self.chance.choice(["x", "s", "a"]), self.chance.choice(["xs", "[1, 2]", "[]", "xs", "missing"])
        inside = f"{{{{ loop.index }}}}{{{{ {name} }}}}{self.body(depth + 1)}"
        return f"{{% for {name} in {over} %}}{inside}{{% else %}}{self.body(depth + 1)}{{% endfor %}}"


def test_templates_made_by_chance_mean_the_same_to_all_three(require_tool):
    chance = random.Random(2)
    sources = {f"{n}.j2": RandomTemplate(chance).body() for n in range(1500)}
    trees = export_sources(sources)
    context = {"a": 1, "b": "", "xs": ["甲", "乙"], "r": {"k": "乙"}, "rs": [{"k": "乙"}, {}, {"k": 3}], "s": "乙丙"}
    cases = [(name, context) for name in sources]
    ours = [rendered(trees, *case) for case in cases]
    assert 400 < sum(isinstance(text, str) for text in ours) < 1400
    assert in_node(require_tool("node"), trees, cases) == ours
    jinja = JinjaItself(jinja2.DictLoader(sources))
    hidden = 0
    for (name, _), text in zip(cases, ours, strict=True):
        if isinstance(text, str):
            theirs = jinja.render(name, context)
            hidden += theirs is None
            assert theirs in (None, unmarked(text)), sources[name]
    # Jinja hides a name of the context in a loop that stands before a `set` of the same name.
    assert hidden < 20


REFUSED = {
    "{{ f() }}": "只能调用导入的宏",
    "{{ a.append(1) }}": "只能调用导入的宏",
    "{{ a|safe }}": "不支持过滤器 safe",
    "{{ a|e }}": "不支持过滤器 e",
    "{{ a|join }}": "过滤器 join 的参数个数不对",
    '{{ a|map("upper") }}': "过滤器 map 的参数写法不对",
    '{{ a|selectattr("x", "sameas", 1) }}': "只能检验 defined、none 或 equalto",
    "{{ a is string }}": "不支持检验 string",
    "{{ 1.5 }}": "模板里不能写小数",
    "{{ 1 + 2 }}": "不支持这种写法（Add）",
    "{{ a[b] }}": "方括号里只能写一个常量",
    "{{ a[1:] }}": "方括号里只能写一个常量",
    "{{ {} }}": "不支持这种写法（Dict）",
    "{{ 1 < a < 3 }}": "比较不能连写",
    "{{ a if b }}": "行内的 if 要写 else",
    "{% set a %}x{% endset %}": "不支持这种语句（AssignBlock）",
    "{% set a, b = c %}": "不支持这种语句（Assign）",
    "{% for x in xs recursive %}{% endfor %}": "不支持这种语句（For）",
    "{% extends 'x.j2' %}": "不支持这种语句（Extends）",
    "{% block b %}{% endblock %}": "不支持这种语句（Block）",
    "{% filter upper %}{% endfilter %}": "不支持这种语句（FilterBlock）",
    "{% include name %}": "不支持这种语句（Include）",
    "{% include 'none.j2' %}": "没有可包含的模板：none.j2",
    "{% import 'none.j2' as m %}": "没有可导入的宏：none.j2",
    "{% macro m(a=1) %}{% endmacro %}": "宏的参数不能有缺省值",
    "{% macro m(a) %}{{ b }}{% endmacro %}": "宏里只能用它的参数，没有 b",
    "{% macro m(a) %}{{ a }}{% endmacro %}文": "有宏的模板里只能有宏",
    "{{ loop.index }}": "loop 只能用在循环里",
    "{% for x in xs if loop.first %}{% endfor %}": "loop 只能用在循环里",
    "{% if a %}": "模板语法不对",
    "{{ '": "模板语法不对",
}
WHOLE_FILE = ("没有可导入的宏", "有宏的模板里只能有宏")


@pytest.mark.parametrize("source", REFUSED)
def test_what_lies_outside_the_subset_is_refused_with_file_and_line(source):
    with pytest.raises(UnsupportedTemplate) as refusal:
        export_sources({"folder/bad.j2": f"一\n二\n{source}"})
    assert REFUSED[source] in str(refusal.value)
    line = 1 if any(reason in str(refusal.value) for reason in WHOLE_FILE) else 3
    assert str(refusal.value).startswith(f"folder/bad.j2:{line}: ")


def test_a_macro_is_called_with_its_own_number_of_arguments_and_straight_into_the_text():
    macros = "{% macro m(a) %}{{ a }}{% endmacro %}"
    use = '{% import "w.j2" as w %}'
    for call, reason in {
        "{{ w.m() }}": "宏 m 要 1 个参数",
        "{{ w.n(1) }}": "没有宏 n",
        "{{ w.m(1)|length }}": "宏只能直接写在 {{ }} 里",
        "{% set x = w.m(1) %}": "宏只能直接写在 {{ }} 里",
        "{{ w.m(a=1) }}": "宏的参数只能按顺序写",
    }.items():
        with pytest.raises(UnsupportedTemplate) as refusal:
            export_sources({"w.j2": macros, "d.j2": use + call})
        assert reason in str(refusal.value)
    trees = export_sources({"w.j2": macros, "d.j2": use + '{{ w.m("<") if true else w.m(2) }}'})
    assert Templates(trees).render("d.j2", {}, lambda value: f"‹{value}›") == "‹<›"


def test_templates_that_contain_themselves_are_a_fault_and_no_crash(require_tool):
    trees = export_sources({"a.j2": "{% include 'a.j2' %}"})
    fault = {"fault": "a.j2:1: 模板套得太深"}
    assert rendered(trees, "a.j2", {}) == fault
    assert in_node(require_tool("node"), trees, [("a.j2", {})]) == [fault]


def test_the_exported_script_cannot_close_its_element():
    script = trees_script(export_sources({"a.j2": "</script><!--"}))
    assert "<" not in script
    assert "\\u003c/script>" in script


def test_a_name_that_the_language_itself_knows_is_still_missing(require_tool):
    words = "{{ r.constructor|default('无') }}{{ toString|default('无') }}{{ r['__proto__']|default('无') }}"
    trees = export_sources({"a.j2": words})
    assert rendered(trees, "a.j2", {"r": {}}) == "‹无›‹无›‹无›"
    assert in_node(require_tool("node"), trees, [("a.j2", {"r": {}})]) == ["‹无›‹无›‹无›"]


def test_every_shipped_drafting_template_lies_in_the_subset():
    assert isinstance(export(ROOT / "site_templates" / "drafts"), dict)
