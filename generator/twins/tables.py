"""The twins of the pages of parameters, of the tables of comparison and of the table of coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.twins.cells import cell, quoted, remarks, words
from generator.twins.tracing import next_line
from generator.twins.writing import Twin, bullets, heading, joined, paragraph, table
from generator.views.coverage import CoverageView
from generator.views.parameter import Answer, ParameterGroupView, ParameterView
from generator.views.table import ComparisonView


def parameter(view: ParameterView, at: Twin) -> Iterator[str]:
    """A page of one parameter."""
    yield heading(1, view.label)
    yield paragraph(at.link("参数", "parameters/index.html"), " / ", view.group)
    yield paragraph(view.definition)
    yield table(
        ("事项", "内容"),
        [
            (label, words)
            for label, words in (
                ("编码规则", view.coding_rule),
                ("类型", view.kind),
                ("又称", view.aliases),
                ("已载明", f"{view.stated}个方案（共{view.total}个）"),
                ("范围", view.range_text),
            )
            if words
        ],
    )
    yield heading(2, "各方案的规定")
    if not view.answers:
        yield paragraph("还没有方案写明这一项。")
    yield table(
        ("方案", "效力", "情形", "规定", "原文与出处", "说明"),
        (line for answer in view.answers for line in _answer(answer, at)),
    )
    yield from at.pages(view.paging)
    if view.without:
        yield heading(2, "没有数值的方案")
        for item in view.without:
            yield heading(3, item.state.text)
            yield paragraph(item.meaning)
            yield paragraph(at.links(item.schemes))


def _answer(answer: Answer, at: Twin) -> Iterator[tuple[str, ...]]:
    name = at.link(f"{answer.place}{answer.year} {answer.scheme.text}", answer.row.cell_href)
    force = answer.lifecycle.text + ("（相邻类型）" if answer.adjacent else "")
    for case in answer.row.cases:
        note = joined("；", (remarks(at, case), answer.row.note))
        yield name, force, case.when, words(case), quoted(at, case.evidence), note
    if not answer.row.cases:
        yield name, force, "", answer.row.state.text, "", answer.row.note


def parameters(view: Sequence[ParameterGroupView], at: Twin) -> Iterator[str]:
    """The index of parameters."""
    yield heading(1, "参数与编码规则")
    yield paragraph(
        "图谱把每份文件拆成同一套参数。下面写明每项参数问的是什么、怎样记录；数字是已载明和另行约定的方案数。"
    )
    for group in view:
        yield heading(2, group.title)
        yield table(
            ("参数", "类型", "定义", "编码规则", "已载明", "另行约定"),
            (
                (
                    at.link(line.label, line.href),
                    line.kind,
                    line.definition,
                    line.coding_rule,
                    str(line.stated),
                    str(line.delegated),
                )
                for line in group.lines
            ),
        )


def compare(view: ComparisonView, at: Twin) -> Iterator[str]:
    """A table of comparison; that of the first page holds the schemes which are known best."""
    yield heading(1, "比较政策：", view.title)
    yield paragraph(
        f"共{view.total}个方案，这里是{len(view.columns)}个。每一格写明规定和条款；原文见方案页。",
        "空着的格子也写明是没有规定，还是没有读到。全部方案并排的表见",
        at.link("数据下载", "data.html"),
        "。",
    )
    yield from at.pages(view.paging)
    head = [f"{item.place}{item.year}" for item in view.columns]
    yield table(
        ("方案", "名称", "效力", "资料"),
        (
            (short, at.link(item.name, item.href), item.lifecycle.text, item.tier.text)
            for short, item in zip(head, view.columns, strict=True)
        ),
    )
    for group in view.groups:
        yield heading(2, group.title)
        yield table(
            ("参数", *head),
            (
                (at.link(line.label, line.href), *(cell(row) for row in line.cells))
                for line in group.rows
            ),
        )
    if view.bare:
        yield heading(2, "这些方案都没有写明的参数")
        yield bullets(at.link(line.label, line.href) for line in view.bare)


def coverage(view: CoverageView, at: Twin) -> Iterator[str]:
    """A page of the table of coverage."""
    yield heading(1, "覆盖与核验")
    yield paragraph(
        "每个方案、每项参数已经知道多少，凭什么知道。",
        f"共引用原文短语{view.phrases}条，其中{view.phrases_verified}条已在存档文本中逐字找到。",
    )
    if view.next:
        yield heading(2, "下一步先读这几份")
        yield bullets(next_line(line, at) for line in view.next)
        yield paragraph(at.link("全部，以及怎样排的先后", "reading.html"))
    yield heading(2, "逐项")
    yield table(
        ("符号", "含义", "格数"),
        [
            *((item.symbol, item.words, str(item.count)) for item in view.legend),
            ("≠", "说法不一（写在前一个符号后面）", str(view.clashes)),
        ],
    )
    yield from at.pages(view.paging)
    head = [at.link(f"{one.place}{one.year}", one.link.href) for one in view.columns]
    for group in view.groups:
        yield heading(3, group.title)
        yield table(
            ("参数", *head),
            (
                (
                    at.link(line.label, line.href),
                    *(mark.symbol + ("≠" if mark.clash else "") for mark in line.marks),
                )
                for line in group.rows
            ),
        )
    yield heading(2, "各方案合计")
    yield table(
        (
            "方案", "效力", "读到多少", "来源", "已载明", "其中逐字核验", "另行约定", "未规定", "说法不一", "未见原文", "已弄清",
        ),
        (
            (
                at.link(total.link.text, total.link.href),
                total.lifecycle.text,
                total.read,
                *map(
                    str,
                    (
                        total.sources, total.stated, total.verified, total.delegated, total.silent, total.clashes, total.unread,
                    ),
                ),
                f"{total.share}%",
            )
            for total in view.totals
        ),
    )  # fmt: skip
