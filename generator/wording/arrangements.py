"""The words for arrangements between parties: compensation, recovery, triggers, claims, subsidies, rewards."""

from __future__ import annotations

from generator import losses, support
from generator.structuring import UNSTATED
from generator.wording.context import Context, Texts, Worder, both, bounded
from generator.wording.labels import Labels, left_open, unstated
from generator.wording.rates_and_shares import shares_text
from generator.wording.said import (
    NOTHING,
    Said,
    bracketed,
    duration,
    listed,
    money,
    own,
    percent,
    say,
)

PAYER, PAYEE = Said("出资方", "payer"), Said("受偿方", "payee")
RATE, BASE = Said("比例", "rate"), Said("基数", "base")


def _compensation(value: losses.Compensation, bound: Said, context: Context) -> Texts:
    labels = context.labels
    payer, payee = labels.stated("party", value.payer), labels.stated("party", value.payee)
    of = labels.stated("compensated", value.of)
    if value.rate is None:
        rate = say(
            "{low}至{high}",
            "{low} to {high}",
            low=percent(value.rate_from),
            high=percent(value.rate_to),
        )
    else:
        rate = NOTHING if value.rate == UNSTATED else context.about(percent(value.rate))
    size = say("{of}的{rate}", "{rate} of {of}", of=of, rate=rate) if of and rate else rate or of
    size = bounded(bound, size) if rate else size
    paid = size or Said("", "compensation")
    full = say("{payer}{payee}补偿", "{payer}{payee}", payer=_from(payer), payee=_to(payee))
    full = say("{full}{size}", "{full}{size}", full=full, size=Said(size.zh, paid.en))
    after = labels.stated("after", value.after)
    notes = [
        _above(value.above, labels),
        after,
        say("最高{cap}", "up to {cap}", cap=money(value.cap))
        if value.cap not in (None, UNSTATED)
        else NOTHING,
        left_open(
            value,
            payer=PAYER,
            payee=PAYEE,
            rate=RATE,
            of=BASE,
            after=Said("补偿时点", "when compensation falls due"),
            cap=Said("上限", "cap"),
        ),
    ]
    return bracketed(full, notes), size or Said("比例未载明", "rate not stated")


def _from(payer: Said) -> Said:
    return say("由{payer}", "the {payer} pays ", payer=payer) if payer else NOTHING


def _to(payee: Said) -> Said:
    return say("向{payee}", "the {payee} ", payee=payee) if payee else NOTHING


def _above(above: losses.Threshold | None, labels: Labels) -> Said:
    if above is None:
        return NOTHING
    metric = labels.term("metric", above.metric)
    if above.threshold == UNSTATED:
        return say(
            "{metric}超过一定值的部分（阈值未载明）",
            "the part of the {metric} above a threshold (not stated)",
            metric=metric,
        )
    threshold = percent(above.threshold)
    return say(
        "{metric}超过{limit}的部分",
        "the part of the {metric} above {limit}",
        metric=metric,
        limit=threshold,
    )


def _recovery(value: losses.Recovery, bound: Said, context: Context) -> Texts:
    text = context.labels.term("recovery_rule", value.rule)
    if value.shares:
        text = bracketed(text, [shares_text(value.shares, context.labels, verb=False)])
    return both(text)


def _comparison(value: losses.Trigger | losses.Condition, labels: Labels) -> Said:
    metric, op = labels.term("metric", value.metric), labels.stated("op", value.op)
    if value.threshold == UNSTATED:
        limit = Said("一定值（阈值未载明）", "a threshold (not stated)")
    elif value.threshold_from is not None:
        ends = {"low": percent(value.threshold_from), "high": percent(value.threshold_to)}
        limit = say("{low}至{high}之间的某一数", "a figure between {low} and {high}", **ends)
    else:
        limit = percent(value.threshold)
    return say("{metric}{test}", "{metric} {test}", metric=metric, test=bounded(op, limit))


