"""The treasury's page for its tests: fill in its form as a person would, and read what stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from filled_form import fill_in
from playwright.sync_api import Page, expect

PATH = "fiscal/index.html"
TABLES = ("base", "outlay", "losses", "triggers", "caps", "budgets", "years", "sensitivity")
RATES = ("default_rate", "loss_given_default", "annual_rate", "premium_rate", "subsidy_rate", "rate", "bank", "insurer", "share")


def typed(request: Mapping[str, Any]) -> dict[str, str]:
    """A request as a person would write it: 10亿, 2%, 12个月; a field of a part is named by its path."""
    answers = {}
    for name, value in request.items():
        if isinstance(value, dict):
            answers |= {f"{name}.{part}": one for part, one in ((key, written(key, each)) for key, each in value.items())}
        elif name != "groups":
            answers[name] = written(name, value)
    return answers


def written(name: str, value: Any) -> str:
    if name in RATES:
        return f"{float(Fraction(str(value)) * 100):g}%"
    if name == "months":
        return f"{value}个月"
    if isinstance(value, str) or name == "after":
        return str(value)
    return f"{value // 10**8}亿" if value % 10**8 == 0 else f"{value // 10**4}万" if value % 10**4 == 0 else f"{value:,}"


def answer(page: Page, scheme: str, request: Mapping[str, Any], **more: str) -> None:
    """Fill the form with a design and nothing else."""
    fill_in(page, [("#scheme", scheme)])
    groups = page.locator("[name=groups]").evaluate_all("boxes => boxes.map(box => box.value)")
    page.evaluate("document.querySelectorAll('form details').forEach(one => { one.open = true })")
    answers = {"horizon": "1", "growth": "", **typed(request), **more}
    fields = [(f"[name=groups][value={group}]", group in request.get("groups", ())) for group in groups]
    fill_in(page, [*fields, *((f'[name="{name}"]', text) for name, text in answers.items())], way="#try")


def shown(page: Page) -> tuple[str, list[list[str]], dict[str, list[list[str]]]]:
    """What stands on the page: the verdict, the figures and the rows of every table."""
    cells = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    figures = page.locator("#figures .fig").evaluate_all(
        "all => all.map(one => [one.querySelector('dt').textContent, one.querySelector('data').value, one.querySelector('data').textContent])"
    )
    tables = {name: page.locator(f"#{name} tbody tr").evaluate_all(cells) for name in TABLES}
    return page.locator("#verdict").inner_text(), figures, {name: rows for name, rows in tables.items() if rows}


def value(page: Page, key: str) -> str:
    return page.locator(f".fig--{key} data").first.get_attribute("value") or ""


def note_in_address(page: Page) -> str:
    """The page's link, which is brought up to date when it is copied."""
    page.evaluate("navigator.clipboard.writeText = async text => { document.documentElement.dataset.link = text }")
    page.click("#copy")
    expect(page.locator("#link")).not_to_be_empty()
    return page.locator("html").get_attribute("data-link") or ""
