"""What the existing schemes say, compact, for guardrails and comparisons; made once and read in Python and the browser.

    {"as_of", "reference": {"lpr": {"1y", "5y"}, "pbc_benchmark": {…}},
     "of": schemes that count,
     "schemes": [{"id", "name", "place", "year", "title", "status", "product", "stub"}],
     "parameters": {id: [{"s": place in schemes, "state", "text", "sort", "by", "quotes": [[locator, phrase]]}…]}}

Only cells that a document states or leaves to others are listed, and only of guarantee insurance: adjacent kinds
are no peers. `sort` is the number by which cells of a column compare; limits, thresholds and days of default compare
only on the same basis, and have their numbers in `by` instead, by basis, in units of 1e-8.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.drafting.figures import BY_BASIS, by_basis

Record = dict[str, Any]
PRODUCT = "guarantee_insurance"
NO_SIZE = ("flag", "date_window")
"""Kinds that have an order in a table, and yet none is more than another."""
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
            by: Record = {}
            for provision in said["provisions"] if parameter["kind"] in BY_BASIS else ():
                by = by | {basis: size for basis, size in by_basis(parameter["kind"], provision["value"]).items() if basis not in by}
            pieces = [e for p in said["provisions"] for e in p["evidence"] if e["role"] == "figure"]
            yield {
                "s": place,
                "state": said["state"],
                "text": said["text"]["zh"],
                "sort": None if parameter["kind"] in (*BY_BASIS, *NO_SIZE) else said["sort"],
                "by": by,
                "quotes": [[e["locator"], e["phrase"]] for e in pieces[:QUOTES]],
            }
