"""What the comparison page computes with: every cell of every scheme, compact, as one script.

The page loads it as a script, so that it also works from a folder without a server. Words and cells that
occur more than once stand once, in a pool; what the page needs only when a cell is opened is left to
`compare_evidence`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.comparison.differences import bare_key, parameter_key
from generator.comparison.facets import DATED, FOOTING, figure
from generator.views.atlas import STATES, Atlas
from generator.views.cells import marks
from generator.views.names import Record, readable_date, zh
from generator.views.scheme import KEY_FACTS
from generator.views.table import best_documented

PATH = "assets/data/compare.js"
FACETS = (*FOOTING, DATED)
ROW_SETS = ("loan_rate_cap", "loan_rate_fixed", "loan_rate_average_cap")
"""Parameters that hold a rate formula and are therefore also read on a day of the reader's choice."""

CONCEPTS: dict[str, tuple[str, ...]] = {
    "premium_rate": ("premium_rate_cap", "premium_rate_fixed"),
    "loan_rate": ("loan_rate_cap", "loan_rate_fixed"),
}
"""What people ask for in one word and documents settle in one of several ways."""

CONCEPT_LABELS = {"premium_rate": "保险费率（上限或固定）", "loan_rate": "贷款利率（上限或固定）"}

SHORT_WORDS = {
    "premium_rate": ("保费率", "保险费率", "保费"),
    "loan_rate": ("贷款利率", "利率"),
    "loan_amount_cap": ("额度", "贷款额度", "贷款金额"),
    "loan_term_max": ("期限", "贷款期限"),
    "government_compensation": ("政府补偿", "风险补偿"),
    "premium_subsidy": ("保费补贴", "政府补贴保费"),
    "interest_subsidy": ("贴息",),
    "total_cost_cap": ("综合成本", "融资成本"),
    "loss_shares": ("风险分担", "损失分担"),
    "suspension_trigger": ("叫停", "叫停机制"),
}
"""What people call a parameter when they ask for it, beside its label and aliases."""


_written = json.JSONEncoder(ensure_ascii=False).encode


class Pool:
    """Values that are named by their number; equal values have one number."""

    def __init__(self, first: Iterable[Any] = ()) -> None:
        self.items: list[Any] = []
        self._numbers: dict[str, int] = {}
        for item in first:
            self.number(item)

    def number(self, item: Any) -> int:
        key = item if isinstance(item, str) else _written(item)
        if key not in self._numbers:
            self._numbers[key] = len(self.items)
            self.items.append(item)
        return self._numbers[key]


def compare_script(atlas: Atlas) -> bytes:
    """`assets/data/compare.js`."""
    return script("atlasCompare", compare_data(atlas))


