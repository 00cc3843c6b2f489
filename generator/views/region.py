"""Pages of regions: who has which scheme, and which scheme of a higher level reaches a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.views.atlas import Atlas, Badge, Link
from generator.views.cells import Row, row_view
from generator.views.levels import BelowLine, LevelTable, below_lines, level_tables
from generator.views.names import (
    Record,
    known,
    readable_date,
    region_path,
    scheme_path,
    shortened,
    zh,
)
from generator.views.pictures.timeline import timeline_place
from generator.views.scheme import KEY_FACTS

# A table wider than this is no help; the schemes of the places below stand on their own pages then.
COLUMNS = 12


@dataclass(frozen=True, kw_only=True)
class SchemeCard:
    """A scheme in a list: what it is called, where, when, and whether it still holds."""

    id: str
    name: str
    href: str
    place: str
    year: str
    lifecycle: Badge
    as_of: str
    tier: Badge
    product: str
    title: str
    stated: int
    stub: bool
    adjacent: bool


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A scheme of a higher level that names this place."""

    link: Link
    words: str


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """One key fact across the schemes of a region; each row with whether its scheme is of an adjacent kind."""

    label: str
    href: str
    cells: tuple[tuple[Row, bool], ...]


@dataclass(frozen=True, kw_only=True)
class RegionView:
    """Everything on a region's page; `unread`: only a level above is known to speak of this place."""

    name: str
    level: str
    chain: tuple[Link, ...]
    own: tuple[SchemeCard, ...]
    covering: tuple[Coverage, ...]
    columns: tuple[SchemeCard, ...]
    lines: tuple[KeyLine, ...]
    children: tuple[ChildRegion, ...]
    levels: tuple[LevelTable, ...]
    below: tuple[BelowLine, ...]
    unread: bool
    timeline: str


