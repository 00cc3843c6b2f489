"""How texts follow one another: the line on a scheme's page, and the page of what changed between two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.comparison.lineage import Pair, line_of, outside
from generator.comparison.revisions import Revision, Words, read_whole, revisions
from generator.views.atlas import Atlas, Badge, Link
from generator.views.cells import Evidence, evidence_views
from generator.views.names import (
    UNKNOWN,
    Record,
    in_marks,
    known,
    parameter_anchor,
    parameter_path,
    readable_date,
    scheme_path,
    zh,
)

CHANGES = "changes/index.html"
KEEPING = ("kept_in_force", "extended")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One text of a line; `changes` lead to what it changed against those before it."""

    name: str
    year: str
    href: str
    lifecycle: Badge
    stage: str
    current: bool
    changes: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A notice that keeps a text in force or prolongs it, as a fact with its source."""

    label: str
    text: str
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class LineageView:
    """The line of texts that one scheme belongs to; `before` are older texts that are not recorded."""

    steps: tuple[Step, ...]
    before: tuple[str, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two texts that are compared."""

    name: str
    href: str
    number: str
    dated: str
    lifecycle: Badge
    read: str


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A source's words for one side of a change."""

    phrase: str
    locator: str
    source: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One provision that is not the same in both texts; an empty side says nothing."""

    label: str
    href: str
    when: str
    old: str
    new: str
    old_href: str
    new_href: str
    old_quotes: tuple[Quoted, ...]
    new_quotes: tuple[Quoted, ...]
    verdict: Badge


@dataclass(frozen=True, kw_only=True)
class Same:
    """A parameter that both texts settle alike."""

    label: str
    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ChangesView:
    """Everything on the page of two texts that follow one another."""

    path: str
    title: str
    old: Side
    new: Side
    relation: str
    note: str
    evidence: tuple[Evidence, ...]
    told: tuple[ChangeLine, ...]
    told_places: int
    compared: tuple[ChangeLine, ...]
    same: tuple[Same, ...]
    only_new: tuple[Link, ...]
    only_old: tuple[Link, ...]
    unread: int


@dataclass(frozen=True, kw_only=True)
class PairLine:
    """A pair in the index of changes."""

    old: Link
    new: Link
    href: str
    relation: str
    changed: int
    open: int


@dataclass(frozen=True, kw_only=True)
class PlacePairs:
    """The pairs of one place."""

    anchor: str
    place: str
    lines: tuple[PairLine, ...]


def changes_path(old: str, new: str) -> str:
    """The address of what changed from one scheme to another."""
    return f"changes/{old}--{new}.html"


def lineage_view(atlas: Atlas, scheme: Record) -> LineageView | None:
    """The line that a scheme belongs to, or None where it stands alone and no notice concerns it."""
    line = line_of(scheme["id"], atlas.linked)
    members = line or (scheme,)
    ids = {member["id"] for member in members}
    before = tuple(
        f"{zh(one.relation['label'])}{in_marks(one.relation['title'])}"
        for one in outside(atlas.schemes)
        if one.scheme["id"] in ids
    )
    kept = tuple(_kept(atlas, scheme, n) for n in scheme["notices"] if n["kind"] in KEEPING)
    if not (line or before or kept):
        return None
    return LineageView(
        steps=tuple(_step(atlas, member, scheme) for member in members),
        before=before,
        kept=kept,
    )


def changes_views(atlas: Atlas) -> Iterator[ChangesView]:
    """A page for every pair of texts that follow one another."""
    for pair in atlas.linked:
        yield changes_view(atlas, pair)


def changes_view(atlas: Atlas, pair: Pair) -> ChangesView:
    """What changed from the older to the newer text of a pair, provision by provision."""
    old, new = pair.old, pair.new
    found = revisions(dict(old), dict(new), _labels(atlas))
    lines = [(revision, _line(atlas, pair, revision)) for revision in found]
    states = {
        p["id"]: (old["parameters"][p["id"]]["state"], new["parameters"][p["id"]]["state"])
        for p in atlas.parameters
    }
    touched = {revision.parameter for revision in found}
    said = ("stated", "delegated")
    return ChangesView(
        path=changes_path(old["id"], new["id"]),
        title=f"{atlas.titled(new)}：改了什么",
        old=_side(atlas, old),
        new=_side(atlas, new),
        relation=zh(pair.relation["label"]),
        note=zh(pair.relation["note"]),
        evidence=evidence_views(atlas, new, pair.relation["evidence"]),
        told=tuple(line for revision, line in lines if revision.kind == "amended"),
        told_places=len(
            {
                (words.source, words.locator)
                for revision in found
                if revision.kind == "amended"
                for words in revision.old_words
            }
        ),
        compared=tuple(line for revision, line in lines if revision.kind != "amended"),
        same=tuple(
            _same(atlas, new, i)
            for i, (a, b) in states.items()
            if a in said and b in said and i not in touched
        ),
        only_new=tuple(
            _parameter_link(atlas, new, i)
            for i, (a, b) in states.items()
            if a == "unread" and b in said and i not in touched
        ),
        only_old=tuple(
            _parameter_link(atlas, old, i)
            for i, (a, b) in states.items()
            if b == "unread" and a in said
        ),
        unread=sum(1 for a, b in states.values() if a == b == "unread"),
    )


def changes_index(atlas: Atlas) -> tuple[PlacePairs, ...]:
    """Every pair, by place."""
    places: dict[str, list[Pair]] = {}
    for pair in atlas.linked:
        places.setdefault(pair.new["region"]["code"], []).append(pair)
    return tuple(
        PlacePairs(
            anchor=f"r-{code}",
            place=atlas.regions[code]["zh"],
            lines=tuple(_pair_line(atlas, pair) for pair in members),
        )
        for code, members in places.items()
    )


def _pair_line(atlas: Atlas, pair: Pair) -> PairLine:
    view = changes_view(atlas, pair)
    return PairLine(
        old=Link(atlas.titled(pair.old), scheme_path(pair.old["id"])),
        new=Link(atlas.titled(pair.new), scheme_path(pair.new["id"])),
        href=view.path,
        relation=view.relation,
        changed=len(view.told) + len(view.compared),
        open=len(view.only_new) + len(view.only_old),
    )


def _labels(atlas: Atlas) -> dict[str, str]:
    return {parameter["id"]: zh(parameter["label"]) for parameter in atlas.parameters}


def _step(atlas: Atlas, member: Record, current: Record) -> Step:
    stage = member["instrument"]["stage"]
    return Step(
        name=zh(member["name"]),
        year=atlas.year(member),
        href=scheme_path(member["id"]),
        lifecycle=atlas.lifecycle(member),
        stage="" if stage == "final" else atlas.label("instrument_stage", stage),
        current=member["id"] == current["id"],
        changes=tuple(
            Link(
                f"{zh(pair.relation['label'])}{_short(atlas, pair.old, member)}：改了什么",
                changes_path(pair.old["id"], member["id"]),
            )
            for pair in atlas.linked
            if pair.new["id"] == member["id"]
        ),
    )


def _short(atlas: Atlas, old: Record, new: Record) -> str:
    if old["instrument"]["stage"] == "draft_for_comment":
        return "征求意见稿"
    if old["region"]["code"] != new["region"]["code"]:
        return f"{old['region']['zh']}{atlas.year(old)}的文件"
    return f"{atlas.year(old)}的文件"


def _kept(atlas: Atlas, scheme: Record, notice: Record) -> Kept:
    parts = [known(notice["number"]), readable_date(notice["dated"])]
    parts += [f"有效期延至{readable_date(notice['until'])}"] if notice["until"] else []
    detail = "，".join(part for part in parts if part)
    return Kept(
        label=zh(notice["label"]),
        text=f"{in_marks(notice['title'])}（{detail}）" if detail else in_marks(notice["title"]),
        note=zh(notice["note"]),
        evidence=evidence_views(atlas, scheme, notice["evidence"]),
    )


def _side(atlas: Atlas, scheme: Record) -> Side:
    instrument = scheme["instrument"]
    dates = (instrument["effective_from"], instrument["issued_on"])
    return Side(
        name=atlas.titled(scheme),
        href=scheme_path(scheme["id"]),
        number=(
            "文号未见原文" if instrument["number"] in UNKNOWN else known(instrument["number"])
        ),
        dated=next((readable_date(day) for day in dates if day[:1].isdigit()), "日期未见原文"),
        lifecycle=atlas.lifecycle(scheme),
        read=_reading(scheme),
    )


def _reading(scheme: Record) -> str:
    if read_whole(scheme):
        return "正式文件已通读"
    if any(source["governing"] for source in scheme["sources"]):
        return "正式文件只读到一部分"
    return "正式文件没有读到，据解读、报道或文章"


def _line(atlas: Atlas, pair: Pair, revision: Revision) -> ChangeLine:
    old, new = pair.old, pair.new
    anchor = parameter_anchor(revision.parameter)
    # What a text tells of its forerunner is told in its own sources.
    teller = new if revision.kind == "amended" else old
    return ChangeLine(
        label=revision.label,
        href=parameter_path(revision.parameter),
        when=revision.case,
        old=revision.old or "",
        new=revision.new or "",
        old_href=f"{scheme_path(old['id'])}#{anchor}",
        new_href=f"{scheme_path(new['id'])}#{anchor}",
        old_quotes=_quoted(teller, revision.old_words),
        new_quotes=_quoted(new, revision.new_words),
        verdict=_verdict(atlas, pair, revision),
    )


def _verdict(atlas: Atlas, pair: Pair, revision: Revision) -> Badge:
    if revision.kind == "amended":
        return Badge("amended", "据新文件所述")
    if revision.kind == "changed":
        worded = atlas.parameter[revision.parameter]["kind"] in ("text", "terms")
        return Badge("reworded", "写法不同") if worded else Badge("changed", "修改")
    return Badge(revision.kind if revision.whole else "open", revision.change)


def _quoted(scheme: Record, words: tuple[Words, ...]) -> tuple[Quoted, ...]:
    titles = {source["id"]: source["title"] for source in scheme["sources"]}
    return tuple(
        Quoted(
            phrase=word.phrase,
            locator=word.locator or "",
            source=titles[word.source],
            href=f"{scheme_path(scheme['id'])}#source-{word.source}",
        )
        for word in words
    )


def _same(atlas: Atlas, scheme: Record, identifier: str) -> Same:
    link = _parameter_link(atlas, scheme, identifier)
    return Same(
        label=link.text, href=link.href, text=zh(scheme["parameters"][identifier]["text"])
    )


def _parameter_link(atlas: Atlas, scheme: Record, identifier: str) -> Link:
    href = f"{scheme_path(scheme['id'])}#{parameter_anchor(identifier)}"
    return Link(zh(atlas.parameter[identifier]["label"]), href)
