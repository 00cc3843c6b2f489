"""The pages of the project as it stands on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from generator.beside import beside
from generator.exports import exported
from generator.publication import Records, load_publication
from generator.website.building import DATA_PAGE, build_pages, first_pages, offline_parts
from generator.website.drafts import draft_pages
from generator.website.machines import BARE, Options
from generator.website.store import Store

_ANCHORED = re.compile(r"^#{2,4} +(.+?) *\{ *#([\w-]+) *\}", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """The pages of a build, the day they hold for (`2026-11-20`), and what was asked for beside them.

    `offline` is what reads otherwise in the offline copy: page -> (text of the page, text in its place).
    """

    pages: Store
    as_of: str
    options: Options
    offline: Mapping[str, tuple[str, str]]


def load_site(root: Path, as_of: str | None, options: Options = BARE) -> Site:
    """All pages of the project in `root`; raises publication.DataProblems when the data has faults."""
    return site_of(root, load_publication(root, as_of), options)


def site_of(root: Path, records: Records, options: Options = BARE) -> Site:
    """All pages of the project in `root` whose records these are."""
    store = Store()
    waiting = beside(lambda: first_pages(records, options, store).light())

    def first() -> Store:
        entries = waiting()
        if not store:
            store.adopt(entries)
        return store

    drafting, files = draft_pages(root, records)
    # What is made goes to the disk at once: of thousands of schemes each part is large.
    drafts, exports = Store(), Store()
    drafts.put_all(files)
    del files
    exports.put_all(exported(records))
    content = root / "content"
    pages = build_pages(records, exports, prose_titles(content), (drafting,), prose_sections(content), options, first)
    offline = {DATA_PAGE: offline_parts(records.as_of)} if options.archive else {}
    pages.take_in(drafts)
    return Site(pages, records.as_of, options, offline)


def prose_sections(content: Path) -> list[tuple[str, str]]:
    """(site path with anchor, title) of the chapters of the hand-written pages that name their anchor."""
    found = []
    for path in sorted(content.rglob("*.md")):
        page = path.relative_to(content).with_suffix(".html").as_posix()
        for title, anchor in _ANCHORED.findall(path.read_text(encoding="utf-8")):
            found.append((f"{page}#{anchor}", title))
    return found


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
