"""Changes put into our own code are noticed by the tests: the share, and for each change that is not, a reason."""

from __future__ import annotations

import ast
import os

import code_mutants
import pytest
from code_mutants import PARTS, ROOT, change, known_survivors, mutants, sites

COUNT = int(os.environ.get("ATLAS_CODE_MUTANTS", "600"))
LEAST_PERCENT = 90


@pytest.mark.soak
def test_nine_of_ten_changes_in_reading_checking_and_calculating_are_noticed(capsys):
    """Mutants of all parts, drawn by a seed; ATLAS_CODE_MUTANTS says how many."""
    with capsys.disabled():
        result = code_mutants.score(COUNT, 20261120, list(PARTS), os.cpu_count() or 1, lambda line: print("\n" + line, end="", flush=True))
        for part, seen in result.items():
            print(f"\n{part}: {seen['noticed']} of {seen['tried']} mutants noticed, survived {len(seen['survived'])}")
    for part, seen in result.items():
        assert seen["noticed"] * 100 >= LEAST_PERCENT * seen["tried"], part
    unexplained = [name for seen in result.values() for name in seen["survived"] if name not in known_survivors()]
    assert unexplained == [], "survivors without a reason: mend the tests, or say why in tests/vectors/surviving_mutants.json"


def test_every_reason_belongs_to_a_mutant_that_there_is():
    names = {mutant.name for part in PARTS for mutant in mutants(part)}
    assert [name for name in known_survivors() if name not in names] == []
    assert all(len(reason) > 10 for reason in known_survivors().values())


def test_there_are_mutants_in_every_module_of_every_part():
    for part in PARTS.values():
        for module in code_mutants.modules(part):
            assert any(True for _ in sites(ast.parse((ROOT / module).read_text(encoding="utf-8")))), module
    assert sum(len(mutants(part)) for part in PARTS) > 3000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = a < b", "x = a <= b"), ("x = a + b", "x = a - b"), ("x = a and b", "x = a or b"), ("x = 1", "x = 2"), ("x = True", "x = False"),
        ("x = a if b else c", "x = a if not b else c"), ("x = [a for a in b if a]", "x = [a for a in b]"), ("x = -a", "x = +a"),
        ("raise E", "pass"), ("f(a)", "pass"), ("x += a", "x -= a"), ("x = not a", "x = not not a"),
    ],
)  # fmt: skip
def test_a_change_changes_what_it_says(before, after):
    tree = ast.parse(before)
    node, kind, _ = next(iter(sites(tree)))
    change(node, kind)
    assert ast.unparse(ast.fix_missing_locations(tree)) == after


def test_words_annotations_and_decorators_are_left_alone():
    assert list(sites(ast.parse("@a(1)\ndef f(x: 1 | 2) -> 3:\n    'words'\n    return f'{1 + 1}'\n")))[0][1] == "nothing returned"


def test_a_changed_module_is_what_the_tests_see_and_a_test_that_sees_it_fails():
    """The one division of the whole program, changed: the quickest tests of the calculators must notice."""
    changed = next(m for m in mutants("reading") if m.module == "generator/quantities.py" and "2 * numerator" in m.name)
    quick = ("test_costs_vectors",)
    assert code_mutants.run("reading", None, quick)[0] == 0
    assert code_mutants.run("reading", changed, quick)[0] == 1
