"""Who bears which part of a loss, as bars: one for each stage, what is not stated hatched and named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.views.atlas import Atlas, Link
from generator.views.names import Record, zh
from generator.views.pictures.entries import (
    is_hollow,
    source_name,
)
from generator.views.pictures.legends import Patch
from generator.views.pictures.stages import (
    COMPENSATION,
    PARTIES,
    SHARES,
    UNKNOWN,
    Stage,
    in_order,
    stages,
)

MOST_ROWS = 80
NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One case of one scheme; where there are too many, all cases that part the loss alike (`more` beyond `names`)."""

    names: tuple[tuple[Link, str], ...]
    more: int
    hollow: bool
    stages: tuple[Stage, ...]
    remark: str

    @property
    def total(self) -> int:
        """How many cases the row stands for."""
        return len(self.names) + self.more


@dataclass(frozen=True, slots=True, kw_only=True)
class BarGroup:
    """Cases in which the same parties share."""

    title: str
    rows: tuple[BarRow, ...]
    adjacent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The picture of a parameter that parts a loss."""

    groups: tuple[BarGroup, ...]
    legend: tuple[Patch, ...]
    missing: tuple[str, ...]
    scale: bool


def bars(atlas: Atlas, parameter: Record, rows: Mapping[str, str]) -> Bars | None:
    """The bars of a parameter of the kinds shares, layers and recovery, or None where no case has any."""
    if parameter["kind"] not in ("shares", "layers", "recovery"):
        return None
    found: dict[tuple[bool, str], list[BarRow]] = {}
    drawn = set()
    for scheme in atlas.schemes:
        for provision in scheme["parameters"][parameter["id"]]["provisions"]:
            if provision["state"] not in ("stated", "delegated"):
                continue
            found_stages = stages(atlas, parameter, scheme, provision, rows[scheme["id"]])
            if not found_stages:
                continue
            drawn.add(scheme["id"])
            link = Link(source_name(atlas, scheme), rows[scheme["id"]])
            row = BarRow(
                names=((link, zh(provision["when_text"])),),
                more=0,
                hollow=is_hollow(provision),
                stages=found_stages,
                remark=_remark(atlas, parameter, scheme, provision, found_stages),
            )
            found.setdefault((atlas.adjacent(scheme), _group_title(atlas, provision)), []).append(
                row
            )
    if not found:
        return None
    if sum(map(len, found.values())) > MOST_ROWS:
        found = {key: _gathered(group) for key, group in found.items()}
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -len(item[1])))
    groups = tuple(
        BarGroup(
            title=title + ("（相邻类型）" if adjacent else ""), rows=tuple(group), adjacent=adjacent
        )
        for (adjacent, title), group in ordered
    )
    return Bars(
        groups=groups,
        legend=_legend(atlas, groups),
        missing=_missing(atlas, parameter, drawn),
        scale=parameter["kind"] != "layers",
    )


def _gathered(rows: Sequence[BarRow]) -> list[BarRow]:
    """The rows with those that say the same in one."""
    alike: dict[tuple[object, ...], list[BarRow]] = {}
    for row in rows:
        alike.setdefault(
            (tuple(stage.words for stage in row.stages), row.remark, row.hollow), []
        ).append(row)
    found = []
    for part in alike.values():
        names = tuple(name for row in part for name in row.names)
        found.append(replace(part[0], names=names[:NAMED], more=len(names[NAMED:])))
    return found


def _remark(
    atlas: Atlas, parameter: Record, scheme: Record, provision: Record, drawn: Sequence[Stage]
) -> str:
    if provision["state"] == "delegated":
        return zh(provision["text"]) or atlas.label("state", "delegated")
    said = []
    if provision["modality"]:
        said.append(f"写作“{atlas.label('modality', provision['modality'])}”")
    if parameter["id"] == SHARES and len(drawn) == 1 and provision["value"].get("stage") != "final":
        said.append(_open_compensation(scheme))
    return "；".join(text for text in said if text)


def _open_compensation(scheme: Record) -> str:
    entry = scheme["parameters"][COMPENSATION]
    if entry["state"] == "stated":
        return f"另有政府补偿（{zh(entry['short'])}），怎样分到各方算不出来"
    return ""


def _group_title(atlas: Atlas, provision: Record) -> str:
    value = provision["value"]
    if not isinstance(value, Mapping):
        return "分层承担"
    shares = value["shares"]
    names = "、".join(atlas.label("party", party) for party in in_order(shares))
    return names if all(share is not None for share in shares.values()) else "比例没有载明"


def _legend(atlas: Atlas, groups: Sequence[BarGroup]) -> tuple[Patch, ...]:
    keys = {
        segment.key
        for g in groups
        for row in g.rows
        for stage in row.stages
        for segment in stage.segments
    }
    order = [party for party in PARTIES if ":" not in party]
    return tuple(
        Patch(party.replace("_", "-"), atlas.label("party", party))
        for party in order
        if party.replace("_", "-") in keys
    ) + ((Patch(UNKNOWN, "没有载明", hatched=True),) if UNKNOWN in keys else ())


def _missing(atlas: Atlas, parameter: Record, drawn: set[str]) -> tuple[str, ...]:
    lines = []
    for state in ("stated", "delegated", "silent", "unread", "not_applicable"):
        number = sum(
            1
            for s in atlas.schemes
            if s["id"] not in drawn and s["parameters"][parameter["id"]]["state"] == state
        )
        if number:
            lines.append(
                f"{number}个{'写明但没有比例' if state == 'stated' else atlas.label('state', state)}"
            )
    return tuple(lines)
