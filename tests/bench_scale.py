"""Rows of the benchmark for scale: whole processes beside other engines, check, one edit, hostile files.

Every ratio is of whole processes measured in the same run, in turns, so that a busy minute meets all of them. The
other engines build the same facts as plain Markdown pages (stock_site.py): mkdocs-material with Chinese search, its
successor Zensical, and Hugo with one plain layout; the last two come from a list with hashes (other_engines.py).

The search of mkdocs-material finds Chinese words only with jieba, which cuts the text into them (its documentation asks
for it, and it is no dependency of the theme's). Without it the theme's index holds a run of text between two stops as
one word; that faster build, which answers fewer questions, has a row of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench_rows import NotRun, Row  # noqa: E402
from other_engines import chinese_words, engine  # noqa: E402
from process_memory import watched  # noqa: E402
from small_project import AS_OF, add_program  # noqa: E402
from stock_site import write_stock_site  # noqa: E402
from synthetic import write_project  # noqa: E402

BIN = Path(sys.executable).parent
PLAIN = ("--no-twins", "--no-zip")
EDITED = "改过的"
OTHERS = {"mkdocs-material": 0.7, "mkdocs-material without jieba": None, "Zensical": 1.0, "Hugo, plain layout": None}
"""The other engines and what our time may be of theirs at 300 schemes."""


@dataclass(frozen=True)
class Run:
    """One whole process with those it started: wall seconds, seconds of the processor."""

    seconds: float
    processor: float


class Failed(Exception):
    """A command that did not do its work; the end of what it said."""


def environment(*more: Path) -> dict[str, str]:
    """The variables of a measured process: the project's own package on its path, and folders of more."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *more)))}


