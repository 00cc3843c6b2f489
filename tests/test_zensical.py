"""The successor of the site engine builds the same pages from the same mkdocs.yml; what differs is listed here.

The set of pages is written to a folder as Markdown files that hold finished HTML, beside the prose; Zensical then
reads `mkdocs.yml`, the theme's templates of this project and that folder. It is installed from a list with hashes
(`tests/engines/`); without a package index the comparison counts as not run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.metadata import distributions
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from other_engines import engine, home
from packaging.specifiers import SpecifierSet
from required_tools import ROOT
from small_project import AS_OF, atlas, few_schemes

SCHEMES = ("zibo-2022", "shenzhen-2018", "zhangjiakou-2014")
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
ENGINE = re.compile(r"assets/(?:javascripts/(?:bundle|workers/|LICENSE|lunr)|stylesheets/(?:main|palette|classic/|modern/))")

DIFFERENCES = {
    "files": {
        "the engine's own scripts and styles": ENGINE,
        "made by `atlas build` after the engine: the mark of a build, the archive, the pages in Markdown": re.compile(
            r"build\.json|.*\.zip|(?!.*/llms).*\.md"
        ),
        "the engine's own search index and map, which this site does not use": re.compile(r"search\.json|sitemap\.xml(?:\.gz)?|objects\.inv"),
    },
    "policy": "the engine has no step that sees the finished page: the policy's place is empty and the host must send it as a header",
    "foot": "the day of the data is set by our hook, which the engine does not run",
}


@dataclass
class Seen:
    """What a page holds inside the project's own element, and the scripts it loads."""

    text: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.seen, self.depth, self.silent = path, Seen(), 0, 0

    def place(self, address: str) -> str:
        """Where an address leads, counted from the top of the site."""
        path, mark, fragment = address.partition("#")
        if re.match(r"[a-z]+:|//", address) or not path:
            return address
        return (normpath(join(dirname(self.path), path)) if not path.startswith("/") else path[1:]) + mark + fragment

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "script" and found.get("src"):
            self.seen.scripts.add(self.place(found["src"]))
        if tag == "link" and found.get("rel") == "stylesheet":
            self.seen.styles.add(self.place(found["href"]))
        if not self.depth:
            self.depth = int("atlas" in (found.get("class") or "").split())
            return
        self.depth += tag not in EMPTY
        self.silent += tag == "script"
        for name, kept in (("href", self.seen.links), ("src", self.seen.pictures)):
            if found.get(name) and tag not in ("script", "link"):
                kept.add(self.place(found[name]))
        if found.get("id"):
            self.seen.anchors.add(found["id"])

    def handle_endtag(self, tag):
        if self.depth and tag not in EMPTY:
            self.depth -= 1
            self.silent -= tag == "script"

    def handle_data(self, data):
        if self.depth and not self.silent:
            self.seen.text.append("".join(data.split()))


def read(site: Path, path: str) -> Seen:
    reader = Reader(path)
    reader.feed((site / path).read_text(encoding="utf-8"))
    return reader.seen


def differences(ours: Seen, theirs: Seen) -> list[str]:
    """What a page of one site has otherwise than the other."""
    found = []
    if "".join(ours.text) != "".join(theirs.text):
        found.append("text")
    for name in ("links", "anchors", "pictures"):
        if getattr(ours, name) != getattr(theirs, name):
            found.append(f"{name}: {sorted(getattr(ours, name) ^ getattr(theirs, name))[:5]}")
    for name in ("scripts", "styles"):
        one, other = ({path for path in getattr(seen, name) if not ENGINE.match(path)} for seen in (ours, theirs))
        if one != other:
            found.append(f"{name}: {sorted(one ^ other)[:5]}")
    return found


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> tuple[Path, Path]:
    """(the default build, the build by Zensical) of one small project, without what is made after the engine."""
    zensical = engine("zensical")
    if isinstance(zensical, str):
        pytest.skip(f"not run: Zensical: {zensical}")
    folder = tmp_path_factory.mktemp("zensical")
    root = few_schemes(folder / "project", SCHEMES)
    for name in ("default", "pages"):
        more = ("--folder",) if name == "pages" else ("--no-twins", "--no-zip")
        done = atlas(root, "build", "--out", str(folder / name), "--as-of", AS_OF, *more)
        assert done.returncode == 0, done.stderr
    for path in (root / "mkdocs.yml", root / "site_templates", root / "generator"):
        path.unlink()
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "site_templates", root / "site_templates")
    shutil.copytree(folder / "pages", root / "content", dirs_exist_ok=True)
    (root / "content" / "build.json").unlink()
    done = subprocess.run([zensical, "build", "--strict"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "default", root / "site"


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_both_engines_make_the_same_pages_and_files(sites):
    ours, theirs = map(files, sites)
    assert {p for p in ours if p.endswith(".html")} == {p for p in theirs if p.endswith(".html")} and len(ours) > 150
    unlisted = [path for path in sorted(ours ^ theirs) if not any(kind.fullmatch(path) or kind.match(path) and kind is ENGINE for kind in DIFFERENCES["files"].values())]
    assert unlisted == []


def test_every_page_says_the_same_and_leads_to_the_same_places(sites):
    found, compared = {}, 0
    for path in sorted(files(sites[0])):
        if path.endswith(".html") and path != "404.html":
            ours, theirs = (read(site, path) for site in sites)
            assert ours.text, path
            compared += 1
            if parts := differences(ours, theirs):
                found[path] = parts
    assert found == {}
    assert compared > 100


def test_every_asset_and_data_file_of_ours_has_the_same_bytes(sites):
    shared = [path for path in sorted(files(sites[0]) & files(sites[1])) if not path.endswith(".html") and not ENGINE.match(path)]
    assert [path for path in shared if (sites[0] / path).read_bytes() != (sites[1] / path).read_bytes()] == []
    assert len(shared) > 80


def test_the_listed_differences_are_there(sites):
    """What the list says of the policy and the foot is so: a difference that has gone must leave the list."""
    ours, theirs = ((site / "about.html").read_text(encoding="utf-8") for site in sites)
    assert "default-src" in ours and "default-src" not in theirs
    assert "数据截至2026年" in ours and "数据截至2026年" not in theirs


def test_every_package_of_the_other_engines_serves_the_oldest_python(sites):
    wanted = {one.name: one.metadata.get("Requires-Python", "") for folder in home().glob("lib/python*/site-packages") for one in distributions(path=[str(folder)])}
    assert "zensical" in wanted
    assert [name for name, versions in wanted.items() if "3.11.0" not in SpecifierSet(versions)] == []


def test_a_page_that_differs_is_found():
    page = '<div class="atlas"><h1 id="a">甲</h1><a href="x.html#b">乙</a><img src="p.png"></div><script src="s.js"></script>'

    def seen(text: str) -> Seen:
        reader = Reader("one/page.html")
        reader.feed(text)
        return reader.seen

    for old, new in (("甲", "丙"), ("x.html", "y.html"), ('id="a"', 'id="c"'), ("p.png", "q.png"), ("s.js", "t.js"), ("乙", "")):
        assert differences(seen(page), seen(page.replace(old, new)))
    assert differences(seen(page), seen(page.replace("x.html", "../one/x.html"))) == []
