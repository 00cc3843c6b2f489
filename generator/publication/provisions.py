"""One parameter of one scheme as it is published: its provisions with their words and their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.ordering import cell_key, sort_key
from generator.assessment.reference import at_instrument
from generator.catalogue import Catalogue
from generator.model import ALWAYS, STATES, DerivedFrom, Evidence, Previous, Provision, Scheme
from generator.quantities import json_number
from generator.values import RateFormula
from generator.vocabulary import Parameter
from generator.wording.assessments import equivalent_for
from generator.wording.labels import Labels
from generator.wording.provisions import previous_text, provision_texts, when_text
from generator.wording.said import Said, listed, say
from generator.written import as_json

Record = dict[str, object]
BARE_STATES = {"silent", "unread", "not_applicable"}


@dataclass(frozen=True)
class Worded:
    """A provision with its record, its short words under its condition, and its sort key."""

    provision: Provision
    record: Record
    cell: Said
    full_cell: Said
    key: Fraction | None


def number_or_none(value: Fraction | None) -> int | float | None:
    """A JSON number; a fraction without a finite decimal is given to eight places."""
    if value is None:
        return None
    try:
        return json_number(value)
    except ValueError:
        return json_number(Fraction(round(value * 10**8), 10**8))


def evidence_records(pieces: Sequence[Evidence], scheme: Scheme) -> list[Record]:
    """Evidence with the tier of its source and how it was checked."""
    records = []
    for piece in pieces:
        source = scheme.source(piece.source)
        picks: object = list(piece.picks) or None
        records.append(
            {
                "source": piece.source,
                "locator": piece.locator,
                "phrase": piece.phrase,
                "tier": source.tier,
                "checked": "archive" if source.archive else "page",
                "role": piece.role,
                "pick": picks[0] if isinstance(picks, list) and len(picks) == 1 else picks,
                "derivable": piece.derivable,
                "reason": piece.reason,
            }
        )
    return records


def parameter_record(
    parameter: Parameter, scheme: Scheme, catalogue: Catalogue, labels: Labels
) -> Record:
    """What one scheme says of one parameter (contract §4), with the short words and the sort key of its cell."""
    provisions = scheme.of(parameter.id)
    state = scheme.state(parameter.id)
    bare = all(_is_bare(provision) for provision in provisions)
    kept = () if bare else provisions
    worded = [_worded(parameter, p, scheme, catalogue, labels) for p in kept]
    notes = [p.note for p in provisions if p.note] if bare else []
    silent_source = next((p.source for p in provisions if p.source), None)
    if bare:
        return _bare_record(state, "；".join(dict.fromkeys(notes)) or None, silent_source, provisions, labels)
    cells = [w for w in worded if w.provision.state in ("stated", "delegated")]
    state_label = labels.heading("state", state)
    key = cell_key(parameter, [w.key for w in cells if w.provision.state == "stated"])
    return {
        "state": state,
        "partial": any(
            p.partial or STATES.index(p.state) > STATES.index(state) for p in provisions
        ),
        "note": "；".join(dict.fromkeys(notes)) or None,
        "text": _cell([w.full_cell for w in cells], state_label).as_json(),
        "short": _cell([w.cell for w in cells], state_label).as_json(),
        "sort": number_or_none(key),
        "silent_source": silent_source,
        "provisions": [w.record for w in worded],
    }


def _bare_record(
    state: str, note: str | None, silent_source: str | None, provisions: Sequence[Provision], labels: Labels
) -> Record:
    """Most parameters of most schemes: nothing but a state. The same record for the same state and note."""
    partial = any(p.partial or STATES.index(p.state) > STATES.index(state) for p in provisions)
    key = (state, partial, note, silent_source)
    if key not in labels.bare_records:
        text = labels.heading("state", state).as_json()
        labels.bare_records[key] = {
            "state": state,
            "partial": partial,
            "note": note,
            "text": text,
            "short": text,
            "sort": None,
            "silent_source": silent_source,
            "provisions": [],
        }
    return labels.bare_records[key]


def _cell(texts: list[Said], state_label: Said) -> Said:
    said = list(dict.fromkeys(text for text in texts if text))
    return listed(said, "；", "; ") if said else state_label


def _is_bare(provision: Provision) -> bool:
    """Whether the provision says nothing beyond its state and a note."""
    return (
        provision.state in BARE_STATES
        and provision.value is None
        and provision.when == ALWAYS
        and not (provision.evidence or provision.mentioned or provision.previous)
    )


def _worded(
    parameter: Parameter, provision: Provision, scheme: Scheme, catalogue: Catalogue, labels: Labels
) -> Worded:
    known = None
    if isinstance(provision.value, RateFormula):
        known = at_instrument(provision.value, catalogue.rates, scheme.head.instrument)
    full, short = provision_texts(
        parameter, provision, labels, equivalent_for(known, catalogue.rates, labels)
    )
    when = when_text(provision.when, labels)
    key = sort_key(parameter, provision.value, known.rate if known else None)
    record: Record = {
        "value": as_json(provision.value),
        "state": provision.state,
        "when": as_json(provision.when),
        "when_text": when.as_json(),
        "modality": provision.modality or parameter.modality,
        "adds": provision.adds,
        "approx": provision.approx,
        "text": full.as_json(),
        "short": short.as_json(),
        "sort": number_or_none(key),
        "evidence": evidence_records(provision.evidence, scheme),
        "mentioned": evidence_records(provision.mentioned, scheme),
        "to": provision.to,
        "ref": provision.ref,
        "previous": _previous(parameter, provision, scheme, labels),
        "conflicts_with": list(provision.conflicts_with),
        "readings": dict(provision.readings),
        "derived_from": _derived_from(provision.derived_from),
        "partial": provision.partial,
        "note": provision.note,
    }
    whole = full or short
    return Worded(provision, record, _under(when, short), _under(when, whole), key)


def _under(when: Said, text: Said) -> Said:
    if not when or not text:
        return text
    return say("{when}：{text}", "{when}: {text}", when=when, text=text)


def _previous(
    parameter: Parameter, provision: Provision, scheme: Scheme, labels: Labels
) -> Record | None:
    before: Previous | None = provision.previous
    if before is None:
        return None
    return {
        "value": as_json(before.value),
        "words": before.words,
        "text": previous_text(parameter, provision, labels).as_json(),
        "evidence": evidence_records(before.evidence, scheme),
    }


def _derived_from(derived: DerivedFrom | None) -> Record | None:
    if derived is None:
        return None
    return {"minus": list(derived.minus), "plus": list(derived.plus), "reason": derived.reason}
