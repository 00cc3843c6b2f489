"""Drafts: every document of the examples, the same in both languages, and nothing entered is lost, doubled or run as code."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from docx import Document
from drafting_tools import (
    PILOTS,
    TEMPLATES,
    desk_file,
    in_node,
    publication,
    shipped,
    the_desk,
    vocabulary,
)
from random_pilots import random_pilots
from required_tools import ROOT
from test_word import opened, part_faults

from generator.commands.draft import run as run_draft
from generator.documents import clean, html, lay_out, markdown, plain_text
from generator.drafting import DOCUMENTS, draft
from generator.drafting.checks import findings
from generator.drafting.context import CORE
from generator.drafting.desk_data import desk_data
from generator.drafting.files import ANNOTATED, draft_files
from generator.drafting.fiscal_effect import fiscal_answer, fiscal_effect
from generator.drafting.guardrails import guardrails
from generator.drafting.library import CHAPTERS, BadClause, load_library
from generator.drafting.pilot_record import called, pilot_record
from generator.drafting_templates import export, trees_script
from generator.pilots import load_pilot
from generator.word import docx, load_parts, parts_script

EXAMPLES = {path.stem: path for path in PILOTS}
ASSETS = ROOT / "site_templates" / "theme" / "assets" / "javascripts"
TRAITS = json.loads((ROOT / "tests" / "vectors" / "draft_traits.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made():
    return {name: draft(shipped(path), the_desk()) for name, path in EXAMPLES.items()}


def checked(pilot):
    guards = guardrails(pilot, the_desk().vocabulary, the_desk().peers, dict(the_desk().favourable))
    return {(f["code"], f["parameter"]) for f in findings(pilot, the_desk().peers, guards)}


# --- the clause library -----------------------------------------------------------------------------------------------


def test_every_clause_names_parameters_that_exist_and_every_parameter_has_one_clause():
    named = [name for clause in the_desk().clauses for name in clause.parameters]
    known = {parameter["id"] for parameter in the_desk().vocabulary.parameters}
    assert len(named) == len(set(named))
    assert known - set(named) == {"loan_rate_observed", "total_cost_observed", "premium_rate_observed", "leverage_claimed"}
    assert set(named) <= known


def test_every_chapter_has_a_clause_and_the_closing_ones_always_stand():
    clauses = the_desk().clauses
    assert [name for name, _ in CHAPTERS] == list(dict.fromkeys(clause.chapter for clause in clauses))
    assert [clause.name for clause in clauses if clause.always][-2:] == ["interpretation", "effective"]


def test_a_clause_without_its_head_is_refused(tmp_path):
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "010-purpose.j2").write_text("@article(purpose) 为了\n", encoding="utf-8")
    with pytest.raises(BadClause, match="010-purpose"):
        load_library(tmp_path)


def test_every_clause_is_one_article_with_its_own_name():
    for clause in the_desk().clauses:
        text = (TEMPLATES / clause.template).read_text(encoding="utf-8")
        assert re.findall(r"@article\((\w+)\)", text) == [clause.name]


# --- the documents of the examples ------------------------------------------------------------------------------------


def test_there_are_examples_of_a_city_a_merchants_plan_and_a_county():
    assert set(EXAMPLES) == {"example-city", "example-merchants", "example-county-farm"}


def test_each_document_has_at_least_twelve_visible_traits_to_be_checked():
    assert set(TRAITS) == {name for name, _, _ in DOCUMENTS}
    assert all(len(traits) >= 12 for traits in TRAITS.values())


def missing_traits(tree, document: str, example: str) -> list[str]:
    """The traits of the document's checklist that the tree does not show."""
    text, written = plain_text(tree), markdown(tree)
    missing = []
    for trait in TRAITS[document]:
        if example not in trait.get("examples", [example]):
            continue
        found = re.findall(trait["pattern"], written if trait.get("in") == "markdown" else text, re.M)
        if not trait.get("least", 1) <= len(found) <= trait.get("most", 10**9):
            missing.append(f"{trait['what']}: {trait['pattern']} × {len(found)}")
    return missing


@pytest.mark.parametrize("document", [name for name, _, _ in DOCUMENTS])
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_document_shows_every_trait_of_its_checklist(made, example, document):
    assert missing_traits(made[example].trees[document], document, example) == []


