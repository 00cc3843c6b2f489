"""The published records of contract §4 as plain JSON values: the site and the calculators are their first readers."""

from generator.publication.json_text import json_bytes, json_text
from generator.publication.records import (
    DataProblems,
    Publication,
    Records,
    build_records,
    default_as_of,
    full_date,
    load_publication,
    load_records,
)

__all__ = [
    "DataProblems",
    "Publication",
    "Records",
    "build_records",
    "default_as_of",
    "full_date",
    "json_bytes",
    "json_text",
    "load_publication",
    "load_records",
]
