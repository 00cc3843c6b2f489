"""The calculator's page for its tests: fill in its form as a person would, and read the figures that stand on it."""

from __future__ import annotations

from typing import Any

from filled_form import fill_in
from playwright.sync_api import Page

PATH = "costs/index.html"


def answer(page: Page, answers: dict[str, Any]) -> None:
    """Fill the form; what is not answered stays as it stands."""
    page.locator("#offers").evaluate("node => { node.open = true }")
    fields: list[tuple[str, str | bool]] = [
        (f"#{name}", answers[name]) for name in ("scheme", "borrower", "route", "premium_payment") if name in answers
    ]
    fields += [(f"[name=groups][value={group}]", True) for group in answers.get("groups", ())]
    if "repayment" in answers:
        fields.append((f"[name=repayment][value={answers['repayment']}]", True))
    written = ("amount", "months", "drawdown", "annual_rate", "premium_rate", "subsidy_month")
    fields += [(f"#{name}", answers[name]) for name in written if name in answers]
    if "tiers" in answers:
        fields.append(("#tiers", answers["tiers"]))
    fill_in(page, fields)


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
