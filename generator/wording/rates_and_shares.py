"""The words for rates, charges, limits and for who bears which part of a loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from generator import losses, values
from generator.structuring import UNSTATED
from generator.wording.context import Context, Equivalent, Texts, Worder, both, bounded
from generator.wording.labels import Labels, left_open
from generator.wording.said import (
    NOTHING,
    Said,
    bracketed,
    clauses,
    date,
    listed,
    money,
    own,
    percent,
    say,
)


def _rate_formula(value: values.RateFormula, bound: Said, context: Context) -> Texts:
    if value.fixed is not None:
        return both(bounded(bound, context.about(percent(value.fixed))))
    labels = context.labels
    reference = _abbreviated(labels.term("reference", value.reference))
    tenor = labels.stated("tenor", value.tenor)
    if tenor:
        reference = say(
            "{tenor}{reference}", "{reference} ({tenor})", tenor=tenor, reference=reference
        )
    if value.markup is not None:
        change = _markup(value.markup)
    else:
        points = str(abs(value.add))
        change = (
            Said(f"加{points}个基点", f" plus {points} basis points")
            if value.add >= 0
            else Said(f"减{points}个基点", f" minus {points} basis points")
        )
    formula = say("{reference}{change}", "{reference}{change}", reference=reference, change=change)
    text = bounded(bound, context.about(formula))
    notes = [left_open(value, tenor=Said("期限", "tenor")), _as_of(context.equivalent)]
    return bracketed(text, notes), text


def _abbreviated(name: Said) -> Said:
    """`LPR` for a name that gives its abbreviation in brackets."""
    found = re.search(r"（([A-Z]+)）", name.zh)
    return Said(found[1], name.en) if found else name


def _markup(markup: Fraction) -> Said:
    if markup == 0:
        return NOTHING
    return say("上浮{by}", " marked up by {by}", by=percent(markup))


def _as_of(equivalent: Equivalent | None) -> Said:
    if equivalent is None:
        return NOTHING
    return say(
        "按{on}口径{tenor}即{rate}",
        "{rate} at the {tenor} rate of {on}",
        on=date(equivalent.on),
        tenor=equivalent.tenor,
        rate=percent(equivalent.rate),
    )


def _cost_cap(value: values.CostCap, bound: Said, context: Context) -> Texts:
    labels = context.labels
    if value.strict and bound.zh.endswith("不超过"):
        bound = Said(
            bound.zh.removesuffix("不超过") + "低于", bound.en.removesuffix("at most") + "below"
        )
    elif value.strict:
        bound = Said(bound.zh + "低于", (bound.en + " below").strip())
    short = bounded(bound, context.about(percent(value.rate)))
    sum_of = listed((labels.parameter(p) for p in value.sum_of), "与", " and ")
    notes = [say("{sum_of}之和", "sum of {sum_of}", sum_of=sum_of) if sum_of else NOTHING]
    if value.net_of_subsidy is True:
        notes.append(Said("已扣除补贴", "net of subsidy"))
    elif value.net_of_subsidy is False:
        notes.append(Said("未扣除补贴", "before subsidy"))
    else:
        notes.append(Said("是否扣除补贴未载明", "whether net of subsidy is not stated"))
    return bracketed(short, notes), short


def _charge(value: values.Charge, bound: Said, context: Context) -> Texts:
    labels = context.labels
    if value.rate == UNSTATED:
        return both(Said("费率未载明", "rate not stated"))
    rate = context.about(percent(value.rate))
    base, per = labels.stated("base", value.base), labels.stated("per", value.per)
    size = say("{base}的{rate}", "{rate} of the {base}", base=base, rate=rate) if base else rate
    size = bounded(bound, size)
    full = say("{per}{size}", "{size} {per}", per=per, size=size) if per else size
    notes = [
        _covers(value, labels),
        labels.stated("charged_to", value.charged_to),
        left_open(
            value,
            base=Said("基数", "base"),
            per=Said("计费周期", "period"),
            charged_to=Said("负担方", "who pays"),
        ),
    ]
    return bracketed(full, notes), bounded(bound, rate)


def _covers(value: values.Charge, labels: Labels) -> Said:
    others = [item for item in value.covers if item != "loan_guarantee"]
    if not others or value.covers == ("guarantee",):
        return NOTHING
    covered = listed(labels.term("covers", item) for item in others)
    if len(others) == len(value.covers):
        return say("仅{covered}", "{covered} only", covered=covered)
    return say("含{covered}", "{covered} included", covered=covered)


def _charge_or_share(value: object, bound: Said, context: Context) -> Texts:
    if isinstance(value, values.Charge):
        return _charge(value, bound, context)
    share = context.about(percent(value))
    return both(bounded(bound, say("保费的{share}", "{share} of the premium", share=share)))


def shares_text(shares: dict[str, object], labels: Labels, verb: bool = True) -> Said:
    """`银行承担20%，保险公司承担80%`; parties whose part is unstated are named together at the end."""
    known = [
        say(
            "{party}承担{share}" if verb else "{party}{share}",
            "{party} {share}",
            party=labels.term("party", party),
            share=percent(share),
        )
        for party, share in shares.items()
        if share != UNSTATED
    ]
    open_ = [labels.term("party", party) for party, share in shares.items() if share == UNSTATED]
    if len(open_) == 1:
        lone = say("{party}承担比例未载明", "part of the {party} not stated", party=open_[0])
        known.append(lone)
    elif open_:
        parties = listed(open_, "与", " and ")
        share = say(
            "{parties}分担，比例未载明", "{parties} share, proportions not stated", parties=parties
        )
        known.append(share)
    return clauses(known)


def _shares(value: losses.Shares, bound: Said, context: Context) -> Texts:
    labels = context.labels
    text = bounded(bound, shares_text(value.shares, labels))
    of = labels.stated("base", value.of)
    notes = [
        say("{of}损失", "of the loss of {of}", of=of)
        if of
        else Said("损失口径未载明", "which loss is not stated"),
        labels.term("loss_stage", value.stage) if value.stage == "before_compensation" else NOTHING,
    ]
    return bracketed(text, notes), bounded(bound, shares_text(value.shares, labels, verb=False))


def _layers(value: Sequence[losses.Layer], bound: Said, context: Context) -> Texts:
    said = []
    for number, layer in enumerate(value, start=1):
        if layer.bearer:
            bearer = context.labels.term("party", layer.bearer)
            text = say("{bearer}承担", "borne by the {bearer}", bearer=bearer)
        else:
            text = shares_text(layer.shares, context.labels)
        if layer.up_to is not None:
            text = say(
                "{text}，以{cap}为限", "{text}, up to {cap}", text=text, cap=money(layer.up_to)
            )
        text = bracketed(text, [own(layer.note)] if layer.note else [])
        layer_number = Said("一二三四五六七八九十"[number - 1 : number] or str(number), str(number))
        said.append(say("第{n}层{text}", "layer {n}: {text}", n=layer_number, text=text))
    return both(listed(said, "；", "; "))


def _limit(value: object, bound: Said, context: Context) -> Texts:
    if isinstance(value, Fraction):
        return both(bounded(bound, context.about(money(value))))
    of = context.labels.stated("limited_by", value.of)
    rate = NOTHING if value.rate == UNSTATED else context.about(percent(value.rate))
    if of and rate:
        size = bounded(bound, say("{of}的{rate}", "{rate} of {of}", of=of, rate=rate))
    else:
        size = bounded(bound, rate) if rate else of
    open_ = left_open(value, rate=Said("比例", "rate"), of=Said("基数", "base"))
    return (bracketed(size, [open_]) if size else open_), size or open_


WORDERS: dict[str, Worder] = {
    "rate_formula": _rate_formula,
    "cost_cap": _cost_cap,
    "charge": _charge,
    "charge_or_share": _charge_or_share,
    "shares": _shares,
    "layers": _layers,
    "limit": _limit,
}