def test_a_checklist_tells_its_document_from_every_other(made):
    trees = made["example-city"].trees
    for document in trees:
        for other in trees:
            assert (missing_traits(trees[other], document, "example-city") == []) == (document == other)


@pytest.mark.parametrize("example", EXAMPLES)
def test_articles_are_numbered_without_a_gap_and_every_reference_leads_to_one(made, example):
    text = plain_text(made[example].trees["measure"])
    numbers = re.findall(r"^第([一二三四五六七八九十百]+)条", text, re.M)
    assert len(numbers) == len(set(numbers)) >= 20
    assert set(re.findall(r"适用第([一二三四五六七八九十百]+)条", text)) <= set(numbers)
    for document in ("explanation", "interpretation"):
        assert set(re.findall(r"第([一二三四五六七八九十百]+)条", plain_text(made[example].trees[document]))) <= set(numbers)


def test_undecided_values_stand_marked_and_are_listed(made):
    found = made["example-city"]
    text = plain_text(found.trees["measure"])
    assert found.points == ["协调机构", "赔付限额", "专项资金"]
    assert all(text.count(f"【待定：{point}】") == 1 for point in found.points)
    listed = plain_text(found.trees["explanation"]).split("尚待确定的事项")[1]
    assert all(point in listed for point in found.points)


def test_a_parameter_without_which_no_draft_can_do_is_undecided_until_it_is_left_out_on_purpose():
    pilot = shipped(EXAMPLES["example-city"])
    pilot["parameters"] = {}
    points = draft(pilot, the_desk()).points
    assert {"借款人类别", "贷款额度上限", "最长贷款期限", "损失分担比例", "索赔条件"} <= set(points)
    pilot["omitted"] = [name for name, _ in CORE]
    assert not {"贷款额度上限", "最长贷款期限"} & set(draft(pilot, the_desk()).points)


def test_a_short_measure_has_articles_but_no_chapters():
    pilot = shipped(EXAMPLES["example-city"])
    assert "第一章" in plain_text(draft(pilot, the_desk()).trees["measure"])
    pilot["parameters"] = {"loan_amount_cap": pilot["parameters"]["loan_amount_cap"]}
    text = plain_text(draft(pilot, the_desk()).trees["measure"])
    assert "第一章" not in text and "第一条" in text


@pytest.mark.parametrize("chapters", [True, False])
def test_chapters_can_be_asked_for_or_left_out_and_numbers_stay(chapters):
    pilot = shipped(EXAMPLES["example-city"])
    pilot["chapters"] = chapters
    text = plain_text(draft(pilot, the_desk()).trees["measure"])
    assert ("第一章　总则" in text) == chapters
    assert "适用第十八条" in text and "第三十七条" in text


def test_a_work_plan_bears_its_own_title_and_its_articles_are_a_measure(made):
    trees = made["example-merchants"].trees
    assert plain_text(trees["work-plan"]).split("\n")[1] == "示例市支持个体工商户小额贷款工作方案"
    assert plain_text(trees["measure"]).split("\n")[1] == "示例市支持个体工商户小额贷款实施办法"
    assert "制定本办法" in plain_text(trees["measure"]) and "制定本方案" in plain_text(trees["work-plan"])


def test_a_suspension_says_how_it_ends(made):
    for name, words in (("example-city", "赔付率回落至120%以下并持续3个月，且保险公司已完成整改的，经示例市地方金融工作局同意后恢复办理"),
                        ("example-merchants", "不良贷款率回落至3%以下的"), ("example-county-farm", "次年第一季度评估认为风险可控的")):  # fmt: skip
        assert words in plain_text(made[name].trees["explanation"])
        assert all(plain_text(made[name].trees[document]).count(words) == 1 for document in ("measure", "work-plan"))
    pilot = shipped(EXAMPLES["example-city"])
    assert ("resumption", "suspension_trigger") not in checked(pilot)
    pilot["parameters"]["suspension_trigger"]["provisions"][0]["resumption"] = None
    assert ("resumption", "suspension_trigger") in checked(pilot)
    assert "恢复办理的条件" in draft(pilot, the_desk()).points


