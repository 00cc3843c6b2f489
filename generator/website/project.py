"""The pages of the project as it stands on disk."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from generator.exports import export_files
from generator.publication import load_publication
from generator.website.building import build_pages
from generator.website.drafts import draft_pages
from generator.website.pages import PageSet


@dataclass(frozen=True)
class Site:
    """The pages of a build and the day they hold for (`2026-11-20`)."""

    pages: PageSet
    as_of: str


def load_site(root: Path, as_of: str | None) -> Site:
    """All pages of the project in `root`; raises publication.DataProblems when the data has faults."""
    records = load_publication(root, as_of)
    drafting, files = draft_pages(root, records)
    pages = build_pages(records, export_files(records), prose_titles(root / "content"), (drafting,))
    return Site({**pages, **files}, records.as_of)


def prose_titles(content: Path) -> list[tuple[str, str]]:
    """(site path, title) of the hand-written pages: a Markdown file's first heading is its title."""
    found = []
    for path in sorted(content.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
        tokens = MarkdownIt().parse(body)
        heading = next((after for token, after in pairwise(tokens) if token.type == "heading_open"), None)
        # The theme's attribute list (`{ #anchor }`) behind a heading is no part of its title.
        title = heading.content.split("{", 1)[0].strip() if heading else ""
        found.append((path.relative_to(content).with_suffix(".html").as_posix(), title))
    return found
