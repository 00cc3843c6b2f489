"""The twins of the pages that trace how the data hang together: changes, contradictions, what to read next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.twins.cells import quoted
from generator.twins.writing import (
    Md,
    Twin,
    bullets,
    heading,
    joined,
    paragraph,
    say,
    strong,
    table,
)
from generator.views.contradictions import ContradictionsView, Said
from generator.views.lineage import ChangeLine, ChangesView, PlacePairs, Quoted, Side
from generator.views.pictures.timeline import TimelineView
from generator.views.reading import ReadingView, ToRead


def changes(view: ChangesView, at: Twin) -> Iterator[str]:
    """What changed from one text to the next."""
    yield heading(1, view.title)
    yield bullets((_side("旧", view.old, at), _side("新", view.new, at)))
    basis = quoted(at, view.evidence)
    yield paragraph(
        joined("。", (f"新文件对旧文件：{view.relation}", view.note.rstrip("。"), basis))
    )
    if view.told:
        yield heading(2, "新文件自己说改了什么")
        yield paragraph(f"共{view.told_places}处修订，涉及{len(view.told)}条规定。")
        yield _revised(view.told, at)
    if view.compared:
        yield heading(2, "两份文件逐项相比")
        yield paragraph(f"共{len(view.compared)}处不同。只比两份都读到的。")
        yield _revised(view.compared, at)
    if not (view.told or view.compared):
        yield paragraph("两份文件都读到的规定里，没有看到不同。")
    if view.same:
        yield heading(2, "没有变的")
        yield table(("参数", "规定"), ((at.link(i.label, i.href), i.text) for i in view.same))
    yield heading(2, "还不能比较的")
    yield paragraph(f"有一份没有读到，就不说改了没有。两份都没有读到的还有{view.unread}项。")
    if view.only_new:
        yield paragraph("新文件写明，旧文件未见原文：", at.links(view.only_new))
    if view.only_old:
        yield paragraph("旧文件写明，新文件未见原文：", at.links(view.only_old))


def _side(word: str, side: Side, at: Twin) -> Md:
    named = say(strong(word), "：", at.link(side.name, side.href))
    return joined("，", (named, side.number, side.dated, side.lifecycle.text, side.read))


def _revised(lines: Iterable[ChangeLine], at: Twin) -> str:
    return table(
        ("参数", "情形", "旧文件", "新文件", "变化", "原文与出处"),
        (
            (
                at.link(line.label, line.href),
                line.when,
                line.old or "—",
                line.new or "—",
                line.verdict.text,
                joined(
                    "；", (*_quotes("旧", line.old_quotes, at), *_quotes("新", line.new_quotes, at))
                ),
            )
            for line in lines
        ),
    )


def _quotes(word: str, quotes: Iterable[Quoted], at: Twin) -> Iterator[Md]:
    for quote in quotes:
        phrase = joined(" ", (f"{word}「{quote.phrase}」", quote.locator))
        yield say(phrase, "——", at.link(quote.source, quote.href))


def lineages(view: Sequence[PlacePairs], at: Twin) -> Iterator[str]:
    """The index of changes."""
    yield heading(1, "版本沿革")
    yield paragraph("征求意见稿怎样定稿，旧办法被什么替代、改了什么。每一对前后文件有一页。")
    for place in view:
        yield heading(2, place.place)
        yield table(
            ("旧文件", "新文件", "关系", "改了什么", "还不能比较"),
            (
                (
                    at.link(line.old.text, line.old.href),
                    at.link(line.new.text, line.new.href),
                    line.relation,
                    at.link(f"{line.changed}处不同" if line.changed else "没有看到不同", line.href),
                    f"{line.open}项",
                )
                for line in place.lines
            ),
        )


def timeline(view: TimelineView, at: Twin) -> Iterator[str]:
    """When the schemes were issued, came into force and ended: the table that stands below the pictures."""
    yield heading(1, "时间线")
    yield paragraph(
        f"共{view.total}个方案，{view.dated}个知道日期或者年份；效力状态截至{view.as_of}。前后文件见",
        at.link("版本沿革", "changes/index.html"),
        "。",
    )
    yield from at.pages(view.paging)
    yield table(
        ("方案", "日期", "效力", "理由"),
        (
            (
                at.link(row.full_name, row.href),
                "，".join(f"{name}{day}" for name, day in row.dates),
                row.lifecycle.text,
                row.why,
            )
            for row in view.table
        ),
    )
    undated = [link for province in view.provinces for link in province.undated]
    if undated:
        yield paragraph("没有读到日期：", at.links(undated), "。")


def contradictions(view: ContradictionsView, at: Twin) -> Iterator[str]:
    """Where sources disagree."""
    yield heading(1, "说法不一")
    yield paragraph(
        "不同来源对同一件事说得不同的，全部列在这里：",
        f"{view.schemes}个方案的{len(view.clashes)}处，另有{len(view.differences)}处容易弄混的不同，",
        f"参考利率的{len(view.rates)}处。",
    )
    yield heading(2, "同一方案，来源不一")
    for item in view.clashes:
        yield heading(3, at.link(item.scheme.text, item.scheme.href), "：", item.subject)
        sides = (_told(side, at) for side in item.sides)
        yield bullets((*sides, *item.told, say(strong("处理"), f"：{item.decision}")))
    yield heading(2, "不同方案、版本、层级之间，容易弄混的")
    for difference in view.differences:
        yield heading(3, difference.topic)
        places = (
            say(at.link(p.scheme.text, p.scheme.href), f"，{p.subject}：{p.text}")
            for p in difference.places
        )
        yield bullets((*places, say(strong("处理"), f"：{difference.decision}")))
    yield heading(2, "参考利率")
    yield table(
        ("利率", "事项", "本站采用", "另一说", "处理"),
        ((r.series, r.topic, r.ours, r.theirs, r.decision) for r in view.rates),
    )


def _told(side: Said, at: Twin) -> Md:
    said = joined("：", (side.when, side.text))
    return joined("，", (said, quoted(at, side.evidence)))


def reading(view: ReadingView, at: Twin) -> Iterator[str]:
    """What to read next."""
    yield heading(1, "下一步读什么")
    yield paragraph(f"{view.schemes}个方案里，{view.total}个的正式文件没有通读。先后由数据算出。")
    yield from at.pages(view.paging)
    yield bullets(next_line(line, at) for line in view.lines)
    if view.wanted:
        yield heading(2, "被引用、还没有收录的文件")
        yield bullets(say(one.title, "，见于", at.links(one.named_by)) for one in view.wanted)


def next_line(line: ToRead, at: Twin) -> Md:
    """One scheme to read further."""
    parts = (
        say(
            f"{line.rank}：",
            at.link(line.scheme.text, line.scheme.href),
            f"（{line.lifecycle.text}）",
        ),
        "，".join(line.reasons),
        f"要读：{line.document}" + (f"，还缺{line.missing}" if line.missing else ""),
        say("已知网址：", at.link(line.address_title, line.address)) if line.address else "",
        say("还答不上：", at.links(line.questions)) if line.questions else "",
    )
    return joined("。", parts)
