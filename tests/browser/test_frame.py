"""The frame around a page: where the reader is, the drawer and the search of a phone, paper, and none of the theme's scripts."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from playwright.sync_api import expect

from generator import mkdocs_hook
from generator.theme import SCRIPTED, without_effect

ROOT = Path(__file__).resolve().parents[2]
MARKS = """() => [...document.querySelectorAll(".md-sidebar--secondary a.md-nav__link")]
  .map(({classList}) => ["passed", "active"].filter((mark) => classList.contains(`md-nav__link--${mark}`)).join(" "))"""
LINE, NAMED = re.compile(r"md-header--shadow"), re.compile(r"md-header__title--active")


def scroll(page, to: str) -> None:
    page.evaluate(f"scrollTo({{top: {to}, behavior: 'instant'}})")


def test_the_contents_mark_what_is_read_and_what_has_been(site_url, visit):
    page = visit(f"{site_url}/method.html").page
    links = page.locator(".md-sidebar--secondary a.md-nav__link")
    number = links.count()
    assert number > 3 and page.evaluate(MARKS) == [""] * number
    links.nth(2).click()
    active = re.compile(r"md-nav__link--active")
    expect(links.nth(2)).to_have_class(active)
    assert page.evaluate(MARKS) == ["passed", "passed", "passed active"] + [""] * (number - 3)
    scroll(page, "document.documentElement.scrollHeight")
    expect(links.last).to_have_class(active)
    assert page.evaluate(MARKS) == ["passed"] * (number - 1) + ["passed active"]
    scroll(page, "0")
    expect(links.last).not_to_have_class(active)
    assert page.evaluate(MARKS) == [""] * number


def test_the_head_names_the_page_and_is_set_off_once_its_own_heading_and_the_tabs_are_out_of_sight(site_url, visit):
    page = visit(f"{site_url}/method.html").page
    head, title = page.locator(".md-header"), page.locator(".md-header__title")
    expect(head).not_to_have_class(LINE)
    expect(title).not_to_have_class(NAMED)
    scroll(page, "60")
    expect(head).to_have_class(LINE)
    scroll(page, "900")
    expect(title).to_have_class(NAMED)
    scroll(page, "0")
    expect(title).not_to_have_class(NAMED)
    expect(head).not_to_have_class(LINE)
    # A phone has no tabs.
    page.set_viewport_size({"width": 390, "height": 800})
    expect(head).to_have_class(LINE)


@pytest.mark.parametrize("javascript", [True, False])
def test_long_contents_stay_in_sight_and_scroll_by_themselves(javascript, site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html", height=300, javascript=javascript).page
    page.mouse.move(640, 200)
    page.mouse.wheel(0, 2000)
    expect(page.locator("h1")).not_to_be_in_viewport()
    beside = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap")
    box = beside.bounding_box()
    assert box["y"] > 50 and box["y"] + box["height"] <= 300
    last = beside.locator("a").last
    assert last.bounding_box()["y"] > 300
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["y"] < 300


def test_everything_is_unfolded_on_paper_and_folded_again_after(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html").page
    opened = page.locator(".atlas details[open]")
    page.locator("#p-loan-term-max summary").first.click()
    before, total = opened.count(), page.locator(".atlas details").count()
    assert 1 <= before < total
    page.emulate_media(media="print")
    expect(opened).to_have_count(total)
    page.emulate_media(media="screen")
    expect(opened).to_have_count(before)
    assert page.locator("#p-loan-term-max details").first.get_attribute("open") is not None


def test_a_link_into_what_is_folded_unfolds_all_that_is_around_it(site_url, visit):
    page = visit(f"{site_url}/method.html").page
    page.evaluate("""() => {
      const [outer, inner, words] = ["details", "details", "p"].map((name) => document.createElement(name));
      words.id = "deep";
      words.textContent = "字";
      inner.append(words);
      outer.append(inner);
      document.getElementById("content").append(outer);
      outer.after(Object.assign(document.createElement("details"), {id: "other"}));
    }""")
    # As a browser that does not unfold by itself would follow the link.
    page.evaluate("history.replaceState(null, '', '#deep'); dispatchEvent(new HashChangeEvent('hashchange')); 0")
    expect(page.locator("#deep")).to_be_in_viewport()
    assert page.evaluate("document.querySelectorAll('#content > details[open], #content details details[open]').length") == 2
    assert page.locator("#other").get_attribute("open") is None


def test_the_drawer_closes_by_escape_and_after_a_link_within_the_page(site_url, visit):
    page = visit(f"{site_url}/method.html", width=390).page
    button, drawer = page.get_by_role("button", name="全站导航"), page.locator(".md-sidebar--primary")
    for closing in (lambda: page.keyboard.press("Escape"), lambda: page.evaluate("location.hash = 'content'")):
        button.click()
        expect(drawer).to_be_in_viewport()
        expect(button).to_have_attribute("aria-expanded", "true")
        closing()
        expect(drawer).not_to_be_in_viewport()
        expect(button).to_have_attribute("aria-expanded", "false")


def test_what_is_in_a_closed_drawer_is_out_of_the_way_of_the_keyboard(site_url, visit):
    page = visit(f"{site_url}/index.html", width=390).page
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') === null")


def test_a_group_of_the_drawer_opens_by_the_keyboard(site_url, visit):
    page = visit(f"{site_url}/index.html", width=390).page
    page.get_by_role("button", name="全站导航").click()
    label = page.locator("label.md-nav__link", has_text="数据与方法")
    group = page.locator(f"nav[aria-labelledby={label.get_attribute('id')}]")
    for key, expanded in (("Enter", "true"), (" ", "false"), ("Enter", "true")):
        label.focus()
        page.keyboard.press(key)
        expect(group).to_have_attribute("aria-expanded", expanded)
    expect(group.get_by_role("link", name="术语对照")).to_be_in_viewport()


def test_the_page_under_the_search_of_a_phone_stays_where_it_is(site_url, visit):
    page = visit(f"{site_url}/method.html", width=390).page
    scroll(page, "400")
    page.get_by_role("button", name="站内搜索").click()
    expect(page.locator("html")).to_have_css("overflow-y", "hidden")
    page.mouse.move(200, 700)
    page.mouse.wheel(0, 900)
    page.keyboard.press("Escape")
    # What the wheel was turned before would have been scrolled by now.
    page.mouse.wheel(0, -200)
    expect(page.locator("html")).to_have_js_property("scrollTop", 200)


def test_words_that_are_cut_off_are_told_when_pointed_at(site_url, visit):
    page = visit(f"{site_url}/schemes/foshan-2022.html", width=320).page
    words = page.locator(".md-header__topic .md-ellipsis").first
    assert words.get_attribute("title") is None
    words.hover()
    expect(words).to_have_attribute("title", "小额贷款保证保险政策图谱")
    whole = visit(f"{site_url}/method.html").page.locator(".md-sidebar--secondary a").first
    whole.hover()
    assert whole.get_attribute("title") is None


@pytest.mark.parametrize("javascript", [True, False])
def test_a_wide_table_of_prose_scrolls_in_a_frame_of_its_own(javascript, site_url, visit):
    page = visit(f"{site_url}/writing.html", width=320, javascript=javascript).page
    tables = page.locator(".atlas table:not([class])")
    assert tables.count() >= 1 and page.locator(".atlas .md-typeset__scrollwrap > .md-typeset__table > table").count() == tables.count()
    frame = page.locator(".md-typeset__scrollwrap").first
    frame.evaluate("frame => { frame.querySelector('td').style.whiteSpace = 'nowrap'; }")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX") == "auto"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_no_script_of_the_theme_is_published_or_asked_for(built_site):
    theirs = {path.name for path in (Path(material.__file__).parent / "templates/assets/javascripts").rglob("*.js")}
    published = {path.name for path in built_site.rglob("*.js")}
    assert len(theirs) > 10 and "frame.js" in published and published & theirs == set()
    pages = [path.read_text(encoding="utf-8") for path in built_site.rglob("*.html")]
    assert len(pages) > 100 and [page for page in pages if "/bundle." in page or "__config" in page] == []


@pytest.mark.parametrize("feature", ["navigation.instant", "navigation.instant.prefetch", "content.code.copy", "toc.follow"])
def test_a_feature_that_would_need_the_theme_s_script_is_refused(feature):
    features = ["navigation.tabs", feature, "navigation.sections"]
    configuration = load_config(str(ROOT / "mkdocs.yml"), theme={"name": "material", "features": features})
    with pytest.raises(PluginError, match=re.escape(f"theme.features 里的 {feature} 要靠主题自带的脚本")):
        mkdocs_hook.on_config(configuration)


def test_the_features_of_this_site_need_none():
    assert without_effect(load_config(str(ROOT / "mkdocs.yml"))) == [] and "navigation.instant" in SCRIPTED


def test_every_sheet_is_asked_for_in_the_head(built_site):
    """One that came later would have the styles of all that stands already found again."""
    pages = {path.relative_to(built_site).as_posix(): path.read_text(encoding="utf-8").split("</head>") for path in built_site.rglob("*.html")}
    assert [name for name, (_, body) in pages.items() if "stylesheet" in body] == []
    assert {sheet for head, _ in pages.values() for sheet in re.findall(r"stylesheets/(\w+)\.css", head)} >= {"compare", "drafts", "document", "pictures", "treasury"}