def test_the_notice_and_the_table_of_answers_come_from_the_pilot(made):
    pilot = shipped(EXAMPLES["example-city"])
    notice, table = (plain_text(made["example-city"].trees[name]) for name in ("public-notice", "responses"))
    assert "意见反馈截止时间为2026年11月9日" in notice and "【待定：通信地址】" not in notice and "【待定：联系电话】" in notice
    assert "共收到意见3条，其中采纳1条，部分采纳1条，不予采纳1条。" in table
    assert ("responses", None) not in checked(pilot)
    pilot["responses"][1].update(adopted=None, parameter=None)
    trees = draft(pilot, the_desk()).trees
    assert "【待定：是否采纳】" in plain_text(trees["responses"]) and "全文" in plain_text(trees["responses"])
    assert ("responses", None) in checked(pilot)


def test_an_answer_names_the_article_wherever_that_stands(made):
    pilot = shipped(EXAMPLES["example-city"])
    assert "第二十条" in plain_text(made["example-city"].trees["responses"])
    del pilot["parameters"]["key_support_groups"]
    assert "第十九条" in plain_text(draft(pilot, the_desk()).trees["responses"])


def test_annotations_quote_precedents_and_the_clean_copy_has_none(made):
    found = made["example-city"]
    annotated = markdown(found.annotated)
    assert annotated.count("〔批注〕") >= 20
    assert "参照佛山市政策性小额贷款保证保险（2022年）" in annotated and "补偿贷款本金损失的45%" in annotated
    assert markdown(clean(found.annotated)) == markdown(found.trees["measure"])
    assert "批注" not in markdown(found.trees["measure"])


def test_a_figure_changed_in_the_pilot_changes_in_every_document():
    pilot = shipped(EXAMPLES["example-city"])
    before = draft(pilot, the_desk()).trees
    pilot["parameters"]["loan_term_max"]["provisions"][0]["value"] = {"months": 31}
    after = draft(pilot, the_desk()).trees
    for name in ("measure", "explanation", "interpretation", "work-plan"):
        assert "31个月" not in plain_text(before[name]) and "31个月" in plain_text(after[name])


def test_no_document_carries_what_belongs_to_issuing(made):
    for found in made.values():
        for tree in (*found.trees.values(), found.annotated):
            text = plain_text(tree)
            assert text.startswith("本文本由参数生成，供起草参考，非正式公文。")
            assert not re.search(r"〔20\d\d〕第?\d+号文|签发人|抄送|印发机关|密级", text)
            assert not re.search(r"\{\{|\}\}|\{%|\[\[|\]\]|None|undefined|unstated|_cap\b", text)


# --- Word -------------------------------------------------------------------------------------------------------------

ENTERED = {
    "500万元": ("借款人为小微企业的", 1), "100万元": ("借款人为个体工商户", 1), "2年": ("贷款期限", 1), "150个基点": ("贷款年利率", 1),
    "7%": ("合计不超过", 1), "10亿元": ("总规模", 1), "贷款本金的2%": ("年费率", 1), "20%": ("不属于首贷户", 1), "40%": ("补偿", 1),
    "2000万元": ("补偿总额", 1), "60天": ("拖欠利息", 1), "30天": ("未偿还本金", 1), "10个工作日": ("完成赔付", 1), "150%": ("赔付率", 1),
    "保费的50%": ("拨付保险公司", 1), "贷款本金的0.5%": ("首贷户", 1), "金额的0.5%": ("奖励", 1), "300万元": ("奖励补助总额", 1),
    "5个工作日": ("报送", 1), "2027年1月1日": ("施行", 1), "有效期3年": ("施行", 1),
}  # fmt: skip
"""Every figure of the city example: where it stands in the measure, and how often."""


def test_word_read_back_holds_every_figure_once_and_in_its_place(made):
    content = docx(made["example-city"].trees["measure"], load_parts())
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    for figure, (place, times) in ENTERED.items():
        alone = re.compile(rf"(?<![0-9.]){re.escape(figure)}")
        holding = [text for text in paragraphs if alone.search(text)]
        assert sum(len(alone.findall(text)) for text in paragraphs) == times, figure
        assert all(place in text for text in holding), (figure, holding)


QUANTITY = re.compile(r"[0-9][0-9.]*(?:万元|亿元|%|个月|个工作日|个基点|天|年(?!度|第))")


