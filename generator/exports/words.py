"""The words that tables take from the published records."""

from __future__ import annotations

from collections.abc import Mapping

from generator.publication import Records


def zh(text: Mapping[str, str]) -> str:
    """The Chinese side of a published text."""
    return text["zh"]


def label(records: Records, list_name: str, term: str | None) -> str:
    """The Chinese label of a term."""
    return records.labels.get((list_name, term), term or "")
