"""What a document leaves open of the premium is asked on the treasury's page, and without an answer both ways are shown."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect
from pool_form import PATH, answer, note_in_address, shown, value
from required_tools import ROOT

POOL = {"lending": 10**9, "average_loan": 500_000, "months": 24, "default_rate": "0.02", "loss_given_default": "0.6"}
ZIBO = {**POOL, "route": "insurance", "annual_rate": "0.06", "loss_base": "principal"}
"""All of the premium of 2.5 % a year is subsidised: 50 million on principal; with interest of 120 million, 56 million."""
ON_BOTH = "principal_and_interest"


def filled(page: Page, scheme: str = "zibo-2022", request: dict | None = None, **more: str) -> Page:
    """The form with the design; a class or route is chosen before what only it leaves open."""
    page.select_option("#scheme", scheme)
    answer(page, scheme, {**(request or ZIBO)}, **more)
    return page


def say_base(page: Page, base: str) -> None:
    page.select_option('[name="premium_base"]', base)


def rows(page: Page, table: str) -> list[list[str]]:
    return page.locator(f"#{table} tbody tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")


def test_the_base_is_asked_with_its_reason_only_where_the_document_leaves_it_open(site_url, visit):
    page = visit(f"{site_url}/{PATH}").page
    question = page.locator("#ask-premium_base")
    filled(page)
    expect(question).to_be_visible()
    expect(question).to_contain_text("文件没有写明按本金还是按本息")
    expect(question.locator("q").first).to_contain_text("年化费率最高不超过2.5%")
    assert question.locator("option").all_inner_texts() == ["不知道", "贷款本金", "贷款本息"]
    say_base(page, ON_BOTH)
    page.select_option("#scheme", "shenzhen-2018")
    expect(question).to_be_hidden()
    expect(page.locator("#part-base")).to_be_hidden()
    page.select_option("#scheme", "zibo-2022")
    expect(question).to_be_visible()
    expect(page.locator('[name="premium_base"]')).to_have_value("")


def test_without_an_answer_both_ways_stand_side_by_side_and_nothing_is_assumed_in_silence(site_url, visit):
    page = filled(visit(f"{site_url}/{PATH}").page, horizon="2")
    assert value(page, "total") == "50000000.00"
    assert rows(page, "base") == [
        ["保费或担保费", "5,000万元", "5,600万元"], ["借款人最终负担", "0.00元", "0.00元"], ["一年财政支出", "5,000万元", "5,600万元"],
        ["补贴和奖励", "5,000万元", "5,600万元"], ["撬动倍数（不计损失）", "20.00倍", "17.86倍"], ["撬动倍数（计入损失）", "20.00倍", "17.86倍"],
        ["连看几年合计支出", "1亿元", "1.12亿元"],
    ]  # fmt: skip
    expect(page.locator("#verdict")).to_contain_text("保费按什么计，文件没有写明，这里按本金；如按本息计收，支出是5,600万元")
    expect(page.locator("#spoken")).to_contain_text("如按本息计收，支出是5,600万元")
    page.select_option('[name="loss_base"]', "")
    expect(page.locator("#verdict")).to_contain_text("如按本息计收，见下面的对照")


def test_without_the_loans_rate_it_is_asked_for_and_no_second_way_is_made_up(site_url, visit):
    page = filled(visit(f"{site_url}/{PATH}").page, request={name: one for name, one in ZIBO.items() if name != "annual_rate"})
    expect(page.locator("#ask-annual_rate")).to_contain_text("按本息计收要用到")
    expect(page.locator("#verdict")).to_contain_text("如按本息计收，要先填贷款年利率")
    expect(page.locator("#part-base")).to_be_hidden()
    assert value(page, "total") == "50000000.00"
    say_base(page, ON_BOTH)
    expect(page.locator("#ask-annual_rate")).to_contain_text("请填写贷款年利率")
    expect(page.locator("#verdict")).to_contain_text("还缺1项")
    expect(page.locator(".fig--total")).to_contain_text("先填所缺")
    page.fill('[name="annual_rate"]', "6%")
    assert value(page, "total") == "56000000.00"


def test_with_an_answer_every_table_and_the_link_rest_on_it_and_the_figures_are_the_commands(site_url, visit):
    page = filled(visit(f"{site_url}/{PATH}").page, horizon="2")
    say_base(page, ON_BOTH)
    expect(page.locator("#part-base")).to_be_hidden()
    expect(page.locator("#verdict")).not_to_contain_text("按什么计")
    assert rows(page, "years")[1][2:7:4] == ["56,000,000.00", "56,000,000.00"]
    assert rows(page, "sensitivity")[-1] == ["贷款年利率", "5.4%", "55,400,000.00", "6.6%", "56,600,000.00", "1,200,000.00"]
    assert "放款额10亿元加利息1.20亿元，×2.5%×24÷12＝5,600万元" in (page.locator(".fig--before details").text_content() or "")
    assert "采用所填的贷款本息" in (page.locator("#basis").text_content() or "")
    command = [
        Path(sys.executable).with_name("atlas"), "fiscal", "zibo-2022", "--json", "--lending", "10亿元", "--average-loan", "50万元", "--months", "24",
        "--default-rate", "2%", "--loss-given-default", "60%", "--route", "insurance", "--annual-rate", "6%", "--loss-base", "principal",
        "--premium-base", ON_BOTH,
    ]  # fmt: skip
    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout, parse_float=str)
    assert (value(page, "total"), value(page, "static")) == (told["outlay"]["total"], told["leverage"]["static"]) == ("56000000.00", "17.85714286")
    link = note_in_address(page)
    assert f"premium_base={ON_BOTH}" in link
    other = visit(link).page
    assert shown(other) == shown(page)
    expect(other.locator('[name="premium_base"]')).to_have_value(ON_BOTH)
    expect(other.locator("#ask-premium_base")).to_be_visible()


def test_an_answer_that_the_document_contradicts_is_named_and_not_used(site_url, visit):
    page = visit(f"{site_url}/{PATH}#scheme=shenzhen-2018&annual_rate=6%25&premium_base={ON_BOTH}").page
    # 3 % of 1,000,000,000 lent, as the scheme states; with the interest it would be 31,800,000.
    expect(page.locator(".fig--before .fig__hint")).to_contain_text("保费或担保费共3,000万元")
    expect(page.locator("#notes")).to_contain_text("该政策写明费率按贷款本金计算，没有采用所填的基数")
    expect(page.locator("#ask-premium_base")).to_be_visible()
    expect(page.locator("#part-base")).to_be_hidden()
    page = visit(f"{site_url}/{PATH}#premium_base=interest").page
    expect(page.locator("#refused")).to_contain_text("保费（担保费）按什么计")


def test_two_designs_side_by_side_say_what_each_rests_on_and_the_link_keeps_both(site_url, visit):
    page = filled(visit(f"{site_url}/{PATH}").page, horizon="2")
    page.click("#keep")
    say_base(page, ON_BOTH)
    told = [row[1:] for row in rows(page, "sides") if row[0] in ("保费按什么计", "一年财政支出", "连看几年合计支出")]
    assert told == [
        ["文件没有写明，按填写的贷款本息", "文件没有写明，这里按本金；如按本息计收，支出是5,600万元"], ["5,600万元", "5,000万元"], ["1.12亿元", "1亿元"],
    ]  # fmt: skip
    assert rows(visit(note_in_address(page)).page, "sides") == rows(page, "sides")
    page.select_option("#scheme", "shenzhen-2018")
    assert rows(page, "sides")[1][1] == "文件写明了"


def test_the_file_and_the_sheet_on_paper_hold_both_ways(site_url, visit, tmp_path):
    page = filled(visit(f"{site_url}/{PATH}").page)
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "fiscal.csv")
    written = list(csv.reader(io.StringIO((tmp_path / "fiscal.csv").read_text(encoding="utf-8-sig"))))
    assert ["项目", "按本金", "按本息"] in written and ["一年财政支出", "5,000万元", "5,600万元"] in written
    page.emulate_media(media="print")
    expect(page.locator("#part-base")).to_be_visible()
    page.emulate_media(media="screen")
    say_base(page, ON_BOTH)
    page.emulate_media(media="print")
    expect(page.locator("#facts")).to_contain_text("保费（担保费）按什么计贷款本息")


def test_before_any_script_the_question_and_both_ways_stand_on_the_page(site_url, visit):
    still = visit(f"{site_url}/{PATH}", javascript=False).page
    expect(still.locator("#ask-premium_base")).to_be_visible()
    expect(still.locator("#ask-premium_base")).to_contain_text("文件没有写明按本金还是按本息")
    expect(still.locator("#ask-loss_base")).to_be_hidden()
    page = visit(f"{site_url}/{PATH}").page
    assert rows(still, "base") == rows(page, "base") == [
        ["保费或担保费", "1,000万元", "1,052万元"], ["借款人最终负担", "0.00元", "52万元"], ["一年财政支出", "2,540万元", "2,540万元"],
    ]  # fmt: skip
    expect(still.locator("#verdict")).to_contain_text("如按本息计收，支出也是这么多")


def test_the_question_and_its_table_have_no_barrier(site_url, visit, axe):
    for scheme in ("light", "dark"):
        page = filled(visit(f"{site_url}/{PATH}", width=320, color_scheme=scheme).page)
        expect(page.locator("#base table")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