def read_back(content: bytes) -> str:
    """The text of a Word file's paragraphs and cells, as another program reads it."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def shown(quantity: str) -> str:
    """A quantity of a pilot's file as documents write it: whole years as years."""
    months = re.fullmatch("([0-9]+)个月", quantity)
    return f"{int(months[1]) // 12}年" if months and int(months[1]) % 12 == 0 else quantity


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_quantity_of_a_pilots_file_stands_in_its_measure(made, example):
    text = read_back(docx(made[example].trees["measure"], load_parts()))
    provisions = EXAMPLES[example].read_text(encoding="utf-8").split("\nparameters:\n")[1].splitlines()
    written = [line for line in provisions if not re.match(" *(reason|note|follows):", line)]
    entered = [shown(quantity) for line in written for quantity in QUANTITY.findall(line)]
    assert len(entered) >= 15
    # All the loss and all the fee are written as such.
    assert [quantity for quantity in entered if quantity not in text and quantity != "100%"] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_word_read_back_holds_the_figures_of_every_document(made, example):
    files = draft_files(made[example], load_parts())
    for name, tree in made[example].trees.items():
        figures = QUANTITY.findall(plain_text(tree))
        found = QUANTITY.findall(read_back(files[f"{name}.docx"]))
        assert sorted(set(figures)) == sorted(set(found)), name


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_document_opens_as_word_with_its_title(made, example):
    files = draft_files(made[example], load_parts())
    assert len(files) == 3 * (len(DOCUMENTS) + 1)
    for name in (*(name for name, _, _ in DOCUMENTS), ANNOTATED[0]):
        document = Document(io.BytesIO(files[f"{name}.docx"]))
        assert any(paragraph.style.name == "Title" for paragraph in document.paragraphs)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_part_of_a_drafts_word_files_has_its_elements_in_the_order_of_the_table(made, example):
    files = draft_files(made[example], load_parts())
    faults = [fault for name in files if name.endswith(".docx") for fault in part_faults(opened(files[name]))]
    assert faults == []


# --- guardrails -------------------------------------------------------------------------------------------------------


def test_a_guardrail_says_where_the_draft_stands_and_quotes_the_nearest():
    pilot = shipped(EXAMPLES["example-city"])
    guards = {g["id"]: g for g in guardrails(pilot, the_desk().vocabulary, the_desk().peers, dict(the_desk().favourable))}
    cap = guards["loan_amount_cap"]
    cells = [c["sort"] for c in the_desk().peers["parameters"]["loan_amount_cap"] if c["state"] == "stated" and c["sort"] is not None]
    assert cap["numbers"] == len(cells) and cap["above"] == sum(cell < 5_000_000 for cell in cells)
    assert f"高于其中{cap['above']}个" in cap["text"] and "本稿按500万元计" in cap["text"]
    assert len(cap["nearest"]) == 3 and any("“" in peer["words"] for peer in cap["nearest"])


def guarded(pilot):
    return {g["id"]: g for g in guardrails(pilot, the_desk().vocabulary, the_desk().peers, dict(the_desk().favourable))}


def test_thresholds_limits_and_days_are_ranked_among_those_that_measure_the_same():
    pilot = shipped(EXAMPLES["example-city"])
    limit = {"rate": 1.5, "of": "premium"}
    pilot["parameters"]["payout_cap"]["provisions"] = [{"state": "stated", "value": limit, "when": {}}]
    found = guarded(pilot)
    for name, basis, own, label in (("suspension_trigger", "loss_ratio", 1.5, "按赔付率计"), ("payout_cap", "premium", 1.5, "按保费收入计"),
                                    ("claim_trigger", "interest_overdue", 60, "按拖欠利息计")):  # fmt: skip
        cells = [c for c in the_desk().peers["parameters"][name] if c["state"] == "stated"]
        sizes = [c["by"][basis] / 10**8 for c in cells if basis in c["by"]]
        guard = found[name]
        assert sizes and len(sizes) < len(cells)
        assert (guard["basis"], guard["own"], guard["numbers"]) == (basis, own * 10**8, len(sizes))
        assert (guard["above"], guard["below"]) == (sum(s < own for s in sizes), sum(s > own for s in sizes))
        assert f"其中{len(sizes)}个{label}" in guard["text"] and "本稿按" in guard["text"]


