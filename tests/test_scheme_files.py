"""Every rule on a scheme's file has a committed bad file that carries, on its first lines, exactly what must be said."""

from pathlib import Path

import pytest

from generator.scheme_files import load_scheme
from generator.vocabulary import load_vocabulary

ROOT = Path(__file__).parent.parent
BAD = sorted((ROOT / "tests" / "invalid").glob("*.yaml"))
GOOD = sorted((ROOT / "tests" / "valid").glob("*.yaml"))


@pytest.fixture(scope="module")
def vocabulary():
    loaded, problems = load_vocabulary(ROOT / "policies")
    assert not problems
    return loaded


def expected(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line[2:] for line in lines if line.startswith("# ") and line.endswith("]")]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_gives_exactly_the_problems_on_its_first_lines(path, vocabulary):
    scheme, problems = load_scheme(path, path.name, vocabulary)
    said = [f"{str(p).removeprefix(path.name + ':')} [{p.code}]" for p in sorted(problems)]
    assert said == expected(path)
    assert scheme is None and said


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_file_from_which_the_bad_ones_are_made_is_good(path, vocabulary):
    scheme, problems = load_scheme(path, path.name, vocabulary)
    assert problems == [] and scheme is not None


def test_there_are_bad_files_for_every_kind_of_problem():
    codes = {line.rsplit("[", 1)[1].rstrip("]") for path in BAD for line in expected(path)}
    assert len(BAD) >= 50
    assert codes >= {
        "E-CHAR", "E-CITE", "E-DATE", "E-DUPID", "E-DUPKEY", "E-ID", "E-LOGIC", "E-MISSING", "E-NUM",
        "E-ORDER", "E-PII", "E-QUOTE", "E-RANGE", "E-REF", "E-SUM", "E-SYN", "E-TYPE", "E-UNIT", "E-UNKNOWN",
        "E-URL", "E-YAMLFEATURE",
    }  # fmt: skip
