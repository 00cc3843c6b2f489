"""All documents of a pilot: one record in, one tree for each document out; mirror: `draft_documents.js`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.documents import open_points
from generator.documents.draft_text import protect, read
from generator.drafting.checks import findings
from generator.drafting.context import Record, Vocabulary, context, vocabulary_of
from generator.drafting.examples import as_scheme, examples
from generator.drafting.frame import frame
from generator.drafting.guardrails import guardrails, precedents
from generator.drafting.library import Clause, load_library
from generator.drafting.measure import measure
from generator.drafting.peers import peer_data
from generator.drafting_templates import Templates, export

DOCUMENTS: tuple[tuple[str, str, str], ...] = (
    ("measure", "实施办法", ""),
    ("explanation", "起草说明", "documents/explanation.j2"),
    ("interpretation", "政策解读", "documents/interpretation.j2"),
    ("work-plan", "工作方案", "documents/work-plan.j2"),
    ("form", "保费补贴申请表", "documents/form.j2"),
    ("benchmark", "对标简报", "documents/benchmark.j2"),
    ("public-notice", "征求意见公告", "documents/public-notice.j2"),
    ("responses", "采纳情况表", "documents/responses.j2"),
)
"""Id, name and template of each document, the measure first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that drafting reads besides the pilot."""

    vocabulary: Vocabulary
    clauses: tuple[Clause, ...]
    templates: Templates
    peers: Record
    parameters: Record
    references: Record

    @property
    def favourable(self) -> Mapping[str, str | None]:
        return {p["id"]: p["favourable"] for p in self.parameters["parameters"]}


@dataclass(frozen=True, slots=True)
class Draft:
    """A pilot's documents by id, the annotated measure, its undecided points, guardrails and findings."""

    trees: dict[str, dict[str, Any]]
    annotated: dict[str, Any]
    points: list[str]
    guards: list[Record]
    findings: list[Record]


def desk(folder: Path, publication: Any) -> Desk:
    """The desk of a project: `folder` holds the clause library. Raises BadClause, UnsupportedTemplate."""
    return Desk(
        vocabulary_of(publication.parameters, publication.regions),
        load_library(folder),
        Templates(export(folder)),
        peer_data(publication.schemes, publication.parameters, publication.reference_rates, publication.as_of),
        publication.parameters,
        publication.reference_rates,
    )


def draft(pilot: Record, at: Desk, fiscal: Record | None = None) -> Draft:
    """All documents of the pilot. Raises TemplateFault or BadDraftText for a value that cannot stand in a document."""
    found = context(pilot, at.vocabulary, at.clauses)
    date = day_of(pilot, at.peers["as_of"])
    guards = guardrails(pilot, at.vocabulary, at.peers, dict(at.favourable))
    problems = findings(pilot, at.peers, guards)
    plain = measure(found, at.templates, date)
    notes = {clause.name: precedents(pilot, guards, at.peers, clause.parameters) for clause in at.clauses}
    points = open_points(plain)
    scheme = as_scheme(pilot, [p["id"] for p in at.vocabulary.parameters], at.peers["as_of"])
    modalities = {p["id"]: p["modality"] for p in at.vocabulary.parameters}
    worked = examples(pilot, scheme, modalities, at.parameters, at.references, at.peers["as_of"])
    around = frame(pilot, found, at.vocabulary, at.clauses, at.peers, guards, problems, points, worked, fiscal)
    trees = {name: read(at.templates.render(template, around, protect), date) for name, _, template in DOCUMENTS if template}
    return Draft({"measure": plain, **trees}, measure(found, at.templates, date, notes), points, guards, problems)


def day_of(pilot: Record, as_of: str) -> str:
    """The day that goes into the files' properties: of issue where it is a full date, else that of the data."""
    issued = pilot["instrument"].get("issued_on") or ""
    return issued if len(issued) == 10 else as_of
