"""The twin of a hand-written page: its own Markdown, without what only the site's theme understands."""

from __future__ import annotations

import re

_ANCHOR = re.compile(r"^(#{1,6} .*?) *\{ *#[\w-]+ *\} *$", re.MULTILINE)
_LINK = re.compile(r"\]\((?![a-z]+:)([\w./-]+)\.(?:html|md)(?:#[\w-]*)?\)")


def prose_twin(markdown: str) -> str:
    """The Markdown of the page; its links lead to the twins of other pages."""
    return _LINK.sub(r"](\1.md)", _ANCHOR.sub(r"\1", markdown)).strip() + "\n"
