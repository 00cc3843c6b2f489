"""The published records with the look-ups that every view needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from generator.comparison.lineage import Pair, pairs
from generator.views.names import Record, hyphened, region_path, scheme_path, zh

MAIN_PRODUCT = "guarantee_insurance"
STATES = ("stated", "delegated", "silent", "unread", "not_applicable")
TIERS = ("official", "interpretation", "press", "article")


class Publication(Protocol):
    """What the site is made from: plain JSON values as they are published."""

    as_of: str
    parameters: Record
    schemes: Sequence[Record]
    regions: Mapping[str, Record]
    reference_rates: Record
    differences: Sequence[Record]
    search_words: Record | None


@dataclass(frozen=True)
class Link:
    """Words that lead to a page of the site."""

    text: str
    href: str


@dataclass(frozen=True)
class Badge:
    """A coloured word: `key` chooses the colour, `text` says it."""

    key: str
    text: str


@dataclass(frozen=True)
class ParameterGroup:
    """A chapter of the vocabulary."""

    id: str
    title: str
    parameters: tuple[Record, ...]

    @property
    def anchor(self) -> str:
        return f"g-{hyphened(self.id)}"


class Atlas:
    """Look-ups over one publication; holds nothing that is not in the records."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.as_of: str = publication.as_of
        self.schemes: tuple[Record, ...] = tuple(publication.schemes)
        self.regions: Mapping[str, Record] = publication.regions
        self._badges: dict[tuple[str, str], Badge] = {}
        self._labels = {
            (name, term["id"]): zh(term["label"])
            for name, terms in publication.parameters["terms"].items()
            for term in terms
        }

    def label(self, name: str, identifier: str) -> str:
        """The Chinese label of a term of the list `name`; KeyError where there is none."""
        return self._labels[name, identifier]

    def badge(self, name: str, identifier: str) -> Badge:
        found = self._badges.get((name, identifier))
        if found is None:
            found = self._badges[name, identifier] = Badge(hyphened(identifier), self.label(name, identifier))
        return found

    @cached_property
    def by_id(self) -> dict[str, Record]:
        return {scheme["id"]: scheme for scheme in self.schemes}

    @cached_property
    def order(self) -> dict[str, int]:
        """Of each scheme its place among all."""
        return {scheme["id"]: number for number, scheme in enumerate(self.schemes)}

    @cached_property
    def naming(self) -> dict[str, tuple[tuple[Record, Record], ...]]:
        """Of each scheme that others name: (the other, its relation), in the order of the others."""
        found: dict[str, list[tuple[Record, Record]]] = {}
        for other in self.schemes:
            for relation in other["relations"]:
                if relation["scheme"]:
                    found.setdefault(relation["scheme"], []).append((other, relation))
        return {identifier: tuple(pairs_) for identifier, pairs_ in found.items()}

    @cached_property
    def levels(self) -> dict[str, Any]:
        """What `levels` has worked out of each scheme: its own page and those of the places above ask for it."""
        return {}

    @cached_property
    def linked(self) -> tuple[Pair, ...]:
        """Every pair of schemes of which one follows the other."""
        return pairs(self.schemes)

    def adjacent(self, scheme: Record) -> bool:
        """Whether a scheme is of a neighbouring kind: no loan guarantee insurance."""
        return scheme["product"] != MAIN_PRODUCT

    def adjacent_last(self, schemes: Sequence[Record]) -> tuple[Record, ...]:
        """The schemes in their order, those of neighbouring kinds after the others."""
        return tuple(sorted(schemes, key=self.adjacent))

    @cached_property
    def parameters(self) -> tuple[Record, ...]:
        return tuple(self.publication.parameters["parameters"])

    @cached_property
    def parameter(self) -> dict[str, Record]:
        return {parameter["id"]: parameter for parameter in self.parameters}

    @cached_property
    def groups(self) -> tuple[ParameterGroup, ...]:
        return tuple(
            ParameterGroup(
                group["id"],
                zh(group["label"]),
                tuple(p for p in self.parameters if p["group"] == group["id"]),
            )
            for group in self.publication.parameters["groups"]
        )

    @cached_property
    def schemes_of_region(self) -> dict[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = {}
        for scheme in self.schemes:
            found.setdefault(scheme["region"]["code"], []).append(scheme)
        return {code: tuple(schemes) for code, schemes in found.items()}

    @cached_property
    def covering(self) -> dict[str, tuple[tuple[Record, bool], ...]]:
        """Schemes of a higher level that name a region: (scheme, named as a pilot place)."""
        found: dict[str, list[tuple[Record, bool]]] = {}
        for scheme in self.schemes:
            for code in scheme["covers"]:
                found.setdefault(code, []).append((scheme, True))
            for code in scheme["may_join"]:
                found.setdefault(code, []).append((scheme, False))
        return {code: tuple(entries) for code, entries in found.items()}

    @cached_property
    def children(self) -> dict[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = {}
        for code in sorted(self.regions):
            parent = self.regions[code]["parent"]
            if parent and code in self.reached:
                found.setdefault(parent, []).append(self.regions[code])
        return {code: tuple(regions) for code, regions in found.items()}

    @cached_property
    def reached(self) -> frozenset[str]:
        """Regions that have a page: those that a scheme belongs to or names, and all above them."""
        found: set[str] = set()
        for start in (*self.schemes_of_region, *self.covering):
            code: str | None = start
            while code and code not in found:
                found.add(code)
                code = self.regions[code]["parent"]
        return frozenset(found)

    @cached_property
    def provinces(self) -> tuple[Record, ...]:
        return tuple(r for _, r in sorted(self.regions.items()) if not r["parent"])

    def chain(self, code: str) -> tuple[Link, ...]:
        """The region and those above it, from the top."""
        links: list[Link] = []
        current: str | None = code
        while current:
            region = self.regions[current]
            links.append(Link(region["zh"], region_path(current)))
            current = region["parent"]
        return tuple(reversed(links))

    def province(self, code: str) -> str:
        """The code of the province that a region lies in, or is."""
        while parent := self.regions[code]["parent"]:
            code = parent
        return code

    @cached_property
    def schemes_of_province(self) -> dict[str, tuple[Record, ...]]:
        """By province, in order of code, its own schemes and those of all places in it."""
        found: dict[str, list[Record]] = {}
        for scheme in self.schemes:
            found.setdefault(self.province(scheme["region"]["code"]), []).append(scheme)
        return {code: tuple(schemes) for code, schemes in sorted(found.items())}

    def province_name(self, code: str) -> str:
        return self.chain(code)[0].text

    def scheme_link(self, identifier: str) -> Link:
        return Link(zh(self.by_id[identifier]["name"]), scheme_path(identifier))

    def lifecycle(self, scheme: Record) -> Badge:
        return self.badge("lifecycle", scheme["lifecycle"]["status"])

    def year(self, scheme: Record) -> str:
        """The year of the instrument in words."""
        return f"{scheme['year']}年" if scheme["year"] else "年份不明"

    def titled(self, scheme: Record) -> str:
        """The name with the year, where a name alone would be taken for another's."""
        name = zh(scheme["name"])
        return name if str(scheme["year"]) in name else f"{name}（{self.year(scheme)}）"

    def tier(self, scheme: Record) -> Badge:
        """The strongest kind of source that the scheme rests on."""
        present = {source["tier"] for source in scheme["sources"]}
        return self.badge("tier", next(tier for tier in TIERS if tier in present))

    def counts(self, scheme: Record) -> dict[str, int]:
        """How many parameters of a scheme are in each state."""
        states = [entry["state"] for entry in scheme["parameters"].values()]
        return {state: states.count(state) for state in STATES}
