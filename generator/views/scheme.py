"""The page of one scheme: facts first, then every parameter, then what is missing and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.views.atlas import STATES, Atlas, Badge, Link
from generator.views.cells import (
    STATE_MEANINGS,
    Case,
    Evidence,
    Group,
    Row,
    evidence_views,
    row_view,
)
from generator.views.lineage import LineageView, lineage_view
from generator.views.names import (
    UNKNOWN,
    Record,
    in_marks,
    known,
    parameter_anchor,
    readable_date,
    scheme_path,
    web_address,
    zh,
)
from generator.views.relations import Relation, relation_views
from generator.views.reports import report_text

# Shown on top of a scheme and side by side on a region's page; the first stated of each line.
KEY_FACTS: tuple[tuple[str, ...], ...] = (
    ("loan_amount_cap", "insured_amount_cap"),
    ("loan_term_max",),
    ("loan_rate_cap", "loan_rate_average_cap", "loan_rate_observed"),
    ("premium_rate_cap", "premium_rate_fixed", "guarantee_fee_cap"),
    ("loss_shares", "loss_layers"),
    ("government_compensation", "excess_loss_compensation"),
    ("premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy"),
    ("suspension_trigger",),
)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of the instrument: label, words, and what they rest on."""

    label: str
    text: str
    links: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Parameters of one state, with the reason that holds for all of them.

    `elsewhere` are those whose words stand in the chapters above, `rows` the others.
    """

    state: Badge
    meaning: str
    count: int
    rows: tuple[Row, ...]
    elsewhere: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """An amended provision: new words and old words."""

    row: Row
    case: Case


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What follows from the provisions, said as such."""

    label: str
    when: str
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """A figure the document prints, beside the same figure computed again."""

    what: str
    stated: str
    recomputed: str
    working: str
    verdict: Badge
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source as listed on a page."""

    anchor: str
    title: str
    url: str
    kind: str
    tier: Badge
    publisher: str
    published_on: str
    read: str
    missing: str
    checked_on: str
    note: str


@dataclass(frozen=True, kw_only=True)
class SchemeView:
    """Everything on a scheme's page."""

    name: str
    compare_href: str
    chain: tuple[Link, ...]
    year: str
    lifecycle: Badge
    as_of: str
    why: str
    tier: Badge
    product: str
    stub: bool
    counts: tuple[tuple[Badge, int], ...]
    key_facts: tuple[Row, ...]
    derived: tuple[Derived, ...]
    facts: tuple[Fact, ...]
    covers: tuple[Link, ...]
    covers_open: bool
    may_join: tuple[Link, ...]
    groups: tuple[Group, ...]
    changes: tuple[Change, ...]
    absences: tuple[Absence, ...]
    figures: tuple[PublishedFigure, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]
    data_href: str
    lineage: LineageView | None
    history: tuple[Fact, ...]
    adjacent: bool
    report: str


def scheme_view(atlas: Atlas, scheme: Record) -> SchemeView:
    """The view of one scheme record."""
    rows = {p["id"]: row_view(atlas, scheme, p) for p in atlas.parameters}
    groups = tuple(
        Group(anchor=group.anchor, title=group.title, rows=shown)
        for group in atlas.groups
        if (shown := tuple(row for p in group.parameters if (row := rows[p["id"]]).answered))
    )
    return SchemeView(
        compare_href=f"compare.html#a={scheme['id']}",
        name=zh(scheme["name"]),
        chain=atlas.chain(scheme["region"]["code"]),
        year=atlas.year(scheme),
        lifecycle=atlas.lifecycle(scheme),
        as_of=readable_date(scheme["lifecycle"]["as_of"]),
        why=zh(scheme["lifecycle"]["why"]),
        tier=atlas.tier(scheme),
        product=atlas.label("product_kind", scheme["product"]),
        stub=scheme["stub"],
        counts=tuple(
            (atlas.badge("state", state), number)
            for state, number in atlas.counts(scheme).items()
            if number
        ),
        key_facts=key_facts(rows),
        derived=_derived(scheme),
        facts=_facts(atlas, scheme),
        covers=_region_links(atlas, scheme["covers"]),
        covers_open=scheme["covers_open"],
        may_join=_region_links(atlas, scheme["may_join"]),
        groups=groups,
        changes=tuple(
            Change(row=row, case=case)
            for row in rows.values()
            for case in row.cases
            if case.previous
        ),
        absences=_absences(atlas, rows),
        figures=tuple(_figure(atlas, scheme, figure) for figure in scheme["published_figures"]),
        relations=relation_views(atlas, scheme),
        sources=tuple(source_view(atlas, source) for source in scheme["sources"]),
        data_href=f"api/v1/schemes/{scheme['id']}.json",
        lineage=lineage_view(atlas, scheme),
        history=tuple(
            Fact(label=readable_date(entry["on"]), text=zh(entry["what"]))
            for entry in scheme["history"]
        ),
        adjacent=atlas.adjacent(scheme),
        report=report_text(
            scheme=atlas.titled(scheme),
            subject="",
            when="",
            said="",
            words=(),
            address=scheme_path(scheme["id"]),
            as_of=atlas.as_of,
        ),
    )


