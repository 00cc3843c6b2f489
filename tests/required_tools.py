"""The programs that some tests need and Python's lock cannot bring: how each is found, what to install."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The first has no window to draw: a page is there in half the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OLDEST_NODE = 18


@dataclass(frozen=True, slots=True)
class Tool:
    """One program: `find` answers its path or None; `packages` are Debian's and Ubuntu's names for it.

    `lighter` is a package that does as well and is tried first, since not every release has it.
    """

    find: Callable[[], str | None]
    packages: tuple[str, ...]
    lighter: str = ""


def _output(*command: str) -> str | None:
    """What a command prints, or None where it is not there or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _find_node() -> str | None:
    version = re.match(r"v(\d+)\.", _output("node", "--version") or "")
    return shutil.which("node") if version and int(version[1]) >= OLDEST_NODE else None


def _find_chromium() -> str | None:
    # Ubuntu's chromium-browser may be a pointer to a snap that is not there: only one that answers counts.
    for name in CHROMIUM_NAMES:
        if _output(name, "--version"):
            return shutil.which(name)
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    return next((str(path) for path in sorted(Path(own).glob("chromium-*/chrome-*/chrome"))), None)


def _find_browser_driver() -> str | None:
    # Playwright's own Node is linked to a library that a bare system does not have.
    package = find_spec("playwright")
    node = Path(package.origin or "").parent / "driver" / "node" if package else None
    return str(node) if node and _output(str(node), "--version") else None


def _find_cjk_fonts() -> str | None:
    fonts = _output("fc-list", ":lang=zh-cn", "family")
    return fonts.splitlines()[0] if fonts else None


def _find_poppler() -> str | None:
    return shutil.which("pdftotext") and shutil.which("pdftoppm")


TOOLS: dict[str, Tool] = {
    "node": Tool(_find_node, ("nodejs",)),
    "chromium": Tool(_find_chromium, ("chromium",), lighter="chromium-headless-shell"),
    "browser-driver": Tool(_find_browser_driver, ("libatomic1", "libstdc++6")),
    "cjk-fonts": Tool(_find_cjk_fonts, ("fontconfig", "fonts-noto-cjk")),
    "axe-core": Tool(lambda: str(AXE) if AXE.is_file() else None, ("npm",)),
    "libreoffice": Tool(lambda: shutil.which("soffice"), ("libreoffice-writer-nogui",)),
    "poppler": Tool(_find_poppler, ("poppler-utils",)),
}


@cache
def find(name: str) -> str | None:
    """The path of the tool `name` (for fonts: the first family), or None where it is missing."""
    return TOOLS[name].find()


def advice(name: str) -> str:
    """One line that says what to do about the missing tool `name`."""
    if name == "axe-core":
        return "axe-core is missing: install npm, then `npm ci`"
    return f"{name} is missing: apt-get install {' '.join(TOOLS[name].packages)}"


def _asked_for(node: ast.AST) -> list[str]:
    """The tool's name where `node` is the call `require_tool("name")`, else nothing."""
    match node:
        case ast.Call(func=ast.Name("require_tool"), args=[ast.Constant(str(name))]):
            return [name]
    return []


def named_in_tests(folder: Path) -> list[str]:
    """The tools that tests under `folder` ask for by `require_tool("name")`, in the order of TOOLS.

    Raises KeyError for a name that TOOLS does not hold.
    """
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py"))
    named = {name for tree in trees for node in ast.walk(tree) for name in _asked_for(node)}
    unknown = sorted(named - TOOLS.keys())
    if unknown:
        raise KeyError(f"tests ask for tools that required_tools.py does not know: {unknown}")
    return [name for name in TOOLS if name in named]
