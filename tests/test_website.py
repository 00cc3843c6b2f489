"""The pages as a value and as built: everything has its page, every parameter its anchor, every word is for people."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT

from generator import links
from generator.exports import export_files
from generator.stamping import Frame, slot, toc_html
from generator.views import lists
from generator.views.atlas import STATES, TIERS, Atlas
from generator.views.cells import STATE_MEANINGS
from generator.views.names import in_marks, readable_date, shortened, web_address
from generator.website import Page, TocEntry, build_pages, load_site, prose_titles, write_folder

# Names and units that Chinese readers meet in this form.
KEPT_WORDS = {"LPR", "IRR", "CSV", "XLSX", "Word", "JSON", "API", "Markdown", "UTF", "KB", "MIT"}
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
VOID = {"meta", "link", "input", "img", "br", "hr", "path"}


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


@pytest.fixture(scope="module")
def pages(records):
    return build_pages(records, export_files(records), prose_titles(ROOT / "content"))


class Words(HTMLParser):
    """The words of a page that a reader meets: text, labels, description; not code, not what is marked as English."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        hidden = bool(self.hidden and self.hidden[-1]) or attributes.get("lang") == "en"
        hidden = hidden or tag in ("script", "style", "code", "svg")
        if tag not in VOID:
            self.hidden.append(hidden)
        if not hidden:
            names = ("aria-label", "title", "placeholder", "alt")
            self.found += [attributes[name] or "" for name in names if name in attributes]
        if tag == "meta" and attributes.get("name") == "description":
            self.found.append(attributes["content"] or "")

    def handle_endtag(self, tag):
        if tag not in VOID and self.hidden:
            self.hidden.pop()

    def handle_data(self, data):
        if not (self.hidden and self.hidden[-1]):
            self.found.append(data)


def words_of(html: str) -> str:
    reader = Words()
    reader.feed(html)
    reader.close()
    assert not reader.hidden, "tags do not match"
    return " ".join(reader.found)


WRITTEN = {"zh", "title", "number", "phrase", "locator", "publisher", "note", "what", "missing", "issuers", "conflicts_with"}


def own_words(records) -> set[str]:
    """Latin words of the documents themselves: in their numbers, titles and phrases, and in the coders' Chinese."""

    def texts(value: object, written: bool):
        if isinstance(value, str):
            yield value if written else ""
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from texts(inner, key in WRITTEN or (written and key == "text"))
        elif isinstance(value, (list, tuple)):
            for inner in value:
                yield from texts(inner, written)

    return {word for text in texts(records.schemes, False) for word in LATIN_WORD.findall(text)} - {"unread", "unstated"}


def test_everything_has_a_page(records, pages):
    for scheme in records.schemes:
        assert f"schemes/{scheme['id']}.html" in pages
        assert f"regions/{scheme['region']['code']}.html" in pages
        for code in (*scheme["covers"], *scheme["may_join"]):
            assert f"regions/{code}.html" in pages
    for parameter in records.parameters["parameters"]:
        assert f"parameters/{parameter['id']}.html" in pages


def test_every_scheme_page_has_an_anchor_for_every_parameter_and_provision(records, pages):
    for scheme in records.schemes:
        anchors = links.read_document(pages[f"schemes/{scheme['id']}.html"].body).anchors
        for parameter, entry in scheme["parameters"].items():
            anchor = f"p-{parameter.replace('_', '-')}"
            assert anchor in anchors, (scheme["id"], parameter)
            if entry["state"] in ("stated", "delegated"):
                for number in range(1, len(entry["provisions"]) + 1):
                    assert f"{anchor}-{number}" in anchors, (scheme["id"], parameter, number)


def test_no_page_has_an_anchor_twice(pages):
    for page in pages.values():
        if isinstance(page, Page):
            anchors = re.findall(r'\sid="([^"]*)"', page.body)
            assert len(anchors) == len(set(anchors)), page.path


def test_every_comparison_cell_is_shown_once_in_each_kind_of_table(records, pages):
    tables = [p for path, p in pages.items() if re.fullmatch(r"compare(-\d+)?\.html", path)]
    shown = "".join(page.body for page in tables)
    for scheme in records.schemes:
        assert f'href="schemes/{scheme["id"]}.html"' in shown, scheme["id"]


def test_the_words_of_a_source_stand_beside_what_they_carry(records, pages):
    for scheme in records.schemes:
        body = words_of(pages[f"schemes/{scheme['id']}.html"].body)
        for entry in scheme["parameters"].values():
            for provision in entry["provisions"]:
                for evidence in provision["evidence"]:
                    assert evidence["phrase"] in body, (scheme["id"], evidence["phrase"])


def test_pages_are_titled_described_and_light_enough(pages):
    for page in pages.values():
        if isinstance(page, Page):
            assert page.title and 10 <= len(page.description) <= 120, page.path
            assert len(page.body.encode()) < 300_000, page.path


