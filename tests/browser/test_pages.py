"""The built pages in a real browser: sound, accessible, within the screen, and readable without a server."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

KINDS = [
    "index.html",
    "compare.html",
    "compare-2.html",
    "schemes/index.html",
    "schemes/foshan-2022.html",
    "schemes/zibo-2022.html",
    "regions/index.html",
    "regions/370600.html",
    "regions/440000.html",
    "parameters/index.html",
    "parameters/loss_shares.html",
    "sources.html",
    "coverage.html",
    "glossary.html",
    "data.html",
    "method.html",
    "about.html",
    "contributing.html",
    "404.html",
]
OPEN_EVIDENCE = """
() => [...document.querySelectorAll("details.proof")].slice(0, 12).concat([...document.querySelectorAll("details")].slice(0, 40))
  .forEach((one) => { one.open = true; })
"""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_a_page_of_each_kind_is_sound_has_no_barrier_and_is_no_wider_than_the_screen(kind, site_url, visit, axe, turned):
    """One visit for all of it: at the width of a desk in light, and of a phone in dark."""
    visited = visit(f"{site_url}/{kind}")
    page = visited.page
    assert visited.faults() == []
    page.evaluate(OPEN_EVIDENCE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        assert axe(page) == [], width
        turned(page)


def test_the_frame_of_all_pages_has_no_barrier_in_either_look_at_either_width(site_url, visit, barriers):
    """What a desk or a phone alone shows of it is judged in both looks here, for all kinds of pages."""
    page = visit(f"{site_url}/method.html").page
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == [], width
    page.get_by_role("button", name="全站导航").click()
    assert barriers(page) == []


def test_a_page_is_sound_from_a_folder(kind, file_url, visit):
    if kind == "404.html":
        pytest.skip("its links start at the top of a server: it is what a server answers")
    assert visit(f"{file_url}/{kind}").faults() == []


def test_the_same_page_at_twice_the_text_size_still_fits(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html", width=640).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_evidence_opens_without_script(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html", javascript=False).page
    row = page.locator("#p-loan-term-max")
    words = row.locator("q").first
    assert not words.is_visible()
    row.locator("summary").first.click()
    assert words.is_visible()
    assert "不超过3年" in words.inner_text()


def test_evidence_opens_and_closes_by_keyboard_alone(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html").page
    summary = page.locator("#p-loan-term-max summary").first
    summary.focus()
    page.keyboard.press("Enter")
    words = page.locator("#p-loan-term-max q").first
    assert words.is_visible()
    page.keyboard.press("Escape")
    assert not words.is_visible()
    assert summary.evaluate("node => node === document.activeElement")


def test_a_link_to_a_provision_opens_its_evidence(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html#p-loss-shares-1").page
    assert page.locator("#p-loss-shares-1 q").first.is_visible()


def test_the_head_and_the_first_column_of_a_table_stay_in_sight(built_site, site_url, visit):
    largest = max(built_site.glob("compare-*.html"), key=lambda path: path.stat().st_size)
    page = visit(f"{site_url}/{largest.name}", width=800).page
    corner, rows = page.locator(".sheet--compare .corner"), page.locator(".sheet--compare tbody th[scope=row]")
    before = corner.bounding_box()
    page.locator(".scroll--tall").evaluate("node => node.scrollTo(300, 600)")
    moved = page.locator(".scroll--tall").evaluate("node => [node.scrollLeft, node.scrollTop]")
    assert moved == [300, 600]
    assert corner.bounding_box() == before
    assert rows.last.bounding_box()["x"] == pytest.approx(before["x"], abs=1)


def test_the_share_of_first_time_borrowers_is_three_clicks_from_home(site_url, visit):
    """佛山首贷户: bank 10 and insurer 90, of which 45 come back from the fund."""
    page = visit(f"{site_url}/index.html").page
    page.get_by_role("link", name="佛山市", exact=True).click()
    page.locator(".card").get_by_role("link", name="佛山市政策性小额贷款保证保险", exact=True).click()
    shares = page.locator("#p-loss-shares").inner_text()
    assert "首贷户" in shares and "银行承担10%，保险公司承担90%" in shares
    assert "45%" in page.locator("#p-government-compensation").inner_text()
    page.locator("#p-government-compensation summary").first.click()
    assert "45%" in page.locator("#p-government-compensation q").first.inner_text()


LOOK = """() => [document.body.dataset.mdColorScheme, document.documentElement.style.colorScheme,
  [...document.querySelectorAll("[data-look]")].filter((button) => !button.hidden).map((button) => button.title).join()]"""
LIGHT, DARK = ["default", "light", "换成深色"], ["slate", "dark", "换成浅色"]


def test_the_look_that_was_chosen_stays_whatever_the_system_has(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    assert page.evaluate(LOOK) == LIGHT
    page.get_by_role("button", name="换成深色").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(LOOK) == DARK
    assert page.evaluate("document.activeElement.title") == "换成浅色"
    page.goto(f"{site_url}/method.html")
    assert page.evaluate(LOOK) == DARK
    page.emulate_media(color_scheme="dark")
    page.get_by_title("换成浅色").click()
    page.goto(f"{site_url}/index.html")
    assert page.evaluate(LOOK) == LIGHT


def test_until_a_look_is_chosen_it_is_that_of_the_system_from_the_first_moment(site_url, visit, new_page):
    page = visit(f"{site_url}/index.html", color_scheme="dark").page
    assert page.evaluate(LOOK) == DARK
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    assert page.evaluate(LOOK) == LIGHT
    # Nothing that comes after the head of the page is waited for.
    page = new_page(color_scheme="dark").page
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{site_url}/index.html")
    assert page.evaluate(LOOK) == DARK


def test_a_kept_look_that_is_none_is_passed_over_and_a_browser_that_keeps_nothing_still_changes(site_url, visit, new_page):
    first = visit(f"{site_url}/index.html")
    first.page.evaluate("__md_set('__look', 'javascript:0')")
    page = new_page(beside=first).page
    page.goto(f"{site_url}/index.html")
    assert page.evaluate(LOOK) == LIGHT
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('closed'); }})")
    page.goto(f"{site_url}/method.html")
    page.get_by_title("换成深色").click()
    assert page.evaluate(LOOK) == DARK


def test_the_menu_of_a_phone_works_by_keyboard(site_url, visit):
    page = visit(f"{site_url}/index.html", width=390).page
    page.get_by_role("button", name="全站导航").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-sidebar--primary").get_by_role("link", name="比较")).to_be_in_viewport()
