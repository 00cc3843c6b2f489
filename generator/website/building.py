"""From the published records to the pages of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator import search_index
from generator.rendering import Renderer
from generator.views import coverage, lists, parameter, region, scheme, table
from generator.views.atlas import Atlas, Publication
from generator.views.compare_scripts import compare_files, compare_scripts
from generator.views.names import numbered, parameter_path, region_path, scheme_path
from generator.website.calculators import calculator_pages
from generator.website.pages import Page, TocEntry
from generator.website.tracing import tracing_pages


def build_pages(
    publication: Publication,
    exports: Mapping[str, bytes],
    prose: Iterable[tuple[str, str]] = (),
    extra: Iterable[Page] = (),
) -> dict[str, Page | bytes]:
    """All generated pages and data files.

    `exports` are files to be published as they are. `prose` are (path, title) of hand-written pages,
    which the site engine renders: they are named here so that search finds them. `extra` are pages
    made elsewhere (calculators, drafts). Raises ValueError where two pages claim one path.
    """
    atlas = Atlas(publication)
    renderer = Renderer()
    found: dict[str, Page | bytes] = {}

    def add(path: str, content: Page | bytes) -> None:
        if path in found:
            raise ValueError(f"two pages claim {path}")
        found[path] = content

    for page in _pages(atlas, renderer, exports):
        add(page.path, page)
    for page in extra:
        add(page.path, page)
    for path, content in calculator_pages(atlas, renderer).items():
        add(path, content)
    prose = tuple(prose)
    add("index.html", _home(atlas, renderer, {**found, **dict(prose)}))
    for path, content in exports.items():
        add(path, content)
    for path, content in compare_files(atlas).items():
        add(path, content)
    titles = [(page.path, page.title) for page in found.values() if isinstance(page, Page)]
    for path, content in search_index.files(atlas, [*titles, *prose]).items():
        add(path, content)
    return found


def _pages(atlas: Atlas, renderer: Renderer, exports: Mapping[str, bytes]) -> Iterator[Page]:
    yield from _scheme_pages(atlas, renderer)
    yield from _region_pages(atlas, renderer)
    yield from _parameter_pages(atlas, renderer)
    yield from _table_pages(atlas, renderer)
    yield from _list_pages(atlas, renderer, exports)
    yield from tracing_pages(atlas, renderer)


def _render(
    renderer: Renderer,
    template: str,
    view: Any,
    *,
    path: str,
    title: str,
    description: str,
    section: str,
    toc: Sequence[TocEntry] = (),
    wide: bool = False,
    scripts: Sequence[str] = (),
) -> Page:
    root = "../" * path.count("/")
    return Page(
        path=path,
        title=title,
        description=description,
        section=section,
        body=renderer.page(template, root=root, view=view),
        toc=tuple(toc),
        wide=wide,
        scripts=tuple(scripts),
    )


def _home(atlas: Atlas, renderer: Renderer, paths: Mapping[str, object]) -> Page:
    return _render(
        renderer,
        "home",
        lists.home_view(atlas, paths),
        path="index.html",
        title="小额贷款保证保险政策图谱",
        description="各地小额贷款保证保险政策的逐项比较：额度、利率、费率、风险分担、补贴，每一格都有原文依据。",
        section="home",
        wide=True,
    )


def _scheme_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for record in atlas.schemes:
        view = scheme.scheme_view(atlas, record)
        yield _render(
            renderer,
            "scheme",
            view,
            path=scheme_path(record["id"]),
            title=view.name,
            description=f"{view.name}：额度、期限、利率、保险费率、风险分担和补贴等规定，逐项附原文依据。",
            section="schemes",
            toc=_scheme_toc(view),
        )
    for number, listing in enumerate(lists.schemes_views(atlas), start=1):
        yield _render(
            renderer,
            "schemes",
            listing,
            path=numbered(lists.SCHEMES, number),
            title="方案",
            description="已收录的各地小额贷款保证保险方案，按地区排列，注明效力状态和资料来源。",
            section="schemes",
            wide=True,
        )


def _scheme_toc(view: scheme.SchemeView) -> list[TocEntry]:
    toc = [TocEntry("文件概况", "facts")]
    if view.lineage:
        toc.append(TocEntry("沿革", "lineage"))
    toc += [TocEntry(group.title, group.anchor) for group in view.groups]
    optional = (
        (view.changes, "修订变化", "changes"),
        (view.absences, "这份文件没有写什么", "silent"),
        (view.figures, "文件公布的数字", "published-figures"),
        (view.relations, "前后文件", "relations"),
        (view.sources, "来源", "sources"),
        (view.history, "编辑记录", "history"),
        (True, "发现错误", "mistakes"),
    )
    toc += [TocEntry(title, anchor) for present, title, anchor in optional if present]
    return toc


def _region_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for code in sorted(atlas.reached):
        record = atlas.regions[code]
        view = region.region_view(atlas, record)
        yield _render(
            renderer,
            "region",
            view,
            path=region_path(code),
            title=view.name,
            description=f"{view.name}的小额贷款保证保险政策，以及上级文件对{view.name}的安排。",
            section="regions",
            wide=True,
        )
    yield _render(
        renderer,
        "regions",
        region.regions_view(atlas),
        path="regions/index.html",
        title="地区",
        description="按省份和城市查找小额贷款保证保险政策。",
        section="regions",
        wide=True,
    )


def _parameter_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for record in atlas.parameters:
        for number, view in enumerate(parameter.parameter_views(atlas, record), start=1):
            yield _render(
                renderer,
                "parameter",
                view,
                path=numbered(parameter_path(record["id"]), number),
                title=view.label,
                description=f"{view.label}：定义、编码规则，以及各地方案的规定和原文依据。",
                section="parameters",
                wide=True,
            )
    groups = parameter.parameter_index(atlas)
    yield _render(
        renderer,
        "parameters",
        groups,
        path="parameters/index.html",
        title="参数与编码规则",
        description="图谱比较的全部参数：名称、定义、编码规则和已载明的方案数。",
        section="parameters",
        toc=[TocEntry(group.title, group.anchor) for group in groups],
    )


def _table_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for number, view in enumerate(table.comparison_views(atlas), start=1):
        yield _render(
            renderer,
            "compare",
            view,
            path=numbered(table.PATH, number),
            title="比较政策" if view.first else f"比较政策：{view.title}",
            description=f"{'各地' if view.first else view.title}小额贷款保证保险方案逐项并排，每一格都可以打开原文依据。",
            section="compare",
            wide=True,
            scripts=compare_scripts() if view.first else (),
        )
    for number, listing in enumerate(coverage.coverage_views(atlas), start=1):
        yield _render(
            renderer,
            "coverage",
            listing,
            path=numbered(coverage.PATH, number),
            title="覆盖与核验",
            description="每个方案、每项参数已经知道多少：已核验、已载明、另行约定、未规定、未见原文。",
            section="about",
            wide=True,
        )


def _list_pages(atlas: Atlas, renderer: Renderer, exports: Mapping[str, bytes]) -> Iterator[Page]:
    for number, view in enumerate(lists.sources_views(atlas), start=1):
        yield _render(
            renderer,
            "sources",
            view,
            path=numbered(lists.SOURCES, number),
            title="来源",
            description="图谱依据的全部文件、解读、报道和文章，注明级别、发布者和阅读程度。",
            section="about",
            wide=True,
        )
    glossary = lists.glossary_view(atlas)
    yield _render(
        renderer,
        "glossary",
        glossary,
        path="glossary.html",
        title="术语对照",
        description="图谱所用术语的中英文对照。",
        section="about",
        toc=[TocEntry(group.title, group.anchor) for group in glossary],
    )
    downloads = lists.download_groups(exports)
    yield _render(
        renderer,
        "data",
        downloads,
        path="data.html",
        title="数据下载",
        description="图谱的全部数据：表格和静态数据接口，可以离线使用。",
        section="about",
        toc=[TocEntry(group.title, group.anchor) for group in downloads],
    )
