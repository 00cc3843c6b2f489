"""The twins of the first page and of the pages of regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.twins.cells import cell
from generator.twins.writing import Md, Twin, bullets, heading, joined, paragraph, say, table
from generator.views.levels import LevelLine, LevelTable
from generator.views.lists import HomeView
from generator.views.region import ChildRegion, RegionsView, RegionView, SchemeCard


def home(view: HomeView, at: Twin) -> Iterator[str]:
    """The first page."""
    yield heading(1, "小额贷款保证保险政策图谱")
    yield paragraph(
        "各地怎么定额度、利率、费率，怎么分担风险、给多少补贴：逐项列出，逐格有据。",
        f"文件没有写的，也照实标明。数据截至{view.as_of}。",
    )
    yield bullets(say(at.link(door.title, door.href), f"：{door.text}") for door in view.doors)
    yield heading(2, "收录多少")
    yield bullets(at.link(f"{item.number}{item.text}", item.href) for item in view.counts)
    yield heading(2, "已收录的方案")
    yield bullets(_card(card, at) for card in view.newest)
    yield paragraph(at.link(f"全部{view.total}个方案", "schemes/index.html"))
    yield heading(2, "大家先问什么")
    yield bullets(at.link(link.text, link.href) for link in view.topics)
    yield heading(2, "按地区查找")
    yield paragraph(at.links(view.places))


def _card(card: SchemeCard, at: Twin) -> Md:
    words = (card.place, card.year, card.lifecycle.text, card.tier.text, card.product)
    return say(
        at.link(card.name, card.href), "（", "，".join((*words, f"已载明{card.stated}项")), "）"
    )


def region(view: RegionView, at: Twin) -> Iterator[str]:
    """The page of one region."""
    yield heading(1, view.name)
    yield paragraph(joined(" · ", (at.links(view.chain, " / "), view.level)))
    for item in view.covering:
        yield paragraph(item.words, "见", at.link(item.link.text, item.link.href), "。")
    if view.unread:
        yield paragraph(
            f"本地的文件没有读到。上面的文件对{view.name}写了什么，见该文件；本地是否照办、另定了什么，不能说。"
        )
    if view.own:
        yield heading(2, "本地方案")
        yield bullets(_card(card, at) for card in view.own)
    if view.lines:
        yield heading(2, "主要规定")
        head = [at.link(f"{item.place}{item.year} {item.name}", item.href) for item in view.columns]
        rows = (
            (at.link(line.label, line.href), *(cell(row) for row, _ in line.cells))
            for line in view.lines
        )
        yield table(("参数", *head), rows)
    for levels in view.levels:
        yield from _levels(levels, at)
    if view.below:
        yield heading(2, "下级怎么定")
        yield table(
            ("地区", "文件", "写明依据", "一样", "自定", "没有读到"),
            (
                (
                    at.link(line.place.text, line.place.href),
                    at.link(line.scheme.text, line.scheme.href),
                    "有" if line.named else "没有读到",
                    *map(str, (line.taken_over, line.own, line.unread)),
                )
                for line in view.below
            ),
        )
    if view.children:
        yield heading(2, "下级地区")
        yield bullets(_child(child, at) for child in view.children)


def _levels(levels: LevelTable, at: Twin) -> Iterator[str]:
    yield heading(2, levels.title)
    yield paragraph("本地文件：", at.link(levels.local.text, levels.local.href), "。")
    if levels.named:
        yield paragraph("它写明以这些上级文件为依据：", at.links(levels.named), "。")
    for link, why in levels.held:
        yield paragraph("编者认定的上级文件：", at.link(link.text, link.href), f"（{why}）。")
    if levels.others:
        yield paragraph(
            "同一时期还有上级文件：",
            at.links(levels.others),
            "；本地文件是否以此为依据，没有读到。",
        )
    yield paragraph("，".join(f"{badge.text}{number}项" for badge, number in levels.tally))
    yield _level_table(levels.lines, at)
    if levels.open:
        yield heading(3, f"上级写明、本地没有读到的{len(levels.open)}项（不能说沿用）")
        yield _level_table(levels.open, at)


def _level_table(lines: Sequence[LevelLine], at: Twin) -> str:
    return table(
        ("参数", "上级规定", "本地规定", "说明"),
        (
            (
                at.link(line.label, line.href),
                joined("：", (line.upper_name, cell(line.upper))),
                cell(line.local),
                f"{line.verdict.text}：{line.why}",
            )
            for line in lines
        ),
    )


def _child(child: ChildRegion, at: Twin) -> Md:
    reached = say("见", at.links(child.reached)) if child.reached else ""
    return joined(
        "：", (at.link(child.name, child.href), joined("；", (at.links(child.schemes), reached)))
    )


def regions(view: RegionsView, at: Twin) -> Iterator[str]:
    """The index of regions."""
    yield heading(1, "地区")
    yield paragraph("列出已收录方案所在的地区，以及省级文件点名的试点地区。")
    yield table(("省份", "收录情况"), ((at.link(t.name, t.href), t.words) for t in view.tiles))
    for province in view.provinces:
        yield heading(2, at.link(province.name, province.href))
        if province.schemes:
            yield paragraph("省级方案：", at.links(province.schemes))
        yield bullets(_child(child, at) for child in province.children)
