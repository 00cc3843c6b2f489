"""What of the theme is left out: its published style sheet is read by a browser as the theme's own without some parts."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config

from generator.theme import PARTS, listing_visible, unused_parts, without_parts

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = [
    next((Path(material.__file__).parent / "templates/assets/stylesheets").glob(f"{name}.*.min.css")) for name in ("main", "palette")
]
DIAGRAMS = ":root>*"
"""Names of colours for diagrams, which hold for all elements and are asked for by none."""

# The rules of a sheet with what surrounds each, the selectors of one, and whether one is of some parts as the theme writes them.
READ = """
const rulesOf = (text) => {
  const sheet = new CSSStyleSheet(), found = [];
  sheet.replaceSync(text);
  const walk = (rules, around) => {
    for (const rule of rules) {
      if (rule.selectorText || !rule.cssRules) found.push([rule, around]);
      else walk(rule.cssRules, around + rule.cssText.split("{")[0]);
    }
  };
  walk(sheet.cssRules, "");
  return found;
};
const selectorsOf = (rule) => {
  const list = [""];
  let depth = 0;
  for (const letter of rule.selectorText ?? "") {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (letter === "," && !depth) list.push("");
    else list[list.length - 1] += letter;
  }
  return list.map((one) => one.trim());
};
const isOf = (parts) => (selector) => parts.some((part) => selector.replace(/ > /g, ">").replaceAll('"', "").includes(part));
"""

# Every rule as `what surrounds it | selectors | declarations`, those without what is left out.
RULES = f"""([text, parts]) => {{{READ}
  return rulesOf(text).flatMap(([rule, around]) => {{
    if (!rule.selectorText) return [`${{around}} | ${{rule.cssText}}`];
    const left = selectorsOf(rule).filter((one) => !isOf(parts)(one));
    return left.length ? [`${{around}} | ${{left.join(", ")}} | ${{rule.style.cssText}}`] : [];
  }});
}}"""

# The elements for which a rule that is left out says anything that does not hold without it, whatever is pointed at.
MISSED = f"""([text, parts]) => {{{READ}
  return rulesOf(text).flatMap(([rule]) => selectorsOf(rule).filter(isOf(parts)).flatMap((one) => {{
    const elements = [...document.querySelectorAll(one.replace(/::[\\w-]+/g, "").replace(/:(hover|focus-within|focus|target-within|target)/g, ":nth-child(n)"))];
    const differs = (element) => [...rule.style].some((name) => getComputedStyle(element).getPropertyValue(name) !== rule.style.getPropertyValue(name));
    return elements.filter(differs).map((element) => `${{one}}: ${{element.outerHTML.slice(0, 80)}}`);
  }}));
}}"""


@pytest.fixture(scope="module")
def site_configuration():
    return load_config(str(ROOT / "mkdocs.yml"))


def test_what_is_published_is_the_theme_s_own_without_what_is_not_used(page, built_site, site_configuration):
    parts = unused_parts(site_configuration)
    assert parts == tuple(PARTS)
    texts = [path.read_text(encoding="utf-8") for path in ORIGINALS]
    assert [part for part in parts if not any(part in text for text in texts)] == []
    for path, text, more, fewer in zip(ORIGINALS, texts, (600, 2), (400, 40), strict=True):
        published = (built_site / "assets/stylesheets" / path.name).read_text(encoding="utf-8")
        assert [part for part in parts if part in published] == []
        left = page.evaluate(RULES, [published, []])
        # What a keyboard has reached is marked by the theme's script, or told by the browser.
        assert left == page.evaluate(RULES, [text.replace(".focus-visible", ":focus-visible"), list(parts)]) and len(left) > more
        assert len(page.evaluate(RULES, [text, []])) > len(left) + fewer


@pytest.mark.parametrize(
    "name",
    ["index.html", "compare.html", "compare-2.html", "coverage.html", "schemes/foshan-2022.html", "regions/440000.html",
     "parameters/loss_shares.html", "costs/index.html", "drafts/index.html", "method.html", "writing.html", "404.html"],
)  # fmt: skip
def test_nothing_that_is_left_out_would_change_a_page(name, page, site_url, site_configuration):
    page.goto(f"{site_url}/{name}")
    parts = [part for part in unused_parts(site_configuration) if part != DIAGRAMS]
    for original in ORIGINALS:
        assert page.evaluate(MISSED, [original.read_text(encoding="utf-8"), parts]) == []
    assert page.evaluate(MISSED, [".tabbed-set,.md-header{margin-top:7px}", [".md-header"]])


def test_no_page_has_a_class_that_is_left_out(built_site):
    pages = list(built_site.rglob("*.html"))
    assert len(pages) > 100
    begun = "|".join(re.escape(part[1:]) for part in PARTS if re.fullmatch(r"\.[\w-]+", part))
    held = re.compile(rf'class="(?:[^"]* )?(?:{begun})')
    assert held.search('<p class="a tabbed-set">') and held.search('<p class="admonition note">')
    assert [path.name for path in pages if held.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("setting", "returning"),
    [
        ({"markdown_extensions": ["admonition", "pymdownx.tabbed"]}, {".tabbed-", ".admonition"}),
        ({"markdown_extensions": ["md_in_html"]}, {".grid.", ".grid>"}),
        ({"plugins": ["blog"]}, {".md-author", ".md-pagination", ".md-post"}),
        ({"theme": {"name": "material", "features": ["navigation.path"]}}, {".md-path"}),
        ({"theme": {"name": "material", "palette": {"primary": "custom", "accent": "teal"}}}, {"[data-md-color-accent="}),
        ({"extra": {"consent": {"title": "同意"}}}, {".md-consent"}),
        ({"repo_url": "https://example.org/atlas"}, {".md-source"}),
    ],
)
def test_what_the_configuration_asks_for_is_kept(setting, returning):
    assert set(PARTS) - set(unused_parts(load_config(str(ROOT / "mkdocs.yml"), **setting))) == returning


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{b:c}", ".a{b:c}"),
        (".tabbed-set{b:c}.a{b:c}", ".a{b:c}"),
        (".a,.tabbed-set>x,.d{b:c}", ".a,.d{b:c}"),
        (".a,.tabbed-set>x,.key-tab{b:c}", ".a{b:c}"),
        (".tabbed-set,.key-tab{b:c}", ""),
        (".a:is(.d,.e),.tabbed-set:not(.f,:is(.g,.h)){b:c}", ".a:is(.d,.e){b:c}"),
        ("@media print{.tabbed-set{b:c}.a{d:e}}", "@media print{.a{d:e}}"),
        ("@media print{.tabbed-set{b:c}}.a{d:e}", "@media print{}.a{d:e}"),
        (".a{b:c}@font-face{d:e}.tabbed-x .y{f:g}", ".a{b:c}@font-face{d:e}"),
    ],
)
def test_only_selectors_of_the_parts_are_left_out(sheet, left):
    assert without_parts(sheet, (".tabbed-", ".key-")) == left


SHEETS = sorted((ROOT / "site_templates/theme/assets/stylesheets").glob("*.css"))
OPENED = re.compile(r"/\*.*?\*/|\"[^\"]*\"|\{", re.DOTALL)

# Every rule, and every block of rules, that a browser makes of a sheet.
UNDERSTOOD = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const count = (rules) => [...rules].reduce((sum, rule) => sum + 1 + count(rule.cssRules ?? []), 0);
  return count(sheet.cssRules);
}"""


def opened(sheet: str) -> int:
    """The rules and blocks that a sheet's text opens, outside comments and texts."""
    return sum(found == "{" for found in OPENED.findall(sheet))


def test_a_browser_understands_every_rule_of_our_sheets(page):
    """A rule with a fault is passed over in silence, and what follows it may go with it."""
    assert len(SHEETS) > 4
    for path in SHEETS:
        text = path.read_text(encoding="utf-8")
        assert page.evaluate(UNDERSTOOD, text) == opened(text) > 5, path.name
        spoilt = text.replace(" {", ",", 1)
        assert page.evaluate(UNDERSTOOD, spoilt) < opened(text), path.name


def test_the_theme_lists_all_but_what_is_hidden_and_still_finds_an_icon():
    folder = str(Path(material.__file__).parent / "templates")
    before, after = Environment(loader=FileSystemLoader(folder)), listing_visible(Environment(loader=FileSystemLoader(folder)))
    listed = before.list_templates()
    left = [name for name in listed if not any(part.startswith(".") for part in name.split("/"))]
    assert after.list_templates() == left and 100 < len(left) < len(listed)
    icon = next(name for name in listed if name.startswith(".icons/") and name.endswith(".svg"))
    assert "<svg" in after.get_template(icon).render()
