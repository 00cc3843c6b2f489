"""The pages that list things: home, schemes, sources, glossary, data."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generator.views.atlas import TIERS, Atlas, Link
from generator.views.coverage import count_phrases
from generator.views.names import Record, hyphened, readable_date, scheme_path, zh
from generator.views.pages import Paging, chunks, numbered_pages
from generator.views.region import SchemeCard, Tile, region_tiles, scheme_card
from generator.views.scheme import Source, source_view

SCHEMES = "schemes/index.html"
SOURCES = "sources.html"
NEWEST = 6
SOURCES_PER_PAGE = 200
SCHEMES_PER_PAGE = 200
ADJACENT = "相邻类型：不是贷款保证保险"


@dataclass(frozen=True)
class Door:
    """A way in: shown only where its page exists."""

    title: str
    text: str
    href: str


DOORS = (
    Door("比较政策", "各地条款逐项并排，每一格都能看到原文依据。", "compare.html"),
    Door("算借款成本", "填一笔贷款，看利息、保费、补贴和年化成本。", "costs/index.html"),
    Door("财政测算", "算一个方案一年花财政多少钱，损失由谁承担。", "fiscal/index.html"),
    Door("起草办法", "从参数写出实施办法、起草说明和申请表。", "drafts/index.html"),
)


@dataclass(frozen=True)
class Count:
    """A number worth knowing, with what it counts."""

    number: str
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """The first page."""

    as_of: str
    doors: tuple[Door, ...]
    counts: tuple[Count, ...]
    newest: tuple[SchemeCard, ...]
    topics: tuple[Link, ...]
    places: tuple[Link, ...]
    tiles: tuple[Tile, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class ProvinceSchemes:
    """The schemes of a province, or those of adjacent kinds."""

    anchor: str
    title: str
    rows: tuple[SchemeCard, ...]
    adjacent: bool


@dataclass(frozen=True, kw_only=True)
class SchemesView:
    """A page of the list of schemes."""

    provinces: tuple[ProvinceSchemes, ...]
    total: int
    as_of: str
    paging: Paging


@dataclass(frozen=True)
class SourceLine:
    """A source with the scheme that rests on it."""

    scheme: Link
    source: Source
    href: str


@dataclass(frozen=True, kw_only=True)
class SourcesView:
    """A page of the list of sources."""

    lines: tuple[SourceLine, ...]
    total: int
    tiers: tuple[Count, ...]
    paging: Paging


@dataclass(frozen=True)
class Term:
    """A term in both languages."""

    anchor: str
    zh: str
    en: str
    href: str


@dataclass(frozen=True)
class TermGroup:
    """Terms of one kind."""

    anchor: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Download:
    """A file that can be taken away."""

    path: str
    text: str
    size: str


@dataclass(frozen=True)
class DownloadGroup:
    """Files of one kind."""

    anchor: str
    title: str
    text: str
    files: tuple[Download, ...]


# What a newcomer asks first.
TOPICS = (
    "loan_rate_cap",
    "loan_amount_cap",
    "loss_shares",
    "premium_rate_cap",
    "premium_subsidy",
    "government_compensation",
    "suspension_trigger",
    "claim_trigger",
)

TERM_TITLES = {
    "borrower": "借款人",
    "group": "重点群体",
    "party": "参与方",
    "route": "增信路径",
}


def home_view(atlas: Atlas, paths: Mapping[str, object]) -> HomeView:
    """The first page; `paths` tells which pages exist."""
    phrases, verified = count_phrases(atlas.schemes)
    known_schemes = [scheme for scheme in atlas.schemes if not scheme["stub"]]
    leads = len(atlas.schemes) - len(known_schemes)
    provinces = {atlas.province_name(scheme["region"]["code"]) for scheme in known_schemes}
    newest = sorted(
        atlas.schemes,
        key=lambda scheme: (not scheme["stub"], scheme["year"] or 0, scheme["id"]),
        reverse=True,
    )
    return HomeView(
        as_of=readable_date(atlas.as_of),
        doors=tuple(door for door in DOORS if door.href in paths),
        counts=(
            Count(str(len(known_schemes)), f"个地方方案，另有{leads}条线索", "schemes/index.html"),
            Count(str(len(provinces)), "个省份", "regions/index.html"),
            Count(str(len(atlas.parameters)), "项可比参数", "parameters/index.html"),
            Count(str(count_provisions(atlas.schemes)), "条规定，条条有来源", "coverage.html"),
            Count(_share(verified, phrases), "条原文短语已逐字核验", "sources.html"),
        ),
        newest=tuple(scheme_card(atlas, scheme) for scheme in newest[:NEWEST]),
        topics=tuple(
            Link(zh(atlas.parameter[i]["label"]), f"parameters/{i}.html")
            for i in TOPICS
            if i in atlas.parameter
        ),
        places=tuple(
            Link(atlas.regions[code]["zh"], f"regions/{code}.html")
            for code in sorted(atlas.schemes_of_region)
        ),
        tiles=region_tiles(atlas),
        total=len(atlas.schemes),
    )


def count_provisions(schemes: Sequence[Record]) -> int:
    """How many provisions state something or say who decides."""
    return sum(
        provision["state"] in ("stated", "delegated")
        for scheme in schemes
        for entry in scheme["parameters"].values()
        for provision in entry["provisions"]
    )


def _share(part: int, whole: int) -> str:
    return str(part) if part == whole else f"{part}/{whole}"


def schemes_views(atlas: Atlas) -> Iterator[SchemesView]:
    """The list of all schemes in pages."""
    parts = chunks(atlas.adjacent_last(atlas.schemes), SCHEMES_PER_PAGE)
    for number, part in enumerate(parts, start=1):
        yield SchemesView(
            provinces=_by_province(atlas, part),
            total=len(atlas.schemes),
            as_of=readable_date(atlas.as_of),
            paging=numbered_pages(number, len(parts), SCHEMES),
        )


def _by_province(atlas: Atlas, schemes: Sequence[Record]) -> tuple[ProvinceSchemes, ...]:
    found: dict[str, list[SchemeCard]] = {}
    for scheme in schemes:
        province = atlas.province_name(scheme["region"]["code"])
        name = ADJACENT if atlas.adjacent(scheme) else province
        found.setdefault(name, []).append(scheme_card(atlas, scheme))
    return tuple(
        ProvinceSchemes(
            anchor=f"province-{number}",
            title=name,
            rows=tuple(cards),
            adjacent=name == ADJACENT,
        )
        for number, (name, cards) in enumerate(found.items(), start=1)
    )


def sources_views(atlas: Atlas) -> Iterator[SourcesView]:
    """The list of all sources in pages."""
    lines = [
        SourceLine(
            atlas.scheme_link(scheme["id"]),
            source_view(atlas, source),
            f"{scheme_path(scheme['id'])}#source-{source['id']}",
        )
        for scheme in atlas.schemes
        for source in scheme["sources"]
    ]
    tiers = tuple(
        Count(
            str(sum(1 for line in lines if line.source.tier.key == tier)),
            atlas.label("tier", tier),
            "",
        )
        for tier in TIERS
    )
    parts = chunks(lines, SOURCES_PER_PAGE)
    for number, part in enumerate(parts, start=1):
        yield SourcesView(
            lines=tuple(part),
            total=len(lines),
            tiers=tiers,
            paging=numbered_pages(number, len(parts), SOURCES),
        )


def glossary_view(atlas: Atlas) -> tuple[TermGroup, ...]:
    """Every term of the vocabulary in Chinese and English."""
    groups = [
        TermGroup(
            group.anchor,
            group.title,
            tuple(
                Term(
                    f"t-{hyphened(p['id'])}",
                    zh(p["label"]),
                    p["label"]["en"],
                    f"parameters/{p['id']}.html",
                )
                for p in group.parameters
            ),
        )
        for group in atlas.groups
    ]
    for key, terms in (atlas.publication.parameters.get("terms") or {}).items():
        if key in TERM_TITLES:
            groups.append(
                TermGroup(
                    f"terms-{hyphened(key)}",
                    TERM_TITLES[key],
                    tuple(
                        Term(
                            f"t-{hyphened(key)}-{hyphened(t['id'])}",
                            t["label"]["zh"],
                            t["label"]["en"],
                            "",
                        )
                        for t in terms
                    ),
                )
            )
    return tuple(groups)


# Exact path or prefix -> what it holds, in words.
DOWNLOAD_TEXTS = {
    "api/v1/index.json": "目录：版本、数据日期、数量和其余文件的地址",
    "api/v1/parameters.json": "参数表：名称、定义、编码规则、类型",
    "api/v1/schemes.json": "方案一览：每个方案一行",
    "api/v1/compare.json": "比较表：参数×方案",
    "api/v1/reference-rates.json": "贷款基准利率与LPR的历次数值和来源",
    "api/v1/differences.json": "容易弄混的不同：涉及的格子和处理",
    "api/v1/contradictions.json": "说法不一：各种说法、来源和处理",
    "api/v1/openapi.json": "接口说明",
    "data/datapackage.json": "数据包说明",
    "data/schemes.csv": "方案一览",
    "data/provisions.csv": "全部规定，一行一条，附原文短语和条款",
    "data/parameters.csv": "参数的名称、定义和编码规则",
    "data/coverage.csv": "每个方案、每项参数的状态",
    "data/reference_rates.csv": "贷款基准利率与LPR",
    "data/comparison.csv": "比较表：参数×方案，一个方案一列",
    "data/comparison.txt": "比较表的文本（Markdown格式）：每项参数下各方案的规定和出处",
    "data/atlas.xlsx": "全部数据的工作簿：比较、来源、规定、方案、参数、参考利率",
    "feed.atom": "数据更新的订阅源，用阅读器订阅",
    "expiry.ics": "各方案有效期和申请期截止日的日历，可以导入日历软件",
}

TWIN = Download("index.md", "首页的文本副本（Markdown格式）；每一页都有，在同一个位置，名字相同，只换后缀", "")
CONTENTS = Download("llms.txt", "全站目录，写给程序和语言模型，指向各页的文本副本", "")
MAP = Download("sitemap.xml", "全站网页的地址，供搜索引擎使用", "")
LINKED = "首页、本页和每个方案页里另有供搜索引擎读取的结构化标注。"


def download_groups(
    exports: Mapping[str, bytes],
    feeds: Mapping[str, bytes] = MappingProxyType({}),
    twins: bool = False,
    mapped: bool = False,
) -> tuple[DownloadGroup, ...]:
    """The files of the export, tables first; files of single schemes are summed up in one line.

    `feeds` are those to subscribe to; `twins` tells that pages have twins, `mapped` that there is a map of the site.
    """
    tables = [path for path in sorted(exports) if path.startswith("data/")]
    interface = [
        path for path in sorted(exports) if path.startswith("api/") and path.count("/") == 2
    ]
    groups = (
        ("tables", "表格", "可以用电子表格软件直接打开，文字编码为带标记的UTF-8。", tables),
        ("interface", "数据接口", "静态的JSON文件，地址不变，离线也能读取。", interface),
        ("feeds", "订阅和日历", "日期都是数据的日期；只知道年份或者月份的，不在日历里。", list(feeds)),
    )
    known = ChainMap(dict(feeds), exports)
    found = tuple(
        DownloadGroup(
            anchor,
            title,
            text,
            tuple(
                Download(p, DOWNLOAD_TEXTS.get(p, _table_text(p)), _size(known[p])) for p in paths
            ),
        )
        for anchor, title, text, paths in groups
        if paths
    )
    if not feeds:
        return found
    files = (CONTENTS, *((TWIN,) if twins else ()), *((MAP,) if mapped else ()))
    return (*found, DownloadGroup("programs", "供程序读取", LINKED, files))


def _table_text(path: str) -> str:
    endings = {"csv": "表格（CSV）", "xlsx": "工作簿（XLSX）", "json": "数据（JSON）"}
    return endings.get(path.rsplit(".", 1)[-1], "数据")


def _size(content: bytes) -> str:
    kilobytes = -(-len(content) // 1024)
    return f"{kilobytes} KB"
