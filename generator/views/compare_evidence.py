"""What a cell of the comparison rests on, one script per scheme: loaded when the first of its cells is opened."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.views.atlas import Atlas
from generator.views.cells import remarks_of
from generator.views.compare_data import Pool
from generator.views.names import Record, zh
from generator.views.scheme import source_view

FOLDER = "assets/data/evidence"


def evidence_scripts(atlas: Atlas) -> dict[str, bytes]:
    """`assets/data/evidence/<id>.js` of every scheme."""
    return {f"{FOLDER}/{scheme['id']}.js": _script(atlas, scheme) for scheme in atlas.schemes}


def _script(atlas: Atlas, scheme: Record) -> bytes:
    name = json.dumps(scheme["id"])
    text = json.dumps(evidence_data(atlas, scheme), ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(globalThis.atlasEvidence??={{}})[{name}]={text};\n".encode()


def evidence_data(atlas: Atlas, scheme: Record) -> Record:
    """The sources of a scheme, and of each parameter its provisions' quotations, remarks and former words."""
    numbers = {source["id"]: number for number, source in enumerate(scheme["sources"])}
    kinds = Pool()
    cells: dict[str, Any] = {}
    for parameter in atlas.parameters:
        entry = scheme["parameters"][parameter["id"]]
        cases = []
        for provision in entry["provisions"]:
            entries = [*provision["evidence"], *provision["mentioned"]]
            before = provision["previous"]
            cases.append(
                [
                    _quotes(atlas, entries, numbers, kinds),
                    list(remarks_of(provision)),
                    [zh(before["text"]), _quotes(atlas, before["evidence"], numbers, kinds)]
                    if before
                    else 0,
                ]
            )
        silent = numbers.get(entry["silent_source"], -1)
        if cases or silent >= 0:
            cells[parameter["id"]] = [cases, silent]
    return {"sources": _sources(atlas, scheme), "checks": kinds.items, "cells": cells}


def _sources(atlas: Atlas, scheme: Record) -> list[list[str]]:
    """[anchor, title, tier, its label, publisher, day, kind, address, how far it was read] of each source."""
    found = []
    for source in scheme["sources"]:
        view = source_view(atlas, source)
        found.append(
            [
                view.anchor,
                view.title,
                view.tier.key,
                view.tier.text,
                view.publisher,
                view.published_on,
                view.kind,
                view.url,
                view.read,
            ]
        )
    return found


def _quotes(
    atlas: Atlas, entries: Iterable[Record], numbers: dict[str, int], kinds: Pool
) -> list[list[Any]]:
    """[words, place in the source, source, what they are cited for, how they were checked] of each."""
    return [
        [
            entry["phrase"],
            entry["locator"] or "",
            numbers[entry["source"]],
            "" if entry["role"] == "figure" else atlas.label("evidence_role", entry["role"]),
            kinds.number([entry["checked"], atlas.label("checked", entry["checked"])]),
        ]
        for entry in entries
    ]
