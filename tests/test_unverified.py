"""What was only remembered and confirmed by no source is not in the data."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import shipped_data
from required_tools import ROOT

CLAIMS = json.loads((ROOT / "tests" / "vectors" / "unverified.json").read_text(encoding="utf-8"))
UNCONFIRMED = [claim for claim in CLAIMS if "value" in claim]
CONFIRMED = [claim for claim in CLAIMS if "confirmed_by" in claim]


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


def leaves(value: Any) -> Iterator[Any]:
    """Every number and text of a value, however deep."""
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    elif value is not None:
        yield value


def carries(claim: dict, scheme: dict) -> bool:
    """Whether a scheme's record holds the claimed value in the claimed place."""
    parameter, value = claim["parameter"], claim["value"]
    if parameter == "anywhere":
        return any(isinstance(leaf, str) and value in leaf for leaf in leaves(scheme))
    if parameter == "instrument":
        return any(isinstance(leaf, str) and value in leaf for leaf in leaves(scheme["instrument"]))
    for provision in scheme["parameters"][parameter]["provisions"]:
        borrower = provision["when"].get("borrower")
        named = [borrower] if isinstance(borrower, str) else borrower or []
        meant = not claim.get("borrower") or claim["borrower"] in named
        dated = "phase" in provision["when"]
        if meant and not dated and value in [x for x in leaves(provision["value"]) if not isinstance(x, bool)]:
            return True
    return False


@pytest.mark.parametrize("claim", UNCONFIRMED, ids=lambda c: f"{c['scheme']} {c['parameter']} {c['value']}")
def test_an_unconfirmed_claim_is_not_in_the_data(claim, records):
    schemes = records.schemes if claim["scheme"] == "*" else [records.scheme(claim["scheme"])]
    assert [scheme["id"] for scheme in schemes if carries(claim, scheme)] == []


def test_a_claim_that_did_get_into_the_data_would_be_found(records):
    scheme = copy.deepcopy(records.scheme("sanshui-2020"))
    claim = {"scheme": "sanshui-2020", "parameter": "premium_rate_cap", "value": 0.02}
    assert not carries(claim, scheme)
    other = copy.deepcopy(records.scheme("shenzhen-2018")["parameters"]["premium_rate_cap"])
    other["provisions"][0]["value"]["rate"] = 0.02
    scheme["parameters"]["premium_rate_cap"] = other
    assert carries(claim, scheme)
    scheme["instrument"]["issued_on"] = "2009-04"
    assert carries({"parameter": "instrument", "value": "2009-04"}, scheme)
    assert carries({"parameter": "anywhere", "value": "2009-04"}, scheme)


@pytest.mark.parametrize("claim", CONFIRMED, ids=lambda c: c["claim"])
def test_what_was_confirmed_elsewhere_names_where(claim, records):
    if claim["confirmed_by"] == "regions":
        text = (ROOT / "policies" / "regions.yaml").read_text(encoding="utf-8")
        assert "\nsource:\n" in text and "GB/T 2260" in text
        return
    series = records.reference_rates["series"][claim["series"]]
    assert series["source"] and series["last_confirmed"] or series["witnesses"]
    rows = {row["from"]: row["values"][claim["tenor"]] for row in series["rows"]}
    assert {day: rows[day] for day in claim["rows"]} == claim["rows"]
