"""The content security policy holds on every page, read from its text and in a real browser, and stops an intruder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import content_policy

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
WEAK = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic", "*", "http:", "https:")
CONTROL = Path(__file__).parent / "control"
TABS = 6
SMALL = {"width": 390, "height": 300}
"""What is loaded does not depend on the screen; on a small one there is less to paint."""
OPEN_ALL = "() => document.querySelectorAll('details').forEach((d, i) => { if (i < 20) d.open = true; })"


def pages_of(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def directives(page: str) -> dict[str, list[str]]:
    (policy,) = POLICY.findall(page)
    parts = (part.split() for part in policy.replace("&#39;", "'").split(";"))
    return {part[0]: part[1:] for part in parts if part}


def weaknesses(policy: dict[str, list[str]]) -> list[str]:
    """What makes a policy one that stops nothing."""
    found = [f"{name} {value}" for name, values in policy.items() for value in values if value.strip("'") in WEAK]
    if policy.get("default-src") != ["'none'"]:
        found.append("default-src is not 'none'")
    found += [f"{name} is missing" for name in ("base-uri", "form-action") if policy.get(name) != ["'none'"]]
    if any(value == "data:" for name in ("script-src", "style-src", "default-src") for value in policy.get(name, ())):
        found.append("data: in scripts or styles")
    return found


def test_every_page_has_a_policy_that_stops_something_and_fits_it(built_site):
    pages = pages_of(built_site)
    assert len(pages) > 100
    for path in pages:
        text = (built_site / path).read_text(encoding="utf-8")
        assert weaknesses(directives(text)) == [], path
        assert content_policy.problems(text) == [], path
        # Before the policy stands nothing that it should have judged.
        assert not re.search(r"<(?:script|style|link|img|base)\b", text[: POLICY.search(text).start()]), path


@pytest.mark.parametrize(
    "policy",
    [
        {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"], "script-src": ["'self'", "'unsafe-inline'"]},
        {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'none'"]},
        {"default-src": ["'none'"], "form-action": ["'none'"]},
        {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"], "script-src": ["data:"]},
        {"default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"], "img-src": ["*"]},
    ],
)
def test_a_policy_that_stops_nothing_is_found(policy):
    assert weaknesses(policy)


def violations(url: str, paths: list[str], new_page) -> dict[str, list[str]]:
    """What each page violated, asked for from elsewhere or said on the console; some tabs load beside one another."""
    first = new_page(**SMALL)
    visits, found = [first, *(new_page(beside=first, **SMALL) for _ in range(min(TABS, len(paths)) - 1))], {}
    for start in range(0, len(paths), TABS):
        batch = list(zip(paths[start : start + TABS], visits, strict=False))
        for path, visit in batch:
            visit.clear()
            answer = visit.page.goto(f"{url}/{path}", wait_until="commit")
            assert answer is not None and answer.ok, path
        for path, visit in batch:
            visit.page.wait_for_load_state("load")
            assert visit.page.locator("h1").count() == 1, path
            visit.page.evaluate(OPEN_ALL)
        for path, visit in batch:
            if faults := visit.faults():
                found[path] = faults
    return found


def test_no_page_at_all_violates_anything(built_site, site_url, new_page):
    pages = pages_of(built_site)
    assert len(pages) > 150
    assert violations(site_url, pages, new_page) == {}


def test_the_same_visit_finds_the_violations_of_the_control_page(served, new_page):
    """The listener is there before the page's first script, so a page that violates is never taken for a sound one."""
    found = violations(served(CONTROL), ["sound.html", "violating.html"], new_page)
    assert list(found) == ["violating.html"]
    assert sum(line.startswith("policy violation") for line in found["violating.html"]) == 4


def test_a_script_put_into_a_built_page_does_not_run(built_site, served, new_page, tmp_path):
    """The policy of a real page against a real intruder: markup that slipped through every other gate."""
    page = (built_site / "about.html").read_text(encoding="utf-8")
    intruder = "<script>document.title='in'</script><img src=x onerror=\"document.title='in'\"><base href='//evil.invalid/'>"
    (tmp_path / "about.html").write_text(page.replace("</h1>", "</h1>" + intruder, 1), encoding="utf-8")
    visit = new_page()
    visit.page.goto(f"{served(tmp_path)}/about.html", wait_until="load")
    assert visit.page.title() != "in"
    assert {violation.split()[0] for violation in visit.violations} >= {"script-src-elem", "script-src-attr", "base-uri"}
