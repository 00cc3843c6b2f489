"""Where the packages come from: every licence is listed and allowed, and the site installs and builds without a network."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
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


REFUSED = "DO NOT MATCH THE HASHES"
"""What the installer says of a package whose bytes are not those of the lock."""


def alone(wheels: Path) -> dict[str, str]:
    """Variables with which nothing but the folder may be asked for packages."""
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull, "PIP_EXTRA_INDEX_URL": "", "PYTHONPATH": ""}


def test_the_site_installs_from_a_folder_of_wheels_alone_and_builds_without_a_network(tmp_path):
    """Download once with hashes; then a fresh environment that may ask no index installs, checks and builds."""
    wheels, venv = tmp_path / "wheels", tmp_path / "venv"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    done = run(*pip, "download", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", "requirements.txt", "-d", str(wheels))
    if done.returncode:
        assert REFUSED not in done.stderr, done.stderr
        pytest.skip(f"not run: no package index answers ({done.stderr.strip().splitlines()[-1:]})")
    # The installer is the one at hand, and what is installed is compiled when it is first loaded: both halve the time.
    assert run(sys.executable, "-m", "venv", "--without-pip", str(venv)).returncode == 0
    inside = [*pip, "--python", str(venv / "bin" / "python")]
    done = run(*inside, "install", "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt", **alone(wheels))
    assert done.returncode == 0, done.stderr
    root = tmp_path / "project"
    ignored = shutil.ignore_patterns(".venv", "node_modules", "site", ".git", "__pycache__", ".*_cache", ".hypothesis", ".site-*")
    shutil.copytree(ROOT, root, ignore=ignored)
    done = run(*inside, "install", "--no-compile", "--no-deps", "--no-build-isolation", "--editable", str(root), cwd=tmp_path, **alone(wheels))
    assert done.returncode == 0, done.stderr
    atlas = str(venv / "bin" / "atlas")
    without = ["unshare", "-n"] if run("unshare", "-n", "true").returncode == 0 else []
    assert run(*without, atlas, "--root", str(root), "check", cwd=tmp_path, **alone(wheels)).returncode == 0
    few = few_schemes(tmp_path / "few", ("zibo-2022", "shenzhen-2018", "zhangjiakou-2014"))
    done = run(*without, atlas, "--root", str(few), "build", "--out", str(tmp_path / "site"), cwd=tmp_path, **alone(wheels))
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


def foreign_wheel(folder: Path, name: str, version: str) -> Path:
    """A wheel that installs and calls itself by a package's name and version, but is not that package."""
    stem = f"{name.replace('-', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
    return path


def test_a_wheel_with_the_name_of_a_package_and_other_bytes_is_refused(tmp_path):
    """The lock's own lines for one package, and a folder that offers another under its name; no index is asked."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = re.search(r"^([a-z0-9-]+)==(\S+)(?:.*\\\n)+.*$", lock, re.MULTILINE)
    assert found and "sha256" in found[0]
    wheel = foreign_wheel(tmp_path, found[1], found[2])
    its_own = re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + hashlib.sha256(wheel.read_bytes()).hexdigest(), found[0])
    done = {}
    for name, lines in (("the lock", found[0]), ("its own hash", its_own)):
        path = tmp_path / f"{name}.txt"
        path.write_text(lines, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--require-hashes", "--no-deps", "-r", str(path), "-d", str(tmp_path / name)]
        done[name] = run(*command, **alone(tmp_path))
    assert done["the lock"].returncode != 0 and REFUSED in done["the lock"].stderr
    assert done["its own hash"].returncode == 0, done["its own hash"].stderr
