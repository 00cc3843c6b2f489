"""The pages that trace the data, in a real browser: barriers, width, reports, and the switch for adjacent kinds."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

KINDS = [
    "changes/index.html",
    "changes/foshan-2015--foshan-2022.html",
    "changes/shenzhen-2018--shenzhen-2018-final.html",
    "contradictions.html",
    "reading.html",
    "writing.html",
    "regions/330000.html",
    "regions/330782.html",
    "schemes/shenzhen-2018-final.html",
    "schemes/zhejiang-2011.html",
]
OPEN_ALL = """
() => [...document.querySelectorAll("details")].slice(0, 40).forEach((one) => { one.open = true; })
"""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_a_page_that_traces_the_data_is_sound_has_no_barrier_and_fits(kind, site_url, visit, axe, turned):
    """One visit for all of it: at the width of a desk in light, and of a phone in dark."""
    visited = visit(f"{site_url}/{kind}")
    page = visited.page
    assert visited.faults() == []
    page.evaluate(OPEN_ALL)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        turned(page)


def test_a_page_that_traces_the_data_is_sound_from_a_folder(kind, file_url, visit):
    assert visit(f"{file_url}/{kind}").faults() == []


def test_old_and_new_words_are_read_side_by_side_without_script(site_url, visit):
    page = visit(f"{site_url}/changes/foshan-2015--foshan-2022.html", javascript=False).page
    row = page.locator("tr", has=page.get_by_role("link", name="年度补偿上限"))
    assert "年度政策性小额贷款专项扶持资金总额" in row.inner_text()
    row.locator("summary").last.click()
    assert "保证保险子项目补偿总额不超过6000万元" in row.inner_text()


def test_the_line_of_texts_leads_to_what_changed(site_url, visit):
    page = visit(f"{site_url}/schemes/shenzhen-2018-final.html").page
    page.locator(".line").get_by_role("link", name="定稿征求意见稿：改了什么").click()
    assert page.url.endswith("changes/shenzhen-2018--shenzhen-2018-final.html")


def test_a_report_is_filled_in_without_script(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html", javascript=False).page
    case = page.locator("#p-loan-term-max-1")
    case.locator("summary").first.click()
    case.get_by_text("报错", exact=True).click()
    text = case.locator(".report__text").inner_text()
    assert "最长贷款期限" in text and "不超过3年" in text and "p-loan-term-max-1" in text
    assert page.get_by_role("button", name="复制报错文本").count() == 0


def test_a_report_is_copied_with_the_address_of_the_cell(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html#r-loan-term-max-1").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    case = page.locator("#p-loan-term-max-1")
    case.get_by_role("button", name="复制报错文本").click()
    case.get_by_text("已复制", exact=True).wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert f"位置：{site_url}/schemes/foshan-2022.html#p-loan-term-max-1" in text
    assert case.get_by_role("link", name="在线提交").count() == 0


def test_a_report_that_was_opened_before_its_script_came_is_furnished_too(site_url, new_page):
    page = new_page().page
    page.route("**/site.js", lambda route: route.abort())
    page.goto(f"{site_url}/schemes/foshan-2022.html#r-loan-term-max-1")
    case = page.locator("#p-loan-term-max-1")
    expect(case.locator(".report__text")).to_be_in_viewport()
    assert case.get_by_role("button", name="复制报错文本").count() == 0
    page.unroute_all()
    page.add_script_tag(url=f"{site_url}/assets/javascripts/reports.js")
    expect(case.get_by_role("button", name="复制报错文本")).to_be_visible()


def test_a_report_goes_to_the_receiver_where_there_is_one(built_site, site_url, new_page):
    """As a site whose settings name a receiver: title and body are in the query, beside what was there."""
    html = (built_site / "schemes" / "foshan-2022.html").read_text(encoding="utf-8")
    meta = '<meta name="atlas-reports" content="https://reports.example.org/new?kind=data">'
    page = new_page().page
    page.route(
        "**/schemes/foshan-2022.html",
        lambda route: route.fulfill(body=html.replace("</title>", f"</title>{meta}"), content_type="text/html"),
    )
    page.goto(f"{site_url}/schemes/foshan-2022.html#r-loan-term-max-1")
    href = page.locator("#p-loan-term-max-1").get_by_role("link", name="在线提交").get_attribute("href")
    address = urlsplit(href)
    query = parse_qs(address.query)
    assert address.netloc == "reports.example.org" and query["kind"] == ["data"]
    assert query["title"] == ["报错：佛山市政策性小额贷款保证保险（2022年），最长贷款期限"]
    (body,) = query["body"]
    assert "不超过3年" in body and f"{site_url}/schemes/foshan-2022.html#p-loan-term-max-1" in body


def test_a_link_from_a_parameter_s_page_opens_the_report_of_its_cell(site_url, visit):
    page = visit(f"{site_url}/parameters/loan_term_max.html").page
    row = page.locator("#s-foshan-2022")
    row.locator("summary").first.click()
    row.get_by_role("link", name="报错").click()
    page.wait_for_url("**/schemes/foshan-2022.html#r-loan-term-max-1")
    page.locator("#r-loan-term-max-1").wait_for()


def test_adjacent_kinds_are_taken_out_and_the_address_remembers_it(site_url, visit):
    page = visit(f"{site_url}/schemes/index.html").page
    box = page.get_by_role("checkbox")
    assert page.locator("tbody.adjacent").is_visible()
    box.check()
    assert not page.locator("tbody.adjacent").is_visible()
    assert page.url.endswith("#hide=adjacent")
    page.reload()
    assert box.is_checked() and not page.locator("tbody.adjacent").is_visible()
    box.uncheck()
    assert page.locator("tbody.adjacent").is_visible() and "#" not in page.url


def test_without_script_adjacent_kinds_stand_at_the_end(site_url, visit):
    page = visit(f"{site_url}/schemes/index.html", javascript=False).page
    assert page.get_by_role("checkbox").count() == 0
    assert page.locator("tbody").last.get_attribute("class") == "adjacent"


def test_no_row_of_a_table_loses_its_place_when_adjacent_kinds_are_taken_out(site_url, visit):
    page = visit(f"{site_url}/regions/320000.html#hide=adjacent").page
    widths = page.evaluate(
        """() => [...document.querySelectorAll(".sheet--keys tr")].map((row) =>
          [...row.children].filter((cell) => getComputedStyle(cell).display !== "none").length)"""
    )
    assert len(set(widths)) <= 1
