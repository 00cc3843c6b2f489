"""How a loss is parted, stage by stage: what is stated, what follows from it, what is left open and between whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.views.atlas import Atlas
from generator.views.names import Record, scheme_path
from generator.views.pictures.entries import Quote, exact, quotes, strongest_tier
from generator.views.pictures.scales import NARROWEST, percent, text_width
from generator.views.pictures.words import amount

PARTIES = (
    "bank", "insurer", "guarantor", "government", "government:province", "government:city", "government:county",
    "fund", "fund_manager", "borrower",
)  # fmt: skip
"""From left to right in every bar, so that the same party starts at the same side."""

UNKNOWN = "unknown"
WHOLE = Fraction(1)
COMPENSATION = "government_compensation"
SHARES = "loss_shares"
NUMERALS = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar; `key` is its colour, `shown` the words that fit into it."""

    x: str
    width: str
    middle: str
    key: str
    shown: str
    share: Fraction

    @property
    def hatched(self) -> bool:
        """Whether it is not stated who bears the part."""
        return self.key == UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One bar: who bears what at this stage, in words too, with the words of the source behind it."""

    title: str
    words: str
    label: str
    segments: tuple[Segment, ...]
    href: str
    quotes: tuple[Quote, ...]
    tier: str
    to_scale: bool


@dataclass(frozen=True)
class Part:
    parties: tuple[str, ...]
    share: Fraction
    known: bool


def stages(
    atlas: Atlas, parameter: Record, scheme: Record, provision: Record, href: str
) -> tuple[Stage, ...]:
    """The bars of one provision that parts a loss; none where its value names no shares."""
    value = provision["value"]
    if parameter["kind"] == "layers":
        return tuple(
            _layer(atlas, number, layer, provision, href)
            for number, layer in enumerate(value or (), start=1)
        )
    if not value or not value.get("shares"):
        return ()
    parts = _parts(value["shares"])
    first = "赔付时" if value.get("stage") == "before_compensation" else ""
    stages = [_stage(atlas, first, parts, provision, href)]
    if parameter["id"] == SHARES:
        stages += _compensated(atlas, scheme, provision, parts)
    return tuple(stages)


def _parts(shares: Mapping[str, float | None]) -> tuple[Part, ...]:
    """The stated shares in the order of the parties, then what is left under the names of those without a share."""
    known = {party: exact(share) for party, share in shares.items() if share is not None}
    parts = [Part((party,), known[party], True) for party in in_order(known)]
    rest = WHOLE - sum(known.values())
    if rest > 0:
        parts.append(
            Part(tuple(in_order(party for party in shares if party not in known)), rest, False)
        )
    return tuple(parts)


def in_order(parties: Iterable[str]) -> list[str]:
    """Parties from left to right."""
    return sorted(parties, key=PARTIES.index)


def _stage(atlas: Atlas, title: str, parts: Sequence[Part], provision: Record, href: str) -> Stage:
    words = "，".join(_part_words(atlas, part) for part in parts)
    segments, start = [], Fraction(0)
    for part in parts:
        segments.append(
            Segment(
                x=percent(start),
                width=percent(part.share),
                middle=percent(start + part.share / 2),
                key=_key(part),
                shown=_fitting(
                    part.share,
                    _part_words(atlas, part),
                    amount("fraction", part.share),
                    known=part.known,
                ),
                share=part.share,
            )
        )
        start += part.share
    source = quotes(provision)
    said = "，".join(f"原文「{quote.phrase}」{quote.locator}" for quote in source[:2])
    return Stage(
        title=title,
        words=words,
        label="：".join(text for text in (title, words) if text) + (f"；{said}" if said else ""),
        segments=tuple(segments),
        href=href,
        quotes=source,
        tier=strongest_tier(atlas, provision),
        to_scale=True,
    )


def _part_words(atlas: Atlas, part: Part) -> str:
    names = "、".join(atlas.label("party", party) for party in part.parties)
    if part.known:
        return names + amount("fraction", part.share)
    size = "" if part.share == WHOLE else f"（合计{amount('fraction', part.share)}）"
    return f"{names or '其余'}：比例未载明{size}"


def _key(part: Part) -> str:
    return part.parties[0].partition(":")[0].replace("_", "-") if part.known else UNKNOWN


def _fitting(share: Fraction, *texts: str, known: bool = True) -> str:
    """The first of the texts that fits into a part of that size on the narrowest screen."""
    candidates = texts if known else (*texts[:1], "比例未载明", "未载明")
    return next((text for text in candidates if text_width(text) + 4 <= share * NARROWEST), "")


def _compensated(
    atlas: Atlas, scheme: Record, provision: Record, parts: Sequence[Part]
) -> list[Stage]:
    """The stage after compensation: computed where the documents allow it, else with the open part hatched."""
    if provision["value"].get("stage") == "final":
        return []
    page = f"{scheme_path(scheme['id'])}#p-government-compensation"
    paid = [
        other
        for other in scheme["parameters"][COMPENSATION]["provisions"]
        if other["state"] == "stated" and _covers(other["when"], provision["when"])
    ]
    net = next(
        (n for n in scheme["derived"]["net_loss_shares"] if n["when"] == provision["when"]), None
    )
    if net is not None and paid:
        return [_stage(atlas, "补偿后", _parts(net["shares"]), paid[0], f"../{page}")]
    if len(paid) != 1 or provision["value"].get("stage") != "before_compensation":
        return []
    after = _moved(parts, paid[0]["value"])
    return [_stage(atlas, "补偿后", after, paid[0], f"../{page}")] if after else []


def _covers(general: Mapping[str, object], special: Mapping[str, object]) -> bool:
    return all(special.get(name) == value for name, value in general.items())


def _moved(parts: Sequence[Part], paid: Mapping[str, object]) -> tuple[Part, ...]:
    """The parts once an unknown share, or one within a span, has moved from the payee to the payer; () where unclear."""
    payee, payer = str(paid["payee"]), str(paid["payer"])
    found = next((part for part in parts if part.known and part.parties == (payee,)), None)
    if found is None or payer == "unstated":
        return ()
    least, most = Fraction(0), found.share
    if paid.get("rate_from") is not None and paid["of"] == "payout":
        least, most = (exact(paid[name]) * found.share for name in ("rate_from", "rate_to"))  # type: ignore[arg-type]
    elif paid.get("rate") is not None:
        return ()
    after = [part for part in parts if part is not found]
    after += [Part((payee,), found.share - most, True), Part((payer,), least, True)]
    known = sorted(
        (part for part in after if part.share), key=lambda part: PARTIES.index(part.parties[0])
    )
    return (*known, Part((payee, payer), most - least, False))


def _layer(
    atlas: Atlas, number: int, layer: Mapping[str, object], provision: Record, href: str
) -> Stage:
    """A layer as a bar of the whole width: how much it holds is rarely stated, so its length says nothing."""
    limit = layer.get("up_to")
    title = f"第{NUMERALS[number]}层" + (
        f"（{amount('yuan', exact(limit))}以内）" if limit is not None else ""
    )  # type: ignore[arg-type]
    if shares := layer.get("shares"):
        return _stage(atlas, title, _parts(shares), provision, href)  # type: ignore[arg-type]
    bearer = str(layer["bearer"])
    name = atlas.label("party", bearer)
    whole = _stage(atlas, title, (Part((bearer,), WHOLE, True),), provision, href)
    return replace(
        whole,
        words=name,
        label=whole.label.replace(f"{name}100%", name, 1),
        segments=(replace(whole.segments[0], shown=name),),
        to_scale=False,
    )
