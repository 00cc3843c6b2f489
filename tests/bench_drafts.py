"""How long the drafting page takes in a real browser: each document from a pilot's record to its Word file, and a keystroke.

    python tests/bench_drafts.py [--pilot example-city] [--runs 20]     needs a built site (make site) and Chromium
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import sync_playwright  # noqa: E402
from required_tools import find  # noqa: E402

DOCUMENTS = """
([name, runs]) => {
  const { drafting, draftDesk, templates, templateTrees, word, wordParts, documents } = Atlas;
  const desk = { ...draftDesk, templates: templates.create(templateTrees) };
  const pilot = desk.pilots.find((one) => one.id === name);
  const taken = {};
  for (const { value, label } of document.getElementById("document").options) {
    taken[label] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const tree = drafting.document(value, drafting.start(pilot, desk), desk);
      word.docx(tree, wordParts);
      documents.markdown(tree);
      taken[label].push(performance.now() - start);
    }
  }
  return taken;
}
"""
KEYSTROKE = """
async (runs) => {
  const title = [...document.querySelectorAll("label")].find((one) => one.textContent === "文件名称").control;
  const paper = document.getElementById("paper");
  const taken = [];
  for (let run = 0; run < runs; run++) {
    const name = `第${run}次试验办法`;
    const start = performance.now();
    title.value = name;
    title.dispatchEvent(new Event("input", { bubbles: true }));
    while (!paper.textContent.includes(name)) await new Promise((next) => setTimeout(next, 1));
    document.body.offsetHeight;
    taken.push(performance.now() - start);
  }
  return taken;
}
"""


def measure(site: Path, pilot: str, runs: int) -> dict[str, list[float]]:
    """Milliseconds of each run by document; the keystroke's hold the page's wait of 120 ms before it writes anew."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((site / "drafts" / "index.html").as_uri())
        page.locator("#paper .document-title").wait_for()
        page.evaluate(DOCUMENTS, [pilot, 3])
        taken = page.evaluate(DOCUMENTS, [pilot, runs])
        keystroke = page.evaluate(KEYSTROKE, runs)
        browser.close()
    return {**taken, "a keystroke to the new preview": keystroke}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--pilot", default="example-city")
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    for name, taken in measure(arguments.site, arguments.pilot, arguments.runs).items():
        print(f"{name:<30} best {min(taken):6.1f}   median {statistics.median(taken):6.1f}   worst {max(taken):6.1f} ms")


if __name__ == "__main__":
    main()
