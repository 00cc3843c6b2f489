"""The words for what was worked out: why an instrument has its status, and how a published figure was recomputed."""

from __future__ import annotations

import re

from generator.assessment.derived import NominalCap
from generator.assessment.figures import Recomputed, Step
from generator.assessment.lifecycle import Lifecycle
from generator.assessment.reference import Equivalent as KnownRate
from generator.model import Notice, PublishedFigure
from generator.reference_rates import Series
from generator.wording.context import Equivalent
from generator.wording.labels import Labels
from generator.wording.said import (
    NOTHING,
    Said,
    date,
    listed,
    money,
    multiple,
    own,
    percent,
    plain_number,
    say,
)

_WHY = {
    "repealed": Said("{title}{day}已宣布废止", "Declared repealed by {title}{day}"),
    "superseded": Said("已由《{title}》{day}替代", "Replaced by {title}{day}"),
    "draft": Said("征求意见稿，未见正式印发的文件", "A draft for comment; no final text is known"),
    "draft_finalised": Said(
        "征求意见稿，正式文件为《{title}》", "A draft for comment; the final text is {title}"
    ),
    "lapsed": Said("{title}{day}已宣布失效", "Declared lapsed by {title}{day}"),
    "kept": Said("{title}宣布继续有效", "Kept in force by {title}"),
    "kept_until": Said("{title}宣布继续有效，至{on}", "Kept in force by {title} until {on}"),
    "expired": Said("有效期至{on}，已届满", "It was valid until {on}"),
    "validity_over": Said(
        "按文件写明的有效期推算，至{on}届满", "By its stated length of validity it ended on {on}"
    ),
    "planned": Said("拟制定，未见正式印发的文件", "Planned; no final text is known"),
    "not_yet_effective": Said("自{on}起施行", "It takes effect on {on}"),
    "programme": Said(
        "未见政策文件，效力无从判断", "No instrument has been seen, so its force cannot be judged"
    ),
    "dates_unknown": Said(
        "印发日期、施行日期和有效期均不明，效力无从判断",
        "Its dates are not known, so its force cannot be judged",
    ),
    "expiry_unread": Said(
        "{start}，有效期未见原文，是否仍然有效不明",
        "{start}; its expiry has not been read",
    ),
    "no_expiry_long_ago": Said(
        "{start}，文件未载明有效期，已过五年，未见继续有效、废止或替代的记载",
        "{start} without a stated expiry; after five years nothing is known of its force",
    ),
    "no_expiry": Said(
        "{start}，文件未载明有效期，未见废止或替代的记载",
        "{start} without a stated expiry; no repeal or successor is known",
    ),
    "until": Said(
        "有效期至{on}，未见废止或替代的记载", "Valid until {on}; no repeal or successor is known"
    ),
    "until_start_unknown": Said(
        "有效期至{on}，未见废止或替代的记载；施行日期不明",
        "Valid until {on}; no repeal or successor is known; its start is not known",
    ),
}

_WHY_NOT = {
    "no_rule": Said(
        "文件没有给出可供复算的算式", "The document gives no formula that can be recomputed"
    ),
    "input_missing": Said("缺少{name}，无法复算", "Cannot be recomputed without the {name}"),
    "input_unreadable": Said("{name}读不成数，无法复算", "The {name} is not a number"),
    "date_unknown": Said(
        "日期不明，无法确定{name}", "The date is not known, so neither is the {name}"
    ),
    "rate_unknown": Said(
        "该日的参考利率不明，无法确定{name}",
        "The reference rate of that day is not known, so neither is the {name}",
    ),
    "stated_unreadable": Said("所称数字读不成数", "The stated figure is not a number"),
    "below_ceiling": Said(
        "复算结果低于所称上限", "The recomputed figure is below the stated ceiling"
    ),
}

_DOCUMENT = re.compile(
    "(?:通知|公告|通告|决定|意见|办法|细则|规定|条例|方案|目录|清单|函|批复)(?:（[^）]*）)?$"
)

_INPUTS = {
    "funds": Said("财政资金", "public funds"),
    "lending": Said("撬动的贷款", "lending"),
    "volume": Said("贷款规模", "volume of lending"),
}


def why(life: Lifecycle) -> Said:
    """The reason for a status, in one sentence."""
    template = _WHY[life.reason]
    quoted = life.reason in ("superseded", "draft_finalised")
    title = own(life.title or "") if quoted else _quoted(life.title)
    on = date(life.day) if life.day else NOTHING
    day = say("（{on}）", " ({on})", on=on) if life.day else NOTHING
    begun = (
        Said("{on}印发", "Issued on {on}")
        if life.issued
        else Said("{on}起施行", "In effect from {on}")
    )
    start = say(begun.zh, begun.en, on=on)
    return say(template.zh, template.en, title=title, on=on, day=day, start=start)


