"""What a site is made of, whatever engine frames it: finished pages and files at site paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class TocEntry:
    """A heading of a page."""

    title: str
    anchor: str
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: finished HTML of its article, and what the frame around it needs.

    `scripts` and `styles` are what it loads beside those of all pages; `twin` is the same page in Markdown, or empty;
    `linked_data` JSON-LD fit to stand in a script element.
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

    @property
    def script_tags(self) -> str:
        """The elements that load its scripts."""
        return "".join(f'<script src="{self.root}{escape(path)}" defer></script>\n' for path in self.scripts)

    @property
    def style_tags(self) -> str:
        """The elements that load its sheets."""
        return "".join(f'<link rel="stylesheet" href="{self.root}{escape(path)}">\n' for path in self.styles)


PageSet = Mapping[str, Page | bytes]
