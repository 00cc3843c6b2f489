"""How long the calculator's page takes in a real browser: a keystroke for a long loan, and the loan in every scheme.

    python tests/bench_costs.py [--schemes 300] [--runs 20]     needs a built site (make site) and Chromium
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402
from required_tools import find  # noqa: E402

from generator.publication import load_publication  # noqa: E402
from generator.publication.json_text import json_text  # noqa: E402
from generator.views.atlas import Atlas  # noqa: E402
from generator.views.costs import costs_data  # noqa: E402

KEYSTROKE = """
(runs) => {
  const amount = document.getElementById("amount");
  const taken = [];
  for (let run = 0; run < runs; run++) {
    amount.value = String(1000000 + run);
    const start = performance.now();
    amount.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight;
    taken.push(performance.now() - start);
  }
  return taken;
}
"""
EVERYWHERE = """
(runs) => {
  const { Teller } = Atlas.costResult;
  const data = Atlas.data.costs;
  const teller = new Teller(data);
  const taken = [];
  for (let run = 0; run < runs; run++) {
    const request = { amount: String(1000000 + run), months: 12, repayment: "equal_instalment", drawdown: "2018-07-02",
      borrower: "micro_small_enterprise", groups: [], premium_payment: "single", subsidy_month: 0 };
    const start = performance.now();
    Atlas.costMore.showEverywhere(teller, request, data.tiers.all);
    document.body.offsetHeight;
    taken.push(performance.now() - start);
  }
  return taken;
}
"""


def many(count: int) -> str:
    """The page's data with the shipped schemes repeated under other names up to `count`."""
    data = costs_data(Atlas(load_publication(ROOT)))
    schemes = data["schemes"]
    data["schemes"] = [
        {**schemes[number % len(schemes)], "id": schemes[number % len(schemes)]["id"] + ("" if number < len(schemes) else f"-{number}")}
        for number in range(count)
    ]
    return f"Atlas = globalThis.Atlas || {{}}; Atlas.data = {{ costs: {json_text(data).strip()} }};"


def measure(site: Path, schemes: int, runs: int) -> dict[str, list[float]]:
    """Milliseconds of each run, layout included: a keystroke at 60 months, and the loan under every scheme."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.route("**/assets/data/costs.js", lambda route: route.fulfill(body=many(schemes), content_type="text/javascript"))
        page.goto(f"{(site / 'costs' / 'index.html').as_uri()}#months=60")
        page.evaluate("document.getElementById('schedule').open = true")
        page.evaluate(KEYSTROKE, 5)
        keystroke = page.evaluate(KEYSTROKE, runs)
        page.evaluate("document.getElementById('everywhere').open = true")
        page.evaluate(EVERYWHERE, 2)
        everywhere = page.evaluate(EVERYWHERE, runs)
        browser.close()
    return {"a keystroke, 60 months": keystroke, f"the loan under {schemes} schemes": everywhere}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--schemes", type=int, default=300)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    for name, taken in measure(arguments.site, arguments.schemes, arguments.runs).items():
        print(f"{name:<36} best {min(taken):6.1f}   median {statistics.median(taken):6.1f}   worst {max(taken):6.1f} ms")


if __name__ == "__main__":
    main()
