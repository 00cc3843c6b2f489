"""The pages that trace how the data hang together: changes, the timeline, contradictions, what to read next."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rendering import Renderer
from generator.views import contradictions, lineage, reading
from generator.views.atlas import Atlas
from generator.views.names import numbered
from generator.views.pictures import timeline
from generator.website.pages import Page, TocEntry
from generator.website.rendered import rendered_page

PICTURE_SCRIPTS = ("assets/javascripts/pictures.js",)
"""What pages with pictures load: all of it works without, this adds arrow keys and taking a picture away."""

PICTURE_STYLES = ("assets/stylesheets/pictures.css",)


def tracing_pages(atlas: Atlas, renderer: Renderer) -> Iterator[Page]:
    """One page for every pair of texts that follow one another, and the lists over all schemes."""
    for view in lineage.changes_views(atlas):
        optional = (
            (view.told, "新文件自己说改了什么", "told"),
            (view.compared, "两份文件逐项相比", "compared"),
            (view.same, "没有变的", "same"),
            (True, "还不能比较的", "open"),
        )
        yield rendered_page(
            renderer,
            "changes",
            view,
            path=view.path,
            title=view.title,
            description=f"{view.old.name}和{view.new.name}：逐项列出旧的说法和新的说法，附原文依据。",
            section="schemes",
            toc=[TocEntry(title, anchor) for present, title, anchor in optional if present],
        )
    places = lineage.changes_index(atlas)
    yield rendered_page(
        renderer,
        "lineages",
        places,
        path=lineage.CHANGES,
        title="版本沿革",
        description="哪份文件定稿、修改、替代或者接续了哪份文件，每一对改了什么。",
        section="schemes",
        toc=[TocEntry(place.place, place.anchor) for place in places],
    )
    for number, listing in enumerate(timeline.timeline_views(atlas), start=1):
        yield rendered_page(
            renderer,
            "timeline",
            listing,
            path=numbered(timeline.PATH, number),
            title="时间线",
            description="各地方案何时印发、施行、到期或者被替代，按省份画在同一条时间轴上；何时失效没有读到的照实画出。",
            section="schemes",
            toc=[TocEntry(province.title, province.anchor) for province in listing.provinces],
            scripts=PICTURE_SCRIPTS,
            styles=PICTURE_STYLES,
        )
    told = contradictions.contradictions_view(atlas)
    yield rendered_page(
        renderer,
        "contradictions",
        told,
        path=contradictions.PATH,
        title="说法不一",
        description="不同来源对同一件事的不同说法：并排列出，各附来源，写明怎样处理。",
        section="about",
        toc=(
            TocEntry("同一方案，来源不一", "clashes"),
            TocEntry("容易弄混的", "differences"),
            TocEntry("参考利率", "rates"),
        ),
    )
    for number, listing in enumerate(reading.reading_views(atlas), start=1):
        yield rendered_page(
            renderer,
            "reading",
            listing,
            path=numbered(reading.PATH, number),
            title="下一步读什么",
            description="正式文件还没有通读的方案，按值得读的先后排列，写明理由和还答不上的问题。",
            section="about",
            wide=True,
        )