def test_a_term_of_ones_own_is_pointed_out():
    pilot = shipped(EXAMPLES["example-city"])
    assert not {code for code, _ in checked(pilot)} & {"vocabulary"}
    pilot["parameters"]["prohibited_uses"]["provisions"][0]["value"].append("炒股")
    assert ("vocabulary", "prohibited_uses") in checked(pilot)


def test_a_draft_is_not_its_own_peer():
    pilot = shipped(EXAMPLES["example-city"])
    before = guarded(pilot)["loan_term_max"]
    pilot["begun_from"] = "foshan-2022"
    after = guarded(pilot)["loan_term_max"]
    assert (after["n"], after["of"], after["numbers"]) == (before["n"] - 1, before["of"] - 1, before["numbers"] - 1)
    assert "不计本稿所照搬的方案" in after["text"] and "不计" not in before["text"]
    assert "foshan-2022" not in {peer["id"] for peer in after["nearest"]}


def test_what_is_only_there_or_not_is_given_no_range():
    for guard in guarded(shipped(EXAMPLES["example-city"])).values():
        assert guard["numbers"] == 0 or not re.search(r"在[01]至[01]之间|在7\d{5}", guard["text"])


def test_adjacent_kinds_are_no_peers():
    peers = the_desk().peers
    adjacent = {place for place, scheme in enumerate(peers["schemes"]) if scheme["product"] != "guarantee_insurance"}
    assert adjacent and not any(cell["s"] in adjacent for cells in peers["parameters"].values() for cell in cells)


