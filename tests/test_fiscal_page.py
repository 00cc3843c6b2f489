"""The treasury's page before a browser: its data say what the records say, both languages say the same, the worked cases come out."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from random import Random
from typing import Any

import pytest
import shipped_data
from random_fiscal import request as random_request
from required_tools import ROOT
from test_fiscal import (
    ASKED,
    ONE_YEAR,
    QUOTED,
    SEVERAL,
    SHANDONG,
    SINGLE,
    YEARS,
    ZHANGJIAKOU,
    agree,
)

from generator.fiscal import simulate, write
from generator.rendering import Renderer
from generator.views.atlas import Atlas
from generator.views.treasury import (
    EXAMPLE_REQUEST,
    MODULES,
    example_request,
    treasury_data,
    treasury_script,
    treasury_view,
)
from generator.views.treasury_result import money, outcome
from generator.website.calculators import joined

SCRIPT = ROOT / "tests" / "js" / "treasury_outcomes.cjs"
EACH = 8
"""Random requests for every scheme and draft."""

Line = dict[str, Any]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(shipped_data.publication())


@pytest.fixture(scope="module")
def data(atlas: Atlas) -> Line:
    return treasury_data(atlas)


@pytest.fixture(scope="module")
def in_scripts(atlas, tmp_path_factory, require_tool: Callable[[str], str]) -> Callable[[list[Line]], list[Line]]:
    """What the page's scripts answer to each line, on the page's data."""
    path = tmp_path_factory.mktemp("fiscal") / "fiscal.js"
    path.write_bytes(treasury_script(atlas))

    def ask(lines: list[Line]) -> list[Line]:
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        done = subprocess.run([require_tool("node"), SCRIPT, path], input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


def sound(request: Line) -> bool:
    """Whether the page's form could make the request: it sends numbers that were read, and no unknown field."""
    numbers = ("lending", "average_loan", "months", "default_rate", "loss_given_default")
    return all(isinstance(request.get(name), (int, float, str)) and not isinstance(request.get(name), bool) for name in numbers)


@pytest.fixture(scope="module")
def asked(data) -> list[Line]:
    """The worked cases, and random requests for every scheme and draft, drawn with a fixed seed."""
    rng = Random(20261121)
    lines = [{"scheme": scheme, "request": request} for scheme, request, *_ in [*ASKED.values(), *YEARS.values()]]
    for rate in ({}, {"annual_rate": "0.06"}):
        lines += [{"scheme": "zibo-2022", "request": {**ZIBO, **rate, "premium_base": base}} for base in (None, "principal", ON_BOTH)]
    for record in data["schemes"]:
        lines += [{"scheme": record["id"], "request": one} for one in (random_request(rng) for _ in range(EACH)) if sound(one)]
    return lines


@pytest.fixture(scope="module")
def told(in_scripts, asked) -> list[Line]:
    return in_scripts(asked)


def test_a_trimmed_record_gives_the_bytes_of_the_whole_one(atlas, asked, told):
    publication = atlas.publication
    whole = {**atlas.by_id, **{pilot["id"]: pilot for pilot in publication.pilots}}
    for one, answer in zip(asked, told, strict=True):
        expected = write(simulate(one["request"], whole[one["scheme"]], publication.parameters, publication.reference_rates))
        assert answer["answer"] == expected, one


def test_both_languages_say_the_same_of_a_design(asked, told, data):
    records = {record["id"]: record for record in data["schemes"]}
    computed = 0
    for one, answer in zip(asked, told, strict=True):
        expected = outcome(one["request"], records[one["scheme"]], data["parameters"], data["references"])
        assert answer["told"] == expected, one
        computed += "losses" in expected["tables"]
    assert computed > len(asked) / 6


@pytest.fixture(scope="module")
def worked(in_scripts) -> Callable[[str, Line], Line]:
    return lambda scheme, request: json.loads(in_scripts([{"scheme": scheme, "request": request}])[0]["answer"])