def run(command: list[str], cwd: Path = ROOT, *more: Path) -> Run:
    """Runs a command to its end, with folders of more packages. Raises Failed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, stdout=said, stderr=said, env=environment(*more))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status):
            said.seek(0)
            raise Failed(said.read().decode(errors="replace").strip()[-300:])
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def middle(runs: list[Run]) -> Run:
    """The medians of some runs."""
    return Run(*(statistics.median(getattr(one, name) for one in runs) for name in ("seconds", "processor")))


class Bench:
    """Projects of some sizes and their twins for other engines, written once, and the builds of each."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs = folder, runs

    def project(self, count: int) -> Path:
        """A project of `count` synthetic schemes; -1 is the shipped one."""
        if count < 0:
            return ROOT
        root = self.folder / f"project-{count}"
        return root if root.exists() else add_program(write_project(root, count))

    def stock(self, count: int) -> Path:
        folder = self.folder / f"stock-{count}"
        if not folder.exists():
            write_stock_site(folder, self.project(count))
        return folder

    def cold(self, count: int, *arguments: str) -> list[str]:
        """The command, of which nothing that an earlier run remembered is there."""
        shutil.rmtree(self.project(count) / ".atlas-cache", ignore_errors=True)
        return [sys.executable, "-m", "generator.cli", "--root", str(self.project(count)), *arguments]

    def cold_build(self, count: int, *options: str) -> list[str]:
        """The command for a build from nothing."""
        out = self.folder / f"site-{count}"
        shutil.rmtree(out, ignore_errors=True)
        return self.cold(count, "build", "--out", str(out), "--as-of", AS_OF, *options)

    def build(self, count: int, *options: str) -> Run:
        return run(self.cold_build(count, *options))

    def memory(self, count: int) -> float:
        """The most that a build and the processes it starts hold at once, in MB; apart from the timed ones, which looking would slow."""
        process = subprocess.Popen(self.cold_build(count, *PLAIN), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
        most = watched(process)
        if process.returncode:
            raise Failed(f"the build whose memory was watched ended with {process.returncode}")
        return most

    def other(self, name: str, count: int) -> Callable[[], Run] | str:
        """A build of the same facts by another engine from nothing, or why there is none."""
        stock = self.stock(count)
        if name.startswith("mkdocs-material"):
            words = () if name.endswith("without jieba") else (chinese_words(),)
            if words and isinstance(words[0], str):
                return words[0]
            if words:  # It keeps its dictionary in a quicker form from its first use on.
                run([sys.executable, "-c", "import jieba; jieba.initialize()"], ROOT, *words)
            return lambda: self._material(stock, words)
        program = engine(name.split(",")[0].lower())
        if isinstance(program, str):
            return program
        if name == "Zensical":
            return lambda: self._fresh(stock / "site", [str(program), "build", "--clean", "-f", str(stock / "mkdocs.yml")], stock)
        folder = hugo_site(self.folder / f"hugo-{count}", stock)
        return lambda: self._fresh(folder / "public", [str(program), "--quiet", "-s", str(folder), "-d", str(folder / "public")], folder)

    def _material(self, stock: Path, words: tuple[Path, ...]) -> Run:
        """A stock build with or without words; Failed where its search index is not of that kind."""
        done = self._fresh(stock / "site", [str(BIN / "mkdocs"), "build", "-q", "-f", str(stock / "mkdocs.yml")], stock, *words)
        index = json.loads((stock / "site" / "search" / "search_index.json").read_text(encoding="utf-8"))
        cut = sum("\u200b" in entry["text"] for entry in index["docs"])
        if bool(cut) != bool(words):
            raise Failed(f"{cut} entries of the search index are cut into words")
        return done

    @staticmethod
    def _fresh(out: Path, command: list[str], cwd: Path, *more: Path) -> Run:
        shutil.rmtree(out, ignore_errors=True)
        return run(command, cwd, *more)


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


def schemes(count: int) -> tuple[int, str]:
    """How many schemes a project has, and what a row calls them; -1 is the shipped one."""
    if count >= 0:
        return count, f"{count} schemes"
    shipped = len(list((ROOT / "policies" / "schemes").glob("*.yaml")))
    return shipped, f"the {shipped} shipped schemes"


def build_rows(bench: Bench, counts: list[int]) -> Iterator[Row | NotRun]:
    """Our build and the others' at each size, in turns; what twins and archive add; how our time and memory grow."""
    ours: dict[int, Run] = {}
    for count in [-1, *counts]:
        label = f"build, {schemes(count)[1]}"
        ways: dict[str, Callable[[], Run]] = {
            "ours": lambda count=count: bench.build(count, *PLAIN),
            "whole": lambda count=count: bench.build(count),
        }
        for name in OTHERS:
            way = bench.other(name, count)
            if isinstance(way, str):
                yield NotRun(f"{label}, to {name}", way)
            else:
                ways[name] = way
        seen: dict[str, list[Run]] = {name: [] for name in ways}
        for _ in range(bench.runs):
            for name in [*ways]:
                try:
                    seen[name].append(ways[name]())
                except Failed as failed:
                    yield NotRun(f"{label}, {name}", str(failed).splitlines()[-1], broken=True)
                    del ways[name]
        found = {name: middle(runs) for name, runs in seen.items() if name in ways}
        if "ours" not in found:
            continue
        mine = ours[count] = found["ours"]
        yield Row(f"{label}: check, pages, search data, JSON, CSV, XLSX", mine.seconds, "s", note=f"processor {mine.processor:.2f} s")
        for name, limit in OTHERS.items():
            if name in found:
                note = f"theirs {found[name].seconds:.2f} s, processor to processor {mine.processor / found[name].processor:.2f}"
                yield Row(f"{label}, to {name} of the same facts", mine.seconds / found[name].seconds, "times", limit if count == 300 else None, note=note)
        if "whole" in found:
            yield Row(f"{label}, with pages in Markdown and the archive", found["whole"].seconds / mine.seconds, "times", note="of the build without")
        yield Row(f"{label}: memory of all its processes together", bench.memory(count), "MB", 600)
    if 300 in ours and 3000 in ours:
        growth = (ours[3000].seconds / 3000) / (ours[300].seconds / 300)
        note = f"processor {ours[3000].processor / 3000 / (ours[300].processor / 300):.2f}"
        yield Row("build, time a scheme at 3,000 to that at 300", growth, "times", 1.15, note=note)


def check_rows(bench: Bench, counts: list[int]) -> Iterator[Row | NotRun]:
    """Schemes checked a second from a cold start, the start of the program included; and with what a run remembered."""
    for count in [-1, *[count for count in counts if count >= 100]]:
        number, called = schemes(count)
        label = f"check, {called}"
        cold = middle([run(bench.cold(count, "check")) for _ in range(bench.runs)])
        yield Row(f"{label}, cold", number / cold.processor, "schemes/s", 100, least=True, note=f"{cold.seconds:.2f} s, processor {cold.processor:.2f} s")
        command = [sys.executable, "-m", "generator.cli", "--root", str(bench.project(count)), "check"]
        run(command)
        again = middle([run(command) for _ in range(bench.runs)])
        yield Row(f"{label}, again unchanged, to cold", again.processor / cold.processor, "times", note=f"{again.seconds:.2f} s")


def edit_rows(bench: Bench, counts: list[int]) -> Iterator[Row | NotRun]:
    """From the edit of one scheme to its own page as `make serve` shows it, and to the whole site anew, the old one standing."""
    from generator.commands.serve import INTERVAL, Build, build_command

    for count in [count for count in counts if 100 <= count <= 300]:
        first = middle([bench.build(count, *PLAIN) for _ in range(bench.runs)])
        paths = sorted((bench.project(count) / "policies" / "schemes").glob("*.yaml"))
        build, taken = Build(build_command(bench.project(count), bench.folder / f"served-{count}", AS_OF)), []
        try:
            if not build.ready(wait=True):
                raise Failed("the build of the server failed")
            for path in paths[-bench.runs :]:
                path.write_text(path.read_text(encoding="utf-8").replace("title: ", f"title: {EDITED}", 1), encoding="utf-8")
                start = time.perf_counter()
                drawn = build.redraw(str(path))
                taken.append(INTERVAL + time.perf_counter() - start)
                page = bench.folder / f"served-{count}" / "schemes" / f"{path.stem}.html"
                if not drawn or EDITED not in page.read_text(encoding="utf-8"):
                    raise Failed(f"the page of {path.stem} was not drawn anew")
        finally:
            build.stop()
        yield Row(f"make serve, the page of an edited scheme, {count} schemes", statistics.median(taken), "s", 1.0, note=f"of which {INTERVAL} s until it is noticed")
        runs = []
        for path in paths[: bench.runs]:
            path.write_text(path.read_text(encoding="utf-8").replace("title: ", f"title: {EDITED}", 1), encoding="utf-8")
            out = bench.folder / f"site-{count}"
            command = [sys.executable, "-m", "generator.cli", "--root", str(bench.project(count)), "build", "--out", str(out)]
            runs.append(run([*command, "--as-of", AS_OF, *PLAIN]))
        again = middle(runs)
        yield Row(f"build after one edit, {count} schemes, to one from nothing", again.seconds / first.seconds, "times", 1.1, note=f"{again.seconds:.2f} s")


def attack_rows(bench: Bench, count: int = 10_000) -> Iterator[Row | NotRun]:
    """Time and memory under attack: the worst of some hostile mutants of the data."""
    command = [sys.executable, str(ROOT / "tests" / "mutants.py"), str(count), "20261120"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        yield NotRun("hostile files", done.stderr[-200:], broken=True)
        return
    report = json.loads(done.stdout)
    yield Row(f"the slowest of {count} hostile files", report["slowest"], "s", 2.0, note="of the processor")
    yield Row(f"uncaught of {count} hostile files", len(report["uncaught"]), "files", 0)
    yield Row(f"memory for {count} hostile files", report["megabytes_at_most"], "MB", 200)
