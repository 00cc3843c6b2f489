"""JSON Schema (draft 2020-12) of every file under `api/v1/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.exports.contradictions import DECISIONS
from generator.exports.scheme_schema import (
    CODE,
    COUNT,
    COVERAGE,
    ID,
    NAMES,
    NUMBER_OR_NULL,
    REGION,
    STATE,
    STRING,
    TEXT_OR_NULL,
    WORDS,
    evidence_schema,
    scheme_schema,
)
from generator.exports.value_schemas import BOOLEAN, DATE, TEXT, TEXTS, Schema, listed, record
from generator.values import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ANY: Schema = {}


def api_schemas(parameters: Mapping[str, Any]) -> dict[str, Schema]:
    """The schema of each published file by name, from the published vocabulary."""
    terms = {name: [t["id"] for t in entries] for name, entries in parameters["terms"].items()}
    schemas = {
        "index": _index(),
        "parameters": _parameters(list(KINDS)),
        "schemes": _schemes(terms),
        "scheme": scheme_schema(parameters["parameters"], terms),
        "reference-rates": _rates(),
        "compare": _compare(),
        "differences": _differences(),
        "contradictions": _contradictions(terms),
    }
    return {name: {"$schema": DRAFT, "title": name, **schema} for name, schema in schemas.items()}


def _index() -> Schema:
    return record(
        {
            "version": {"const": "v1"},
            "name": NAMES,
            "as_of": DATE,
            "generated_from": record({"data": TEXT, "sha256": TEXT}),
            "counts": {"type": "object", "additionalProperties": COUNT},
            "licence": ANY,
            "links": {"type": "object", "additionalProperties": TEXT},
        }
    )


def _parameters(kinds: list[str]) -> Schema:
    span = record({"text": WORDS, "n": COUNT, "low": listed(ID), "high": listed(ID)})
    parameter = record(
        {
            "id": TEXT,
            "group": TEXT,
            "kind": {"enum": kinds},
            "unit": TEXT,
            "label": NAMES,
            "definition": NAMES,
            "coding_rule": NAMES,
            "modality": TEXT_OR_NULL,
            "favourable": {"enum": ["higher", "lower", None]},
            "tolerance": TEXT_OR_NULL,
            "terms": TEXT_OR_NULL,
            "aliases": TEXTS,
            "range": {"anyOf": [span, {"type": "null"}]},
        }
    )
    term = record({"id": TEXT, "label": NAMES, "is_a": TEXTS})

    def by_name(schema: Schema) -> Schema:
        return {"type": "object", "additionalProperties": schema}

    check = record({"level": {"enum": ["error", "warning", "info"]}, "zh": TEXT, "en": TEXT})
    return record(
        {
            "version": {"const": "v1"},
            "groups": listed(record({"id": TEXT, "label": NAMES})),
            "parameters": listed(parameter),
            "terms": {"type": "object", "additionalProperties": listed(term)},
            "checks": record({"codes": by_name(check), "what": by_name(NAMES)}),
            "fiscal": record(
                {
                    "codes": by_name(check),
                    "what": by_name(NAMES),
                    "fields": by_name(NAMES),
                    "reasons": by_name(NAMES),
                }
            ),
        }
    )


def _schemes(terms: Mapping[str, list[str]]) -> Schema:
    line = record(
        {
            "id": ID,
            "name": NAMES,
            "region": REGION,
            "year": {"type": ["integer", "null"]},
            "product": {"enum": terms["product_kind"]},
            "stub": BOOLEAN,
            "title": TEXT,
            "number": TEXT,
            "lifecycle": record({"status": {"enum": terms["lifecycle"]}, "label": NAMES}),
            "coverage": COVERAGE,
            "url": TEXT,
        }
    )
    return record({"version": {"const": "v1"}, "as_of": DATE, "schemes": listed(line)})


def _rates() -> Schema:
    row = record(
        {"from": DATE, "values": {"type": "object", "additionalProperties": {"type": "number"}}}
    )
    series = record(
        {
            "label": NAMES,
            "tenors": listed(record({"id": TEXT, "label": NAMES})),
            "last_confirmed": {"type": ["string", "null"]},
            "source": {"type": "object", "additionalProperties": TEXT},
            "witnesses": listed({"type": "object"}),
            "conflicts": listed(
                record(dict.fromkeys(("topic", "ours", "theirs", "decision"), TEXT))
            ),
            "note": TEXT_OR_NULL,
            "rows": listed(row),
        }
    )
    return record(
        {
            "version": {"const": "v1"},
            "as_of": DATE,
            "series": {"type": "object", "additionalProperties": series},
        }
    )


def _compare() -> Schema:
    scheme = record(
        {
            "id": ID,
            "name": NAMES,
            "region": CODE,
            "year": {"type": ["integer", "null"]},
            "status": TEXT,
        }
    )
    parameter = record(
        {
            "id": TEXT,
            "group": TEXT,
            "kind": TEXT,
            "unit": TEXT,
            "favourable": {"enum": ["higher", "lower", None]},
            "label": NAMES,
            "text": listed(STRING),
            "text_en": listed(STRING),
            "short": listed(STRING),
            "state": listed(STATE),
            "partial": listed(BOOLEAN),
            "sort": listed(NUMBER_OR_NULL),
            "anchor": listed(TEXT),
        }
    )
    return record(
        {
            "version": {"const": "v1"},
            "as_of": DATE,
            "schemes": listed(scheme),
            "parameters": listed(parameter),
        }
    )


def _differences() -> Schema:
    cell = record({"scheme": ID, "parameter": TEXT_OR_NULL})
    one = record({"topic": TEXT, "decision": TEXT, "cells": listed(cell)})
    return record({"version": {"const": "v1"}, "as_of": DATE, "differences": listed(one)})


def _contradictions(terms: Mapping[str, list[str]]) -> Schema:
    evidence = listed(evidence_schema(terms))
    decision = {
        "enum": list(DECISIONS),
        "description": "; ".join(f"{name}: {meaning}" for name, meaning in DECISIONS.items()),
    }
    provision = record(
        {
            "number": {"type": "integer", "minimum": 1},
            "state": STATE,
            "value": ANY,
            "when_text": WORDS,
            "text": WORDS,
            "evidence": evidence,
        }
    )
    clash = record(
        {
            "scheme": ID,
            "parameter": TEXT_OR_NULL,
            "label": {"anyOf": [NAMES, {"type": "null"}]},
            "decision": decision,
            "told": TEXTS,
            "provisions": listed(provision),
        }
    )
    figure = record(
        {
            "scheme": ID,
            "what": TEXT,
            "decision": decision,
            "stated": WORDS,
            "recomputed": WORDS,
            "evidence": evidence,
        }
    )
    rate = record(dict.fromkeys(("series", "topic", "ours", "theirs", "decision"), TEXT))
    return record(
        {
            "version": {"const": "v1"},
            "as_of": DATE,
            "schemes": listed(clash),
            "published_figures": listed(figure),
            "reference_rates": listed(rate),
        }
    )
