"""A scheme as it is published: `api/v1/schemes/<id>.json` (contract §4)."""

from __future__ import annotations

import re

from generator.assessment.derived import coverage, net_loss_shares, nominal_caps
from generator.assessment.figures import printed, recompute
from generator.assessment.lifecycle import Pointing, lifecycle, started_on
from generator.assessment.reference import Equivalent
from generator.catalogue import Catalogue
from generator.model import Instrument, Notice, PublishedFigure, Relation, Scheme, Source
from generator.publication.provisions import (
    Record,
    evidence_records,
    number_or_none,
    parameter_record,
)
from generator.vocabulary import Region
from generator.wording.assessments import (
    nominal_cap_text,
    notice_text,
    reason_text,
    recomputed_text,
    why,
    working,
)
from generator.wording.labels import Labels
from generator.wording.provisions import when_text
from generator.wording.rates_and_shares import shares_text
from generator.wording.said import Said, duration, own
from generator.written import as_json


def scheme_record(
    scheme: Scheme, catalogue: Catalogue, pointing: tuple[Pointing, ...], labels: Labels, as_of: str
) -> Record:
    """The whole scheme as plain JSON values, as of the day `as_of`; `pointing` are the relations that name it."""
    head, vocabulary = scheme.head, catalogue.vocabulary
    return {
        "id": scheme.id,
        "name": {"zh": head.name.zh, "en": head.name.en or head.name.zh},
        "year": year_of(scheme),
        "product": head.product,
        "stub": head.stub,
        "region": region_record(vocabulary.regions[head.region]),
        "covers": list(head.covers),
        "covers_open": head.covers_open,
        "may_join": list(head.may_join),
        **pointed_record(scheme, pointing, labels, as_of),
        "relations": [_relation(relation, scheme, labels) for relation in head.relations],
        "notices": [_notice(notice, scheme, labels) for notice in head.notices],
        "sources": [_source(source) for source in head.sources],
        "parameters": {
            parameter.id: parameter_record(parameter, scheme, catalogue, labels)
            for parameter in vocabulary.parameters.values()
        },
        "derived": _derived(scheme, catalogue, labels),
        "published_figures": [
            _figure(f, scheme, catalogue, labels) for f in head.published_figures
        ],
        "coverage": coverage(scheme, vocabulary),
        "history": [{"on": entry.on, "what": entry.what} for entry in head.history],
    }


def pointed_record(scheme: Scheme, pointing: tuple[Pointing, ...], labels: Labels, as_of: str) -> Record:
    """The part of a scheme's record that hangs on the relations that name it; its provisions are not looked at."""
    return {
        "instrument": _instrument(scheme, pointing),
        "lifecycle": _lifecycle(scheme, pointing, labels, as_of),
    }


def year_of(scheme: Scheme) -> int | None:
    """The year of the instrument: that of the id, which names it, else that of its dates."""
    found = re.search(r"-((?:19|20)[0-9]{2})(?:-|$)", scheme.id) or re.match(
        r"([0-9]{4})", started_on(scheme.head.instrument) or ""
    )
    return int(found[1]) if found else None


def region_record(region: Region) -> Record:
    """A region by its GB/T 2260 code."""
    record: Record = {
        "code": region.code,
        "zh": region.zh,
        "en": region.en,
        "level": region.level,
        "parent": region.parent,
    }
    if region.tile:
        record["tile"] = {"row": region.tile.row, "column": region.tile.column}
    return record


def _instrument(scheme: Scheme, pointing: tuple[Pointing, ...]) -> Record:
    instrument: Instrument = scheme.head.instrument
    return {
        "title": instrument.title,
        "number": instrument.number,
        "kind": instrument.kind,
        "stage": instrument.stage,
        "issuers": list(instrument.issuers)
        if isinstance(instrument.issuers, tuple)
        else instrument.issuers,
        "issued_on": instrument.issued_on,
        "effective_from": instrument.effective_from,
        "expires_on": instrument.expires_on,
        "application_deadline": instrument.application_deadline,
        "validity": duration(instrument.validity).zh if instrument.validity else None,
        "validity_length": as_json(instrument.validity),
        "supersedes": [
            {"scheme": r.scheme, "title": r.title, "note": r.note}
            for r in scheme.head.relations
            if r.kind == "supersedes"
        ],
        "superseded_by": [
            {
                "scheme": p.scheme.id,
                "title": p.scheme.head.instrument.title,
                "note": p.relation.note,
            }
            for p in pointing
            if p.relation.kind == "supersedes"
        ],
        "conflicts_with": list(instrument.conflicts_with),
        "chapters": instrument.chapters,
        "articles": instrument.articles,
        "note": instrument.note,
        "evidence": {
            name: evidence_records(pieces, scheme) for name, pieces in instrument.evidence.items()
        },
    }


