"""Where the packages come from: every licence is listed and allowed, and the site installs and builds without a network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from licences import ENGINE_LOCKS, LIST, found_licences, locked
from required_tools import ROOT
from small_project import few_schemes

LISTED = json.loads(LIST.read_text(encoding="utf-8"))
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|HPND|CNRI|Unlicense|Zlib|0BSD|CC0|LGPL|Lesser General",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License|SSPL|BUSL|Commons Clause|Non-?Commercial|Proprietary", re.IGNORECASE)


def licence_faults(listed: dict) -> list[str]:
    """Every package without a known and allowed licence."""
    return [
        f"{use}/{name}: {entry['licence']}"
        for use, packages in listed.items()
        for name, entry in packages.items()
        if not ALLOWED.search(entry["licence"]) or FORBIDDEN.search(entry["licence"])
    ]


def test_every_package_is_listed_with_its_licence_as_installed():
    assert found_licences() == LISTED, "a package or its licence has changed: python tests/licences.py"


def test_the_list_covers_both_locks_and_npm():
    listed = {**LISTED["site"], **LISTED["tests"]}
    assert {name: entry["version"] for name, entry in listed.items()} == {**locked("requirements.txt"), **locked("requirements-dev.txt")}
    engines = {name: version for lock in ENGINE_LOCKS for name, version in locked(lock).items()}
    assert {name: entry["version"] for name, entry in LISTED["engines"].items()} == engines
    assert LISTED["npm"]


def test_every_licence_lets_the_project_be_used_as_it_says():
    assert licence_faults(LISTED) == []


@pytest.mark.parametrize("licence", ["unknown", "AGPL-3.0-only", "GPL-3.0-or-later", "GNU General Public License v3 (GPLv3)", "Proprietary", ""])
def test_a_package_without_an_allowed_licence_is_found(licence):
    assert licence_faults({"site": {"x": {"version": "1", "licence": licence}}})


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=os.environ | environment)


def test_the_site_installs_from_a_folder_of_wheels_alone_and_builds_without_a_network(tmp_path):
    """Download once with hashes; then a fresh environment that may ask no index installs, checks and builds."""
    wheels, venv = tmp_path / "wheels", tmp_path / "venv"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    done = run(*pip, "download", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", "requirements.txt", "-d", str(wheels))
    if done.returncode:
        pytest.skip(f"not run: no package index answers ({done.stderr.strip().splitlines()[-1:]})")
    # PIP_CONFIG_FILE and the rest point nowhere: nothing but the folder may be asked.
    alone = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull, "PIP_EXTRA_INDEX_URL": "", "PYTHONPATH": ""}
    # The installer is the one at hand, and what is installed is compiled when it is first loaded: both halve the time.
    assert run(sys.executable, "-m", "venv", "--without-pip", str(venv)).returncode == 0
    inside = [*pip, "--python", str(venv / "bin" / "python")]
    done = run(*inside, "install", "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt", **alone)
    assert done.returncode == 0, done.stderr
    root = tmp_path / "project"
    ignored = shutil.ignore_patterns(".venv", "node_modules", "site", ".git", "__pycache__", ".*_cache", ".hypothesis", ".site-*")
    shutil.copytree(ROOT, root, ignore=ignored)
    done = run(*inside, "install", "--no-compile", "--no-deps", "--no-build-isolation", "--editable", str(root), cwd=tmp_path, **alone)
    assert done.returncode == 0, done.stderr
    atlas = str(venv / "bin" / "atlas")
    without = ["unshare", "-n"] if run("unshare", "-n", "true").returncode == 0 else []
    assert run(*without, atlas, "--root", str(root), "check", cwd=tmp_path, **alone).returncode == 0
    few = few_schemes(tmp_path / "few", ("zibo-2022", "shenzhen-2018", "zhangjiakou-2014"))
    done = run(*without, atlas, "--root", str(few), "build", "--out", str(tmp_path / "site"), cwd=tmp_path, **alone)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.soak
def test_no_known_vulnerability_in_the_python_packages():
    """pip-audit, where it is installed and its source answers; with --strict, or it is silent about what it could not look up."""
    if shutil.which("pip-audit") is None:
        pytest.skip("not run: pip-audit is not installed")
    done = run("pip-audit", "--strict", "--require-hashes", "--disable-pip", "-r", "requirements.txt")
    if "ConnectionError" in done.stderr or "ServiceError" in done.stderr:
        pytest.skip("not run: the source of pip-audit does not answer")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.soak
def test_no_known_vulnerability_in_the_npm_packages():
    """npm's own audit; an answer without a count of vulnerabilities is no answer."""
    if shutil.which("npm") is None:
        pytest.skip("not run: npm is not installed")
    try:
        done = subprocess.run(["npm", "audit", "--json"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        found = json.loads(done.stdout)["metadata"]["vulnerabilities"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        pytest.skip("not run: the registry gives no audit")
    assert found["total"] == 0, done.stdout


def test_the_wheels_of_another_package_are_refused(tmp_path):
    """A wheel whose bytes are not those of the lock does not get in."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    spoilt = tmp_path / "requirements.txt"
    spoilt.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, lock), encoding="utf-8")
    done = run(sys.executable, "-m", "pip", "download", "--require-hashes", "--no-deps", "-r", str(spoilt), "-d", str(tmp_path / "w"))
    assert done.returncode != 0
    assert "hash" in done.stderr.lower() or "No matching distribution" in done.stderr
