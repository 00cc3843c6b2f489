"""`api/v1/contradictions.json` and `differences.json`: where sources disagree, and what is easily taken for a disagreement."""

from __future__ import annotations

from generator.comparison.contradictions import Clash, clashes, miscalculated
from generator.publication import Records
from generator.publication.lists import VERSION
from generator.publication.provisions import Record

SIDE = ("state", "value", "when_text", "text", "evidence")
DECISIONS = {
    "both_recorded": "every telling is a provision of its own; no choice is made for the reader",
    "one_recorded": "the telling whose words were read is the provision; the other is only told here",
    "told": "the facts of the document carry what has evidence; the other telling is only told here",
    "as_published": "the figure stands as the document prints it, beside the same figure computed again",
}
"""What was done about a contradiction, and what that means."""


def contradictions_record(records: Records) -> Record:
    """Inside schemes, of published figures with their own working, and of the reference rates."""
    labels = {p["id"]: p["label"] for p in records.parameters["parameters"]}  # type: ignore[attr-defined]
    return {
        "version": VERSION,
        "as_of": records.as_of,
        "schemes": [_clash(clash, labels) for clash in clashes(records.schemes)],
        "published_figures": [
            {
                "scheme": scheme["id"],
                "what": figure["what"],
                "decision": "as_published",
                "stated": figure["text"]["stated"],
                "recomputed": figure["text"]["recomputed"],
                "evidence": figure["evidence"],
            }
            for scheme, figure in miscalculated(records.schemes)
        ],
        "reference_rates": [
            {"series": name, **conflict}
            for name, series in records.reference_rates["series"].items()  # type: ignore[attr-defined]
            for conflict in series["conflicts"]
        ],
    }


def _clash(clash: Clash, labels: dict[str, Record]) -> Record:
    if clash.parameter is None:
        decision = "told"
    else:
        decision = "both_recorded" if clash.both_recorded else "one_recorded"
    return {
        "scheme": clash.scheme["id"],
        "parameter": clash.parameter,
        "label": labels[clash.parameter] if clash.parameter else None,
        "decision": decision,
        "told": list(clash.told),
        "provisions": [
            {
                "number": number,
                **{key: provision[key] for key in SIDE},
            }
            for number, provision in clash.sides
        ],
    }


def differences_record(records: Records) -> Record:
    """Cells of several schemes that differ and are easily confused, with what was decided."""
    return {
        "version": VERSION,
        "as_of": records.as_of,
        "differences": list(records.differences),
    }
