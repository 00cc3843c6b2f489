"""The desk for the browser: everything that drafting reads besides the pilot, the templates and the Word parts."""

from __future__ import annotations

from typing import Any

from generator.drafting.checks import PROCEDURE
from generator.drafting.draft import DOCUMENTS, Desk

Record = dict[str, Any]


def desk_data(at: Desk) -> Record:
    """Plain JSON; the browser adds `templates`."""
    favourable = at.favourable
    published = at.parameters
    return {
        "vocabulary": {
            "parameters": [{**p, "favourable": favourable[p["id"]]} for p in at.vocabulary.parameters],
            "terms": {name: dict(labels) for name, labels in at.vocabulary.terms.items()},
            "regions": dict(at.vocabulary.regions),
        },
        "clauses": [clause.as_json() for clause in at.clauses],
        "peers": at.peers,
        "parameters": {
            "terms": {name: published["terms"][name] for name in ("borrower", "group")},
            "checks": published["checks"],
        },
        "references": at.references,
        "documents": [list(document) for document in DOCUMENTS],
        "procedure": [text for _, text in PROCEDURE],
    }
