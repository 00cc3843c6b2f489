"""Projects for trials: a whole one that can be spoilt, and ones of synthetic or hostile schemes that can be built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import warm
from required_tools import ROOT

AS_OF = "2026-11-20"
OTHER_DAY = "2026-11-21"
THREE = ("zibo-2022", "shenzhen-2018", "zhangjiakou-2014")
"""The shipped schemes of the small site that tests share."""
_TO_DATA = re.compile(r"\]\((?:schemes|changes|regions|parameters)/(?!index)[^)]*\)")
PROGRAM = ("generator", "site_templates", "mkdocs.yml")


def add_program(folder: Path) -> Path:
    """Makes a project of other schemes buildable: links to the program, prose whose links to shipped schemes lead home."""
    for name in PROGRAM:
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for path in (folder / "content").glob("*.md"):
        path.write_text(_TO_DATA.sub("](index.html)", path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def few_schemes(folder: Path, names: tuple[str, ...]) -> Path:
    """A project of some of the shipped schemes, with the program; quick to build."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "policies", folder / "policies", ignore=shutil.ignore_patterns("schemes", "differences.yaml", "pilots"))
    (folder / "policies" / "schemes").mkdir()
    for name in names:
        shutil.copy(ROOT / "policies" / "schemes" / f"{name}.yaml", folder / "policies" / "schemes")
    return add_program(folder)


def atlas(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the command on the project at `root`; with variables of the environment, one that begins with them."""
    if not environment:
        return warm.run(["--root", str(root), *arguments])
    command = [sys.executable, "-m", "generator.cli", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | environment)
