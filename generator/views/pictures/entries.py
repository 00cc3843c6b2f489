"""The figures of one parameter, one by one: what each says, on what footing, and the source's words behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from generator.comparison.facets import UNSTATED, Figure, figure
from generator.views.atlas import Atlas
from generator.views.cells import MARKED_MODALITIES
from generator.views.names import Record, zh

PICTURED = (
    "money", "rate", "share", "multiple", "duration", "rate_formula", "cost_cap", "charge", "charge_or_share",
    "compensation", "limit", "trigger", "subsidy", "reward", "funds",
)  # fmt: skip
"""The kinds of parameters whose provisions carry a figure that has a place on an axis."""

OPPOSITE = {"cap": "floor", "floor": "cap"}
NEAR_TIERS = ("official", "interpretation")
FUND = "用途"


@dataclass(frozen=True, slots=True)
class Quote:
    """A source's own words and where they stand."""

    phrase: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One figure of one provision.

    `value` is None where the document gives a span only (`low` to `high`). `soft` names a manner that is no hard
    limit (一般, 原则上 …): such a figure is shown but not counted. `hollow`: only the press or an article is known.
    """

    scheme: str
    number: int
    value: Fraction | None
    low: Fraction
    high: Fraction
    unit: str
    footing: tuple[tuple[str, str], ...]
    soft: str
    adds: bool
    adjacent: bool
    hollow: bool
    name: str
    when: str
    text: str
    tier: str
    quotes: tuple[Quote, ...]

    @property
    def counted(self) -> bool:
        """Whether the figure goes into median and range."""
        return self.value is not None and not self.soft

    @property
    def label(self) -> str:
        """Scheme, condition, figure and clause in one line."""
        when = f"（{self.when}）" if self.when else ""
        places = "、".join(dict.fromkeys(quote.locator for quote in self.quotes if quote.locator))
        return f"{self.name}{when}：{self.text}" + (f"，{places}" if places else "")


def entries(atlas: Atlas, parameter: Record) -> list[Entry]:
    """Every figure that the schemes state of the parameter, in the order of the schemes and provisions."""
    return [
        entry
        for scheme in atlas.schemes
        for number, provision in enumerate(
            scheme["parameters"][parameter["id"]]["provisions"], start=1
        )
        if provision["state"] == "stated"
        for entry in _entries(atlas, scheme, parameter, number, provision)
    ]


def source_name(atlas: Atlas, scheme: Record) -> str:
    """A scheme as it is called in a picture: place and year; its name where those are another scheme's too."""
    others = atlas.schemes_of_region[scheme["region"]["code"]]
    alone = sum(1 for other in others if other["year"] == scheme["year"]) == 1
    return place_and_year(atlas, scheme) if alone else zh(scheme["name"])


def place_and_year(atlas: Atlas, scheme: Record) -> str:
    """佛山市2022年."""
    return f"{scheme['region']['zh']}{atlas.year(scheme)}"


def is_hollow(provision: Record) -> bool:
    """Whether only the press or an article carries the provision."""
    return not any(piece["tier"] in NEAR_TIERS for piece in provision["evidence"])


def quotes(provision: Record) -> tuple[Quote, ...]:
    """The words that carry the figure; all words where none is marked so."""
    pieces = provision["evidence"] or provision["mentioned"]
    chosen = [piece for piece in pieces if piece["role"] == "figure"] or pieces
    return tuple(Quote(piece["phrase"], piece["locator"] or "") for piece in chosen)


def strongest_tier(atlas: Atlas, provision: Record) -> str:
    """The label of the strongest kind of source behind a provision, or nothing."""
    tiers = {piece["tier"] for piece in provision["evidence"]}
    return next(
        (
            atlas.label("tier", t)
            for t in ("official", "interpretation", "press", "article")
            if t in tiers
        ),
        "",
    )


def _entries(
    atlas: Atlas, scheme: Record, parameter: Record, number: int, provision: Record
) -> Iterator[Entry]:
    shared = {
        "scheme": scheme["id"],
        "number": number,
        "soft": _soft(atlas, parameter, provision),
        "adds": provision["adds"],
        "adjacent": atlas.adjacent(scheme),
        "hollow": is_hollow(provision),
        "name": source_name(atlas, scheme),
        "when": zh(provision["when_text"]),
        "tier": strongest_tier(atlas, provision),
        "quotes": quotes(provision),
    }
    text = zh(provision["short"])
    if parameter["kind"] == "funds":
        for fund in provision["value"]:
            if fund["amount"] is not None:
                amount = exact(fund["amount"])
                footing = ((FUND, fund.get("purpose") or UNSTATED),)
                yield Entry(
                    value=amount,
                    low=amount,
                    high=amount,
                    unit="yuan",
                    footing=footing,
                    text=text,
                    **shared,
                )
        return
    for read in _figures(atlas, parameter, provision):
        # The manner is told by the shape of the point, an approximate number likewise.
        footing = tuple(side for side in read.footing if side[0] not in ("性质", "约数"))
        if read.number is not None:
            value = exact(read.number)
            yield Entry(
                value=value,
                low=value,
                high=value,
                unit=read.unit,
                footing=footing,
                text=text,
                **shared,
            )
        elif span := _span(provision["value"]):
            yield Entry(
                value=None,
                low=span[0],
                high=span[1],
                unit=read.unit,
                footing=footing,
                text=text,
                **shared,
            )


def _figures(atlas: Atlas, parameter: Record, provision: Record) -> Iterator[Figure]:
    yield figure(parameter, provision, atlas.label)
    if parameter["kind"] == "trigger":
        for other in provision["value"].get("any_of") or ():
            yield figure(parameter, {**provision, "value": other}, atlas.label)


def _span(value: object) -> tuple[Fraction, Fraction] | None:
    if isinstance(value, Mapping) and value.get("rate_from") is not None:
        return exact(value["rate_from"]), exact(value["rate_to"])
    return None


@lru_cache(maxsize=4096)
def exact(number: int | float) -> Fraction:
    """A published JSON number as the decimal that it is written as."""
    return Fraction(repr(number))


def _soft(atlas: Atlas, parameter: Record, provision: Record) -> str:
    manner, usual = provision["modality"], parameter["modality"]
    if manner and manner != usual:
        if manner in MARKED_MODALITIES or manner == OPPOSITE.get(usual):
            return atlas.label("modality", manner)
    return atlas.label("mark", "approx") if provision["approx"] else ""
