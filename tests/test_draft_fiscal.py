"""What a draft costs the treasury: the drafting page shows the lines that `atlas draft` writes into the explanation."""

from __future__ import annotations

import json
from random import Random

from drafting_tools import PILOTS, desk_file, in_node, publication, shipped, the_desk
from random_pilots import random_pilots

from generator.drafting.fiscal_effect import fiscal_answer, fiscal_effect

MANY = 120


def premises(rng: Random) -> dict:
    """A year as the page's form gives it: numbers, a class of borrower or none, a route."""
    return {
        "lending": rng.choice([100_000_000, 1_000_000_000, 33_333_333.33]), "average_loan": rng.choice([1_000_000, 150_000]),
        "months": rng.choice([12, 24, 36]), "default_rate": rng.choice([0, 0.02, 0.05, 0.333]),
        "loss_given_default": rng.choice([0.6, 1]), "borrower": rng.choice([None, "micro_small_enterprise", "sole_trader"]),
        "route": rng.choice(["insurance", "guarantee"]),
    }  # fmt: skip


def test_the_page_and_the_command_show_the_same_lines(require_tool, tmp_path):
    rng = Random(20261122)
    pilots = [shipped(path) for path in PILOTS] + random_pilots(list(publication().schemes), MANY, 20261122)
    asked = [{"pilot": pilot, "premises": premises(rng)} for pilot in pilots for _ in range(2)]
    given = "\n".join(json.dumps(one, ensure_ascii=False) for one in asked)
    answers = in_node(require_tool("node"), "draft_fiscal.cjs", desk_file(tmp_path), given).splitlines()
    computed = complete = 0
    for one, line in zip(asked, answers, strict=True):
        # What was written and read again is what the page keeps and what the command reads.
        pilot = json.loads(json.dumps(one["pilot"]))
        answer = fiscal_answer(pilot, the_desk(), one["premises"])
        found = json.loads(line)
        assert found["answer"] == answer, one["pilot"]["id"]
        assert found["effect"] == fiscal_effect(answer, one["premises"]), one["pilot"]["id"]
        computed += answer["outlay"] is not None
        complete += answer["losses"] is not None
    assert computed > len(asked) / 3 and complete