@dataclass(frozen=True, kw_only=True)
class ChildRegion:
    """A place below, with how it is reached."""

    name: str
    href: str
    schemes: tuple[Link, ...]
    reached: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A province on the map of tiles; no link where nothing is recorded. `leads` are schemes of which little is known."""

    name: str
    href: str
    row: int
    column: int
    count: int
    leads: int
    shown: str
    words: str


@dataclass(frozen=True, kw_only=True)
class RegionsView:
    """The index of regions."""

    tiles: tuple[Tile, ...]
    provinces: tuple[ProvinceBlock, ...]


@dataclass(frozen=True, kw_only=True)
class ProvinceBlock:
    """A province in the index of regions."""

    anchor: str

    name: str
    href: str
    schemes: tuple[Link, ...]
    children: tuple[ChildRegion, ...]


def scheme_card(atlas: Atlas, scheme: Record) -> SchemeCard:
    """A scheme as listed on any page."""
    return SchemeCard(
        id=scheme["id"],
        name=zh(scheme["name"]),
        href=scheme_path(scheme["id"]),
        place=scheme["region"]["zh"],
        year=atlas.year(scheme),
        lifecycle=atlas.lifecycle(scheme),
        as_of=readable_date(scheme["lifecycle"]["as_of"]),
        tier=atlas.tier(scheme),
        product=atlas.label("product_kind", scheme["product"]),
        title=known(scheme["instrument"]["title"]),
        stated=atlas.counts(scheme)["stated"],
        stub=scheme["stub"],
        adjacent=atlas.adjacent(scheme),
    )


def region_view(atlas: Atlas, region: Record) -> RegionView:
    """The view of one region: its own schemes and those that reach it from above."""
    code = region["code"]
    own = atlas.adjacent_last(atlas.schemes_of_region.get(code, ()))
    covering = atlas.covering.get(code, ())
    below = [
        scheme
        for place in _places_below(atlas, code)
        for scheme in atlas.schemes_of_region.get(place["code"], ())
    ]
    columns = (*own, *(scheme for scheme, _ in covering))
    if len(columns) + len(below) <= COLUMNS:
        columns += tuple(below)
    columns = atlas.adjacent_last(columns)
    return RegionView(
        name=region["zh"],
        level=atlas.label("level", region["level"]),
        chain=atlas.chain(code),
        own=tuple(scheme_card(atlas, scheme) for scheme in own),
        covering=tuple(_coverage(atlas, region, scheme, named) for scheme, named in covering),
        columns=tuple(scheme_card(atlas, scheme) for scheme in columns),
        lines=key_lines(atlas, columns),
        children=tuple(_child(atlas, child) for child in atlas.children.get(code, ())),
        levels=level_tables(atlas, region),
        below=below_lines(atlas, _places_below(atlas, code)),
        unread=bool(covering) and not own,
        timeline=timeline_place(atlas, code),
    )


def key_lines(atlas: Atlas, schemes: Sequence[Record]) -> tuple[KeyLine, ...]:
    """The key facts of some schemes side by side; lines that none of them states are left out."""
    lines = []
    for alternatives in KEY_FACTS:
        for parameter_id in alternatives:
            if parameter_id not in atlas.parameter:
                continue
            rows = tuple(
                row_view(atlas, scheme, atlas.parameter[parameter_id]) for scheme in schemes
            )
            if any(row.state.key == "stated" for row in rows):
                cells = tuple(zip(rows, map(atlas.adjacent, schemes), strict=True))
                lines.append(KeyLine(label=rows[0].label, href=rows[0].href, cells=cells))
    return tuple(lines)


def regions_view(atlas: Atlas) -> RegionsView:
    """All regions in use, by province, and the map of tiles."""
    return RegionsView(
        tiles=region_tiles(atlas),
        provinces=tuple(
            ProvinceBlock(
                anchor=f"r-{province['code']}",
                name=province["zh"],
                href=region_path(province["code"]),
                schemes=_links(atlas, atlas.schemes_of_region.get(province["code"], ())),
                children=tuple(
                    _child(atlas, place) for place in _places_below(atlas, province["code"])
                ),
            )
            for province in atlas.provinces
            if province["code"] in atlas.reached
        ),
    )


def region_tiles(atlas: Atlas) -> tuple[Tile, ...]:
    """The provinces as a map of tiles, row by row as they are seen."""
    tiles = (_tile(atlas, province) for province in atlas.provinces if "tile" in province)
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def _places_below(atlas: Atlas, code: str) -> list[Record]:
    places = []
    for child in atlas.children.get(code, ()):
        places += [child, *_places_below(atlas, child["code"])]
    return places


def _tile(atlas: Atlas, province: Record) -> Tile:
    code = province["code"]
    below = [code, *(place["code"] for place in _places_below(atlas, code))]
    schemes = [s for place in below for s in atlas.schemes_of_region.get(place, ())]
    leads = sum(1 for scheme in schemes if scheme["stub"])
    count = len(schemes) - leads
    parts = [f"{count}个方案"] if count or not leads else []
    parts += [f"{leads}条线索"] if leads else []
    return Tile(
        name=shortened(province["zh"]),
        href=region_path(code) if code in atlas.reached else "",
        row=province["tile"]["row"],
        column=province["tile"]["column"],
        count=count,
        leads=leads,
        shown=str(count) if count else "线索",
        words="，".join(parts) if schemes else "还没有收录",
    )


def _links(atlas: Atlas, schemes: Sequence[Record]) -> tuple[Link, ...]:
    return tuple(Link(atlas.titled(scheme), scheme_path(scheme["id"])) for scheme in schemes)


def _child(atlas: Atlas, region: Record) -> ChildRegion:
    code = region["code"]
    return ChildRegion(
        name=region["zh"],
        href=region_path(code),
        schemes=_links(atlas, atlas.schemes_of_region.get(code, ())),
        reached=_links(atlas, tuple(scheme for scheme, _ in atlas.covering.get(code, ()))),
    )


def _coverage(atlas: Atlas, region: Record, scheme: Record, named: bool) -> Coverage:
    words = (
        f"{region['zh']}是这份文件点名的试点地区。"
        if named
        else f"这份文件允许{region['zh']}自行组织开展试点。"
    )
    return Coverage(link=atlas.scheme_link(scheme["id"]), words=words)
