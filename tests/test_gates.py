"""Every gate is seen to fail: one seeded fault for each, and the gate that must turn red for it.

A gate that passes while it checks nothing is worse than none. Each row names a gate of the project, a fault put into
a copy of what it guards, and the words with which the gate must refuse it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from reading_back import csv_events, html_events
from required_tools import ROOT
from small_project import THREE, atlas, few_schemes


@dataclass(frozen=True)
class Gate:
    """A gate by name, the fault that is put in, and what it must say (a pattern)."""

    name: str
    fault: Callable[[Path], None]
    says: str


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Replaces a text once in a file below the folder; the text must be there, or the fault would be none."""

    def put(folder: Path) -> None:
        target = folder / path
        text = target.read_text(encoding="utf-8")
        assert old in text, f"{path} no longer holds {old!r}"
        target.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put


def add(path: str, content: str) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(content)

    return put


# 1. `atlas check` and `atlas build` on spoilt data and prose.

ZIBO = "policies/schemes/zibo-2022.yaml"
DATA_GATES = [
    Gate("characters", add(ZIBO, "# \u202e\n"), r"U\+202E"),
    Gate("encoding", lambda folder: (folder / ZIBO).write_bytes(b"\xff\xfe"), "不是 UTF-8"),
    Gate("size", add(ZIBO, "# " + "长" * 5000 + "\n"), "超过"),
    Gate("syntax", add(ZIBO, "x: [\n"), "无法读取"),
    Gate("unknown field", add(ZIBO, "surprise: 1\n"), "未知字段"),
    Gate("duplicate key", add(ZIBO, "id: zibo-2022\n"), "写了两次"),
    Gate("figure and words", edit(ZIBO, "20万元", "21万元"), "不一致"),
    Gate("file name", lambda folder: (folder / ZIBO).rename(folder / "policies/schemes/zibo-2023.yaml"), "与文件名不一致"),
    Gate("other files", lambda folder: (folder / "policies/schemes/x.yml").write_text("x"), "不是普通的 .yaml"),
    Gate("personal data", edit(ZIBO, "note: ", "note: 联系13800138000，"), "身份证号或手机号"),
    Gate("rates in order", add("policies/reference_rates/lpr.yaml", "  - {from: 2000-01-01, 1y: 1%, 5y: 1%}\n"), "不晚于上一行"),
    Gate("the vocabulary", edit("policies/parameters.yaml", "kind: money", "kind: mony"), "未知"),
    Gate("the edition's day", edit("policies/edition.yaml", "2026-11-20", "2026-13-20"), "请"),
]


@pytest.fixture
def project(tmp_path) -> Path:
    return few_schemes(tmp_path / "project", THREE)


