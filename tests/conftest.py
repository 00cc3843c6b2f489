"""What all tests share: the tools of the machine, the shipped site built once per run, trial settings."""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from required_tools import ROOT, TOOLS, advice, find
from small_project import OTHER_DAY, THREE, atlas, few_schemes

AS_OF = "2026-11-20"
"""The day every shipped page of a test run is built for: no test reads the clock."""

NOT_RUN = "not run: "

LONG_FIRST = (
    "browser/test_policy.py",
    "test_gates.py",
    "browser/test_compare.py",
    "browser/test_costs_page.py",
    "test_never_half_a_site.py",
    "test_failing_disks.py",
    "test_mutants.py",
    "test_text_is_text.py",
    "browser/test_fiscal_page.py",
    "browser/test_pages.py",
    "browser/test_drafts_page.py",
    "browser/test_tracing.py",
    "browser/test_pictures.py",
    "browser/test_harness.py",
    "browser/test_search.py",
    "browser/test_offline_copy.py",
    "test_word_rendering.py",
    "test_supply.py",
    "test_zensical.py",
    "test_same_bytes.py",
    "test_serve.py",
    "test_parity.py",
    "test_fiscal_parity.py",
    "test_fiscal_command.py",
)
"""Files that take long, the longest first: what is short comes last, so that no worker is alone at the end."""

settings.register_profile("tests", derandomize=True, deadline=None, database=None)
settings.register_profile("soak", max_examples=50_000, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    soaking = config.getoption("markexpr") == "soak"
    settings.load_profile("soak" if soaking else "tests")
    # As in the command: nearly everything that is made is kept, so there is little to collect and much to look through.
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For several workers the long files first; within a file, and among the others, the order stays."""

    def rank(item: pytest.Item) -> int:
        name = item.path.relative_to(ROOT / "tests").as_posix() if item.path.is_relative_to(ROOT / "tests") else ""
        return LONG_FIRST.index(name) if name in LONG_FIRST else len(LONG_FIRST)

    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=rank)


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _require_tool(name: str) -> str:
    found = find(name)
    if found is None:
        if name not in TOOLS:
            pytest.fail(f"required_tools.py does not know {name}")
        (pytest.fail if _in_ci() else pytest.skip)(NOT_RUN + advice(name))
    return found


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """`require_tool("node")` gives the tool's path; a missing one fails under CI=1, else counts as not run."""
    return _require_tool


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line per missing tool with the number of tests that were not run for want of it."""
    reasons = (
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in sorted(Counter(reasons).items()):
        if reason.startswith(NOT_RUN):
            terminalreporter.write_line(
                f"{count} not run: {reason.removeprefix(NOT_RUN)}", yellow=True
            )


def pytest_collection_finish() -> None:
    """The collected tests and all that they loaded stay to the end, and need not be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def as_of() -> str:
    """The day, as YYYY-MM-DD, that `built_site` is built for."""
    return AS_OF


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock file, so that of several workers one builds and the others wait."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run that every worker knows."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


SMALL_SITES = "ATLAS_SMALL_SITES"
"""The variable by which a test that runs a test hands on what is built, where its fault cannot change what is built."""


@pytest.fixture(scope="session")
def small_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two whole sites of three schemes, of two days, built once per run by the command; read them, never change them."""
    shared = Path(os.environ.get(SMALL_SITES) or _of_all_workers(tmp_path_factory) / "small-sites")
    shared.mkdir(exist_ok=True)
    sites = shared / AS_OF, shared / OTHER_DAY
    with _alone(shared / "lock"):
        for site in sites:
            if not site.is_dir():
                root = shared / "project"
                root.exists() or few_schemes(root, THREE)
                done = atlas(root, "build", "--out", str(site), "--as-of", site.name)
                assert done.returncode == 0, f"atlas build failed:\n{done.stdout}{done.stderr}"
    return sites


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shipped site, built once per run by the command itself; read it, never change it."""
    shared = _of_all_workers(tmp_path_factory)
    site = shared / "built-site"
    with _alone(shared / "built-site.lock"):
        if not site.is_dir():
            atlas = Path(sys.executable).with_name("atlas")
            done = subprocess.run(
                [atlas, "build", "--out", site, "--as-of", AS_OF],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"atlas build failed:\n{done.stdout}{done.stderr}"
            assert (site / "index.html").is_file(), f"no index.html in {site}"
    return site
