"""The figures that words carry, one row a form of writing."""

from fractions import Fraction

import pytest
from required_tools import ROOT

from generator.catalogue import load_catalogue
from generator.components import figures
from generator.derivation import chinese_number, expand, fold, numbers
from generator.evidence import shown
from generator.quantities import Count, Duration

TABLE = [
    ("上浮最高不超过人民银行同期贷款基准利率40%", [("percent", Fraction(2, 5))]),
    ("费率为2．3％", [("percent", Fraction(23, 1000))]),
    ("百分之三", [("percent", Fraction(3, 100))]),
    ("基础上加150个基点", [("basis_points", 150)]),
    ("加150BP", [("basis_points", 150)]),
    ("按照2：8比例", [("ratio", (Fraction(2), Fraction(8)))]),
    ("5∶3∶2的比例", [("ratio", (Fraction(5), Fraction(3), Fraction(2)))]),
    ("单户不超过1000万元", [("money", Fraction(10_000_000))]),
    ("可撬动 3 亿元", [("money", Fraction(300_000_000))]),
    ("补偿2百万元", [("money", Fraction(2_000_000))]),
    ("规模5千万元", [("money", Fraction(50_000_000))]),
    ("授信3百亿元", [("money", Fraction(30_000_000_000))]),
    ("余额1.5万亿元", [("money", Fraction(1_500_000_000_000))]),
    ("支付5,000元保费", [("money", Fraction(5000))]),
    ("持续经营一年以上", [("duration", Duration(12, "months"))]),
    ("正常经营 6 个月以上", [("duration", Duration(6, "months"))]),
    ("半年以上", [("duration", Duration(6, "months"))]),
    ("连续欠息达90天以上", [("duration", Duration(90, "days"))]),
    ("10个工作日内", [("duration", Duration(10, "working_days"))]),
    ("放大倍数约为 30 倍", [("multiple", Fraction(30))]),
    ("倍数为33.3", [("multiple", Fraction(333, 10))]),
    ("全额补贴", [("percent", Fraction(1))]),
    ("免收担保费", [("percent", Fraction(0))]),
    ("2022年8月29日", [("date", "2022-08-29")]),
    ("2023年1月9日-2月10日", [("date", "2023-01-09"), ("date", "2023-02-10")]),
    ("自2018年5月起", [("date", "2018-05")]),
    ("七章二十六条", [("count", Count(Fraction(7), "章")), ("count", Count(Fraction(26), "条"))]),
    ("年龄18-60周岁", [("count", Count(Fraction(18), "周岁")), ("count", Count(Fraction(60), "周岁"))]),
    ("按20%-50%的标准", [("percent", Fraction(1, 5)), ("percent", Fraction(1, 2))]),
    ("第一批22个", [("ordinal", "第一批"), ("count", Count(Fraction(22), "个"))]),
    ("第三年可提高20%", [("ordinal", "第三年"), ("percent", Fraction(1, 5))]),
    ("保费补贴", []),
    ("城乡创业者、三农、统一标准", []),
]


@pytest.mark.parametrize(("words", "found"), TABLE, ids=[words for words, _ in TABLE])
def test_words_carry_these_figures_and_no_others(words, found):
    assert [(n.dimension, n.amount) for n in numbers(words)] == found


def test_a_ratio_gives_shares_of_the_whole_in_its_order():
    assert expand(numbers("按8:2分担"), "percent") == [Fraction(4, 5), Fraction(1, 5)]


def test_one_to_a_hundred_is_a_multiple():
    assert expand(numbers("1:100的杠杆作用"), "multiple") == [100]


@pytest.mark.parametrize(("text", "number"), [("二十六", 26), ("十", 10), ("一百零五", 105), ("一二", 12), ("二〇二二", 2022), ("三百", 300), ("两", 2), ("三农", None)])
def test_chinese_numerals(text, number):
    assert chinese_number(text) == number


def test_folding_is_nfkc_and_white_space_and_nothing_else():
    assert fold(" ３０ 万元\n，不 超过") == "30万元,不超过"
    assert fold("《办法》") == "《办法》"


def test_nine_tenths_of_the_figures_of_further_schemes_derive_and_the_rest_say_why(capsys):
    catalogue, problems = load_catalogue(ROOT)
    assert catalogue is not None, problems
    archived = {s.id for s in catalogue.schemes.values() if any(source.archive for source in s.head.sources)}
    pieces = [
        piece
        for scheme in catalogue.schemes.values()
        if scheme.id not in archived
        for parameter, provisions in scheme.provisions.items()
        for provision in provisions
        if provision.value is not None and figures(provision.value, catalogue.vocabulary.parameters[parameter].kind)
        for piece in provision.evidence
        if piece.role == "figure"
    ]
    underivable = [piece for piece in pieces if not piece.derivable]
    with capsys.disabled():
        print(f"\nfigures that derive from their words: {len(pieces) - len(underivable)} of {len(pieces)}")
    assert len(pieces) >= 200
    assert all(piece.reason for piece in underivable)
    assert len(underivable) * 10 <= len(pieces)


@pytest.mark.parametrize(
    ("amount", "dimension", "said"),
    [
        (Duration(12, "months"), "duration", "12个月"),
        (Duration(10, "working_days"), "duration", "10个工作日"),
        (Count(Fraction(1, 2), "%"), "count", "50%"),
        (Count(Fraction(7), "章"), "count", "7章"),
        (Fraction(23, 1000), "percent", "2.3%"),
        (Fraction(1_000_000), "money", "100万元"),
        (Fraction(10_000), "money", "1万元"),
        (Fraction(9_000), "money", "9000元"),
        (Fraction(10_500), "money", "10500元"),
        (Fraction(1, 3), "", "1/3"),
        (150, "basis_points", "150个基点"),
        ("2022-08-29", "date", "2022-08-29"),
    ],
)
def test_a_figure_is_named_in_messages_as_people_write_it(amount, dimension, said):
    assert shown(amount, dimension) == said
