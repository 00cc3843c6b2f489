"""What of the theme is left out, for no page of this site needs it: hidden files, its scripts, and rules of its sheets.

A browser reads and sorts the whole sheet again for every page, and tries a rule whose last part names no class, as
`… > :nth-child(20)`, on every element. The theme has some two hundred of those for content tabs alone, and nearly half
of its sheets dresses what no page has. Its script is a hundred kilobytes, of which a page of this site would use as much
as stands in `frame.js` and `page.js`: it took most of the time that a phone is busy with scripts.
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
    ".twemoji": ("pymdownx.emoji",),
    ".task-list-": ("pymdownx.tasklist",),
    ".grid.": ("md_in_html",),
    ".grid>": ("md_in_html",),
    ".md-author": ("material/blog",),
    ".md-pagination": ("material/blog",),
    ".md-post": ("material/blog",),
    ".md-consent": ("consent",),
    ".md-feedback": ("analytics",),
    ".md-path": ("navigation.path",),
    ".md-social": ("social",),
    ".md-tag": ("material/tags",),
    ".md-annotation": (),  # what only the theme's script makes, to the next empty line
    ".md-clipboard": (),
    ".md-code__": (),
    ".md-progress": (),
    ".md-tooltip": (),
    ".md-top": (),
    ".md-version": (),

    ".md-header--lifted": ("navigation.tabs.sticky",),
    ".md-select": ("alternate",),
    ".md-source": ("repo_url",),
    "[data-md-color-accent=": ("accent",),
    "[data-md-color-primary=": ("primary",),
    ".md-content__inner>:": (),  # the one there, #content, has no margins
    "[dir=rtl]": (),  # Chinese is written from the left
}
"""What stands in selectors of the theme for something that is only there when mkdocs.yml has one of these settings:
an extension of Markdown, a feature of the theme, a plugin, a key, or a colour of the theme's own."""

SCRIPTS = tuple(f"assets/javascripts/{name}" for name in ("bundle.", "lunr/", "workers/"))
"""How the paths of the theme's scripts begin; with them its own search is left out, ours is in assets/javascripts/search.js."""

SCRIPTED = (
    "announce.dismiss",
    "content.code.",
    "content.footnote.tooltips",
    "content.tabs.link",
    "content.tooltips",
    "header.autohide",
    "navigation.expand",
    "navigation.instant",
    "navigation.top",
    "navigation.tracking",
    "search.",
    "toc.follow",
)
"""How the names of those features of the theme begin that its script gives."""

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
    palette = config.theme.get("palette", [])
    looks = [palette] if isinstance(palette, dict) else palette
    colours = [name for name in ("primary", "accent") if any(look.get(name) != "custom" for look in looks)]
    settings = {*config.markdown_extensions, *config.theme["features"], *config.plugins, *keys, *colours}
    return tuple(part for part, needed in PARTS.items() if settings.isdisjoint(needed))


def without_effect(config: MkDocsConfig) -> list[str]:
    """The features that a site's configuration asks the theme for and that would need its script."""
    return [name for name in config.theme["features"] if name.startswith(SCRIPTED)]


def published_sheet(sheet: str, config: MkDocsConfig) -> str:
    """A minified style sheet of the theme as this site publishes it.

    What the keyboard has reached has a class from the theme's script there; every browser has a word of its own for it.
    """
    return without_parts(sheet, unused_parts(config)).replace(".focus-visible", ":focus-visible")


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
