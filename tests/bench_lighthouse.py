"""Lighthouse over the built site as a phone sees it, served packed as a host does: medians of some runs and what must be reached.

    python tests/bench_lighthouse.py [--site site] [--runs 3] [--lighthouse PATH]

Lighthouse is no part of the project: it is used where it is found, by LIGHTHOUSE or on the path (`npm install lighthouse`
in some folder of your own). Its time is that of a slowed processor and a slow line, so a busy machine lowers the first figure.
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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from required_tools import find  # noqa: E402
from served import Packed, served  # noqa: E402

PAGES = ("index.html", "schemes/foshan-2022.html", "compare.html")
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking"


def report(command: str, address: str, chromium: str, folder: Path) -> dict[str, Any]:
    """Lighthouse's own report of one visit."""
    out = folder / "report.json"
    done = subprocess.run(
        [command, address, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}"],
        env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{command} failed:\n{done.stderr[-2000:]}")
    return json.loads(out.read_text(encoding="utf-8"))


def measured(reports: list[dict[str, Any]]) -> tuple[dict[str, int], dict[str, float]]:
    """Medians: points of each category, and the figures behind them."""
    points = {
        name: round(100 * statistics.median(one["categories"][name]["score"] for one in reports))
        for name in WANTED
    }
    figures = {
        name: statistics.median(one["audits"][name]["numericValue"] for one in reports) for name in FIGURES
    }
    return points, figures


def main() -> int:
    """Prints a line a page; 1 where a page does not reach what is wanted, 0 with one line where Lighthouse is not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lighthouse", default=os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse"))
    arguments = parser.parse_args()
    chromium = find("chromium")
    if not (arguments.lighthouse and chromium and (arguments.site / "index.html").is_file()):
        print("Lighthouse: not run (needs lighthouse, Chromium and a built site)")
        return 0
    missed = 0
    print(f"{'page':28}{'performance':>13}{'access':>8}{'practices':>11}{'seo':>5}   paint  largest  blocking  shift  weight")
    with served(arguments.site, Packed) as url, tempfile.TemporaryDirectory() as folder:
        for page in PAGES:
            runs = [
                report(arguments.lighthouse, f"{url}/{page}", chromium, Path(folder)) for _ in range(arguments.runs)
            ]
            points, (paint, largest, blocking, shift, weight) = measured(runs)[0], measured(runs)[1].values()
            missed += any(points[name] < wanted for name, wanted in WANTED.items())
            print(
                f"{page:28}{points['performance']:>13}{points['accessibility']:>8}{points['best-practices']:>11}{points['seo']:>5}"
                f"{paint / 1000:>6.1f} s{largest / 1000:>7.1f} s{blocking:>7.0f} ms{shift:>7.3f}{weight / 1024:>5.0f} KB"
            )
    print(f"wanted: {', '.join(f'{name} {points}' for name, points in WANTED.items())}; missed on {missed} of {len(PAGES)} pages")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
