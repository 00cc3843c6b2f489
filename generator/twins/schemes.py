"""The twins of a scheme's page and of the list of schemes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.twins.cells import CASE_HEAD, case_lines, quoted, remarks, words
from generator.twins.writing import (
    Twin,
    bullets,
    heading,
    joined,
    paragraph,
    say,
    strong,
    table,
)
from generator.views.lists import SchemesView
from generator.views.scheme import Absence, SchemeView, Source


def scheme(view: SchemeView, at: Twin) -> Iterator[str]:
    """Everything that stands on a scheme's page."""
    yield heading(1, view.name)
    badges = (view.year, view.lifecycle.text, f"截至{view.as_of}", view.tier.text, view.product)
    yield paragraph(
        joined(" · ", (at.links(view.chain, " / "), *badges, "相邻类型" if view.adjacent else ""))
    )
    yield paragraph(view.why)
    yield paragraph("这个方案的资料很少，只收录了能够查到原文的几项。") if view.stub else ""
    yield bullets(
        [
            joined(
                "：",
                (
                    strong(row.label),
                    joined("；", (joined("：", (case.when, words(case))) for case in row.cases)),
                ),
            )
            for row in view.key_facts
        ]
        + [
            joined("：", (strong(f"{item.label}（推算）"), item.when, item.text))
            for item in view.derived
        ]
    )
    yield from _facts(view, at)
    yield from _lineage(view, at)
    for group in view.groups:
        yield heading(2, group.title)
        yield table(CASE_HEAD, case_lines(at, group.rows))
    if view.changes:
        yield heading(2, "修订变化")
        yield table(
            ("参数", "修订前", "修订后", "原文与出处"),
            (
                (
                    one.row.label,
                    one.case.previous.text,  # type: ignore[union-attr]
                    joined("：", (one.case.when, one.case.text)),
                    quoted(at, one.case.previous.evidence),  # type: ignore[union-attr]
                )
                for one in view.changes
            ),
        )
    if view.absences:
        yield heading(2, "这份文件没有写什么")
        for absence in view.absences:
            yield from _absence(absence, at)
    yield from _figures(view, at)
    if view.relations:
        yield heading(2, "前后文件")
        yield bullets(
            joined(
                "，",
                (
                    say(strong(r.label), "：", at.link(r.text, r.href)),
                    r.note,
                    quoted(at, r.evidence),
                ),
            )
            for r in view.relations
        )
    yield heading(2, "来源")
    yield table(
        ("资料", "级别", "发布者", "发布", "阅读程度", "核对", "说明"),
        ((at.link(s.title, s.url), *source_cells(s)) for s in view.sources),
    )
    yield paragraph("全部数据：", at.link(view.data_href, view.data_href))
    if view.history:
        yield heading(2, "编辑记录")
        yield bullets(f"{fact.label}：{fact.text}" for fact in view.history)


def source_cells(source: Source) -> tuple[str, ...]:
    """A source beside its title."""
    missing = f"没有读到：{source.missing}" if source.missing else ""
    return (
        joined("，", (source.tier.text, source.kind)),
        source.publisher,
        source.published_on,
        source.read,
        source.checked_on,
        joined("；", (missing, source.note)),
    )


def _facts(view: SchemeView, at: Twin) -> Iterator[str]:
    yield heading(2, "文件概况")
    rows = [(fact.label, fact.text, quoted(at, fact.evidence)) for fact in view.facts]
    if view.covers:
        rows.append(
            ("试点地区", say(at.links(view.covers), "等" if view.covers_open else ""), say())
        )
    if view.may_join:
        rows.append(("可自行试点", at.links(view.may_join), say()))
    counts = (f"{state.text}{number}项" for state, number in view.counts)
    yield table(("事项", "内容", "原文与出处"), [*rows, ("收录情况", joined("，", counts), say())])


def _lineage(view: SchemeView, at: Twin) -> Iterator[str]:
    if view.lineage is None:
        return
    yield heading(2, "沿革")
    yield bullets(
        [f"{words}（没有收录）" for words in view.lineage.before]
        + [
            joined(
                " · ",
                (
                    step.year,
                    step.stage,
                    strong(step.name) if step.current else at.link(step.name, step.href),
                    step.lifecycle.text,
                    at.links(step.changes),
                ),
            )
            for step in view.lineage.steps
        ]
        + [
            joined(
                "；",
                (say(strong(fact.label), f" {fact.text}"), fact.note, quoted(at, fact.evidence)),
            )
            for fact in view.lineage.kept
        ]
    )


def _absence(absence: Absence, at: Twin) -> Iterator[str]:
    yield heading(3, f"{absence.state.text}（{absence.count}项）")
    yield paragraph(absence.meaning)
    yield bullets(
        [say(row.label, "（见上文）") for row in absence.elsewhere]
        + [
            joined(
                "；",
                (
                    at.link(row.label, row.href),
                    row.note,
                    *(
                        joined("；", (quoted(at, case.evidence), remarks(at, case)))
                        for case in row.cases
                    ),
                ),
            )
            for row in absence.rows
        ]
    )


def _figures(view: SchemeView, at: Twin) -> Iterator[str]:
    if not view.figures:
        return
    yield heading(2, "文件公布的数字，本站重新算过")
    yield table(
        ("文件的说法", "文件所载", "本站重算", "算法", "结果", "原文与出处", "说明"),
        (
            (
                f.what,
                f.stated,
                f.recomputed,
                f.working,
                f.verdict.text,
                quoted(at, f.evidence),
                f.note,
            )
            for f in view.figures
        ),
    )


def schemes(view: SchemesView, at: Twin) -> Iterator[str]:
    """A page of the list of schemes."""
    yield heading(1, "方案")
    yield paragraph(f"共{view.total}个方案，按地区排列；效力状态截至{view.as_of}。")
    yield from at.pages(view.paging)
    for province in view.provinces:
        yield heading(2, province.title)
        yield table(
            ("地区", "方案", "年份", "效力", "资料", "类型", "已载明"),
            (
                (
                    item.place,
                    at.link(item.name, item.href),
                    item.year,
                    item.lifecycle.text,
                    item.tier.text,
                    item.product,
                    f"{item.stated}项{'（线索）' if item.stub else ''}",
                )
                for item in province.rows
            ),
        )
