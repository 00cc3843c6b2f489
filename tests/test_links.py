"""The check of a built site finds each fault that was put in, and nothing on a sound site."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import content_policy, links

SOUND = {
    "index.html": '<a href="a/one.html#there">one</a> <a href="https://example.cn/x">out</a><img src="pixel.svg">',
    "a/one.html": '<h1 id="there">one</h1><a href="../index.html">back</a><a href="#there">up</a>',
    "pixel.svg": "<svg/>",
    "style.css": "a { background: url(data:image/png;base64,AA) } b { background: url('pixel.svg') }",
    "404.html": '<a href="/index.html">home</a>',
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def reasons(folder: Path) -> list[str]:
    return [str(problem) for problem in links.check_site(folder)]


def test_a_sound_site_has_no_fault(tmp_path):
    assert reasons(write(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("path", "added", "problem"),
    [
        ("index.html", '<a href="two.html">2</a>', "index.html: two.html: no such file"),
        ("a/one.html", '<a href="index.html">2</a>', "a/one.html: index.html: no such file"),
        ("index.html", '<a href="a/one.html#nowhere">2</a>', "index.html: a/one.html#nowhere: no such anchor"),
        ("a/one.html", '<a href="#nowhere">2</a>', "a/one.html: a/one.html#nowhere: no such anchor"),
        ("index.html", '<a href="a/">2</a>', "index.html: a/: the address does not end in a file name"),
        ("index.html", '<img src="https://example.cn/p.png">', "index.html: https://example.cn/p.png: fetched from another host"),
        ("index.html", '<script src="//example.cn/s.js"></script>', "index.html: //example.cn/s.js: fetched from another host"),
        ("index.html", '<link rel="stylesheet" href="http://example.cn/s.css">', "index.html: http://example.cn/s.css: fetched from another host"),
        ("index.html", '<a href="javascript:alert(1)">2</a>', "index.html: javascript:alert(1): not an address of the web"),
        ("index.html", '<a href="java&#x73;cript:alert(1)">2</a>', "index.html: javascript:alert(1): not an address of the web"),
        ("style.css", "@import 'https://example.cn/s.css'; ", "style.css: https://example.cn/s.css: fetched from another host"),
        ("style.css", "c { background: url(//example.cn/p.png) }", "style.css: //example.cn/p.png: fetched from another host"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(tmp_path, path, added, problem):
    assert reasons(write(tmp_path, SOUND | {path: SOUND[path] + added})) == [problem]


def test_a_page_that_nothing_leads_to_is_found(tmp_path):
    site = write(tmp_path, SOUND | {"lost.html": '<a href="index.html">home</a>'})
    assert reasons(site) == ["lost.html: : no page leads here from the first page"]


def test_what_stands_in_a_script_or_a_comment_is_no_link(tmp_path):
    text = SOUND["index.html"] + "<script>x = '<a href=\"no.html\">';</script><!-- <a href=\"no.html\"> -->"
    assert reasons(write(tmp_path, SOUND | {"index.html": text})) == []


def test_the_shipped_site_has_no_fault(built_site):
    pages = list(built_site.rglob("*.html"))
    assert len(pages) > 100
    assert links.check_site(built_site, content_policy.problems) == []


PAGE = f"<html><head>{content_policy.PLACEHOLDER}<script>let a = 1;</script></head><body>words</body></html>"


def test_a_policy_allows_the_scripts_of_its_page_and_no_others():
    page = content_policy.with_policy(PAGE)
    assert "'unsafe-" not in page and "sha256-" in page
    assert content_policy.problems(page) == []
    changed = page.replace("let a = 1;", "let a = 2;")
    assert content_policy.problems(changed) == ["the content security policy does not fit the page"]


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ('<b onclick="x()">b</b>', "an attribute `onclick` that the policy forbids"),
        ('<b style="color:red">b</b>', "an attribute `style` that the policy forbids"),
        ("<style>b { color: red }</style>", "a style element that the policy forbids"),
    ],
)
def test_what_the_policy_would_block_is_found_in_the_build(added, fault):
    page = content_policy.with_policy(PAGE.replace("words", added))
    assert content_policy.problems(page) == [fault]


def test_a_page_without_a_policy_is_refused():
    assert content_policy.problems("<html></html>") == ["no content security policy, or more than one"]
    with pytest.raises(ValueError, match="exactly one place"):
        content_policy.with_policy("<html></html>")


def test_data_in_a_script_element_needs_no_hash():
    page = '<script type="application/json">{"a": 1}</script><script src="a.js"></script>'
    assert content_policy.inline_scripts(page) == []
