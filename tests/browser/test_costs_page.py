"""The calculator's page in a real browser: worked loans typed as a person would, hostile answers, links, paper, files."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shipped_data
from loan_form import PATH, answer, link_of, rows, value
from playwright.sync_api import Page, expect
from required_tools import ROOT

from generator.publication.json_text import json_text
from generator.views.atlas import Atlas
from generator.views.costs import costs_data

VECTORS = ROOT / "tests" / "vectors"
HOSTILE = json.loads((ROOT / "tests" / "bad_inputs" / "calculator.json").read_text(encoding="utf-8"))
TABLE = json.loads((VECTORS / "borrower_requests.json").read_text(encoding="utf-8"))
LISTED = {case["id"]: case for case in json.loads((VECTORS / "borrower_cases.json").read_text(encoding="utf-8"))["cases"]}
FOSHAN = {
    "scheme": "foshan-2022", "borrower": "micro_small_enterprise", "groups": ["first_time_borrower"], "amount": "1000万",
    "months": "3年", "repayment": "equal_instalment", "drawdown": "2022-08-01", "subsidy_month": "6",
}  # fmt: skip


def typed(request: dict[str, Any]) -> dict[str, Any]:
    """A request as a person would write it: 300万, 12个月, 2018年7月2日."""
    year, month, day = request["drawdown"].split("-")
    amount = f"{request['amount'] // 10000}万" if request["amount"] % 10000 == 0 else f"{request['amount']:,}"
    months = request["months"]
    answers = {
        **request, "amount": amount, "months": f"{months // 12}年" if months % 12 == 0 else f"{months}个月",
        "drawdown": f"{year}年{int(month)}月{int(day)}日", "tiers": True,
    }  # fmt: skip
    if "premium_rate" in request:
        answers["premium_rate"] = f"{float(request['premium_rate']) * 100:g}%"
    if "subsidy_month" in request:
        answers["subsidy_month"] = str(request["subsidy_month"])
    return answers


def parties(page: Page) -> dict[str, list[Fraction]]:
    cells = page.locator("#parties tbody tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")
    return {name: [Fraction(text.replace(",", "").removesuffix("元")) for text in texts] for name, *texts in cells}


def per_cent(text: str) -> str:
    """A rate listed in per cent with six decimals, as the page's exact value."""
    units = int(Fraction(text) * 10**6)
    return f"{units // 10**8}.{units % 10**8:08d}".rstrip("0").rstrip(".")


@pytest.fixture(scope="module")
def commanded() -> dict[str, dict[str, Any]]:
    """What the command answers to each worked loan, every number as its digits."""
    lines = "".join(json.dumps({"scheme": case["scheme"], "request": case["request"]}) + "\n" for case in TABLE["cases"])
    command = [Path(sys.executable).with_name("atlas"), "quote", "--batch"]
    done = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line, parse_float=str) for line in done.stdout.splitlines()]
    return {case["id"]: told for case, told in zip(TABLE["cases"], answers, strict=True)}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["id"])
def test_a_worked_loan_typed_in_gives_its_listed_figures_and_those_of_the_command(case, commanded, site_url, visit):
    visited = visit(f"{site_url}/{PATH}")
    page, listed = visited.page, {**LISTED[case["id"]]["expected"], **case.get("differs", {})}
    answer(page, {"scheme": case["scheme"], **typed(case["request"])})
    plan = rows(page)
    assert len(plan) == case["request"]["months"]
    payments = [row[1] for row in plan]
    assert (payments[0], payments[-1]) == (listed["first_payment"], listed["last_payment"])
    assert max(payments, key=Fraction) == listed["max_payment"]
    assert value(page, "cost") == listed["total_cost"]
    assert value(page, "upfront") == listed["premium_paid_by_borrower"]
    assert value(page, "simple") == per_cent(listed["irr_simple_annual_pct"])
    assert value(page, "irr") == per_cent(listed["irr_compound_annual_pct"])
    shown = parties(page)
    amount = {name: Fraction(listed[name]) for name in ("total_interest", "gross_premium", "subsidy_to_borrower", "subsidy_to_insurer", "reward_to_bank", "premium_paid_by_government")}
    assert shown["银行"] == [0, amount["total_interest"] + amount["reward_to_bank"]]
    assert shown["保险公司"] == [0, amount["gross_premium"] + amount["subsidy_to_insurer"]]
    assert shown["借款人"][1] == amount["subsidy_to_borrower"]
    told = commanded[case["id"]]
    assert plan == [[str(row["period"]), *(row[name] for name in ("payment", "principal", "interest", "balance"))] for row in told["schedule"]]
    assert value(page, "cost") == told["totals"]["net_cost"]
    for key, name in (("nominal", "nominal_sum"), ("simple", "annualised_simple"), ("irr", "annualised_irr")):
        assert value(page, key) == str(told["rates"][name])
    assert visited.faults() == []


