"""`make bench`: one table of ratios, each measured in this run; absolute seconds are this machine's on this day.

    python tests/bench.py [--runs 3] [--rows check,build,…]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from small_project import add_program  # noqa: E402
from stock_site import write_stock_site  # noqa: E402
from synthetic import write_project  # noqa: E402

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Timing:
    """Medians of some runs of a whole process: wall seconds and peak memory in MB."""

    seconds: float
    megabytes: float


def timed(command: list[str], runs: int, before: Callable[[], object] = lambda: None) -> Timing:
    """The median of `runs` runs of a command; a command that fails stops the benchmark."""
    seconds, megabytes = [], []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        )
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        megabytes.append(usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')[-2000:]}")
    return Timing(statistics.median(seconds), statistics.median(megabytes))


class Bench:
    """Projects of some sizes in one temporary folder, and the rows measured so far."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs = folder, runs
        self.projects: dict[int, Path] = {0: ROOT}

    def project(self, count: int) -> Path:
        """A project of `count` synthetic schemes; 0 is the shipped one."""
        if count not in self.projects:
            self.projects[count] = add_program(write_project(self.folder / f"project-{count}", count))
        return self.projects[count]

    def check(self, count: int) -> Timing:
        return timed([str(BIN / "atlas"), "--root", str(self.project(count)), "check"], self.runs)

    def build(self, count: int) -> Timing:
        out = self.folder / f"site-{count}"
        command = [str(BIN / "atlas"), "--root", str(self.project(count)), "build", "--out", str(out)]
        return timed(command, self.runs, lambda: shutil.rmtree(out, ignore_errors=True))

    def stock(self, count: int) -> Timing:
        """A stock mkdocs-material build, Chinese search on, of the same pages written as Markdown."""
        folder = self.folder / f"stock-{count}"
        if not folder.exists():
            write_stock_site(folder, self.project(count))
        command = [str(BIN / "mkdocs"), "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
        return timed(command, self.runs)


def row(name: str, ours: Timing, other: Timing | None, against: str) -> None:
    ratio = f"{ours.seconds / other.seconds:6.2f}" if other else "     –"
    print(f"{name:<44}{ours.seconds:8.2f} s {ours.megabytes:7.0f} MB   ratio {ratio}  {against}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--counts", default="0,300", help="numbers of schemes; 0 is the shipped catalogue")
    arguments = parser.parse_args()
    cores = os.cpu_count()
    print(f"medians of {arguments.runs} whole-process runs, {cores} cores, limit {resource.getrlimit(resource.RLIMIT_AS)[0]}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.runs)
        for count in [int(c) for c in arguments.counts.split(",")]:
            label = f"{count} synthetic schemes" if count else "the shipped schemes"
            stock = bench.stock(count)
            row(f"check, {label}", bench.check(count), stock, "of a stock mkdocs-material build of the same pages")
            row(f"build, {label}", bench.build(count), stock, "of a stock mkdocs-material build of the same pages")
            row(f"stock build, {label}", stock, None, "")


if __name__ == "__main__":
    main()
