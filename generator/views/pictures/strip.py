"""Dots of all values of a parameter: figures on the same footing share an axis, others get an axis of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from generator.comparison.facets import UNSTATED
from generator.views.atlas import Atlas
from generator.views.names import Record, zh
from generator.views.pictures.entries import PICTURED, Entry, entries
from generator.views.pictures.marks import TOP, WIDE, Mark, Placed, Shape, marks, units
from generator.views.pictures.scales import (
    MONTHS,
    TARGET,
    Axis,
    Ruler,
    anchor,
    even_axis,
    growing_axis,
    median,
    percent,
    ticks,
)
from generator.views.pictures.words import amount

APART = ("参考利率", "算法", "基数", "负担方", "补贴口径", "指标", "计时单位")
"""The sides of a figure's footing that part one axis from another; other differences are told under the axis."""

LINE = 6
BELOW = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """The median: where it stands and its words."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Spread:
    """From the least to the greatest of the counted figures."""

    x1: str
    x2: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape of the picture and its words."""

    shape: Shape
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One axis with its points, from left to right."""

    title: str
    summary: str
    remark: str
    marks: tuple[Mark, ...]
    ruler: Ruler
    middle: Middle | None
    spread: Spread | None
    height: int
    wide: bool
    adjacent: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The picture of a parameter; `missing` are the schemes that have no point, by state."""

    panels: tuple[Panel, ...]
    legend: tuple[Sign, ...]
    missing: tuple[str, ...]


def strip(atlas: Atlas, parameter: Record, rows: Mapping[str, str]) -> Strip | None:
    """The picture of a parameter's figures, or None where it has none; `rows` leads from a scheme to its table row."""
    if parameter["kind"] not in PICTURED:
        return None
    found = entries(atlas, parameter)
    if not found:
        return None
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in found:
        groups.setdefault(_group(atlas, entry), []).append(entry)
    ordered = sorted(groups.values(), key=lambda g: (g[0].adjacent, g[0].adds, -len(g)))
    return Strip(
        panels=tuple(_panel(parameter, group, rows, len(ordered) == 1) for group in ordered),
        legend=_legend(found),
        missing=_missing(atlas, parameter, found),
    )


def _group(atlas: Atlas, entry: Entry) -> tuple[object, ...]:
    return (entry.unit, entry.adds, entry.adjacent, *_apart(entry))


def _apart(entry: Entry) -> tuple[tuple[str, str], ...]:
    return tuple(side for side in entry.footing if side[0] in APART and not _total(side))


def _total(side: tuple[str, str]) -> bool:
    """Whether a charge is the whole premium, or not said to be a part of it: the usual case needs no axis of its own."""
    return side[0] == "负担方" and "借款人" not in side[1]


def _panel(
    parameter: Record, group: Sequence[Entry], rows: Mapping[str, str], alone: bool
) -> Panel:
    first = group[0]
    axis = _axis(group)
    counted = [entry.value for entry in group if entry.counted and entry.value is not None]
    place = cache(axis.place)
    points, lanes = marks(
        sorted(
            (Placed(units(place(e.low)), units(place(e.high)), e) for e in group),
            key=lambda p: (p.start, bool(p.entry.soft)),
        ),
        rows,
    )
    base = TOP + lanes * TARGET + LINE
    return Panel(
        title=_title(parameter, first, alone),
        summary=_summary(parameter, group, counted),
        remark=_remark(group),
        marks=points,
        ruler=Ruler(ticks(axis, lambda value: amount(first.unit, value)), base),
        middle=_middle(axis, first.unit, counted) if _has_median(parameter, counted) else None,
        spread=_spread(axis, counted) if counted else None,
        height=base + BELOW,
        wide=len(points) >= WIDE,
        adjacent=first.adjacent,
        entries=tuple(group),
    )


def _axis(group: Sequence[Entry]) -> Axis:
    low, high, unit = min(e.low for e in group), max(e.high for e in group), group[0].unit
    if unit in ("yuan", "multiple") and low > 0 and high > 5 * low:
        return growing_axis(low, high)
    return even_axis(low, high, MONTHS if unit == "months" and high <= 480 else None)


