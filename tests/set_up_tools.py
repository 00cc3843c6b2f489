"""Brings the programs that the tests ask for: what is there is used, else the system's packages as root.

Nothing here fails: what could not be brought is said in one line each, and `require_tool` decides
in the tests whether that is a failure (CI=1) or a counted "not run".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from required_tools import ROOT, TOOLS, advice, find, named_in_tests

NPM_STAMP = ROOT / "node_modules" / ".package-lock.json"


def _quietly(*command: str) -> bool:
    """Run a command without a word; where it fails, show the end of what it said. True if it went well."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, cwd=ROOT, env=quiet, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode != 0:
        print(
            "\n".join(["$ " + " ".join(command), *done.stdout.splitlines()[-5:]]), file=sys.stderr
        )
    return done.returncode == 0


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(name: str) -> None:
    print(f"Installing {name} for the tests")
    if name == "chromium" and "ID=ubuntu\n" in Path("/etc/os-release").read_text(encoding="utf-8"):
        # Ubuntu's package only points to a snap, which does not run in a container.
        _quietly(sys.executable, "-m", "playwright", "install", "--with-deps", "chromium")
        return
    tool = TOOLS[name]
    if tool.lighter and _packaged(tool.lighter) and _apt_install(tool.lighter):
        return
    _apt_install(*tool.packages)


def _packaged(package: str) -> bool:
    """Whether the system's lists hold the package."""
    if shutil.which("apt-cache") is None:
        return False
    return subprocess.run(("apt-cache", "show", package), capture_output=True, check=False).returncode == 0


def _apt_install(*packages: str) -> bool:
    return _quietly("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages)


def _axe_is_current() -> bool:
    lock = ROOT / "package-lock.json"
    return NPM_STAMP.is_file() and NPM_STAMP.stat().st_mtime >= lock.stat().st_mtime


def _set_up_axe() -> None:
    """Install the locked axe-core, and npm first where it is missing and may be installed."""
    if shutil.which("npm") is None and _may_install():
        _install("axe-core")
    if shutil.which("npm") is not None:
        _quietly("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def main() -> int:
    """Set up every tool that the tests name; always 0."""
    needed = named_in_tests(ROOT / "tests")
    absent = [
        name
        for name in needed
        if find(name) is None or (name == "axe-core" and not _axe_is_current())
    ]
    if absent and _may_install():
        _quietly("apt-get", "-qq", "update")
    for name in absent:
        if name == "axe-core":
            _set_up_axe()
        elif _may_install():
            _install(name)
    find.cache_clear()
    for name in absent:
        if find(name) is None:
            print(advice(name), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