def _quoted(title: str | None) -> Said:
    """A document's title in title marks; what is no document's title (a remark on a web page) goes without."""
    if not title or "《" in title or not _DOCUMENT.search(title):
        return own(title or "")
    return own(f"《{title}》")


def notice_text(notice: Notice, labels: Labels) -> Said:
    """A notice on an instrument's force: what it says, its title, number and dates."""
    number = own(f"（{notice.number}）") if notice.number else NOTHING
    text = say(
        "{title}{number}：{kind}",
        "{title}{number}: {kind}",
        title=_quoted(notice.title),
        number=number,
        kind=labels.term("notice_kind", notice.kind),
    )
    dated = say("{day}", "{day}", day=date(notice.dated)) if notice.dated else NOTHING
    until = say("至{day}", "until {day}", day=date(notice.until)) if notice.until else NOTHING
    return listed([text, dated, until], "，", ", ")


def equivalent_for(
    known: KnownRate | None, rates: dict[str, Series], labels: Labels
) -> Equivalent | None:
    """A known rate with the label of its tenor, as the words for a rate formula need it."""
    if known is None:
        return None
    label = labels.term("tenor", known.tenor)
    if label.zh == known.tenor:
        names = {tenor.id: tenor.label for tenor in rates[known.series].head.tenors}[known.tenor]
        label = Said(names.zh, names.en or names.zh)
    return Equivalent(known.rate, known.on, label)


def reason_text(result: Recomputed, labels: Labels) -> Said:
    """Why a figure could not be computed again, or agrees only as a ceiling; NOTHING otherwise."""
    if result.reason is None:
        return NOTHING
    template = _WHY_NOT[result.reason]
    name = _INPUTS.get(result.missing or "") or labels.parameter(result.missing or "")
    return say(template.zh, template.en, name=name)


def recomputed_text(result: Recomputed, places: int, percentage: bool) -> Said:
    """The recomputed figure in the unit of the stated one, to its printed decimals."""
    if result.value is None:
        return NOTHING
    if percentage:
        exact = percent(result.value)
        return exact if len(exact.zh.partition(".")[2]) <= 4 else percent(result.value, places)
    return multiple(result.value, places)


def working(figure: PublishedFigure, result: Recomputed) -> Said:
    """The computation as a line of arithmetic: `4.35%×1.4＋3%`, `1÷（1%＋2%）`, `3亿元÷1000万元`."""
    if result.value is None:
        return NOTHING
    if figure.rule == "leverage_from_rewards":
        inner = listed((percent(step.amount) for step in result.steps), "＋", " + ")
        return say("1÷（{inner}）", "1 ÷ ({inner})", inner=inner)
    if figure.rule == "leverage_from_funds":
        funds = [money(step.amount) for step in result.steps if step.name.startswith("funds")]
        lending = [money(step.amount) for step in result.steps if not step.name.startswith("funds")]
        return say(
            "{lending}÷{funds}",
            "{lending} ÷ {funds}",
            lending=_grouped(lending),
            funds=_grouped(funds),
        )
    text = NOTHING
    for step in result.steps:
        operand, minus = _operand(step), "subsidy" in step.name
        if not text:
            text = operand
            continue
        zh, en = ("－", " − ") if minus else ("＋", " + ")
        text = say(
            "{text}{sign}{operand}",
            "{text}{sign}{operand}",
            text=text,
            sign=Said(zh, en),
            operand=operand,
        )
    return text


def _grouped(parts: list[Said]) -> Said:
    text = listed(parts, "＋", " + ")
    return text if len(parts) == 1 else say("（{text}）", "({text})", text=text)


def _operand(step: Step) -> Said:
    if step.equivalent is None or step.formula is None:
        return percent(step.amount)
    reference = percent(step.equivalent.value)
    if step.formula.markup is not None:
        factor = plain_number(1 + step.formula.markup)
        return say("{rate}×{factor}", "{rate} × {factor}", rate=reference, factor=own(factor))
    points = step.formula.add or 0
    shown = percent(abs(step.amount - step.equivalent.value))
    sign = Said("＋", " + ") if points >= 0 else Said("－", " − ")
    return say(
        "（{rate}{sign}{points}）",
        "({rate}{sign}{points})",
        rate=reference,
        sign=sign,
        points=shown,
    )


def nominal_cap_text(cap: NominalCap) -> Said:
    """Loan rate and premium added up: `6.09%＋3%＝9.09%`, with the day of the reference rate."""
    text = say(
        "{loan}＋{premium}＝{total}",
        "{loan} + {premium} = {total}",
        loan=percent(cap.loan_rate),
        premium=percent(cap.premium_rate),
        total=percent(cap.rate),
    )
    if cap.equivalent is None:
        return text
    day = date(cap.equivalent.on)
    return say("{text}（参考利率按{day}）", "{text} (reference rate of {day})", text=text, day=day)