def test_the_example_stands_complete_before_any_script_and_the_scripts_say_the_same(site_url, told_without_scripts):
    parts = ["#verdict", "#figures", "#notes", "#parties", "#support", "#rows", "#basis", "#borrower-hint", "#scheme-hint"]
    text = told_without_scripts(f"{site_url}/{PATH}", parts)
    assert "86,107.80元" in text[1] and "12.50%" in text[1]


def test_the_command_for_one_loan_prints_the_digits_of_the_page(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, FOSHAN)
    options = {
        "amount": "10000000", "months": "36", "repayment": "equal_instalment", "drawdown": "2022-08-01",
        "borrower": "micro_small_enterprise", "group": "first_time_borrower", "subsidy-month": "6",
    }  # fmt: skip
    command = [Path(sys.executable).with_name("atlas"), "quote", "foshan-2022", "--json", "--tiers", "official,interpretation"]
    for name, text in options.items():
        command += [f"--{name}", text]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout, parse_float=str)
    assert rows(page) == [[str(row["period"]), row["payment"], row["principal"], row["interest"], row["balance"]] for row in told["schedule"]]
    assert value(page, "cost") == told["totals"]["net_cost"]
    for key, name in (("nominal", "nominal_sum"), ("simple", "annualised_simple"), ("irr", "annualised_irr")):
        assert value(page, key) == str(told["rates"][name])


@pytest.mark.parametrize("over", ["http", "file"])
def test_a_link_gives_the_same_figures_in_another_window(over, site_url, file_url, visit):
    start = f"{site_url if over == 'http' else file_url}/{PATH}"
    page = visit(start).page
    answer(page, FOSHAN)
    link = link_of(page)
    assert "?" not in link and "#scheme=foshan-2022" in link
    other = visit(link).page
    assert rows(other) == rows(page)
    assert [value(other, key) for key in ("cost", "irr", "simple")] == [value(page, key) for key in ("cost", "irr", "simple")]
    other.reload()
    assert value(other, "cost") == value(page, "cost")
    other.goto(start.replace("costs/", ""))
    other.go_back()
    expect(other.locator(".fig--cost data")).to_have_attribute("value", value(page, "cost"))


def test_of_the_plan_only_texts_change_while_it_has_as_many_rows(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, FOSHAN)
    page.evaluate("document.querySelectorAll('#rows td').forEach((cell) => { cell.stood = true; })")
    stood = "() => [...document.querySelectorAll('#rows td')].filter((cell) => cell.stood).length"
    before = rows(page)
    answer(page, {"amount": "900万"})
    assert page.evaluate(stood) == sum(len(row) - 1 for row in before) > 100
    after = rows(page)
    assert [row[0] for row in after] == [row[0] for row in before] and after[0][1:] != before[0][1:]
    answer(page, {"months": "2年"})
    assert len(rows(page)) == 24
    page.reload(wait_until="load")
    answer(page, {**FOSHAN, "amount": "900万"})
    assert rows(page) == after


def test_the_borrowers_sheet_is_one_printed_page(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, FOSHAN | {"annual_rate": "6%"})
    page.evaluate("window.print = () => {}")
    page.click("#print")
    printed = page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    paper = page.locator("#paper").inner_text()
    for words in ("贷款综合融资成本清单", "贷款利息", "保证保险保费", "政府补贴（减）", "－300,000.00元", "逾期罚息", "按合同约定", "没有计入的", "10,000,000.00元"):
        assert words in paper
    shares = [Fraction(text.removesuffix("%").replace("－", "-")) for text in page.locator("#paper-items tbody tr td:last-child").all_inner_texts()]
    assert abs(sum(shares[:-1]) - shares[-1]) <= Fraction(2, 100)