def _trigger(value: losses.Trigger, bound: Said, context: Context) -> Texts:
    labels = context.labels
    tests = [_comparison(value, labels), *(_comparison(other, labels) for other in value.any_of)]
    short = listed(tests, "，或", ", or ")
    scope = NOTHING
    if value.scope != UNSTATED:
        scope = listed((labels.term("scope", s) for s in value.scope), "、", " and ")
    defined = value.definition not in (None, UNSTATED)
    notes = [
        labels.stated("period", value.period),
        say("按{scope}计算", "measured by {scope}", scope=scope) if scope else NOTHING,
        say("口径：{formula}", "defined as {formula}", formula=own(value.definition))
        if defined
        else NOTHING,
        unstated(
            name
            for name, open_ in (
                (Said("计算口径", "formula"), value.definition == UNSTATED),
                (Said("比较方式", "comparison"), value.op == UNSTATED),
                (Said("阈值", "threshold"), value.threshold == UNSTATED),
                (Said("适用范围", "scope"), value.scope == UNSTATED),
                (Said("计算期间", "period"), value.period == UNSTATED),
            )
            if open_
        ),
    ]
    effect = (
        _effect(value.effect, labels) if value.effect else Said("后果未载明", "effect not stated")
    )
    full = say("{test}：{effect}", "{test}: {effect}", test=bracketed(short, notes), effect=effect)
    action = labels.term("action", value.effect.action) if value.effect else NOTHING
    return full, say(
        "{test}：{action}", "{test}: {action}", test=short, action=action
    ) if action else short


def _effect(effect: losses.Effect, labels: Labels) -> Said:
    action = labels.term("action", effect.action)
    force = labels.stated("force", effect.force)
    text = (
        say("{force}{action}", "{force} {action}", force=force, action=action) if force else action
    )
    if effect.force == UNSTATED:
        text = say("{text}（强制程度未载明）", "{text} (whether binding is not stated)", text=text)
    if effect.approval_by:
        text = say(
            "{text}，须报{body}同意",
            "{text}, with the consent of {body}",
            text=text,
            body=own(effect.approval_by),
        )
    return text


def _overdue(noun: Said, event: losses.Overdue) -> Said:
    if event.after == UNSTATED:
        when = Said("贷款到期后", "after maturity: ") if event.counted_from == "maturity" else NOTHING
        length = Said("（多长时间未载明）", " (for how long is not stated)")
        return say("{when}{noun}{length}", "{when}{noun}{length}", when=when, noun=noun, length=length)
    after = duration(event.after)
    if event.counted_from == "maturity":
        return say(
            "贷款到期后{after}仍有{noun}", "{noun} {after} after maturity", after=after, noun=noun
        )
    text = say("{noun}达{after}", "{noun} for {after}", noun=noun, after=after)
    return say("连续{text}", "{text} running", text=text) if event.consecutive else text


def _claim_event(event: losses.ClaimEvent) -> Said:
    if event.interest_overdue:
        return _overdue(Said("欠息", "interest unpaid"), event.interest_overdue)
    if event.principal_overdue:
        return _overdue(Said("本金未偿还", "principal unpaid"), event.principal_overdue)
    if event.overdue:
        return _overdue(Said("逾期未还", "payment overdue"), event.overdue)
    if event.court_decision is not None:
        decision = own(event.court_decision) if isinstance(event.court_decision, str) else NOTHING
        return decision or Said("法院判决或裁定后", "after a court decision")
    return own(event.other or "")


def _claim_events(value: losses.ClaimEvents, bound: Said, context: Context) -> Texts:
    short = listed((_claim_event(event) for event in value.any_of), "，或", ", or ")
    if value.after_recourse is True:
        return say("{events}，且追索无果", "{events}, and recourse has failed", events=short), short
    if value.after_recourse is False:
        return say(
            "{events}，不以先行追索为条件", "{events}, without prior recourse", events=short
        ), short
    return bracketed(
        short, [Said("是否须先追索未载明", "whether recourse must come first is not stated")]
    ), short


def _subsidy_size(value: support.Subsidy, context: Context) -> Said:
    labels = context.labels
    if value.amount is not None:
        return context.about(money(value.amount))
    if value.share_of_benchmark is not None:
        share = context.about(percent(value.share_of_benchmark))
        return say(
            "按贷款基准利率计息的{share}",
            "{share} of the interest at the benchmark rate",
            share=share,
        )
    shared = (
        (value.share_of_premium, Said("保费", "the premium")),
        (value.share_of_fee, Said("担保费", "the guarantee fee")),
        (value.share_of_interest, Said("利息", "the interest")),
    )
    for share, whole in shared:
        if share == UNSTATED:
            return whole
        if share is not None:
            return say(
                "{whole}的{share}",
                "{share} of {whole}",
                whole=whole,
                share=context.about(percent(share)),
            )
    base = labels.stated("base", value.base)
    if value.rate == UNSTATED:
        return base or NOTHING
    rate = context.about(percent(value.rate))
    size = say("{base}的{rate}", "{rate} of the {base}", base=base, rate=rate) if base else rate
    return (
        say("{size}×贷款年数", "{size} × years of the loan", size=size)
        if value.times_term is True
        else size
    )


