"""The figures that words carry, one row a form of writing."""

from fractions import Fraction

import pytest
import shipped_data

from generator.components import Figure, figures
from generator.derivation import chinese_number, expand, fold, numbers
from generator.evidence import archived_text, same, shown
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
    ("百分之十五", [("percent", Fraction(15, 100))]),
    ("百分之2.5", [("percent", Fraction(25, 1000))]),
    ("5‰", [("percent", Fraction(5, 1000))]),
    ("提高2个百分点", [("percent", Fraction(2, 100))]),
    ("八成", [("percent", Fraction(8, 10))]),
    ("各承担一半", [("percent", Fraction(1, 2))]),
    ("1,234,567.5元", [("money", Fraction(12345675, 10))]),
    ("3千万元、2亿元、4万", [("money", Fraction(30_000_000)), ("money", Fraction(200_000_000)), ("money", Fraction(40_000))]),
    ("五万元", [("money", Fraction(50_000))]),
    ("4万户", [("count", Count(Fraction(40_000), "户"))]),
    ("三年期满两年", [("duration", Duration(36, "months")), ("duration", Duration(24, "months"))]),
    ("3日内、五天", [("duration", Duration(3, "days")), ("duration", Duration(5, "days"))]),
    ("二十个工作日", [("duration", Duration(20, "working_days"))]),
    ("满18个月", [("duration", Duration(18, "months"))]),
    ("十倍", [("multiple", Fraction(10))]),
    ("2022年", [("date", "2022")]),
    ("2022-08-29", [("date", "2022-08-29")]),
    ("2021至2023年", [("date", "2021"), ("date", "2023")]),
    ("2月10日", [("monthday", "2月10日")]),
    ("2023年1月9日、3日内、2月10日", [("date", "2023-01-09"), ("duration", Duration(3, "days")), ("monthday", "2月10日")]),
    ("3比7", [("ratio", (Fraction(3), Fraction(7)))]),
    ("12", [("number", Fraction(12))]),
    ("减半收取", [("percent", Fraction(1, 2))]),
    ("第二十二条、第3款", [("ordinal", "第二十二条"), ("ordinal", "第3款")]),
    ("300-500万元", [("money", Fraction(3_000_000)), ("money", Fraction(5_000_000))]),
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


@pytest.mark.parametrize(("text", "number"), [("二十六", 26), ("十", 10), ("一百零五", 105), ("一二", 12), ("二〇二二", 2022), ("三百", 300), ("两", 2), ("三农", None), ("三千二百", 3200), ("二十", 20), ("一百一十", 110), ("零", 0)])
def test_chinese_numerals(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("words", "dimension", "amounts"),
    [
        ("3:2:5", "percent", [Fraction(3, 10), Fraction(1, 5), Fraction(1, 2)]),
        ("0:0", "percent", []),
        ("2:100", "multiple", []),
        ("3笔30倍", "multiple", [Fraction(30)]),
        ("3笔", "number", [Fraction(3)]),
        ("3笔", "money", []),
        ("2万元、40%、7、5户、30倍、1年", "count",
         [Count(Fraction(20_000), "元"), Count(Fraction(2, 5), "%"), Count(Fraction(7), ""), Count(Fraction(5), "户"), Count(Fraction(30), "倍")]),
    ],
)  # fmt: skip
def test_figures_are_read_in_the_dimension_that_is_asked_for(words, dimension, amounts):
    assert expand(numbers(words), dimension) == amounts


def test_a_text_holds_a_phrase_as_it_stands_and_in_its_reading_order():
    """Columns of a page may stand one after the other in the archived text; line ranges put them in order, ends included."""
    text = archived_text("贷款\n补贴\n保险\n期限\n", ["3-3", "1-2"])
    assert text.ordered == "保险贷款补贴" and text.holds("保险 贷款") and text.holds("补贴保险") and not text.holds("期限贷款")
    assert not text.holds(" ") and not archived_text("贷款").holds("")


def test_a_figure_is_the_same_amount_and_a_count_also_in_the_same_unit():
    """An outcome in 5 户 is not 5 笔; where the words give no unit the number decides."""
    five = Figure("value", "count", Count(Fraction(5), "笔"))
    assert same(five, Count(Fraction(5), "笔")) and same(five, Count(Fraction(5), ""))
    assert not same(five, Count(Fraction(5), "户")) and not same(five, Count(Fraction(6), "笔"))
    assert same(Figure("value", "percent", Fraction(1, 2)), Fraction(1, 2))


def test_folding_is_nfkc_and_white_space_and_nothing_else():
    assert fold(" ３０ 万元\n，不 超过") == "30万元,不超过"
    assert fold("《办法》") == "《办法》"


def test_nine_tenths_of_the_figures_of_further_schemes_derive_and_the_rest_say_why(capsys):
    catalogue = shipped_data.catalogue()
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
