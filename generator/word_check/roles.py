"""What each paragraph is in an official document: title, addressee, heading of a level, body, annex mark, date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.word_check.document import Document, Paragraph

LEVELS = (re.compile("[一二三四五六七八九十百]+、"), re.compile("（[一二三四五六七八九十百]+）"),
          re.compile(r"[0-9]+[.．]"), re.compile("（[0-9]+）"))  # fmt: skip
CHAPTER = re.compile("第[一二三四五六七八九十百零0-9]+章")
ARTICLE = re.compile("第[一二三四五六七八九十百零0-9]+条(?![第和、，至])")
ANNEX_MARK = re.compile("附 ?件[ \u3000]?[0-9一二三四五六七八九十]*")
ANNEX_NOTE = re.compile("附 ?件[：:]")
DATE = re.compile("[0-9一二三四五六七八九十〇○Ｏ零０-９]{2,4}年[^，。；]{1,4}月[^，。；]{1,4}日")
ENDING = tuple("。；：！？，.;:!?,")
TITLE_SIZE = 18
"""A centred paragraph of at least so many points, before any other text of size, is the title."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The paragraphs by what they are; the numbers are places in the document's list of paragraphs."""

    title: tuple[int, ...]
    addressee: int | None
    headings: tuple[tuple[int, int], ...]
    chapters: tuple[int, ...]
    articles: tuple[int, ...]
    body: tuple[int, ...]
    annex_marks: tuple[int, ...]
    annex_note: tuple[int, ...]
    dates: tuple[int, ...]


def centred(paragraph: Paragraph) -> bool:
    return paragraph.looks.get("jc.val") == "center"


def to_the_right(paragraph: Paragraph) -> bool:
    return paragraph.looks.get("jc.val") in ("right", "end") or paragraph.indent("left") > 8


def heading_level(paragraph: Paragraph) -> int:
    """1 to 4 for a heading of a level, else 0; an item of a list has a stop and is none."""
    shown = paragraph.shown
    if shown.endswith(ENDING) or "。" in shown or len(shown) > 60 or paragraph.in_table:
        return 0
    return next((level for level, form in enumerate(LEVELS, 1) if form.match(shown)), 0)


def roles_of(document: Document) -> Roles:
    """What the paragraphs are."""
    shown = [(place, p) for place, p in enumerate(document.paragraphs) if p.shown and not p.in_table]
    marks = tuple(place for place, p in shown if ANNEX_MARK.fullmatch(p.shown))
    title = _title(shown)
    chapters = tuple(place for place, p in shown if CHAPTER.match(p.shown) and not p.shown.endswith(ENDING))
    headings = tuple((place, heading_level(p)) for place, p in shown if heading_level(p))
    dates = tuple(place for place, p in shown if DATE.fullmatch(p.shown.replace(" ", "")))
    note = _annex_note(shown)
    special = {*title, *marks, *chapters, *(place for place, _ in headings), *dates, *note}
    addressee = _addressee(shown, title, special)
    body = tuple(
        place for place, p in shown if place not in special and place != addressee and not centred(p) and not to_the_right(p)
    )
    articles = tuple(place for place, p in shown if ARTICLE.match(p.shown))
    return Roles(title, addressee, headings, chapters, articles, body, marks, note, dates)


def _title(shown: list[tuple[int, Paragraph]]) -> tuple[int, ...]:
    found: list[int] = []
    for place, paragraph in shown[:12]:
        if centred(paragraph) and (paragraph.size or 0) >= TITLE_SIZE or paragraph.style == "Title":
            found.append(place)
        elif found:
            break
    return tuple(found)


def _addressee(shown: list[tuple[int, Paragraph]], title: tuple[int, ...], special: set[int]) -> int | None:
    after = [(place, p) for place, p in shown if title and place > title[-1] and not centred(p)]
    if after and after[0][0] not in special and after[0][1].text.rstrip().endswith(("：", ":")):
        place, paragraph = after[0]
        return place if len(paragraph.shown) <= 40 and not paragraph.lead else None
    return None


def _annex_note(shown: list[tuple[int, Paragraph]]) -> tuple[int, ...]:
    """The paragraph 附件：… and the numbered ones that go on with it."""
    for at, (place, paragraph) in enumerate(shown):
        if ANNEX_NOTE.match(paragraph.shown):
            found = [place]
            for follower, entry in shown[at + 1 :]:
                if not re.match("[0-9]+[.．]", entry.shown) or entry.lead:
                    break
                found.append(follower)
            return tuple(found)
    return ()
