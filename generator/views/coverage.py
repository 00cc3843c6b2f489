"""The coverage table: how far every scheme is known, parameter by parameter, and on what kind of source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.comparison.contradictions import conflicting
from generator.comparison.revisions import read_whole
from generator.views.atlas import TIERS, Atlas, Badge, Link
from generator.views.cells import Group
from generator.views.names import (
    Record,
    hyphened,
    parameter_anchor,
    parameter_path,
    scheme_path,
    zh,
)
from generator.views.pages import Paging, chunks, numbered_pages
from generator.views.reading import ToRead, first_to_read

PATH = "coverage.html"
SCHEMES_PER_TABLE = 30
FIRST_TO_READ = 5

# A stated cell shows the kind of its strongest source; `verified` is one whose every cited phrase stands
# in an archived text.
SYMBOLS = {
    "verified": ("●", "已载明，原文已逐字核验"),
    "official": ("正", "已载明，据正式文件"),
    "interpretation": ("解", "已载明，据官方解读"),
    "press": ("报", "已载明，据报道"),
    "article": ("文", "已载明，据文章"),
    "delegated": ("→", "另行约定"),
    "silent": ("—", "未规定"),
    "unread": ("·", "未见原文"),
    "not_applicable": ("／", "不适用"),
}
CLASH = "说法不一"


@dataclass(frozen=True)
class Mark:
    """One cell: a symbol, the same in words, and where the scheme says it, if it does; `clash`: told in two ways."""

    key: str
    symbol: str
    words: str
    href: str
    clash: bool


@dataclass(frozen=True)
class Legend:
    """A symbol explained, with how many cells carry it."""

    key: str
    symbol: str
    words: str
    count: int


@dataclass(frozen=True)
class CoverageLine:
    """One parameter across schemes."""

    label: str
    href: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Column:
    """A scheme as the head of a narrow column."""

    link: Link
    place: str
    year: str
    lifecycle: Badge
    adjacent: bool


@dataclass(frozen=True, kw_only=True)
class SchemeTotal:
    """How far one scheme is known; the numbers count parameters, `sources` texts, `clashes` matters."""

    link: Link
    lifecycle: Badge
    adjacent: bool
    read: str
    sources: int
    stated: int
    verified: int
    delegated: int
    silent: int
    unread: int
    clashes: int
    share: int


@dataclass(frozen=True, kw_only=True)
class CoverageView:
    """One page of the coverage table."""

    legend: tuple[Legend, ...]
    clashes: int
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    totals: tuple[SchemeTotal, ...]
    span: int
    phrases: int
    phrases_verified: int
    next: tuple[ToRead, ...]
    paging: Paging


def status_of(entry: Record) -> str:
    """The key of SYMBOLS for one parameter of one scheme."""
    if entry["state"] != "stated":
        return entry["state"]
    cited = [
        evidence
        for provision in entry["provisions"]
        if provision["state"] == "stated"
        for evidence in provision["evidence"]
    ]
    if cited and all(evidence["checked"] == "archive" for evidence in cited):
        return "verified"
    tiers = {evidence["tier"] for evidence in cited}
    return next((tier for tier in TIERS if tier in tiers), TIERS[-1])


def count_phrases(schemes: tuple[Record, ...]) -> tuple[int, int]:
    """(all cited phrases of provisions, those found in archived texts)."""
    checks = [
        evidence["checked"]
        for scheme in schemes
        for entry in scheme["parameters"].values()
        for provision in entry["provisions"]
        for evidence in provision["evidence"]
    ]
    return len(checks), checks.count("archive")


def coverage_views(atlas: Atlas) -> Iterator[CoverageView]:
    """The coverage table in pages of schemes, those of adjacent kinds last."""
    schemes = atlas.adjacent_last(atlas.schemes)
    statuses = {
        scheme["id"]: {i: status_of(entry) for i, entry in scheme["parameters"].items()}
        for scheme in schemes
    }
    everything = [status for one in statuses.values() for status in one.values()]
    legend = tuple(
        Legend(hyphened(key), symbol, words, everything.count(key))
        for key, (symbol, words) in SYMBOLS.items()
    )
    phrases, verified = count_phrases(atlas.schemes)
    parts = chunks(schemes, SCHEMES_PER_TABLE)
    clashes = sum(1 for s in schemes for e in s["parameters"].values() if _clashes(e))
    for number, part in enumerate(parts, start=1):
        yield CoverageView(
            legend=legend,
            clashes=clashes,
            columns=tuple(_column(atlas, scheme) for scheme in part),
            groups=tuple(
                Group(
                    anchor=group.anchor,
                    title=group.title,
                    rows=tuple(_line(part, p, statuses) for p in group.parameters),
                )
                for group in atlas.groups
            ),
            totals=tuple(_total(atlas, scheme, statuses[scheme["id"]]) for scheme in part),
            span=len(part) + 1,
            phrases=phrases,
            phrases_verified=verified,
            next=first_to_read(atlas, FIRST_TO_READ) if number == 1 else (),
            paging=numbered_pages(number, len(parts), PATH),
        )


def _column(atlas: Atlas, scheme: Record) -> Column:
    return Column(
        link=atlas.scheme_link(scheme["id"]),
        place=scheme["region"]["zh"],
        year=atlas.year(scheme),
        lifecycle=atlas.lifecycle(scheme),
        adjacent=atlas.adjacent(scheme),
    )


def _clashes(entry: Record) -> bool:
    return any(provision["conflicts_with"] for provision in entry["provisions"])


def _line(
    schemes: tuple[Record, ...], parameter: Record, statuses: dict[str, dict[str, str]]
) -> CoverageLine:
    marks = []
    for scheme in schemes:
        key = statuses[scheme["id"]][parameter["id"]]
        clash = _clashes(scheme["parameters"][parameter["id"]])
        symbol, words = SYMBOLS[key]
        href = f"{scheme_path(scheme['id'])}#{parameter_anchor(parameter['id'])}"
        marks.append(
            Mark(
                key=hyphened(key),
                symbol=symbol,
                words=f"{words}，{CLASH}" if clash else words,
                href="" if key == "unread" else href,
                clash=clash,
            )
        )
    return CoverageLine(zh(parameter["label"]), parameter_path(parameter["id"]), tuple(marks))


def _total(atlas: Atlas, scheme: Record, statuses: dict[str, str]) -> SchemeTotal:
    counts = atlas.counts(scheme)
    values = list(statuses.values())
    settled = len(values) - counts["unread"]
    return SchemeTotal(
        link=atlas.scheme_link(scheme["id"]),
        lifecycle=atlas.lifecycle(scheme),
        adjacent=atlas.adjacent(scheme),
        read=_read(scheme),
        sources=len(scheme["sources"]),
        stated=counts["stated"],
        verified=values.count("verified"),
        delegated=counts["delegated"],
        silent=counts["silent"],
        unread=counts["unread"],
        clashes=conflicting(scheme),
        share=100 * settled // len(values),
    )


def _read(scheme: Record) -> str:
    if read_whole(scheme):
        return "正式文件已通读"
    if any(source["governing"] for source in scheme["sources"]):
        return "正式文件读到一部分"
    return "正式文件没有读到"
