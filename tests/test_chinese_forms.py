"""How amounts, shares, terms and dates are written in Chinese texts, alike in Python and in the page."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from test_drafting_templates import in_node, rendered

from generator import chinese_forms as forms
from generator.chinese_forms import Unwritable
from generator.drafting_templates.export import export_sources
from generator.drafting_templates.filters import ARGUMENTS
from generator.wording.said import money as said_money

WRITTEN = [
    (forms.money, 3_000_000, "300万元"), (forms.money, 1_000_000_000, "10亿元"), (forms.money, 205_000, "20.5万元"),
    (forms.money, "123456.78", "123456.78元"), (forms.money, 0, "0元"), (forms.money, 5000, "5000元"),
    (forms.money, 123_450_000, "12345万元"), (forms.money, 0.5, "0.5元"), (forms.money, -20_000, "-2万元"),
    (forms.percent, 0.023, "2.3%"), (forms.percent, 1, "100%"), (forms.percent, "0.0609", "6.09%"), (forms.percent, 0.07, "7%"),
    (forms.percent, 1e-7, "0.00001%"), (forms.percent_cn, 0.8, "百分之八十"), (forms.percent_cn, 0.025, "百分之二点五"),
    (forms.percent_cn, 1.5, "百分之一百五十"), (forms.tenths, 0.8, "八成"), (forms.tenths, 0.85, "八成五"),
    (forms.ratio, [0.2, 0.8], "2：8"), (forms.ratio, [0.1, 0.45, 0.45], "10：45：45"), (forms.ratio, [1, 0], "10：0"),
    (forms.number, 1234.5, "1234.5"), (forms.number, "10.50", "10.5"), (forms.number, 1e21 / 1e6, "1000000000000000"),
    (forms.cn, 0, "零"), (forms.cn, 10, "十"), (forms.cn, 26, "二十六"), (forms.cn, 105, "一百零五"), (forms.cn, 110, "一百一十"),
    (forms.cn, 1010, "一千零一十"), (forms.cn, 10_010, "一万零一十"), (forms.cn, 100_000, "十万"), (forms.cn, 110_000, "十一万"),
    (forms.cn, 20_001, "二万零一"), (forms.cn, 99_999_999, "九千九百九十九万九千九百九十九"),
    (forms.months, 36, "3年"), (forms.months, 18, "18个月"), (forms.months, 0, "0个月"),
    (forms.duration, {"months": 12}, "1年"), (forms.duration, {"days": 90}, "90天"), (forms.duration, {"working_days": 10}, "10个工作日"),
    (forms.date, "2026-03-01", "2026年3月1日"), (forms.date, "2018-05", "2018年5月"), (forms.date, "2015", "2015年"),
    (forms.date, "2024-02-29", "2024年2月29日"), (forms.date_cn, "2026-10-20", "二〇二六年十月二十日"),
    (forms.basis_points, 150, "150个基点"), (forms.times, 33.3, "33.3倍"), (forms.uplift, 1.4, "上浮40%"),
    (forms.uplift, 0.9, "下浮10%"), (forms.uplift, 1, "不浮动"),
]  # fmt: skip

REFUSED = [
    (forms.money, "3,000", "不是数"), (forms.money, "01", "不是数"), (forms.money, True, "不是数"), (forms.money, None, "不是数"),
    (forms.money, "１２", "不是数"), (forms.money, 2**53, "不是数"), (forms.money, 0.001, "金额不能有不足一分的零头"),
    (forms.money, float("nan"), "不是数"), (forms.percent, "2%", "不是数"), (forms.tenths, 0.05, "不能写成几成"),
    (forms.tenths, 0.855, "不能写成几成"), (forms.ratio, [0.5], "不是两个以上的份额"), (forms.ratio, [0.333, 0.667], "份额不是整数百分比"),
    (forms.cn, 100_000_000, "不是0至99999999的整数"), (forms.cn, -1, "不是0至99999999的整数"), (forms.cn, 1.5, "不是0至99999999的整数"),
    (forms.duration, {"years": 1}, "不是期限"), (forms.duration, {}, "不是期限"), (forms.date, "2026-02-29", "不是日期"),
    (forms.date, "2026-3-1", "不是日期"), (forms.date, "0000-01-01", "不是日期"), (forms.date, 2026, "不是日期"),
    (forms.percent_cn, -0.1, "不能为负"), (forms.basis_points, 1.5, "不是整数"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "value", "text"), WRITTEN, ids=lambda value: getattr(value, "__name__", None))
def test_a_quantity_is_written_as_offices_write_it(form, value, text):
    assert form(value) == text


@pytest.mark.parametrize(("form", "value", "reason"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_what_cannot_be_written_for_certain_is_refused(form, value, reason):
    with pytest.raises(Unwritable) as refusal:
        form(value)
    assert refusal.value.args[0] == reason


def test_amounts_are_written_as_everywhere_else_on_the_site():
    chance = random.Random(3)
    for _ in range(2000):
        fen = chance.choice([chance.randrange(10**12), chance.randrange(10**5) * 10**6, chance.randrange(10**4) * 10**8])
        text = forms.money(f"{fen // 100}.{fen % 100:02}")
        assert text == said_money(Fraction(fen, 100)).zh


def test_the_page_writes_and_refuses_the_same(require_tool):
    chance = random.Random(11)
    plain = [name for name, counts in ARGUMENTS.items() if counts == (0,)]
    trees = export_sources({f"{name}.j2": f"{{{{ x|{name} }}}}" for name in plain})

    def value() -> object:
        return chance.choice([
            lambda: chance.randrange(-10, 200), lambda: chance.randrange(10**12), lambda: chance.random(),
            lambda: chance.randrange(10**6) / 10 ** chance.randrange(9), lambda: round(chance.random(), chance.randrange(6)),
            lambda: f"{chance.randrange(10**6)}.{chance.randrange(1000):03}", lambda: chance.random() * 10 ** chance.randrange(-12, 25),
            lambda: [chance.randrange(11) / 10 for _ in range(chance.randrange(4))], lambda: {"months": chance.randrange(100)},
            lambda: {chance.choice(["days", "working_days", "years"]): chance.choice([5, -1, 2.5, "3"])},
            lambda: f"{chance.randrange(2100):04}-{chance.randrange(14):02}-{chance.randrange(33):02}", lambda: f"20{chance.randrange(100):02}",
            lambda: chance.choice([None, True, "", "甲", [], {}, 2**53, -(2**53), 1e300, -0.0, 3.0, "-0.5", "1e3", "00"]),
        ])()  # fmt: skip

    cases = [(f"{chance.choice(plain)}.j2", {"x": value()}) for _ in range(6000)]
    ours = [rendered(trees, *case) for case in cases]
    assert 1500 < sum(isinstance(text, str) for text in ours) < 5500
    assert in_node(require_tool("node"), trees, cases) == ours
