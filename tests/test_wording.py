"""Every kind of value in words, Chinese and English; and no identifier in any Chinese text of the real data."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
import shipped_data
from required_tools import ROOT

from generator.located import compose
from generator.model import Provision, When
from generator.publication import build_records
from generator.quantities import Count, Duration
from generator.structuring import INVALID, Reading, structure, structure_dataclass
from generator.template import KIND_EXAMPLES
from generator.values import KINDS
from generator.vocabulary import Parameter, load_vocabulary
from generator.wording import said
from generator.wording.context import Equivalent
from generator.wording.labels import Labels
from generator.wording.provisions import provision_texts, sentence, value_texts, when_text
from generator.wording.said import Said

VOCABULARY, _ = load_vocabulary(ROOT / "policies")
LABELS = Labels(VOCABULARY)


def typed(kind: str, written: str) -> object:
    """A value of the kind as a file writes it."""
    node, _ = compose(written, "test.yaml")
    reading = Reading("test.yaml", [], VOCABULARY.term_ids(), KINDS[kind])
    value = structure(node, KINDS[kind], "", reading)
    assert value is not INVALID, [str(p) for p in reading.problems]
    return value


def parameter(kind: str, **changes: object) -> Parameter:
    """A parameter of the kind without a modality of its own."""
    some = next(iter(VOCABULARY.parameters.values()))
    return replace(some, kind=kind, unit="none", modality=None, terms=None, **changes)


# kind · value as written · modality of the provision · Chinese in full · short · English in full
WORDS = [
    ("money", "1000万元", "cap", "不超过1000万元", "不超过1000万元", "At most RMB 10 million"),
    ("money", "3亿元", "floor", "不少于3亿元", "不少于3亿元", "At least RMB 300 million"),
    ("money", "5000元", "fixed", "固定为5000元", "固定为5000元", "Fixed at RMB 5,000"),
    ("money", "18750万元", None, "18750万元", "18750万元", "RMB 187.5 million"),
    ("money", "1.5亿元", "planned", "计划1.5亿元", "计划1.5亿元", "Planned: RMB 150 million"),
    ("rate", "8.5%", "observed", "实际8.5%", "实际8.5%", "Observed: 8.5%"),
    ("share", "70%", "floor", "不低于70%", "不低于70%", "At least 70%"),
    ("multiple", "33.3倍", "illustrative", "举例为33.3倍", "举例为33.3倍", "For example 33.3 times"),
    ("flag", "true", "required", "是（必须）", "是（必须）", "Yes (required)"),
    ("flag", "false", None, "否", "否", "No"),
    ("text", "不得另收中介费用", "prohibited", "不得另收中介费用", "不得另收中介费用", "不得另收中介费用"),
    ("text", "优惠利率", "encouraged", "鼓励：优惠利率", "鼓励：优惠利率", "Encouraged: 优惠利率"),
    ("terms", "[甲, 乙]", None, "甲、乙", "甲、乙", "甲, 乙"),
    ("terms", "{list: [甲], exclusive: true, open: true}", None, "仅限甲等", "仅限甲等", "Only 甲, among others"),
    ("duration", "3年", "cap", "不超过3年", "不超过3年", "At most 3 years"),
    ("duration", "6个月", "floor", "不少于6个月", "不少于6个月", "At least 6 months"),
    ("duration", "12个月", "usual", "一般1年", "一般1年", "Usually 1 year"),
    ("duration", "10个工作日", None, "10个工作日", "10个工作日", "10 working days"),
    ("rate_formula", "{reference: pbc_benchmark, tenor: same_term, markup: 40%}", "cap",
     "不超过同期限人民银行贷款基准利率上浮40%", "不超过同期限人民银行贷款基准利率上浮40%",
     "At most PBOC benchmark lending rate (same term) marked up by 40%"),
    ("rate_formula", "{reference: lpr, tenor: 1y, add: 200个基点}", None,
     "一年期LPR加200个基点", "一年期LPR加200个基点", "Loan prime rate (1 year) plus 200 basis points"),
    ("rate_formula", "{reference: lpr, tenor: unstated, add: -50个基点}", None,
     "LPR减50个基点（期限未载明）", "LPR减50个基点", "Loan prime rate minus 50 basis points (tenor not stated)"),
    ("rate_formula", "{reference: pbc_benchmark, tenor: same_term, markup: 0%}", "fixed",
     "固定为同期限人民银行贷款基准利率", "固定为同期限人民银行贷款基准利率", "Fixed at PBOC benchmark lending rate (same term)"),
    ("rate_formula", "{fixed: 6%}", "cap", "不超过6%", "不超过6%", "At most 6%"),
    ("cost_cap", "{rate: 9.09%, sum_of: [loan_rate_cap, premium_rate_cap], net_of_subsidy: unstated}", "cap",
     "不超过9.09%（贷款利率上限与保险费率上限之和；是否扣除补贴未载明）", "不超过9.09%",
     "At most 9.09% (sum of loan rate cap and premium rate cap; whether net of subsidy is not stated)"),
    ("cost_cap", "{rate: 10%, strict: true, net_of_subsidy: true}", "cap", "低于10%（已扣除补贴）", "低于10%", "Below 10% (net of subsidy)"),
    ("cost_cap", "{rate: 10%, strict: true, net_of_subsidy: false}", "observed",
     "实际低于10%（未扣除补贴）", "实际低于10%", "Observed: below 10% (before subsidy)"),
    ("charge", "{rate: 3%, base: principal, per: year, covers: [loan_guarantee, accident], charged_to: borrower}", "cap",
     "每年不超过贷款本金的3%（含借款人意外伤害保险；向借款人收取的部分）", "不超过3%",
     "At most 3% of the principal a year (borrower's accident insurance included; what the borrower is charged)"),
    ("charge", "{rate: 2.3%}", "fixed", "固定为2.3%（基数、计费周期、负担方未载明）", "固定为2.3%",
     "Fixed at 2.3% (base, period, who pays not stated)"),
    ("charge", "{rate: unstated}", "cap", "费率未载明", "费率未载明", "Rate not stated"),
    ("charge_or_share", "50%", None, "保费的50%", "保费的50%", "50% of the premium"),
    ("charge_or_share", "{rate: 1%, base: principal, per: loan, charged_to: borrower}", None,
     "每笔贷款本金的1%（向借款人收取的部分）", "1%", "1% of the principal a loan (what the borrower is charged)"),
    ("shares", "{shares: {bank: 20%, insurer: 80%}, of: principal}", None,
     "银行承担20%，保险公司承担80%（贷款本金损失）", "银行20%，保险公司80%",
     "Bank 20%, insurer 80% (of the loss of principal)"),
    ("shares", "{shares: {insurer: 90%, bank: 10%}, of: unstated, stage: before_compensation}", "in_principle",
     "原则上：保险公司承担90%，银行承担10%（损失口径未载明；补偿前）", "原则上：保险公司90%，银行10%",
     "In principle insurer 90%, bank 10% (which loss is not stated; before compensation)"),
    ("shares", "{shares: {insurer: unstated, bank: unstated}, of: principal_and_interest}", None,
     "保险公司与银行分担，比例未载明（贷款本息损失）", "保险公司与银行分担，比例未载明",
     "Insurer and bank share, proportions not stated (of the loss of principal and interest)"),
    ("shares", "{shares: {insurer: unstated}, of: unstated}", None,
     "保险公司承担比例未载明（损失口径未载明）", "保险公司承担比例未载明", "Part of the insurer not stated (which loss is not stated)"),
    ("layers", "[{bearer: insurer, up_to: 300万元}, {shares: {bank: 50%, government: 50%}, note: 再有损失}]", None,
     "第一层保险公司承担，以300万元为限；第二层银行承担50%，政府承担50%（再有损失）",
     "第一层保险公司承担，以300万元为限；第二层银行承担50%，政府承担50%（再有损失）",
     "Layer 1: borne by the insurer, up to RMB 3 million; layer 2: bank 50%, government 50% (再有损失)"),
    ("compensation", "{payer: fund, payee: insurer, rate: 45%, of: principal_loss, after: court_confirmation, cap: 6000万元}", None,
     "由专项资金向保险公司补偿贷款本金损失的45%（司法确认后；最高6000万元）", "贷款本金损失的45%",
     "The fund pays the insurer 45% of loss of principal (after confirmation by a court; up to RMB 60 million)"),
    ("compensation", '{payer: "government:city", payee: unstated, rate: unstated, of: excess_claims, above: {metric: loss_ratio, threshold: 150%}}', None,
     "由市级财政补偿超赔部分（赔付率超过150%的部分；受偿方、比例、补偿时点未载明）", "超赔部分",
     "The city government pays excess claims (the part of the loss ratio above 150%; payee, rate, when compensation falls due not stated)"),
    ("compensation", "{payer: fund, payee: bank, rate_from: 30%, rate_to: 50%, of: bad_loans, after: recognition}", None,
     "由专项资金向银行补偿不良贷款的30%至50%（认定不良后）", "不良贷款的30%至50%",
     "The fund pays the bank 30% to 50% of bad loans (after recognition as bad)"),
    ("limit", "{rate: 85%, of: premium}", "cap", "不超过保费收入的85%", "不超过保费收入的85%", "At most 85% of premiums"),
    ("limit", "6000万元", "cap", "不超过6000万元", "不超过6000万元", "At most RMB 60 million"),
    ("limit", "{rate: unstated, of: unstated}", "cap", "比例、基数未载明", "比例、基数未载明", "Rate, base not stated"),
    ("recovery", "{rule: subrogation}", None, "代位追偿", "代位追偿", "Subrogation"),
    ("recovery", "{rule: shares, shares: {bank: 40%, insurer: 60%}}", None,
     "按约定比例分配（银行40%，保险公司60%）", "按约定比例分配（银行40%，保险公司60%）",
     "By shares of its own (bank 40%, insurer 60%)"),
    ("trigger", "{metric: insurer_payout_rate, op: above, threshold: 5%, scope: [insurer], period: calendar_year, "
     "effect: {action: suspend, force: may, approval_by: 市金融工作局}}", None,
     "代偿率超过5%（自然年度；按单家保险公司计算）：可以暂停业务，须报市金融工作局同意", "代偿率超过5%：暂停业务",
     "Insurer's payout rate above 5% (calendar year; measured by insurer): may suspend, with the consent of 市金融工作局"),
    ("trigger", "{metric: npl_ratio, definition: unstated, op: at_most, threshold: 2%, period: unstated, any_of: "
     "[{metric: overdue_rate, op: at_least, threshold: 10%}]}", None,
     "不良贷款率不超过2%，或逾期率达到10%（计算口径、适用范围、计算期间未载明）：后果未载明",
     "不良贷款率不超过2%，或逾期率达到10%",
     "Bad loan ratio at most 2%, or overdue rate at least 10% (formula, scope, period not stated): effect not stated"),
    ("claim_events", "{any_of: [{interest_overdue: {after: 90天, consecutive: true}}, "
     "{principal_overdue: {after: 30天, counted_from: maturity}}], after_recourse: true}", "permitted",
     "连续欠息达90天，或贷款到期后30天仍有本金未偿还，且追索无果", "连续欠息达90天，或贷款到期后30天仍有本金未偿还",
     "Interest unpaid for 90 days running, or principal unpaid 30 days after maturity, and recourse has failed"),
    ("claim_events", "{any_of: [{overdue: {after: 3个月}}, {other: 借款人下落不明}]}", None,
     "逾期未还达3个月，或借款人下落不明（是否须先追索未载明）", "逾期未还达3个月，或借款人下落不明",
     "Payment overdue for 3 months, or 借款人下落不明 (whether recourse must come first is not stated)"),
    ("subsidy", '{payer: "government:city", paid_to: insurer, beneficiary: borrower, effect: tops_up, rate: 1%, base: principal, times_term: true}', None,
     "市级财政补贴贷款本金的1%×贷款年数，拨付给保险公司（在借款人保费之外补足；受益方为借款人）", "贷款本金的1%×贷款年数",
     "City government subsidy of 1% of the principal × years of the loan, paid to the insurer (tops up the premium; for the benefit of the borrower)"),
    ("subsidy", '{payer: "government:city", paid_to: borrower, beneficiary: borrower, effect: refunds_borrower, share_of_premium: 50%, cap: premium_paid, once_per_borrower: true, condition: on_time_repayment}', "cap",
     "市级财政补贴不超过保费的50%，拨付给借款人（返还给借款人；不高于实际支付的保费；每个借款人只享受一次；条件：按期还款）",
     "不超过保费的50%",
     "City government subsidy of at most 50% of the premium, paid to the borrower (refunded to the borrower; not above the premium paid; once per borrower; condition: repaid on time)"),
    ("subsidy", "{payer: unstated, paid_to: unstated, effect: reduces_interest, share_of_interest: unstated}", "observed",
     "实际：补贴利息（减少利息支出；出资方、拨付对象、受益方、补贴比例未载明）", "实际：利息",
     "Observed: subsidy of the interest (reduces interest; payer, recipient, beneficiary, rate not stated)"),
    ("subsidy", "{payer: government, paid_to: bank, beneficiary: borrower, effect: reduces_interest, amount: 7万元, cap: 10万元}", None,
     "政府补贴7万元，拨付给银行（减少利息支出；受益方为借款人；最高10万元）", "7万元",
     "Government subsidy of RMB 70,000, paid to the bank (reduces interest; for the benefit of the borrower; up to RMB 100,000)"),
    ("reward", '{payer: "government:city", payee: bank, rate: 1%, base: disbursed, cap: 100万元}', None,
     "市级财政按实际发放贷款金额的1%奖励银行（最高100万元）", "实际发放贷款金额的1%",
     "City government rewards the bank with 1% of amount disbursed (up to RMB 1 million)"),
    ("reward", "{payer: unstated, payee: insurer, rate: 2%, base: unstated}", None,
     "按2%奖励保险公司（出资方、基数未载明）", "2%", "Reward to the insurer of 2% (payer, base not stated)"),
    ("funds", "[{name: 补贴资金, amount: 500万元, year: 2014, purpose: 保费补贴}, {name: 补偿资金, amount: unstated}]", None,
     "补贴资金500万元（2014年；保费补贴）；补偿资金（金额未载明）", "补贴资金500万元；补偿资金（金额未载明）",
     "补贴资金 RMB 5 million (2014; 保费补贴); 补偿资金 (amount not stated)"),
    ("outcomes", "[{metric: 发放贷款, value: 60万元, as_of: 2014-06}, {metric: 笔数, value: 5笔, approx: true}, {metric: 降幅, value: 40%}]", None,
     "发放贷款60万元（截至2014年6月）；笔数约5笔；降幅40%", "发放贷款60万元；笔数约5笔；降幅40%",
     "发放贷款 RMB 600,000 (as of June 2014); 笔数 about 5笔; 降幅 40%"),
    ("range", "{min: 18, max: 60}", None, "18至60", "18至60", "18 to 60"),
    ("range", "{min: 18}", None, "18以上", "18以上", "18 or over"),
    ("date_window", "{until: 2022-12-31}", None, "至2022年12月31日（起始日未载明）", "至2022年12月31日", "Until 31 December 2022 (start not stated)"),
    ("date_window", "{from: 2022-01, until: 2022-12-31}", None, "2022年1月至2022年12月31日", "2022年1月至2022年12月31日",
     "January 2022 to 31 December 2022"),
    ("cycle", "{every: quarter, within: 5个工作日, by: 保险公司, to: 市金融局}", None,
     "保险公司每季度向市金融局报送，期后5个工作日内", "每季度，期后5个工作日内",
     "Quarterly, to 市金融局, by 保险公司, within 5 working days of its end"),
    ("area", '{area: "440600", link: registered}', None, "佛山市（登记注册）", "佛山市", "Foshan (registered)"),
    ("area", '{area: "440600", link: unstated}', None, "佛山市（登记、经营或纳税未载明）", "佛山市", "Foshan (kind of link not stated)"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "modality", "zh", "short", "en"), WORDS)
def test_each_value_is_said_in_both_languages(kind, written, modality, zh, short, en):
    provision = Provision(value=typed(kind, written), modality=modality)
    full, brief = provision_texts(parameter(kind), provision, LABELS)
    assert (full.zh, brief.zh, full.en) == (zh, short, en)


def test_every_kind_of_value_has_its_words_in_the_table():
    assert {row[0] for row in WORDS} == set(KINDS)


@pytest.mark.parametrize("kind", KIND_EXAMPLES)
def test_no_component_that_is_unstated_is_hidden(kind):
    """A charge, a subsidy … with something left open says so; the words 未载明 stand in the full text."""
    written = KIND_EXAMPLES[kind]
    if "unstated" in written:
        assert "未载明" in value_texts(parameter(kind), typed(kind, written), LABELS)[0].zh


def test_the_short_text_leaves_out_a_bound_that_the_label_says():
    cap = VOCABULARY.parameters["loan_amount_cap"]
    assert cap.modality == "cap"
    texts = provision_texts(cap, Provision(value=Fraction(3_000_000)), LABELS)
    assert [text.zh for text in texts] == ["不超过300万元", "300万元"]


@pytest.mark.parametrize(
    ("modality", "zh"),
    [("in_principle", "原则上不超过100万元"), ("usual", "一般不超过100万元"), ("cap", "不超过100万元"), ("observed", "实际100万元")],
)  # fmt: skip
def test_a_manner_keeps_the_direction_of_a_cap(modality, zh):
    provision = Provision(value=Fraction(1_000_000), modality=modality)
    assert (
        provision_texts(VOCABULARY.parameters["insured_amount_cap"], provision, LABELS)[0].zh == zh
    )


def test_an_approximate_figure_says_so():
    provision = Provision(value=Fraction(30), approx=True, modality="planned")
    full, _ = provision_texts(VOCABULARY.parameters["leverage_claimed"], provision, LABELS)
    assert (full.zh, full.en) == ("计划约30倍", "Planned: about 30 times")


def test_what_comes_on_top_says_so():
    provision = Provision(value=typed("terms", "[甲]"), adds=True)
    assert provision_texts(parameter("terms"), provision, LABELS)[0] == Said(
        "另加：甲", "In addition: 甲"
    )


def test_a_rate_says_what_it_came_to_on_the_day_of_the_instrument():
    formula = typed("rate_formula", "{reference: pbc_benchmark, tenor: same_term, markup: 40%}")
    known = Equivalent(Fraction("0.0609"), "2018-05", Said("一年期", "1 year"))
    full, _ = value_texts(parameter("rate_formula"), formula, LABELS, "cap", equivalent=known)
    assert full.zh == "不超过同期限人民银行贷款基准利率上浮40%（按2018年5月口径一年期即6.09%）"
    assert full.en.endswith("(6.09% at the 1 year rate of May 2018)")


DELEGATIONS = [
    ("parties", "由合作各方协商"),
    ("local_rule", "由地方自行规定"),
    ("other_rule", "按其他文件执行"),
    ("institution", "由金融机构确定"),
]


@pytest.mark.parametrize(("to", "zh"), DELEGATIONS)
def test_what_is_left_to_others_says_to_whom_and_what_the_text_fixes_itself(to, zh):
    provision = Provision(state="delegated", to=to, value=Fraction(1_000_000))
    full, short = provision_texts(VOCABULARY.parameters["loan_amount_cap"], provision, LABELS)
    assert (full.zh, short.zh) == ("不超过100万元", zh)


@pytest.mark.parametrize("state", ["silent", "unread", "not_applicable"])
def test_a_state_without_content_has_no_words(state):
    assert provision_texts(parameter("text"), Provision(state=state), LABELS) == (Said(), Said())


CONDITIONS = [
    ("{borrower: enterprise}", "借款人为企业", "borrower: enterprise"),
    ("{borrower: [sole_trader, business_owner]}", "借款人为个体工商户或小微企业主", "borrower: sole trader or owner of a small business"),
    ("{group: first_time_borrower}", "首贷户", "first-time borrower"),
    ("{not_group: first_time_borrower, route: guarantee}", "非首贷户；融资担保路径", "not first-time borrower; guarantee route"),
    ("{route: insurance}", "保证保险路径", "guarantee insurance route"),
    ("{purpose: 流动资金, phase: 试点期}", "用途为流动资金；试点期", "purpose: 流动资金; 试点期"),
    ("{term: {above: 1年, up_to: 3年}}", "贷款期限超过1年、不超过3年", "term above 1 year, up to 3 years"),
    ("{amount: {up_to: 300万元}}", "贷款金额不超过300万元", "amount up to RMB 3 million"),
    ("{term: 中长期, event: 提前还款}", "贷款期限中长期；提前还款", "term 中长期; 提前还款"),
    ("{institution: insurer}", "保险公司", "insurer"),
    ("{institution: 村镇银行, for: subsidy}", "村镇银行；申请补贴", "村镇银行; for the subsidy"),
    ('{region: "440600"}', "佛山市", "Foshan"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "zh", "en"), CONDITIONS)
def test_each_condition_is_said_in_both_languages(written, zh, en):
    node, _ = compose(written, "test.yaml")
    reading = Reading("test.yaml", [], VOCABULARY.term_ids())
    when = structure_dataclass(node, When, "", reading)
    assert when is not INVALID, reading.problems
    assert when_text(when, LABELS) == Said(zh, en)


QUANTITIES = [
    (said.money(Fraction(0)), "0元", "RMB 0"),
    (said.money(Fraction("1234567.89")), "1234567.89元", "RMB 1,234,567.89"),
    (said.money(Fraction(123_456_789)), "12345.6789万元", None),
    (said.money(Fraction("0.01")), "0.01元", "RMB 0.01"),
    (said.duration(Duration(1, "months")), "1个月", "1 month"),
    (said.duration(Duration(24, "months")), "2年", "2 years"),
    (said.count(Count(Fraction(200), "家")), "200家", "200家"),
    (said.count(Count(Fraction(58_960_000), "户")), "5896万户", "5896万户"),
    (said.multiple(Fraction(100, 3)), "33.3倍", "33.3 times"),
    (said.percent(Fraction(909, 10000)), "9.09%", "9.09%"),
    (said.date("2022"), "2022年", "2022"),
    (said.date("2022-08-29"), "2022年8月29日", "29 August 2022"),
]


@pytest.mark.parametrize(("text", "zh", "en"), QUANTITIES)
def test_quantities_are_said_as_people_say_them(text, zh, en):
    assert text.zh == zh
    assert en is None or text.en == en


def test_english_with_chinese_words_is_marked():
    assert Said("甲", "A").as_json() == {"zh": "甲", "en": "A"}
    assert Said("甲", "A 甲").as_json() == {"zh": "甲", "en": "A 甲", "lang": "zh"}


IDENTIFIER = re.compile(r"[a-z]+_[a-z]+|\b[a-z]{2,}\b|unstated|government:")


def chinese(value: object, path: str = ""):
    """Every Chinese text of a record, with where it stands."""
    if isinstance(value, dict):
        if set(value) >= {"zh", "en"} and isinstance(value["zh"], str):
            yield path, value["zh"]
        for key, inner in value.items():
            yield from chinese(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value, start=1):
            yield from chinese(inner, f"{path}[{number}]")


def test_no_identifier_stands_in_a_chinese_text_of_the_real_data(as_of):
    catalogue = shipped_data.catalogue()
    records = build_records(catalogue, as_of)
    texts = [
        (scheme["id"] + path, text)
        for scheme in records.schemes
        for part in ("parameters", "derived", "lifecycle", "published_figures")
        for path, text in chinese(scheme[part], f".{part}")
    ]
    assert len(texts) > 1000
    assert [(path, text) for path, text in texts if IDENTIFIER.search(text)] == []


def test_the_search_for_identifiers_finds_one():
    assert IDENTIFIER.search("由government:city补贴") and IDENTIFIER.search("按loan_amount计")
    assert not IDENTIFIER.search("一年期LPR加150个基点")


@pytest.mark.parametrize(
    ("zh", "en", "shown"),
    [
        ("不超过2%", "at most 2%", "At most 2%"),
        ("e贷通，每年", "e贷通, a year", "e贷通, a year"),
        ("iLoan 产品", "iLoan product", "iLoan product"),
        ("LPR 加点", "a spread over the LPR", "A spread over the LPR"),
    ],
)
def test_a_sentence_begins_with_a_capital_but_the_documents_own_word_stays_as_written(zh, en, shown):
    assert sentence(Said(zh, en)) == Said(zh, shown)
