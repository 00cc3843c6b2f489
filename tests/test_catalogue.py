"""Every data file is read and judged: one fault in any of them, and the catalogue is not there and the file is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT

from generator.catalogue import Keeping, between_files, data_files, load_catalogue
from generator.differences import load_differences
from generator.scheme_files import load_scheme


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(ROOT / "policies", root / "policies")
    return root


FILES = (
    "policies/parameters.yaml",
    "policies/terms.yaml",
    "policies/regions.yaml",
    "policies/reference_rates/lpr.yaml",
    "policies/schemes/zibo-2022.yaml",
    "policies/pilots/example-city.yaml",
    "policies/differences.yaml",
    "policies/search_words.yaml",
)


def test_the_shipped_files_are_the_ones_that_are_tried(project):
    assert load_catalogue(project)[1] == []
    kinds = {path.relative_to(project).parent.as_posix() for path in project.rglob("*.yaml")}
    assert kinds == {Path(name).parent.as_posix() for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_fault_in_any_data_file_is_named_and_there_is_no_catalogue(name, project):
    path = project / name
    good = path.read_text(encoding="utf-8")
    path.write_text(good + "surprise: 1\n", encoding="utf-8")
    try:
        catalogue, problems = load_catalogue(project)
        assert catalogue is None
        assert name in {p.file for p in problems}, [str(p) for p in problems]
    finally:
        path.write_text(good, encoding="utf-8")


@pytest.mark.parametrize("folder", ["reference_rates", "schemes", "pilots"])
def test_a_strange_file_in_any_folder_of_data_is_named(folder, project):
    path = project / "policies" / folder / "notes.txt"
    path.write_text("x", encoding="utf-8")
    try:
        catalogue, problems = load_catalogue(project)
        assert catalogue is None
        assert [(Path(p.file).name, p.line, p.column, p.code) for p in problems] == [("notes.txt", 1, 1, "E-FILE")]
    finally:
        path.unlink()


def test_only_plain_data_files_are_read_and_everything_else_in_their_folder_is_named(tmp_path):
    """What editors and systems leave behind is passed over; a file that a writer took for data is not."""
    for name in ("b.yaml", "a.yaml", ".hidden.yaml", "README.md", "a.yaml~", "a.yaml.orig", "a.swp", "a.bak", "c.yml", "d.YAML", "e.json"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    files, problems = data_files(tmp_path)
    assert [path.name for path in files] == ["a.yaml", "b.yaml"]
    assert [Path(p.file).name for p in problems] == ["c.yml", "d.YAML", "e.json", "folder.yaml", "link.yaml"]
    assert {(p.line, p.column, p.code) for p in problems} == {(1, 1, "E-FILE")}
    assert data_files(tmp_path / "nowhere") == ([], [])


GOOD = (ROOT / "tests" / "valid" / "example-2022.yaml").read_text(encoding="utf-8")
BENCHMARK = "{reference: pbc_benchmark, tenor: same_term, markup: 30%}"


def scheme(name: str, shipped, folder: Path, changes: dict[str, str]):
    """The good file under that name with some words replaced, read."""
    text = GOOD.replace("id: example-2022", f"id: {name}")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    read, problems = load_scheme(path, path.name, shipped.vocabulary)
    assert read is not None, problems
    return read


@pytest.fixture(scope="module")
def shipped():
    return shipped_data.catalogue()


def said(problems) -> list[str]:
    return [f"{problem} [{problem.code}]" for problem in problems]


LATE = "a.yaml:42:14: parameters.loan_rate_cap[1].value.reference: "


def issued(day: str, issued_on: str = "unread") -> dict[str, str]:
    """The changes that put the document into force on that day, priced by the old benchmark."""
    words = {4: "{0}年", 7: "{0}年{1}月", 10: "{0}年{1}月{2}日"}.get(len(day), "").format(*(str(int(part)) for part in day.split("-") if part.isdigit()))
    changes = {
        "{reference: lpr, tenor: same_term, add: 150个基点}": BENCHMARK,
        "不超过同期LPR加150个基点": "不超过同期基准利率上浮30%",
        "issued_on: 2022-03-01": f"issued_on: {issued_on}",
        "effective_from: 2022-04-01": f"effective_from: {day}",
        "expires_on: 2025-03-31": "expires_on: unread",
        "published_on: 2022-03-01": "published_on: unread",
    }
    return changes | ({"自2022年4月1日起施行": f"自{words}起施行"} if words else {})


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2019-08-19", []),
        ("2019-08-20", ["警告：2019年8月20日起贷款不再参照基准利率定价；请核对原文是否写作LPR [W-SERIES]"]),
        ("2019-07", []),
        ("2019-08", ["警告：2019年8月20日起贷款不再参照基准利率定价；请核对原文是否写作LPR [W-SERIES]"]),
        ("2018", []),
        ("2019", ["警告：2019年8月20日起贷款不再参照基准利率定价；请核对原文是否写作LPR [W-SERIES]"]),
        ("unread", []),
    ],
)
def test_a_cap_on_the_old_benchmark_after_its_end_is_asked_about(day, problem, shipped, tmp_path):
    """A month or a year counts from the one in which the benchmark was replaced."""
    read = scheme("a", shipped, tmp_path, issued(day))
    assert said(between_files({"a": read}, shipped.rates)) == [LATE + one for one in problem]


def test_a_reading_answers_whether_the_benchmark_is_meant(shipped, tmp_path):
    old = "phrase: 不超过同期基准利率上浮30%}"
    read = scheme("a", shipped, tmp_path, issued("2020-01-01") | {old: old + "\n      readings: {reference: 原文如此}"})
    assert between_files({"a": read}, shipped.rates) == []


def test_a_cap_on_a_rate_needs_its_series_and_a_value_on_its_day(shipped, tmp_path):
    """The day is that of coming into force, else that of issue; a document without a day is not asked."""
    lpr = shipped.rates["lpr"]
    before = {"issued_on: 2022-03-01": "issued_on: unread", "effective_from: 2022-04-01": "effective_from: 2013-01-01", "自2022年4月1日起施行": "自2013年1月1日起施行",
              "published_on: 2022-03-01": "published_on: unread"}  # fmt: skip
    read = scheme("a", shipped, tmp_path, before)
    assert said(between_files({"a": read}, {"lpr": lpr})) == [f"{LATE}{lpr.head.label.zh}自 {lpr.rows[0].from_} 起才有数据，2013-01-01 没有；请换序列或日期 [E-SERIES]"]
    issue = {"issued_on: 2022-03-01": "issued_on: 2013-01-01", "2022年3月1日": "2013年1月1日", "effective_from: 2022-04-01": "effective_from: unread"}
    read = scheme("a", shipped, tmp_path, issue)
    assert [p.code for p in between_files({"a": read}, {"lpr": lpr})] == ["E-SERIES"]
    month = {**before, "effective_from: 2022-04-01": "effective_from: 2013-01", "自2022年4月1日起施行": "自2013年1月起施行"}
    assert between_files({"a": scheme("a", shipped, tmp_path, month)}, {"lpr": lpr}) == []
    assert said(between_files({"a": read}, {"lpt": lpr})) == [f"{LATE}没有参考利率 “lpr”；是否想写 “lpt” [E-REF]"]


RELATIONS = "sources:\n  - id: main"


@pytest.mark.parametrize(
    ("relations", "complete", "problems"),
    [
        ("[{kind: supersedes, scheme: b}]", True, []),
        ("[{kind: supersedes, title: 旧办法}]", True, []),
        ("[{kind: supersedes}]", True, ["a.yaml:18:13: relations: 要写 scheme（本库的方案）或 title（未收录的文件）之一 [E-MISSING]"]),
        ("[{kind: supersedes, title: 旧办法, scheme: b}]", True, ["a.yaml:18:52: relations: 要写 scheme（本库的方案）或 title（未收录的文件）之一 [E-MISSING]"]),
        ("[{kind: supersedes, scheme: bb}]", True, ["a.yaml:18:40: relations.scheme: 方案 “bb” 不存在；是否想写 “b” [E-REF]"]),
        ("[{kind: supersedes, scheme: bb}]", False, []),
        ("[{kind: supersedes, scheme: a}]", True, ["a.yaml:18:12: relations: 前后关系绕成了圈：a → a；请删去其中一条 [E-CYCLE]"]),
    ],
)
def test_a_relation_names_one_document_that_there_is(relations, complete, problems, shipped, tmp_path):
    """Where a file was refused, the scheme that is missing may be that file's."""
    schemes = {"a": scheme("a", shipped, tmp_path, {RELATIONS: f"relations: {relations}\n{RELATIONS}"}), "b": scheme("b", shipped, tmp_path, {"id: b": "id: b"})}
    assert said(between_files(schemes, shipped.rates, complete)) == problems
    if complete:
        # Unless it is said otherwise, no file was refused.
        assert said(between_files(schemes, shipped.rates)) == problems


