"""What the documents around the measure say beyond it: reasons, comparison, guardrails, examples; mirror: `draft_frame.js`."""

from __future__ import annotations

from generator.drafting.checks import PROCEDURE
from generator.drafting.context import Record, Vocabulary
from generator.drafting.guardrails import size
from generator.drafting.library import Clause
from generator.drafting.measure import NOTICE

GROUPS = (
    ("eligibility", "适用对象"), ("loan", "贷款规定"), ("enhancement", "增信安排"), ("risk", "风险分担"),
    ("support", "政策扶持"), ("process", "业务办理"), ("supervision", "监督管理"),
)  # fmt: skip
NONE_SEEN = "—"
COMPARED_AT_MOST = 4
"""Peers in one table: more columns than this cannot be read on a page."""


def frame(
    pilot: Record, found: Record, vocabulary: Vocabulary, clauses: tuple[Clause, ...], peers: Record, guards: list[Record],
    findings: list[Record], points: list[str], examples: list[Record], fiscal: Record | None,
) -> Record:  # fmt: skip
    """The context of every document but the measure. Peers not found are left out."""
    chosen = _chosen(pilot, peers)
    comparison = _comparison(found, vocabulary, peers, chosen)
    reasons = _reasons(pilot)
    return {
        **found,
        "notice": NOTICE,
        "as_of": peers["as_of"],
        "background": [_sentence(text) for text in pilot.get("background") or []],
        "necessity": [_sentence(text) for text in pilot.get("necessity") or []],
        "process": [{"on": step.get("on") or "", "what": _sentence(step["what"])} for step in pilot.get("process") or []],
        "groups": _groups(found, vocabulary, clauses, reasons, guards),
        "chosen": [peers["schemes"][place] | {"name": _short(peers["schemes"][place])} for place in chosen],
        "comparison": comparison,
        "departures": _departures(guards, peers, chosen, reasons),
        "ranked": [g for g in guards if g["used"] and g["above"] is not None],
        "counted": [g for g in guards if g["used"] and g["n"] and g["above"] is None],
        "missing": [f["text"] for f in findings if f["code"] == "missing"],
        "warnings": [f["text"] for f in findings if f["code"] != "missing"],
        "points": points,
        "procedure": [text for _, text in PROCEDURE],
        "examples": examples,
        "fiscal": fiscal,
    }


def _reasons(pilot: Record) -> dict[str, str]:
    """The reasons given in the pilot's provisions, by parameter."""
    found = {
        name: "".join(_sentence(p["reason"]) for p in said["provisions"] if p.get("reason"))
        for name, said in pilot["parameters"].items()
    }
    return {name: text for name, text in found.items() if text}


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _chosen(pilot: Record, peers: Record) -> list[int]:
    """The places of the peers that the pilot names, in its order."""
    places = {scheme["id"]: place for place, scheme in enumerate(peers["schemes"])}
    return [places[name] for name in pilot.get("peers") or [] if name in places][:COMPARED_AT_MOST]


def _short(scheme: Record) -> str:
    return f"{scheme['place']}（{scheme['year']}）" if scheme["year"] else scheme["place"]


def _groups(
    found: Record, vocabulary: Vocabulary, clauses: tuple[Clause, ...], reasons: Record, guards: list[Record]
) -> list[Record]:
    clause_of = {name: clause.name for clause in clauses for name in clause.parameters}
    sentences = {guard["id"]: guard["text"] if guard["numbers"] and guard["own"] is not None else "" for guard in guards}
    groups = []
    for group, title in GROUPS:
        rows = [
            {
                "par": found["p"][p["id"]],
                "clause": clause_of.get(p["id"], "") if clause_of.get(p["id"]) in found["article"] else "",
                "article": found["article"].get(clause_of.get(p["id"]), 0),
                "reason": reasons.get(p["id"]) or "",
                "guard": sentences[p["id"]],
            }
            for p in vocabulary.parameters
            if p["group"] == group and found["p"][p["id"]]["used"]
        ]
        if rows:
            groups.append({"title": title, "rows": rows})
    return groups


def _comparison(found: Record, vocabulary: Vocabulary, peers: Record, chosen: list[int]) -> list[Record]:
    """A row for each parameter of the draft that a chosen peer settles too."""
    rows = []
    for parameter in vocabulary.parameters:
        cells = {cell["s"]: cell["text"] for cell in peers["parameters"][parameter["id"]]}
        par = found["p"][parameter["id"]]
        if par["used"] and any(place in cells for place in chosen):
            rows.append({"par": par, "cells": [cells.get(place) or NONE_SEEN for place in chosen]})
    return rows


def _departures(guards: list[Record], peers: Record, chosen: list[int], reasons: Record) -> list[Record]:
    """Where the draft's figure lies outside those of all chosen peers."""
    found: list[Record] = []
    for guard in guards:
        sizes = [size(cell, guard["basis"]) for cell in peers["parameters"][guard["id"]] if cell["s"] in chosen]
        known = [number for number in sizes if number is not None]
        if guard["own"] is None or not known or min(known) <= guard["own"] <= max(known):
            continue
        side = "高" if guard["own"] > max(known) else "低"
        text = f"本稿{side}于选定比较的{len(known)}个地区。"
        found.append({"label": guard["label"], "difference": text, "reason": reasons.get(guard["id"]) or ""})
    return found


