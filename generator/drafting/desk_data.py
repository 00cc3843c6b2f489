"""The desk for the browser: everything that drafting reads besides the pilot, the templates and the Word parts."""

from __future__ import annotations

from typing import Any

from generator.drafting.checks import PROCEDURE, TEXTS
from generator.drafting.context import (
    ADOPTED,
    CONSULTATION,
    CORE,
    FOR_GROUPS,
    KINDS,
    OURS,
    PURPOSE,
    THIS,
)
from generator.drafting.draft import DOCUMENTS, Desk
from generator.drafting.examples import METHODS
from generator.drafting.fiscal_effect import OUTLAY
from generator.drafting.frame import GROUPS
from generator.drafting.guardrails import FOLDED, LEFT_OUT, MEASURES, STANDS_FOR
from generator.drafting.library import CHAPTERS
from generator.drafting.measure import NOTICE
from generator.drafting.shapes import FIELDS

Record = dict[str, Any]
WORDS: Record = {
    "chapters": CHAPTERS, "kinds": KINDS, "this": THIS, "ours": OURS, "purpose": PURPOSE, "core": CORE, "adopted": ADOPTED,
    "for_groups": FOR_GROUPS, "consultation": CONSULTATION, "groups": GROUPS, "methods": METHODS, "outlay": OUTLAY, "notice": NOTICE,
    "fields": FIELDS, "stands_for": STANDS_FOR, "measures": MEASURES, "folded": FOLDED, "left_out": LEFT_OUT,
    "texts": TEXTS,
}  # fmt: skip
"""The fixed words and lists of the modules before, so that they are said once."""


def desk_data(at: Desk) -> Record:
    """Plain JSON; the browser adds `templates`."""
    favourable = at.favourable
    published = at.parameters
    return {
        "vocabulary": {
            "parameters": [{**p, "favourable": favourable[p["id"]]} for p in at.vocabulary.parameters],
            "terms": {name: dict(labels) for name, labels in at.vocabulary.terms.items()},
            "regions": dict(at.vocabulary.regions),
            "words": WORDS,
        },
        "clauses": [clause.as_json() for clause in at.clauses],
        "peers": at.peers,
        "parameters": {
            "terms": {name: published["terms"][name] for name in ("borrower", "group")},
            "checks": published["checks"],
            "fiscal": published["fiscal"],
        },
        "references": at.references,
        "documents": [list(document) for document in DOCUMENTS],
        "procedure": [text for _, text in PROCEDURE],
    }
