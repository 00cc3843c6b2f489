"""Hostile texts in every free-text field of a draft: each stands in the Word, web and Markdown files as it was typed.

As in `test_text_is_text.py`, a draft of plain words is the measure: its files, read again and with the words replaced
by the text, must be the files of the draft that held the text from the start.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from drafting_tools import the_desk, vocabulary
from markdown_it import MarkdownIt
from reading_back import Event, docx_events, html_events
from required_tools import ROOT

from generator.drafting import draft
from generator.drafting.files import draft_files
from generator.drafting.pilot_record import pilot_record
from generator.pilots import load_pilot
from generator.word import load_parts

HOSTILE = json.loads((ROOT / "tests/vectors/hostile_texts.json").read_text(encoding="utf-8"))
PLAIN = "\u3400\u3401\u3402"


def pilot(text: str) -> dict[str, object]:
    """A draft with the text in every field that takes any text; one with a line break only in the notes."""
    line = text if "\n" not in text else PLAIN
    said = {"reason": line, "note": text}
    return {
        "id": "hostile", "name": {"zh": line, "en": line}, "region": "330000", "place": {"zh": line, "level": "city"},
        "instrument": {"title": line, "kind": "measures", "issuers": [line], "effective_from": "2027-01-01"},
        "legal_basis": [{"title": line, "number": line, "note": line}],
        "background": [line], "reasons": [line], "process": [{"on": "2026-06", "what": line}],
        "parameters": {
            "rate_discount": [{"value": line, **said}],
            "early_repayment": [{"state": "delegated", "to": "parties", "ref": line, **said}],
            "other_fees": [{"value": line, "when": {"event": line}}],
            "coordination_body": [{"value": line}],
            "funds": [{"value": [{"name": line, "amount": "100万元", "purpose": line}], "reason": line}],
            "approval_rule": [{"state": "not_applicable", "reason": line}],
            "premium_rate_cap": [
                {"value": {"rate": "2%", "base": "principal", "per": "year", "charged_to": "total"}, "when": {"purpose": line}, **said}
            ],
            "payout_cap": [{"state": "undecided", "note": text}],
            "loan_amount_cap": [{"value": "30万元", "reason": line}],
        },
    }  # fmt: skip


def files(text: str, folder: Path) -> dict[str, bytes]:
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(pilot(text), ensure_ascii=False, indent=1), encoding="utf-8")
    found, problems = load_pilot(path, path.name, vocabulary())
    assert found is not None, problems
    return draft_files(draft(pilot_record(found, vocabulary()), the_desk()), load_parts())


def read(name: str, content: bytes) -> list[Event]:
    """What a stranger's parser finds in the file."""
    if name.endswith(".docx"):
        return docx_events(content)
    if name.endswith(".md"):
        content = MarkdownIt("commonmark", {"html": True}).enable("table").render(content.decode("utf-8")).encode("utf-8")
    return html_events(content)


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> dict[str, list[Event]]:
    return {name: read(name, content) for name, content in files(PLAIN, tmp_path_factory.mktemp("plain")).items()}


def with_text(events: list[Event], text: str) -> list[Event]:
    """The plain words replaced."""
    return [tuple(part.replace(PLAIN, text) for part in event) for event in events]


def difference(got: list[Event], wanted: list[Event]) -> str:
    for one, other in zip(got, wanted, strict=False):
        if one != other:
            return f"{one!r} instead of {other!r}"
    return "" if len(got) == len(wanted) else f"{len(got)} pieces instead of {len(wanted)}"


@pytest.mark.parametrize("entry", HOSTILE, ids=lambda entry: entry["id"])
def test_a_text_stands_in_every_document_as_typed(entry, plain, tmp_path):
    text = entry["text"]
    found = files(text, tmp_path)
    assert found.keys() == plain.keys() and len(found) >= 20
    notes_only = "\n" in text
    for name, content in found.items():
        got = read(name, content)
        assert not [event for event in got if event[0] in {"link", "field", "instruction"}], name
        assert difference(got, plain[name] if notes_only else with_text(plain[name], text)) == "", name


def test_the_text_is_in_the_documents_at_all(plain):
    holding = [name for name, events in plain.items() if any(PLAIN in part for event in events for part in event)]
    assert {re.sub(r".*\.", "", name) for name in holding} == {"docx", "html", "md"}
    assert len(holding) >= 15
