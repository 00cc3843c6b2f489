"""Every page has a twin in Markdown that says what the page's view says, tables as tables, and text is only text."""

from __future__ import annotations

import json
import re
from posixpath import dirname, join, normpath

import pytest
import shipped_data
from markdown_it import MarkdownIt
from reading_back import markdown_events
from required_tools import ROOT

from generator.twins import WRITERS, twin_path
from generator.twins.prose import prose_twin
from generator.twins.writing import (
    Twin,
    bullets,
    code,
    heading,
    paragraph,
    say,
    strong,
    table,
    text,
)
from generator.views.atlas import Atlas
from generator.views.names import scheme_path
from generator.website import Options, Page, load_site

AS_OF = "2026-11-20"
HOSTILE = [e["text"] for e in json.loads((ROOT / "tests/vectors/hostile_texts.json").read_text("utf-8"))]
MARKS = [
    "# title", "- item", "+ item", "1. item", "12) item", "= under", "---", "***bold***", "_x_", "`code`", "| a | b |",
    "[x](javascript:alert(1))", "![x](https://evil.invalid/p.png)", "<b>x</b>", "<!-- x -->", "&lt;b&gt;", "a\\|b", "\\", "x\\",
    "https://evil.invalid/x", "www.evil.invalid", "<https://evil.invalid>", "a@b.example", "~~x~~", "> quoted", "x #", "    code",
    "[x]: https://evil.invalid", "one\n\n# two", "a\r\nb", "5.65%", "2022. 年", "\u2028# x",
]  # fmt: skip


def fold(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def site():
    return load_site(ROOT, AS_OF, Options(twins=True))


@pytest.fixture(scope="module")
def pages(site) -> dict[str, Page]:
    return {path: page for path, page in site.pages.items() if isinstance(page, Page)}


def shown(markdown: str) -> str:
    """The text that a reader of the Markdown sees."""
    return fold(" ".join(event[1] for event in markdown_events(markdown.encode()) if event[0] == "text"))


PLACES = {
    "heading": lambda words: heading(2, words),
    "paragraph": paragraph,
    "item": lambda words: bullets([words, "x"]),
    "cell": lambda words: table(("甲", words), [(words, "x")]),
    "strong": lambda words: paragraph(strong(words)),
    "link": lambda words: paragraph(Twin("a.html").link(words, "b.html")),
}


@pytest.mark.parametrize("place", PLACES)
def test_text_stays_text_wherever_it_stands(place):
    wanted = markdown_events(PLACES[place]("字").encode())
    for words in (*MARKS, *HOSTILE):
        found = markdown_events(PLACES[place](words).encode())
        assert [(e[0], fold(e[1])) for e in found] == [(e[0], fold(e[1].replace("字", words))) for e in wanted], words


@pytest.mark.parametrize("words", ["https://evil.invalid/x", "www.evil.invalid"])
def test_no_reader_that_looks_for_bare_addresses_finds_one(words):
    assert re.sub(r"\\.", "", text(words)).count("://") == 0 and "www." not in text(words)


def test_only_the_projects_own_names_stand_as_code():
    assert code("data/atlas.xlsx") == "`data/atlas.xlsx`"
    with pytest.raises(ValueError, match="no name"):
        code("a`b")


def test_an_address_of_the_web_stays_one_link():
    link = Twin("a.html").link("x", "https://a.example/(b) c?d=[e]&f=<g>\\h|i")
    (target,) = [e[1] for e in markdown_events(table(("x",), [(link,)]).encode()) if e[0] == "link"]
    assert target.startswith("https://a.example/") and " " not in target


def test_a_link_to_the_page_itself_is_only_words():
    at = Twin("schemes/a.html")
    assert at.link("x", "schemes/a.html#source-b") == at.link("x", "#y") == at.link("x", "") == "x"
    assert at.link("x", "schemes/b.html#y") == "[x](../schemes/b.md)"


def test_nothing_is_escaped_twice():
    assert say(say("a*b"), "c*d") == "a\\*bc\\*d"


def test_every_page_has_a_twin_and_every_writer_is_used(pages):
    assert [path for path, page in pages.items() if not page.twin.startswith("# ")] == []
    forms = {path for path, page in pages.items() if "要在浏览器里使用" in page.twin}
    assert forms <= {"costs/index.html", "drafts/index.html", "fiscal/index.html"}
    templates = {path.stem for path in (ROOT / "site_templates" / "pages").glob("*.html")}
    assert set(WRITERS) <= templates


def test_every_link_of_a_twin_leads_to_a_file_of_the_site(site, pages):
    prose = {path.relative_to(ROOT / "content").as_posix() for path in (ROOT / "content").rglob("*.md")}
    there = {twin_path(path) for path in pages} | set(site.pages) | prose
    lost = set()
    for path, page in pages.items():
        for kind, target in ((e[0], e[1]) for e in markdown_events(page.twin.encode()) if e[0] in ("link", "image")):
            if kind == "image" or not target.startswith(("http://", "https://")):
                if normpath(join(dirname(path), target)) not in there:
                    lost.add((path, target))
    assert lost == set()


def test_no_twin_holds_html_and_every_line_of_a_table_has_the_columns_of_its_head(pages):
    reader = MarkdownIt("commonmark").enable("table")
    tables = 0
    for path, page in pages.items():
        tokens = reader.parse(page.twin)
        inner = [child for token in tokens for child in token.children or ()]
        assert {t.type for t in (*tokens, *inner)} & {"html_block", "html_inline", "image", "code_block", "fence"} == set(), path
        rows = [line for line in page.twin.splitlines() if line.startswith("| ")]
        assert sum(token.type == "tr_open" for token in tokens) == sum("| --- |" not in row for row in rows), path
        widths: list[int] = []
        for line in page.twin.splitlines():
            if line.startswith("|"):
                widths.append(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)))
            elif widths:
                assert len(set(widths)) == 1, (path, line)
                tables, widths = tables + 1, []
    assert tables > 500


def test_the_twin_of_a_scheme_says_every_provision_with_its_words_and_its_source(pages):
    atlas = Atlas(shipped_data.publication())
    for scheme in atlas.schemes:
        words = shown(pages[scheme_path(scheme["id"])].twin)
        provisions = [p for entry in scheme["parameters"].values() for p in entry["provisions"]]
        for provision in provisions:
            answered = provision["state"] in ("stated", "delegated")
            assert fold(provision["text"]["zh"]) in words or not answered, (scheme["id"], provision["text"])
            for piece in (*provision["evidence"], *provision["mentioned"]):
                assert fold(piece["phrase"]) in words, (scheme["id"], piece["phrase"])
        for source in scheme["sources"]:
            assert fold(source["title"]) in words


def test_twins_are_made_only_when_they_are_asked_for():
    bare = load_site(ROOT, AS_OF)
    assert {page.twin for page in bare.pages.values() if isinstance(page, Page)} == {""}


def test_the_twin_of_prose_is_its_own_markdown():
    words = "# 题 { #a }\n\n见[方法](method.md#states)、[数据](api/x.html)和[外面](https://a.example/b.html)。\n"
    assert prose_twin(words) == "# 题\n\n见[方法](method.md)、[数据](api/x.md)和[外面](https://a.example/b.html)。\n"
