"""The search at scale, in a real Chromium: bytes to the first result, time of a query, time from a folder, the index itself.

Bytes are those sent with gzip. A query's time is that of the page's own thread, so that a busy machine does not
count against the page; the time from a folder is that of the clock.

    python tests/bench_search.py [--counts 0,300,3000]     0: the shipped schemes
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from required_tools import find  # noqa: E402
from served import Packed, served  # noqa: E402
from synthetic import write_project  # noqa: E402

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
COUNTS = (0, 300, 3000)

_ASKED = """
佛山|佛山 首贷户 分担|佛山分担|温州 额度|广东 提前还款|深圳 利率|宁波 1000万|武汉 科技型企业|青岛市|浙江 费率
保费补贴|损失分担比例|叫停|熔断|个体户能贷多少|要什么材料|老赖
1000万|1000万元|LPR+150|150个基点|30%|8:2|连续欠息90天|赔付率150%|三年|5个工作日
连续欠息|房地产开发|市金融办|联席会议|一方否决|预拨
bzbx|fs fdbl|hangzhou|贷款|保险公司|银行|小额贷款保证保险|2022年 叫停|zzzz
"""
QUERIES = _ASKED.strip().replace("\n", "|").split("|")

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>search</title>
<link rel="stylesheet" href="assets/stylesheets/theme.css"><link rel="stylesheet" href="assets/stylesheets/atlas.css">
<body class="md-typeset"><input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search"><header class="md-header">
<div class="md-search" data-atlas-search data-root="."><div class="md-search__inner"><form class="md-search__form"><input class="md-search__input"></form>
<div class="md-search__output"><div class="md-search__scrollwrap"><div class="md-search-result"><div role="status"></div>
<ol class="md-search-result__list"></ol></div></div></div></div></div></header><script src="assets/javascripts/search.js"></script>"""

ASK = """async (query) => {
  const box = document.querySelector("[data-atlas-search]");
  const input = box.querySelector("input");
  const start = performance.now();
  const answered = new Promise((resolve) => {
    const watcher = new MutationObserver(() => {
      if (box.dataset.answered === query) {
        watcher.disconnect();
        resolve();
      }
    });
    watcher.observe(box, {attributes: true});
  });
  delete box.dataset.answered;
  if (document.activeElement !== input) input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent("input"));
  await answered;
  return performance.now() - start;
}"""
SENT = """() => performance.getEntriesByType("resource").filter((one) => /\\/search[/_]/.test(one.name))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


@dataclass(frozen=True)
class Row:
    """One line of the benchmark: what, how much, of which unit, and what it must not exceed."""

    name: str
    value: float
    unit: str
    limit: float | None


def write_page(project: Path, folder: Path) -> tuple[float, int, int]:
    """A page with the search box and the index of a project in `folder`; seconds, bytes and gzip bytes of the index."""
    from generator import search_index
    from generator.publication import load_publication
    from generator.views.atlas import Atlas
    from generator.views.names import region_path

    publication = load_publication(project, None)
    atlas = Atlas(publication)
    pages = [(region_path(code), atlas.regions[code]["zh"]) for code in sorted(atlas.reached)]
    start = time.process_time()
    files = search_index.files(atlas, pages, publication.search_words)
    seconds = time.process_time() - start
    assets = ROOT / "site_templates" / "theme" / "assets"
    import material

    (theme,) = (Path(material.__file__).parent / "templates/assets/stylesheets").glob(
        "main.*.min.css"
    )
    page = {"index.html": PAGE.encode(), "assets/stylesheets/theme.css": theme.read_bytes()}
    for path in [*assets.rglob("search*.js"), assets / "stylesheets" / "atlas.css"]:
        page[f"assets/{path.relative_to(assets).as_posix()}"] = path.read_bytes()
    for path, content in {**files, **page}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return (
        seconds,
        sum(map(len, files.values())),
        sum(len(gzip.compress(content, 6)) for content in files.values()),
    )


def rows(counts: tuple[int, ...] = COUNTS) -> Iterator[Row]:
    """Everything measured, for each number of synthetic schemes (0: the shipped ones)."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=ARGUMENTS)
        for count in counts:
            folder = Path(temporary) / str(count)
            project = write_project(folder / "project", count) if count else ROOT
            seconds, plain, packed = write_page(project, folder / "site")
            name = f"search, {count} schemes" if count else "search, shipped schemes"
            yield Row(f"{name}: index made (processor time)", seconds, "s", None)
            yield Row(f"{name}: index on disk", plain / 1e6, "MB", None)
            yield Row(f"{name}: index, compressed", packed / 1e6, "MB", None)
            with served(folder / "site", Packed) as address:
                yield from _sent(browser, address, name)
                yield from _times(browser, address, name)
            yield from _from_folder(browser, (folder / "site").as_uri(), name)
        browser.close()


def _sent(browser: Any, address: str, name: str) -> Iterator[Row]:
    """Bytes to the first result of each query, each in a context of its own."""
    sent = {}
    for query in QUERIES:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/index.html")
        page.evaluate(ASK, query)
        sent[query] = page.evaluate(SENT) / 1000
        context.close()
    worst = max(sent, key=sent.get)
    yield Row(
        f"{name}: sent to the first result, median", statistics.median(sent.values()), "KB", 300
    )
    yield Row(f"{name}: sent to the first result, worst ({worst})", sent[worst], "KB", 300)


def _times(browser: Any, address: str, name: str) -> Iterator[Row]:
    """The thread's time of each query once what it needs is loaded: the best of some runs."""
    page = browser.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{address}/index.html")

    def spent() -> float:
        metrics = {
            one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]
        }
        return metrics["TaskDuration"] * 1000

    times: dict[str, list[float]] = {query: [] for query in QUERIES}
    for run in range(4):
        for query in QUERIES:
            before = spent()
            page.evaluate(ASK, query)
            if run:
                times[query].append(spent() - before)
    middle = {query: statistics.median(found) for query, found in times.items()}
    worst = max(middle, key=middle.get)
    yield Row(f"{name}: a query once loaded, median", statistics.median(middle.values()), "ms", 50)
    yield Row(f"{name}: a query once loaded, worst ({worst})", middle[worst], "ms", 50)
    page.close()


def _from_folder(browser: Any, address: str, name: str) -> Iterator[Row]:
    """Clock time from the first touch of the box to the answer, over file://, nothing loaded before."""
    times = {}
    for query in QUERIES[:12]:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/index.html")
        times[query] = page.evaluate(ASK, query)
        context.close()
    worst = max(times, key=times.get)
    yield Row(f"{name}: first answer from a folder, worst ({worst})", times[worst], "ms", 1000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)))
    arguments = parser.parse_args()
    beyond = 0
    for row in rows(tuple(int(count) for count in arguments.counts.split(","))):
        over = row.limit is not None and row.value > row.limit
        beyond += over
        limit = "" if row.limit is None else f"of {row.limit:g}"
        print(
            f"{row.name:<72}{row.value:9.2f} {row.unit} {limit}{'  TOO MUCH' if over else ''}",
            flush=True,
        )
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
