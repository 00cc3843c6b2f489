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
        visited.page.locator("#paper .document-title").wait_for()
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
    for _, value, _ in FIGURES.values():
        expect(page.locator("#paper")).to_contain_text(value)
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
    expect(page.locator("#paper")).to_contain_text("17个月")
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
    expect(page.locator("#paper")).not_to_contain_text("17个月")
    page.locator("#import").set_input_files(str(written))
    expect(page.locator("#paper")).to_contain_text("17个月")
    assert visited.faults() == []


def test_the_changed_article_is_marked_and_guardrails_and_a_peer_stand_beside_the_field(start):
    page = start().page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    page.locator("#peer").select_option("foshan-2022")
    enter(page, "loan_term_max", "最长贷款期限", "30个月")
    expect(page.locator("#paper .marked")).to_have_count(1)
    expect(page.locator("#paper .marked")).to_contain_text("30个月")
    box = opened(page, "loan_term_max")
    expect(box.locator(".guard")).to_contain_text(re.compile(r"收录的\d+个方案中有\d+个作出规定"))
    expect(box.locator(".side")).to_contain_text("贷款期限调整为最长不超过3年")
    enter(page, "loan_term_max", "最长贷款期限", "三年")
    expect(box.locator(".fault").first).to_contain_text("写成")


def test_every_scheme_can_be_taken_as_it_stands(start):
    visited = start()
    page = visited.page
    for scheme, place in (("shandong-2015", "山东省"), ("zibo-2022", "淄博市"), ("foshan-2022", "佛山市")):
        page.locator("#start").select_option(f"scheme:{scheme}")
        page.locator("#begin").click()
        expect(page.locator("#paper .document-title")).to_contain_text(place)
        expect(page.locator("#paper-fault")).to_be_empty()
        expect(page.locator("#paper .article").nth(14)).to_be_visible()
    assert visited.faults() == []


def test_what_is_typed_is_kept_on_this_machine_until_it_is_cleared(start):
    page = start().page
    page.locator("#start").select_option("")
    page.locator("#begin").click()
    enter(page, "loan_amount_cap", "贷款额度上限", "123万元")
    expect(page.locator("#paper")).to_contain_text("123万元")
    page.reload()
    expect(page.locator("#paper")).to_contain_text("123万元")
    page.locator("#clear").click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('atlas-draft'))") == []
    page.reload()
    page.locator("#paper .document-title").wait_for()
    expect(page.locator("#paper")).not_to_contain_text("123万元")


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
    expect(page.locator("#paper")).to_contain_text(re.compile(f"{re.escape(typed)}.*{re.escape(typed)}", re.S))
    assert page.locator("#paper img").count() == 0
    assert visited.faults() == []


def test_consultation_resumption_and_articles_only_come_from_the_form_into_documents_and_file(start):
    visited = start()
    page = visited.page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    expect(page.locator("#paper .chapter")).to_have_count(7)
    page.get_by_label("章", exact=True).select_option(label="只列条文，不分章")
    expect(page.locator("#paper .chapter")).to_have_count(0)
    expect(page.locator("#paper")).to_contain_text("第三十七条")
    box = opened(page, "suspension_trigger")
    box.get_by_label("指标回落到", exact=True).fill("110%")
    expect(page.locator("#paper")).to_contain_text("赔付率回落至110%以下并持续3个月")
    page.locator("summary", has_text="征求意见").first.click()
    page.get_by_label("联系电话", exact=True).fill("0000-1234567")
    page.get_by_label("通信地址", exact=True).fill("")
    page.get_by_role("button", name="加一条意见").click()
    fourth = page.get_by_role("group", name="意见4")
    fourth.get_by_label("提出单位（个人）").fill("某协会")
    fourth.get_by_label("意见内容").fill("缩短赔付时限")
    fourth.get_by_label("针对的事项").select_option("claim_payment_deadline")
    fourth.get_by_label("采纳情况").select_option("fully")
    page.locator("#document").select_option("responses")
    expect(page.locator("#paper")).to_contain_text("共收到意见4条，其中采纳2条，部分采纳1条，不予采纳1条。")
    page.locator("#document").select_option("public-notice")
    expect(page.locator("#paper")).to_contain_text("0000-1234567")
    expect(page.locator("#paper")).to_contain_text("【待定：通信地址】")
    text = exported(page, "yaml").decode()
    assert "chapters: false" in text and "threshold: 110%" in text and "某协会" in text
    assert visited.faults() == []


def test_a_draft_begun_from_a_scheme_is_not_compared_with_that_scheme(start):
    page = start().page
    page.locator("#start").select_option("scheme:foshan-2022")
    page.locator("#begin").click()
    box = opened(page, "loan_term_max")
    expect(box.locator(".guard")).to_contain_text("不计本稿所照搬的方案")
    expect(box.locator(".guard")).not_to_contain_text("佛山市政策性小额贷款保证保险（2022年）")
    assert "begun_from: foshan-2022" in exported(page, "yaml").decode()


def test_thresholds_are_ranked_among_those_of_the_same_metric(start):
    page = start().page
    page.locator("#start").select_option("pilot:example-city")
    page.locator("#begin").click()
    guard = opened(page, "suspension_trigger").locator(".guard")
    expect(guard).to_contain_text(re.compile(r"其中\d+个按赔付率计，.*本稿按150%计，(高于其中\d+个|低于\d+个|与\d+个相同)"))


def test_the_page_has_one_title_and_asks_for_a_file_in_chinese(start):
    page = start().page
    assert page.locator("h1").all_inner_texts() == ["起草工作台"]
    expect(page.get_by_role("button", name="打开试点文件")).to_be_visible()
    expect(page.locator("#import")).to_be_hidden()
    with page.expect_file_chooser():
        page.get_by_role("button", name="打开试点文件").click()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
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
    visited.page.locator("#paper .document-title").wait_for()
    visited.page.locator("#start").select_option("scheme:foshan-2022")
    visited.page.locator("#begin").click()
    expect(visited.page.locator("#paper .document-title")).to_contain_text("佛山市")
