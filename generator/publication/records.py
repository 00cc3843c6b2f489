"""Every published record of the project, built from the checked catalogue as of one day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.assessment.lifecycle import pointings
from generator.catalogue import Catalogue, load_catalogue
from generator.located import Mapping as MappingNode
from generator.located import Problem, Refused, Scalar, read
from generator.publication.lists import (
    compare_record,
    differences_record,
    index_record,
    rates_record,
    schemes_record,
)
from generator.publication.openapi import openapi_record
from generator.publication.pilots import pilot_record
from generator.publication.provisions import Record
from generator.publication.schemes import scheme_record
from generator.publication.vocabulary import parameters_record, regions_record
from generator.quantities import Unreadable
from generator.wording.labels import Labels
from generator.written import parse_partial_date

EDITION = "policies/edition.yaml"


class DataProblems(Exception):
    """The data has faults, so nothing can be published; `problems` lists them, each printable with str()."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the data")
        self.problems = problems


@dataclass(frozen=True)
class Records:
    """Plain JSON values as they are published, and the drafts; schemes in order of region, year and id, drafts of id."""

    as_of: str
    parameters: Record
    schemes: tuple[Record, ...]
    regions: Mapping[str, Record]
    reference_rates: Record
    schemes_index: Record
    compare: Record
    index: Record
    openapi: Record
    differences: tuple[Record, ...] = ()
    pilots: tuple[Record, ...] = ()

    def scheme(self, scheme_id: str) -> Record:
        """The scheme with that id. Raises KeyError."""
        found = next((scheme for scheme in self.schemes if scheme["id"] == scheme_id), None)
        if found is None:
            raise KeyError(scheme_id)
        return found


Publication = Records


def full_date(text: str) -> str:
    """`text` if it is an existing day YYYY-MM-DD. Raises Unreadable."""
    parse_partial_date(text)
    if text.count("-") != 2:
        raise Unreadable("写成完整的日期，如 2026-11-20")
    return text


def edition_as_of(root: Path) -> tuple[str | None, list[Problem]]:
    """The day as of which the site speaks unless another is asked for: `as_of` of policies/edition.yaml."""
    try:
        node, problems = read(root / EDITION, EDITION)
    except Refused as refused:
        return None, list(refused.args)
    value = node.get("as_of") if isinstance(node, MappingNode) else None
    try:
        if not isinstance(value, Scalar):
            raise Unreadable("写 as_of: 2026-11-20")
        return full_date(value.text), problems
    except Unreadable as error:
        place = value or node
        return None, [
            *problems,
            Problem(EDITION, place.line, place.column, "as_of", f"请{error.args[0]}", "E-TYPE"),
        ]


def default_as_of(root: Path) -> str:
    """The edition's day. Raises DataProblems where it is missing or no date."""
    as_of, problems = edition_as_of(root)
    if as_of is None:
        raise DataProblems(problems)
    return as_of


def load_records(root: Path, as_of: str | None = None) -> tuple[Records | None, list[Problem]]:
    """The records of the project at `root` as of a day (the edition's where none is given), or None.

    Every problem of the data is returned beside them; warnings alone do not prevent publication.
    """
    problems: list[Problem] = []
    if as_of is None:
        as_of, problems = edition_as_of(root)
    else:
        try:
            full_date(as_of)
        except Unreadable as error:
            problems = [
                Problem("--as-of", 1, 1, "", f"“{as_of}” 读不懂；请{error.args[0]}", "E-TYPE")
            ]
            as_of = None
    catalogue, found = load_catalogue(root)
    problems = problems + found
    if catalogue is None or as_of is None:
        return None, problems
    return build_records(catalogue, as_of), problems


def load_publication(root: Path, as_of: str | None = None) -> Records:
    """The records as `load_records` gives them. Raises DataProblems where the data has faults."""
    records, problems = load_records(root, as_of)
    if records is None:
        raise DataProblems(problems)
    return records


def build_records(catalogue: Catalogue, as_of: str) -> Records:
    """The records of a checked catalogue as of the day `as_of` (YYYY-MM-DD)."""
    labels = Labels(catalogue.vocabulary)
    pointing = pointings(catalogue.schemes)
    schemes = [
        scheme_record(scheme, catalogue, pointing.get(scheme.id, ()), labels, as_of)
        for scheme in catalogue.schemes.values()
    ]
    schemes.sort(key=lambda s: (s["region"]["code"], s["year"] or 0, s["id"]))  # type: ignore[index]
    rates = rates_record(catalogue.rates, as_of)
    return Records(
        as_of,
        parameters_record(catalogue, schemes),
        tuple(schemes),
        regions_record(catalogue),
        rates,
        schemes_record(schemes, as_of),
        compare_record(schemes, catalogue.vocabulary, as_of),
        index_record(schemes, catalogue.vocabulary, rates, as_of, _digest(catalogue.root)),
        openapi_record(),
        differences_record(catalogue.differences),
        tuple(pilot_record(pilot, catalogue, as_of) for pilot in catalogue.pilots.values()),
    )


def _digest(root: Path) -> str:
    """One SHA-256 over the names and bytes of every data file, in order of path."""
    total = hashlib.sha256()
    for path in sorted((root / "policies").rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        total.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
