"""The comparison page at scale, in a real Chromium: data size, first table, toggles, long tasks.

Times are those of the page's own thread, so that a busy machine does not count against the page; medians of some runs.

    python tests/bench_compare.py [--count 300] [--slow 1]     slow: how many times slower the processor is made
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from required_tools import find  # noqa: E402
from served import served  # noqa: E402
from synthetic import write_project  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
# What a person does: click, or choose a value; then everything that follows is let run.
ACT = """async ([selector, value]) => {
  const target = document.querySelector(selector);
  if (value === null) target.click();
  else {
    target.value = value;
    target.dispatchEvent(new Event("change", {bubbles: true}));
  }
}"""
TOGGLES = {
    "differences only": ("#differences", None),
    "all rows again": ("#differences", None),
    "marks off": ("#marks", None),
    "fold a chapter": (".chapter", None),
    "open it again": (".chapter", None),
    "another term": ("#months", "36"),
    "move a column": ("[data-act=right]", None),
    "remove a column": ("[data-act=remove]", None),
}


@dataclass(frozen=True)
class Measured:
    """One line of the benchmark: what, how much, of which unit, and what it must not exceed."""

    what: str
    value: float
    unit: str
    limit: float | None


def write_page(project: Path, folder: Path) -> bytes:
    """The comparison page of a project as a small site of its own in `folder`; returns the data script."""
    from generator.publication import load_publication
    from generator.rendering import Renderer
    from generator.views import table
    from generator.views.atlas import Atlas
    from generator.views.compare_scripts import PUT_TOGETHER, SCRIPTS, compare_files

    atlas = Atlas(load_publication(project, None))
    from generator.website.scripts import joined

    files = compare_files(atlas) | {script: joined(modules) for script, modules in PUT_TOGETHER.items()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    assets = ROOT / "site_templates" / "theme" / "assets"
    for path in [*assets.rglob("*.js"), *assets.rglob("*.css")]:
        target = folder / "assets" / path.relative_to(assets)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    import material

    (theme,) = (Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.min.css")
    (folder / "assets/stylesheets/theme.css").write_bytes(theme.read_bytes())
    view = next(table.comparison_views(atlas))
    body = Renderer().page("compare", root="", view=view)
    scripts = "".join(f'<script src="{path}" defer></script>' for path in SCRIPTS)
    page = (
        '<!doctype html><html class="js" lang="zh-CN"><meta charset="utf-8"><title>比较</title>'
        '<link rel="stylesheet" href="assets/stylesheets/theme.css">'
        '<link rel="stylesheet" href="assets/stylesheets/atlas.css">'
        '<link rel="stylesheet" href="assets/stylesheets/compare.css">'
        f'<body class="md-typeset" data-md-color-scheme="default">{body}{scripts}'
    )
    (folder / "compare.html").write_text(page, encoding="utf-8")
    return files["assets/data/compare.js"]


def measure(count: int = 300, runs: int = 5, slow: int = 1) -> list[Measured]:
    """Everything measured with `count` synthetic schemes, for five chosen columns and for all of them."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = write_page(write_project(folder / "project", count), folder / "site")
        found = [
            Measured("data, compressed", len(gzip.compress(data, 9)) / 1000, "KB", 200),
            Measured("data, as it is", len(data) / 1000, "KB", None),
        ]
        with served(folder / "site") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find("chromium"), args=ARGUMENTS)
            for name, hash_ in (("five schemes", ""), ("all schemes", "#s=all")):
                found += _measure_page(browser, f"{address}/compare.html{hash_}", name, runs, slow)
            browser.close()
    return found


@dataclass
class _Trace:
    """What the page's thread did: ms of running its scripts as they were loaded, ms of each task."""

    scripts: float = 0
    tasks: tuple[float, ...] = ()
    threads: frozenset[tuple[int, int]] = frozenset()


@contextmanager
def _traced(
    session: Any, address: str, threads: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[_Trace]:
    """The thread's time of everything that the page at `address` does inside the block.

    `threads` are those of a page that is loaded already; else they are found by the scripts that run there.
    """
    events: list[dict[str, Any]] = []
    done: list[bool] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    config = {"includedCategories": ["toplevel", "devtools.timeline"]}
    session.send("Tracing.start", {"traceConfig": config, "transferMode": "ReportEvents"})
    trace = _Trace()
    yield trace
    session.send("Tracing.end")
    while not done:
        session.send("Browser.getVersion")

    def of_page(event: dict[str, Any]) -> bool:
        return str(event.get("args", {}).get("data", {}).get("url", "")).startswith(address)

    trace.threads = threads or frozenset((e["pid"], e["tid"]) for e in events if of_page(e))
    evaluated = [e for e in events if e["name"] == "EvaluateScript" and of_page(e)]
    trace.scripts = sum(e.get("tdur", 0) for e in evaluated) / 1000
    trace.tasks = tuple(
        e.get("tdur", 0) / 1000
        for e in events
        if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in trace.threads
    )


def _measure_page(browser: Any, url: str, name: str, runs: int, slow: int) -> Iterator[Measured]:
    first, longest = [], []
    toggles: dict[str, list[float]] = {what: [] for what in TOGGLES}
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        own, whole = context.new_cdp_session(page), browser.new_browser_cdp_session()
        if slow > 1:
            own.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        address = url.partition("compare.html")[0]
        with _traced(whole, address) as trace:
            page.goto(url, wait_until="load")
            page.wait_for_timeout(800)
        first.append(trace.scripts)
        tasks, threads = [*trace.tasks], trace.threads
        for what, act in TOGGLES.items():
            with _traced(whole, address, threads) as trace:
                page.evaluate(ACT, list(act))
                page.wait_for_timeout(300)
            toggles[what].append(max(trace.tasks))
            tasks += trace.tasks
        longest.append(max(tasks))
        context.close()
    yield Measured(f"{name}: first table", statistics.median(first), "ms", 150)
    for what, times in toggles.items():
        yield Measured(f"{name}: {what}", statistics.median(times), "ms", 50)
    yield Measured(f"{name}: longest task", statistics.median(longest), "ms", 100)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slow", type=int, default=1)
    arguments = parser.parse_args()
    beyond = 0
    for line in measure(arguments.count, arguments.runs, arguments.slow):
        over = line.limit is not None and line.value > line.limit
        beyond += over
        limit = "" if line.limit is None else f"of {line.limit:g}"
        print(f"{line.what:<36}{line.value:9.1f} {line.unit} {limit}{'  TOO MUCH' if over else ''}", flush=True)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
