"""What the existing schemes say, compact, for guardrails and comparisons; made once and read in Python and the browser.

    {"as_of", "reference": {"lpr": {"1y", "5y"}, "pbc_benchmark": {…}},
     "of": schemes that count,
     "schemes": [{"id", "name", "place", "year", "title", "status", "product", "stub"}],
     "parameters": {id: [{"s": place in schemes, "state", "text", "sort", "quotes": [[locator, phrase]], "tier"}…]}}

Only cells that a document states or leaves to others are listed, and only of guarantee insurance: adjacent kinds
are no peers. A limit or threshold of another metric has no number to compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Record = dict[str, Any]
PRODUCT = "guarantee_insurance"
INCOMPARABLE = ("trigger", "limit")
QUOTES = 2
"""Source words shown for one cell."""


def peer_data(schemes: Iterable[Record], parameters: Record, references: Record, as_of: str) -> Record:
    """From published records; see the module."""
    schemes = list(schemes)
    return {
        "as_of": as_of,
        "reference": {name: _latest(series, as_of) for name, series in references["series"].items()},
        "of": sum(scheme["product"] == PRODUCT for scheme in schemes),
        "schemes": [_scheme(scheme) for scheme in schemes],
        "parameters": {p["id"]: list(_cells(p, schemes)) for p in parameters["parameters"]},
    }


def _latest(series: Record, as_of: str) -> Record:
    """The values in force on a day, by tenor."""
    found: Record = {}
    for row in series["rows"]:
        if row["from"] <= as_of:
            found = {**found, **row["values"]}
    return found


def _scheme(scheme: Record) -> Record:
    return {
        "id": scheme["id"],
        "name": scheme["name"]["zh"],
        "place": scheme["region"]["zh"],
        "level": scheme["region"]["level"],
        "year": scheme["year"],
        "title": scheme["instrument"]["title"],
        "status": scheme["lifecycle"]["label"]["zh"],
        "product": scheme["product"],
        "stub": scheme["stub"],
    }


def _cells(parameter: Record, schemes: list[Record]) -> Iterable[Record]:
    for place, scheme in enumerate(schemes):
        said = scheme["parameters"][parameter["id"]]
        if scheme["product"] == PRODUCT and said["state"] in ("stated", "delegated"):
            pieces = [e for p in said["provisions"] for e in p["evidence"] if e["role"] == "figure"]
            yield {
                "s": place,
                "state": said["state"],
                "text": said["text"]["zh"],
                "sort": None if parameter["kind"] in INCOMPARABLE else said["sort"],
                "quotes": [[e["locator"], e["phrase"]] for e in pieces[:QUOTES]],
            }
