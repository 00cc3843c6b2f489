"""From the published records to the pages of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from generator import search_index
from generator.machines import linked_data
from generator.rendering import Renderer
from generator.twins import form_twin
from generator.views import (
    compare_scripts,
    coverage,
    lists,
    parameter,
    region,
    scheme,
    table,
)
from generator.views.atlas import Atlas, Publication
from generator.views.names import (
    Record,
    numbered,
    parameter_path,
    readable_date,
    region_path,
    scheme_path,
)
from generator.website.calculators import calculator_pages
from generator.website.machines import ARCHIVE, BARE, Offline, Options, guides, subscriptions
from generator.website.pages import Page, TocEntry
from generator.website.rendered import rendered_page
from generator.website.scripts import SITE, SITE_MODULES, joined
from generator.website.store import Store
from generator.website.tracing import PICTURE_SCRIPTS, PICTURE_STYLES, tracing_pages

DATA_PAGE = "data.html"


def build_pages(
    publication: Publication,
    exports: Mapping[str, bytes],
    prose: Iterable[tuple[str, str]] = (),
    extra: Iterable[Page] = (),
    sections: Iterable[tuple[str, str]] = (),
    options: Options = BARE,
    first: Callable[[], Store] | None = None,
) -> Store:
    """All generated pages and data files.

    `exports` are files to be published as they are. `prose` are (path, title) of hand-written pages,
    which the site engine renders: they are named here so that search finds them. `extra` are pages
    made elsewhere (calculators, drafts). `sections` are (path with anchor, title) of chapters of the
    hand-written pages, for the search. `options` say what is made for programs beside the pages. `first` waits
    for the pages of `first_pages` where they are made elsewhere. Raises ValueError where two pages claim one path.
    """
    atlas = Atlas(publication)
    renderer = Renderer(twins=options.twins)
    found, last = Store(), Store()

    def add(path: str, content: Page | bytes) -> None:
        if isinstance(content, Page) and options.twins and not content.twin:
            words = form_twin(content.title, content.description, path)
            content = replace(content, twin=words)
        last.put(path, content)

    feeds = subscriptions(atlas, options)
    if first is None:
        found.take_in(first_pages(publication, options))
    for page in _last_pages(atlas, renderer, exports, feeds, options):
        add(page.path, page)
    for page in extra:
        add(page.path, page)
    for path, content in calculator_pages(atlas, renderer).items():
        add(path, content)
    if first is not None:
        found.take_in(first())
    found.take_in(last)
    last, prose = found, tuple(prose)
    paths = dict.fromkeys([*found, *(path for path, _ in prose)])
    add("index.html", _home(atlas, renderer, paths, exports, options))
    written = [page.path for page in found.pages()]
    written += [path for path, _ in prose]
    found.put_all(exports)
    found.put_all(feeds)
    found.put_all(guides(atlas, written, prose, options))
    found.put_all(compare_scripts.compare_files(atlas))
    together = {**compare_scripts.PUT_TOGETHER, SITE: SITE_MODULES}
    found.put_all({script: joined(modules) for script, modules in together.items()})
    pages = [_sought(page) for page in found.pages()]
    found.put_all(search_index.files(atlas, [*pages, *prose, *sections], publication.search_words))
    return found


def _sought(page: Page) -> tuple[str, ...]:
    """What the search knows of a page: of the few that stand alone or head a room their description too."""
    alone = "/" not in page.path or page.path.endswith("/index.html")
    return (page.path, page.title, page.description) if alone else (page.path, page.title)


def first_pages(publication: Publication, options: Options, store: Store | None = None) -> Store:
    """Half of the work: the pages of schemes, regions and parameters and of what is known, put into `store`."""
    atlas, renderer = Atlas(publication), Renderer(twins=options.twins)
    store = Store() if store is None else store
    for page in chain(
        _scheme_pages(atlas, renderer, options),
        _region_pages(atlas, renderer),
        _parameter_pages(atlas, renderer),
        _coverage_pages(atlas, renderer),
    ):
        store.put(page.path, page)
    return store


def _last_pages(
    atlas: Atlas,
    renderer: Renderer,
    exports: Mapping[str, bytes],
    feeds: Mapping[str, bytes],
    options: Options,
) -> Iterator[Page]:
    yield from _table_pages(atlas, renderer)
    yield from _list_pages(atlas, renderer)
    yield _data_page(atlas, renderer, exports, feeds, options)
    yield from tracing_pages(atlas, renderer)


def _home(
    atlas: Atlas,
    renderer: Renderer,
    paths: Mapping[str, object],
    exports: Mapping[str, bytes],
    options: Options,
) -> Page:
    return rendered_page(
        renderer,
        "home",
        lists.home_view(atlas, paths),
        path="index.html",
        title="小额贷款保证保险政策图谱",
        description="各地小额贷款保证保险政策的逐项比较：额度、利率、费率、风险分担、补贴，每一格都有原文依据。",
        section="home",
        wide=True,
        linked=linked_data.script_text(
            linked_data.home_data(atlas, exports, options.addresses())
        ),
    )


def _scheme_pages(atlas: Atlas, renderer: Renderer, options: Options) -> Iterator[Page]:
    for record in atlas.schemes:
        yield scheme_page(atlas, renderer, options, record)
    for number, listing in enumerate(lists.schemes_views(atlas), start=1):
        yield rendered_page(
            renderer,
            "schemes",
            listing,
            path=numbered(lists.SCHEMES, number),
            title="方案",
            description="已收录的各地小额贷款保证保险方案，按地区排列，注明效力状态和资料来源。",
            section="schemes",
            wide=True,
        )


def scheme_page(atlas: Atlas, renderer: Renderer, options: Options, record: Record) -> Page:
    """The page of one scheme."""
    view = scheme.scheme_view(atlas, record)
    return rendered_page(
        renderer,
        "scheme",
        view,
        path=scheme_path(record["id"]),
        title=view.name,
        description=f"{view.name}：额度、期限、利率、保险费率、风险分担和补贴等规定，逐项附原文依据。",
        section="schemes",
        toc=_scheme_toc(view),
        linked=linked_data.script_text(linked_data.scheme_data(atlas, record, options.addresses("../"))),
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
        yield rendered_page(
            renderer,
            "region",
            view,
            path=region_path(code),
            title=view.name,
            description=f"{view.name}的小额贷款保证保险政策，以及上级文件对{view.name}的安排。",
            section="regions",
            wide=True,
        )
    yield rendered_page(
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
            yield rendered_page(
                renderer,
                "parameter",
                view,
                path=numbered(parameter_path(record["id"]), number),
                title=view.label,
                description=f"{view.label}：定义、编码规则，以及各地方案的规定和原文依据。",
                section="parameters",
                wide=True,
                scripts=PICTURE_SCRIPTS if view.pictured else (),
                styles=PICTURE_STYLES if view.pictured else (),
            )
    groups = parameter.parameter_index(atlas)
    yield rendered_page(
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
        yield rendered_page(
            renderer,
            "compare",
            view,
            path=numbered(table.PATH, number),
            title="比较政策" if view.first else f"比较政策：{view.title}",
            description=f"{'各地' if view.first else view.title}小额贷款保证保险方案逐项并排，每一格都可以打开原文依据。",
            section="compare",
            wide=True,
            scripts=compare_scripts.SCRIPTS if view.first else (),
            styles=("assets/stylesheets/compare.css",) if view.first else (),
        )


def _coverage_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for number, listing in enumerate(coverage.coverage_views(atlas), start=1):
        yield rendered_page(
            renderer,
            "coverage",
            listing,
            path=numbered(coverage.PATH, number),
            title="覆盖与核验",
            description="每个方案、每项参数已经知道多少：已核验、已载明、另行约定、未规定、未见原文。",
            section="about",
            wide=True,
        )


def _list_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    for number, view in enumerate(lists.sources_views(atlas), start=1):
        yield rendered_page(
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
    yield rendered_page(
        renderer,
        "glossary",
        glossary,
        path="glossary.html",
        title="术语对照",
        description="图谱所用术语的中英文对照。",
        section="about",
        toc=[TocEntry(group.title, group.anchor) for group in glossary],
    )


def _data_page(
    atlas: Atlas,
    renderer: Renderer,
    exports: Mapping[str, bytes],
    feeds: Mapping[str, bytes],
    options: Options,
) -> Page:
    downloads = lists.download_groups(
        exports, feeds, twins=options.twins, mapped=bool(options.site_url)
    )
    page = rendered_page(
        renderer,
        "data",
        downloads,
        path=DATA_PAGE,
        title="数据下载",
        description="图谱的全部数据：表格、静态数据接口、订阅和日历、文本副本，可以离线使用。",
        section="about",
        toc=[TocEntry(group.title, group.anchor) for group in downloads],
        linked=linked_data.script_text(
            linked_data.dataset(atlas, exports, options.addresses())
        ),
    )
    if not options.archive:
        return page
    offered, _ = offline_parts(atlas.as_of)
    return replace(page, body=page.body + offered, toc=(*page.toc, TocEntry("离线包", "offline")))


def offline_parts(as_of: str) -> tuple[str, str]:
    """The part of the data page that offers the offline copy, and what stands in its place inside the copy."""
    renderer = Renderer()
    day = readable_date(as_of)
    offered, inside = (
        renderer.page("offline", root="", view=Offline(ARCHIVE, day, where))
        for where in (False, True)
    )
    return offered, inside
