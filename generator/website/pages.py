"""What a site is made of, whatever engine frames it: finished pages and files at site paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TocEntry:
    """A heading of a page."""

    title: str
    anchor: str
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: finished HTML of its article, and what the frame around it needs.

    `scripts` and `styles` are what it loads beside those of all pages; `twin` is the same page in Markdown, or empty; `linked_data` JSON-LD fit to stand in a script element.
    """

    path: str
    title: str
    description: str
    section: str
    body: str
    toc: tuple[TocEntry, ...] = ()
    wide: bool = False
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    twin: str = ""
    linked_data: str = ""

    @property
    def root(self) -> str:
        """From this page to the site's top."""
        return "../" * self.path.count("/")


PageSet = Mapping[str, Page | bytes]
