"""The batch form: one request a line in, one response a line out.

A line is `{"scheme": id, "request": {…}}`; other keys are the caller's own. Each line is answered
by itself and in order; a malformed one answers `{"error": code}`:
    not_json        not UTF-8 or not JSON (NaN and Infinity are none); an empty line too
    too_deep        more than 32 brackets deep
    not_an_object   JSON, but no object
    unknown_scheme  `scheme` is missing, no string, or names no scheme
    no_request      `request` is missing or no object
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.costs.quote import Record, quote
from generator.costs.writing import write

DEEPEST = 32


def answers(
    lines: Iterable[bytes],
    scheme_of: Callable[[str], Record | None],
    parameters: Record,
    references: Record,
) -> Iterator[bytes]:
    """The responses to `lines` (with or without their LF), each a line; `scheme_of` gives a record or None."""
    for line in lines:
        yield write(_answer(line, scheme_of, parameters, references)).encode()


def _answer(
    line: bytes, scheme_of: Callable[[str], Record | None], parameters: Record, references: Record
) -> dict[str, object]:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return {"error": "not_json"}
    if _depth(text) > DEEPEST:
        return {"error": "too_deep"}
    try:
        asked = json.loads(text, parse_int=_whole, parse_constant=_refuse)
    except ValueError:
        return {"error": "not_json"}
    if not isinstance(asked, Mapping):
        return {"error": "not_an_object"}
    scheme = scheme_of(asked["scheme"]) if isinstance(asked.get("scheme"), str) else None
    if scheme is None:
        return {"error": "unknown_scheme"}
    if not isinstance(asked.get("request"), Mapping):
        return {"error": "no_request"}
    return quote(asked["request"], scheme, parameters, references)


def _depth(text: str) -> int:
    """The deepest nesting of brackets outside strings; text that is no JSON has a depth as well."""
    depth = deepest = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _whole(digits: str) -> int | float:
    # Python refuses to read very long integers; as a float they are merely out of range.
    return int(digits) if len(digits) < 400 else float(digits)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
