"""A value, a unit, a party, a phrase or a date that is wrong does not pass: the share of faults that is caught."""

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from mutations import mutate

from generator.located import compose
from generator.scheme_files import load_scheme
from generator.verification import verify_scheme
from generator.vocabulary import load_vocabulary

ROOT = Path(__file__).parent.parent
SEEDS = ["foshan-2022", "shandong-2015", "shenzhen-2018", "zhangjiakou-2014", "zibo-2022"]
MUTANTS = int(os.environ.get("ATLAS_MUTANTS_OF_EVIDENCE", "600"))


def texts_folder() -> Path | None:
    given = Path(os.environ.get("ATLAS_SOURCES") or ROOT / "../shared/seeds")
    return given if given.is_dir() else None


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(ROOT / "policies")[0]


def caught(path: Path, vocabulary, folder) -> bool:
    scheme, problems = load_scheme(path, path.name, vocabulary)
    return scheme is None or bool(problems) or bool(verify_scheme(scheme, folder).problems)


def test_faults_put_into_the_five_schemes_are_caught(vocabulary, tmp_path, record_property, capsys):
    folder = texts_folder()
    if folder is None:
        pytest.skip("not run: no archived texts (set ATLAS_SOURCES)")
    chance = random.Random(20261120)
    seen, missed, escaped = Counter(), Counter(), []
    files = {name: (ROOT / f"policies/schemes/{name}.yaml").read_text(encoding="utf-8") for name in SEEDS}
    nodes = {name: compose(text, name)[0] for name, text in files.items()}
    while sum(seen.values()) < MUTANTS:
        name = chance.choice(SEEDS)
        mutant = mutate(files[name], nodes[name], vocabulary, chance)
        if mutant is None:
            continue
        path = tmp_path / f"{name}.yaml"
        path.write_text(mutant.text, encoding="utf-8")
        seen[mutant.kind] += 1
        if not caught(path, vocabulary, folder):
            missed[mutant.kind] += 1
            escaped.append(f"{name}:{mutant.line} {mutant.kind}: {mutant.before} -> {mutant.after}")
    total, lost = sum(seen.values()), sum(missed.values())
    with capsys.disabled():
        parts = ", ".join(f"{kind} {n - missed[kind]}/{n}" for kind, n in sorted(seen.items()))
        print(f"\nfaults caught: {total - lost} of {total} ({(total - lost) * 100 / total:.1f}%): {parts}")
    assert set(seen) == {"figure", "unit", "term", "party", "phrase", "date"}
    assert lost * 20 <= total, "\n".join(escaped)


def test_the_shipped_files_themselves_pass_so_that_catching_means_something(vocabulary):
    folder = texts_folder()
    if folder is None:
        pytest.skip("not run: no archived texts (set ATLAS_SOURCES)")
    assert not any(caught(ROOT / f"policies/schemes/{name}.yaml", vocabulary, folder) for name in SEEDS)
