"""The vocabulary: parameters, labelled terms with the words they are known by, and regions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from generator.derivation import fold
from generator.located import Mapping, Problem, Refused, read
from generator.model import Names, Whole
from generator.quantities import parse_percent
from generator.structuring import INVALID, Reading, Written, join, structure, structure_dataclass
from generator.values import KINDS


def parse_tolerance(text: str) -> str:
    """A tolerance in per cent without its sign (`0.0005`), as it is written. Raises Unreadable."""
    parse_percent(f"{text}%")
    return text


LISTS = frozenset(
    """
    borrower group party lender insurer_form route size_standard permitted_use prohibited_use
    repayment_method reference tenor base per covers premium_includes charged_to loss_stage compensated
    after limited_by recovery_rule metric op scope period action force counted_from event subsidy_effect
    subsidy_cap condition reward_base policy_as_pledge required_document sanction cycle area_link
    purpose state delegated_to modality mark when_key kind unit product_kind instrument_stage
    instrument_kind lifecycle relation_kind notice_kind source_kind tier checked evidence_role read
    level
    """.split()
)
"""The lists of terms.yaml: the program asks for each by its name."""

NAMED = {
    "state": "stated delegated silent unread not_applicable",
    "delegated_to": "parties local_rule other_rule institution",
    "mark": "consecutive once_per_borrower after_recourse strict adds exclusive open approx times_term net_of_subsidy",
    "when_key": "borrower group not_group route purpose phase term event institution region amount for",
    "unit": "yuan fraction multiple months days years date none",
    "lifecycle": "draft_for_comment planned not_yet_effective in_force expired superseded repealed unknown",
    "tier": "official interpretation press article",
    "checked": "archive page",
    "evidence_role": "figure parties condition context",
    "read": "full part",
    "level": "province city county",
}
"""Terms that the program itself names, by list: none of them may be missing."""


@dataclass(frozen=True, kw_only=True)
class Group:
    id: str
    label: Names


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One comparable parameter: what it means, how to code it, which kind of value it holds."""

    id: str
    group: str
    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]
    unit: str
    label: Names
    definition: Names
    coding_rule: Names
    modality: str | None = None
    favourable: Literal["higher", "lower"] | None = None
    tolerance: Annotated[str, Written(parse_tolerance, "number", "0.0005")] | None = None
    terms: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LabelledTerm:
    """A term of a list, its labels, what it is a kind of, and the source words it is seen by."""

    id: str
    label: Names
    is_a: str | tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    note: str | None = None

    @property
    def above(self) -> tuple[str, ...]:
        return () if self.is_a is None else (self.is_a,) if isinstance(self.is_a, str) else self.is_a


TERMS = tuple[LabelledTerm, ...]


@dataclass(frozen=True, kw_only=True)
class Tile:
    row: Whole
    column: Whole


@dataclass(frozen=True, kw_only=True)
class Region:
    """An administrative division by its GB/T 2260 code."""

    code: str
    zh: str
    en: str
    level: Literal["province", "city", "county"]
    parent: str | None = None
    valid_until: str | None = None
    note: str | None = None
    tile: Tile | None = None


@dataclass(frozen=True, kw_only=True)
class RegionsFile:
    source: dict[str, str]
    regions: tuple[Region, ...]
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class ParametersFile:
    version: Annotated[str, Written(str, "text", "1")]
    groups: tuple[Group, ...]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All definitions that schemes refer to."""

    groups: tuple[Group, ...]
    parameters: dict[str, Parameter]
    terms: dict[str, dict[str, LabelledTerm]]
    regions: dict[str, Region]
    region_source: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _term_ids(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(terms) for name, terms in self.terms.items()}

    def term_ids(self) -> dict[str, frozenset[str]]:
        """The ids of every list of terms, for typing a file."""
        return self._term_ids

    @cached_property
    def seen_by(self) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
        """Of each list: every word by which its terms are seen, folded, with those terms; longer words first."""
        found = {}
        for name, terms in self.terms.items():
            words: dict[str, set[str]] = {}
            for term, entry in terms.items():
                for word in entry.words:
                    words.setdefault(fold(word), set()).add(term)
            found[name] = tuple((word, frozenset(words[word])) for word in sorted(words, key=len, reverse=True))
        return found

    def label(self, list_name: str, term: str, language: str = "zh") -> str:
        """The label of a term. Raises KeyError for a term outside the list."""
        names = self.terms[list_name][term].label
        return names.zh if language == "zh" else names.en or names.zh

    def classes_above(self, term: str, list_name: str = "borrower") -> set[str]:
        """The term itself and everything it is a kind of."""
        found, waiting = set(), [term]
        while waiting:
            current = waiting.pop()
            if current in found or current not in self.terms[list_name]:
                continue
            found.add(current)
            waiting += self.terms[list_name][current].above
        return found


def load_vocabulary(folder: Path, name: str = "policies") -> tuple[Vocabulary | None, list[Problem]]:
    """The vocabulary of `folder` (parameters.yaml, terms.yaml, regions.yaml), or None with the problems."""
    problems: list[Problem] = []

    def load(file: str, annotation: type) -> object:
        try:
            node, found = read(folder / file, f"{name}/{file}")
        except Refused as refused:
            problems.extend(refused.args)
            return INVALID
        problems.extend(found)
        reading = Reading(f"{name}/{file}", problems)
        if annotation is not dict:
            return structure_dataclass(node, annotation, "", reading)
        if not isinstance(node, Mapping):
            return reading.report(node, "", "应是映射：词表名 → 词条列表")
        return {
            key.text: structure(child, TERMS, join("", key.text), reading)
            for key, child in node.entries
        }

    parameters, terms, regions = load("parameters.yaml", ParametersFile), load("terms.yaml", dict), load(
        "regions.yaml", RegionsFile
    )
    if any(p for p in problems if not p.warning) or INVALID in (parameters, terms, regions):
        return None, problems
    there = {list_name: {t.id for t in entries} for list_name, entries in terms.items()}
    missing = sorted(LISTS - there.keys())
    missing += [f"{key}.{term}" for key, words in NAMED.items() for term in words.split() if term not in there.get(key, words)]
    missing += [f"kind.{term}" for term in sorted(KINDS) if term not in there.get("kind", KINDS)]
    if missing:
        problems.append(Problem(f"{name}/terms.yaml", 1, 1, missing[0], "缺少词表或词条，程序要用到它；请照原样写回", "E-MISSING"))
        return None, problems
    vocabulary = Vocabulary(
        parameters.groups,
        {p.id: p for p in parameters.parameters},
        {list_name: {t.id: t for t in entries} for list_name, entries in terms.items()},
        {r.code: r for r in regions.regions},
        regions.source,
    )
    for parameter in parameters.parameters:
        if parameter.group not in {g.id for g in parameters.groups}:
            problems.append(
                Problem(f"{name}/parameters.yaml", 1, 1, parameter.id, f"分组 “{parameter.group}” 不存在", "E-REF")
            )
    return vocabulary, problems
