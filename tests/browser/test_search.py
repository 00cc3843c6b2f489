"""The search box as a reader uses it: what is asked is the first thing found, over http and from a folder."""

from __future__ import annotations

import pytest

FIRST_HITS = [
    ("佛山 首贷户 分担", "schemes/foshan-2022.html#p-loss-shares-1"),
    ("佛山首贷户分担", "schemes/foshan-2022.html#p-loss-shares-1"),
    ("首贷户　分担　佛山", "schemes/foshan-2022.html#p-loss-shares-1"),
    ("淄博 最长贷款期限", "schemes/zibo-2022.html#p-loan-term-max-1"),
    ("叫停", "parameters/suspension_trigger.html"),
    ("损失分担比例", "parameters/loss_shares.html"),
    ("烟台", "regions/370600.html"),
    ("淄博", "schemes/zibo-2022.html"),
    ("术语对照", "glossary.html"),
]
MID_SENTENCE = [
    ("连续欠息", "schemes/shenzhen-2018.html#p-claim-trigger"),
    ("并购贷款", "schemes/zibo-2022.html#p-prohibited-uses"),
]


@pytest.fixture(params=["http", "file"])
def home(request, site_url, file_url, visit):
    visited = visit(f"{site_url if request.param == 'http' else file_url}/index.html")
    yield visited.page
    assert visited.faults() == []


def hits(page, query: str) -> list[str]:
    """The addresses found, best first, below the site's top."""
    page.keyboard.press("Escape")
    page.locator(".md-search__input").fill(query)
    page.wait_for_function(
        "() => /找到\\d|没有找到/.test(document.querySelector('#search-status').textContent)"
    )
    page.wait_for_timeout(50)
    top = page.evaluate("new URL('.', location).href")
    return [a.evaluate("node => node.href").removeprefix(top) for a in page.locator(".hit").all()]


def test_what_is_asked_is_found_first(home):
    for query, expected in FIRST_HITS:
        assert hits(home, query)[:1] == [expected], query


def test_words_in_the_middle_of_a_sentence_are_found(home):
    for query, expected in MID_SENTENCE:
        assert any(hit.startswith(expected) for hit in hits(home, query)[:3]), query


def test_the_first_hit_of_one_search_shows_both_stages_of_sharing(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    page.keyboard.press("/")
    page.keyboard.type("佛山 首贷户 分担")
    page.locator(".hit").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/schemes/foshan-2022.html#p-loss-shares-1")
    assert "银行承担10%，保险公司承担90%" in page.locator("#p-loss-shares-1").inner_text()
    assert "45%" in page.locator("#p-government-compensation-1").inner_text()


def test_nothing_is_loaded_before_somebody_searches(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    loaded = "performance.getEntriesByType('resource').filter(e => e.name.includes('/search/')).length"
    assert page.evaluate(loaded) == 0
    page.locator(".md-search__input").focus()
    page.wait_for_function(f"() => {loaded} > 0")


def test_the_keys_of_the_theme_work(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    page.keyboard.press("/")
    page.keyboard.type("补贴")
    page.locator(".hit").nth(2).wait_for()
    focused = "[...document.querySelectorAll('.hit')].indexOf(document.activeElement)"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.matches('.md-search__input')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()


def test_an_absence_is_an_answer(site_url, visit):
    page = visit(f"{site_url}/index.html").page
    first = hits(page, "淄博 借款人意外伤害保险")[0]
    assert first.startswith("schemes/zibo-2022.html#p-accident-insurance")
    assert "未规定" in page.locator(".hit").first.inner_text()


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "&lt;b&gt;", "\\", "a" * 5000, "(", "。"])
def test_a_hostile_query_is_only_text(query, site_url, visit):
    visited = visit(f"{site_url}/index.html")
    hits(visited.page, query) if query != "。" else visited.page.locator(".md-search__input").fill(query)
    assert visited.page.locator(".md-search-result img, .md-search-result b").count() == 0
    assert visited.faults() == []


def test_the_results_have_no_barrier(site_url, visit, axe):
    for width in (320, 1280):
        for color_scheme in ("light", "dark"):
            page = visit(f"{site_url}/index.html", width=width, color_scheme=color_scheme).page
            page.keyboard.press("/")
            page.keyboard.type("佛山 补贴")
            page.locator(".hit").first.wait_for()
            assert axe(page) == []
