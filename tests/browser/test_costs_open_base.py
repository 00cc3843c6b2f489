"""What a scheme leaves open of the premium is asked on the calculator's page, and without an answer both ways are shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from loan_form import PATH, answer, link_of, value
from playwright.sync_api import Page, expect
from required_tools import ROOT

LOAN = {
    "scheme": "foshan-2022", "borrower": "micro_small_enterprise", "amount": "100万", "months": "24个月", "repayment": "interest_only",
    "drawdown": "2022-08-01", "annual_rate": "6%",
}  # fmt: skip
"""Interest 120,000 yuan; the premium of 1 % a year is 20,000 on principal and 22,400 on principal and interest."""


def say_base(page: Page, base: str) -> None:
    page.check(f"[name=premium_base][value='{base}']")


def test_the_base_is_asked_only_where_the_scheme_leaves_it_open(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    question = page.locator("#base-question")
    expect(question).to_be_hidden()
    answer(page, LOAN)
    expect(question).to_be_visible()
    expect(question).to_contain_text("这个方案没有写明")
    assert question.get_attribute("aria-describedby") == "base-why"
    expect(page.locator("#spoken")).to_contain_text("方案没有写明保费按什么计算")
    say_base(page, "principal_and_interest")
    page.select_option("#scheme", "shenzhen-2018")
    expect(question).to_be_hidden()
    page.select_option("#scheme", "foshan-2022")
    expect(page.locator("[name=premium_base][value='']")).to_be_checked()


def test_there_are_never_more_than_six_questions_in_sight(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, LOAN)
    questions = "#loan > .question, #loan > .pairwise > .question"
    assert len([one for one in page.locator(questions).all() if one.is_visible()]) == 6
    assert page.locator("#loan .question").count() == 6 + page.locator("#offers .question").count()


def test_without_an_answer_both_ways_stand_side_by_side_and_nothing_is_assumed_in_silence(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, LOAN)
    assert value(page, "upfront") == "20000.00"
    expect(page.locator(".fig--upfront .fig__hint")).to_contain_text("按本息算是22,400.00元")
    cells = page.locator("#base tbody tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")
    assert cells[:2] == [["自己付的保费", "20,000.00元", "22,400.00元"], ["总成本", "140,000.00元", "142,400.00元"]]
    assert [name for name, *_ in cells[2:]] == ["单利年化", "内部收益率年化"]
    assert "如果按本息，保费会更多" in (page.locator(".fig--upfront details").text_content() or "")


def test_with_an_answer_the_figures_are_those_of_the_command(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, LOAN)
    say_base(page, "principal_and_interest")
    assert (value(page, "upfront"), value(page, "cost")) == ("22400.00", "142400.00")
    assert page.locator("#base").inner_text() == ""
    assert "采用所填的贷款本息" in (page.locator(".fig--upfront details").text_content() or "")
    command = [
        Path(sys.executable).with_name("atlas"), "quote", "foshan-2022", "--json", "--tiers", "official,interpretation", "--amount", "1000000",
        "--months", "24", "--repayment", "interest_only", "--drawdown", "2022-08-01", "--borrower", "micro_small_enterprise",
        "--annual-rate", "6%", "--premium-base", "principal_and_interest",
    ]  # fmt: skip
    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout, parse_float=str)
    assert value(page, "irr") == told["rates"]["annualised_irr"]
    assert value(page, "simple") == told["rates"]["annualised_simple"]
    other = visit(link_of(page)).page
    assert value(other, "cost") == "142400.00"
    expect(other.locator("[name=premium_base][value=principal_and_interest]")).to_be_checked()


def test_an_answer_that_the_scheme_contradicts_is_named_and_not_used(site_url, visit):
    page = visit(f"{site_url}/{PATH}#scheme=shenzhen-2018&premium_base=principal_and_interest").page
    assert value(page, "upfront") == "30000.00"
    expect(page.locator("#notes")).to_contain_text("该政策写明费率按贷款本金计算，没有采用所填的基数")
    expect(page.locator("#base-question")).to_be_visible()
    page = visit(f"{site_url}/{PATH}#premium_base=interest").page
    expect(page.locator("#refused")).to_contain_text("保费按什么计算")


def test_what_is_not_known_of_the_repayment_is_multiplied_by_what_is_open_of_the_premium(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, {**LOAN, "repayment": "unknown"})
    rows = page.locator("#figures tbody th").all_inner_texts()
    assert len(rows) == 8 and rows[:2] == ["等额本息、保费按本金", "等额本息、保费按本息"]
    expect(page.locator("#base-question")).to_be_visible()
    say_base(page, "principal")
    assert page.locator("#figures tbody tr").count() == 4


def test_the_further_sections_and_the_printed_sheet_carry_the_note(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    answer(page, {**LOAN, "premium_rate": "1%"})
    expect(page.locator("#check")).to_contain_text("保费按贷款本金收是20,000.00元，按贷款本息收是22,400.00元，方案没有写明是哪一种")
    page.locator("#everywhere > summary").click()
    row = page.locator("#everywhere-body tbody tr", has_text="佛山市政策性小额贷款保证保险（2022年）")
    expect(row).to_contain_text("保费按本金算，按本息会更多")
    page.click("#keep-b")
    say_base(page, "principal_and_interest")
    expect(page.locator("#scenarios")).to_contain_text("没有写明，按所填的贷款本息")
    expect(page.locator("#scenarios")).to_contain_text("没有写明，按贷款本金")
    expect(row).to_contain_text("保费基数没写明，按所填的算")
    stated = page.locator("#everywhere-body tbody tr", has_text="深圳市")
    expect(stated.first).not_to_contain_text("基数")
    say_base(page, "")
    page.fill("#target", "8%")
    expect(page.locator("#target-answer")).to_contain_text("保费按贷款本金算")
    page.evaluate("window.print = () => {}")
    page.click("#print")
    expect(page.locator("#paper [data-slot=open]")).to_contain_text("按贷款本息则保费为22,400.00元，合计为142,400.00元")


def test_the_question_and_its_table_have_no_barrier(site_url, visit, axe):
    for scheme in ("light", "dark"):
        page = visit(f"{site_url}/{PATH}", width=320, color_scheme=scheme).page
        answer(page, LOAN)
        expect(page.locator("#base table")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
