"""What of the theme is left out, for no page of this site needs it: hidden files, and the rules of what it does not use.

A browser reads and sorts the whole sheet again for every page, and tries a rule whose last part names no class, as
`… > :nth-child(20)`, on every element. The theme has some two hundred of those for content tabs alone, and a third
of its sheet dresses what no page has.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig

CODE = ("codehilite", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences")

PARTS: dict[str, tuple[str, ...]] = {
    ".tabbed-": ("pymdownx.tabbed", "pymdownx.blocks.tab"),
    ".admonition": ("admonition", "pymdownx.blocks.admonition"),
    ".footnote": ("footnotes",),
    ".highlight": CODE,
    ":root>*": CODE,  # the colours of diagrams
    ".arithmatex": ("pymdownx.arithmatex",),
    ".critic": ("pymdownx.critic",),
    ".key-": ("pymdownx.keys",),
    ".task-list-": ("pymdownx.tasklist",),
    ".grid.": ("md_in_html",),
    ".grid>": ("md_in_html",),
    ".md-author": ("material/blog",),
    ".md-pagination": ("material/blog",),
    ".md-post": ("material/blog",),
    ".md-tooltip2": ("content.footnote.tooltips", "content.tooltips", "navigation.instant.preview"),
    ".md-feedback": ("analytics",),
    ".md-header--lifted": ("navigation.tabs.sticky",),
    ".md-select": ("alternate",),
    ".md-source": ("repo_url",),
    ".md-version": ("version",),
    ".md-content__inner>:": (),  # the one there, #content, has no margins
    "[dir=rtl]": (),  # Chinese is written from the left
}
"""What stands in selectors of the theme for something that is only there when mkdocs.yml has one of these settings:
an extension of Markdown, a feature of the theme, a plugin, or a key."""

_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
_NESTED = re.compile(r"\([^()]*\)")


class Visible(FileSystemLoader):
    """Templates of which those in hidden folders are found by name and not listed.

    The theme keeps fourteen thousand icons in such a folder, and MkDocs would try each against ten patterns, to leave
    it out in the end.
    """

    def list_templates(self) -> list[str]:
        """The names of all files that are not hidden, in order."""
        found = set()
        for top in self.searchpath:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inside = Path(folder).relative_to(top)
                found.update((inside / name).as_posix() for name in names if not name.startswith("."))
        return sorted(found)


def listing_visible(made: Environment) -> Environment:
    """A theme's environment that lists no hidden files."""
    assert isinstance(made.loader, FileSystemLoader)
    made.loader = Visible(made.loader.searchpath, made.loader.encoding)
    return made


def unused_parts(config: MkDocsConfig) -> tuple[str, ...]:
    """The keys of `PARTS` for which a site's configuration has none of the settings."""
    keys = [name for name, value in [*config.items(), *config.extra.items()] if value]
    settings = {*config.markdown_extensions, *config.theme["features"], *config.plugins, *keys}
    return tuple(part for part, needed in PARTS.items() if settings.isdisjoint(needed))


def without_parts(sheet: str, parts: tuple[str, ...]) -> str:
    """A minified style sheet without the selectors in which one of `parts` stands, nor rules that have no other.

    Of rules inside rules only the innermost are looked at: what surrounds them stays.
    """

    def kept(rule: re.Match[str]) -> str:
        if not any(part in rule[1] for part in parts):
            return rule[0]
        selectors = [one for one in _selectors(rule[1]) if not any(part in one for part in parts)]
        return ",".join(selectors) + rule[2] if selectors else ""

    return _RULE.sub(kept, sheet)


def _selectors(listed: str) -> list[str]:
    """The selectors of a list; a comma inside brackets, as in `:is(a,b)`, parts none."""
    flat, inner = listed, _NESTED.search(listed)
    while inner:
        flat = flat[: inner.start()] + "_" * len(inner[0]) + flat[inner.end() :]
        inner = _NESTED.search(flat)
    found, start = [], 0
    for place in [*(i for i, letter in enumerate(flat) if letter == ","), len(flat)]:
        found.append(listed[start:place])
        start = place + 1
    return found
