"""Every published record of the project, built from the checked catalogue as of one day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from generator.assessment.lifecycle import pointings
from generator.catalogue import Catalogue, Keeping, load_catalogue
from generator.located import Mapping as MappingNode
from generator.located import Problem, Refused, Scalar, read
from generator.model import STATES, Provision, Scheme
from generator.publication.lists import (
    compare_record,
    differences_record,
    index_record,
    rates_record,
    schemes_record,
    search_words_record,
)
from generator.publication.openapi import openapi_record
from generator.publication.pilots import draft_as_scheme
from generator.publication.provisions import Record
from generator.publication.schemes import pointed_record, scheme_record
from generator.publication.sharing import Shared
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
    search_words: Record | None = None

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """The Chinese label of each term by its list and id."""
        return {
            (name, term["id"]): term["label"]["zh"] for name, terms in self.parameters["terms"].items() for term in reversed(terms)
        }

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
    before = _states(root)
    made = _Made(as_of) if as_of else None
    catalogue, found = load_catalogue(root, made)
    problems = problems + found
    if catalogue is None or as_of is None:
        return None, problems
    records = build_records(catalogue, as_of, made.records if made else {})
    # A file saved in between would stand in the digest but not in the records, or in one record and not in another.
    if _states(root) != before:
        return None, [Problem("policies", 1, 1, "", "数据文件在读取时有改动；请再运行一次", "E-FILE")]
    return records, problems


def load_publication(root: Path, as_of: str | None = None) -> Records:
    """The records as `load_records` gives them. Raises DataProblems where the data has faults."""
    records, problems = load_records(root, as_of)
    if records is None:
        raise DataProblems(problems)
    return records


class _Made(Keeping):
    """The record of each scheme, made when its file has been read, so that the whole of no two schemes is held.

    Of the scheme itself its head and the states of its parameters are kept.
    """

    def __init__(self, as_of: str) -> None:
        self.records: dict[str, Record] = {}
        self._as_of = as_of
        self._shared = Shared()
        self._labels: Labels | None = None

    def made_of(self, scheme: Scheme, so_far: Catalogue, problems: list[Problem]) -> tuple[Scheme, Record]:
        """The record as if no relation named the scheme."""
        self._labels = self._labels or Labels(so_far.vocabulary)
        record = scheme_record(scheme, so_far, (), self._labels, self._as_of)
        # A parameter without provisions is one object for all schemes as it is made.
        record["parameters"] = {
            name: self._shared(entry) if entry["provisions"] else entry for name, entry in record["parameters"].items()  # type: ignore[index,attr-defined]
        }
        record = {name: part if name == "parameters" else self._shared(part) for name, part in record.items()}
        states = {name: (_BARE[scheme.state(name)],) for name in scheme.provisions}
        return replace(scheme, provisions=states), record

    def take(self, scheme_id: str, made: Record | None) -> None:
        """Takes in a record, unless a fault forbade to make it."""
        if made is not None:
            self.records[scheme_id] = made


_BARE = {state: Provision(state=state) for state in STATES}  # type: ignore[arg-type]


def build_records(catalogue: Catalogue, as_of: str, made: Mapping[str, Record] = MappingProxyType({})) -> Records:
    """The records of a checked catalogue as of the day `as_of` (YYYY-MM-DD).

    `made` holds records of schemes that were made before anything was known of the relations that name them.
    """
    labels = Labels(catalogue.vocabulary)
    pointing = pointings(catalogue.schemes)
    schemes = []
    for scheme in catalogue.schemes.values():
        record, named = made.get(scheme.id), pointing.get(scheme.id, ())
        if record is None:
            record = scheme_record(scheme, catalogue, named, labels, as_of)
        elif named:
            record = {**record, **pointed_record(scheme, named, labels, as_of)}
        schemes.append(record)
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
        tuple(draft_as_scheme(pilot, catalogue, as_of) for pilot in catalogue.pilots.values()),
        search_words_record(catalogue.search_words),
    )


def _states(root: Path) -> dict[str, tuple[int, int, int]]:
    """Of each data file what changes whenever it is written: its time, its size, its place on the disk."""
    found = {}
    for path in (root / "policies").rglob("*.yaml"):
        try:
            status = path.stat()
        except OSError:
            continue
        found[str(path)] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _digest(root: Path) -> str:
    """One SHA-256 over the names and bytes of every data file, in order of path."""
    total = hashlib.sha256()
    for path in sorted((root / "policies").rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        total.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