def test_every_worked_case_comes_out_on_the_pages_own_data(in_scripts, told, worked):
    seen = set()
    for (name, (_, _, wanted)), answer in zip(ASKED.items(), told, strict=False):
        agree(SINGLE[name], wanted, json.loads(answer["answer"]))
        seen.add(name)
    loans = in_scripts([{"scheme": scheme, "loan": loan} for scheme, loan, _ in QUOTED.values()])
    for (name, (_, _, wanted)), answer in zip(QUOTED.items(), loans, strict=True):
        agree(SINGLE[name], wanted, json.loads(answer["answer"]))
        seen.add(name)
    both = [worked("zibo-2022", {**ONE_YEAR, "lending": 1_000_000_000, "route": route}) for route in ("insurance", "guarantee")]
    kinds = ("premium_subsidy", "guarantee_fee_subsidy")
    assert [answer["outlay"][kind] for answer, kind in zip(both, kinds, strict=True)] == ["25000000.00", "15000000.00"]
    assert [answer["leverage"]["static"] for answer in both] == [40, 66.66666667]
    stopped = [worked("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.02", **more}) for more in ({}, {"premium_rate": "0.02"})]
    assert [answer["triggers"][0]["loss_rate"] for answer in stopped] == [0.05625, 0.0375]
    (trigger,) = stopped[0]["triggers"]
    assert (trigger["defaults"], trigger["chance"]) == (SEVERAL["PROB"]["outputs"]["k"], 0.01548364)
    seen |= {"ZB-outlay", "SD-halt", "PROB"}
    for name, (scheme, request) in YEARS.items():
        inputs, rows = SEVERAL[name]["inputs"], SEVERAL[name]["rows"]
        plans = [{"lending": str(int(float(lent))), "default_rate": rate / 100} for lent, rate in zip(inputs["demand"], inputs["default_pct"], strict=True)]
        found = worked(scheme, {**request, "years": plans})["years"]
        same = [float(row["lending"]) == float(wanted["new_loans"]) and row["suspended_next"] == wanted["suspended_next"] for row, wanted in zip(found, rows, strict=True)]
        assert all(same), name
        paid = [float(row["compensation"]) + float(row["excess_compensation"]) for row in found]
        assert paid == [float(wanted["gov_comp"]) for wanted in rows]
        seen.add(name)
    assert seen == {*SINGLE, *SEVERAL} and len(seen) == 31


def test_the_documents_own_multiples_stand_beside_those_computed(data):
    records = {record["id"]: record for record in data["schemes"]}

    def figure(scheme: str, request: Line, key: str) -> Line:
        shown = outcome(request, records[scheme], data["parameters"], data["references"])
        return next(one for one in shown["figures"] if one["key"] == key)

    shenzhen = figure("shenzhen-2018", {**ONE_YEAR, "lending": 1_000_000_000}, "static")
    zhangjiakou = figure("zhangjiakou-2014", {**ONE_YEAR, **ZHANGJIAKOU, "lending": 300_000_000}, "budget")
    assert (shenzhen["text"], shenzhen["hint"], zhangjiakou["text"], zhangjiakou["hint"]) == ("33.33倍", "文件自己说33.3倍", "30.00倍", "文件自己说30倍")
    assert shenzhen["evidence"] and zhangjiakou["evidence"]


def test_the_example_on_the_page_is_what_the_engine_answers(atlas):
    publication = atlas.publication
    html = Renderer().page("treasury", root="../", view=treasury_view(atlas))
    answer = simulate(example_request(), atlas.by_id["foshan-2022"], publication.parameters, publication.reference_rates)
    found = json.loads(write(answer))
    values = re.findall(r'<data value="([^"]*)">', html)
    trigger, cap = found["triggers"][0], found["caps"][0]
    expected = [
        found["outlay"]["total"], found["outlay"]["before_losses"], found["losses"][0]["public"], found["leverage"]["static"],
        found["leverage"]["with_compensation"], trigger["default_rate"], cap["default_rate"],
    ]  # fmt: skip
    assert values == [str(one) for one in expected]
    question = re.search(r'<div class="([^"]*)" id="ask-premium_base" data-open([^>]*)>', html)
    assert question and question.groups() == ("question question--needed", "")
    other = json.loads(write(simulate({**example_request(), "premium_base": ON_BOTH}, atlas.by_id["foshan-2022"], publication.parameters, publication.reference_rates)))
    assert (found["premium"]["total"], other["premium"]["total"], other["premium"]["borrower"]) == ("10000000.00", "10520000.00", "520000.00")
    assert all(words in html for words in ("1,000万元</td>", "1,052万元</td>", ">52万元</td>", '<option value="">不知道</option>'))
    text = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", " ", html)))
    for row in [*found["losses"], *found["years"]]:
        assert f"{float(row['loss']):,.2f}" in text
    assert [float(year["lending"]) for year in found["years"]] == [1e9, 1.1e9, 1.21e9, 1.331e9, 1.4641e9]
    assert EXAMPLE_REQUEST["lending"] == "1000000000"


