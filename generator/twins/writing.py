"""Markdown in which text is only text: the pieces that a page's twin is written with.

What is a plain string is escaped where it enters; only the functions of this module make Markdown. The
twin of a page stands beside it, and its links lead from twin to twin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from generator.views.names import web_address

_MARKS = re.compile(r"([\\`*_\[\]<>|~&@#])")
_FIRST = re.compile(r"^(\s*)([+=-]|\d{1,9}(?=[.)](?:\s|$)))")
_LINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Readers that make links of bare addresses look for these.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_KEPT_IN_ADDRESSES = "%/:?#[]@!$&'*+,;=-._~"


class Md(str):
    """Finished Markdown of one line."""

    __slots__ = ()


def text(value: str) -> Md:
    """Text as it is, on one line, of which no reader takes a mark."""
    if isinstance(value, Md):
        return value
    plain = _MARKS.sub(r"\\\1", _LINES.sub(" ", value))
    plain = _ADDRESS.sub(lambda found: "\\" + found[0], plain)
    return Md(_FIRST.sub(_guarded, plain))


def _guarded(found: re.Match[str]) -> str:
    """A mark that would begin a list or underline a heading, made plain; `1.` is guarded behind its number."""
    blank, mark = found.groups()
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"


def say(*parts: str) -> Md:
    """The parts one after the other; strings among them are escaped."""
    return Md("".join(map(text, parts)))


def joined(separator: str, parts: Iterable[str]) -> Md:
    """The parts that are not empty, with the separator between."""
    return Md(text(separator).join(text(part) for part in parts if part))


def strong(value: str) -> Md:
    """The text in bold, or nothing."""
    words = text(value).strip()
    return Md(f"**{words}**") if words else Md()


def code(value: str) -> Md:
    """A path or an identifier of the project's own."""
    if not re.fullmatch(r"[\w./{}-]+", value):
        raise ValueError(f"no name of the project: {value}")
    return Md(f"`{value}`")


def heading(level: int, *parts: str) -> str:
    """A heading; `level` 1 to 6."""
    return f"{'#' * level} {say(*parts).strip()}"


def paragraph(*parts: str) -> str:
    """A paragraph, or nothing."""
    return say(*parts).strip()


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {text(item).strip()}" for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a head row, or nothing where there are no rows."""
    lines = [_row(row) for row in rows]
    if not lines:
        return ""
    return "\n".join([_row(head), "|" + " --- |" * len(head), *lines])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(text(cell).strip() for cell in cells)} |"


def document(blocks: Iterable[str]) -> str:
    """The blocks that are not empty, an empty line between them."""
    return "\n\n".join(block for block in blocks if block) + "\n"


class Twin:
    """The twin of the page at `path`: what leads from it to the site's other files."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root = "../" * path.count("/")

    def link(self, words: str, href: str) -> Md:
        """The words as a link: to the twin of a page, to a file, or to the web; without an address only words.

        A fragment is left out, since a twin has no anchors; so is a link to the page itself.
        """
        path = href.partition("#")[0]
        if web_address(href):
            target = quote(href, safe=_KEPT_IN_ADDRESSES)
        elif path and path != self.path:
            target = self.root + re.sub(r"\.html$", ".md", path)
        else:
            return text(words)
        return Md(f"[{text(words).strip()}]({target})")

    def links(self, entries: Iterable[object], separator: str = "、") -> Md:
        """Links (text, href) one after the other."""
        return joined(separator, (self.link(one.text, one.href) for one in entries))  # type: ignore[attr-defined]

    def pages(self, paging: object) -> Iterator[str]:
        """Where the other pages of a long list are."""
        entries = [
            strong(one.text) if one.current else self.link(one.text, one.href)
            for one in paging.links  # type: ignore[attr-defined]
        ]
        if entries:
            yield paragraph("分页：", joined(" · ", entries))
