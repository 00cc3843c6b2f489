"""Pages of parameters: what is asked, how it is coded, and what every scheme says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.views.atlas import Atlas, Badge, Link
from generator.views.cells import STATE_MEANINGS, Row, row_view
from generator.views.names import (
    Record,
    parameter_anchor,
    parameter_path,
    scheme_path,
    zh,
)
from generator.views.pages import Paging, chunks, numbered_pages
from generator.views.pictures.bars import Bars, bars
from generator.views.pictures.steps import Steps, steps
from generator.views.pictures.strip import Strip, strip

SCHEMES_PER_PAGE = 60


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one scheme says of the parameter."""

    anchor: str
    scheme: Link
    place: str
    year: str
    lifecycle: Badge
    row: Row
    adjacent: bool


@dataclass(frozen=True, kw_only=True)
class Without:
    """Schemes that give no value, by state."""

    state: Badge
    meaning: str
    schemes: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ParameterView:
    """One page of a parameter (long ones have several)."""

    label: str
    group: str
    kind: str
    definition: str
    coding_rule: str
    aliases: str
    range_text: str
    range_count: int
    answers: tuple[Answer, ...]
    without: tuple[Without, ...]
    stated: int
    total: int
    paging: Paging
    strip: Strip | None
    bars: Bars | None
    steps: Steps | None

    @property
    def pictured(self) -> bool:
        """Whether the page holds a picture."""
        return bool(self.strip or self.bars or self.steps)


@dataclass(frozen=True, kw_only=True)
class ParameterLine:
    """A parameter in the index."""

    anchor: str
    label: str
    href: str
    definition: str
    coding_rule: str
    kind: str
    stated: int
    delegated: int


@dataclass(frozen=True, kw_only=True)
class ParameterGroupView:
    """A chapter of the index of parameters."""

    anchor: str
    title: str
    lines: tuple[ParameterLine, ...]


def parameter_views(atlas: Atlas, parameter: Record) -> Iterator[ParameterView]:
    """The pages of one parameter, in order."""
    answered = atlas.adjacent_last([s for s in atlas.schemes if _answered(s, parameter)])
    parts = chunks(answered, SCHEMES_PER_PAGE)
    titles = {group.id: group.title for group in atlas.groups}
    stated = sum(1 for s in atlas.schemes if s["parameters"][parameter["id"]]["state"] == "stated")
    value_range = parameter.get("range") or {}
    rows = _rows(parameter, parts)
    for number, part in enumerate(parts, start=1):
        yield ParameterView(
            label=zh(parameter["label"]),
            group=titles[parameter["group"]],
            kind=atlas.label("kind", parameter["kind"]),
            definition=zh(parameter["definition"]),
            coding_rule=zh(parameter["coding_rule"]),
            aliases="、".join(parameter.get("aliases") or ()),
            range_text=zh(value_range.get("text")),
            range_count=value_range.get("n") or 0,
            answers=tuple(_answer(atlas, scheme, parameter) for scheme in part),
            without=_without(atlas, parameter) if number == len(parts) else (),
            stated=stated,
            total=len(atlas.schemes),
            paging=numbered_pages(number, len(parts), parameter_path(parameter["id"])),
            # The pictures hold the values of all pages, so they stand on the first one only.
            strip=strip(atlas, parameter, rows) if number == 1 else None,
            bars=bars(atlas, parameter, rows) if number == 1 else None,
            steps=steps(atlas, parameter, rows) if number == 1 else None,
        )


def parameter_index(atlas: Atlas) -> tuple[ParameterGroupView, ...]:
    """All parameters by chapter, each with its definition and coding rule."""
    return tuple(
        ParameterGroupView(
            anchor=group.anchor,
            title=group.title,
            lines=tuple(_line(atlas, parameter) for parameter in group.parameters),
        )
        for group in atlas.groups
    )


def _rows(parameter: Record, parts: Sequence[Sequence[Record]]) -> dict[str, str]:
    """For each scheme the address of its row, seen from the parameter's first page."""
    return {
        scheme["id"]: (f"{parameter['id']}-{number}.html" if number > 1 else "") + f"#s-{scheme['id']}"
        for number, part in enumerate(parts, start=1)
        for scheme in part
    }


def _answered(scheme: Record, parameter: Record) -> bool:
    return scheme["parameters"][parameter["id"]]["state"] in ("stated", "delegated")


def _answer(atlas: Atlas, scheme: Record, parameter: Record) -> Answer:
    return Answer(
        anchor=f"s-{scheme['id']}",
        scheme=atlas.scheme_link(scheme["id"]),
        place=scheme["region"]["zh"],
        year=atlas.year(scheme),
        lifecycle=atlas.lifecycle(scheme),
        row=row_view(atlas, scheme, parameter),
        adjacent=atlas.adjacent(scheme),
    )


def _without(atlas: Atlas, parameter: Record) -> tuple[Without, ...]:
    found = []
    for state in ("silent", "unread", "not_applicable"):
        schemes = [s for s in atlas.schemes if s["parameters"][parameter["id"]]["state"] == state]
        if schemes:
            found.append(
                Without(
                    state=atlas.badge("state", state),
                    meaning=STATE_MEANINGS[state],
                    schemes=tuple(_named(atlas, scheme, parameter) for scheme in schemes),
                )
            )
    return tuple(found)


def _named(atlas: Atlas, scheme: Record, parameter: Record) -> Link:
    href = f"{scheme_path(scheme['id'])}#{parameter_anchor(parameter['id'])}"
    return Link(atlas.titled(scheme), href)


def _line(atlas: Atlas, parameter: Record) -> ParameterLine:
    states = [scheme["parameters"][parameter["id"]]["state"] for scheme in atlas.schemes]
    return ParameterLine(
        anchor=parameter_anchor(parameter["id"]),
        label=zh(parameter["label"]),
        href=parameter_path(parameter["id"]),
        definition=zh(parameter["definition"]),
        coding_rule=zh(parameter["coding_rule"]),
        kind=atlas.label("kind", parameter["kind"]),
        stated=states.count("stated"),
        delegated=states.count("delegated"),
    )
