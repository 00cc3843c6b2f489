"""The calculator's page before a browser: its data say what the records say, and both languages say the same of a loan."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
import shipped_data
from required_tools import ROOT

from generator.costs import quote, write
from generator.costs.tiers import TIERS, usable
from generator.views.atlas import Atlas
from generator.views.cost_result import outcome
from generator.views.costs import CAREFUL, MODULES, ON_DEMAND, costs_data, costs_script
from generator.website.calculators import joined

SCRIPT = ROOT / "tests" / "js" / "cost_outcomes.cjs"
CASES = json.loads((ROOT / "tests" / "vectors" / "borrower_requests.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(shipped_data.publication())


@pytest.fixture(scope="module")
def data(atlas: Atlas) -> dict[str, Any]:
    return costs_data(atlas)


@pytest.fixture(scope="module")
def asked(atlas: Atlas) -> list[dict[str, Any]]:
    """The worked cases, and for every scheme some requests drawn with a fixed seed."""
    chance = random.Random(20261120)
    terms = atlas.publication.parameters["terms"]
    groups = [term["id"] for term in terms["group"]]
    found = [{**case, "tiers": TIERS} for case in CASES]
    for scheme in atlas.schemes:
        for _ in range(6):
            request = {
                "amount": chance.choice(["300000", "1000000.01", "87654.32", "5000000"]),
                "months": chance.choice([1, 6, 12, 24, 36, 60]),
                "repayment": chance.choice(["equal_instalment", "equal_principal", "interest_only", "bullet"]),
                "drawdown": chance.choice(["2012-07-06", "2015-05-11", "2018-07-02", "2022-08-30", "2026-11-20"]),
                "borrower": chance.choice([term["id"] for term in terms["borrower"]]),
                "groups": chance.sample(groups, chance.randint(0, 2)),
                "route": chance.choice([None, "insurance", "guarantee"]),
                "annual_rate": chance.choice([None, "0.0435", "0.12"]),
                "premium_rate": chance.choice([None, "0.02", "0"]),
                "premium_base": chance.choice([None, "principal", "principal_and_interest"]),
                "premium_payment": chance.choice(["single", "annual"]),
                "subsidy_month": chance.choice([0, 3, 13]),
            }
            found.append({"scheme": scheme["id"], "request": request, "tiers": chance.choice([TIERS, CAREFUL])})
    return found


@pytest.fixture(scope="module")
def told(atlas, asked, tmp_path_factory, require_tool: Callable[[str], str]) -> list[dict[str, Any]]:
    """What the scripts answer to each."""
    path = tmp_path_factory.mktemp("costs") / "costs.js"
    path.write_bytes(costs_script(atlas))
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in asked)
    done = subprocess.run([require_tool("node"), SCRIPT, path], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_trimmed_record_gives_the_bytes_of_the_whole_one(atlas, asked, told):
    publication = atlas.publication
    for one, answer in zip(asked, told, strict=True):
        reduced, aside = usable(atlas.by_id[one["scheme"]], one["tiers"])
        whole = write(quote(one["request"], reduced, publication.parameters, publication.reference_rates))
        assert answer["quote"] == whole, one


def test_both_languages_say_the_same_of_a_loan(asked, told, data):
    schemes = {scheme["id"]: scheme for scheme in data["schemes"]}
    computed = 0
    for one, answer in zip(asked, told, strict=True):
        reduced, aside = usable(schemes[one["scheme"]], one["tiers"])
        expected = outcome(one["request"], reduced, data["parameters"], data["references"])
        assert answer["outcome"] == expected, one
        assert answer["aside"] == aside
        computed += bool(expected["figures"])
    assert computed > len(asked) / 5


def test_a_figure_that_only_the_press_gives_is_set_aside_when_it_is_not_wanted(data):
    scheme = next(scheme for scheme in data["schemes"] if scheme["id"] == "zhangjiakou-2014")
    reduced, aside = usable(scheme, CAREFUL)
    assert aside > 0
    assert all(p["state"] == "unread" and p["value"] is None for p in reduced["parameters"]["loan_rate_cap"]["provisions"])
    assert usable(scheme, TIERS) == (scheme | {"parameters": {n: v | {"provisions": v.get("provisions", [])} for n, v in scheme["parameters"].items()}}, 0)


def test_the_code_that_the_page_loads_is_within_its_budget():
    assert len(gzip.compress(joined(MODULES), 9)) <= 40_000
    assert sum(len(gzip.compress(joined([path]), 9)) for path in ON_DEMAND) <= 4_000


def test_what_people_type_is_read_strictly(require_tool):
    done = subprocess.run(
        [require_tool("node"), "--test", ROOT / "tests" / "js" / "inputs.test.cjs"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
