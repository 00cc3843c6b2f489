"""Every rule on a scheme's file has a committed bad file that carries, on its first lines, exactly what must be said."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.located import compose
from generator.model import Source
from generator.scheme_files import load_scheme
from generator.structuring import Reading, structure_dataclass
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


def test_a_scheme_says_of_each_parameter_the_strongest_that_its_document_says(vocabulary, tmp_path):
    """What a document read whole leaves out is silent, what nobody read is unread; each piece of evidence has its place."""
    text = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    other = "    id: other\n    title: 通知\n    kind: notice\n    tier: official\n    governing: true\n    read: full\n    checked_on: 2022-05-06\n"
    text = text.replace("id: example-2022", "id: example-2022\nstub: true").replace("parameters:", "  -" + other[3:] + "parameters:")
    text = text.replace("      modality: cap\n", "      modality: cap\n      mentioned: [{source: other, locator: 一, phrase: 期限}]\n      previous: {words: 两年, evidence: [{source: other, locator: 二, phrase: 两年}]}\n")
    text += "  size_standard:\n    - {state: unread}\n    - {state: delegated, to: parties, evidence: [{source: other, locator: 三, phrase: 由双方约定}]}\n"
    text += "silent: {source: other, parameters: [revenue_cap]}\n"
    text += "relations: [{kind: succeeds, title: 旧办法, evidence: [{source: main, locator: 四, phrase: 旧办法}]}]\n"
    path = tmp_path / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, vocabulary)
    assert problems == []
    assert scheme.source("other").title == "通知" and scheme.source("main").read == "part"
    assert [p.state for p in scheme.of("size_standard")] == ["unread", "delegated"] and scheme.state("size_standard") == "delegated"
    assert scheme.state("loan_term_max") == "stated"
    (silent,), (unread,) = scheme.of("revenue_cap"), scheme.of("premium_rate_floor")
    assert (silent.state, silent.source, unread.state, unread.source) == ("silent", "other", "unread", None)
    found = [(place, provision is not None, piece.locator) for place, provision, piece in scheme.evidence()]
    assert found[:5] == [(f"instrument.{name}", False, locator) for name, locator in (
        ("number", "文头"), ("issuers", "落款"), ("issued_on", "落款"), ("effective_from", "第九条"), ("expires_on", "第九条"))]  # fmt: skip
    assert found[5:] == [
        ("relation", False, "四"),
        ("parameters.loan_amount_cap[1]", True, "第四条"),
        ("parameters.loan_term_max[1]", True, "第四条"),
        ("parameters.loan_term_max[1]", True, "一"),
        ("parameters.loan_term_max[1].previous", False, "二"),
        ("parameters.loan_rate_cap[1]", True, "第六条"),
        ("parameters.premium_rate_cap[1]", True, "第五条"),
        ("parameters.loss_shares[1]", True, "第七条"),
        ("parameters.size_standard[2]", True, "三"),
    ]


@pytest.mark.parametrize(
    ("pick", "picks"), [("", ()), (", pick: 2", (2,)), (", pick: [3, 1]", (3, 1))]
)
def test_the_numbers_that_are_picked_are_none_one_or_several(pick, picks, vocabulary, tmp_path):
    text = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    text = text.replace("phrase: 期限最长不超过1年}", f"phrase: 1年、1年、1年不超过{pick}}}")
    path = tmp_path / "example-2022.yaml"
    path.write_text(text, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, vocabulary)
    if scheme:
        assert scheme.of("loan_term_max")[0].evidence[0].picks == picks
    else:
        # Three figures, or two, are not the one of the value.
        assert len(picks) != 1 and [p.code for p in problems] == ["E-QUOTE"]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://www.example.gov.cn/a?b=1#c", True), ("http://example.cn", True), ("https://example.cn:8080/", True), ("https://a_b.example.cn/", True),
        ("ftp://example.cn/", False), ("https://example/", False), ("https://10.0.0.1/", False), ("https://user@example.cn/", False), ("https://例.cn/", False),
        ("https://example.cn:port/", False), ("https://example.cn:99999/", False), ("'https://example.cn/ a'", False), ("https://example.cn/<a>", False),
        ("https://[::1/", False), ("javascript:alert(1)", False), ("https:///a", False), ("'https://example.cn/`'", False), ("HTTPS://EXAMPLE.cn/", True),
    ],
)  # fmt: skip
def test_an_address_is_of_the_web_with_a_name_and_nothing_hidden(url, good, vocabulary, tmp_path):
    text = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
    path = tmp_path / "example-2022.yaml"
    path.write_text(text.replace("https://www.example.gov.cn/zwgk/2022/0301.html", url), encoding="utf-8")
    _, problems = load_scheme(path, path.name, vocabulary)
    assert [p.code for p in problems if p.path.endswith("url")] == ([] if good else ["E-URL"]), [str(p) for p in problems]


def test_what_a_file_does_not_say_is_not_so(vocabulary):
    """Nothing is on top, about, in part, open or a stub unless the file says it; a figure is meant to be derived."""
    path = ROOT / "tests" / "valid" / "example-2022.yaml"
    scheme, _ = load_scheme(path, path.name, vocabulary)
    head, (provision,) = scheme.head, scheme.of("loan_term_max")
    assert (head.stub, head.covers_open, head.covers, head.product, head.instrument.stage) == (False, False, (), "guarantee_insurance", "final")
    assert (provision.adds, provision.approx, provision.partial, provision.state) == (False, False, False, "stated")
    assert (provision.evidence[0].derivable, provision.evidence[0].role) == (True, "figure")
    text = path.read_text(encoding="utf-8").replace("    governing: true\n", "")
    source = structure_dataclass(compose(text, "f")[0].get("sources").items[0], Source, "", Reading("f", [], vocabulary.term_ids()))
    assert source.governing is False
