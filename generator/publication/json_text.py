"""The one way in which JSON is written: the same bytes for the same values, safe inside a page."""

from __future__ import annotations

import json

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def json_text(value: object, indent: int | None = None) -> str:
    """JSON in the order of the value's own keys: UTF-8 unescaped, one LF at the end.

    `</`, `<!--` and the two Unicode line separators are escaped, so that the text may stand inside a script
    element. Raises ValueError for a number that JSON does not have.
    """
    if indent is None:
        text = _compact(value)
    else:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=(",", ": "))
    text = text.replace("</", "<\\/").replace("<!--", "<\\u0021--")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def json_bytes(value: object, indent: int | None = None) -> bytes:
    """The bytes of a published JSON file."""
    return json_text(value, indent).encode("utf-8")
