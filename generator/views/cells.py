"""The smallest things a page shows: a source's words, one case of a provision, one row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from generator.views.atlas import Atlas, Badge
from generator.views.names import Record, parameter_anchor, parameter_path, scheme_path, zh
from generator.views.reports import quoted_words, report_text

STATE_MEANINGS = {
    "stated": "文件写明了这一项。",
    "delegated": "文件写明这一项留给以后的约定或者另外的规定。",
    "silent": "规范性文件已完整读过，没有这一项规定。",
    "unread": "还没有读到会写这一项的原文，不能说有，也不能说没有。",
    "not_applicable": "这一项由同组的另一项规定，或者在这份文件里不会出现。",
}

# The modalities that a reader must be told of; 上限 and 下限 stand in the words themselves.
MARKED_MODALITIES = (
    "usual",
    "in_principle",
    "observed",
    "planned",
    "illustrative",
    "encouraged",
)


@dataclass(frozen=True)
class Quote:
    """A source's own words, where they stand, and what they are cited for if not for the figure."""

    phrase: str
    locator: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Words of one source, checked in one way."""

    quotes: tuple[Quote, ...]
    tier: Badge
    checked: Badge
    source_title: str
    source_href: str


@dataclass(frozen=True, kw_only=True)
class Previous:
    """What a provision said before an amendment."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One provision: its words, the condition it holds under, and what it rests on.

    `state` is None where the provision is stated; `plain` where there is nothing behind the words.
    `report` is what a reader sends to correct it, and stands on the scheme's page.
    """

    anchor: str
    state: Badge | None
    text: str
    when: str
    marks: tuple[str, ...]
    remarks: tuple[str, ...]
    previous: Previous | None
    evidence: tuple[Evidence, ...]
    hint: str
    locators: str
    plain: bool
    report_anchor: str
    report_href: str
    written_report: Callable[[], str] = field(compare=False, repr=False)

    @property
    def report(self) -> str:
        """The text of a report; made when asked for, since most pages that show the case do not."""
        return self.written_report()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One parameter of one scheme."""

    anchor: str
    label: str
    href: str
    cell_href: str
    state: Badge
    note: str
    cases: tuple[Case, ...]

    @property
    def answered(self) -> bool:
        """Whether the scheme settles the parameter, or says who will."""
        return self.state.key in ("stated", "delegated")


@dataclass(frozen=True, kw_only=True)
class Group:
    """A chapter of rows."""

    anchor: str
    title: str
    rows: tuple[Any, ...]


def evidence_views(
    atlas: Atlas, scheme: Record, entries: Iterable[Record] | None
) -> tuple[Evidence, ...]:
    """Evidence entries of a record as they are shown: in the record's order, each source named once in a run."""
    titles = {source["id"]: source["title"] for source in scheme["sources"]}
    page = scheme_path(scheme["id"])
    runs = groupby(
        entries or (), key=lambda entry: (entry["source"], entry["tier"], entry["checked"])
    )
    return tuple(
        Evidence(
            quotes=tuple(_quote(atlas, entry) for entry in run),
            tier=atlas.badge("tier", tier),
            checked=atlas.badge("checked", checked),
            source_title=titles[source],
            source_href=f"{page}#source-{source}",
        )
        for (source, tier, checked), run in runs
    )


def _quote(atlas: Atlas, entry: Record) -> Quote:
    role = entry["role"]
    return Quote(
        phrase=entry["phrase"],
        locator=entry["locator"] or "",
        role="" if role == "figure" else atlas.label("evidence_role", role),
    )


def case_view(
    atlas: Atlas, scheme: Record, parameter_id: str, number: int, provision: Record
) -> Case:
    """One provision of a record; `number` counts from 1 and makes the anchor."""
    state = provision["state"]
    entries = evidence_views(atlas, scheme, [*provision["evidence"], *provision["mentioned"]])
    remarks = remarks_of(provision)
    previous = previous_view(atlas, scheme, provision["previous"])
    anchor = f"{parameter_anchor(parameter_id)}-{number}"
    page, report_anchor = scheme_path(scheme["id"]), f"r{anchor[1:]}"
    return Case(
        anchor=anchor,
        state=None if state == "stated" else atlas.badge("state", state),
        text=zh(provision["text"]),
        when=zh(provision["when_text"]),
        marks=marks(atlas, provision),
        remarks=remarks,
        previous=previous,
        evidence=entries,
        hint="依据" if entries else "说明",
        locators=_locators(entries),
        plain=not (entries or remarks or previous),
        written_report=lambda: report_text(
            scheme=atlas.titled(scheme),
            subject=zh(atlas.parameter[parameter_id]["label"]),
            when=zh(provision["when_text"]),
            said=zh(provision["text"]) or atlas.label("state", state),
            words=quoted_words(scheme, [*provision["evidence"], *provision["mentioned"]]),
            address=f"{page}#{anchor}",
            as_of=atlas.as_of,
        ),
        report_anchor=report_anchor,
        report_href=f"{page}#{report_anchor}",
    )


def row_view(atlas: Atlas, scheme: Record, parameter: Record) -> Row:
    """What one scheme says of one parameter."""
    entry = scheme["parameters"][parameter["id"]]
    anchor = parameter_anchor(parameter["id"])
    return Row(
        anchor=anchor,
        label=zh(parameter["label"]),
        href=parameter_path(parameter["id"]),
        cell_href=f"{scheme_path(scheme['id'])}#{anchor}",
        state=atlas.badge("state", entry["state"]),
        note=zh(entry["note"]),
        cases=tuple(
            case_view(atlas, scheme, parameter["id"], number, provision)
            for number, provision in enumerate(entry["provisions"], start=1)
        ),
    )


def _locators(entries: tuple[Evidence, ...]) -> str:
    found = list(dict.fromkeys(q.locator for e in entries for q in e.quotes if q.locator))
    return "、".join(found[:2]) + ("等" if len(found) > 2 else "")


def marks(atlas: Atlas, provision: Record) -> tuple[str, ...]:
    """Short words that stand behind those of a provision, unless they are in them."""
    text = zh(provision["text"])
    found = []
    if provision["adds"]:
        found.append("另加")
    if provision["modality"] in MARKED_MODALITIES:
        found.append(atlas.label("modality", provision["modality"]))
    if provision["approx"]:
        found.append(atlas.label("mark", "approx"))
    return tuple(mark for mark in found if mark not in text)


def remarks_of(provision: Record) -> tuple[str, ...]:
    """What the editors say of a provision: notes, readings, conflicts."""
    remarks = [zh(provision["note"])]
    remarks += [f"编者读法：{zh(reading)}" for reading in provision["readings"].values()]
    remarks += [f"说法有出入：{zh(conflict)}" for conflict in provision["conflicts_with"]]
    return tuple(remark for remark in remarks if remark)


def previous_view(atlas: Atlas, scheme: Record, previous: Record | None) -> Previous | None:
    """What a provision said before, or None."""
    if not previous:
        return None
    return Previous(
        text=zh(previous["text"]),
        evidence=evidence_views(atlas, scheme, previous.get("evidence")),
    )
