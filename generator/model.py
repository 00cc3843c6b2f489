"""What the sources say: schemes of provisions with state, condition, modality and evidence (contract §1).

Only facts and their sources are here; nothing is derived and no date is compared with today's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import urlsplit

from generator.located import Node
from generator.quantities import Unreadable, parse_whole
from generator.structuring import OfKind, Term, Written
from generator.written import Date, Length, Money

State = Literal["stated", "delegated", "silent", "unread", "not_applicable"]
STATES: tuple[str, ...] = ("stated", "delegated", "silent", "unread", "not_applicable")
MAX_PHRASE = 30

Whole = Annotated[int, Written(parse_whole, "number", "26")]


def parse_url(text: str) -> str:
    """An http(s) address with an ASCII host and no credentials. Raises Unreadable."""
    fault = Unreadable("只写 https:// 或 http:// 开头、带域名的地址")
    if any(c.isspace() or ord(c) < 33 or c in "\\\"'<>`{}|^" for c in text):
        raise fault
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018  # raises for a port that is no number
    except ValueError:
        raise fault from None
    if parts.scheme not in {"http", "https"} or not host.isascii() or "@" in parts.netloc:
        raise fault
    # A public address has a name: no bare word, no number of a machine.
    if not re.fullmatch(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*", host, re.ASCII):
        raise fault
    return text


Url = Annotated[str, Written(parse_url, "url", "https://www.example.gov.cn/…")]


def located() -> object:
    """A field that holds the node an object was read from; not part of what it says."""
    return field(default=None, compare=False, repr=False, metadata={"internal": "node"})


@dataclass(frozen=True, kw_only=True)
class Names:
    """A name in Chinese and, where there is one, in English."""

    zh: str
    en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A source's own words for one thing, and where they stand."""

    source: str
    locator: str
    phrase: str
    role: Literal["figure", "parties", "condition", "context"] = "figure"
    pick: Whole | tuple[Whole, ...] | None = None
    derivable: bool = True
    reason: str | None = None
    node: Node | None = located()

    @property
    def picks(self) -> tuple[int, ...]:
        """The chosen numbers of the phrase, 1-based; empty when all count."""
        return () if self.pick is None else self.pick if isinstance(self.pick, tuple) else (self.pick,)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """An interval of amounts or terms, open below and closed above."""

    above: Money | Length | None = None
    up_to: Money | Length | None = None


@dataclass(frozen=True, kw_only=True)
class When:
    """The case a provision speaks of; empty means always."""

    borrower: Annotated[str, Term("borrower")] | tuple[Annotated[str, Term("borrower")], ...] | None = None
    group: Annotated[str, Term("group")] | tuple[Annotated[str, Term("group")], ...] | None = None
    not_group: Annotated[str, Term("group")] | tuple[Annotated[str, Term("group")], ...] | None = None
    route: Annotated[str, Term("route")] | None = None
    purpose: str | None = None
    phase: str | None = None
    term: Bounds | str | None = None
    event: str | None = None
    institution: str | None = None
    region: str | None = None
    amount: Bounds | str | None = None
    for_: Literal["loan", "subsidy", "claim"] | None = None


ALWAYS = When()
"""The case of a provision that holds for everybody; most do."""