def _has_median(parameter: Record, counted: Sequence[Fraction]) -> bool:
    return len(counted) > 1 and parameter["kind"] != "funds"


def _middle(axis: Axis, unit: str, counted: Sequence[Fraction]) -> Middle:
    value = median(counted)
    place, text = axis.place(value), f"中位数{amount(unit, value)}"
    return Middle(x=percent(place), text=text, anchor=anchor(place, text))


def _spread(axis: Axis, counted: Sequence[Fraction]) -> Spread | None:
    """The range of the figures, or None where their places are written alike."""
    low, high = (percent(axis.place(value)) for value in (min(counted), max(counted)))
    return Spread(low, high) if low != high else None


def _title(parameter: Record, entry: Entry, alone: bool) -> str:
    sides = dict(_apart(entry))
    words = []
    if entry.unit == "factor":
        words.append(f"{sides.pop('参考利率')}的倍数")
    elif entry.unit == "basis_points":
        words.append(f"{sides.pop('参考利率')}加点")
    elif entry.unit == "yuan" and not alone and "基数" not in sides:
        words.append("金额")
    sides.pop("算法", None)
    words += [_side_words(name, word) for name, word in sides.items()]
    title = "，".join(word for word in words if word) or zh(parameter["label"])
    return ("另加：" if entry.adds else "") + title + ("（相邻类型）" if entry.adjacent else "")


def _side_words(name: str, word: str) -> str:
    if UNSTATED in word:
        return word if len(word) > len(UNSTATED) else f"{name}{UNSTATED}"
    if name == "基数":
        return word if word == "定额" else f"按{word}计"
    return "" if word == "自然日" else word


def _summary(parameter: Record, group: Sequence[Entry], counted: Sequence[Fraction]) -> str:
    unit = group[0].unit
    parts = [f"{len({entry.scheme for entry in group})}个方案，{len(group)}个数值"]
    if counted:
        low, high = amount(unit, min(counted)), amount(unit, max(counted))
        if low == high:
            parts.append(f"都是{low}" if len(counted) > 1 else low)
        elif _has_median(parameter, counted):
            parts.append(f"中位数{amount(unit, median(counted))}，{low}至{high}")
        else:
            parts.append(f"{low}至{high}")
    text = "；".join(parts) + "。"
    soft = Counter(entry.soft for entry in group if entry.soft)
    spans = sum(1 for entry in group if entry.value is None and not entry.soft)
    if soft:
        said = "、".join(f"“{word}”{number}个" for word, number in soft.items())
        text += f"写作{said}，不计入。"
    if spans:
        text += f"只写了区间的{spans}个，不计入。"
    return text


def _remark(group: Sequence[Entry]) -> str:
    """The sides that still differ among the points of one axis."""
    names = dict.fromkeys(name for entry in group for name, _ in entry.footing)
    mixed = [
        name
        for name in names
        if name not in APART and len({dict(entry.footing).get(name) for entry in group}) > 1
    ]
    return f"口径还有不同：{'、'.join(mixed)}；看各点的条款。" if mixed else ""


def _legend(found: Sequence[Entry]) -> tuple[Sign, ...]:
    present = (
        ("dot", "正式文件或官方解读", any(not entry.hollow for entry in found)),
        ("dot-hollow", "只见于报道或文章", any(entry.hollow for entry in found)),
        ("soft", "一般、原则上、约数等，不计入中位数和范围", any(entry.soft for entry in found)),
    )
    return tuple(Sign(Shape(key), text) for key, text, there in present if there)


def _missing(atlas: Atlas, parameter: Record, found: Sequence[Entry]) -> tuple[str, ...]:
    drawn = {entry.scheme for entry in found}
    states = Counter(
        scheme["parameters"][parameter["id"]]["state"]
        for scheme in atlas.schemes
        if scheme["id"] not in drawn
    )
    lines = [f"{states['stated']}个写明但没有数字"] if states["stated"] else []
    lines += [
        f"{states[state]}个{atlas.label('state', state)}"
        for state in ("delegated", "silent", "unread", "not_applicable")
        if states[state]
    ]
    return tuple(lines)
