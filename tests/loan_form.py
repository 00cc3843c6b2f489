"""The calculator's page for its tests: fill in its form as a person would, and read the figures that stand on it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

PATH = "costs/index.html"


def answer(page: Page, answers: dict[str, Any]) -> None:
    """Fill the form; what is not answered stays as it stands."""
    page.locator("#offers").evaluate("node => { node.open = true }")
    for name in ("scheme", "borrower", "route", "premium_payment"):
        if name in answers:
            page.select_option(f"#{name}", answers[name])
    for group in answers.get("groups", ()):
        page.check(f"[name=groups][value={group}]")
    if "repayment" in answers:
        page.check(f"[name=repayment][value={answers['repayment']}]")
    for name in ("amount", "months", "drawdown", "annual_rate", "premium_rate", "subsidy_month"):
        if name in answers:
            page.fill(f"#{name}", answers[name])
    if "tiers" in answers:
        page.set_checked("#tiers", answers["tiers"])


def link_of(page: Page) -> str:
    """The page's address, which is brought up to date when the typing has paused."""
    page.wait_for_timeout(400)
    return page.evaluate("location.href")


def value(page: Page, key: str) -> str:
    """The exact figure that stands on the page."""
    return page.locator(f".fig--{key} data").get_attribute("value") or ""


def rows(page: Page) -> list[list[str]]:
    cells = page.locator("#rows tbody tr").evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent))")
    return [[cell.replace(",", "") for cell in row] for row in cells]
