"""Every rule on a scheme's file has a committed bad file that carries, on its first lines, exactly what must be said."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.scheme_files import load_scheme
from generator.vocabulary import load_vocabulary

ROOT = Path(__file__).parent.parent
BAD = sorted((ROOT / "tests" / "invalid").glob("*.yaml"))
GOOD = sorted((ROOT / "tests" / "valid").glob("*.yaml"))
EDITS = YAML(typ="safe", pure=True).load((ROOT / "tests/vectors/scheme_edits.yaml").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("case", EDITS, ids=lambda case: case["what"])
def test_an_edit_of_the_good_file_has_exactly_the_listed_problems(case, vocabulary, tmp_path):
    """Just inside a rule there is none, just outside there is one, in these words and at this place."""
    text = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    for old, new in case["replace"].items():
        assert old in text
        text = text.replace(old, new)
    text = text.partition(case["cut"])[0] if "cut" in case else text
    stem = case.get("stem") or text.splitlines()[0].removeprefix("id: ")
    path = tmp_path / f"{stem}.yaml"
    path.write_text(text, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, vocabulary)
    assert [f"{str(p).removeprefix(path.name + ':')} [{p.code}]" for p in sorted(problems)] == case["problems"]
    assert (scheme is None) == bool(case["problems"])


def test_there_are_bad_files_for_every_kind_of_problem():
    codes = {line.rsplit("[", 1)[1].rstrip("]") for path in BAD for line in expected(path)}
    assert len(BAD) >= 50
    assert codes >= {
        "E-CHAR", "E-CITE", "E-DATE", "E-DUPID", "E-DUPKEY", "E-ID", "E-LOGIC", "E-MISSING", "E-NUM",
        "E-ORDER", "E-PII", "E-QUOTE", "E-RANGE", "E-REF", "E-SUM", "E-SYN", "E-TYPE", "E-UNIT", "E-UNKNOWN",
        "E-URL", "E-YAMLFEATURE",
    }  # fmt: skip


@pytest.mark.parametrize(("named", "codes"), [("whole", ["E-MISSING"]), ("main", ["E-LOGIC"]), ("nowhere", ["E-CITE"])])
def test_what_is_said_to_be_unwritten_is_judged_by_the_document_that_is_named(named, codes, vocabulary, tmp_path):
    """Of several sources the named one counts, wherever it stands in the list."""
    good = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    lines = good.splitlines(keepends=True)
    start, end = lines.index("sources:\n") + 1, lines.index("parameters:\n")
    main = "".join(lines[start:end])
    whole = main.replace("id: main", "id: whole").replace("read: part", "read: full").replace("    missing: [附件]\n", "")
    partly = main.replace("read: full", "read: part\n    missing: [附件]") if "read: full" in main else main
    text = good.replace(main, partly + whole) + f"silent: {{source: {named}, parameters: [size_standard]}}\n"
    path = tmp_path / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = load_scheme(path, path.name, vocabulary)
    assert [p.code for p in problems] == codes, [str(p) for p in problems]


@pytest.mark.parametrize("pick", ["", ", pick: [1]"])
def test_a_multiple_of_the_benchmark_is_a_markup_whether_it_is_picked_or_the_only_one(pick, vocabulary, tmp_path):
    """1.3倍 says the same as a markup of 30 %."""
    good = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    text = good.replace("{reference: lpr, tenor: same_term, add: 150个基点}", "{reference: pbc_benchmark, tenor: same_term, markup: 30%}")
    text = text.replace("phrase: 不超过同期LPR加150个基点}", f"phrase: 不超过同期基准利率的1.3倍{pick}}}")
    path = tmp_path / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    _, problems = load_scheme(path, path.name, vocabulary)
    assert problems == []
