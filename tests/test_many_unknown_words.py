"""A file with thousands of unknown words is answered as quickly as it is read: a near word is looked for only at first.

Looking for the nearest of 3,000 schemes takes a hundredth of a second: 4,900 unknown ones once took a minute.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT

from generator import located
from generator.differences import FILE, load_differences
from generator.located import MOST_HINTED, Problem, suggestion
from generator.pilots import load_pilot
from generator.scheme_files import load_scheme
from generator.search_words import load_search_words

COUNT = 900
WORDS = [f"loan_amounts_cap{number}" for number in range(COUNT)]
GOOD = (ROOT / "tests/valid/example-2022.yaml").read_text(encoding="utf-8")
DRAFT = (ROOT / "tests/valid_pilots/example-draft.yaml").read_text(encoding="utf-8")


def scheme(text: str, folder: Path) -> list[Problem]:
    path = folder / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scheme(path, path.name, shipped_data.catalogue().vocabulary)[1]


def pilot(text: str, folder: Path) -> list[Problem]:
    path = folder / "example-draft.yaml"
    path.write_text(text, encoding="utf-8")
    return load_pilot(path, path.name, shipped_data.catalogue().vocabulary)[1]


def differences(text: str, folder: Path) -> list[Problem]:
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    catalogue = shipped_data.catalogue()
    return load_differences(folder, catalogue.schemes, catalogue.vocabulary.parameters)[1]


def search_words(text: str, folder: Path) -> list[Problem]:
    (folder / "policies").mkdir()
    (folder / "policies/search_words.yaml").write_text(text, encoding="utf-8")
    vocabulary = shipped_data.catalogue().vocabulary
    return load_search_words(folder, vocabulary.parameters, vocabulary.regions)[1]


PARAMETERS = "parameters:\n"
FILES = {
    "fields of a scheme": (scheme, GOOD + "".join(f"parameters{word}: 1\n" for word in WORDS)),
    "parameters of a scheme": (scheme, GOOD.replace(PARAMETERS, PARAMETERS + "".join(f"  {word}: []\n" for word in WORDS))),
    "parameters that a draft leaves out": (pilot, DRAFT.replace("omitted: [loss_layers]\n", "omitted:\n" + "".join(f"  - {word}\n" for word in WORDS))),
    "places of differences": (differences, "differences:\n  - topic: 甲\n    decision: 乙\n    cells:\n" + "".join(f"      - {{scheme: zibo-2022, parameter: {word}}}\n" for word in WORDS)),
    "schemes of differences": (differences, "differences:\n  - topic: 甲\n    decision: 乙\n    cells:\n" + "".join(f"      - {{scheme: zibo-2022{number}}}\n" for number in range(COUNT))),
    "parameters of search words": (search_words, "entries:\n" + "".join(f"  - {{words: [词{number}], parameter: {word}}}\n" for number, word in enumerate(WORDS))),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_each_of_many_unknown_words_is_told_but_a_near_one_is_looked_for_only_at_first(kind, tmp_path, monkeypatch):
    looked_up = []
    find = located.get_close_matches
    monkeypatch.setattr(located, "get_close_matches", lambda *given, **how: looked_up.append(given[0]) or find(*given, **how))
    load, text = FILES[kind]
    problems = load(text, tmp_path)
    assert len(problems) >= COUNT
    assert 1 <= len(looked_up) <= MOST_HINTED
    assert sum("是否想写" in problem.message for problem in problems) <= MOST_HINTED


def test_the_last_problem_that_gets_a_hint_is_the_twentieth():
    assert suggestion("loan_amount_cup", ["loan_amount_cap"], [None] * 19) == "；是否想写 “loan_amount_cap”"
    assert suggestion("loan_amount_cup", ["loan_amount_cap"], [None] * 20) == ""
