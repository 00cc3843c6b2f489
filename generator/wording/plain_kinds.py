"""The words for amounts, lists, dates and other values that name no arrangement between parties."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator import support, values
from generator.quantities import Duration
from generator.structuring import UNSTATED
from generator.wording.context import Context, Texts, Worder, both, bounded
from generator.wording.labels import left_open, unstated
from generator.wording.said import (
    NOTHING,
    Said,
    bracketed,
    clauses,
    count,
    date,
    duration,
    listed,
    money,
    multiple,
    own,
    percent,
    say,
)


def _figure(say_figure: Callable[[object], Said]) -> Worder:
    def worder(value: object, bound: Said, context: Context) -> Texts:
        return both(bounded(bound, context.about(say_figure(value))))

    return worder


def _flag(value: bool, bound: Said, context: Context) -> Texts:
    return both(Said("是", "yes") if value else Said("否", "no"))


def _range(value: values.Range, bound: Said, context: Context) -> Texts:
    years = context.parameter.unit == "years"
    unit = Said("周岁", " years") if years else NOTHING
    low, high = own(str(value.min)), own(str(value.max))
    if value.min is not None and value.max is not None:
        text = say("{low}至{high}{unit}", "{low} to {high}{unit}", low=low, high=high, unit=unit)
    elif value.min is not None:
        text = say("{low}{unit}以上", "{low}{unit} or over", low=low, unit=unit)
    elif value.max is not None:
        text = say("{high}{unit}以下", "up to {high}{unit}", high=high, unit=unit)
    else:
        text = unstated([Said("范围", "range")])
    return both(text)


def _date_window(value: values.DateWindow, bound: Said, context: Context) -> Texts:
    start, end = value.from_, value.until
    open_ = left_open(value, from_=Said("起始日", "start"), until=Said("截止日", "end"))
    if start != UNSTATED and end != UNSTATED:
        return both(say("{start}至{end}", "{start} to {end}", start=date(start), end=date(end)))
    if end != UNSTATED:
        short = say("至{end}", "until {end}", end=date(end))
    elif start != UNSTATED:
        short = say("{start}起", "from {start}", start=date(start))
    else:
        return both(open_)
    return bracketed(short, [open_]), short


def _cycle(value: values.Cycle, bound: Said, context: Context) -> Texts:
    every = context.labels.stated("cycle", value.every) or Said("周期未载明", "cycle not stated")
    by = own(value.by) if value.by not in (None, UNSTATED) else NOTHING
    to = own(value.to) if value.to not in (None, UNSTATED) else NOTHING
    if to:
        head = say("{by}{every}向{to}报送", "{every}, to {to}", by=by, every=every, to=to)
    else:
        head = say("{by}{every}报送", "{every}", by=by, every=every)
    if by:
        head = say("{head}", "{head}, by {by}", head=head, by=by)
    within = NOTHING
    if value.within == UNSTATED:
        within = Said("时限未载明", "deadline not stated")
    elif value.within:
        within = say("期后{time}内", "within {time} of its end", time=duration(value.within))
    return clauses([head, within]), clauses(
        [every, within if isinstance(value.within, Duration) else NOTHING]
    )


def _area(value: values.Area, bound: Said, context: Context) -> Texts:
    place = context.labels.region(value.area)
    link = context.labels.stated("area_link", value.link) or Said(
        "登记、经营或纳税未载明", "kind of link not stated"
    )
    return bracketed(place, [link]), place


def _funds(value: Sequence[support.Fund], bound: Said, context: Context) -> Texts:
    full, short = [], []
    for fund in value:
        name, notes = own(fund.name), []
        if fund.amount == UNSTATED:
            notes = [Said("金额未载明", "amount not stated")]
        else:
            amount = context.about(money(fund.amount))
            name = say("{name}{amount}", "{name} {amount}", name=name, amount=amount)
        short.append(bracketed(name, notes))
        year = date(fund.year) if fund.year and fund.year.isdigit() else own(fund.year or "")
        purpose = own(fund.purpose) if fund.purpose and fund.purpose != UNSTATED else NOTHING
        full.append(bracketed(name, [*notes, year, purpose]))
    return listed(full, "；", "; "), listed(short, "；", "; ")


def _outcomes(value: Sequence[support.Outcome], bound: Said, context: Context) -> Texts:
    full, short = [], []
    for outcome in value:
        figure = count(outcome.value)
        if outcome.approx or context.approx:
            figure = say("约{figure}", "about {figure}", figure=figure)
        named = say(
            "{metric}{figure}", "{metric} {figure}", metric=own(outcome.metric), figure=figure
        )
        day = outcome.as_of
        until = (
            say("截至{day}", "as of {day}", day=_day(day)) if day and day != UNSTATED else NOTHING
        )
        full.append(bracketed(named, [until]))
        short.append(named)
    return listed(full, "；", "; "), listed(short, "；", "; ")


def _day(text: str) -> Said:
    return date(text) if all(part.isdigit() for part in text.split("-")) else own(text)


def _text(value: str, bound: Said, context: Context) -> Texts:
    return both(own(value))


def _terms(value: object, bound: Said, context: Context) -> Texts:
    entries = value.list if isinstance(value, values.TermList) else value
    list_name = context.parameter.terms or ""
    text = listed(context.labels.term(list_name, entry) for entry in entries)
    if isinstance(value, values.TermList):
        if value.open:
            text = say("{text}等", "{text}, among others", text=text)
        # An exhaustive list of what is shut out is still a list of what is shut out.
        if value.exclusive and context.parameter.modality != "prohibited":
            text = say("仅限{text}", "only {text}", text=text)
    return both(text)


WORDERS: dict[str, Worder] = {
    "money": _figure(money),
    "rate": _figure(percent),
    "share": _figure(percent),
    "multiple": _figure(multiple),
    "flag": _flag,
    "text": _text,
    "terms": _terms,
    "duration": _figure(duration),
    "funds": _funds,
    "outcomes": _outcomes,
    "range": _range,
    "date_window": _date_window,
    "cycle": _cycle,
    "area": _area,
}
