"""The twins of the lists of sources, terms and files, and of a page that is a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.twins.schemes import source_cells
from generator.twins.writing import Twin, bullets, code, heading, paragraph, say, table
from generator.views.lists import DownloadGroup, SourcesView, TermGroup


def sources(view: SourcesView, at: Twin) -> Iterator[str]:
    """A page of the list of sources."""
    yield heading(1, "来源")
    tiers = "，".join(f"{tier.text}{tier.number}份" for tier in view.tiers)
    yield paragraph(f"共{view.total}份资料：{tiers}。级别越高，越能当作规定本身引用。")
    yield table(
        ("资料", "级别", "发布者", "发布", "阅读程度", "核对", "说明", "所属方案"),
        (
            (
                at.link(line.source.title, line.source.url),
                *source_cells(line.source),
                at.link(line.scheme.text, line.href),
            )
            for line in view.lines
        ),
    )
    yield from at.pages(view.paging)


def glossary(view: Sequence[TermGroup], at: Twin) -> Iterator[str]:
    """Every term in both languages."""
    yield heading(1, "术语对照")
    yield paragraph("图谱所用术语的中文和英文。文件自己的用语保留原样。")
    for group in view:
        yield heading(2, group.title)
        yield table(("中文", "英文"), ((at.link(t.zh, t.href), t.en) for t in group.terms))


def data(view: Sequence[DownloadGroup], at: Twin) -> Iterator[str]:
    """The files that can be taken away."""
    yield heading(1, "数据下载")
    yield paragraph("数据按知识共享署名4.0许可使用；所引原文短语的权利属于原文件。")
    for group in view:
        yield heading(2, group.title)
        yield paragraph(group.text)
        yield bullets(
            say(
                code(file.path),
                "：",
                at.link(file.text, file.path),
                f"（{file.size}）" if file.size else "",
            )
            for file in group.files
        )


def form(title: str, description: str, path: str) -> Iterator[str]:
    """A page that only works in a browser: what it is for, and where it is."""
    yield heading(1, title)
    yield paragraph(description)
    yield paragraph("这一页要在浏览器里使用：", code(path))
