"""Other site engines in an environment of their own: installed once from a list with hashes, kept below `.venv`."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tests" / "engines" / "requirements.txt"
PROGRAMS = ("zensical", "hugo")


def home() -> Path:
    """Where the engines of the present list are, or would be."""
    digest = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:12]
    return ROOT / ".venv" / f"engines-{digest}"


def engine(name: str) -> Path | str:
    """The program of an engine, or one sentence why it is not there; the first call installs all of them."""
    folder = home()
    if not folder.parent.is_dir():
        return "there is no .venv to put it into: make setup"
    with (folder.parent / ".engines.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / ".whole").exists():
            if fault := _install(folder):
                shutil.rmtree(folder, ignore_errors=True)
                return fault
            (folder / ".whole").touch()
    program = folder / "bin" / name
    return program if program.exists() else f"{name} brings no program for this machine"


def _install(folder: Path) -> str:
    """What went wrong, or an empty text."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, check=False)
    if made.returncode:
        return "no environment could be made"
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    command = [*pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return "the package index did not answer within ten minutes"
    last = done.stderr.strip().splitlines()[-1:] or [""]
    return f"not installed from the list with hashes: {last[0]}" if done.returncode else ""
