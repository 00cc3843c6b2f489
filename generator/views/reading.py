"""What to read next: the schemes whose governing text is still to be read, the most worthwhile first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.comparison.reading_list import Candidate, candidates, wanted
from generator.views.atlas import Atlas, Badge, Link
from generator.views.names import in_marks, known, scheme_path, web_address, zh
from generator.views.pages import Paging, chunks, numbered_pages
from generator.views.scheme import KEY_FACTS

PATH = "reading.html"
PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ToRead:
    """One scheme to read further: why, what, and where."""

    rank: int
    scheme: Link
    place: str
    lifecycle: Badge
    reasons: tuple[str, ...]
    document: str
    address: str
    address_title: str
    missing: str
    questions: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class WantedText:
    """A text that recorded ones name and that is not recorded."""

    title: str
    named_by: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """A page of the reading list."""

    lines: tuple[ToRead, ...]
    wanted: tuple[WantedText, ...]
    total: int
    schemes: int
    paging: Paging


def reading_views(atlas: Atlas) -> Iterator[ReadingView]:
    """The reading list in pages; the wanted texts stand on the last."""
    found = [_line(atlas, rank, c) for rank, c in enumerate(candidates(atlas.schemes), start=1)]
    parts = chunks(found, PER_PAGE)
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        yield ReadingView(
            lines=tuple(part),
            wanted=tuple(_wanted(atlas)) if last else (),
            total=len(found),
            schemes=len(atlas.schemes),
            paging=numbered_pages(number, len(parts), PATH),
        )


def first_to_read(atlas: Atlas, count: int) -> tuple[ToRead, ...]:
    """The top of the list."""
    best = candidates(atlas.schemes)[:count]
    return tuple(_line(atlas, rank, c) for rank, c in enumerate(best, start=1))


def _line(atlas: Atlas, rank: int, candidate: Candidate) -> ToRead:
    scheme = candidate.scheme
    instrument = scheme["instrument"]
    governing = [source for source in scheme["sources"] if source["governing"]]
    sources = governing or list(scheme["sources"])
    reachable = next((s for s in sources if web_address(s.get("url"))), None)
    number = known(instrument["number"]) if instrument["number"][:1] != "u" else ""
    return ToRead(
        rank=rank,
        scheme=Link(atlas.titled(scheme), scheme_path(scheme["id"])),
        place=scheme["region"]["zh"],
        lifecycle=atlas.lifecycle(scheme),
        reasons=_reasons(candidate, bool(governing)),
        document=in_marks(instrument["title"]) + (f"（{number}）" if number else ""),
        address=web_address(reachable.get("url")) if reachable else "",
        address_title=reachable["title"] if reachable else "",
        missing="、".join(part for source in governing for part in source["missing"]),
        questions=_questions(atlas, candidate),
    )


def _reasons(candidate: Candidate, opened: bool) -> tuple[str, ...]:
    reasons = ["正式文件只读到一部分" if opened else "正式文件没有读到"]
    if candidate.resting:
        reasons.append(f"有{candidate.resting}份收录的文件以它为依据或在它之后")
    if candidate.places:
        reasons.append(f"点名{candidate.places}个地区")
    reasons.append(f"{candidate.unread}项未见原文")
    return tuple(reasons)


def _questions(atlas: Atlas, candidate: Candidate) -> tuple[Link, ...]:
    """The main questions that no provision of the scheme answers yet."""
    found = []
    entries = candidate.scheme["parameters"]
    for alternatives in KEY_FACTS:
        present = [i for i in alternatives if i in entries]
        if present and all(entries[i]["state"] == "unread" for i in present):
            first = atlas.parameter[present[0]]
            found.append(Link(zh(first["label"]), f"parameters/{first['id']}.html"))
    return tuple(found)


def _wanted(atlas: Atlas) -> Iterator[WantedText]:
    for one in wanted(atlas.schemes):
        yield WantedText(
            title=in_marks(one.title),
            named_by=tuple(Link(atlas.titled(s), scheme_path(s["id"])) for s in one.named_by),
        )