def test_what_a_document_leaves_open_is_asked_with_its_words(data):
    records = {record["id"]: record for record in data["schemes"]}
    for scheme, path, phrase in (
        ("shandong-2015", "shares", "协商确定"),
        ("zhangjiakou-2014", "compensation.rate", "给予保险机构一定比例的风险补偿"),
    ):
        shown = outcome({**ONE_YEAR, "lending": 1_000_000_000}, records[scheme], data["parameters"], data["references"])
        assert "还缺" in shown["verdict"] and "losses" not in shown["tables"]
        found = {name: (message, remarks, pieces) for name, message, remarks, pieces in shown["needs"]}
        message, remarks, pieces = found[path]
        assert "请填写" in message and remarks and any(phrase in piece[0] for piece in pieces)


ZIBO = {**ONE_YEAR, "lending": 1_000_000_000, "route": "insurance", "loss_base": "principal"}
ON_BOTH = "principal_and_interest"


def zibo(data: Line, **more: Any) -> Line:
    """What the page says of the design whose premium is all subsidised, on a base that its document leaves open."""
    record = next(one for one in data["schemes"] if one["id"] == "zibo-2022")
    return outcome({**ZIBO, **more}, record, data["parameters"], data["references"])


def test_an_open_base_is_asked_with_the_documents_words_and_both_ways_are_listed(data):
    told = zibo(data, annual_rate="0.06")
    asked = {name: (message, remarks, pieces) for name, message, remarks, pieces in told["needs"]}
    message, remarks, pieces = asked["premium_base"]
    assert "文件没有写明按本金还是按本息" in message and remarks and any("2.5%" in piece[0] for piece in pieces)
    # 1,000,000,000 × 2.5 %, and (1,000,000,000 + 60,000,000) × 2.5 %.
    assert told["tables"]["base"]["rows"][2] == ["一年财政支出", "2,500万元", "2,650万元"]
    assert "这里按本金；如按本息计收，支出是2,650万元" in told["verdict"] and told["base"] in told["verdict"]
    assert "annual_rate" not in asked


def test_without_the_loans_rate_it_is_asked_for_beside_the_base_and_the_result_waits_for_neither(data):
    told = zibo(data)
    assert [name for name, *_ in told["needs"]] == ["premium_base", "annual_rate"]
    assert "base" not in told["tables"] and told["figures"][0]["value"] == "25000000.00"
    assert "要先填贷款年利率" in told["verdict"]


def test_an_answer_settles_the_base_and_the_working_shows_it(data):
    for base, rest in (("principal", "放款额10亿元×2.5%×12÷12＝2,500万元"), (ON_BOTH, "放款额10亿元加利息6,000万元，×2.5%×12÷12＝2,650万元")):
        told = zibo(data, annual_rate="0.06", premium_base=base)
        assert "base" not in told["tables"] and told["needs"] == [] and "按什么计" not in told["verdict"]
        assert told["figures"][1]["how"] == [f"保费补贴：{rest}。"]
        assert told["base"] == f"文件没有写明，按填写的{'贷款本息' if base == ON_BOTH else '贷款本金'}"


def test_amounts_are_written_as_people_write_them_and_never_rounded():
    written = {"1000000000.00": "10亿元", "25400000.00": "2,540万元", "12700.00": "1.27万元", "133333333.33": "133,333,333.33元", "0.00": "0.00元", "-5000000.00": "-500万元"}
    assert {amount: money(amount) for amount in written} == written


def test_the_code_that_the_page_loads_is_within_its_budget():
    assert len(gzip.compress(joined(MODULES), 9)) <= 40_000


def test_no_identifier_and_no_english_stands_among_the_words(data):
    said = json.dumps([data["words"], data["fields"], data["choices"], data["outlay"], data["varied"]], ensure_ascii=False)
    names = {*data["words"], *data["fields"], *data["outlay"], *data["varied"]}
    texts = [text for text in re.findall(r'"([^"]*)"', re.sub(r'"[^"]*":', "", said)) if text not in names]
    plain = [re.sub(r"\{\w+\}", "", text) for text in texts]
    kinds = {kind for _, kind in data["fields"].values()}
    assert [text for text in plain if re.search(r"[A-Za-z]", text) and text not in kinds] == []


def test_every_figure_of_a_complete_answer_says_how_it_is_reached(data):
    records = {record["id"]: record for record in data["schemes"]}
    shown = outcome(example_request(), records["foshan-2022"], data["parameters"], data["references"])
    assert all(one["how"] for one in shown["figures"])
    assert all(one["evidence"] for one in shown["figures"] if one["key"] in ("before", "borne", "trip", "cap"))