def key_facts(rows: dict[str, Row]) -> tuple[Row, ...]:
    """The first stated row of each line of KEY_FACTS, with what it states."""
    chosen = (
        next((rows[i] for i in line if i in rows and rows[i].state.key == "stated"), None)
        for line in KEY_FACTS
    )
    return tuple(
        replace(row, cases=tuple(case for case in row.cases if case.state is None))
        for row in chosen
        if row
    )


def _derived(scheme: Record) -> tuple[Derived, ...]:
    shares = (
        Derived(
            label="补偿之后各方承担",
            when=zh(net["when_text"]),
            text=zh(net["text"]),
            href=f"#{parameter_anchor('government_compensation')}",
        )
        for net in scheme["derived"]["net_loss_shares"]
    )
    costs = (
        Derived(
            label="利率上限与费率上限之和",
            when=zh(cap["when_text"]),
            text=zh(cap["text"]),
            href=f"#{parameter_anchor('loan_rate_cap')}",
        )
        for cap in scheme["derived"]["nominal_cost_caps"]
    )
    return (*shares, *costs)


def source_view(atlas: Atlas, source: Record) -> Source:
    """A source record as listed; its kind where the tier does not already say it."""
    kind, tier = atlas.label("source_kind", source["kind"]), atlas.badge("tier", source["tier"])
    return Source(
        anchor=f"source-{source['id']}",
        title=source["title"],
        url=web_address(source.get("url")),
        kind="" if kind == tier.text else kind,
        tier=tier,
        publisher=known(source["publisher"]),
        published_on=readable_date(source["published_on"]),
        read=atlas.label("read", source["read"]),
        missing="、".join(source["missing"]),
        checked_on=readable_date(source["checked_on"]),
        note=zh(source.get("note")),
    )


def _region_links(atlas: Atlas, codes: Iterable[str]) -> tuple[Link, ...]:
    return tuple(atlas.chain(code)[-1] for code in codes)


def _facts(atlas: Atlas, scheme: Record) -> tuple[Fact, ...]:
    instrument = scheme["instrument"]
    title = instrument["title"]
    candidates = (
        ("文件名称", known(title) if title in UNKNOWN else in_marks(title), "title"),
        ("发文字号", known(instrument["number"]), "number"),
        ("文件性质", _nature(atlas, instrument), "kind"),
        ("印发机关", _issuers(instrument["issuers"]), "issuers"),
        ("印发日期", readable_date(instrument["issued_on"]), "issued_on"),
        ("施行日期", readable_date(instrument["effective_from"]), "effective_from"),
        ("有效期至", readable_date(instrument["expires_on"]), "expires_on"),
        ("有效期限", known(instrument["validity"]), "validity"),
        ("申请截止", readable_date(instrument["application_deadline"]), "application_deadline"),
        ("文件结构", _structure(instrument), "chapters"),
        ("说明", zh(instrument["note"]), "note"),
    )
    return tuple(
        Fact(
            label=label,
            text=text,
            evidence=evidence_views(atlas, scheme, instrument["evidence"].get(field)),
        )
        for label, text, field in candidates
        if text
    )


def _issuers(issuers: str | list[str]) -> str:
    return known(issuers) if isinstance(issuers, str) else "、".join(issuers)


def _nature(atlas: Atlas, instrument: Record) -> str:
    kind = atlas.label("instrument_kind", instrument["kind"])
    stage = instrument["stage"]
    return kind if stage == "final" else f"{kind}（{atlas.label('instrument_stage', stage)}）"


def _structure(instrument: Record) -> str:
    chapters, articles = instrument["chapters"], instrument["articles"]
    if chapters and articles:
        return f"{chapters}章{articles}条"
    if chapters:
        return f"{chapters}个部分"
    return f"{articles}条" if articles else ""


def _absences(atlas: Atlas, rows: dict[str, Row]) -> tuple[Absence, ...]:
    found = []
    for state in STATES[1:]:
        badge = atlas.badge("state", state)
        members = [row for row in rows.values() if row.state == badge]
        if members:
            found.append(
                Absence(
                    state=badge,
                    meaning=STATE_MEANINGS[state],
                    count=len(members),
                    rows=tuple(row for row in members if not row.answered),
                    elsewhere=tuple(row for row in members if row.answered),
                )
            )
    return tuple(found)


def _figure(atlas: Atlas, scheme: Record, figure: Record) -> PublishedFigure:
    verdicts = {True: Badge("agrees", "一致"), False: Badge("differs", "不一致")}
    text = figure["text"]
    return PublishedFigure(
        what=figure["what"],
        stated=zh(text["stated"]),
        recomputed=zh(text["recomputed"]),
        working=zh(text["working"]),
        verdict=verdicts.get(figure["agrees"], Badge("open", "无法重算")),
        note=zh(figure["note"]) or zh(figure["reason"]),
        evidence=evidence_views(atlas, scheme, figure["evidence"]),
    )
