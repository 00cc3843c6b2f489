"""The one way a response is written: canonical JSON, byte for byte the same in both languages.

Keys in the order of the response, `,` and `:` without spaces, nothing but control characters,
quotes, backslashes and lone surrogates escaped, one line with LF, to be encoded as UTF-8. Rates are
plain decimals without exponent; money is a string already.
"""

from __future__ import annotations

import json
import re

from generator.costs.decimals import Rate

_LONE = re.compile("[\ud800-\udfff]")
_text = json.JSONEncoder(ensure_ascii=False).encode


def write(response: object) -> str:
    """`response` as one line of JSON with LF. Raises TypeError for a value that has no place in one."""
    # Half a pair can stand in a text alone, so all texts are looked through at once.
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", _written(response)) + "\n"


def _written(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ",".join([f"{_text(str(key))}:{_written(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Rate)):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a response")
