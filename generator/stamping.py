"""Finished pages from a frame: the site engine renders the frame once, every data page is set into it.

A frame is the HTML of an empty page with slots. Setting a page into it costs a join of strings, where
rendering it through the theme costs some ten milliseconds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from html import escape

from generator import content_policy
from generator.website import Page, TocEntry

SLOTS = ("title", "heading", "description", "canonical", "styles", "toc", "body", "scripts")

_SLOT = re.compile(r"atlas-slot-(" + "|".join(SLOTS) + r")\b")


def slot(name: str) -> str:
    """What stands in the frame where `name` belongs."""
    if name not in SLOTS:
        raise ValueError(f"no slot is called {name}")
    return f"atlas-slot-{name}"


class Frame:
    """A rendered frame, cut at its slots, with its content security policy already set.

    The policy is taken from the frame: pages bring no scripts of their own into the text.
    """

    def __init__(self, html: str) -> None:
        missing = [name for name in ("title", "description", "body") if slot(name) not in html]
        if missing:
            raise ValueError(f"the frame has no place for {', '.join(missing)}")
        self._parts = _SLOT.split(content_policy.with_policy(html))

    def stamp(self, page: Page, *, site_name: str, site_url: str = "") -> str:
        """The whole page. `site_url` is the site's public address, or empty."""
        full_title = page.title if page.title == site_name else f"{page.title} - {site_name}"
        values = {
            "title": escape(full_title),
            "heading": escape(page.title),
            "description": escape(page.description),
            "canonical": _canonical(page, site_url) + _for_programs(page),
            "styles": page.style_tags,
            "toc": toc_html(page.toc),
            "body": page.body,
            "scripts": page.script_tags,
        }
        return "".join(
            values[part] if number % 2 else part for number, part in enumerate(self._parts)
        )


def toc_html(entries: Sequence[TocEntry]) -> str:
    """The items of a table of contents in the theme's form."""
    return "".join(
        '<li class="md-nav__item">'
        f'<a href="#{escape(entry.anchor)}" class="md-nav__link">'
        f'<span class="md-ellipsis">{escape(entry.title)}</span></a>'
        + (
            f'<nav class="md-nav" aria-label="{escape(entry.title)}"><ul class="md-nav__list">'
            f"{toc_html(entry.children)}</ul></nav>"
            if entry.children
            else ""
        )
        + "</li>\n"
        for entry in entries
    )


def _canonical(page: Page, site_url: str) -> str:
    if not site_url:
        return ""
    return f'<link rel="canonical" href="{escape(site_url.rstrip("/"))}/{escape(page.path)}">'


def _for_programs(page: Page) -> str:
    """Where the page's twin is, and what the page is about in linked data: a script that no browser runs."""
    name = escape(posixpath.basename(page.path).removesuffix(".html"))
    twin = f'<link rel="alternate" type="text/markdown" href="{name}.md">' if page.twin else ""
    data = page.linked_data
    return twin + (f'<script type="application/ld+json">{data}</script>' if data else "")