def script(name: str, value: Any) -> bytes:
    """A script that sets one global value, read as JSON because that is quicker than as a program."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    quoted = json.dumps(text, ensure_ascii=False)
    for mark, code in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("</", "<\\/")):
        quoted = quoted.replace(mark, code)
    return f"globalThis.{name}=JSON.parse({quoted});\n".encode()


def compare_data(atlas: Atlas) -> Record:
    """The whole table as plain values; `compare_data.js` on the page reads it."""
    words, keys, cells = Pool([""]), Pool(), Pool()
    table = [
        [cells.number(_cell(atlas, scheme, parameter, words, keys)) for scheme in atlas.schemes]
        for parameter in atlas.parameters
    ]
    return {
        "as_of": atlas.as_of,
        "states": [[state, atlas.label("state", state)] for state in STATES],
        "facets": list(FACETS),
        "undated": len(FOOTING),
        "groups": [[group.id, group.title] for group in atlas.groups],
        "parameters": _parameters(atlas),
        "concepts": [
            [name, CONCEPT_LABELS[name], list(SHORT_WORDS.get(name, ())), list(parts)]
            for name, parts in CONCEPTS.items()
        ],
        "key": [identifier for line in KEY_FACTS for identifier in line],
        "start": [scheme["id"] for scheme in best_documented(atlas)],
        "terms": {name: _terms(atlas, name) for name in ("borrower", "group", "route")},
        "labels": {name: dict(_labels(atlas, name)) for name in ("lifecycle", "product_kind")},
        "series": _series(atlas),
        "schemes": [_scheme(atlas, scheme) for scheme in atlas.schemes],
        "words": words.items,
        "cells": cells.items,
        "table": table,
    }


def _parameters(atlas: Atlas) -> list[list[Any]]:
    numbers = {group.id: number for number, group in enumerate(atlas.groups)}
    return [
        [
            p["id"],
            numbers[p["group"]],
            zh(p["label"]),
            p["kind"],
            p["unit"],
            {"higher": 1, "lower": -1}.get(p["favourable"], 0),
            p.get("tolerance") or 0,
            [*SHORT_WORDS.get(p["id"], ()), *(p.get("aliases") or ())],
        ]
        for p in atlas.parameters
    ]


def _terms(atlas: Atlas, name: str) -> list[list[Any]]:
    terms = atlas.publication.parameters["terms"].get(name, [])
    return [[term["id"], zh(term["label"]), list(term["is_a"])] for term in terms]


def _labels(atlas: Atlas, name: str) -> Iterator[tuple[str, str]]:
    for term in atlas.publication.parameters["terms"].get(name, []):
        yield term["id"], zh(term["label"])


def _series(atlas: Atlas) -> Record:
    return {
        name: {
            "label": zh(series["label"]),
            "tenors": {tenor["id"]: zh(tenor["label"]) for tenor in series["tenors"]},
            "last_confirmed": series["last_confirmed"],
            "rows": [{"from": row["from"], "values": row["values"]} for row in series["rows"]],
        }
        for name, series in atlas.publication.reference_rates["series"].items()
    }


def _scheme(atlas: Atlas, scheme: Record) -> list[Any]:
    code = scheme["region"]["code"]
    return [
        scheme["id"],
        zh(scheme["name"]),
        scheme["region"]["zh"],
        code,
        atlas.province_name(code),
        scheme["year"] or 0,
        scheme["lifecycle"]["status"],
        scheme["product"],
        atlas.counts(scheme)["stated"],
        sorted(_listed(scheme, "enhancement_routes")),
        sorted(_listed(scheme, "borrower_classes")),
        _groups(scheme),
    ]


def _listed(scheme: Record, parameter: str) -> set[str]:
    """The terms that a scheme names under a parameter, in whatever case."""
    found: set[str] = set()
    for provision in scheme["parameters"][parameter]["provisions"]:
        value = provision["value"]
        found.update(value["list"] if isinstance(value, dict) else value or ())
    return found


def _groups(scheme: Record) -> dict[str, list[str]]:
    """Group of borrowers -> the parameters that hold something of its own for it."""
    found: dict[str, list[str]] = {}
    for identifier, entry in scheme["parameters"].items():
        named = {
            group
            for provision in entry["provisions"]
            for group in _as_list(provision["when"].get("group"))
        }
        if identifier == "key_support_groups":
            named |= _listed(scheme, identifier)
        for group in sorted(named):
            found.setdefault(group, []).append(identifier)
    return found


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _cell(
    atlas: Atlas, scheme: Record, parameter: Record, words: Pool, keys: Pool
) -> list[Any]:
    """[state, partial, key, key without numbers, number for the tolerance, note, provisions]."""
    entry = scheme["parameters"][parameter["id"]]
    tolerant = parameter.get("tolerance") and len(entry["provisions"]) == 1
    return [
        STATES.index(entry["state"]),
        int(entry["partial"]),
        keys.number(parameter_key(entry)),
        keys.number(bare_key(entry)) if tolerant else -1,
        entry["sort"] if tolerant else None,
        words.number(zh(entry["note"])),
        [
            _provision(atlas, scheme, parameter, provision, words)
            for provision in entry["provisions"]
        ],
    ]


def _provision(
    atlas: Atlas, scheme: Record, parameter: Record, provision: Record, words: Pool
) -> list[Any]:
    """[state, case, words, short words, adds, marks, number, unit, footing, formula]; trailing empties left out."""
    shown = figure(parameter, provision, atlas.label)
    footing = [*shown.footing, *_dated(parameter, provision, scheme)]
    text = [
        STATES.index(provision["state"]),
        words.number(zh(provision["when_text"])),
        words.number(zh(provision["text"])),
        words.number(zh(provision["short"])),
        int(provision["adds"]),
        [words.number(mark) for mark in marks(atlas, provision)],
        shown.number,
        shown.unit or 0,
        [part for name, word in footing for part in (FACETS.index(name), words.number(word))],
        _formula(parameter, provision),
    ]
    while text and text[-1] in (None, 0, []):
        text.pop()
    return text


def _dated(parameter: Record, provision: Record, scheme: Record) -> Sequence[tuple[str, str]]:
    """The day by which the document's own equivalent was read, where it has one."""
    value = provision["value"]
    if parameter["kind"] != "rate_formula" or provision["sort"] is None or "fixed" in value:
        return ()
    instrument = scheme["instrument"]
    days = (instrument["effective_from"], instrument["issued_on"])
    day = next((d for d in days if d and d[0].isdigit()), None)
    return ((DATED, readable_date(day)),) if day else ()


def _formula(parameter: Record, provision: Record) -> Any:
    stated = parameter["kind"] == "rate_formula" and provision["state"] == "stated"
    return provision["value"] if stated else None
