"""A draft as a record of the same shape as a published scheme, so that every reader of schemes can read it.

Beyond a scheme's record it has `pilot` (true). What only its documents say (basis, reasons, process, precedents) stands
in drafting/pilot_record.py. Evidence is empty: the draft is its own source. What is not settled has the state
`undecided`, which ranks below delegated.
"""

from __future__ import annotations

from collections import Counter

from generator.catalogue import Catalogue
from generator.model import STATES, Instrument, Provision, Scheme, SchemeHead, Silences
from generator.pilot_model import UNDECIDED, Pilot, PilotProvision
from generator.publication.provisions import Record, parameter_record
from generator.publication.schemes import scheme_record
from generator.structuring import UNSTATED
from generator.wording.labels import Labels
from generator.wording.provisions import when_text
from generator.wording.said import Said
from generator.written import as_json

RANK = (*STATES[:2], UNDECIDED, *STATES[2:])
"""The states of a draft's parameters, the strongest first."""

_LABEL = Said("待定", "undecided")


def draft_as_scheme(pilot: Pilot, catalogue: Catalogue, as_of: str) -> Record:
    """The draft as plain JSON values as of the day `as_of`; of the catalogue its vocabulary and rates are used."""
    labels = Labels(catalogue.vocabulary)
    scheme = _as_scheme(pilot)
    record = scheme_record(scheme, catalogue, (), labels, as_of)
    record["parameters"] = {
        parameter.id: _parameter(parameter.id, pilot, scheme, catalogue, labels)
        for parameter in catalogue.vocabulary.parameters.values()
    }
    states = Counter(one["state"] for one in record["parameters"].values())
    record["coverage"] = {**{state: states[state] for state in RANK}, "total": sum(states.values()), "evidence": 0, "archive_checked": 0}
    head = pilot.head
    if head.place:
        place = {"zh": head.place.zh, "en": head.place.en or head.place.zh, "level": head.place.level, "parent": head.region}
        record["region"] = {"code": head.region, **place}
    return {**record, "pilot": True}


def _as_scheme(pilot: Pilot) -> Scheme:
    """The draft as a planned scheme without sources, its undecided provisions left out."""
    head, draft = pilot.head, pilot.head.instrument

    def known(value: object) -> object:
        return UNSTATED if value == UNDECIDED else value

    instrument = Instrument(
        title=draft.title, number=UNSTATED, stage="planned", kind=draft.kind, issuers=known(draft.issuers),  # type: ignore[arg-type]
        issued_on=known(draft.issued_on), effective_from=known(draft.effective_from), expires_on=known(draft.expires_on),  # type: ignore[arg-type]
        application_deadline=draft.application_deadline,
        validity=None if draft.validity == UNDECIDED else draft.validity,  # type: ignore[arg-type]
    )  # fmt: skip
    decided = {
        parameter: tuple(one.provision for one in provisions if one.state != UNDECIDED)
        for parameter, provisions in pilot.provisions.items()
    }
    silent = Silences(source="draft", parameters=head.omitted) if head.omitted else None
    return Scheme(
        head=SchemeHead(
            id=head.id, name=head.name, region=head.region, product=head.product, instrument=instrument, sources=(),
            silent=silent,
        ),
        provisions={parameter: provisions for parameter, provisions in decided.items() if provisions},
        file=pilot.file,
    )  # fmt: skip


def _parameter(parameter_id: str, pilot: Pilot, scheme: Scheme, catalogue: Catalogue, labels: Labels) -> Record:
    parameter = catalogue.vocabulary.parameters[parameter_id]
    record = parameter_record(parameter, scheme, catalogue, labels)
    drafted = pilot.provisions.get(parameter_id)
    if drafted is None:
        return record if parameter_id in pilot.head.omitted else _undecided(record)
    written = iter(record["provisions"])  # type: ignore[call-overload]
    provisions = []
    for one in drafted:
        own = _open_provision(one, labels) if one.state == UNDECIDED else next(written, None)
        if own is not None:
            provisions.append(own)
    states = [one.state for one in drafted]
    state = min(states, key=RANK.index)
    record = {**record, "provisions": provisions, "state": state, "partial": len(set(states)) > 1}
    return _undecided(record) if state == UNDECIDED else record


def _undecided(record: Record) -> Record:
    return {**record, "state": UNDECIDED, "text": _LABEL.as_json(), "short": _LABEL.as_json(), "sort": None}


def _open_provision(one: PilotProvision, labels: Labels) -> Record:
    """A provision that is not settled, with its condition and note."""
    blank = Provision(state="unread", when=one.when, adds=one.adds)
    return {
        "value": None,
        "state": UNDECIDED,
        "when": as_json(blank.when),
        "when_text": when_text(blank.when, labels).as_json(),
        "modality": one.modality,
        "adds": one.adds,
        "approx": False,
        "text": Said().as_json(),
        "short": _LABEL.as_json(),
        "sort": None,
        "evidence": [],
        "mentioned": [],
        "to": None,
        "ref": one.ref,
        "previous": None,
        "conflicts_with": [],
        "readings": {},
        "derived_from": None,
        "partial": False,
        "note": one.note,
    }
