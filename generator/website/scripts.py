"""The scripts of pages, each kind's in one file: a page asks for one, of however many modules it is made.

On a slow line every file that is asked for costs a turn, most of all from a server that sends few at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.rendering import TEMPLATES
from generator.views.names import script_paths

SITE = "assets/javascripts/site.js"
"""What every page loads; named in mkdocs.yml."""

SITE_MODULES = script_paths("frame", "search", "page", "colours", "reports", "adjacent")


def joined(modules: Iterable[str]) -> bytes:
    """One script of several of the theme's (site paths), one after another as they stand."""
    return b"\n".join((TEMPLATES / "theme" / path).read_bytes() for path in modules)
