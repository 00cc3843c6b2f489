"""The pictures in a real browser: no barrier, no word over another, the source's words by pointer, keyboard and touch."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from playwright.sync_api import expect

PICTURED = [
    "parameters/loan_amount_cap.html",
    "parameters/loan_rate_cap.html",
    "parameters/loss_shares.html",
    "parameters/loss_layers.html",
    "timeline.html",
]

OVERLAPS = """
() => [...document.querySelectorAll(".plot > svg")].flatMap((plot) => {
  const texts = [...plot.querySelectorAll("text")].filter((text) => !text.closest(".tip"))
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  return texts.flatMap(([words, box], number) => texts.slice(number + 1)
    .filter(([, other]) => box.left + 1 < other.right && other.left + 1 < box.right && box.top + 2 < other.bottom && other.top + 2 < box.bottom)
    .map(([others]) => `${words} / ${others}`));
})
"""

OUTSIDE = """
() => [...document.querySelectorAll(".plot > svg text")].map((text) => [text.textContent, text.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth)).map(([words]) => words)
"""

OVERFULL = """
() => [...document.querySelectorAll(".seg__text")].filter((text) => {
  const [box, bar] = [text.getBoundingClientRect(), text.previousElementSibling.getBoundingClientRect()];
  return box.left < bar.left || box.right > bar.right;
}).map((text) => text.textContent)
"""

SMALL = """
() => [...document.querySelectorAll(".pt__hit")].map((hit) => hit.getBoundingClientRect())
  .filter((box) => Math.min(box.width, box.height) < 23.9).length
"""


@pytest.fixture(params=PICTURED)
def pictured(request):
    return request.param


def test_a_page_with_pictures_is_sound_has_no_barrier_and_no_word_over_another(pictured, site_url, visit, axe, turned):
    """One visit for all of it: on two phones in light, at a desk in dark."""
    visited = visit(f"{site_url}/{pictured}")
    page = visited.page
    assert visited.faults() == []
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        assert page.evaluate(OVERLAPS) == [], width
        assert page.evaluate(OUTSIDE) == [], width
        assert page.evaluate(OVERFULL) == [], width
        assert page.evaluate(SMALL) == 0, width
    page.locator("a.pt").first.focus()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator(".tip:visible")).to_have_count(1)
        assert axe(page) == [], width
        turned(page)


def test_a_page_with_pictures_is_sound_from_a_folder(pictured, file_url, visit):
    assert visit(f"{file_url}/{pictured}").faults() == []


def told(point):
    """The box with the words of a point."""
    return point.locator("xpath=following-sibling::*").locator(".tip__box")


def test_the_words_of_a_source_show_without_script(site_url, visit):
    page = visit(f"{site_url}/parameters/loan_term_max.html", javascript=False).page
    point = page.locator("a.pt[href='#s-foshan-2022']")
    words = told(point).locator("q")
    expect(words).to_be_hidden()
    point.locator(".pt__shape").hover()
    expect(words).to_be_visible()
    expect(words).to_contain_text("不超过3年")
    page.mouse.move(0, 0)
    expect(words).to_be_hidden()
    point.focus()
    expect(words).to_be_visible()


def test_arrow_keys_go_from_point_to_point_and_escape_puts_the_words_away(site_url, visit):
    page = visit(f"{site_url}/parameters/loan_amount_cap.html").page
    points = page.locator(".panel").first.locator("a.pt")
    assert page.locator(".panel").first.locator("a.pt[tabindex='0']").count() == 1
    points.first.focus()
    expect(told(points.first)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(points.nth(1)).to_be_focused()
    expect(told(points.nth(1)).locator("q").first).to_be_visible()
    expect(told(points.first)).to_be_hidden()
    page.keyboard.press("End")
    expect(points.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tip:visible")).to_have_count(0)
    page.keyboard.press("Home")
    expect(points.first).to_be_focused()
    target = points.first.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site_url}/parameters/loan_amount_cap.html{target}")


def test_a_pointer_can_move_on_to_the_words_it_called_up(site_url, visit):
    page = visit(f"{site_url}/parameters/loan_term_max.html").page
    point = page.locator("a.pt[href='#s-foshan-2022']")
    point.locator(".pt__shape").hover()
    box = told(point)
    expect(box).to_be_visible()
    box.hover()
    expect(box).to_be_visible()
    page.mouse.move(0, 0)
    expect(box).to_be_hidden()


def test_a_first_tap_shows_the_words_and_a_second_one_leads_to_the_row(site_url, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site_url}/parameters/loan_term_max.html")
    point = page.locator("a.pt[href='#s-foshan-2022']")
    words = told(point).locator("q")
    point.locator(".pt__hit").tap()
    expect(words).to_be_visible()
    assert page.url.endswith("loan_term_max.html")
    point.locator(".pt__hit").tap()
    expect(page).to_have_url(f"{site_url}/parameters/loan_term_max.html#s-foshan-2022")
    context.close()


def test_adjacent_kinds_leave_the_picture_with_the_table(site_url, visit):
    page = visit(f"{site_url}/parameters/loan_amount_cap.html").page
    panel = page.locator(".panel.adjacent")
    expect(panel).to_be_visible()
    page.get_by_label("不看相邻类型").check()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "shapes"),
    [
        ("parameters/loan_amount_cap.html", 58),
        ("parameters/loss_shares.html", 0),
        ("timeline.html", 0),
    ],
)
def test_a_picture_is_taken_away_as_a_file_that_stands_alone(path, shapes, site_url, visit):
    page = visit(f"{site_url}/{path}").page
    with page.expect_download() as download:
        page.get_by_role("button", name="下载图片（SVG）").first.click()
    text = download.value.path().read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert download.value.suggested_filename.endswith(".svg")
    tags = [element.tag.partition("}")[2] for element in root.iter()]
    assert "foreignObject" not in tags and "a" not in tags and "script" not in tags
    assert not any(
        name in ("class", "style", "href") for element in root.iter() for name in element.attrib
    )
    words = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert page.locator("h1").inner_text() in words
    shown = page.locator(".picture").first.locator(".pt__shape")
    assert shown.count() >= shapes
    drawn = [
        e
        for e in root.iter()
        if e.tag.endswith(("circle", "path")) and e.get("fill") not in (None, "transparent")
    ]
    if shapes:
        assert len(drawn) >= shapes
    assert "var(" not in text


def test_the_timeline_is_reached_from_schemes_and_regions(site_url, visit):
    page = visit(f"{site_url}/schemes/index.html").page
    page.get_by_role("link", name="按时间看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("时间线")
    page.goto(f"{site_url}/regions/440600.html")
    page.locator(".head").get_by_role("link", name="时间线").click()
    expect(page).to_have_url(f"{site_url}/timeline.html#t-440000")
