"""What of the theme is left out, for no page of this site needs it: hidden files, and the rules of content tabs.

A browser tries a rule whose last part names no class, as `… > :nth-child(20)`, on every element of a page. The theme
has some two hundred of them for content tabs, which no page uses: without them the styles of a long page are found in
some four fifths of the time.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TABS = ".tabbed-"
"""How the classes of content tabs begin (pymdownx.tabbed), which mkdocs.yml does not load."""

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


def without_part(sheet: str, part: str = TABS) -> str:
    """A minified style sheet without the selectors in which `part` stands, nor rules that have no other.

    Of rules inside rules only the innermost are looked at: what surrounds them stays.
    """
    if part not in sheet:
        return sheet

    def kept(rule: re.Match[str]) -> str:
        if part not in rule[1]:
            return rule[0]
        selectors = [selector for selector in _selectors(rule[1]) if part not in selector]
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
