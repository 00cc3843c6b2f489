"""The published lists over all schemes: one line a scheme, the table of comparison, the reference rates, the index."""

from __future__ import annotations

from generator.differences import Difference
from generator.publication.provisions import Record, number_or_none
from generator.publication.vocabulary import names
from generator.reference_rates import Series
from generator.search_words import SearchVocabulary
from generator.vocabulary import Vocabulary

VERSION = "v1"
LICENCE = {
    "data": "CC-BY-4.0",
    "note": {
        "zh": "数据按 CC BY 4.0 许可使用；作为证据引用的原文短语归各自的来源所有。",
        "en": "Data under CC BY 4.0; the phrases quoted as evidence belong to their sources.",
    },
}


def schemes_record(schemes: list[Record], as_of: str) -> Record:
    """`schemes.json`: one line a scheme."""
    return {"version": VERSION, "as_of": as_of, "schemes": [_line(scheme) for scheme in schemes]}


def _line(scheme: Record) -> Record:
    instrument, lifecycle = scheme["instrument"], scheme["lifecycle"]
    return {
        "id": scheme["id"],
        "name": scheme["name"],
        "region": scheme["region"],
        "year": scheme["year"],
        "product": scheme["product"],
        "stub": scheme["stub"],
        "title": instrument["title"],  # type: ignore[index]
        "number": instrument["number"],  # type: ignore[index]
        "lifecycle": {"status": lifecycle["status"], "label": lifecycle["label"]},  # type: ignore[index]
        "coverage": scheme["coverage"],
        "url": f"schemes/{scheme['id']}.json",
    }


def compare_record(schemes: list[Record], vocabulary: Vocabulary, as_of: str) -> Record:
    """`compare.json`: parameters × schemes; every list of a parameter is in the order of `schemes`."""
    return {
        "version": VERSION,
        "as_of": as_of,
        "schemes": [
            {
                "id": scheme["id"],
                "name": scheme["name"],
                "region": scheme["region"]["code"],  # type: ignore[index]
                "year": scheme["year"],
                "status": scheme["lifecycle"]["status"],  # type: ignore[index]
            }
            for scheme in schemes
        ],
        "parameters": [
            {
                "id": parameter.id,
                "group": parameter.group,
                "kind": parameter.kind,
                "unit": parameter.unit,
                "favourable": parameter.favourable,
                "label": names(parameter.label),
                **_columns(parameter.id, schemes),
            }
            for parameter in vocabulary.parameters.values()
        ],
    }


def _columns(parameter_id: str, schemes: list[Record]) -> dict[str, list[object]]:
    cells = [(scheme["id"], scheme["parameters"][parameter_id]) for scheme in schemes]  # type: ignore[index]
    anchor = "p-" + parameter_id.replace("_", "-")
    return {
        "text": [cell["text"]["zh"] for _, cell in cells],
        "text_en": [cell["text"]["en"] for _, cell in cells],
        "short": [cell["short"]["zh"] for _, cell in cells],
        "state": [cell["state"] for _, cell in cells],
        "partial": [cell["partial"] for _, cell in cells],
        "sort": [cell["sort"] for _, cell in cells],
        "anchor": [f"schemes/{scheme_id}.html#{anchor}" for scheme_id, _ in cells],
    }


def rates_record(rates: dict[str, Series], as_of: str) -> Record:
    """`reference-rates.json`: every series with its source, its witnesses and its conflicts."""
    return {
        "version": VERSION,
        "as_of": as_of,
        "series": {name: _series(s) for name, s in sorted(rates.items())},
    }


def _series(series: Series) -> Record:
    head = series.head
    return {
        "label": names(head.label),
        "tenors": [{"id": tenor.id, "label": names(tenor.label)} for tenor in head.tenors],
        "last_confirmed": head.last_confirmed,
        "source": dict(head.source),
        "witnesses": [dict(w) if isinstance(w, dict) else {"title": w} for w in head.witnesses],
        "conflicts": [vars(conflict) for conflict in head.conflicts],
        "note": head.note,
        "rows": [
            {
                "from": row.from_,
                "values": {tenor: number_or_none(rate) for tenor, rate in row.values.items()},
            }
            for row in series.rows
        ],
    }


def differences_record(differences: tuple[Difference, ...]) -> tuple[Record, ...]:
    """What differs across schemes and is easily taken for a mistake, with the cells and the decision."""
    return tuple(
        {
            "topic": difference.topic,
            "decision": difference.decision,
            "cells": [{"scheme": c.scheme, "parameter": c.parameter} for c in difference.cells],
        }
        for difference in differences
    )


def search_words_record(words: SearchVocabulary) -> Record:
    """Words that people search by, with kind and identity of what each stands for, and words to be passed over."""
    return {
        "entries": [
            {"words": list(entry.words), "kind": entry.target[0], "target": entry.target[1]} for entry in words.entries
        ],
        "ignored": list(words.ignored),
    }


def index_record(
    schemes: list[Record], vocabulary: Vocabulary, rates: Record, as_of: str, digest: str
) -> Record:
    """`index.json`: version, what it was generated from, counts, and where the rest lies."""
    coverage = [scheme["coverage"] for scheme in schemes]
    return {
        "version": VERSION,
        "name": {"zh": "小额贷款保证保险政策图谱", "en": "Loan Guarantee Atlas"},
        "as_of": as_of,
        "generated_from": {"data": "policies/", "sha256": digest},
        "counts": {
            "schemes": len(schemes),
            "parameters": len(vocabulary.parameters),
            "sources": sum(len(scheme["sources"]) for scheme in schemes),  # type: ignore[arg-type]
            "evidence": sum(c["evidence"] for c in coverage),  # type: ignore[index]
            "stated": sum(c["stated"] for c in coverage),  # type: ignore[index]
            "reference_series": len(rates["series"]),  # type: ignore[arg-type]
        },
        "licence": LICENCE,
        "links": {
            "parameters": "parameters.json",
            "schemes": "schemes.json",
            "scheme": "schemes/{id}.json",
            "reference_rates": "reference-rates.json",
            "compare": "compare.json",
            "differences": "differences.json",
            "contradictions": "contradictions.json",
            "openapi": "openapi.json",
            "schema": "schema/",
            "tables": "../../data/datapackage.json",
        },
    }
