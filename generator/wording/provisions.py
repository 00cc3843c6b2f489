"""The words for a provision: its value with its modality, its condition, and the short text of a table's cell."""

from __future__ import annotations

import re

from generator.model import Bounds, Provision, When
from generator.quantities import Duration
from generator.structuring import UNSTATED
from generator.vocabulary import Parameter
from generator.wording.arrangements import WORDERS as ARRANGEMENTS
from generator.wording.context import Context, Equivalent, Texts, Worder
from generator.wording.labels import Labels
from generator.wording.plain_kinds import WORDERS as PLAIN
from generator.wording.rates_and_shares import WORDERS as RATES
from generator.wording.said import NOTHING, Said, duration, listed, money, own, say

WORDERS: dict[str, Worder] = {**PLAIN, **RATES, **ARRANGEMENTS}

_LIMITS = {
    "cap": Said("不超过", "at most"),
    "floor": Said("不低于", "at least"),
    "fixed": Said("固定为", "fixed at"),
}
_MANNERS = {
    "usual": Said("一般", "usually"),
    "in_principle": Said("原则上", "in principle"),
    "observed": Said("实际", "observed:"),
    "planned": Said("计划", "planned:"),
    "illustrative": Said("举例为", "for example"),
    "encouraged": Said("鼓励", "encouraged:"),
}
_DUTIES = {
    "required": (Said("必须", "required"), "须应"),
    "permitted": (Said("可以", "permitted"), "可"),
    "prohibited": (Said("禁止", "prohibited"), "不禁严"),
}
_FIGURES = {
    "money", "rate", "share", "multiple", "duration", "rate_formula", "cost_cap", "charge", "charge_or_share", "limit",
}  # fmt: skip
_PAYMENTS = {"compensation", "subsidy", "reward"}


_LOWER_WORD = re.compile(r"[a-z][A-Za-z0-9-]*")


def takes_bound(parameter: Parameter, modality: str | None) -> bool:
    """Whether the words of the modality stand right before the figure, inside the sentence."""
    return parameter.kind in _FIGURES or parameter.kind in _PAYMENTS and modality in _LIMITS


def bound_of(parameter: Parameter, modality: str | None) -> Said:
    """The words before a figure: 不超过, 原则上不超过, 实际 …; a manner keeps the direction of the parameter's own."""
    if modality == "floor" and parameter.kind in ("duration", "money"):
        return Said("不少于", "at least")
    if modality in _LIMITS:
        return _LIMITS[modality]
    manner = _MANNERS.get(modality or "", NOTHING)
    limit = _LIMITS.get(parameter.modality or "", NOTHING)
    if parameter.modality == "fixed":
        return manner
    if modality in ("observed", "illustrative") or not limit:
        return manner
    return (
        say("{manner}{limit}", "{manner} {limit}", manner=manner, limit=limit)
        if manner
        else NOTHING
    )


def sentence(text: Said) -> Said:
    """The English with a capital first letter, unless its first word is one of the document's own."""
    first = _LOWER_WORD.match(text.en)
    if first and first[0] in text.zh:
        return text
    return Said(text.zh, text.en[:1].upper() + text.en[1:])


def value_texts(
    parameter: Parameter,
    value: object,
    labels: Labels,
    modality: str | None = None,
    approx: bool = False,
    equivalent: Equivalent | None = None,
) -> Texts:
    """The full and the short words of a value of the parameter's kind.

    `modality` is the effective one (the parameter's own where the provision names none); the short text leaves
    out a bound that the parameter's label already says.
    """
    worder = WORDERS[parameter.kind]
    context = Context(labels, parameter, approx, equivalent)
    spliced = takes_bound(parameter, modality)
    bound = bound_of(parameter, modality)
    full, _ = worder(value, bound if spliced else NOTHING, context)
    usual = modality == parameter.modality
    _, short = worder(value, bound if spliced and not usual else NOTHING, context)
    if not spliced:
        full = _with_manner(full, modality, parameter)
        short = short if usual else _with_manner(short, modality, parameter)
    return full, short


