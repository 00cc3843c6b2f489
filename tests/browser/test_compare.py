"""The comparison page as a person uses it: choose, compare, open the evidence, share, take away, print."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

SEEDS = ["zhangjiakou-2014", "shandong-2015", "zibo-2022", "shenzhen-2018", "foshan-2022"]
FOSHAN_ZIBO = "#s=foshan-2022,zibo-2022"
# The first rows are drawn at once and the rest in slices.
WHOLE = "() => document.querySelectorAll('#grid tr').length === Number(document.getElementById('grid').getAttribute('aria-rowcount'))"
NOTHING_CHANGES = [
    "__proto__", "constructor[prototype][polluted]=1", "__proto__.polluted=1", "policy=__proto__", "policy=toString", "policy=..%2F..%2Fetc%2Fpasswd",
    "policy=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "policy=%253Cscript%253Ealert(1)%253C%252Fscript%253E", "amount=%E0%A4%A&term=12",
    "<img src=x onerror=alert(1)>", "a[b='c", "return=javascript:alert(document.domain)", "state=%7B%22__proto__%22%3A%7B%22polluted%22%3A1%7D%7D",
    "date=2022-02-30", "q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "s=__proto__", "s=<img src=x onerror=alert(1)>", "s=%E0%A4%A", "n=2022-02-30",
    "f=number:__proto__:le:1", "r=toString", "a=..%2F..%2Fx", "s=" + "a," * 8000,
]  # fmt: skip


def heads(page: Page) -> list[str]:
    return page.locator("#grid thead th.col").evaluate_all("(all) => all.map((th) => th.dataset.scheme)")


def rows(page: Page) -> list[str]:
    return page.locator("#grid th.rowhead .rowhead__name").all_inner_texts()


def table_text(page: Page) -> str:
    page.wait_for_function(WHOLE)
    return page.locator("#grid").inner_text()


def cell(page: Page, parameter: str, scheme: str, kind: str = "document") -> Any:
    return page.locator(f'[data-cell="{kind}/{parameter}/{scheme}"]')


def choose(page: Page, words: str, scheme: str) -> None:
    page.get_by_label("地区、名称或年份").fill(words)
    page.locator(f'#found [data-choose="{scheme}"]').check()


def take(page: Page, name: str) -> bytes:
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("site_url" if request.param == "http" else "file_url")


def test_two_schemes_are_found_compared_and_shared(site, visit, new_page):
    visited = visit(f"{site}/compare.html")
    page = visited.page
    assert heads(page) == SEEDS
    while page.locator("#chosen .chip button").count():
        page.locator("#chosen .chip button").first.click()
    expect(page.locator("#empty")).to_be_visible()

    page.get_by_role("button", name="添加方案").click()
    choose(page, "佛山 2022", "foshan-2022")
    choose(page, "齐惠商户", "zibo-2022")
    assert heads(page) == ["foshan-2022", "zibo-2022"]
    expect(cell(page, "loan_term_max", "foshan-2022")).to_contain_text("不超过3年")

    before = len(rows(page))
    page.get_by_label("只看差别").check()
    assert 0 < len(rows(page)) < before
    assert page.locator(".standing").count() == 0

    if site.startswith("http"):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="复制链接").click()
        expect(page.locator("#said")).to_contain_text("链接已复制")
        address = page.evaluate("navigator.clipboard.readText()")
    else:
        address = page.url
    assert address == page.url
    other = new_page()
    other.page.goto(address)
    assert table_text(other.page) == table_text(page)
    assert heads(other.page) == ["foshan-2022", "zibo-2022"]
    assert visited.faults() == [] and other.faults() == []


def test_a_cell_opens_its_evidence_by_keyboard_and_gives_the_focus_back(site, visit):
    visited = visit(f"{site}/compare.html{FOSHAN_ZIBO}")
    page = visited.page
    start = cell(page, "loan_amount_cap", "foshan-2022")
    start.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(start).to_be_focused()
    page.keyboard.press("Enter")
    panel = page.locator("#proof")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("单户贷款金额不超过1000万元")
    expect(panel).to_contain_text("三（二）")
    expect(panel).to_contain_text("官方解读")
    expect(panel).to_contain_text("修订前")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#proof-title")).to_contain_text("淄博市2022年")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(cell(page, "loan_amount_cap", "zibo-2022")).to_be_focused()
    page.keyboard.press("Space")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    assert visited.faults() == []


def test_a_cell_without_a_rule_says_what_that_means(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=shandong-2015,foshan-2022&r=interest_subsidy,fraud_handling").page
    cell(page, "fraud_handling", "foshan-2022").click()
    expect(page.locator("#proof")).to_contain_text("不能说有，也不能说没有")
    report = page.locator("#proof").get_by_role("link", name="报错")
    expect(report).to_have_attribute("href", "schemes/foshan-2022.html#report-text")


def test_the_choice_survives_reload_the_back_button_and_other_pages(visit, site_url):
    visited = visit(f"{site_url}/compare.html{FOSHAN_ZIBO}")
    page = visited.page
    page.get_by_label("只看差别").check()
    assert page.url.endswith(f"{FOSHAN_ZIBO}&d=1")
    page.reload()
    expect(page.get_by_label("只看差别")).to_be_checked()
    page.go_back()
    expect(page.get_by_label("只看差别")).not_to_be_checked()
    page.go_forward()
    expect(page.get_by_label("只看差别")).to_be_checked()
    page.locator("#grid thead a").first.click()
    page.wait_for_url("**/schemes/foshan-2022.html")
    page.get_by_role("link", name="比较", exact=True).first.click()
    page.wait_for_url("**/compare.html*")
    expect(page.locator("#grid thead th.col")).to_have_count(2)
    expect(page.get_by_label("只看差别")).to_be_checked()
    assert heads(page) == ["foshan-2022", "zibo-2022"]
    # A request that was under way when the page was left is no fault of either page.
    assert [*visited.console, *visited.violations, *visited.outside] == []


def test_a_scheme_page_leads_to_the_comparison_with_that_scheme(visit, site_url):
    page = visit(f"{site_url}/schemes/xiamen-2012.html").page
    page.get_by_role("link", name="与其他方案比较").click()
    page.wait_for_url("**/compare.html*")
    expect(page.locator("#grid thead th.col")).to_have_count(1)
    expect(page.locator("#tool-similar")).to_be_visible()
    expect(page.locator("#similar")).to_contain_text("同省（福建）")
    page.locator("#similar input").first.click()
    assert heads(page)[0] == "xiamen-2012" and len(heads(page)) == 2


def test_columns_and_rows_move_by_keyboard_and_keep_the_focus(visit, site_url):
    page = visit(f"{site_url}/compare.html{FOSHAN_ZIBO}&r=loan_amount_cap,loan_term_max,premium_rate_cap").page
    right = page.get_by_role("button", name="右移佛山市2022年")
    right.focus()
    page.keyboard.press("Enter")
    assert heads(page) == ["zibo-2022", "foshan-2022"]
    assert page.evaluate("document.activeElement.dataset.scheme") == "foshan-2022"
    page.get_by_role("button", name="选参数").click()
    down = page.get_by_role("button", name="后移贷款额度上限")
    down.focus()
    page.keyboard.press("Enter")
    assert rows(page)[:2] == ["最长贷款期限", "贷款额度上限"]
    assert "loan_term_max,loan_amount_cap" in page.url
    page.get_by_role("checkbox", name="保险费率上限").uncheck()
    assert "保险费率上限" not in rows(page)


def test_columns_move_by_the_mouse_too(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=foshan-2022,zibo-2022,shandong-2015").page
    head = page.locator("#grid thead th.col")
    head.nth(2).drag_to(head.nth(0), source_position={"x": 100, "y": 8}, target_position={"x": 100, "y": 8})
    assert heads(page) == ["shandong-2015", "foshan-2022", "zibo-2022"]


def test_chapters_fold_and_open(visit, site_url):
    page = visit(f"{site_url}/compare.html{FOSHAN_ZIBO}").page
    whole = len(rows(page))
    fold = page.get_by_role("button", name=re.compile("^贷款规定"))
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_be_focused()
    assert len(rows(page)) < whole and "贷款额度上限" not in rows(page)
    page.reload()
    expect(fold).to_have_attribute("aria-expanded", "false")


def test_the_kindest_to_the_borrower_is_marked_only_where_figures_compare(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=shandong-2015,zibo-2022,foshan-2022&r=min_operating_months,loan_rate_cap,premium_rate_cap").page
    expect(cell(page, "min_operating_months", "zibo-2022")).to_contain_text("对借款人最有利")
    expect(cell(page, "min_operating_months", "shandong-2015")).to_contain_text("最不利")
    expect(cell(page, "loan_rate_cap", "foshan-2022")).not_to_contain_text("有利")
    expect(cell(page, "loan_rate_cap", "foshan-2022")).to_contain_text("≠ LPR")
    expect(cell(page, "premium_rate_cap", "shandong-2015")).to_contain_text("贷款本息")
    page.get_by_label("标出对借款人最有利和最不利的").uncheck()
    expect(cell(page, "min_operating_months", "zibo-2022")).not_to_contain_text("有利")


def test_rate_caps_are_read_as_written_and_on_a_chosen_day(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=foshan-2022,zibo-2022,shenzhen-2018&r=loan_rate_cap").page
    foshan = cell(page, "loan_rate_cap", "foshan-2022", "day")
    expect(cell(page, "loan_rate_cap", "foshan-2022")).to_contain_text("同期限LPR加150个基点")
    page.get_by_label("日期").fill("2022-08-29")
    expect(foshan).to_contain_text("5.15%")
    expect(foshan).to_contain_text("LPR 一年期 3.65%（2022年8月22日起）")
    expect(cell(page, "loan_rate_cap", "shenzhen-2018", "day")).to_contain_text("已不再公布")
    page.get_by_label("日期").fill("2018-07-02")
    expect(cell(page, "loan_rate_cap", "shenzhen-2018", "day")).to_contain_text("6.09%")
    expect(foshan).to_contain_text("LPR自2019年8月20日起才有数据")
    assert "n=2018-07-02" in page.url


def test_schemes_are_found_by_conditions_in_plain_words(visit, site_url):
    visited = visit(f"{site_url}/compare.html")
    page = visited.page
    page.get_by_role("button", name="按条件找").click()
    for words in ("保费率≤2%", "有政府补偿", "首贷户"):
        page.get_by_label("写一个条件").fill(words)
        page.keyboard.press("Enter")
    full, partial = page.locator(".matched").all()
    expect(full).to_contain_text("佛山市2022年")
    expect(full).to_contain_text("每年不超过1%")
    expect(partial).to_contain_text("未见原文")
    page.get_by_label("写一个条件").fill("保费率≤2")
    page.keyboard.press("Enter")
    expect(page.locator("#condition-problem")).to_contain_text("带上单位")
    page.reload()
    expect(page.locator("#conditions")).to_contain_text("保险费率（上限或固定）不超过2%")
    expect(page.locator(".matched").first).to_contain_text("佛山市2022年")
    page.get_by_label("或者选一项").select_option(label="贷款额度上限")
    page.locator("#condition-op").select_option(label="不低于")
    page.get_by_label("数值").fill("300万")
    page.locator("#condition-form button").click()
    expect(page.locator("#conditions")).to_contain_text("贷款额度上限不低于300万元")
    assert visited.faults() == []


def test_the_view_is_taken_away_and_its_figures_read_back(visit, site_url):
    address = f"{site_url}/compare.html#s=foshan-2022,zibo-2022&n=2022-08-29"
    page = visit(address).page
    book = load_workbook(io.BytesIO(take(page, "工作簿（XLSX）")))
    assert book.sheetnames == ["比较", "依据与来源", "说明"]
    sheet = book["比较"]
    assert sheet.freeze_panes == "C2"
    assert [c.value for c in sheet[1]] == ["分组", "参数（单位）", "佛山市2022年", "淄博市2022年"]
    found = {line[1].value: (line[2], line[3]) for line in sheet.iter_rows(min_row=2)}
    term = found["最长贷款期限（个月）"]
    assert (term[0].value, term[1].value) == (36, 12)
    reading = found["贷款利率上限·归一口径（2022年8月29日，1年期）（%）"]
    assert (reading[0].value, reading[1].value) == (0.0515, 0.0565)
    assert "%" in reading[0].number_format
    assert all(c.data_type != "f" for page_ in book for line in page_.iter_rows() for c in line)
    proofs = [[c.value for c in line] for line in book["依据与来源"].iter_rows(min_row=2)]
    amount = next(line for line in proofs if line[1] == "佛山市2022年" and line[5] == 10_000_000)
    assert amount[7].startswith("「单户贷款金额不超过1000万元」") and "三（二）" in amount[8]
    assert take(page, "工作簿（XLSX）") == take(page, "工作簿（XLSX）")

    text = take(page, "表格（CSV）").decode("utf-8")
    assert text.startswith("\ufeff分组,参数,单位,佛山市2022年,淄博市2022年\r\n")
    assert not re.search(r'(^|\r\n|,)"?[=+@-]', text)
    assert "# 小额贷款保证保险政策比较" in take(page, "文本（Markdown）").decode("utf-8")
    value = json.loads(take(page, "数据（JSON）"))
    assert value["address"] == address and value["reading"]["day"] == "2022-08-29"


def test_six_schemes_print_with_the_head_on_each_page_and_numbered_sources(visit, site_url, require_tool, tmp_path):
    six = [*SEEDS, "xiamen-2012"]
    page = visit(f"{site_url}/compare.html#s={','.join(six)}").page
    page.evaluate("window.print = () => { globalThis.printed = true; }")
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("() => globalThis.printed")
    assert sorted(page.evaluate("Object.keys(atlasEvidence)")) == sorted(six)
    paper = tmp_path / "compare.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True)
    require_tool("poppler")
    done = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True)
    pages = [re.sub(r"\s", "", text) for text in done.stdout.split("\f")[:-1]]
    sizes = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True, check=True).stdout
    assert "841.92 x 594.96" in sizes or "842" in sizes
    notes_from = next(number for number, text in enumerate(pages) if "来源与注" in text)
    assert notes_from >= 3
    places = ["张家口市2014年", "山东省2015年", "淄博市2022年", "深圳市2018年", "佛山市2022年", "厦门市2012年"]
    for text in pages[:notes_from]:
        assert [text.count(place) >= 1 for place in places] == [True] * 6
    notes = "".join(pages[notes_from:])
    assert "单户贷款金额不超过1000万元" in notes and "政策解读" in notes
    assert page.locator("#notes").is_hidden()


def test_the_briefing_says_differences_ranges_and_sources(site, visit):
    visited = visit(f"{site}/compare.html{FOSHAN_ZIBO}")
    page = visited.page
    page.get_by_role("button", name="对标简报").click()
    brief = page.locator("article.brief")
    for title in ("一、比较范围", "二、主要差别", "三、数值范围", "来源与注"):
        expect(brief).to_contain_text(title)
    expect(brief).to_contain_text("「单户贷款金额不超过1000万元」")
    assert "v=brief" in page.url
    with page.expect_download() as waiting:
        page.get_by_role("button", name="存成网页文件").click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("<!DOCTYPE html>") and "对标简报" in saved and "<script" not in saved
    page.get_by_role("button", name="回到表格").click()
    expect(page.locator("#grid")).to_be_visible()
    assert visited.faults() == []


def test_a_hostile_address_changes_nothing_and_runs_nothing(visit, site_url):
    """All of them after the sign that the page reads, some after the one that it does not."""
    visited = visit(f"{site_url}/compare.html")
    page = visited.page
    usual = table_text(page)
    for hostile in [*(f"#{one}" for one in NOTHING_CHANGES), *(f"?{one}" for one in NOTHING_CHANGES[::5])]:
        page.goto("about:blank")
        page.goto(f"{site_url}/compare.html{hostile}")
        assert heads(page) == SEEDS, hostile
        assert page.evaluate("({}).polluted === undefined && Object.keys(Object.prototype).length === 0"), hostile
        assert page.locator("img[onerror], #address-notes *").count() == 0, hostile
    assert table_text(page) == usual
    assert [*visited.dialogs, *visited.console, *visited.violations, *visited.outside] == []


def test_an_address_that_names_unknown_schemes_says_so(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=foshan-2022,nowhere-1999").page
    expect(page.locator("#address-notes")).to_contain_text("1个方案不在图谱里")
    assert heads(page) == ["foshan-2022"]


def test_an_anchor_of_a_row_leads_to_the_row(visit, site_url):
    page = visit(f"{site_url}/compare.html#p-loss-shares").page
    expect(page.locator("#p-loss-shares")).to_be_in_viewport()


def test_a_phone_shows_two_schemes_by_choice_and_by_swipe(visit, site_url):
    visited = visit(f"{site_url}/compare.html#s={','.join(SEEDS)}", width=390, height=844)
    page = visited.page
    assert heads(page) == SEEDS[:2]
    page.locator("#pair-on").click()
    assert heads(page) == SEEDS[1:3]
    page.locator("#pair-right").select_option(label="佛山市2022年")
    assert heads(page) == ["shandong-2015", "foshan-2022"]
    swipe = """(by) => {
      const box = document.getElementById("scroll");
      const touch = (x) => new Touch({identifier: 1, target: box, clientX: x, clientY: 300});
      box.dispatchEvent(new TouchEvent("touchstart", {touches: [touch(200)], bubbles: true}));
      box.dispatchEvent(new TouchEvent("touchend", {changedTouches: [touch(200 + by)], bubbles: true}));
    }"""
    page.evaluate(swipe, -120)
    assert heads(page) == ["zibo-2022", "shenzhen-2018"]
    page.evaluate(swipe, 120)
    assert heads(page) == ["shandong-2015", "zibo-2022"]
    cell(page, "loan_amount_cap", "zibo-2022").click()
    expect(page.locator("#proof")).to_be_visible()
    assert visited.faults() == []


def test_all_schemes_at_once_draw_only_what_is_in_sight(visit, site_url):
    visited = visit(f"{site_url}/compare.html#s=all")
    page = visited.page
    total = int(page.locator("#grid").get_attribute("aria-colcount") or 0)
    assert total > 40
    assert page.locator("#grid td[role=cell]").count() < 400
    here = page.locator("#grid [data-cell][tabindex='0']")
    here.focus()
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    place = page.evaluate("document.activeElement.dataset.cell")
    assert place and page.locator("#grid td[role=cell]").count() < 400
    expect(page.locator(f'[data-cell="{place}"]')).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#proof")).to_be_visible()
    assert visited.faults() == []


def test_what_is_drawn_of_all_schemes_after_a_change_is_what_is_drawn_afresh_and_unchanged_lines_stay(visit, site_url):
    page = visit(f"{site_url}/compare.html#s=all").page
    drawn = "() => document.getElementById('grid').outerHTML"
    lines = "() => [...document.querySelectorAll('#grid tbody tr:not([aria-hidden], .band)')]"
    mark = f"() => ({lines})().forEach((line) => {{ line.stood = line.textContent; }})"
    stayed = f"() => ({lines})().filter((line) => line.stood === line.textContent).length"
    for selector in ("#differences", ".chapter", ".chapter[aria-expanded=false]", "#marks", "[data-act=right]", "[data-act=remove]"):
        page.evaluate(mark)
        page.locator(selector).first.evaluate("node => node.click()")
        assert selector != "#marks" or page.evaluate(stayed) > 3
        after = page.evaluate(drawn)
        page.reload(wait_until="load")
        assert page.evaluate(drawn) == after, selector
    page.evaluate(mark)
    page.locator("#scroll").evaluate("box => box.scrollBy(0, 150)")
    page.wait_for_function(f"() => ({lines})().some((line) => !line.stood)")
    assert page.evaluate(stayed) > 3


@pytest.mark.parametrize(("width", "color_scheme"), [(320, "dark"), (1280, "light")])
def test_the_page_has_no_barrier_and_nothing_sticks_out(visit, site_url, axe, width, color_scheme):
    visited = visit(f"{site_url}/compare.html", width=width, color_scheme=color_scheme)
    page = visited.page
    table_text(page)

    def sound(where: str) -> None:
        assert axe(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where

    sound("table")
    for tool in ("添加方案", "相近的方案", "按条件找", "选参数"):
        page.get_by_role("button", name=tool).click()
        if tool == "按条件找":
            page.get_by_label("写一个条件").fill("保费率≤2%")
            page.keyboard.press("Enter")
        sound(tool)
    page.get_by_role("button", name="选参数").click()
    cell(page, "loan_amount_cap", heads(page)[0]).click()
    expect(page.locator("#proof .quotes").first).to_be_visible()
    sound("evidence")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="对标简报").click()
    expect(page.locator("article.brief")).to_be_visible()
    sound("briefing")


def test_the_windowed_table_has_no_barrier(visit, site_url, axe):
    page = visit(f"{site_url}/compare.html#s=all").page
    assert axe(page) == []


def test_at_twice_the_size_nothing_sticks_out(visit, site_url):
    page = visit(f"{site_url}/compare.html", width=640, height=400).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_without_scripts_the_best_documented_stand_in_a_whole_table(visit, site_url, axe):
    page = visit(f"{site_url}/compare.html", javascript=False).page
    table = page.locator("table.sheet--compare")
    expect(table).to_be_visible()
    assert table.locator("thead th.col").count() == 5
    expect(table).to_contain_text("单户贷款金额不超过1000万元")
    expect(page.locator("#compare")).to_be_hidden()
    for address in ("parameters/index.html", "regions/index.html", "compare-2.html"):
        assert page.locator(f'a[href="{address}"]').count() >= 1
