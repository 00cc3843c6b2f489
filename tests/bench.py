"""`make bench`: one table; ratios are of processes measured in this run, times are this machine's on this day.

    python tests/bench.py [ROWS…] [--runs 3] [--counts 5,300,3000]

ROWS: build check edit attack search compare costs drafts lighthouse (all unless named). A row with a limit says
whether it is met; what could not be measured says why. Exit code 1 where a limit is not met, where something broke
and where no limit was judged at all.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench_rows import NotRun, Row, verdict  # noqa: E402
from bench_scale import Bench, attack_rows, build_rows, check_rows, edit_rows  # noqa: E402
from required_tools import find  # noqa: E402
from small_project import AS_OF  # noqa: E402


class Table:
    """What is measured, on which sizes; the shipped site is built once, when a row first needs it."""

    def __init__(self, folder: Path, runs: int, counts: list[int]) -> None:
        self.folder, self.runs, self.counts = folder, runs, counts
        self.bench = Bench(folder, runs)

    def site(self) -> Path:
        out = self.folder / "shipped"
        if not out.exists():
            command = [sys.executable, "-m", "generator.cli", "--root", str(ROOT), "build", "--out", str(out), "--as-of", AS_OF]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return out

    def build(self) -> Iterator[Row | NotRun]:
        yield from build_rows(self.bench, self.counts)

    def check(self) -> Iterator[Row | NotRun]:
        yield from check_rows(self.bench, self.counts)

    def edit(self) -> Iterator[Row | NotRun]:
        yield from edit_rows(self.bench, self.counts)

    def attack(self) -> Iterator[Row | NotRun]:
        yield from attack_rows(self.bench)

    def search(self) -> Iterator[Row | NotRun]:
        import bench_search

        for row in bench_search.rows((0, *[count for count in self.counts if count >= 100])):
            yield Row(row.name, row.value, row.unit, row.limit)

    def compare(self) -> Iterator[Row | NotRun]:
        import bench_compare

        for row in bench_compare.measure(300, self.runs):
            yield Row(f"compare, 300 schemes × 60 rows, {row.what}", row.value, row.unit, row.limit)

    def costs(self) -> Iterator[Row | NotRun]:
        import bench_costs

        for name, taken in bench_costs.measure(self.site(), 300, 20).items():
            yield Row(f"calculator, {name}", statistics.median(taken), "ms", 16 if "keystroke" in name else 100)

    def drafts(self) -> Iterator[Row | NotRun]:
        import bench_drafts

        for name, taken in bench_drafts.measure(self.site(), "example-city", 20).items():
            yield Row(f"drafting, {name}", statistics.median(taken), "ms", None if "keystroke" in name else 50)

    def lighthouse(self) -> Iterator[Row | NotRun]:
        import bench_lighthouse as tool

        command, chromium = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse"), find("chromium")
        if not command or not chromium:
            yield NotRun("Lighthouse on a phone", "needs Chromium and lighthouse (`npm install lighthouse`, LIGHTHOUSE=path)")
            return
        with tool.served(self.site(), tool.Packed) as url, tempfile.TemporaryDirectory() as folder:
            for page in tool.PAGES:
                reports = [tool.report(command, f"{url}/{page}", chromium, Path(folder)) for _ in range(self.runs)]
                for name, points in tool.measured(reports)[0].items():
                    yield Row(f"Lighthouse on a phone, {page}, {name}", points, "points", tool.WANTED[name], least=True)


GROUPS: dict[str, Callable[[Table], Iterator[Row | NotRun]]] = {
    name: getattr(Table, name) for name in ("build", "check", "edit", "attack", "search", "compare", "costs", "drafts", "lighthouse")
}
BROWSER = {"search", "compare", "costs", "drafts"}


def rows(table: Table, names: list[str]) -> Iterator[Row | NotRun]:
    """The rows of the groups named; where one breaks it is said so, and the rest go on."""
    for name in names:
        if name in BROWSER and find("chromium") is None:
            yield NotRun(name, "Chromium is missing")
            continue
        try:
            yield from GROUPS[name](table)
        except Exception as error:
            yield NotRun(name, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:160], broken=True)


def main() -> int:
    """Prints the table; 0 where all is well (see `verdict`), else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", metavar="ROWS", help=" ".join(GROUPS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--counts", default="5,300,3000")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.rows if name not in GROUPS]:
        parser.error(f"no rows are called {' '.join(unknown)}; there are {' '.join(GROUPS)}")
    counts = [int(count) for count in arguments.counts.split(",")]
    print(f"medians of {arguments.runs}; {os.cpu_count()} cores, Python {platform.python_version()}, load at the start {os.getloadavg()[0]:.1f}")
    seen: list[Row | NotRun] = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Table(Path(folder), arguments.runs, counts), arguments.rows or [*GROUPS]):
            print(row, flush=True)
            seen.append(row)
    said, well = verdict(seen)
    print(f"{said}; load at the end {os.getloadavg()[0]:.1f}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
