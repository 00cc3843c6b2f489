"""JSON Schema of a published scheme and of everything inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.exports.value_schemas import (
    BOOLEAN,
    DATE,
    DATE_OR_OPEN,
    DURATION,
    TEXT,
    TEXTS,
    Schema,
    listed,
    record,
    value_schemas,
)
from generator.model import MAX_PHRASE, STATES

Terms = Mapping[str, list[str]]
ANY: Schema = {}
STRING: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
WORDS = record({"zh": STRING, "en": STRING}, {"lang": {"const": "zh"}})
NAMES = record({"zh": TEXT, "en": TEXT})
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
CODE: Schema = {"type": "string", "pattern": "^[0-9]{6}$"}
STATE: Schema = {"enum": list(STATES)}
REGION = record(
    {
        "code": CODE,
        "zh": TEXT,
        "en": TEXT,
        "level": {"enum": ["province", "city", "county"]},
        "parent": {"type": ["string", "null"]},
    },
    {"tile": ANY},
)
COUNT: Schema = {"type": "integer", "minimum": 0}
COVERAGE = record(dict.fromkeys((*STATES, "total", "evidence", "archive_checked"), COUNT))


def scheme_schema(parameters: list[Mapping[str, Any]], terms: dict[str, list[str]]) -> Schema:
    """The schema of `schemes/<id>.json` for this vocabulary; every parameter is required."""
    kinds = value_schemas(terms)
    cells = {f"{kind}_cell": _cell(_provision(kind, terms)) for kind in kinds}
    return {
        **_scheme(parameters, terms),
        "$defs": {**kinds, **cells, "evidence": evidence_schema(terms)},
    }


def evidence_schema(terms: Terms) -> Schema:
    """One piece of evidence."""
    return record(
        {
            "source": TEXT,
            "locator": TEXT,
            "phrase": {
                **TEXT,
                "description": f"at most {MAX_PHRASE} characters without white space",
            },
            "tier": {"enum": terms["tier"]},
            "checked": {"enum": ["archive", "page"]},
            "role": {"enum": ["figure", "parties", "condition", "context"]},
            "pick": {
                "anyOf": [{"type": ["integer", "null"]}, listed({"type": "integer", "minimum": 1})]
            },
            "derivable": BOOLEAN,
            "reason": TEXT_OR_NULL,
        }
    )


EVIDENCE = listed({"$ref": "#/$defs/evidence"})


def _provision(kind: str, terms: Terms) -> Schema:
    value: Schema = {"anyOf": [{"$ref": f"#/$defs/{kind}"}, {"type": "null"}]}
    previous = record({"value": value, "words": TEXT_OR_NULL, "text": WORDS, "evidence": EVIDENCE})
    return record(
        {
            "value": value,
            "state": STATE,
            "when": _when(),
            "when_text": WORDS,
            "modality": {"enum": [*terms["modality"], None]},
            "adds": BOOLEAN,
            "approx": BOOLEAN,
            "text": WORDS,
            "short": WORDS,
            "sort": NUMBER_OR_NULL,
            "evidence": EVIDENCE,
            "mentioned": EVIDENCE,
            "to": {"enum": [*terms["delegated_to"], None]},
            "ref": TEXT_OR_NULL,
            "previous": {"anyOf": [previous, {"type": "null"}]},
            "conflicts_with": TEXTS,
            "readings": {"type": "object", "additionalProperties": TEXT},
            "derived_from": {
                "anyOf": [record({"minus": TEXTS, "plus": TEXTS, "reason": TEXT}), {"type": "null"}]
            },
            "partial": BOOLEAN,
            "note": TEXT_OR_NULL,
        }
    )


def _when() -> Schema:
    one_or_more: Schema = {"anyOf": [TEXT, listed(TEXT)]}
    bound: Schema = {"anyOf": [{"type": "number"}, DURATION]}
    bounds: Schema = {"anyOf": [TEXT, record({}, {"above": bound, "up_to": bound})]}
    plain = ("route", "purpose", "phase", "event", "institution", "region")
    return record(
        {},
        {
            **dict.fromkeys(("borrower", "group", "not_group"), one_or_more),
            **dict.fromkeys(plain, TEXT),
            "term": bounds,
            "amount": bounds,
            "for": {"enum": ["loan", "subsidy", "claim"]},
        },
    )


def _scheme(parameters: list[Mapping[str, Any]], terms: Terms) -> Schema:
    cells: dict[str, Schema] = {p["id"]: {"$ref": f"#/$defs/{p['kind']}_cell"} for p in parameters}
    relation = record(
        {
            "kind": {"enum": terms["relation_kind"]},
            "label": NAMES,
            "scheme": TEXT_OR_NULL,
            "title": TEXT_OR_NULL,
            "note": TEXT_OR_NULL,
            "evidence": EVIDENCE,
        }
    )
    return record(
        {
            "id": ID,
            "name": NAMES,
            "year": {"type": ["integer", "null"]},
            "product": {"enum": terms["product_kind"]},
            "stub": BOOLEAN,
            "region": REGION,
            "covers": listed(CODE),
            "covers_open": BOOLEAN,
            "may_join": listed(CODE),
            "instrument": _instrument(terms),
            "lifecycle": _lifecycle(terms),
            "relations": listed(relation),
            "notices": listed(_notice(terms)),
            "sources": listed(_source(terms)),
            "parameters": record(cells),
            "derived": record({"net_loss_shares": listed(ANY), "nominal_cost_caps": listed(ANY)}),
            "published_figures": listed(_figure()),
            "coverage": COVERAGE,
            "history": listed(record({"on": DATE, "what": TEXT})),
        }
    )


def _cell(provision: Schema) -> Schema:
    return record(
        {
            "state": STATE,
            "partial": BOOLEAN,
            "note": TEXT_OR_NULL,
            "text": WORDS,
            "short": WORDS,
            "sort": NUMBER_OR_NULL,
            "silent_source": TEXT_OR_NULL,
            "provisions": listed(provision),
        }
    )


def _instrument(terms: Terms) -> Schema:
    date_or_null: Schema = {"anyOf": [DATE, {"type": "null"}]}
    successor = record({"scheme": TEXT_OR_NULL, "title": TEXT_OR_NULL, "note": TEXT_OR_NULL})
    return record(
        {
            "title": TEXT,
            "number": TEXT,
            "kind": {"enum": terms["instrument_kind"]},
            "stage": {"enum": terms["instrument_stage"]},
            "issuers": {"anyOf": [listed(TEXT), {"enum": ["unread", "unstated"]}]},
            "issued_on": DATE_OR_OPEN,
            "effective_from": DATE_OR_OPEN,
            "expires_on": DATE_OR_OPEN,
            "application_deadline": date_or_null,
            "validity": TEXT_OR_NULL,
            "validity_length": {"anyOf": [DURATION, {"type": "null"}]},
            "supersedes": listed(successor),
            "superseded_by": listed(successor),
            "chapters": {"type": ["integer", "null"]},
            "articles": {"type": ["integer", "null"]},
            "conflicts_with": TEXTS,
            "note": TEXT_OR_NULL,
            "evidence": {"type": "object", "additionalProperties": EVIDENCE},
        }
    )


def _lifecycle(terms: Terms) -> Schema:
    keeper = record(
        {
            "title": TEXT,
            "number": TEXT_OR_NULL,
            "dated": TEXT_OR_NULL,
            "until": TEXT_OR_NULL,
            "text": WORDS,
        }
    )
    return record(
        {
            "status": {"enum": terms["lifecycle"]},
            "label": NAMES,
            "as_of": DATE,
            "why": WORDS,
            "kept_in_force_by": listed(keeper),
        }
    )


def _notice(terms: Terms) -> Schema:
    optional = dict.fromkeys(("number", "dated", "until", "note"), TEXT_OR_NULL)
    return record(
        {
            "kind": {"enum": terms["notice_kind"]},
            "label": NAMES,
            "title": TEXT,
            **optional,
            "evidence": EVIDENCE,
        }
    )


def _source(terms: Terms) -> Schema:
    return record(
        {
            "id": TEXT,
            "title": TEXT,
            "kind": {"enum": terms["source_kind"]},
            "tier": {"enum": terms["tier"]},
            "governing": BOOLEAN,
            "publisher": TEXT,
            "published_on": DATE_OR_OPEN,
            "url": TEXT_OR_NULL,
            "sha256": {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"},
            "reading_order": TEXTS,
            "read": {"enum": ["full", "part"]},
            "missing": TEXTS,
            "checked_on": DATE,
            "note": TEXT_OR_NULL,
        }
    )


def _figure() -> Schema:
    return record(
        {
            "what": TEXT,
            "stated": TEXT,
            "rule": TEXT,
            "inputs": {"type": "object", "additionalProperties": STRING},
            "recomputed": NUMBER_OR_NULL,
            "agrees": {"type": ["boolean", "null"]},
            "reason": {"anyOf": [WORDS, {"type": "null"}]},
            "references": listed(ANY),
            "text": record({"stated": WORDS, "recomputed": WORDS, "working": WORDS}),
            "note": TEXT_OR_NULL,
            "evidence": EVIDENCE,
        }
    )
