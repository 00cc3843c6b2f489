"""The command line: exit codes, the form of a problem, and no traceback for whatever a user gives it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small_project
from required_tools import ROOT
from synthetic import write_project

PROBLEM = re.compile(r"^[^:]+:\d+:\d+: ([^ ]+: )?.+ \[[EW]-[A-Z]+\]$")


def atlas(*arguments, root=ROOT, **environment):
    done = small_project.atlas(root, *arguments, **environment)
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "project", 3)


def test_the_shipped_data_have_no_problem():
    done = atlas("check", "--strict")
    assert done.returncode == 0, done.stderr


def test_every_problem_of_every_file_is_reported_in_one_run(project):
    bad = sorted((ROOT / "tests/invalid").glob("rate-*.yaml"))
    for path in bad:
        shutil.copy(path, project / "policies/schemes")
    done = atlas("check", root=project)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "policies/" in line]
    assert len(lines) == len(bad) == 2
    assert all(PROBLEM.match(line) for line in lines)


def test_problems_can_be_had_as_json_and_as_annotations(project):
    shutil.copy(ROOT / "tests/invalid/shares-do-not-add-up.yaml", project / "policies/schemes")
    (problem,) = json.loads(atlas("check", "--format", "json", root=project).stdout)
    assert problem["code"] == "E-SUM"
    assert (problem["line"], problem["column"]) == (51, 23)
    note = atlas("check", "--format", "github", root=project).stdout
    assert note.startswith("::error file=policies/schemes/shares-do-not-add-up.yaml,line=51,col=23,title=E-SUM::")
    assert "90%25" in note


def test_a_single_file_can_be_checked(project):
    path = next((project / "policies/schemes").glob("*.yaml"))
    assert atlas("check", str(path), root=project).returncode == 0
    assert atlas("check", str(ROOT / "tests/invalid/no-evidence.yaml"), root=project).returncode == 1


@pytest.mark.parametrize("arguments", [(), ("chekc",), ("check", "--format", "xml"), ("diff",)])
def test_wrong_usage_ends_with_2(arguments):
    assert atlas(*arguments).returncode == 2


def test_a_file_that_does_not_exist_is_one_line(project):
    done = atlas("check", "nowhere.yaml", root=project)
    assert done.returncode == 1
    assert done.stderr.strip() == "atlas: 没有文件 nowhere.yaml"


def test_without_texts_nothing_is_said_to_be_verified():
    done = atlas("verify", ATLAS_SOURCES="")
    assert done.returncode == 0
    assert re.match(r"0 of \d+ verified: no texts", done.stdout)


def test_a_folder_without_the_texts_does_not_verify_anything_either(tmp_path):
    done = atlas("verify", "--sources", str(tmp_path))
    assert re.match(r"0 of \d+ verified: no texts", done.stdout)


def sources() -> str:
    folder = os.environ.get("ATLAS_SOURCES") or str(ROOT / "../shared/seeds")
    if not os.path.isdir(folder):
        pytest.skip("not run: no archived texts (set ATLAS_SOURCES)")
    return folder


def test_a_terminal_without_chinese_is_told_in_escapes_and_the_command_does_its_work(project):
    """In a world of ASCII alone Python refuses to write Chinese unless it is told otherwise."""
    shutil.copy(ROOT / "tests/invalid/shares-do-not-add-up.yaml", project / "policies/schemes")
    world = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LC_", "LANG"))}
    world |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    for command, code in ((["check"], 1), (["check", "--help"], 0)):
        run = [sys.executable, "-m", "generator.cli", "--root", str(project), *command]
        done = subprocess.run(run, capture_output=True, encoding="ascii", check=False, env=world)
        assert "Traceback" not in done.stderr and done.returncode == code
        assert re.search(r"\\u[0-9a-f]{4}", done.stdout + done.stderr)


def test_every_phrase_with_an_archived_text_stands_in_it():
    done = atlas("verify", "--sources", sources())
    assert done.returncode == 0, done.stderr
    assert re.search(r"^(\d+) of \1 phrases with an archived text verified: 100%", done.stdout, re.M)
    assert int(re.search(r"^(\d+) of", done.stdout, re.M)[1]) >= 225


def test_a_phrase_that_does_not_stand_in_the_text_fails(tmp_path):
    folder = sources()
    for name in os.listdir(folder):
        text = (Path(folder) / name).read_text(encoding="utf-8").replace("1000万元", "2000万元")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = atlas("verify", "--sources", str(tmp_path))
    assert done.returncode == 1
    assert "找不到 “单户贷款金额不超过1000万元”" in done.stderr


def test_a_copy_of_the_package_without_its_folder_says_how_it_is_installed(tmp_path):
    """Templates, vocabulary and prose are not part of the package: what `pip install .` leaves can do nothing."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "generator.cli", "--root", str(ROOT), "check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "--editable" in done.stderr
    assert len(done.stderr.splitlines()) == 1