CHANGES = {
    "shares that do not add up": (("shares", "loss_shares"), "loss_shares", {"shares": {"bank": 0.2, "insurer": 0.7}, "of": "principal", "stage": "final"}),
    "a subsidy without a payer": (("payer", "premium_subsidy"), "premium_subsidy", {"payer": "unstated", "paid_to": "insurer", "effect": "tops_up", "share_of_premium": 0.5}),
    "a term beyond the validity": (("term", "loan_term_max"), "loan_term_max", {"months": 60}),
    "a claim event without days": (("days", "claim_trigger"), "claim_trigger", {"any_of": [{"overdue": {"days": None, "unstated": ["days"]}}], "after_recourse": None}),
    "a cost cap below its parts": (("cost", "total_cost_cap"), "total_cost_cap", {"rate": 0.05, "strict": False, "sum_of": [], "net_of_subsidy": None}),
    "a benchmark rate": (("benchmark", "loan_rate_cap"), "loan_rate_cap", {"reference": "pbc_benchmark", "tenor": "1y", "multiplier": 1.3}),
    "a premium without a base": (("base", "premium_rate_cap"), "premium_rate_cap", {"rate": 0.02, "base": "unstated"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_does_not_fit_together_is_found(case):
    code, parameter, value = CHANGES[case]
    pilot = shipped(EXAMPLES["example-city"])
    assert code not in checked(pilot)
    pilot["parameters"][parameter] = {"state": "stated", "provisions": [{"state": "stated", "value": value, "when": {}}]}
    assert code in checked(pilot)


def test_an_expired_basis_a_missing_one_and_compensation_without_a_cap_are_found():
    pilot = shipped(EXAMPLES["example-city"])
    pilot["basis"][0]["expires_on"] = "2020-01-01"
    assert ("basis", None) in checked(pilot)
    pilot["basis"] = []
    del pilot["parameters"]["compensation_cap_annual"]
    assert {("basis", None), ("cap", "government_compensation")} <= checked(pilot)


def test_what_most_peers_settle_is_missed_unless_left_out_on_purpose():
    pilot = shipped(EXAMPLES["example-city"])
    del pilot["parameters"]["borrower_classes"]
    assert ("missing", "borrower_classes") in checked(pilot)
    pilot["omitted"].append("borrower_classes")
    assert ("missing", "borrower_classes") not in checked(pilot)


# --- hostile parameters -----------------------------------------------------------------------------------------------

HOSTILE = ["<script>alert(1)</script>", "{{ 7*7 }}", "{% if %}", "=cmd|' /C calc'!A0", "**粗** _斜_ # 题 | 格", "[[purpose]]", "@article x", "\\", "]]", "||", "长" * 10_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_stands_as_it_was_typed(text):
    pilot = shipped(EXAMPLES["example-city"])
    pilot["parameters"]["approval_rule"]["provisions"][0]["value"] = f"甲{text}乙"
    pilot["instrument"]["title"] = f"办法{text}"
    pilot["background"] = [f"甲{text}乙"]
    trees = draft(pilot, the_desk()).trees
    assert f"甲{text}乙" in plain_text(trees["measure"]) and f"甲{text}乙" in plain_text(trees["explanation"])
    assert "<script>" not in html(trees["measure"], "")
    paragraphs = [p.text for p in Document(io.BytesIO(docx(trees["measure"], load_parts()))).paragraphs]
    assert any(f"甲{text}乙" in paragraph for paragraph in paragraphs)
    assert len(paragraphs) == len(Document(io.BytesIO(docx(draft(shipped(EXAMPLES["example-city"]), the_desk()).trees["measure"], load_parts()))).paragraphs)


@pytest.mark.parametrize("text", ["\x00", "甲\n乙", "\u202e反", "\ud800", "\ufffe"], ids=["nul", "line", "bidi", "surrogate", "noncharacter"])
def test_a_character_that_no_document_may_hold_is_refused(text):
    pilot = shipped(EXAMPLES["example-city"])
    pilot["parameters"]["approval_rule"]["provisions"][0]["value"] = text
    with pytest.raises(ValueError, match="不能用的字符"):
        draft(pilot, the_desk())


# --- the command ------------------------------------------------------------------------------------------------------


class Arguments:
    root, as_of, peers, only, fiscal, chapters = str(ROOT), None, None, None, None, None

    def __init__(self, pilot, out):
        self.pilot, self.out = pilot, out


def test_the_command_writes_every_document_of_an_example(tmp_path, capsys):
    assert run_draft(Arguments("example-merchants", tmp_path)) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {f"{name}.{form}" for name, _, _ in DOCUMENTS for form in ("docx", "md", "html")} <= names
    assert "待定事项" in capsys.readouterr().out


def test_the_command_leaves_chapters_out_where_asked(tmp_path):
    arguments = Arguments("example-city", tmp_path)
    arguments.chapters, arguments.only = False, "measure"
    assert run_draft(arguments) == 0
    assert "第一章" not in (tmp_path / "measure.md").read_text(encoding="utf-8")


def test_the_command_refuses_unknown_peers_and_documents(tmp_path, capsys):
    arguments = Arguments("example-city", tmp_path)
    arguments.peers = "no-such-scheme"
    assert run_draft(arguments) == 2
    arguments.peers, arguments.only = None, "poem"
    assert run_draft(arguments) == 2
    assert "no-such-scheme" in capsys.readouterr().err


def test_the_explanation_says_what_the_draft_costs_the_treasury():
    pilot = shipped(EXAMPLES["example-city"])
    premises = {
        "lending": 100_000_000, "average_loan": 1_000_000, "months": 12, "default_rate": 0.02, "loss_given_default": 0.6,
        "borrower": "micro_small_enterprise",
    }  # fmt: skip
    effect = fiscal_effect(fiscal_answer(pilot, the_desk(), premises), premises)
    assert [(line["label"], line["amount"]) for line in effect["lines"]] == [
        ("保费补贴", "1000000.00"), ("银行奖励", "500000.00"), ("合计", "1500000.00"),
    ]  # fmt: skip
    text = plain_text(draft(pilot, the_desk(), effect).trees["explanation"])
    assert "年度发放贷款1亿元" in text and "\n150万元\n" in text
    assert "财政影响测算" not in plain_text(draft(pilot, the_desk()).trees["explanation"])


def test_the_loan_is_called_by_the_name_without_its_place():
    assert called("示例市小额贷款保证保险试点", "示例市") == "小额贷款保证保险"
    assert called("示例市商户贷方案（示例）", "示例市") == "商户贷"
    assert called("示例市", "示例市") == "示例市"


# --- the browser's code -----------------------------------------------------------------------------------------------

MANY = 200
"""Random pilots, of each of which every document is compared in every form: some 35 seconds of processor time."""


def sums(tree, parts) -> dict[str, str]:
    layout = lay_out(tree)
    forms = {"md": markdown(layout).encode(), "html": html(layout, parts.css).encode(), "docx": docx(layout, parts)}
    return {form: hashlib.sha256(content).hexdigest() for form, content in forms.items()}


def test_python_and_the_browser_write_the_same_bytes_for_two_hundred_random_pilots(require_tool, tmp_path):
    pilots = random_pilots(list(publication().schemes), MANY, 20261120)
    given = "\n".join(json.dumps(pilot, ensure_ascii=False) for pilot in pilots)
    answers = in_node(require_tool("node"), "draft_batch.cjs", desk_file(tmp_path), given).splitlines()
    parts, differing = load_parts(), []
    for number, (pilot, answer) in enumerate(zip(pilots, map(json.loads, answers), strict=True)):
        found = draft(deepcopy(pilot), the_desk())
        trees = {"measure-annotated": found.annotated, **found.trees}
        differing += [(number, name) for name in trees if sums(trees[name], parts) != answer["documents"][name]]
        if (answer["points"], answer["findings"]) != (found.points, found.findings):
            differing.append((number, "findings"))
    assert differing == []


def known_to_the_page(folder: Path) -> Path:
    """The file of the vocabulary and the levels of regions by which the page reads a pilot."""
    levels = {code: region["level"] for code, region in publication().regions.items()}
    known = folder / "known.json"
    known.write_text(json.dumps({"vocabulary": desk_data(the_desk())["vocabulary"], "levels": levels}), encoding="utf-8")
    return known


def test_the_browser_reads_and_writes_pilots_that_the_command_line_accepts(require_tool, tmp_path):
    known = known_to_the_page(tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in PILOTS]
    answers = json.loads(in_node(require_tool("node"), "draft_files.cjs", known, json.dumps(texts)))
    for path, answer in zip(PILOTS, answers, strict=True):
        written = tmp_path / path.name
        written.write_text(answer["file"], encoding="utf-8")
        pilot, problems = load_pilot(written, path.name, vocabulary())
        assert problems == []
        again = json.loads(json.dumps(pilot_record(pilot, vocabulary())))
        assert again == shipped(path)
        assert [markdown(t) for t in draft(answer["record"], the_desk()).trees.values()] == [
            markdown(t) for t in draft(again, the_desk()).trees.values()
        ]


@pytest.mark.parametrize(("validity", "fault"), [("100年", None), ("1200个月", None), ("101年", "100年 以内"), ("1201个月", "100年 以内"), ("两年", "12个月")])
def test_the_browser_and_the_command_line_read_the_same_lengths(validity, fault, require_tool, tmp_path):
    path = PILOTS[-1]
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^(  validity:) .*$", rf"\1 {validity}", text, count=1)
    assert changed != text
    (answer,) = json.loads(in_node(require_tool("node"), "draft_files.cjs", known_to_the_page(tmp_path), json.dumps([changed])))
    (tmp_path / path.name).write_text(changed, encoding="utf-8")
    _, problems = load_pilot(tmp_path / path.name, path.name, vocabulary())
    for said in (answer.get("error", ""), "".join(map(str, problems))):
        assert fault in said if fault else said == ""


def test_a_file_that_is_no_pilot_is_refused_with_its_line(require_tool, tmp_path):
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"vocabulary": {"parameters": [], "terms": {}, "regions": {}}, "levels": {}}), encoding="utf-8")
    texts = ["", "a: &x 1", "a: [1, 2", "a: 1\na: 2", "\tb: 1", "a: 1", "a: \"x", "- 1\n  b: 2"]
    answers = json.loads(in_node(require_tool("node"), "draft_files.cjs", known, json.dumps(texts)))
    assert all("error" in answer for answer in answers)
    assert all(answer["error"].startswith("第") for answer in answers[1:5])


def test_the_drafting_code_and_its_data_are_small():
    names = ["chinese_forms", "drafting_templates", "zip"]
    scripts = [ASSETS / f"{name}.js" for name in names]
    for family in ("documents_*.js", "word_*.js", "draft_*.js"):
        scripts += sorted(ASSETS.glob(family))
    code = b"".join(path.read_bytes() for path in scripts)
    data = trees_script(export(TEMPLATES)) + parts_script(load_parts())
    assert len(gzip.compress(code, mtime=0)) <= 60 * 1024
    assert len(gzip.compress(data.encode(), mtime=0)) <= 150 * 1024
