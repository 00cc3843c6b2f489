"""What of the theme is left out: its published style sheet is read by a browser as the theme's own without content tabs."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from jinja2 import Environment, FileSystemLoader

from generator.theme import TABS, listing_visible, without_part

ORIGINAL = next((Path(material.__file__).parent / "templates/assets/stylesheets").glob("main.*.min.css"))

# Every rule as `what surrounds it | selectors | declarations`, those without what is left out.
RULES = """([text, part]) => {
  const sheet = new CSSStyleSheet(), found = [];
  sheet.replaceSync(text);
  const top = (selectors) => {
    const parts = [""];
    let depth = 0;
    for (const letter of selectors) {
      depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
      if (letter === "," && !depth) parts.push("");
      else parts[parts.length - 1] += letter;
    }
    return parts.map((one) => one.trim()).filter((one) => !part || !one.includes(part));
  };
  const walk = (rules, around) => {
    for (const rule of rules) {
      if (rule.selectorText) {
        const selectors = top(rule.selectorText);
        if (selectors.length) found.push(`${around} | ${selectors.join(", ")} | ${rule.style.cssText}`);
      } else if (rule.cssRules) walk(rule.cssRules, around + rule.cssText.split("{")[0]);
      else found.push(`${around} | ${rule.cssText}`);
    }
  };
  walk(sheet.cssRules, "");
  return found;
}"""


def test_what_is_published_is_the_theme_s_own_without_content_tabs(page, built_site):
    published = (built_site / "assets/stylesheets" / ORIGINAL.name).read_text(encoding="utf-8")
    original = ORIGINAL.read_text(encoding="utf-8")
    assert TABS in original and TABS not in published
    left = page.evaluate(RULES, [published, ""])
    assert left == page.evaluate(RULES, [original, TABS]) and len(left) > 1000
    assert len(page.evaluate(RULES, [original, ""])) > len(left)


def test_no_page_has_content_tabs(built_site):
    pages = list(built_site.rglob("*.html"))
    assert len(pages) > 100
    assert [path.name for path in pages if re.search(r'class="[^"]*tabbed-', path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{b:c}", ".a{b:c}"),
        (".tabbed-set{b:c}.a{b:c}", ".a{b:c}"),
        (".a,.tabbed-set>x,.d{b:c}", ".a,.d{b:c}"),
        (".a:is(.d,.e),.tabbed-set:not(.f,:is(.g,.h)){b:c}", ".a:is(.d,.e){b:c}"),
        ("@media print{.tabbed-set{b:c}.a{d:e}}", "@media print{.a{d:e}}"),
        ("@media print{.tabbed-set{b:c}}.a{d:e}", "@media print{}.a{d:e}"),
        (".a{b:c}@font-face{d:e}.tabbed-x .y{f:g}", ".a{b:c}@font-face{d:e}"),
    ],
)
def test_only_selectors_of_the_part_are_left_out(sheet, left):
    assert without_part(sheet) == left


def test_the_theme_lists_all_but_what_is_hidden_and_still_finds_an_icon():
    folder = str(Path(material.__file__).parent / "templates")
    before, after = Environment(loader=FileSystemLoader(folder)), listing_visible(Environment(loader=FileSystemLoader(folder)))
    listed = before.list_templates()
    left = [name for name in listed if not any(part.startswith(".") for part in name.split("/"))]
    assert after.list_templates() == left and 100 < len(left) < len(listed)
    icon = next(name for name in listed if name.startswith(".icons/") and name.endswith(".svg"))
    assert "<svg" in after.get_template(icon).render()