def test_the_plan_is_saved_as_csv_and_as_a_workbook_that_works_it_out_again(site_url, visit, tmp_path):
    page = visit(f"{site_url}/{PATH}").page
    page.locator("#schedule summary").first.click()
    plan = rows(page)
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "plan.csv")
    text = (tmp_path / "plan.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:] == plan
    with page.expect_download() as saved:
        page.click("#xlsx")
    saved.value.save_as(tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").active
    exact = [[cell.value for cell in line[1:5]] for line in sheet.iter_rows(min_row=8, max_row=19)]
    assert exact == [[int(Fraction(text) * 100) for text in row[1:]] for row in plan]
    formulas = [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert len(formulas) == 12 * 5 + 7
    assert all(re.fullmatch(r"=[A-Z0-9$:()*/+\-,=]+", cell.value) for cell in formulas)
    differences = [worked_out(sheet, f"J{line}") for line in range(8, 20)]
    assert differences == [0] * 12
    assert worked_out(sheet, "I19") == 0


@cache
def worked_out(sheet, place: str) -> float:
    """A cell as a spreadsheet works it out, in binary floating point, rounding halves away from zero."""
    text = sheet[place].value
    if not isinstance(text, str) or not text.startswith("="):
        return text
    code = re.sub(r"(?<![<>=])=(?!=)", "==", text[1:].replace("$", ""))
    code = re.sub(r"[A-Z]+[0-9]+", lambda found: f"cell('{found[0]}')", code)
    names = {
        "cell": lambda name: worked_out(sheet, name),
        "ROUND": lambda value, _: math.floor(abs(value) + 0.5) * (1 if value >= 0 else -1),
        "MIN": min,
        "IF": lambda condition, yes, no: yes if condition else no,
        "PMT": lambda rate, count, present: -present * rate / (1 - (1 + rate) ** -count),
    }
    return eval(code, {"__builtins__": {}}, names)  # noqa: S307


def test_what_is_not_known_gives_a_range(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, {"repayment": "unknown"})
    assert page.locator("#figures tbody tr").count() == 4
    assert re.search(r"总成本62,987\.50元至90,900\.00元", page.locator("#verdict").inner_text())
    assert page.locator("#rows").inner_text() == ""


def test_who_does_not_know_how_long_sees_the_usual_terms_and_is_told_what_to_settle(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.check("#months-unknown")
    expect(page.locator("#months")).to_be_disabled()
    assert page.locator("#figures tbody th").all_inner_texts() == ["6个月", "12个月", "24个月", "36个月"]
    for part in ("check", "everywhere-body", "scenarios"):
        assert "选定之后才能算这一项" in (page.locator(f"#{part}").text_content() or "")
    expect(page.locator("#keep-b")).to_be_disabled()
    other = visit(link_of(page)).page
    expect(other.locator("#months-unknown")).to_be_checked()
    other.uncheck("#months-unknown")
    assert value(other, "cost") == value(visit(f"{site_url}/{PATH}").page, "cost")


def test_who_does_not_know_which_scheme_is_led_to_all_of_them(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.click("#anywhere")
    expect(page.locator("#everywhere-body table")).to_be_visible()
    expect(page.locator("#everywhere > summary")).to_be_focused()


def test_an_offer_over_the_cap_is_named_with_a_sentence_for_the_bank(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, {"annual_rate": "7%", "premium_rate": "3%"})
    over = page.locator(".offer--over").first
    expect(over).to_contain_text("贷款年利率7%：比上限6.09%高0.91个百分点")
    expect(over.locator("blockquote")).to_contain_text("贷款利率上浮最高不超过人民银行同期贷款基准利率40%")
    expect(page.locator(".offer--within")).to_contain_text("年费率3%：没有超过3%")


def test_backwards_the_answers_are_exact(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.fill("#afford", "1万")
    expect(page.locator("#afford-answer")).to_contain_text("每期最多还10,000.00元")
    most = re.search(r"最多借([0-9,.]+)元", page.locator("#afford-answer").inner_text())
    page.fill("#amount", most[1])
    assert max(Fraction(row[1]) for row in rows(page)) == 10000
    page.fill("#amount", "100万")
    page.fill("#target", "10%")
    expect(page.locator("#target-answer")).to_contain_text("年费率不超过")
    found = re.search(r"年费率不超过([0-9.]+)%", page.locator("#target-answer").inner_text())
    answer(page, {"premium_rate": found[1]})
    assert Fraction(value(page, "irr")) <= Fraction(1, 10)
    answer(page, {"premium_rate": str(float(Fraction(found[1]) + Fraction(1, 10**6)))})
    assert Fraction(value(page, "irr")) > Fraction(1, 10)


def test_ways_to_borrow_stand_side_by_side_and_in_the_link(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.click("#keep-b")
    answer(page, {"repayment": "bullet"})
    table = page.locator("#scenarios table")
    expect(table).to_contain_text("（少27,606.37元）")
    other = visit(link_of(page)).page
    expect(other.locator("#scenarios table")).to_contain_text("（少27,606.37元）")


def test_every_scheme_is_computed_or_says_what_is_missing(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.locator("#everywhere > summary").click()
    expect(page.locator("#everywhere-body table")).to_be_visible()
    count = page.locator("#everywhere-body tbody tr").count() + page.locator("#everywhere-body .others li").count()
    assert count == page.locator("#scheme option").count()


def test_an_offer_stands_in_for_what_other_schemes_leave_out_and_only_there(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    page.locator("#everywhere > summary").click()
    table = page.locator("#everywhere-body table")
    expect(table).to_be_visible()
    before = table.locator("tbody tr").count()
    expect(table).not_to_contain_text("按填写的报价")
    answer(page, {"annual_rate": "6%", "premium_rate": "2%"})
    expect(table.locator("tbody tr", has_text="年利率按填写的报价").first).to_be_visible()
    assert table.locator("tbody tr").count() > before
    own = table.locator("tbody tr", has_text="深圳市小额贷款保证保险试点").first
    expect(own).not_to_contain_text("按填写的报价")


@pytest.mark.parametrize("offers", [{}, {"annual_rate": "7%", "premium_rate": "2%"}], ids=["caps", "offers"])
def test_each_amount_opens_to_its_working_with_the_clause(offers, site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, FOSHAN | offers)
    for key in ("payment", "upfront", "cost", "nominal", "cap"):
        panel = page.locator(f".fig--{key} details")
        assert panel.locator("p").count() and panel.locator(".cites q").count(), key
    for key in ("simple", "irr"):
        assert page.locator(f".fig--{key} details p").count()
    expect(page.locator(".fig--irr details")).to_contain_text("中国人民银行公告〔2021〕第3号")


@pytest.mark.parametrize(("width", "color_scheme"), [(320, "dark"), (1280, "light")])
def test_the_page_has_no_barrier_with_everything_open(width, color_scheme, site_url, visit, axe):
    page = visit(f"{site_url}/{PATH}", width=width, color_scheme=color_scheme).page
    answer(page, {"annual_rate": "7%", "premium_rate": "abc"})
    assert axe(page) == []
    answer(page, {"premium_rate": "2%"})
    page.click("#keep-b")
    page.evaluate("document.querySelectorAll('.answers details').forEach(one => { one.open = true })")
    expect(page.locator("#everywhere-body table")).to_be_visible()
    page.fill("#afford", "5万")
    page.wait_for_timeout(200)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_page_works_by_keyboard_alone_and_at_twice_the_size(site_url, visit):
    page = visit(f"{site_url}/{PATH}", width=640).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("#scheme").focus()
    page.keyboard.press("Tab")
    seen = []
    for _ in range(40):
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName"))
        if seen[-1] == "amount":
            page.keyboard.press("Control+A")
            page.keyboard.type("50万")
        page.keyboard.press("Tab")
    assert {"borrower", "amount", "months", "repayment", "drawdown", "tiers", "copy", "print", "reset"} <= set(seen)
    assert value(page, "payment") == "43053.90"


# --- hostile answers and addresses


@pytest.fixture(scope="module")
def hostile_url(built_site, served, tmp_path_factory) -> str:
    """The address of the same site with two made-up schemes in the page's data and among its choices."""
    folder = tmp_path_factory.mktemp("hostile")
    for path in built_site.iterdir():
        if path.name not in ("assets", "costs"):
            (folder / path.name).symlink_to(path)
    for inner in ("assets", "assets/data"):
        (folder / inner).mkdir()
        for path in (built_site / inner).iterdir():
            if path.name not in ("data", "costs.js"):
                (folder / inner / path.name).symlink_to(path)
    data = costs_data(Atlas(shipped_data.publication()))
    data["schemes"] = HOSTILE["schemes"] + data["schemes"]
    data["example"] = {**data["example"], "scheme": "example-2022", "drawdown": "2022-08-30", "amount": "300000"}
    script = f"Atlas = globalThis.Atlas || {{}}; Atlas.data = {{ costs: {json_text(data).strip()} }};"
    (folder / "assets" / "data" / "costs.js").write_text(script, encoding="utf-8")
    form = '<select id="scheme" name="scheme">'
    choices = "".join(f'<option value="{scheme["id"]}">{scheme["name"]}</option>' for scheme in HOSTILE["schemes"])
    page = (built_site / PATH).read_text(encoding="utf-8")
    assert form in page
    (folder / PATH).parent.mkdir()
    (folder / PATH).write_text(page.replace(form, form + choices), encoding="utf-8")
    return served(folder)


@pytest.fixture
def hostile_page(hostile_url, new_page):
    def go(address: str = ""):
        visited = new_page()
        visited.page.goto(f"{hostile_url}/{PATH}{address}")
        return visited

    return go


def fen(text: str) -> int:
    return int(Fraction(text) * 100)


SPOKEN = {"calc-amount-text", "calc-rate-negative", "calc-date-impossible"}


@pytest.mark.parametrize("case", HOSTILE["answers"], ids=lambda case: case["id"])
def test_a_hostile_answer_is_computed_flagged_or_refused_at_its_field(case, hostile_page):
    answers = dict(case["answers"])
    if isinstance(answers["amount"], dict):
        answers["amount"] = answers["amount"]["repeat"] * answers["amount"]["times"]
    if case.get("by_address"):
        visited = hostile_page(f"#borrower={answers['borrower']}")
        assert "谁来借" in visited.page.locator("#refused").inner_text()
        assert visited.page.locator("#borrower").input_value() == "micro_small_enterprise"
        assert visited.faults() == []
        return
    visited = hostile_page()
    page = visited.page
    started = page.evaluate("performance.now()")
    answer(page, answers)
    level = page.locator("#verdict").get_attribute("class") or ""
    if case["expect"] == "C-REJECT":
        assert "verdict--no" in level
        assert page.locator(".fig").count() == 0 and page.locator("#rows").inner_text() == ""
        if case["id"] != "calc-class-unknown":
            field = page.locator("[aria-invalid=true]")
            assert field.count() == 1
            message = page.locator(f"#{field.get_attribute('id')}-fault").inner_text()
            assert message and case.get("suggest", "") in message
            # It is spoken once the typing has paused, the same way for every answer.
            if case["id"] in SPOKEN:
                expect(page.locator("#spoken")).to_contain_text(message)
        else:
            expect(page.locator("#notes")).to_contain_text("不包括所选的借款人类别")
        assert page.evaluate("performance.now()") - started < 5000
    else:
        assert ("verdict--yes" in level) == (case["expect"] == "C-OK" or case["id"] == "calc-policy-silent"), page.locator("#notes").inner_text()
        if "premium" in case:
            assert fen(value(page, "upfront")) == case["premium"]
            assert fen(rows(page)[0][1]) == case["level_payment"]
        if case["id"] == "calc-policy-silent":
            assert "没有写明" in page.locator("#check").inner_text() or "费率" not in page.locator(".fig--cap .fig__value").inner_text()
            assert "没有可核对的费率规定" in (page.locator("#basis").text_content() or "")
    assert visited.faults() == []


ADDRESSES = [("#", case) for case in HOSTILE["addresses"]] + [("?", case) for case in HOSTILE["addresses"][::5]]
"""All of them after the sign that the page reads, some after the one that it does not."""


@pytest.mark.parametrize(("mark", "case"), ADDRESSES, ids=lambda one: one if isinstance(one, str) else one["id"])
def test_a_hostile_address_changes_nothing_but_a_note(mark, case, hostile_page):
    given = case["address"]
    text = given if isinstance(given, str) else given["start"] + given["unit"] * given["times"]
    visited = hostile_page(mark + text[1:])
    page = visited.page
    if mark == "#" and case["expect"] == "U-OK":
        assert page.locator("#amount").input_value() == "300000"
    refused = page.locator("#refused")
    assert refused.is_visible() == (mark == "#" and case["expect"] == "U-REJECT")
    assert page.locator("#amount").input_value() == "300000"
    assert page.locator("#scheme").input_value() == "example-2022"
    assert page.locator("#drawdown").input_value() == "2022-08-30"
    assert value(page, "cost")
    assert page.evaluate("({}).polluted === undefined && Object.prototype.polluted === undefined")
    assert page.locator("img").count() == page.locator(".md-logo img").count()
    assert visited.faults() == []
