"""The site in one file: unpacked into a folder it is found in, compared, computed and drafted with, and asks nobody for anything."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator.website import ARCHIVE


@pytest.fixture(scope="module")
def copy_url(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the unpacked copy, in a folder whose name a person may give."""
    folder = tmp_path_factory.mktemp("offline") / "我的 文件 #1"
    with zipfile.ZipFile(built_site / ARCHIVE) as packed:
        packed.extractall(folder)
    return (folder / ARCHIVE.removesuffix(".zip")).as_uri()


def test_a_reader_finds_a_provision_by_search(copy_url, visit):
    visited = visit(f"{copy_url}/index.html")
    page = visited.page
    page.keyboard.press("/")
    page.keyboard.type("佛山 首贷户 分担")
    first = page.locator(".hit").first
    expect(first).to_contain_text("佛山")
    first.click()
    page.wait_for_url("**/schemes/foshan-2022.html#p-loss-shares-1")
    expect(page.locator("#p-loss-shares-1 q").first).to_be_visible()
    assert visited.faults() == []


def test_two_schemes_are_compared_down_to_the_words_of_a_cell_and_its_correction(copy_url, visit):
    visited = visit(f"{copy_url}/compare.html#s=foshan-2022,zibo-2022&r=loan_amount_cap,loan_term_max")
    page = visited.page
    page.locator("#grid").get_by_text("1000万元").first.click()
    expect(page.locator("#proof")).to_contain_text("单户贷款金额不超过1000万元")
    page.locator("#proof").get_by_role("link", name="报错").first.click()
    page.wait_for_url("**/schemes/foshan-2022.html#r-loan-amount-cap-1")
    expect(page.locator("#r-loan-amount-cap-1")).to_be_visible()
    expect(page.locator("#r-loan-amount-cap-1")).to_contain_text("现在写的是")
    assert visited.faults() == []


def test_a_loan_is_computed(copy_url, visit):
    visited = visit(f"{copy_url}/costs/index.html")
    page = visited.page
    cost = page.locator(".fig--cost data")
    before = cost.get_attribute("value")
    page.fill("#amount", "7.7万")
    expect(cost).not_to_have_attribute("value", before or "")
    assert visited.faults() == []


def test_a_measure_is_drafted_and_taken_away_as_word(copy_url, visit):
    visited = visit(f"{copy_url}/drafts/index.html")
    page = visited.page
    page.locator("#paper .document-title").wait_for()
    page.locator("#start").select_option("scheme:foshan-2022")
    page.locator("#begin").click()
    expect(page.locator("#paper .document-title")).to_contain_text("佛山市")
    with page.expect_download() as waiting:
        page.locator("[data-export=docx]").click()
    with zipfile.ZipFile(Path(waiting.value.path())) as document:
        assert "佛山市" in document.read("word/document.xml").decode("utf-8")
    assert visited.faults() == []


def test_the_data_page_says_that_this_is_the_copy(copy_url, visit):
    visited = visit(f"{copy_url}/data.html")
    expect(visited.page.locator("#offline + p")).to_contain_text("你打开的就是离线包")
    assert visited.page.locator(f'a[href="{ARCHIVE}"]').count() == 0
    assert visited.faults() == []
