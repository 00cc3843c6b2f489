"""The comparison table: parameters down, schemes across, every cell with its source's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.views.atlas import Atlas
from generator.views.cells import Group, Row, row_view
from generator.views.names import Record, shortened
from generator.views.pages import Paging, chunks, paging
from generator.views.region import SchemeCard, scheme_card

PATH = "compare.html"
SCHEMES_PER_TABLE = 5


@dataclass(frozen=True, kw_only=True)
class Line:
    """One parameter across the schemes of a table."""

    anchor: str
    label: str
    href: str
    cells: tuple[Row, ...]

    @property
    def says_something(self) -> bool:
        return any(cell.answered for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class ComparisonView:
    """One table; further schemes stand on further pages. The first stands where scripts bring the chooser."""

    first: bool
    title: str
    columns: tuple[SchemeCard, ...]
    groups: tuple[Group, ...]
    bare: tuple[Line, ...]
    span: int
    total: int
    paging: Paging


def comparison_views(atlas: Atlas) -> Iterator[ComparisonView]:
    """The tables: first the schemes that are known best, then every province's."""
    parts = _parts(atlas)
    titles = [title for title, _ in parts]
    for number, (title, part) in enumerate(parts, start=1):
        lines = {p["id"]: _line(atlas, part, p) for p in atlas.parameters}
        groups = (
            Group(
                anchor=group.anchor,
                title=group.title,
                rows=tuple(
                    line for p in group.parameters if (line := lines[p["id"]]).says_something
                ),
            )
            for group in atlas.groups
        )
        yield ComparisonView(
            first=number == 1,
            title=title,
            columns=tuple(scheme_card(atlas, scheme) for scheme in part),
            groups=tuple(group for group in groups if group.rows),
            bare=tuple(line for line in lines.values() if not line.says_something),
            span=len(part) + 1,
            total=len(atlas.schemes),
            paging=paging(number, titles, PATH),
        )


def best_documented(atlas: Atlas) -> list[Record]:
    """The schemes that are known best: most words found in an archived text, then most parameters stated."""
    best = sorted(
        atlas.schemes,
        key=lambda scheme: (
            -scheme["coverage"]["archive_checked"],
            -scheme["coverage"]["stated"],
        ),
    )
    chosen = {scheme["id"] for scheme in best[:SCHEMES_PER_TABLE]}
    return [scheme for scheme in atlas.schemes if scheme["id"] in chosen]


def _parts(atlas: Atlas) -> list[tuple[str, Sequence[Record]]]:
    parts: list[tuple[str, Sequence[Record]]] = [("资料最全", best_documented(atlas))]
    by_province: dict[str, list[Record]] = {}
    for scheme in atlas.schemes:
        name = atlas.province_name(scheme["region"]["code"])
        by_province.setdefault(shortened(name), []).append(scheme)
    for name, schemes in by_province.items():
        pieces = chunks(schemes, SCHEMES_PER_TABLE)
        for number, piece in enumerate(pieces, start=1):
            parts.append((name if len(pieces) == 1 else f"{name}{number}", piece))
    return parts


def _line(atlas: Atlas, schemes: Sequence[Record], parameter: Record) -> Line:
    cells = tuple(row_view(atlas, scheme, parameter) for scheme in schemes)
    return Line(anchor=cells[0].anchor, label=cells[0].label, href=cells[0].href, cells=cells)