@pytest.mark.parametrize("gate", DATA_GATES, ids=lambda gate: gate.name)
def test_spoilt_data_stop_the_build_and_are_named(gate, project):
    gate.fault(project)
    done = atlas(project, "build")
    assert done.returncode == 1, done.stdout
    assert re.search(gate.says, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()


def test_the_unspoilt_project_passes_all_of_these_gates(project, small_sites):
    """It is the project of the small sites, whose builds succeeded."""
    assert all((site / "index.html").is_file() for site in small_sites)
    done = atlas(project, "check")
    assert done.returncode == 0 and "已检查 3 个" in done.stdout, "a check that read no file"


# Gates that look at the same moment: one build meets all their faults, and each names its own.
PROSE_GATES = {
    "while pages are made": [
        Gate("a broken link", add("content/about.md", "\n[断](nowhere.md)\n"), r"link 'nowhere\.md'"),
        Gate("a broken anchor", add("content/about.md", "\n[断](method.md#elsewhere)\n"), "anchor '#elsewhere'"),
        Gate("a link from the top", add("content/about.md", "\n[断](/about.html)\n"), "absolute link '/about.html'"),
        Gate("a page nobody can reach", add("content/alone.md", "# 孤页\n"), r"(?m)^ *- alone\.md$"),
    ],
    "when pages are finished": [
        Gate("a picture from another host", add("content/about.md", "\n![图](https://outside.invalid/x.png)\n"), r"(?m)^.*outside.invalid/x\.png.*another host"),
        Gate("a script in prose", add("content/about.md", "\n<script src=\"https://outside.invalid/y.js\"></script>\n"), r"(?m)^.*outside.invalid/y\.js.*another host"),
        Gate("a handler in prose", add("content/about.md", "\n<p onclick=\"x()\">文</p>\n"), r"(?m)^about\.html.*`onclick`"),
        # On a page of its own: of what is forbidden in a page's attributes the first is named.
        Gate("a style in prose", add("content/method.md", "\n<p style=\"color:red\">文</p>\n"), r"(?m)^method\.html.*`style`"),
    ],
}


@pytest.mark.parametrize("moment", PROSE_GATES)
def test_spoilt_prose_stops_the_build_and_each_fault_is_named(moment, project):
    gates = PROSE_GATES[moment]
    for gate in gates:
        gate.fault(project)
    done = atlas(project, "build")
    assert done.returncode == 1, done.stdout
    assert [gate.name for gate in gates if not re.search(gate.says, done.stderr)] == [], done.stderr
    assert "Traceback" not in done.stderr


# 2. The checks of a finished site, on a site that was spoilt after it was built.


def rewrite(path: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        target = folder / path
        before = target.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        target.write_text(after, encoding="utf-8")

    return put


SITE_GATES = [
    Gate("a page without a policy", rewrite("about.html", lambda t: re.sub(r"<meta http-equiv[^>]*>", "", t)), "content security policy"),
    Gate("a script that the policy does not know", rewrite("about.html", lambda t: t.replace("</body>", "<script>x()</script></body>")), "does not fit"),
    Gate("a weaker policy", rewrite("about.html", lambda t: t.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")), "does not fit"),
    Gate("a style element", rewrite("about.html", lambda t: t.replace("</head>", "<style>p{}</style></head>")), "a style element"),
    Gate("a lost page", lambda folder: (folder / "method.html").unlink(), "no such file"),
    Gate("a lost style sheet", lambda folder: next((folder / "assets/stylesheets").glob("atlas*.css")).unlink(), "no such file"),
    Gate("a font from another host", rewrite("assets/stylesheets/atlas.css", lambda t: t + "@import 'https://outside.invalid/f.css';"), "another host"),
]


@pytest.fixture
def site(small_sites) -> Path:
    return small_sites[0]


@pytest.mark.parametrize("gate", SITE_GATES, ids=lambda gate: gate.name)
def test_a_spoilt_site_is_refused(gate, site, tmp_path):
    from generator.commands.build import check_site

    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    assert check_site(copy) == []
    gate.fault(copy)
    assert any(re.search(gate.says, problem) for problem in check_site(copy)), check_site(copy)


# 3. Gates that are tests: each is run on a copy of the project into which its fault was put, and must fail. Tests of which
# none looks at what another's fault is in are run at once on one copy with all their faults: loading takes the longest.

SCANNED = [
    ("tests/test_no_way_in.py::test_no_script_makes_markup_or_code_of_text", add("site_templates/theme/assets/javascripts/page.js", "\ndocument.body.innerHTML = location.hash;\n")),
    ("tests/test_no_way_in.py::test_no_template_goes_round_the_escaping", add("site_templates/pages/scheme.html", "{{ view.name | safe }}\n")),
    ("tests/test_no_way_in.py::test_no_module_asks_the_clock_or_makes_code_of_text", add("generator/cli.py", "\nimport datetime\nNOW = datetime.datetime.now()\n")),
    ("tests/test_hosting.py::test_a_sample_sets_every_header", edit("site_templates/hosting/nginx.conf", "nosniff", "sniff")),
    ("tests/test_setup.py::test_a_lock_holds_only_pinned_and_hashed_packages_and_names_no_registry", add("requirements.txt", "requests\n")),
    ("tests/test_bad_inputs.py::test_the_whole_collection_is_here_and_every_departure_has_a_reason", edit("tests/bad_inputs/policies.json", '"id": "enc-crlf"', '"id": "enc-utf32"')),
]  # fmt: skip
COMPUTED = [
    ("tests/test_templates.py::test_a_template_only_places", add("site_templates/pages/scheme.html", "{{ 1 + 1 }}\n")),
    ("tests/test_supply.py::test_every_package_is_listed_with_its_licence_as_installed", edit("tests/vectors/licences.json", '"MIT"', '"WTFPL"')),
    ("tests/test_costs_vectors.py", edit("site_templates/theme/assets/javascripts/costs_figures.js", "(a) => divideHalfUp(a.n, a.d)", "(a) => a.n / a.d")),
    ("tests/test_zensical.py::test_a_page_that_differs_is_found", edit("tests/test_zensical.py", 'found.append("text")', "pass")),
    ("tests/test_mutation_score.py::test_a_change_changes_what_it_says", edit("tests/code_mutants.py", "ast.Lt: ast.LtE", "ast.Lt: ast.Lt")),
    ("tests/test_exports.py::test_no_text_of_a_table_is_a_formula", edit("generator/exports/csv_text.py", 'return "\'" + text if text.startswith(GUARDED_STARTS) else text', 'return "=" + text')),
]  # fmt: skip
TEST_GATES = [
    ("tests/test_layers.py::test_every_import_points_to_the_left", add("generator/quantities.py", "\nfrom generator import cli  # noqa\n")),
    ("tests/test_bad_inputs.py::test_the_shipped_catalogue_has_none_of_these_faults", edit(ZIBO, "20万元", "21万元")),
    ("tests/test_costs_vectors.py", edit("generator/quantities.py", "(2 * numerator + denominator)", "(2 * numerator + denominator - 1)")),
    (
        "tests/test_same_bytes.py::test_another_folder_and_everything_else_otherwise_at_once_give_the_same_tree",
        edit("generator/commands/build.py", '"as_of": as_of, "files"', '"as_of": as_of, "made": __import__("time").time(), "files"'),
    ),
    ("tests/test_publish.py", edit("generator/publish.py", "            if problems:\n", "            if problems and not stage:\n")),
    (
        "tests/test_failing_disks.py::test_an_input_output_error_when_the_last_bytes_are_flushed_leaves_the_old_site",
        edit("generator/publish.py", "            _flush(stage)\n            _put_in_place(stage, target,", "            _put_in_place(stage, target,"),
    ),
    ("tests/test_text_in_documents.py", edit("generator/documents/html_text.py", '("<", "&lt;"), ', "")),
    ("tests/test_mutants.py::test_what_a_run_once_found_stays_mended", edit("generator/vocabulary.py", "sorted(LISTS - there.keys())", "[]")),
]  # fmt: skip


def copy_of_project(folder: Path) -> Path:
    """Everything that the tests read, and the code as it was compiled: a file that is then changed is compiled again."""
    ignored = shutil.ignore_patterns(".venv", "node_modules", "site", ".git", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


def run_tests(names: list[str], root: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *names, *(["-x"] if len(names) == 1 else [])]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment | {"PYTHONPATH": str(root)} | more)


@pytest.mark.parametrize(("name", "fault"), TEST_GATES, ids=[f"{number} {name.split('::')[-1].removeprefix('tests/')}" for number, (name, _) in enumerate(TEST_GATES)])
def test_a_test_that_guards_something_fails_for_its_fault(name, fault, tmp_path, request):
    root = copy_of_project(tmp_path / "project")
    fault(root)
    # A fault in how a finished site is kept changes no byte of it: the sites at hand will do.
    built = {"ATLAS_SMALL_SITES": str(request.getfixturevalue("small_sites")[0].parent)} if "failing_disks" in name else {}
    done = run_tests([name], root, **built)
    # 1: a test failed; 2: the code could not even be loaded. 4 and 5 would mean that nothing was run.
    assert done.returncode in {1, 2}, f"{name} stayed green:\n{done.stdout[-2000:]}{done.stderr[-500:]}"
    assert "failed" in done.stdout or "error" in done.stdout


@pytest.mark.parametrize("gates", [SCANNED, COMPUTED], ids=["scanned", "computed"])
def test_each_of_several_tests_fails_for_its_own_fault(gates, tmp_path):
    root = copy_of_project(tmp_path / "project")
    names = [name for name, _ in gates]
    for _, fault in gates:
        fault(root)
    done = run_tests(names, root)
    green = [name for name in names if not re.search(rf"(?m)^FAILED {re.escape(name)}\b", done.stdout)]
    assert green == [], f"{green} stayed green:\n{done.stdout[-2000:]}{done.stderr[-500:]}"


# 4. Readers that judge exports see what they are there to see.


def test_the_readers_see_a_live_element_and_a_formula():
    assert ("tag", "script") in html_events(b"<p><script>x</script></p>")
    assert ("tag", "script") not in html_events(b"<p>&lt;script&gt;x&lt;/script&gt;</p>")
    assert any(event[0] == "formula" for event in csv_events(b"a\r\n=1+1\r\n"))
    assert not any(event[0] == "formula" for event in csv_events(b"a\r\n'=1+1\r\n-0.5\r\n"))


def test_every_gate_has_a_name_of_its_own():
    names = [gate.name for gate in (*DATA_GATES, *(gate for gates in PROSE_GATES.values() for gate in gates), *SITE_GATES)]
    assert len(names) == len(set(names)) >= 25 and len(TEST_GATES) + len(SCANNED) + len(COMPUTED) >= 20
