"""The harness itself: it finds nothing on a sound page and exactly what was put into each faulty one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

CONTROL = Path(__file__).parent / "control"


@pytest.fixture(scope="module", params=["http", "file"])
def control(request, served):
    return served(CONTROL) if request.param == "http" else CONTROL.as_uri()


def test_a_sound_page_has_no_fault(control, visit, axe):
    visited = visit(f"{control}/sound.html")
    assert axe(visited.page) == []
    assert visited.faults() == []


def test_axe_finds_each_seeded_barrier_and_nothing_else(control, visit, axe):
    found = axe(visit(f"{control}/inaccessible.html").page)
    rules = Counter(line.split(":")[0] for line in found)
    assert rules == {"html-has-lang": 1, "color-contrast": 1, "image-alt": 1, "label": 1}, found


def test_every_request_to_another_host_is_recorded_and_goes_nowhere(control, visit):
    visited = visit(f"{control}/outside.html")
    visited.faults()
    assert sorted(visited.outside) == [
        "http://outside.invalid/style.css",
        "https://192.0.2.1/pixel.png",
        "https://outside.invalid/pixel.png",
    ]
    assert visited.missing == [f"{control}/absent.png"]


def test_every_policy_violation_is_recorded_from_the_head_on(control, visit):
    visited = visit(f"{control}/violating.html")
    visited.faults()
    directives = sorted(violation.split()[0] for violation in visited.violations)
    assert directives == ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"]
    assert visited.page.title() == "违反内容安全策略的页"


def test_errors_on_the_console_are_recorded_and_plain_messages_are_not(control, visit):
    visited = visit(f"{control}/noisy.html")
    assert [re.sub(r"[^:]*Error: ", "", line) for line in visited.console] == [
        "error: 说了一句",
        "uncaught: notDefined is not defined",
    ]


def test_faults_names_what_it_found_by_kind(control, visit):
    kinds = {line.split(":")[0] for line in visit(f"{control}/violating.html").faults()}
    assert {"policy violation", "console"} <= kinds


@pytest.mark.parametrize("name", ["absent.html", "empty.html"])
def test_an_address_without_a_page_is_a_failure_and_not_a_page_without_faults(served, visit, name):
    with pytest.raises(AssertionError, match=name):
        visit(f"{served(CONTROL)}/{name}")


def test_a_visit_has_the_width_and_the_colours_it_asked_for(control, visit):
    page = visit(f"{control}/sound.html", width=320, color_scheme="dark").page
    assert page.evaluate("innerWidth") == 320
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


COLOURED = """
() => [...document.querySelectorAll("body *")].map((one) => {
  const style = getComputedStyle(one);
  return [one.localName, style.color, style.backgroundColor, style.borderTopColor, style.fill, style.stroke].join(" ");
})
"""


@pytest.mark.parametrize("kind", ["parameters/loss_shares.html", "fiscal/index.html"])
def test_a_page_that_was_turned_has_the_colours_of_one_opened_so(kind, site_url, visit, turned):
    light, dark = (visit(f"{site_url}/{kind}", color_scheme=scheme).page for scheme in ("light", "dark"))
    first, other = light.evaluate(COLOURED), dark.evaluate(COLOURED)
    assert first != other
    turned(light)
    turned(dark)
    assert (light.evaluate(COLOURED), dark.evaluate(COLOURED)) == (other, first)
    turned(light)
    assert light.evaluate(COLOURED) == first


@pytest.mark.parametrize("time", ["the first", "the second"])
def test_what_an_earlier_test_kept_is_forgotten(time, control, visit):
    """Pages are used again, and what one stored, was allowed or was sent is not."""
    page = visit(f"{control}/sound.html").page
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""], time
    page.evaluate("localStorage.setItem('a', 'b'); sessionStorage.setItem('a', 'b'); document.cookie = 'a=b'; 0")
    assert page.evaluate(kept)[:2] == [1, 1]
    other = visit(f"{control}/sound.html").page
    assert other.evaluate(kept) == [0, 0, ""], "two visits of one test are two readers"
    page.reload()
    assert page.evaluate(kept)[:2] == [1, 1], "and neither forgets for the other"
    page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('late', 'b')); 0")


@pytest.mark.parametrize("time", ["the first", "the second"])
def test_how_an_earlier_test_looked_at_a_page_is_forgotten(time, control, visit):
    visited = visit(f"{control}/sound.html")
    page = visited.page
    state = """[pressed, matchMedia("print").matches, innerWidth, window.name]"""
    page.evaluate("globalThis.pressed = 0; document.querySelector('h1').addEventListener('mousedown', () => { pressed += 1; }); 0")
    page.mouse.down()
    page.mouse.up()
    assert page.evaluate(state) == [0, False, 1280, ""], time
    assert page.title() == "完好的页", time
    page.locator("h1").hover()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 300, "height": 40})
    page.evaluate("window.name = 'a'; 0")
    assert page.evaluate(state) != [0, False, 1280, ""]
    page.route("**/sound.html", lambda route: route.fulfill(body="<h1>换过的页</h1>", content_type="text/html; charset=utf-8"))
    page.evaluate("alert('在'); 0")
    assert visited.dialogs == ["在"] and visited.faults() == ["dialog: 在"]


def test_of_parts_built_alike_some_are_judged_and_the_page_stays_as_it_was(control, visit, axe):
    page = visit(f"{control}/alike.html").page
    before = page.content()
    found = Counter(line.split(":")[0] for line in axe(page))
    assert page.content() == before
    # What every row has, what one row in the middle has, and what no single row has.
    assert found["label"] in range(4, 10) and found["color-contrast"] == found["image-alt"] == found["id twice"] == 1
    assert len(found) == 4


def test_a_fault_of_the_dark_look_alone_is_found_from_the_light_one(site_url, visit, barriers):
    page = visit(f"{site_url}/about.html").page
    assert barriers(page) == []
    page.evaluate("""document.styleSheets[0].insertRule("[data-md-color-scheme='slate'] h1 { color: #222 !important; }")""")
    found = barriers(page)
    assert found and all(line.startswith("in the other colours: color-contrast") for line in found)
