"""The files of the index: a small core, the rows cut by scheme and by parameter, and where a word is to be found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from generator.search_index.folding import fold, tokens
from generator.search_index.readings import readings_of
from generator.search_index.rows import STATE_LETTERS, Row, all_rows, encoded, packed, states
from generator.views.atlas import STATES, Atlas
from generator.views.names import Record, zh

CORE = "search/index.js"
SCHEMES_PER_PIECE = 80
SHARD_BYTES = 64_000
ROW_BYTES = 14
TOKENS_PER_BUCKET = 1_500

_SAID_OF_BORROWERS = (
    "borrower",
    "group",
    "party",
    "insurer_form",
    "prohibited_use",
    "repayment_method",
)
_FURTHER_PAGE = re.compile(r"-[0-9]+\.html$")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def files(
    atlas: Atlas,
    pages: Iterable[Sequence[str]],
    search_words: Record | None = None,
    *,
    per_piece: int = SCHEMES_PER_PIECE,
    shard_bytes: int = SHARD_BYTES,
) -> dict[str, bytes]:
    """Path -> script.

    `pages` are the site's pages as (path, title) or (path, title, further words); those of schemes and
    parameters, and the second and later pages of a list, are left out. `search_words` is the record of
    `policies/search_words.yaml`. A piece holds the rows of at most `per_piece` schemes, a shard those of as
    many parameters as make about `shard_bytes`.
    """
    rows = list(all_rows(atlas))
    letters = states(atlas)
    found: dict[str, bytes] = {}

    pieces = list(range(0, len(atlas.schemes), per_piece))
    by_piece: list[list[Row]] = [[] for _ in pieces]
    for row in rows:
        by_piece[row.scheme // per_piece].append(row)
    for number, (start, part) in enumerate(zip(pieces, by_piece, strict=True)):
        content = {"states": letters[start : start + per_piece], **encoded(part)}
        found[f"search/piece-{number}.js"] = _script(f"piece{number}", content)

    by_parameter: list[list[Row]] = [[] for _ in range(len(atlas.parameters) + 1)]
    for row in rows:
        by_parameter[row.parameter].append(row)
    shards = packed([_size(part) for part in by_parameter], shard_bytes)
    places: dict[str, list[int]] = {}
    for number, start in enumerate(shards):
        end = shards[number + 1] if number + 1 < len(shards) else len(by_parameter)
        part = [row for group in by_parameter[start:end] for row in group]
        part.sort(key=lambda row: (row.scheme, row.parameter))
        content = {
            "states": [
                "".join(line[p] for line in letters)
                for p in range(start, min(end, len(atlas.parameters)))
            ],
            **encoded(part),
        }
        found[f"search/shard-{number}.js"] = _script(f"shard{number}", content)
        for token in _tokens(content["strings"]):
            places.setdefault(token, []).append(number)

    buckets = _buckets(places)
    for number, bucket in enumerate(buckets):
        found[f"search/words-{number}.js"] = _script(f"words{number}", bucket)

    core = _core(atlas, pages, search_words or {"entries": [], "ignored": []})
    core["pieces"] = [
        [start, _kilobytes(found[f"search/piece-{n}.js"])] for n, start in enumerate(pieces)
    ]
    core["shards"] = [
        [start, _kilobytes(found[f"search/shard-{n}.js"])] for n, start in enumerate(shards)
    ]
    core["buckets"] = len(buckets)
    found[CORE] = _script("index", core)
    return found


def _script(name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, code in (("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(mark, code)
    return f"((globalThis.Atlas??={{}}).searchData??={{}}).{name}={text};\n".encode()


def _kilobytes(content: bytes) -> int:
    return -(-len(content) // 1000)


def _size(rows: list[Row]) -> int:
    """About how many bytes the rows take."""
    strings = {text for row in rows for text in (row.when, row.text, row.phrases)}
    return len(rows) * ROW_BYTES + 3 * sum(map(len, strings))


def _tokens(strings: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in strings:
        for part in text.split("｜"):
            found |= tokens(fold(part))
    return found


def bucket_of(token: str, count: int) -> int:
    """The number of the file that says where a token is."""
    return sum(map(ord, token)) % count


def _buckets(places: dict[str, list[int]]) -> list[dict[str, str]]:
    count = max(1, len(places) // TOKENS_PER_BUCKET)
    buckets: list[dict[str, str]] = [{} for _ in range(count)]
    for token in sorted(places):
        numbers = "".join(_DIGITS[n // 36] + _DIGITS[n % 36] for n in places[token])
        buckets[bucket_of(token, count)][token] = numbers
    return buckets


def _core(atlas: Atlas, pages: Iterable[Sequence[str]], search_words: Record) -> dict[str, Any]:
    groups = {group.id: number for number, group in enumerate(atlas.groups)}
    codes = sorted(
        {code for scheme in atlas.schemes for code in _above(atlas, scheme["region"]["code"])}
        | atlas.reached
    )
    place = {code: number for number, code in enumerate(codes)}
    lifecycles = list(dict.fromkeys(atlas.lifecycle(scheme).text for scheme in atlas.schemes))
    core: dict[str, Any] = {
        "states": [atlas.label("state", state) for state in STATES],
        "letters": "".join(STATE_LETTERS.values()),
        "groups": [group.title for group in atlas.groups],
        "parameters": [
            [p["id"], zh(p["label"]), groups[p["group"]], list(p.get("aliases") or ())]
            for p in atlas.parameters
        ],
        "places": [
            [code, atlas.regions[code]["zh"], place.get(atlas.regions[code]["parent"], -1)]
            for code in codes
        ],
        "lifecycles": lifecycles,
        "schemes": [
            [
                scheme["id"],
                zh(scheme["name"]),
                place[scheme["region"]["code"]],
                scheme["year"] or 0,
                lifecycles.index(atlas.lifecycle(scheme).text),
                int(atlas.adjacent(scheme)),
            ]
            for scheme in atlas.schemes
        ],
        "covers": [
            [number, [place[code] for code in scheme["covers"] if code in place]]
            for number, scheme in enumerate(atlas.schemes)
            if scheme["covers"]
        ],
        "pages": [list(page) for page in _listed(pages)],
        "terms": sorted(
            {
                zh(term["label"])
                for name in _SAID_OF_BORROWERS
                for term in atlas.publication.parameters["terms"].get(name, ())
            }
        ),
        "words": [
            [list(entry["words"]), entry["kind"], entry["target"]]
            for entry in search_words["entries"]
        ],
        "ignored": list(search_words["ignored"]),
    }
    core["readings"] = readings_of(set(json.dumps(core, ensure_ascii=False)))
    return core


def _above(atlas: Atlas, code: str | None) -> Iterable[str]:
    while code:
        yield code
        code = atlas.regions[code]["parent"]


def _listed(pages: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The pages to be found by their own title, in order of their addresses."""
    given = sorted({tuple(page) for page in pages})
    known = {page[0].split("#")[0] for page in given}
    listed = []
    for page in given:
        path = page[0].split("#")[0]
        if path.startswith(("schemes/", "parameters/")) and not path.endswith("/index.html"):
            continue
        if _FURTHER_PAGE.search(path) and _FURTHER_PAGE.sub(".html", path) in known:
            continue
        listed.append(page)
    return listed