def test_relations_that_go_round_are_told_of_each_scheme_in_the_circle_and_of_no_other(shipped, tmp_path):
    """a → b → c → b: the way from a leads into the circle but not back to a."""
    follows = {"a": "b", "b": "c", "c": "b"}
    schemes = {
        name: scheme(name, shipped, tmp_path, {RELATIONS: f"relations: [{{kind: succeeds, scheme: {earlier}}}]\n{RELATIONS}"})
        for name, earlier in follows.items()
    }
    assert [(p.file, p.message.split("：")[1].split("；")[0]) for p in between_files(schemes, shipped.rates)] == [
        ("b.yaml", "b → c → b"), ("c.yaml", "c → b → c"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (None, []),
        ("differences:\n  - {topic: 费率, decision: 都对, cells: [{scheme: a, parameter: loan_amount_cap}, {scheme: b}]}\n", []),
        ("differences:\n  - {topic: 费率, decision: 都对, cells: [{scheme: a}]}\n  - {topic: 费率, decision: 都对, cells: [{scheme: a}, {scheme: aa, parameter: loan_amount_capp}]}\n",
         ["3:52: differences[2].cells.scheme: “aa” 不存在；是否想写 “a” [E-REF]",
          "3:52: differences[2].cells.parameter: “loan_amount_capp” 不存在；是否想写 “loan_amount_cap” [E-REF]"]),
        ("[a]\n", ["1:1: 应是映射（字段: 值） [E-TYPE]"]),
        ("differences: []\n", ["1:14: differences: 列表是空的；没有内容就删去这一项 [E-MISSING]"]),
        ("differences: [\n", ["2:1: YAML 无法读取"]),
    ],
)  # fmt: skip
def test_a_difference_names_schemes_and_parameters_that_there_are(text, problems, tmp_path):
    """Each cell is judged, and nothing of the file counts where its form is wrong."""
    (tmp_path / "policies").mkdir()
    if text is not None:
        (tmp_path / "policies/differences.yaml").write_text(text, encoding="utf-8")
    found, told = load_differences(tmp_path, ("a", "b"), ("loan_amount_cap",))
    assert len(told) == len(problems)
    for problem, one in zip(problems, said(told), strict=True):
        assert one.removeprefix("policies/differences.yaml:").startswith(problem)
    assert [len(one.cells) for one in found] == {0: [], 1: [2], 2: [1, 2]}[(text or "").count("topic")]


def test_a_scheme_that_is_known_is_not_read_and_what_was_made_of_it_is_taken(project, shipped):
    """All others are read, and what is made of each of them is taken with it."""
    taken = {}

    class Kept(Keeping):
        def known(self, path, name):
            assert name == f"policies/schemes/{path.name}"
            return (shipped.schemes[path.stem], "known before") if path.stem.startswith("f") else None

        def made_of(self, scheme, so_far, problems):
            return scheme, f"made of {len(so_far.rates)} rates"

        def take(self, scheme_id, made):
            taken[scheme_id] = made

    catalogue, problems = load_catalogue(project, Kept())
    assert catalogue is not None, problems
    assert list(catalogue.schemes) == list(shipped.schemes)
    before = [name for name in shipped.schemes if name.startswith("f")]
    assert before and taken == {name: "known before" if name in before else f"made of {len(shipped.rates)} rates" for name in shipped.schemes}
    assert all(catalogue.schemes[name] is shipped.schemes[name] for name in before)
