"""The treasury's page in a real browser: worked designs typed as a person would, hostile answers, links, drafts, paper, files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
import shipped_data
from playwright.sync_api import expect
from pool_form import PATH, TABLES, answer, note_in_address, shown, value
from required_tools import ROOT
from test_fiscal import ASKED, SEVERAL, YEARS

from generator.views.atlas import Atlas
from generator.views.treasury import treasury_data
from generator.views.treasury_result import outcome

HOSTILE = json.loads((ROOT / "tests" / "bad_inputs" / "calculator.json").read_text(encoding="utf-8"))
Request = dict[str, Any]


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return treasury_data(Atlas(shipped_data.publication()))


def plain(request: Mapping[str, Any]) -> Request:
    """The request that the form makes of it: numbers as strings, a compensation as a list of one, one year."""

    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: text(one) for key, one in value.items()}
        return value if isinstance(value, (list, str)) else str(value)

    made = {name: text(value) for name, value in request.items()}
    for name in ("compensation", "excess"):
        if name in made:
            made[name] = [made[name]]
    return {**made, "months": int(request["months"]), "years": made.get("years", [{"lending": made["lending"]}])}


def expected(data: dict[str, Any], scheme: str, request: Request) -> tuple[str, list[list[str]], dict[str, list[list[str]]]]:
    record = next(one for one in data["schemes"] if one["id"] == scheme)
    told = outcome(request, record, data["parameters"], data["references"])
    figures = [[one["label"], one["value"], one["text"]] for one in told["figures"]]
    return told["verdict"], figures, {name: table["rows"] for name, table in told["tables"].items()}


def test_the_worked_designs_typed_in_give_the_engines_figures(data, site_url, visit):
    visited = visit(f"{site_url}/{PATH}")
    for name, (scheme, request, _) in ASKED.items():
        if "loss_rates" in request:
            continue
        visited.page.click("#reset")
        answer(visited.page, scheme, request)
        assert shown(visited.page) == expected(data, scheme, plain(request)), name
    assert visited.faults() == []


@pytest.mark.parametrize("name", YEARS)
def test_several_years_typed_in_carry_the_suspension_over(name, data, site_url, visit):
    scheme, request = YEARS[name]
    inputs, rows = SEVERAL[name]["inputs"], SEVERAL[name]["rows"]
    page = visit(f"{site_url}/{PATH}").page
    lent, rates = ([f"{int(float(one)) // 10**8}亿" for one in inputs["demand"]], [f"{one}%" for one in inputs["default_pct"]])
    answer(page, scheme, {"default_rate": "0.02", **request}, yearly_lending="、".join(lent), yearly_default="、".join(rates))
    found = page.locator("#years tbody tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent.replaceAll(',', '')))")
    for row, wanted in zip(found, rows, strict=True):
        assert [Fraction(text) for text in (row[1], row[3], row[4], row[5])] == [Fraction(wanted[key]) for key in ("new_loans", "loss", "claims", "gov_comp")]
        assert (row[8] == "停办") == wanted["suspended_next"]
    assert any("（停办）" in row[0] for row in found)


def test_the_documents_own_multiples_stand_on_the_page(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, "shenzhen-2018", ASKED["SZ-lev"][1])
    expect(page.locator(".fig--static")).to_contain_text("33.33倍")
    expect(page.locator(".fig--static")).to_contain_text("文件自己说33.3倍")
    answer(page, "zhangjiakou-2014", ASKED["ZJK-lev"][1])
    expect(page.locator(".fig--budget")).to_contain_text("30.00倍")
    expect(page.locator(".fig--budget")).to_contain_text("文件自己说30倍")


def test_the_example_stands_complete_before_any_script_and_the_scripts_say_the_same(site_url, told_without_scripts):
    parts = ["#verdict", "#figures", "#notes", "#basis", "#small", "#scheme-hint", "#groups", *(f"#{name}" for name in TABLES), "#open"]
    text = told_without_scripts(f"{site_url}/{PATH}", parts)
    assert "39.37倍" in text[1] and "约9.26%" in text[1] and "违约率高于9.259259%" in text[1]


def test_what_the_document_leaves_open_must_be_entered_and_is_asked_with_its_words(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, "shandong-2015", {"lending": 10**8, "average_loan": 10**6, "months": 12, "default_rate": "0.075", "loss_given_default": 1})
    expect(page.locator("#verdict")).to_contain_text("还缺4项")
    asked = page.locator("#ask-shares\\.bank")
    expect(asked).to_contain_text("请填写各方分担比例")
    expect(asked.locator("q").first).to_contain_text("协商确定")
    expect(page.locator("#losses table")).to_have_count(0)
    for name, text in (("shares.bank", "20"), ("shares.insurer", "70")):
        page.fill(f'[name="{name}"]', text)
    expect(page.locator("[id='shares.bank-fault']")).to_have_text("各方分担合计应为100%，现在是90%")
    page.fill('[name="shares.insurer"]', "80")
    page.fill('[name="annual_rate"]', "0")
    page.fill('[name="excess.rate"]', "100%")
    page.select_option('[name="excess.payee"]', "insurer")
    expect(page.locator(".fig--trip")).to_contain_text("赔付率达到150%就叫停")
    expect(page.locator(".fig--trip")).to_contain_text("等于也算")
    assert value(page, "trip") == "0.05625"
    expect(page.locator("#falls .step--first")).to_have_count(1)
    page.select_option("#scheme", "zhangjiakou-2014")
    expect(page.locator("#ask-compensation\\.rate")).to_contain_text("给予保险机构一定比例的风险补偿")
    expect(page.locator("#ask-shares\\.bank")).to_be_hidden()


@pytest.mark.parametrize("over", ["http", "file"])
def test_a_link_gives_the_same_figures_in_another_window(over, site_url, file_url, visit):
    page = visit(f"{site_url if over == 'http' else file_url}/{PATH}").page
    answer(page, "zhangjiakou-2014", ASKED["ZJK-lev"][1])
    link = note_in_address(page)
    assert "?" not in link and "#scheme=zhangjiakou-2014" in link
    other = visit(link).page
    assert shown(other) == shown(page)
    other.reload()
    assert shown(other) == shown(page)
    page.click("#reset")
    answer(page, "shenzhen-2018", ASKED["SZ-lev"][1])
    expect(page.locator("#verdict")).to_contain_text("还缺")
    assert shown(visit(note_in_address(page)).page) == shown(page)


def test_two_designs_stand_side_by_side_and_in_the_link(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.click("#keep")
    page.select_option("#try", "compensation.rate")
    expect(page.locator('[name="compensation.rate"]')).to_be_focused()
    page.fill('[name="compensation.rate"]', "30%")
    row = page.locator("#sides tbody tr", has_text="一年财政支出")
    expect(row.locator("td")).to_have_text(["2,360万元", "2,540万元"])
    other = visit(note_in_address(page)).page
    expect(other.locator("#sides tbody tr", has_text="一年财政支出").locator("td")).to_have_text(["2,360万元", "2,540万元"])
    other.click("#drop")
    expect(other.locator("#sides table")).to_have_count(0)


def test_a_draft_kept_by_the_drafting_page_can_be_chosen(site_url, visit):
    page = visit(f"{site_url}/drafts/index.html").page
    page.wait_for_function("() => localStorage.getItem('atlas-draft')")
    page.goto(f"{site_url}/{PATH}")
    page.select_option("#scheme", "draft")
    expect(page.locator("#scheme-hint")).to_contain_text("草稿只留在这台设备上")
    page.check("[name=groups][value=first_time_borrower]")
    kept = shown(page)
    page.select_option("#scheme", "example-city")
    page.check("[name=groups][value=first_time_borrower]")
    assert shown(page)[1:] == kept[1:] and kept[1]


SPOILT = ("x", "[]", '{"parameters":{},"name":{}}', '{"name":{},"parameters":{"loss_shares":{"provisions":[{"state":"stated","value":{"shares":5},"when":7},3]}}}')


def test_a_spoilt_draft_does_no_harm(site_url, visit):
    visited = visit(f"{site_url}/{PATH}")
    page = visited.page
    assert visited.faults() == []
    for kept in SPOILT:
        page.evaluate("text => localStorage.setItem('atlas-draft', text)", kept)
        page.goto("about:blank")
        page.goto(f"{site_url}/{PATH}")
        expect(page.locator(".fig--total")).to_contain_text("2,540万元")
        if page.locator("#scheme option[value=draft]").count():
            page.select_option("#scheme", "draft")
            expect(page.locator("#verdict")).not_to_be_empty()
        assert visited.faults() == [], kept


FAULTY = (
    ("lending", "十亿", "请用阿拉伯数字，写成1000000000"),
    ("lending", "2万亿", "看不懂"),
    ("lending", "-5", "不能是负数"),
    ("default_rate", "101%", "应在0至100%之间"),
    ("default_rate", "", "请填百分数"),
    ("months", "11.5", "应是整月数"),
    ("horizon", "21", "应在1至20之间"),
    ("growth", "快", "看不懂"),
    ("yearly_default", "2%、x", "看不懂"),
    ("budget.subsidies", "一些", "看不懂"),
)


def test_a_bad_answer_is_named_at_its_field_and_announced(site_url, visit):
    visited = visit(f"{site_url}/{PATH}")
    page = visited.page
    page.evaluate("document.querySelectorAll('form details').forEach(one => { one.open = true })")
    for name, text, fault in FAULTY:
        page.click("#reset")
        page.fill(f'[name="{name}"]', text)
        expect(page.locator(f"[id='{name}-fault']")).to_contain_text(fault)
        expect(page.locator("[aria-invalid=true]")).to_have_count(1)
        expect(page.locator("#verdict")).to_contain_text("请先改正")
        expect(page.locator("#figures .fig")).to_have_count(0)
    expect(page.locator("#spoken")).to_contain_text(FAULTY[-1][2])
    assert visited.faults() == []


def test_what_people_type_is_understood(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    for name, texts in {"lending": ["１０亿", "1,000,000,000", "100000万元", "10亿元"], "default_rate": ["２％", "2", "2.0%"], "months": ["1年", "12"]}.items():
        for text in texts:
            page.fill(f"#{name}", text)
            assert value(page, "with") == "39.37007874", text


def test_a_hostile_address_changes_nothing_but_a_note(site_url, new_page):
    visited = new_page()
    page = visited.page
    tried = [("#", case) for case in HOSTILE["addresses"]] + [("?", HOSTILE["addresses"][0])]
    for mark, case in tried:
        given = case["address"]
        text = given if isinstance(given, str) else given["start"] + given["unit"] * given["times"]
        page.goto("about:blank")
        page.goto(f"{site_url}/{PATH}{mark}{text[1:].replace('amount=', 'lending=').replace('300000', '1000000000')}")
        name = mark + case["id"]
        assert page.locator("#refused").is_visible() == (mark == "#" and case["expect"] == "U-REJECT"), name
        assert page.locator("#scheme").input_value() == "foshan-2022", name
        assert Fraction(page.locator("#lending").input_value().replace("亿", "0" * 8)) == 10**9, name
        # An address with one sound answer is a state of its own, in which nobody has ticked the first-time borrowers.
        kept = "lending=1000000000" in page.url or "months=12" in page.url
        assert value(page, "static") == ("100" if kept and mark == "#" and page.locator("[name=groups]:checked").count() == 0 else "50"), name
        assert page.evaluate("({}).polluted === undefined && Object.prototype.polluted === undefined"), name
        assert page.locator("img").count() == page.locator(".md-logo img").count(), name
        assert visited.faults() == [], name


def test_the_tables_are_saved_as_csv(site_url, visit, tmp_path):
    page = visit(f"{site_url}/{PATH}").page
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "fiscal.csv")
    content = (tmp_path / "fiscal.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert ["合计", "25400000.00", "2.54%"] in rows and ["违约率", "2%"] in rows
    assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell)


def test_the_page_prints_on_one_sheet(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.locator("#facts")).to_contain_text("违约率2%")
    expect(page.locator("#pool")).to_be_hidden()


@pytest.mark.parametrize(("width", "color_scheme"), [(320, "dark"), (1280, "light")])
def test_the_page_has_no_barrier_with_everything_open(width, color_scheme, site_url, visit, axe):
    page = visit(f"{site_url}/{PATH}", width=width, color_scheme=color_scheme).page
    page.click("#keep")
    page.evaluate("document.querySelectorAll('#calc details').forEach(one => { one.open = true })")
    assert axe(page) == []
    page.select_option("#scheme", "shandong-2015")
    page.fill("#lending", "abc")
    expect(page.locator("#lending-fault")).not_to_be_empty()
    assert axe(page) == []
    page.fill("#lending", "1亿")
    expect(page.locator("#verdict")).to_contain_text("还缺")
    assert axe(page) == []
    for narrow in (width, 390):
        page.set_viewport_size({"width": narrow, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, narrow


def test_the_page_works_by_keyboard_alone_and_at_twice_the_size(site_url, visit):
    page = visit(f"{site_url}/{PATH}", width=640).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("#scheme").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName"))
        if seen[-1] == "default_rate":
            page.keyboard.press("Control+A")
            page.keyboard.type("4%")
    assert {"groups", "lending", "average_loan", "months", "default_rate", "horizon", "growth", "try", "copy", "print", "csv", "reset"} <= set(seen)
    expect(page.locator(".fig--total")).to_contain_text("3,080万元")
    page.locator(".fig--trip summary").press("Enter")
    expect(page.locator(".fig--trip q").first).to_be_visible()


def test_each_picture_has_a_label_and_a_table_with_its_figures(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    expect(page.locator("#falls svg[role=img]")).to_have_count(4)
    label = page.locator("#falls svg").nth(1).get_attribute("aria-label") or ""
    assert label.startswith("损失占放款额3.00%，共3,000万元。") and "专项资金45.00%" in label
    expect(page.locator("#tornado svg")).to_have_attribute("aria-label", re.compile("放款额差20.00%"))
    assert page.locator("#losses tbody tr").count() == 5 and page.locator("#sensitivity tbody tr").count() == 6
