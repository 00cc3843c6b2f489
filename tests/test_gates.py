"""Every gate is seen to fail: one seeded fault for each, and the gate that must turn red for it.

A gate that passes while it checks nothing is worse than none. Each row names a gate of the project, a fault put into
a copy of what it guards, and the words with which the gate must refuse it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from reading_back import csv_events, html_events
from small_project import THREE, atlas, few_schemes
from spoilt_copies import Gate, add, copy_of_project, counted, edit, not_refused, rewrite, run_tests

from generator.commands.build import check_site

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
    Gate("the edition's day", edit("policies/edition.yaml", "2026-11-20", "2026-13-20"), "请写成存在的日期"),
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
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    gate.fault(copy)
    problems = check_site(copy)
    assert any(re.search(gate.says, problem) for problem in problems), problems


def test_the_unspoilt_site_passes_all_of_these_gates(site):
    assert check_site(site) == []


# 3. Gates that are tests: each is run on a copy of the project into which its fault was put, and must fail. Tests of which
# none looks at what another's fault is in are run at once on one copy with all their faults: loading takes the longest.

SCRIPTS = "site_templates/theme/assets/javascripts"
PUBLISH = "generator/publish.py"
READ = [
    # Behind regular expressions that hold quotes: whoever takes these for texts takes the code that follows for one too.
    Gate("tests/test_no_way_in.py::test_no_script_makes_markup_or_code_of_text", edit(f"{SCRIPTS}/documents_text.js", "    const width = block.columns.length;\n", "    const width = block.columns.length;\n    document.body.innerHTML = location.hash;\n"), r"documents_text\.js:\d+: markup from text: innerHTML"),
    Gate("tests/test_no_way_in.py::test_no_template_goes_round_the_escaping", add("site_templates/pages/scheme.html", "{{ view.name | safe }}\n"), "filter safe"),
    Gate("tests/test_no_way_in.py::test_no_module_asks_the_clock_or_makes_code_of_text", add("generator/cli.py", "\nimport datetime\nNOW = datetime.datetime.now()\n"), r"datetime\.now"),
    Gate("tests/test_layers.py::test_every_import_points_to_the_left", add("generator/quantities.py", "\ndef late():\n    from generator import cli\n    return cli\n"), "which stands to its right"),
    Gate("tests/test_hosting.py::test_a_sample_sets_every_header[nginx.conf]", edit("site_templates/hosting/nginx.conf", "nosniff", "sniff"), "nosniff"),
    Gate("tests/test_setup.py::test_a_lock_holds_only_pinned_and_hashed_packages_and_names_no_registry[requirements.txt]", add("requirements.txt", "requests\n"), "requests"),
    Gate("tests/test_bad_inputs.py::test_the_whole_collection_is_here_and_every_departure_has_a_reason", edit("tests/bad_inputs/policies.json", '"id": "enc-crlf"', '"id": "enc-utf32"'), r"E +AssertionError: assert \d+ == \d+\nE +\+ +where \d+ = len\(\{"),
    Gate("tests/test_bad_inputs.py::test_the_shipped_catalogue_has_none_of_these_faults", edit(ZIBO, "20万元", "21万元"), r"E +assert \(None is not None"),
]  # fmt: skip
CALCULATED = [
    Gate("tests/test_templates.py::test_a_template_only_places[parameter]", add("site_templates/pages/parameter.html", "{{ 1 + 1 }}\n"), "Add"),
    Gate("tests/test_supply.py::test_every_package_is_listed_with_its_licence_as_installed", edit("tests/vectors/licences.json", '"MIT"', '"WTFPL"'), "a package or its licence has changed"),
    Gate("tests/test_costs_vectors.py::test_python_answers_each_vector[arithmetic: half a fen goes up]", edit("generator/quantities.py", "(2 * numerator + denominator)", "(2 * numerator + denominator - 1)"), "assert 0 == 1"),
    Gate("tests/test_costs_vectors.py::test_javascript_answers_each_vector", edit(f"{SCRIPTS}/costs_figures.js", "(a) => divideHalfUp(a.n, a.d)", "(a) => a.n / a.d"), r"# fail [1-9]"),
    Gate("tests/test_text_in_documents.py::test_a_text_stands_in_every_document_as_typed[details-close]", edit("generator/documents/html_text.py", '("<", "&lt;"), ', ""), "instead of"),
    Gate("tests/test_mutants.py::test_what_a_run_once_found_stays_mended[terms-without-a-list]", edit("generator/vocabulary.py", "sorted(LISTS - there.keys())", "[]"), "KeyError: 'modality'"),
    Gate("tests/test_publish.py::test_a_site_that_fails_its_check_never_appears", edit(PUBLISH, "            if problems:\n", "            if problems and not stage:\n"), "DID NOT RAISE"),
    Gate("tests/test_publish.py::test_two_builds_at_once_are_refused", edit(PUBLISH, "        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n", ""), "DID NOT RAISE"),
    Gate("tests/test_bench.py::test_a_table_is_well_where_limits_were_judged_and_met_and_nothing_broke[rows2-False]", edit("tests/bench_rows.py", "bool(judged) and all(judged) and", "bool(judged) and"), "assert True is False"),
    # The judge is spoilt: a build by the other engine, or a run of the tests for each mutant, takes too long to be spoilt here.
    Gate("tests/test_zensical.py::test_a_page_that_differs_is_found", edit("tests/test_zensical.py", 'found.append("text")', "pass"), r"assert \[\]"),
    Gate("tests/test_mutation_score.py::test_a_change_changes_what_it_says[x = a < b-x = a <= b]", edit("tests/code_mutants.py", "ast.Lt: ast.LtE", "ast.Lt: ast.Lt"), "'x = a < b' == 'x = a <= b'"),
]  # fmt: skip
# Too long to be run once more without a fault; what each must say can come from its fault alone.
LONG = [
    Gate("tests/test_exports.py::test_no_text_of_a_table_is_a_formula[provisions]", edit("generator/exports/csv_text.py", 'return "\'" + text if text.startswith(GUARDED_STARTS) else text', 'return "=" + text'), r"not True\)\nE +\+ +where True = <built-in method startswith"),
    Gate("tests/test_mutants.py::test_no_mutant_of_the_shipped_data_raises_or_outgrows_the_cap", edit("generator/scheme_files.py", "    except Refused as refused:\n        return None, list(refused.args)\n", "    except Refused as refused:\n        raise KeyError('put in') from refused\n"), "KeyError: 'put in'"),
    Gate("tests/test_same_bytes.py::test_another_folder_and_everything_else_otherwise_at_once_give_the_same_tree", edit("generator/commands/build.py", '"as_of": as_of, "files"', '"as_of": as_of, "made": __import__("time").time(), "files"'), r"assert \['build\.json'\] == \[\]"),
    Gate("tests/test_text_is_text.py::test_every_file_read_again_holds_the_texts_as_typed[.html]", edit("site_templates/pages/scheme.html", "<h1>{{ view.name }}</h1>", "<h1>{{ view.name | safe }}</h1>"), r"schemes/hostile\S+ \d+: \('end', 'details'\)"),
]  # fmt: skip
# As long. Their faults change no byte of a finished site: the small sites at hand will do.
KEPT = [
    Gate("tests/test_failing_disks.py::test_an_input_output_error_when_the_last_bytes_are_flushed_leaves_the_old_site", edit(PUBLISH, "            _flush(stage)\n            _put_in_place(stage, target,", "            _put_in_place(stage, target,"), "'new' == 'old'"),
    Gate("tests/test_never_half_a_site.py::test_a_build_killed_just_before_and_just_after_the_exchange_leaves_a_whole_site[renameat2]", edit(PUBLISH, "            exchange(stage, target)\n", "            shutil.rmtree(target / 'assets', ignore_errors=True)\n            exchange(stage, target)\n"), "half a site"),
]  # fmt: skip
COPIES = {"read": READ, "made": CALCULATED + LONG, "kept": KEPT}


@pytest.mark.parametrize("copy", COPIES)
def test_a_test_that_guards_something_fails_for_its_fault_and_says_so(copy, tmp_path, small_sites, require_tool):
    gates = COPIES[copy]
    if copy == "made":
        require_tool("node")
    built = {"ATLAS_SMALL_SITES": str(small_sites[0].parent)} if copy == "kept" else {}
    root = copy_of_project(tmp_path / "project")
    for gate in gates:
        gate.fault(root)
    done = run_tests([gate.name for gate in gates], root, **built)
    assert not_refused(gates, done) == [], done.stdout[-5000:] + done.stderr[-500:]


def test_those_that_take_no_time_pass_on_a_copy_without_a_fault(tmp_path, require_tool):
    """Else a copy that lacks something, on which every test fails, would look as if every gate held."""
    require_tool("node")
    names = [gate.name for gate in READ + CALCULATED]
    done = run_tests(names, copy_of_project(tmp_path / "project"))
    assert (done.returncode, counted(done.stdout)) == (0, f"{len(names)} passed"), done.stdout[-5000:] + done.stderr[-500:]


RUN = """FF
__________ test_one[a - b] __________
tests/test_a.py:1: in test_one
E   AssertionError: a word
__________ test_two __________
E   assert None
=========== short test summary info ============
FAILED tests/test_a.py::test_one[a - b] - AssertionError: a word
FAILED tests/test_a.py::test_two - assert None
2 failed, 1 warning in 0.10s
"""


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (2, "", ""), (0, "", ""), (1, "a word\n__", "another\n__"), (1, "FAILED tests/test_a.py::test_two", "ERROR tests/test_a.py::test_two"),
        (1, "FAILED tests/test_a.py::test_two - assert None\n", ""), (1, "2 failed", "2 failed, 1 passed"), (1, "2 failed", "1 failed, 1 skipped"),
        (1, "2 failed,", "2 failed, 1 error,"), (1, "FAILED tests/test_a.py::test_two", "FAILED tests/test_a.py::test_three"), (1, RUN, ""),
    ],
)  # fmt: skip
def test_a_test_that_did_not_fail_for_its_fault_counts_as_no_refusal(code, old, new):
    gates = [Gate("tests/test_a.py::test_one[a - b]", no_fault, "a word"), Gate("tests/test_a.py::test_two", no_fault, "assert None")]
    assert not_refused(gates, CompletedProcess([], 1, RUN)) == []
    assert old in RUN and not_refused(gates, CompletedProcess([], code, RUN.replace(old, new, 1)))


def no_fault(folder: Path) -> None:
    pass


# 4. Readers that judge exports see what they are there to see.


def test_the_readers_see_a_live_element_and_a_formula():
    assert ("tag", "script") in html_events(b"<p><script>x</script></p>")
    assert ("tag", "script") not in html_events(b"<p>&lt;script&gt;x&lt;/script&gt;</p>")
    assert any(event[0] == "formula" for event in csv_events(b"a\r\n=1+1\r\n"))
    assert not any(event[0] == "formula" for event in csv_events(b"a\r\n'=1+1\r\n-0.5\r\n"))


def test_every_gate_has_a_name_of_its_own():
    names = [gate.name for gate in (*DATA_GATES, *(gate for gates in PROSE_GATES.values() for gate in gates), *SITE_GATES)]
    assert len(names) == len(set(names)) >= 25 and sum(map(len, COPIES.values())) >= 25
