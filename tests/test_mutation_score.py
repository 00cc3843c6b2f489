"""Changes put into our own code are noticed by the tests: the share, and for each change that is not, a reason."""

from __future__ import annotations

import ast
import os
import signal

import code_mutants
import pytest
from code_mutants import PARTS, ROOT, change, known_survivors, mutants, sites

COUNT = int(os.environ.get("ATLAS_CODE_MUTANTS", "150"))
LEAST_PERCENT = 90


@pytest.mark.soak
def test_nine_of_ten_changes_in_reading_checking_and_calculating_are_noticed(capsys):
    """COUNT mutants of each part, drawn by a seed; the figures of all parts are printed before any is judged."""
    with capsys.disabled():
        scores = []
        for part in PARTS:
            chosen = code_mutants.drawn(COUNT, code_mutants.SEED, part)
            scores.append(code_mutants.score(part, chosen, os.cpu_count() or 1, lambda line: print("\n" + line, end="", flush=True)))
        print("", *scores, code_mutants.overall(scores), sep="\n")
    assert [one.part for one in scores if one.percent < LEAST_PERCENT] == []
    unexplained = [name for one in scores for name in one.survived if name not in known_survivors()]
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


def test_the_same_seed_draws_the_same_mutants_and_a_larger_count_only_more(monkeypatch):
    """Code that is added or taken away elsewhere moves none of the others."""
    few, more = code_mutants.drawn(50, 1, "reading"), code_mutants.drawn(80, 1, "reading")
    assert more[:50] == few and code_mutants.drawn(50, 2, "reading") != few
    assert len({one.name for one in more}) == 80 and len({one.module for one in more}) > 5
    every = mutants("reading")
    monkeypatch.setattr(code_mutants, "mutants", lambda part: [one for one in every if one != few[3]])
    assert code_mutants.drawn(49, 1, "reading") == few[:3] + few[4:]


def test_a_default_belongs_to_what_surrounds_its_function():
    """It is worked out when the function is made, not when it is called; a function within another is the other's too."""
    tree = ast.parse("def f(a=1 + 2):\n    def g(b=3 + 4):\n        return 5 + 6\n    return g\n")
    owner = code_mutants.owners(tree)
    sums = {ast.unparse(node): owner[id(node)] for node in ast.walk(tree) if isinstance(node, ast.BinOp)}
    assert sums == {"1 + 2": (0, 0), "3 + 4": (1, 1), "5 + 6": (2, 1)}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return code_mutants.Bench("reading", str(tmp_path_factory.mktemp("mutants")))


@pytest.fixture(scope="module")
def records(bench):
    return code_mutants.recorded(bench, ("test_costs_vectors",))


def mutant(module: str, words: str) -> code_mutants.Mutant:
    return next(one for one in mutants("reading") if one.module == f"generator/{module}.py" and words in one.name)


@pytest.mark.parametrize("way", ["exchanged", "imported"])
@pytest.mark.parametrize(
    ("test", "words", "code"),
    [
        ("test_costs_vectors", "another operator: 2 * numerator", 1),
        ("test_values", "nothing returned: return ('-' if value < 0 else '')", 1),
        ("test_values", "another number: 0 in: count = 0", 0),
    ],
)
def test_a_change_is_what_the_tests_see_whether_it_is_exchanged_or_imported(test, words, code, way, bench):
    """The one division of the whole program, and a decimal that is not there, are noticed; a count of one zero too many is not."""
    assert getattr(bench, way)(test, code_mutants.Order(mutant("quantities", words))) == code


def test_what_cannot_be_exchanged_is_imported(bench):
    """Without its call of `super` a method has no more need of its class: its code does not fit the old one's place."""
    bare = mutant("structuring", "statement lost: super().__init__(message)")
    assert not code_mutants.exchange(bare)
    assert bench.exchanged("test_structuring", code_mutants.Order(bare)) == bench.imported("test_structuring", code_mutants.Order(bare))


def test_a_record_names_the_tests_that_call_a_function_and_only_those(records, bench):
    record = records["test_costs_vectors"]
    division = mutant("quantities", "2 * numerator")
    assert 10 < len(record.first(division.function)) < len(record.seconds)
    assert code_mutants.run(bench, division, records)[0] == 1


def test_a_mutant_of_what_no_test_calls_survives(records, bench):
    """Files that do not call the function are left out, and nothing counts as noticed where no test failed."""
    uncalled = mutant("losses", "total != 1")
    assert records["test_costs_vectors"].first(uncalled.function) == {}
    assert code_mutants.run(bench, uncalled, records)[0] == 0


def test_what_ends_for_another_reason_than_a_test_counts_neither_way(bench):
    with pytest.raises(code_mutants.EndedFromOutside):
        bench.exchanged("test_that_is_not_there", code_mutants.Order(mutant("quantities", "2 * numerator")))
    with pytest.raises(code_mutants.EndedFromOutside):
        bench.imported("test_that_is_not_there", code_mutants.Order())


def test_a_change_that_never_ends_is_noticed_by_its_limit(bench):
    """A number that is divided for as long as it can be, and is not made smaller by it."""
    endless = mutant("quantities", "statement lost: denominator //= 10")
    assert bench.exchanged("test_values", code_mutants.Order(endless, seconds=2)) in {-signal.SIGXCPU, -signal.SIGALRM}
