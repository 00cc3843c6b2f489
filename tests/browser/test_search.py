"""The search box as a reader uses it: what is asked is among the first things found, over http and from a folder."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from required_tools import ROOT

QUERIES = json.loads((ROOT / "tests" / "vectors" / "search_queries.json").read_text("utf-8"))
SHOWN_FIRST = 3

FIRST_HITS = [
    ("佛山 首贷户 分担", "schemes/foshan-2022.html#p-loss-shares-1"),
    ("佛山首贷户分担", "schemes/foshan-2022.html#p-loss-shares-1"),
    ("LPR+150", "schemes/foshan-2022.html#p-loan-rate-cap-1"),
    ("bzbx", "parameters/enhancement_routes.html"),
    ("叫停", "parameters/suspension_trigger.html"),
    ("烟台", "regions/370600.html"),
    ("淄博", "schemes/zibo-2022.html"),
    ("淄博 借款人意外伤害保险", "schemes/zibo-2022.html#p-accident-insurance"),
    ("鲁财金〔2018〕51号", "schemes/shandong-2018.html#facts"),
    ("术语对照", "glossary.html"),
]


@pytest.fixture(params=["http", "file"])
def home(request, site_url, file_url, visit):
    visited = visit(f"{site_url if request.param == 'http' else file_url}/index.html")
    yield visited.page
    assert visited.faults() == []


def ask(page: Page, query: str) -> None:
    """Type the query into the box and wait for its own answer."""
    page.locator(".md-search__input").fill(query)
    answered(page, query)


def answered(page: Page, query: str) -> None:
    expect(page.locator("[data-atlas-search]")).to_have_attribute("data-answered", query)


def hits(page: Page, query: str) -> list[str]:
    """The addresses found, best first, below the site's top."""
    ask(page, query)
    return page.evaluate(
        "() => [...document.querySelectorAll('.hit')].map(a => a.href.replace(new URL('.', location).href, ''))"
    )


def test_the_queries_are_many_and_spread():
    kinds = Counter(entry["kind"] for entry in QUERIES)
    assert len({entry["query"] for entry in QUERIES}) == len(QUERIES) >= 60
    assert len(kinds) >= 10
    assert min(kinds.values()) >= 3


def test_every_query_finds_what_is_meant_among_the_first_three(site_url, visit):
    visited = visit(f"{site_url}/index.html")
    missed = [
        f"{entry['query']}: {found} instead of {entry['expected']}"
        for entry in QUERIES
        if entry["expected"] not in (found := hits(visited.page, entry["query"])[:SHOWN_FIRST])
    ]
    assert missed == []
    assert visited.faults() == []


def test_what_is_asked_is_found_first_over_http_and_from_a_folder(home):
    for query, expected in FIRST_HITS:
        assert hits(home, query)[:1] == [expected], query


def test_the_first_hit_of_one_search_shows_both_stages_of_sharing(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    page.keyboard.press("/")
    page.keyboard.type("佛山 首贷户 分担")
    answered(page, "佛山 首贷户 分担")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schemes/foshan-2022.html#p-loss-shares-1")
    expect(page.locator("#p-loss-shares-1")).to_contain_text("银行承担10%，保险公司承担90%")
    expect(page.locator("#p-loss-shares-1")).to_be_in_viewport()
    expect(page.locator("#p-government-compensation-1")).to_contain_text("45%")


def test_nothing_is_loaded_before_somebody_searches(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    loaded = (
        "performance.getEntriesByType('resource').filter(e => /\\/search[/_]/.test(e.name)).length"
    )
    assert page.evaluate(loaded) == 0
    page.locator(".md-search__input").focus()
    page.wait_for_function(f"() => {loaded} > 0")


def test_the_keys_of_the_theme_work(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("补贴")
    answered(page, "补贴")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_the_number_found_and_what_was_understood_are_announced(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    status = page.get_by_role("status").and_(page.locator("#search-status"))
    ask(page, "佛山 首贷户 分担")
    expect(status).to_have_text("找到5处")
    ask(page, "bzbx 佛山")
    expect(status).to_contain_text("“bzbx”也按“保证保险”查")
    ask(page, "佛山 上市公司")
    expect(status).to_contain_text("没有找到全部符合的；略去“上市公司”")
    ask(page, "zzzzqqqq")
    expect(status).to_have_text("没有找到；换一个说法，或少写一个词")
    expect(page.locator(".hit")).to_have_count(0)


def test_an_absence_is_an_answer_in_words(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    ask(page, "淄博 借款人意外伤害保险")
    expect(page.locator(".hit").first).to_contain_text("未规定")
    ask(page, "淄博 最长贷款期限")
    expect(page.locator(".hit").first).to_contain_text("淄博市2022年（已到期）　最长贷款期限")
    ask(page, "佛山 还款方式")
    expect(page.locator(".hit").first).to_contain_text("未见原文：利率、期限及还款方式")


def test_words_are_marked_however_they_are_written(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    for query, marked in (
        ("lpr + 150", ["LPR", "150个基点"]),
        ("一千万", ["1000万元"]),
        ("fs fdbl", ["佛山", "分担比例"]),
        ("农业政银保", ["农业", "政银保"]),
    ):
        ask(page, query)
        assert (
            page.locator(".hit").first.locator("mark").all_inner_texts()[: len(marked)] == marked
        ), query


def test_letters_under_composition_are_no_query(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    ask(page, "佛山")
    page.locator(".md-search__input").evaluate(
        """(input) => {
          input.value = "bzbx";
          input.dispatchEvent(new InputEvent("input", {isComposing: true}));
        }"""
    )
    expect(page.locator("[data-atlas-search]")).to_have_attribute("data-answered", "佛山")
    page.locator(".md-search__input").dispatch_event("compositionend")
    answered(page, "bzbx")


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "\\",
    "a" * 5000,
    "(",
    "。",
    "+",
    "[",
    "1" * 300,
    "%",
    "__proto__",
    "constructor",
]


def test_a_hostile_query_is_only_text(site_url, visit):
    visited = visit(f"{site_url}/index.html")
    for query in HOSTILE:
        ask(visited.page, query)
        assert visited.page.locator(".md-search-result img, .md-search-result b").count() == 0, query
        assert visited.faults() == [], query


def test_the_results_have_no_barrier(site_url, visit, barriers):
    page = visit(f"{site_url}/index.html").page
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        page.keyboard.press("/")
        page.keyboard.type("佛山 补贴")
        answered(page, "佛山 补贴")
        assert barriers(page) == [], width
