"""What a place takes over from the level above and what it sets itself, side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.comparison.inheritance import Level, Line, levels_above, lines
from generator.views.atlas import Atlas, Badge, Link
from generator.views.cells import Row, row_view
from generator.views.names import Record, region_path, scheme_path, zh

# Kind of a line -> (colour, short word, the same in a sentence).
VERDICTS = {
    "taken_over": ("taken-over", "沿用", "和所依据的上级文件写的一样"),
    "same": ("taken-over", "相同", "两级写的一样；本地文件是否以它为依据没有读到"),
    "own": ("own", "自定", "本地写的和上级不同"),
    "own_allowed": ("own", "自定", "上级交由地方规定"),
    "own_higher": ("own", "自定", "比上级高"),
    "own_lower": ("own", "自定", "比上级低"),
    "own_first": ("own", "自定", "上级文件通读过，没有这一项"),
    "local_delegated": ("own", "自定", "本地留给以后约定"),
    "local_silent": ("silent", "未规定", "本地文件通读过，没有这一项"),
    "local_not_applicable": ("silent", "不适用", "本地由另一项规定"),
    "local_unread": ("unread", "未见", "本地的原文没有读到，不能说沿用"),
    "upper_unread": ("unread", "上级未见", "本地写明，上级的原文没有读到"),
}
BELOW = ("local_unread",)
TITLE = "上级怎么定，本地怎么定"


@dataclass(frozen=True, kw_only=True)
class LevelLine:
    """One parameter on two levels; `upper_name` where the place has several texts above it."""

    label: str
    href: str
    upper: Row
    upper_name: str
    local: Row
    verdict: Badge
    why: str


@dataclass(frozen=True, kw_only=True)
class LevelTable:
    """A local scheme against the texts above it; `open` are lines where the local text was not read."""

    anchor: str
    title: str
    local: Link
    named: tuple[Link, ...]
    held: tuple[tuple[Link, str], ...]
    others: tuple[Link, ...]
    tally: tuple[tuple[Badge, int], ...]
    lines: tuple[LevelLine, ...]
    open: tuple[LevelLine, ...]


@dataclass(frozen=True, kw_only=True)
class BelowLine:
    """A scheme of a place below, with how it stands to the level above."""

    place: Link
    scheme: Link
    named: bool
    taken_over: int
    own: int
    unread: int


def level_tables(atlas: Atlas, region: Record) -> tuple[LevelTable, ...]:
    """A table for every scheme of the region that has a recorded text above it."""
    found = [
        (scheme, levels)
        for scheme in atlas.schemes_of_region.get(region["code"], ())
        if (levels := _levels(atlas, scheme))
    ]
    several = len(found) > 1
    return tuple(
        _table(
            atlas, scheme, levels, f"{TITLE}：{atlas.titled(scheme)}" if several else TITLE
        )
        for scheme, levels in found
    )


def below_lines(atlas: Atlas, places: list[Record]) -> tuple[BelowLine, ...]:
    """The schemes of the places below a region that have a recorded text above them."""
    found = []
    for place in places:
        for scheme in atlas.schemes_of_region.get(place["code"], ()):
            levels = _levels(atlas, scheme)
            if not levels:
                continue
            kinds = Counter(VERDICTS[line.kind][0] for line in _lines(atlas, scheme, levels))
            anchor = _anchor(scheme)
            found.append(
                BelowLine(
                    place=Link(place["zh"], f"{region_path(place['code'])}#{anchor}"),
                    scheme=Link(atlas.titled(scheme), scheme_path(scheme["id"])),
                    named=levels[0].named,
                    taken_over=kinds["taken-over"],
                    own=kinds["own"],
                    unread=kinds["unread"],
                )
            )
    return tuple(found)


def _anchor(scheme: Record) -> str:
    return f"levels-{scheme['id']}"


def _levels(atlas: Atlas, scheme: Record) -> tuple[Level, ...]:
    ancestors = []
    code = scheme["region"]["parent"]
    while code:
        ancestors.append(code)
        code = atlas.regions[code]["parent"]
    near = {r["scheme"] for r in scheme["relations"]} & atlas.order.keys()
    near |= {other["id"] for code in ancestors for other in atlas.schemes_of_region.get(code, ())}
    schemes = [atlas.by_id[name] for name in sorted(near, key=atlas.order.__getitem__)]
    return levels_above(scheme, ancestors, schemes, atlas.by_id)


def _lines(atlas: Atlas, scheme: Record, levels: tuple[Level, ...]) -> tuple[Line, ...]:
    if scheme["id"] not in atlas.levels:
        atlas.levels[scheme["id"]] = lines(scheme, levels, atlas.parameters, atlas.label)
    return atlas.levels[scheme["id"]]


def _table(
    atlas: Atlas, scheme: Record, levels: tuple[Level, ...], title: str
) -> LevelTable:
    found = _lines(atlas, scheme, levels)
    views = [(line, _line(atlas, scheme, line, len(levels) > 1)) for line in found]
    tally = Counter((view.verdict.key, view.verdict.text) for _, view in views)
    return LevelTable(
        anchor=_anchor(scheme),
        title=title,
        local=Link(atlas.titled(scheme), scheme_path(scheme["id"])),
        named=_links(atlas, [level for level in levels if level.named]),
        held=tuple(
            (_links(atlas, [level])[0], level.held.rstrip("。"))
            for level in levels
            if level.held and not level.named
        ),
        others=_links(atlas, [level for level in levels if not (level.named or level.held)]),
        tally=tuple((Badge(*pair), number) for pair, number in tally.items()),
        lines=tuple(view for line, view in views if line.kind not in BELOW),
        open=tuple(view for line, view in views if line.kind in BELOW),
    )


def _links(atlas: Atlas, levels: list[Level]) -> tuple[Link, ...]:
    return tuple(
        Link(atlas.titled(level.scheme), scheme_path(level.scheme["id"])) for level in levels
    )


def _line(atlas: Atlas, scheme: Record, line: Line, several: bool) -> LevelLine:
    parameter = atlas.parameter[line.parameter]
    key, word, why = VERDICTS[line.kind]
    local = row_view(atlas, scheme, parameter)
    upper = line.level.scheme
    return LevelLine(
        label=zh(parameter["label"]),
        href=local.href,
        upper=row_view(atlas, upper, parameter),
        upper_name=f"{upper['region']['zh']}{atlas.year(upper)}" if several else "",
        local=local,
        verdict=Badge(key, word),
        why=why,
    )