def test_every_word_on_every_page_is_for_people(built_site, records):
    allowed = KEPT_WORDS | own_words(records)
    pages = sorted(built_site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        found = set(LATIN_WORD.findall(words_of(path.read_text(encoding="utf-8")))) - allowed
        assert not found, f"{path.relative_to(built_site)}: {sorted(found)}"


@pytest.mark.parametrize("fault", ["loan_rate_cap", "stated", "Search", "None", "undefined"])
def test_a_leftover_would_be_seen(fault, records):
    assert fault in set(LATIN_WORD.findall(words_of(f"<p>{fault}</p>"))) - KEPT_WORDS - own_words(records)


def test_plain_mkdocs_builds_the_same_site_without_a_warning(built_site, tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    ours = {p.relative_to(built_site) for p in built_site.rglob("*") if p.is_file()}
    theirs = {p.relative_to(tmp_path / "site") for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert ours - theirs == {Path("build.json")} and not theirs - ours
    for path in theirs:
        assert (built_site / path).read_bytes() == (tmp_path / "site" / path).read_bytes(), path


def test_another_engine_can_frame_the_pages(pages, tmp_path):
    """A site engine that knows nothing of us, here MkDocs with its own theme, builds the written folder."""
    write_folder(pages, tmp_path / "docs")
    for prose in (ROOT / "content").glob("*.md"):
        (tmp_path / "docs" / prose.name).write_bytes(prose.read_bytes())
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: mkdocs\nuse_directory_urls: false\nplugins: []\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    built = tmp_path / "site"
    page = (built / "schemes" / "foshan-2022.html").read_text(encoding="utf-8")
    body = pages["schemes/foshan-2022.html"].body
    assert [line for line in body.splitlines() if line.strip() not in page] == []
    faults = [str(p) for p in links.check_site(built) if p.path.startswith(("schemes/", "parameters/", "compare"))]
    broken = [f for f in faults if "no such anchor" in f or "no such file" in f and "assets/" not in f]
    assert broken == []


def test_a_site_is_made_from_the_projects_own_data():
    site = load_site(ROOT, None)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", site.as_of)
    assert "schemes/foshan-2022.html" in site.pages


def test_two_pages_cannot_claim_one_path(records):
    page = Page(path="compare.html", title="x", description="x", section="x", body="x")
    with pytest.raises(ValueError, match="two pages claim compare.html"):
        build_pages(records, {}, extra=[page])


def test_a_door_stands_open_only_where_its_page_exists(records, monkeypatch):
    monkeypatch.setattr(lists, "DOORS", (lists.Door("一扇门", "通向一页。", "door/index.html"),))
    door = 'href="door/index.html"'
    assert door not in build_pages(records, {})["index.html"].body
    extra = Page(path="door/index.html", title="x", description="x", section="x", body="x")
    assert door in build_pages(records, {}, extra=[extra])["index.html"].body


def test_states_and_levels_are_explained_by_the_names_the_pages_use(records):
    method = (ROOT / "content" / "method.md").read_text(encoding="utf-8")
    atlas = Atlas(records)
    assert set(STATE_MEANINGS) == set(STATES)
    for name in [atlas.label("state", s) for s in STATES] + [atlas.label("tier", t) for t in TIERS]:
        assert f"| {name} |" in method, name


FRAME = (
    '<meta http-equiv="Content-Security-Policy" content="">'
    + "".join(f"<{name}>{slot(name)}</{name}>" for name in ("title", "description", "styles", "toc", "body", "scripts"))
)  # fmt: skip


def test_text_set_into_a_frame_stays_text():
    page = Page(
        path="a/b.html", title='<b>&"', description='"><script>', section="x", body="<p>body</p>",
        toc=(TocEntry("<i>", "i", (TocEntry("&", "j"),)),), scripts=("assets/javascripts/x.js",),
        styles=('assets/stylesheets/"y.css',),
    )  # fmt: skip
    html = Frame(FRAME).stamp(page, site_name="图谱")
    assert "<title>&lt;b&gt;&amp;&quot; - 图谱</title>" in html
    assert "<description>&quot;&gt;&lt;script&gt;</description>" in html
    assert "<body><p>body</p></body>" in html
    assert '<script src="../assets/javascripts/x.js" defer></script>' in html
    assert '<link rel="stylesheet" href="../assets/stylesheets/&quot;y.css">' in html
    assert "&lt;i&gt;" in html and "<i>" not in html


def test_a_frame_without_a_place_for_the_page_is_refused():
    with pytest.raises(ValueError, match="no place for body"):
        Frame(FRAME.replace(slot("body"), ""))


def test_words_that_look_like_a_slot_are_only_words():
    page = Page(path="b.html", title="x", description="x", section="x", body="<p>atlas-slot-title</p>")
    assert "<p>atlas-slot-title</p>" in Frame(FRAME).stamp(page, site_name="图谱")
    assert toc_html(()) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [("2022-08-29", "2022年8月29日"), ("2018-05", "2018年5月"), ("2015", "2015年"), ("unread", "未见原文"),
     ("unstated", "未载明"), (None, "")],
)  # fmt: skip
def test_dates_are_read_as_far_as_they_are_known(value, words):
    assert readable_date(value) == words


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://www.foshan.gov.cn/a?b=1", True), ("http://a.cn", True), ("javascript:alert(1)", False),
     ("data:text/html,x", False), ("//a.cn", False), ("https://localhost", False), (None, False), ("file:///etc", False)],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url, kept):
    assert bool(web_address(url)) is kept


def test_names_are_said_as_people_say_them():
    assert [shortened(name) for name in ("广东省", "内蒙古自治区", "广西壮族自治区", "北京市", "香港特别行政区")] == [
        "广东", "内蒙古", "广西", "北京", "香港",
    ]  # fmt: skip
    assert in_marks("办法") == in_marks("《办法》") == "《办法》"
