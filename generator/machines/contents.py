"""`llms.txt`: what the site holds and where, in the form of https://llmstxt.org, its links leading to the twins of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.machines.addresses import Addresses
from generator.machines.linked_data import ENGLISH_NAME, NAME
from generator.twins import twin_path
from generator.twins.writing import Md, bullets, document, heading, paragraph, say, text
from generator.views.atlas import Atlas
from generator.views.names import parameter_path, readable_date, region_path, scheme_path, zh

PATH = "llms.txt"

FILES = (
    ("api/v1/index.json", "接口目录", "版本、数据日期、数量和其余文件的地址"),
    ("api/v1/openapi.json", "接口说明", "全部JSON文件的格式（OpenAPI 3.1）"),
    ("api/v1/compare.json", "比较表", "参数×方案，文字、状态和排序值"),
    ("api/v1/contradictions.json", "说法不一", "来源互相矛盾之处和处理"),
    ("data/provisions.csv", "全部规定", "一行一条，附原文短语和条款"),
    ("data/comparison.txt", "比较表的文本", "每项参数下各方案的规定和出处"),
    ("data/datapackage.json", "数据包说明", "各表格的列和类型"),
)


def contents(atlas: Atlas, prose: Sequence[tuple[str, str]], at: Addresses, twins: bool) -> bytes:
    """The file; `prose` are (path, title) of hand-written pages. Without twins the links lead to the pages."""
    return document(_blocks(atlas, prose, _Links(at, twins))).encode("utf-8")


class _Links:
    def __init__(self, at: Addresses, twins: bool) -> None:
        self._at, self._twins = at, twins

    def line(self, title: str, path: str, note: str = "") -> Md:
        page = twin_path(path) if self._twins and path.endswith(".html") else path
        return say(Md(f"[{text(title)}]({self._at.of(page)})"), f": {note}" if note else "")


def _blocks(atlas: Atlas, prose: Iterable[tuple[str, str]], links: _Links) -> Iterator[str]:
    yield heading(1, NAME)
    summary = say(
        f"{ENGLISH_NAME}：各地小额贷款保证保险政策的逐项比较，{len(atlas.schemes)}个方案、{len(atlas.parameters)}项参数，",
        f"每个数值都附原文短语、条款和资料级别。数据截至{readable_date(atlas.as_of)}。",
    )
    yield f"> {summary}"
    yield paragraph(
        "没有数值不等于没有规定：每一格是已载明、另行约定、未规定、未见原文、不适用之一，“未见原文”不能当作“没有”。",
        "效力按数据日期判断。政策内容以正式文件为准，不构成法律意见。数据按CC BY 4.0许可使用，所引原文短语归其来源所有。",
    )
    yield heading(2, "先看")
    yield bullets(
        [
            links.line("首页", "index.html"),
            links.line("方案一览", "schemes/index.html"),
            links.line("参数与编码规则", "parameters/index.html"),
            links.line("比较政策", "compare.html", "资料最全的几个方案并排"),
            links.line("说法不一", "contradictions.html"),
            *(links.line(title, path) for path, title in prose),
        ]
    )
    yield heading(2, "数据")
    yield bullets(links.line(title, path, note) for path, title, note in FILES)
    yield heading(2, "方案")
    yield bullets(
        links.line(
            atlas.titled(scheme),
            scheme_path(scheme["id"]),
            f"{atlas.lifecycle(scheme).text}，已载明{atlas.counts(scheme)['stated']}项",
        )
        for scheme in atlas.schemes
    )
    yield heading(2, "参数")
    yield bullets(links.line(zh(p["label"]), parameter_path(p["id"])) for p in atlas.parameters)
    yield heading(2, "Optional")
    yield bullets(
        [
            links.line("覆盖与核验", "coverage.html"),
            links.line("版本沿革", "changes/index.html"),
            links.line("来源", "sources.html"),
            links.line("术语对照", "glossary.html"),
            *(
                links.line(atlas.regions[code]["zh"], region_path(code))
                for code in sorted(atlas.reached)
            ),
        ]
    )
