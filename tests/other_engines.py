"""Other site engines in an environment of their own: installed once from lists with hashes, kept below `.venv`.

Beside them, in a folder of its own, is what a stock mkdocs-material site needs to find Chinese words (jieba). It has no
wheel, so it is built from its source with the setuptools that is installed here.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tests" / "engines" / "requirements.txt"
WORDS = ROOT / "tests" / "engines" / "jieba.txt"
PROGRAMS = ("zensical", "hugo")


def home(lock: Path = LOCK) -> Path:
    """Where the packages of a list are, or would be."""
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:12]
    return ROOT / ".venv" / f"engines-{digest}"


def engine(name: str) -> Path | str:
    """The program of an engine, or one sentence why it is not there; the first call installs all of them."""
    if fault := _installed(home(), _install):
        return fault
    program = home() / "bin" / name
    return program if program.exists() else f"{name} brings no program for this machine"


def chinese_words() -> Path | str:
    """The folder to put on Python's path for the words of Chinese search, or one sentence why there is none."""
    return _installed(home(WORDS), _install_words) or home(WORDS)


def _installed(folder: Path, install: Callable[[Path], str]) -> str:
    """Installs into a folder once, one process at a time; what went wrong, or an empty text."""
    if not folder.parent.is_dir():
        return "there is no .venv to put it into: make setup"
    with (folder.parent / ".engines.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / ".whole").exists():
            if fault := install(folder):
                shutil.rmtree(folder, ignore_errors=True)
                return fault
            (folder / ".whole").touch()
    return ""


def _install(folder: Path) -> str:
    """What went wrong, or an empty text."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, check=False)
    if made.returncode:
        return "no environment could be made"
    return _pip(folder / "bin" / "python", "--only-binary", ":all:", "-r", str(LOCK))


def _install_words(folder: Path) -> str:
    """What went wrong, or an empty text."""
    source = ["--no-binary", "jieba", "--no-build-isolation", "--use-pep517", "--no-deps"]
    return _pip(Path(sys.executable), *source, "--target", str(folder), "-r", str(WORDS))


def _pip(python: Path, *arguments: str) -> str:
    """Installs with hashes; what went wrong, or an empty text."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    try:
        done = subprocess.run([*pip, "install", "--require-hashes", *arguments], capture_output=True, text=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return "the package index did not answer within ten minutes"
    last = done.stderr.strip().splitlines()[-1:] or [""]
    return f"not installed from the list with hashes: {last[0]}" if done.returncode else ""
