"""What the file of a draft holds: `policies/pilots/<id>.yaml`, the same provisions as a scheme, and what a draft needs.

A draft is its own source, so its provisions carry no evidence; they may name the schemes they follow
and give a reason. What is not settled yet is `undecided`, a state of its own, as is every parameter
that the file does not name; `omitted` lists what the draft leaves unregulated on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from generator.located import Node
from generator.model import Names, Provision, When, located
from generator.structuring import Malformed, OfKind, Term
from generator.written import Date, Length, Rate

UNDECIDED = "undecided"
Undecided = Literal["undecided"]
LEVELS = ("province", "city", "county")


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """A scheme whose provision on a parameter (this one unless named) the draft follows."""

    scheme: str
    parameter: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Resumption:
    """When a suspended business may go on: the measured ratio back at `threshold` or below, for `lasting`, and what else."""

    threshold: Rate | None = None
    lasting: Length | None = None
    condition: str | None = None
    approval_by: str | None = None

    def check(self) -> None:
        if self.threshold is None and self.condition is None:
            raise Malformed("要写 threshold（回落到多少）或 condition（满足什么条件）", "threshold", "E-MISSING")


@dataclass(frozen=True, kw_only=True)
class PilotProvision:
    """One provision of a draft; `resumption` belongs to a suspension."""

    value: Annotated[object, OfKind()] | None = None
    state: Literal["stated", "undecided", "delegated", "not_applicable"] = "stated"
    when: When = field(default_factory=When)
    modality: Annotated[str, Term("modality")] | None = None
    adds: bool = False
    to: Literal["parties", "local_rule", "other_rule", "institution"] | None = None
    ref: str | None = None
    reason: str | None = None
    note: str | None = None
    resumption: Resumption | Undecided | None = None
    follows: tuple[Precedent, ...] = ()
    node: Node | None = located()

    @property
    def provision(self) -> Provision:
        """The same as a scheme's provision, without evidence; `undecided` stands as its state."""
        return Provision(
            value=self.value, state=self.state, when=self.when, modality=self.modality, adds=self.adds,  # type: ignore[arg-type]
            to=self.to, ref=self.ref, note=self.note, node=self.node,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PilotInstrument:
    """The document to be issued; its number is given by the office and never here."""

    title: str
    kind: Annotated[str, Term("instrument_kind")]
    issuers: tuple[str, ...] | Undecided = UNDECIDED
    issued_on: Date | Undecided = UNDECIDED
    effective_from: Date | Undecided = UNDECIDED
    expires_on: Date | Undecided = UNDECIDED
    validity: Length | Undecided = UNDECIDED
    application_deadline: Date | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """A document that the draft rests on; `scheme` where it is in the catalogue."""

    title: str
    number: str | None = None
    issued_on: Date | None = None
    valid_until: Date | None = None
    scheme: str | None = None
    note: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of how the draft came about or is to go on."""

    on: Date | Undecided
    what: str


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """How the public is asked: the days and where opinions go; what is left out is open in the notice."""

    announced_on: Date | Undecided = UNDECIDED
    closes_on: Date | Undecided = UNDECIDED
    address: str | None = None
    postcode: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Response:
    """An opinion that came in, on the article of a parameter or on the whole, and what became of it."""

    by: str
    opinion: str
    parameter: str | None = None
    adopted: Literal["fully", "partly", "no", "undecided"] = UNDECIDED
    reason: str | None = None
    node: Node | None = located()

    def check(self) -> None:
        if self.adopted in ("partly", "no") and self.reason is None:
            raise Malformed("部分采纳和不予采纳的意见要写 reason（理由）", "reason", "E-MISSING")


@dataclass(frozen=True, kw_only=True)
class Place:
    """The place drafted for, where it has no code of its own here; `region` is then what it lies in."""

    zh: str
    en: str | None = None
    level: Literal["province", "city", "county"]


@dataclass(frozen=True, kw_only=True)
class PilotHead:
    """Everything of a draft's file but its provisions.

    `example` marks a fictitious one, `begun_from` the scheme that it was begun from and that is no peer of it;
    `chapters` says whether its measure has chapters, and without it the number of its articles decides.
    """

    id: str
    name: Names
    region: str
    place: Place | None = None
    example: bool = False
    begun_from: str | None = None
    chapters: bool | None = None
    product: Annotated[str, Term("product_kind")] = "guarantee_insurance"
    instrument: PilotInstrument
    legal_basis: tuple[LegalBasis, ...] = ()
    background: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    process: tuple[Step, ...] = ()
    consultation: Consultation | None = None
    responses: tuple[Response, ...] = ()
    peers: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    node: Node | None = located()


@dataclass(frozen=True, kw_only=True)
class Pilot:
    """A draft: its head and, for every parameter named in its file, the provisions in file order."""

    head: PilotHead
    provisions: dict[str, tuple[PilotProvision, ...]]
    file: str

    @property
    def id(self) -> str:
        return self.head.id