@dataclass(frozen=True, kw_only=True)
class Previous:
    """What a provision was before an amendment."""

    value: Annotated[object, OfKind()] | None = None
    words: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DerivedFrom:
    """A remainder or sum that rests on other provisions' figures, or the rest of a whole that falls to one party."""

    minus: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    rest: Annotated[str, Term("party")] | None = None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Provision:
    """One statement of one document about one parameter."""

    value: Annotated[object, OfKind()] | None = None
    state: State = "stated"
    when: When = ALWAYS
    modality: Annotated[str, Term("modality")] | None = None
    adds: bool = False
    approx: bool = False
    partial: bool = False
    to: Literal["parties", "local_rule", "other_rule", "institution"] | None = None
    ref: str | None = None
    conflicts_with: tuple[str, ...] = ()
    previous: Previous | None = None
    readings: dict[str, str] = field(default_factory=dict)
    derived_from: DerivedFrom | None = None
    source: str | None = None
    mentioned: tuple[Evidence, ...] = ()
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """The governing document itself."""

    title: str
    number: str
    stage: Annotated[str, Term("instrument_stage")] = "final"
    kind: Annotated[str, Term("instrument_kind")]
    issuers: tuple[str, ...] | Literal["unstated", "unread"]
    issued_on: Date | Literal["unstated", "unread"]
    effective_from: Date | Literal["unstated", "unread"]
    expires_on: Date | Literal["unstated", "unread"]
    application_deadline: Date | None = None
    validity: Length | None = None
    chapters: Whole | None = None
    articles: Whole | None = None
    conflicts_with: tuple[str, ...] = ()
    note: str | None = None
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How a document stands to an earlier or higher one, in this collection or outside it."""

    kind: Annotated[str, Term("relation_kind")]
    scheme: str | None = None
    title: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A later notice that keeps a document in force, ends it or puts something into it."""

    kind: Annotated[str, Term("notice_kind")]
    title: str
    number: str | None = None
    dated: Date | None = None
    until: Date | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document or page that was read, and how much of it."""

    id: str
    title: str
    kind: Annotated[str, Term("source_kind")]
    tier: Annotated[str, Term("tier")]
    governing: bool = False
    publisher: str = "unstated"
    published_on: Date | Literal["unstated", "unread"] = "unstated"
    url: Url | None = None
    archive: str | None = None
    sha256: str | None = None
    reading_order: tuple[str, ...] = ()
    read: Literal["full", "part"]
    missing: tuple[str, ...] = ()
    checked_on: Date
    note: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Silences:
    """Parameters on which a governing document that was read whole says nothing."""

    source: str
    parameters: tuple[str, ...]
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class PublishedFigure:
    """A figure the document publishes of itself and that can be computed again."""

    what: str
    stated: str
    inputs: dict[str, str] = field(default_factory=dict)
    rule: Literal[
        "rate_cap_plus_premium", "leverage_from_rewards", "leverage_from_funds", "net_borrower_cost", "none"
    ]
    evidence: tuple[Evidence, ...] = ()
    note: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One edit of a scheme's file: the day and what was changed."""

    on: Date
    what: str


@dataclass(frozen=True, kw_only=True)
class SchemeHead:
    """Everything of a scheme's file but its provisions."""

    id: str
    name: Names
    region: str
    product: Annotated[str, Term("product_kind")] = "guarantee_insurance"
    stub: bool = False
    covers: tuple[str, ...] = ()
    covers_open: bool = False
    may_join: tuple[str, ...] = ()
    instrument: Instrument
    relations: tuple[Relation, ...] = ()
    notices: tuple[Notice, ...] = ()
    sources: tuple[Source, ...]
    silent: Silences | None = None
    published_figures: tuple[PublishedFigure, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme: its head and, for every parameter named in its file, the provisions in file order."""

    head: SchemeHead
    provisions: dict[str, tuple[Provision, ...]]
    file: str

    @property
    def id(self) -> str:
        return self.head.id

    def source(self, source_id: str) -> Source:
        """The source with that id. Raises KeyError."""
        return next(s for s in self.head.sources if s.id == source_id)

    def of(self, parameter_id: str) -> tuple[Provision, ...]:
        """The provisions on a parameter; one silent or unread provision where the file has none."""
        if parameter_id in self.provisions:
            return self.provisions[parameter_id]
        silent = self.head.silent
        if silent and parameter_id in silent.parameters:
            return (Provision(state="silent", source=silent.source),)
        return (Provision(state="unread"),)

    def state(self, parameter_id: str) -> str:
        """The strongest state of the parameter's provisions."""
        return min((p.state for p in self.of(parameter_id)), key=STATES.index)

    def evidence(self) -> list[tuple[str, Provision | None, Evidence]]:
        """Every piece of evidence with a readable path and its provision (None for the instrument's and others')."""
        found: list[tuple[str, Provision | None, Evidence]] = []
        head = self.head
        for name, pieces in head.instrument.evidence.items():
            found += [(f"instrument.{name}", None, e) for e in pieces]
        for group in (head.relations, head.notices, head.published_figures):
            found += [(type(item).__name__.lower(), None, e) for item in group for e in item.evidence]
        for parameter, provisions in self.provisions.items():
            for number, provision in enumerate(provisions, start=1):
                path = f"parameters.{parameter}[{number}]"
                found += [(path, provision, e) for e in (*provision.evidence, *provision.mentioned)]
                if provision.previous:
                    found += [(path + ".previous", None, e) for e in provision.previous.evidence]
        return found
