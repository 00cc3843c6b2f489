"""The search index: what `search.js` scans, as script files, so that it also works without a server.

`search/index.js` is small and holds what a query is understood by: names of schemes and parameters, their
aliases, and titles of pages. The words of the provisions stand in pieces of `SCHEMES_PER_SHARD` schemes
that are loaded when a query needs them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.views.atlas import STATES, Atlas
from generator.views.names import Record, zh

SCHEMES_PER_SHARD = 100

STATE_LETTERS = dict(zip(STATES, "sdnux", strict=True))


def files(atlas: Atlas, pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Path -> script. `pages` are (path, title) of the site's pages; those of schemes and parameters are left out."""
    shards = [
        atlas.schemes[start : start + SCHEMES_PER_SHARD]
        for start in range(0, len(atlas.schemes), SCHEMES_PER_SHARD)
    ]
    head = {
        "states": [atlas.label("state", state) for state in STATES],
        "letters": "".join(STATE_LETTERS.values()),
        "groups": [group.title for group in atlas.groups],
        "parameters": _parameters(atlas),
        "schemes": [
            _scheme(atlas, scheme, i // SCHEMES_PER_SHARD) for i, scheme in enumerate(atlas.schemes)
        ],
        "pages": [
            [path, title]
            for path, title in sorted(set(pages))
            if not path.startswith(("schemes/", "parameters/")) or path.endswith("/index.html")
        ],
        "shards": len(shards),
        "perShard": SCHEMES_PER_SHARD,
    }
    found = {"search/index.js": _script("atlasSearchIndex", head)}
    for number, schemes in enumerate(shards):
        start = number * SCHEMES_PER_SHARD
        content = {
            "states": [_states(atlas, scheme) for scheme in schemes],
            "rows": [
                row
                for offset, scheme in enumerate(schemes)
                for row in _rows(atlas, start + offset, scheme)
            ],
        }
        found[f"search/shard-{number}.js"] = _script(f"atlasSearchShard{number}", content)
    return found


def _script(name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name}={text};\n".encode()


def _parameters(atlas: Atlas) -> list[list[Any]]:
    numbers = {group.id: number for number, group in enumerate(atlas.groups)}
    return [
        [p["id"], zh(p["label"]), numbers[p["group"]], list(p.get("aliases") or ())]
        for p in atlas.parameters
    ]


def _scheme(atlas: Atlas, scheme: Record, shard: int) -> list[Any]:
    code = scheme["region"]["code"]
    return [
        scheme["id"],
        zh(scheme["name"]),
        scheme["region"]["zh"],
        atlas.province_name(code),
        str(scheme["year"] or ""),
        shard,
    ]


def _states(atlas: Atlas, scheme: Record) -> str:
    return "".join(STATE_LETTERS[scheme["parameters"][p["id"]]["state"]] for p in atlas.parameters)


def _rows(atlas: Atlas, number: int, scheme: Record) -> Iterable[list[Any]]:
    """[scheme, parameter, case, condition, words, phrases] of each provision that says something."""
    for position, parameter in enumerate(atlas.parameters):
        for case, provision in enumerate(
            scheme["parameters"][parameter["id"]]["provisions"], start=1
        ):
            phrases = [e["phrase"] for e in (*provision["evidence"], *provision["mentioned"])]
            text = zh(provision["text"])
            if text or phrases:
                yield [
                    number,
                    position,
                    case,
                    zh(provision.get("when_text")),
                    text,
                    "｜".join(phrases),
                ]
