"""The page of contradictions: every matter that sources tell in more than one way, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.comparison.contradictions import Clash, clashes, miscalculated
from generator.views.atlas import Atlas, Badge, Link
from generator.views.cells import Evidence, case_view
from generator.views.names import (
    Record,
    known,
    parameter_anchor,
    readable_date,
    scheme_path,
    zh,
)

PATH = "contradictions.html"

BOTH = "两种说法都收录，各附来源，不替读者选。"
ONE = "收录有原文用语的这一个；另一说照列在这里，不写进这个方案的取值。"
DOCUMENT = "文件概况只收录有依据的写法，另一说照列在这里。"
FIGURE = "照文件公布的数字列出，重算的结果另列，不改文件的数字。"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one source says."""

    text: str
    when: str
    href: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class ClashView:
    """One matter of one scheme."""

    anchor: str
    scheme: Link
    lifecycle: Badge
    subject: str
    href: str
    sides: tuple[Said, ...]
    told: tuple[str, ...]
    decision: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """One cell that takes part in a difference across schemes."""

    scheme: Link
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DifferenceView:
    """A difference across schemes, versions or levels."""

    anchor: str
    topic: str
    places: tuple[Place, ...]
    decision: str


@dataclass(frozen=True, kw_only=True)
class RateConflict:
    """Two tellings of one matter of a series of reference rates."""

    series: str
    topic: str
    ours: str
    theirs: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class ContradictionsView:
    """Everything on the page."""

    clashes: tuple[ClashView, ...]
    differences: tuple[DifferenceView, ...]
    rates: tuple[RateConflict, ...]
    schemes: int


def contradictions_view(atlas: Atlas) -> ContradictionsView:
    """All contradictions of the records, in their order."""
    found = [_clash(atlas, clash) for clash in clashes(atlas.schemes)]
    found += [_figure(atlas, scheme, figure) for scheme, figure in miscalculated(atlas.schemes)]
    return ContradictionsView(
        clashes=tuple(found),
        differences=tuple(
            _difference(atlas, number, one)
            for number, one in enumerate(atlas.publication.differences, start=1)
        ),
        rates=tuple(
            RateConflict(series=zh(series["label"]), **conflict)
            for series in atlas.publication.reference_rates["series"].values()
            for conflict in series["conflicts"]
        ),
        schemes=len({view.scheme.href for view in found}),
    )


def _clash(atlas: Atlas, clash: Clash) -> ClashView:
    scheme, parameter = clash.scheme, clash.parameter
    page = scheme_path(scheme["id"])
    if parameter is None:
        return ClashView(
            anchor=f"c-{scheme['id']}",
            scheme=Link(atlas.titled(scheme), page),
            lifecycle=atlas.lifecycle(scheme),
            subject="文件概况",
            href=f"{page}#facts",
            sides=(),
            told=clash.told,
            decision=DOCUMENT,
        )
    return ClashView(
        anchor=f"c-{scheme['id']}-{parameter_anchor(parameter)}",
        scheme=Link(atlas.titled(scheme), page),
        lifecycle=atlas.lifecycle(scheme),
        subject=zh(atlas.parameter[parameter]["label"]),
        href=f"{page}#{parameter_anchor(parameter)}",
        sides=tuple(_said(atlas, scheme, parameter, number, p) for number, p in clash.sides),
        told=clash.told,
        decision=BOTH if clash.both_recorded else ONE,
    )


def _said(atlas: Atlas, scheme: Record, parameter: str, number: int, provision: Record) -> Said:
    case = case_view(atlas, scheme, parameter, number, provision)
    return Said(
        text=case.text or (case.state.text if case.state else ""),
        when=case.when,
        href=f"{scheme_path(scheme['id'])}#{case.anchor}",
        evidence=case.evidence,
    )


def _figure(atlas: Atlas, scheme: Record, figure: Record) -> ClashView:
    page = scheme_path(scheme["id"])
    text = figure["text"]
    return ClashView(
        anchor=f"c-{scheme['id']}-published-figures",
        scheme=Link(atlas.titled(scheme), page),
        lifecycle=atlas.lifecycle(scheme),
        subject=figure["what"],
        href=f"{page}#published-figures",
        sides=(),
        told=(f"文件公布{zh(text['stated'])}，按它自己的各项重算为{zh(text['recomputed'])}",),
        decision=FIGURE,
    )


def _difference(atlas: Atlas, number: int, one: Record) -> DifferenceView:
    return DifferenceView(
        anchor=f"d-{number}",
        topic=one["topic"],
        places=tuple(_place(atlas, cell) for cell in one["cells"]),
        decision=one["decision"],
    )


def _place(atlas: Atlas, cell: Record) -> Place:
    scheme = atlas.by_id[cell["scheme"]]
    page, parameter = scheme_path(scheme["id"]), cell["parameter"]
    if parameter is None:
        instrument = scheme["instrument"]
        words = (known(instrument["title"]), known(instrument["number"]), _dated(instrument))
        return Place(
            scheme=Link(atlas.titled(scheme), f"{page}#facts"),
            subject="文件",
            text="，".join(word for word in words if word),
        )
    return Place(
        scheme=Link(atlas.titled(scheme), f"{page}#{parameter_anchor(parameter)}"),
        subject=zh(atlas.parameter[parameter]["label"]),
        text=zh(scheme["parameters"][parameter]["text"]),
    )


def _dated(instrument: Record) -> str:
    day = instrument["issued_on"]
    return readable_date(day) if day[:1].isdigit() else ""
