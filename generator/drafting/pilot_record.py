"""A pilot's file as plain JSON: what the documents are written from, in Python and in the browser.

    {"id", "name", "scheme": what the loan is called, "region": {"code", "zh", "level"}, "instrument", "basis",
     "background", "necessity", "process", "consultation", "responses", "peers", "begun_from", "chapters", "omitted",
     "parameters": {id: {"state", "provisions"}}}

Provisions are those of a scheme's record without evidence, with `reason`, `resumption` and `follows`; `undecided` is
a state. For the engines a draft is read as a scheme instead: publication/pilots.py.
"""

from __future__ import annotations

import re
from typing import Any

from generator.pilot_model import UNDECIDED, Consultation, Pilot, PilotProvision, Resumption
from generator.vocabulary import Vocabulary
from generator.written import as_json

Record = dict[str, Any]
_REMARK = re.compile(r"（[^（）]*）$")
RANK = ("stated", "delegated", "undecided", "not_applicable")


def pilot_record(pilot: Pilot, vocabulary: Vocabulary) -> Record:
    """The record of a pilot that was read without problems."""
    head, instrument = pilot.head, pilot.head.instrument
    region = vocabulary.regions[head.region]
    place = head.place or region
    return {
        "id": head.id,
        "name": {"zh": head.name.zh, "en": head.name.en or ""},
        "scheme": called(head.name.zh, place.zh),
        "example": head.example,
        "product": head.product,
        "region": {"code": head.region, "zh": place.zh, "level": place.level},
        "place": {"zh": place.zh, "level": place.level} if head.place else None,
        "instrument": {
            "title": instrument.title,
            "kind": instrument.kind,
            "issuers": list(instrument.issuers) if instrument.issuers != UNDECIDED else [],
            "issued_on": settled(instrument.issued_on),
            "effective_from": settled(instrument.effective_from),
            "expires_on": settled(instrument.expires_on),
            "validity": as_json(instrument.validity) if instrument.validity != UNDECIDED else None,
            "application_deadline": instrument.application_deadline,
        },
        "basis": [
            {"title": b.title, "number": b.number, "issued_on": b.issued_on, "expires_on": b.valid_until, "scheme": b.scheme, "note": b.note}
            for b in head.legal_basis
        ],
        "background": list(head.background),
        "necessity": list(head.reasons),
        "process": [{"on": settled(step.on), "what": step.what} for step in head.process],
        "consultation": _consultation(head.consultation) if head.consultation else None,
        "responses": [
            {"by": r.by, "opinion": r.opinion, "parameter": r.parameter, "adopted": settled(r.adopted), "reason": r.reason}
            for r in head.responses
        ],
        "peers": list(head.peers),
        "begun_from": head.begun_from,
        "chapters": head.chapters,
        "omitted": list(head.omitted),
        "parameters": {name: _parameter(provisions) for name, provisions in pilot.provisions.items()},
    }  # fmt: skip


def called(name: str, place: str) -> str:
    """What the loan is called: the name without the place before, and without 试点, 方案 or a remark in brackets after."""
    return _REMARK.sub("", name).removeprefix(place).removesuffix("试点").removesuffix("方案") or name


def settled(value: str | None) -> str | None:
    return None if value in (None, UNDECIDED) else value


def _parameter(provisions: tuple[PilotProvision, ...]) -> Record:
    state = min((p.state for p in provisions), key=RANK.index)
    return {"state": state, "provisions": [_provision(p) for p in provisions]}


def _provision(one: PilotProvision) -> Record:
    return {
        "value": as_json(one.value),
        "state": one.state,
        "when": as_json(one.when),
        "modality": one.modality,
        "adds": one.adds,
        "to": one.to,
        "ref": one.ref,
        "reason": one.reason,
        "note": one.note,
        "resumption": _resumption(one.resumption),
        "follows": [{"scheme": f.scheme, "parameter": f.parameter} for f in one.follows],
    }


def _consultation(asked: Consultation) -> Record:
    return {
        "announced_on": settled(asked.announced_on),
        "closes_on": settled(asked.closes_on),
        **{name: getattr(asked, name) for name in ("address", "postcode", "email", "phone", "website")},
    }


def _resumption(rule: Resumption | str | None) -> Record | None:
    """A rule with each of its fields; one that is undecided has none of them."""
    if rule is None:
        return None
    given = rule if isinstance(rule, Resumption) else Resumption()
    return {
        "threshold": as_json(given.threshold),
        "lasting": as_json(given.lasting),
        "condition": given.condition,
        "approval_by": given.approval_by,
    }