def _subsidy_notes(value: support.Subsidy, context: Context) -> list[Said]:
    labels = context.labels
    sizes = (value.rate, value.share_of_premium, value.share_of_fee, value.share_of_interest)
    cap = value.cap
    if isinstance(cap, str) and cap != UNSTATED:
        capped = labels.term("subsidy_cap", cap)
    else:
        capped = (
            say("最高{cap}", "up to {cap}", cap=money(cap))
            if cap not in (None, UNSTATED)
            else NOTHING
        )
    beneficiary = labels.stated("party", value.beneficiary)
    names = [
        (Said("出资方", "payer"), value.payer == UNSTATED),
        (Said("拨付对象", "recipient"), value.paid_to == UNSTATED),
        (Said("受益方", "beneficiary"), value.beneficiary == UNSTATED),
        (Said("补贴方式", "effect"), value.effect == UNSTATED),
        (Said("补贴比例", "rate"), UNSTATED in sizes),
        (BASE, value.base == UNSTATED),
        (Said("是否乘以贷款年数", "whether times the term"), value.times_term == UNSTATED),
    ]
    return [
        labels.stated("subsidy_effect", value.effect),
        say("受益方为{who}", "for the benefit of the {who}", who=beneficiary)
        if beneficiary and value.beneficiary != value.paid_to
        else NOTHING,
        capped,
        Said("每个借款人只享受一次", "once per borrower") if value.once_per_borrower else NOTHING,
        _condition(value.condition, labels),
        unstated(name for name, open_ in names if open_),
    ]


def _condition(condition: str | None, labels: Labels) -> Said:
    if condition in (None, UNSTATED):
        return NOTHING
    return say("条件：{text}", "condition: {text}", text=labels.term("condition", condition))


def _subsidy(value: support.Subsidy, bound: Said, context: Context) -> Texts:
    labels = context.labels
    payer, paid_to = labels.stated("party", value.payer), labels.stated("party", value.paid_to)
    size = _subsidy_size(value, context)
    stated = bounded(bound, size) if size else NOTHING
    full = say(
        "{payer}补贴{size}",
        "{payer}subsidy of {size}",
        payer=Said(payer.zh, f"{payer.en} ".lstrip()),
        size=stated or Said("（数额未载明）", "an unstated size"),
    )
    if paid_to:
        full = say("{full}，拨付给{who}", "{full}, paid to the {who}", full=full, who=paid_to)
    return bracketed(full, _subsidy_notes(value, context)), stated or Said(
        "比例未载明", "rate not stated"
    )


def _reward(value: support.Reward, bound: Said, context: Context) -> Texts:
    labels = context.labels
    payer, payee = labels.stated("party", value.payer), labels.stated("party", value.payee)
    base = labels.stated("reward_base", value.base)
    if value.amount not in (None, UNSTATED):
        size = context.about(money(value.amount))
    elif value.rate in (None, UNSTATED):
        size = say("{base}的一定比例", "a part of {base}", base=base) if base else NOTHING
    else:
        rate = context.about(percent(value.rate))
        size = say("{base}的{rate}", "{rate} of {base}", base=base, rate=rate) if base else rate
    size = bounded(bound, size) if size else Said("一定数额", "an unstated amount")
    full = say(
        "{payer}奖励{payee}{size}",
        "{payer}reward {payee}{size}",
        payer=payer,
        payee=_to(payee),
        size=size,
    )
    if payer and payee:
        full = say(
            "{payer}按{size}奖励{payee}",
            "{payer} rewards the {payee} with {size}",
            payer=payer,
            payee=payee,
            size=size,
        )
    elif payee:
        full = say("按{size}奖励{payee}", "reward to the {payee} of {size}", payee=payee, size=size)
    notes = [
        _condition(value.condition, labels),
        say("最高{cap}", "up to {cap}", cap=money(value.cap))
        if value.cap not in (None, UNSTATED)
        else NOTHING,
        left_open(value, payer=PAYER, payee=Said("奖励对象", "payee"), rate=RATE, base=BASE),
    ]
    return bracketed(full, notes), size


WORDERS: dict[str, Worder] = {
    "compensation": _compensation,
    "recovery": _recovery,
    "trigger": _trigger,
    "claim_events": _claim_events,
    "subsidy": _subsidy,
    "reward": _reward,
}
