"""The drafting page in a real browser: a draft from scratch to Word, files in and out, what is kept, and who may use it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from generator.commands.draft import read_pilot
from generator.documents import markdown
from generator.drafting import DOCUMENTS
from generator.drafting.pilot_record import pilot_record

ROOT = Path(__file__).resolve().parents[2]
PAGE = "drafts/index.html"

FIGURES = {
    "loan_amount_cap": ("贷款额度上限", "321万元", "单户贷款额度"),
    "loan_term_max": ("最长贷款期限", "19个月", "贷款期限"),
    "claim_payment_deadline": ("赔付时限", "13个工作日", "完成赔付"),
    "compensation_cap_annual": ("年度补偿上限", "4567万元", "风险补偿总额"),
    "programme_volume_cap": ("贷款总规模上限", "8.9亿元", "总规模"),
}


def opened(page, parameter: str):
    box = page.locator(f"#p-{parameter.replace('_', '-')}")
    group = page.locator("details.desk__group").filter(has=box)
    if group.get_attribute("open") is None:
        group.locator("> summary").click()
    if box.get_attribute("open") is None:
        box.locator("> summary").click()
    return box


def enter(page, parameter: str, label: str, value: str):
    box = opened(page, parameter)
    box.get_by_label("状态").first.select_option("stated")
    box.get_by_label(label, exact=True).first.fill(value)


def exported(page, form: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(f"[data-export={form}]").click()
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def start(visit, site_url):
    def go(**options):
        visited = visit(f"{site_url}/{PAGE}", **options)
        visited.page.locator("#paper h1").wait_for()
        return visited

    return go


def test_a_draft_made_from_scratch_comes_out_as_word_with_every_figure_once_and_in_its_place(start):
    visited = start()
    page = visited.page
    page.locator("#start").select_option("")
    page.locator("#begin").click()
    page.get_by_label("文件名称", exact=True).fill("试验市小额贷款保证保险试点办法")
    page.get_by_label("有效期", exact=True).fill("2年")
    for parameter, (label, value, _) in FIGURES.items():
        enter(page, parameter, label, value)
    page.wait_for_timeout(400)
    assert "321万元" in page.locator("#paper").inner_text()
    paragraphs = [p.text for p in Document(io.BytesIO(exported(page, "docx"))).paragraphs]
    assert "试验市小额贷款保证保险试点办法" in paragraphs
    for _, value, place in (*FIGURES.values(), ("", "有效期2年", "施行")):
        holding = [text for text in paragraphs if value in text]
        assert len(holding) == 1 and holding[0].count(value) == 1 and place in holding[0], value
    assert visited.faults() == []


def test_the_page_and_the_command_line_write_the_same_from_the_same_file(start, tmp_path):
    visited = start()
    page = visited.page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    enter(page, "loan_term_max", "最长贷款期限", "17个月")
    page.wait_for_timeout(400)
    written = tmp_path / "example-city.yaml"
    written.write_bytes(exported(page, "yaml"))
    pilot, problems = read_pilot(str(written), ROOT)
    assert problems == []
    from drafting_tools import the_desk, vocabulary

    from generator.drafting import draft

    made = draft(pilot_record(pilot, vocabulary()), the_desk())
    assert exported(page, "md").decode() == markdown(made.trees["measure"])
    names = zipfile.ZipFile(io.BytesIO(exported(page, "zip"))).namelist()
    assert {f"{name}.{form}" for name, _, _ in DOCUMENTS for form in ("docx", "md", "html")} <= set(names)
    page.locator("#start").select_option("")
    page.locator("#begin").click()
    assert "17个月" not in page.locator("#paper").inner_text()
    page.locator("#import").set_input_files(str(written))
    page.wait_for_timeout(400)
    assert "17个月" in page.locator("#paper").inner_text()
    assert visited.faults() == []


def test_the_changed_article_is_marked_and_guardrails_and_a_peer_stand_beside_the_field(start):
    page = start().page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    page.locator("#peer").select_option("foshan-2022")
    enter(page, "loan_term_max", "最长贷款期限", "30个月")
    page.wait_for_timeout(400)
    marked = page.locator("#paper .marked").all_inner_texts()
    assert len(marked) == 1 and "30个月" in marked[0]
    box = opened(page, "loan_term_max")
    assert re.search(r"收录的\d+个方案中有\d+个作出规定", box.locator(".guard").inner_text())
    assert "贷款期限调整为最长不超过3年" in box.locator(".side").inner_text()
    enter(page, "loan_term_max", "最长贷款期限", "三年")
    assert "写成" in box.locator(".fault").first.inner_text()


def test_every_scheme_can_be_taken_as_it_stands(start):
    visited = start()
    page = visited.page
    for scheme in ("shandong-2015", "zibo-2022", "foshan-2022"):
        page.locator("#start").select_option(f"scheme:{scheme}")
        page.locator("#begin").click()
        page.wait_for_timeout(500)
        assert page.locator("#paper-fault").inner_text() == ""
        assert page.locator("#paper .article").count() >= 15
    assert visited.faults() == []


def test_what_is_typed_is_kept_on_this_machine_until_it_is_cleared(start):
    page = start().page
    page.locator("#start").select_option("")
    page.locator("#begin").click()
    enter(page, "loan_amount_cap", "贷款额度上限", "123万元")
    page.wait_for_timeout(400)
    page.reload()
    page.locator("#paper h1").wait_for()
    assert "123万元" in page.locator("#paper").inner_text()
    page.locator("#clear").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('atlas-draft'))") == []
    page.reload()
    page.locator("#paper h1").wait_for()
    assert "123万元" not in page.locator("#paper").inner_text()


def test_a_draft_stands_beside_existing_schemes_on_the_comparison_page(start):
    visited = start()
    page = visited.page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    page.locator("#compare").click()
    page.wait_for_url("**/compare.html#*")
    page.locator("th[data-scheme=draft]").wait_for()
    # The table's later rows are drawn in slices, so each text is waited for.
    expect(page.locator("#grid")).to_contain_text("示例市（草稿）")
    expect(page.locator("#grid")).to_contain_text("贷款金额的0.5%")
    assert page.locator("th[data-scheme]").count() >= 3
    assert visited.faults() == []


def test_hostile_texts_stay_text_on_the_page(start):
    visited = start()
    page = visited.page
    page.locator("#start").select_option("")
    page.locator("#begin").click()
    typed = "<img src=x onerror=alert(1)>{{ 1 }}[[purpose]]=cmd"
    enter(page, "approval_rule", "审批规则", typed)
    page.get_by_label("文件名称", exact=True).fill(typed)
    page.wait_for_timeout(400)
    assert page.locator("#paper").inner_text().count(typed) == 2
    assert page.locator("#paper img").count() == 0
    assert visited.faults() == []


def test_one_document_takes_no_longer_than_fifty_milliseconds(start):
    page = start().page
    took = page.evaluate(
        """() => {
          const { drafting, draftDesk, templates, templateTrees, word, wordParts, documents } = globalThis.Atlas;
          const desk = { ...draftDesk, templates: templates.create(templateTrees) };
          const times = [];
          for (let turn = 0; turn < 15; turn++) {
            const from = performance.now();
            const begun = drafting.start(desk.pilots[0], desk);
            word.docx(begun.measure, wordParts);
            documents.markdown(begun.measure);
            times.push(performance.now() - from);
          }
          return times.sort((a, b) => a - b)[7];
        }"""
    )
    assert took <= 50, took


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_used_by_everybody(start, axe, width, scheme):
    page = start(width=width, color_scheme=scheme).page
    opened(page, "loan_amount_cap")
    opened(page, "premium_subsidy")
    page.locator("#fiscal > summary").click()
    found = axe(page)
    assert found == [], found[:3]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_from_a_folder_without_a_server(visit, file_url):
    visited = visit(f"{file_url}/{PAGE}")
    visited.page.locator("#paper h1").wait_for()
    visited.page.locator("#start").select_option("scheme:foshan-2022")
    visited.page.locator("#begin").click()
    visited.page.wait_for_timeout(500)
    assert "佛山市" in visited.page.locator("#paper h1").inner_text()
