"""The data of the comparison page, and that the page judges differences exactly as Python does."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections.abc import Callable
from functools import cache
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
import shipped_data
from required_tools import ROOT

from generator.comparison.differences import bare_key, differ, parameter_key
from generator.comparison.facets import DATED, FOOTING, figure
from generator.views.atlas import STATES, Atlas
from generator.views.compare_data import FACETS, compare_data, compare_script
from generator.views.compare_evidence import evidence_data, evidence_scripts
from generator.views.compare_scripts import DRAWING, PUT_TOGETHER
from generator.views.table import best_documented, comparison_views

VECTORS = ROOT / "tests" / "vectors" / "comparison.json"
SEEDS = {"foshan-2022", "shandong-2015", "shenzhen-2018", "zhangjiakou-2014", "zibo-2022"}


@cache
def shipped() -> Atlas:
    return Atlas(shipped_data.publication())


@cache
def data() -> dict[str, Any]:
    return dict(compare_data(shipped()))


def said(value: object, **more: Any) -> dict[str, Any]:
    """One published provision, as far as a comparison reads it."""
    return {"state": "stated", "when": {}, "modality": "cap", "adds": False, "value": value, **more}


def entry(*provisions: dict[str, Any], sort: float | None = None, state: str = "stated") -> dict[str, Any]:
    return {"state": state, "provisions": list(provisions), "sort": sort}


def charge(rate: float, base: str = "principal") -> dict[str, Any]:
    return {"rate": rate, "base": base}


CASES: list[tuple[str, str | None, dict[str, Any], dict[str, Any]]] = [
    ("the same words of the same case", None, entry(said(3)), entry(said(3))),
    ("another figure", None, entry(said(3)), entry(said(4))),
    ("another order of the same cases", None, entry(said(3, when={"route": "insurance"}), said(4)), entry(said(4), said(3, when={"route": "insurance"}))),
    ("a figure within the tolerance", "0.0005", entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.0305)), sort=0.0305)),
    ("a figure just beyond the tolerance", "0.0005", entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.03051)), sort=0.03051)),
    ("decimals that doubles cannot tell apart", "0.0005", entry(said(charge(0.3)), sort=0.3), entry(said(charge(0.3005)), sort=0.3005)),
    ("within the tolerance but on another base", "0.0005", entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.03, "principal_and_interest")), sort=0.03)),
    ("within the tolerance but two cases", "0.0005", entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.03)), said(charge(0.031), when={"group": "x"}), sort=0.03)),
    ("a small difference without a tolerance", None, entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.0301)), sort=0.0301)),
    ("usual instead of a cap", "0.0005", entry(said(charge(0.03)), sort=0.03), entry(said(charge(0.03), modality="usual"), sort=0.03)),
    ("stated and silent", None, entry(said(3)), entry(state="silent")),
    ("silent and silent", None, entry(state="silent"), entry(state="silent")),
    ("silent and unread", None, entry(state="silent"), entry(state="unread")),
    ("an equivalent that is not known", "0.0005", entry(said({"reference": "lpr", "add_bp": 150})), entry(said({"reference": "lpr", "add_bp": 151}), sort=0.05)),
]  # fmt: skip


def compact(side: dict[str, Any], tolerance: str | None, keys: list[str]) -> dict[str, Any]:
    """A side as the page has it: numbers in the place of keys, a figure only where a tolerance may apply."""

    def number(key: str) -> int:
        if key not in keys:
            keys.append(key)
        return keys.index(key)

    tolerant = bool(tolerance) and len(side["provisions"]) == 1
    return {
        "key": number(parameter_key(side)),
        "bare": number(bare_key(side)) if tolerant else -1,
        "sort": side["sort"] if tolerant else None,
    }


def vectors() -> list[dict[str, Any]]:
    made = []
    for name, tolerance, one, other in CASES:
        keys: list[str] = []
        made.append(
            {
                "name": name,
                "tolerance": tolerance,
                "one": {"record": one, "compact": compact(one, tolerance, keys)},
                "other": {"record": other, "compact": compact(other, tolerance, keys)},
                "differ": differ(one, other, tolerance),
            }
        )
    return made


def test_the_committed_vectors_are_what_python_says():
    assert json.loads(VECTORS.read_text(encoding="utf-8")) == vectors()


def test_the_vectors_hold_both_answers():
    answers = [vector["differ"] for vector in vectors()]
    assert answers.count(True) >= 5 and answers.count(False) >= 4


def test_the_page_code_passes_its_own_tests(require_tool: Callable[[str], str]):
    files = sorted((ROOT / "tests" / "js").glob("compare*.test.cjs"))
    assert len(files) >= 4
    done = subprocess.run(
        [require_tool("node"), "--test", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr


def test_the_page_judges_the_shipped_schemes_as_python_does(require_tool: Callable[[str], str], tmp_path: Path):
    atlas = shipped()
    pairs = list(combinations(range(len(atlas.schemes)), 2))
    chance = random.Random(1)
    asked = [(*chance.choice(pairs), chance.randrange(len(atlas.parameters))) for _ in range(4000)]
    expected = []
    for one, other, number in asked:
        parameter = atlas.parameters[number]
        left, right = (atlas.schemes[i]["parameters"][parameter["id"]] for i in (one, other))
        expected.append(differ(left, right, parameter["tolerance"]))
    script = tmp_path / "compare.js"
    script.write_bytes(compare_script(atlas))
    done = subprocess.run(
        [require_tool("node"), str(ROOT / "tests" / "js" / "differ_batch.cjs"), str(script)],
        input=json.dumps(asked), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == expected
    assert 0 < sum(expected) < len(expected)


def test_every_cell_stands_in_the_table_with_its_state():
    atlas, table = shipped(), data()
    assert len(table["table"]) == len(atlas.parameters)
    for parameter, row in zip(atlas.parameters, table["table"], strict=True):
        states = [STATES[table["cells"][number][0]] for number in row]
        assert states == [s["parameters"][parameter["id"]]["state"] for s in atlas.schemes]


def test_every_provision_is_told_in_its_own_words():
    atlas, table = shipped(), data()
    words = table["words"]
    for parameter, row in zip(atlas.parameters, table["table"], strict=True):
        for scheme, number in zip(atlas.schemes, row, strict=True):
            provisions = scheme["parameters"][parameter["id"]]["provisions"]
            shown = table["cells"][number][6]
            assert len(shown) == len(provisions)
            for provision, (_, *rest) in zip(provisions, shown, strict=True):
                when, text = (*rest, 0, 0)[:2]
                assert words[when] == provision["when_text"]["zh"]
                assert words[text] == provision["text"]["zh"]


def test_evidence_of_every_provision_is_there_with_its_source():
    atlas = shipped()
    scripts = evidence_scripts(atlas)
    assert len(scripts) == len(atlas.schemes)
    for scheme in atlas.schemes:
        evidence = evidence_data(atlas, scheme)
        for identifier, entry_ in scheme["parameters"].items():
            provisions = entry_["provisions"]
            cases = evidence["cells"].get(identifier, [[]])[0]
            assert len(cases) == len(provisions)
            for provision, (quotes, _, previous) in zip(provisions, cases, strict=True):
                wanted = [e["phrase"] for e in (*provision["evidence"], *provision["mentioned"])]
                assert [quote[0] for quote in quotes] == wanted
                assert bool(previous) == bool(provision["previous"])
                assert all(0 <= quote[2] < len(evidence["sources"]) for quote in quotes)


def test_the_data_is_small():
    assert len(gzip.compress(compare_script(shipped()), 9)) < 100_000


def test_the_scripts_cannot_end_early_whatever_the_data_says():
    for script in (compare_script(shipped()), *evidence_scripts(shipped()).values()):
        text = script.decode()
        assert "\u2028" not in text and "\u2029" not in text and text.count("\n") == 1


def test_every_script_of_the_page_is_there():
    assert [path for path in (*chain(*PUT_TOGETHER.values()), DRAWING) if not (ROOT / "site_templates" / "theme" / path).is_file()] == []


def test_the_seed_schemes_are_the_best_documented_and_come_first():
    assert {scheme["id"] for scheme in best_documented(shipped())} == SEEDS
    first = next(comparison_views(shipped()))
    assert {column.id for column in first.columns} == SEEDS
    assert set(data()["start"]) == SEEDS


def test_every_scheme_stands_in_a_table_of_its_province():
    found = [column.id for view in list(comparison_views(shipped()))[1:] for column in view.columns]
    assert sorted(found) == sorted(scheme["id"] for scheme in shipped().schemes)


# --- what a figure rests on ---


def label(name: str, identifier: str) -> str:
    return f"{name}/{identifier}"


def facts(kind: str, value: object, unit: str = "fraction", **more: Any) -> dict[str, str]:
    found = figure({"kind": kind, "unit": unit}, said(value, approx=False, **more), label)
    return {"number": str(found.number), "unit": found.unit, **dict(found.footing)}


FULL_CHARGE = {"rate": 0.03, "base": "principal", "per": "year", "covers": ["loan_guarantee", "rider"], "charged_to": "unstated"}


@pytest.mark.parametrize(
    ("kind", "value", "side", "word"),
    [
        ("charge", FULL_CHARGE, "基数", "base/principal"),
        ("charge", FULL_CHARGE, "保障范围", "含covers/rider"),
        ("charge", FULL_CHARGE, "负担方", "未载明"),
        ("charge_or_share", 0.3, "基数", "保费"),
        ("rate_formula", {"reference": "lpr", "tenor": "1y", "add_bp": 150}, "参考利率", "reference/lpr"),
        ("rate_formula", {"reference": "lpr", "tenor": "1y", "add_bp": 150}, "算法", "加基点"),
        ("rate_formula", {"reference": "x", "tenor": "unstated", "multiplier": 1.4}, "期限档", "未载明"),
        ("rate_formula", {"fixed": 0.06}, "参考利率", "固定利率"),
        ("duration", {"working_days": 10}, "计时单位", "工作日"),
        ("subsidy", {"effect": "tops_up", "share_of_premium": 0.5}, "基数", "保费"),
        ("shares", {"shares": {"bank": 0.2}, "of": "principal", "stage": "final"}, "损失口径", "base/principal"),
        ("limit", 3_000_000, "基数", "定额"),
    ],
)  # fmt: skip
def test_a_figure_names_what_it_rests_on(kind: str, value: object, side: str, word: str):
    assert facts(kind, value)[side] == word


@pytest.mark.parametrize(
    ("kind", "value", "number", "unit"),
    [
        ("money", 3_000_000, "3000000", "fraction"),
        ("duration", {"months": 36}, "36", "months"),
        ("rate_formula", {"reference": "lpr", "tenor": "1y", "add_bp": 150}, "150", "basis_points"),
        ("subsidy", {"effect": "tops_up", "share_of_premium": None}, "None", "fraction"),
        ("charge", {**FULL_CHARGE, "rate": "unstated"}, "None", "fraction"),
        ("text", "words", "None", ""),
    ],
)
def test_a_figure_has_its_number_and_unit(kind: str, value: object, number: str, unit: str):
    found = facts(kind, value)
    assert (found["number"], found["unit"]) == (number, unit)


def test_what_is_not_stated_has_no_figure():
    found = figure({"kind": "money", "unit": "yuan"}, said(3, state="delegated", approx=False), label)
    assert (found.number, found.footing) == (None, ())


def test_an_observed_and_an_approximate_figure_say_so():
    found = figure({"kind": "rate", "unit": "fraction"}, said(0.08, modality="observed", approx=True), label)
    assert dict(found.footing) == {"性质": "modality/observed", "约数": "约"}


def test_every_side_of_every_shipped_figure_is_one_that_the_page_knows():
    atlas = shipped()
    assert (*FOOTING, DATED) == FACETS
    for scheme in atlas.schemes:
        for parameter in atlas.parameters:
            for provision in scheme["parameters"][parameter["id"]]["provisions"]:
                found = figure(parameter, provision, atlas.label)
                assert {side for side, _ in found.footing} <= set(FOOTING)


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
