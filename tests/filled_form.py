"""A form that is filled in at one go: what a person would choose, tick and write, one field after the other."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Page

# Each field is answered as by hand, with the events of the browser itself; one that a person could not reach is an error.
FILL = """
([answers, way]) => {
  const reached = (selector) => {
    const field = document.querySelector(selector);
    if (field && !field.checkVisibility() && way) choose(document.querySelector(way), field.name);
    if (!field?.checkVisibility({visibilityProperty: true}) || field.disabled || field.readOnly) throw new Error(`nobody can answer ${selector}`);
    field.focus();
    return field;
  };
  const choose = (list, value) => {
    if (![...list.options].some((option) => option.value === value)) throw new Error(`${list.id} has no ${value}`);
    list.value = value;
    for (const type of ["input", "change"]) list.dispatchEvent(new Event(type, {bubbles: true}));
  };
  for (const [selector, value] of answers) {
    const field = reached(selector);
    if (field.localName === "select") {
      choose(field, value);
    } else if (typeof value === "boolean") {
      if (field.checked !== value) field.click();
      if (field.checked !== value) throw new Error(`${selector} does not stay ${value}`);
    } else {
      field.select();
      document.execCommand(value ? "insertText" : "delete", false, value);
    }
  }
}
"""


def fill_in(page: Page, answers: Iterable[tuple[str, str | bool]], way: str = "") -> None:
    """Answer the fields that the selectors name, in their order: a choice by its value, a box by yes or no, a text.

    `way` is a list from which a field is brought out by its name, where it does not stand in the form yet.
    """
    page.evaluate(FILL, [list(answers), way])
