"""`feed.atom`: what was changed in the data, newest first (RFC 4287). Days are those of the data, never of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from generator.machines.addresses import Addresses, tag
from generator.machines.linked_data import LICENCE_ADDRESS, NAME
from generator.views.atlas import Atlas
from generator.views.names import readable_date, scheme_path

PATH = "feed.atom"
NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 200
"""The newest entries: a feed is read whole each time."""


@dataclass(frozen=True)
class Entry:
    """One change: the day it was made on (YYYY-MM-DD), what it is called and says, and the page it concerns."""

    id: str
    day: str
    title: str
    words: str
    page: str


def feed(atlas: Atlas, at: Addresses) -> bytes:
    """The feed as a file."""
    entries = sorted(_entries(atlas), key=lambda one: (one.day, one.id), reverse=True)[:ENTRIES]
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-CN"})
    _add(root, "id", tag("feed"))
    _add(root, "title", f"{NAME}：数据更新")
    _add(root, "updated", _moment(max(one.day for one in entries)))
    _add(_add(root, "author"), "name", NAME)
    _add(root, "rights", f"CC BY 4.0 {LICENCE_ADDRESS}")
    _add(root, "link", rel="alternate", type="text/html", href=at.of("index.html"))
    if at.site_url:
        _add(root, "link", rel="self", type="application/atom+xml", href=at.of(PATH))
    for one in entries:
        entry = _add(root, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.day))
        _add(entry, "link", rel="alternate", type="text/html", href=at.of(one.page))
        _add(entry, "content", one.words, type="text")
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entries(atlas: Atlas) -> Iterator[Entry]:
    """The edition, and each entry of each scheme's history."""
    yield Entry(
        tag("edition", atlas.as_of),
        atlas.as_of,
        f"数据截至{readable_date(atlas.as_of)}",
        f"{len(atlas.schemes)}个方案，{len(atlas.parameters)}项参数。",
        "data.html",
    )
    for scheme in atlas.schemes:
        for number, entry in enumerate(scheme["history"], start=1):
            yield Entry(
                tag("history", scheme["id"], entry["on"], str(number)),
                entry["on"],
                atlas.titled(scheme),
                entry["what"],
                scheme_path(scheme["id"]),
            )


def _moment(day: str) -> str:
    """A day, or a month or year of which no day is known, as the date and time that Atom asks for."""
    return f"{(day + '-01-01')[:10]}T00:00:00Z"


def _add(
    parent: ElementTree.Element, name: str, words: str = "", **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = words or None
    return child