def _lifecycle(
    scheme: Scheme, pointing: tuple[Pointing, ...], labels: Labels, as_of: str
) -> Record:
    life = lifecycle(scheme, pointing, as_of)
    return {
        "status": life.status,
        "label": labels.heading("lifecycle", life.status).as_json(),
        "as_of": as_of,
        "why": why(life).as_json(),
        "kept_in_force_by": [
            {
                "title": notice.title,
                "number": notice.number,
                "dated": notice.dated,
                "until": notice.until,
                "text": notice_text(notice, labels).as_json(),
            }
            for notice in life.kept_by
        ],
    }


def _relation(relation: Relation, scheme: Scheme, labels: Labels) -> Record:
    return {
        "kind": relation.kind,
        "label": labels.heading("relation_kind", relation.kind).as_json(),
        "scheme": relation.scheme,
        "title": relation.title,
        "note": relation.note,
        "evidence": evidence_records(relation.evidence, scheme),
    }


def _notice(notice: Notice, scheme: Scheme, labels: Labels) -> Record:
    return {
        "kind": notice.kind,
        "label": labels.heading("notice_kind", notice.kind).as_json(),
        "title": notice.title,
        "number": notice.number,
        "dated": notice.dated,
        "until": notice.until,
        "note": notice.note,
        "evidence": evidence_records(notice.evidence, scheme),
    }


def _source(source: Source) -> Record:
    record: Record = {
        "id": source.id,
        "title": source.title,
        "kind": source.kind,
        "tier": source.tier,
        "governing": source.governing,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "url": source.url,
        "sha256": source.sha256,
        "reading_order": list(source.reading_order),
        "read": source.read,
        "missing": list(source.missing),
        "checked_on": source.checked_on,
        "note": source.note,
    }
    return record


def _reference(known: Equivalent | None) -> Record | None:
    """The reference rate behind a figure, named as in the calculator's answer."""
    if known is None:
        return None
    return {
        "series": known.series,
        "tenor": known.tenor,
        "value": number_or_none(known.value),
        "from": known.since,
        "on": known.on,
    }


def _derived(scheme: Scheme, catalogue: Catalogue, labels: Labels) -> Record:
    return {
        "net_loss_shares": [
            {
                "when": as_json(net.when),
                "when_text": when_text(net.when, labels).as_json(),
                "shares": {party: number_or_none(share) for party, share in net.shares.items()},
                "of": net.of,
                "text": shares_text(net.shares, labels).as_json(),
            }
            for net in net_loss_shares(scheme)
        ],
        "nominal_cost_caps": [
            {
                "when": as_json(cap.when),
                "when_text": when_text(cap.when, labels).as_json(),
                "rate": number_or_none(cap.rate),
                "loan_rate": number_or_none(cap.loan_rate),
                "premium_rate": number_or_none(cap.premium_rate),
                "reference": _reference(cap.equivalent),
                "text": nominal_cap_text(cap).as_json(),
            }
            for cap in nominal_caps(scheme, catalogue.rates)
        ],
    }


def _figure(
    figure: PublishedFigure, scheme: Scheme, catalogue: Catalogue, labels: Labels
) -> Record:
    result = recompute(figure, scheme, catalogue.rates)
    percentage = "%" in figure.stated
    _, places = printed(figure.stated) or (None, 2)
    shown = recomputed_text(result, places - 2 if percentage else places, percentage)
    reason: Said = reason_text(result, labels)
    return {
        "what": figure.what,
        "stated": figure.stated,
        "rule": figure.rule,
        "inputs": dict(figure.inputs),
        "recomputed": number_or_none(result.value),
        "agrees": result.agrees,
        "reason": reason.as_json() if reason else None,
        "references": [_reference(step.equivalent) for step in result.steps if step.equivalent],
        "text": {
            "stated": own(figure.stated).as_json(),
            "recomputed": shown.as_json(),
            "working": working(figure, result).as_json(),
        },
        "note": figure.note,
        "evidence": evidence_records(figure.evidence, scheme),
    }