def _with_manner(text: Said, modality: str | None, parameter: Parameter) -> Said:
    """A manner before, or a duty after, a text that does not say it itself."""
    if modality in _LIMITS or modality == parameter.modality:
        return text
    manner = _MANNERS.get(modality or "")
    if manner:
        if manner.zh in text.zh:
            return text
        return say("{manner}：{text}", "{manner} {text}", manner=manner, text=text)
    duty, signs = _DUTIES.get(modality or "", (NOTHING, ""))
    entitles = parameter.kind == "claim_events" and modality == "permitted"
    if not duty or entitles or any(sign in text.zh for sign in signs):
        return text
    return say("{text}（{duty}）", "{text} ({duty})", text=text, duty=duty)


def when_text(when: When, labels: Labels) -> Said:
    """`借款人为企业；首贷户；保证保险路径`; NOTHING where a provision holds always."""
    parts = []
    if when.borrower:
        parts.append(
            say("借款人为{who}", "borrower: {who}", who=labels.terms("borrower", when.borrower))
        )
    if when.group:
        parts.append(labels.terms("group", when.group))
    if when.not_group:
        parts.append(say("非{group}", "not {group}", group=labels.terms("group", when.not_group)))
    if when.route:
        parts.append(say("{route}路径", "{route} route", route=labels.term("route", when.route)))
    if when.purpose:
        parts.append(
            say(
                "用途为{purpose}",
                "purpose: {purpose}",
                purpose=labels.term("permitted_use", when.purpose),
            )
        )
    if when.phase:
        parts.append(own(when.phase))
    if when.term:
        parts.append(say("贷款期限{range}", "term {range}", range=_bounds(when.term)))
    if when.amount:
        parts.append(say("贷款金额{range}", "amount {range}", range=_bounds(when.amount)))
    if when.event:
        parts.append(labels.term("event", when.event))
    if when.institution:
        parts.append(_institution(when.institution, labels))
    if when.region:
        parts.append(labels.region(when.region))
    if when.for_:
        parts.append(labels.term("purpose", when.for_))
    return listed(parts, "；", "; ")


def _institution(institution: str, labels: Labels) -> Said:
    found = labels.term("party", institution)
    return found if found.zh != institution else labels.term("lender", institution)


def _bounds(bounds: Bounds | str) -> Said:
    if isinstance(bounds, str):
        return own(bounds)
    low = (
        say("超过{low}", "above {low}", low=_amount(bounds.above))
        if bounds.above is not None
        else NOTHING
    )
    high = (
        say("不超过{high}", "up to {high}", high=_amount(bounds.up_to))
        if bounds.up_to is not None
        else NOTHING
    )
    return listed([low, high], "、", ", ")


def _amount(amount: object) -> Said:
    return duration(amount) if isinstance(amount, Duration) else money(amount)


def provision_texts(
    parameter: Parameter, provision: Provision, labels: Labels, equivalent: Equivalent | None = None
) -> Texts:
    """The full and the short words of a provision; NOTHING for a state without content.

    Of a delegated provision the full text is the part that the document fixes itself, the short one who decides.
    """
    modality = provision.modality or parameter.modality
    texts = NOTHING, NOTHING
    if provision.value is not None:
        texts = value_texts(
            parameter, provision.value, labels, modality, provision.approx, equivalent
        )
    if provision.state == "delegated":
        return _delegated(provision, texts, labels)
    if provision.state != "stated":
        return NOTHING, NOTHING
    if provision.adds:
        texts = tuple(_added(text) for text in texts)  # type: ignore[assignment]
    return sentence(texts[0]), sentence(texts[1])


def _added(text: Said) -> Said:
    return say("另加：{text}", "in addition: {text}", text=text) if text else text


def _delegated(provision: Provision, texts: Texts, labels: Labels) -> Texts:
    who = labels.stated("delegated_to", provision.to)
    left = Said(who.zh, f"left to: {who.en}") if who else labels.term("state", "delegated")
    return sentence(texts[0]), sentence(left)


def previous_text(parameter: Parameter, provision: Provision, labels: Labels) -> Said:
    """What the provision said before an amendment."""
    before = provision.previous
    if before is None:
        return NOTHING
    if before.value is None:
        return own(before.words or "")
    full, _ = value_texts(parameter, before.value, labels, provision.modality or parameter.modality)
    return sentence(full)


def readings_texts(provision: Provision, labels: Labels) -> list[Said]:
    """The coder's readings, each with its reason."""
    return [own(reason) for reason in provision.readings.values() if reason != UNSTATED]
