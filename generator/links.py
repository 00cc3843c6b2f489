"""Checks a built site as a reader would walk it: every link and fragment leads somewhere, nothing is
fetched from another host, and every page can be reached from the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from sys import intern
from urllib.parse import unquote, urlsplit

from generator.beside import beside

# Both cases written out: with a letter that may be either to begin with, a page is searched much more slowly.
_SCRIPT = re.compile(r"(<[sS][cC][rR][iI][pP][tT]\b[^>]*>).*?</[sS][cC][rR][iI][pP][tT]>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*) ([^<>]*)>")
# Most references are plain links, found by the quickest search there is.
_LINK = re.compile(r'<a href="([^"]*)"')
# The others are sought in the whole page at once, which takes a fifth of the time of taking every tag apart.
_ATTRIBUTE = re.compile(r' ((?<!<a )href|id|name|src|srcset|poster|data|action)="([^"]*)"')
_SPACES = ("\n", "\t", "\r", "\f")
_STYLE_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")

# What a page says of its own address; nothing is fetched from there.
_CANONICAL = 'rel="canonical"'
# A link on which nothing is fetched until somebody follows it.
_FOLLOWED = {"a", "area"}
_UNREACHABLE_ON_PURPOSE = {"404.html"}


@dataclass(frozen=True)
class Problem:
    """A fault of the built site: the file, what it points to, and why that is wrong."""

    path: str
    target: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.target}: {self.reason}"


@dataclass(frozen=True)
class Document:
    """What a page offers and asks for: anchors, and (tag, address) of everything it refers to."""

    anchors: frozenset[str]
    references: tuple[tuple[str, str], ...]


def check_site(
    folder: Path, check_page: Callable[[str], Iterable[str]] = lambda page: (), base: str = "/"
) -> list[Problem]:
    """All faults of the site in `folder`, sorted.

    `check_page` is given the text of every page and says what else is wrong with it. `base` is the path of
    the site's top on its host; only a page that a server answers with from anywhere needs to name it.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = sorted(file for file in files if file.endswith(".html"))
    half = len(pages) // 2
    waiting = beside(lambda: _read_pages(folder, pages[half:], files, check_page, base))
    found = _read_pages(folder, pages[:half], files, check_page, base)
    found.take_in(waiting())
    problems, anchors = found.problems, found.anchors
    for target, fragments in found.wanted.items():
        if target in anchors:
            missing = fragments.keys() - set(anchors[target])
            problems += (Problem(fragments[name], f"{target}#{name}", "no such anchor") for name in missing)
    problems += _orphans(found.reached)
    problems += _foreign_styles(folder, files)
    return sorted(set(problems), key=str)


@dataclass
class _Read:
    """What some pages say: their faults, what they offer, which anchors they want of which page, and what they lead to."""

    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: dict[str, dict[str, str]] = field(default_factory=dict)
    reached: dict[str, set[str]] = field(default_factory=dict)

    def take_in(self, later: _Read) -> None:
        """Adds what later pages say."""
        self.problems += later.problems
        self.anchors |= later.anchors
        self.reached |= later.reached
        for target, fragments in later.wanted.items():
            self.wanted[target] = fragments | self.wanted.get(target, {})


def _read_pages(
    folder: Path, pages: Iterable[str], files: Container[str], check_page: Callable[[str], Iterable[str]], base: str
) -> _Read:
    found = _Read()
    problems, anchors, wanted, reached = found.problems, found.anchors, found.wanted, found.reached
    # Pages of one folder mean the same file by one address.
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for path in pages:
        text = (folder / path).read_text(encoding="utf-8")
        problems += (Problem(path, "", reason) for reason in check_page(text))
        document = read_document(text)
        # A tuple takes a tenth of the memory of a set.
        anchors[path] = tuple(document.anchors)
        leads_to = reached[path] = set()
        folder_of_page = dirname(path)
        for tag, address in document.references:
            followed = tag in _FOLLOWED
            if address[:1] == "#" and followed and address[1:] in document.anchors:
                leads_to.add(path)
                continue
            if not followed or path in _UNREACHABLE_ON_PURPOSE or address[:1] in "#?" or not address.isprintable():
                # What begins so (or is empty) leads to the page itself.
                target, fragment, reason = resolve(path, tag, address, files, base)
            else:
                file, _, fragment = address.partition("#")
                key = (folder_of_page, file)
                if key not in known:
                    target, _, reason = resolve(path, tag, file, files, base)
                    known[key] = target, reason
                target, reason = known[key]
                fragment = _anchor(fragment)
            if reason:
                problems.append(Problem(path, address, reason))
            elif target and followed:
                leads_to.add(target)
                if fragment:
                    wanted.setdefault(target, {}).setdefault(intern(fragment), path)
    return found


def read_document(text: str) -> Document:
    """Anchors and references of a page; the text of scripts is not looked at."""
    text = _COMMENT.sub("", _SCRIPT.sub(r"\1</script>", text))
    for space in _SPACES:
        text = text.replace(space, " ")
    anchors: set[str] = set()
    references = {("a", unescape(address)): None for address in dict.fromkeys(_LINK.findall(text))}
    for found in _ATTRIBUTE.finditer(text):
        name, value = found.groups()
        opened = text.rfind("<", 0, found.start())
        if opened < 0 or text.find(">", opened, found.start()) >= 0:
            continue
        if name == "id" and text.find(">", found.end()) >= 0:
            # The same anchors stand on thousands of pages, and are kept until the last is read.
            anchors.add(intern(unescape(value)))
            continue
        tag = _TAG.match(text, opened)
        if tag is None or tag[1].lower() == "link" and f" {_CANONICAL}" in f" {tag[2]}":
            continue
        if name != "name":
            references[tag[1].lower(), unescape(value)] = None
        elif tag[1] == "a":
            anchors.add(intern(unescape(value)))
    return Document(frozenset(anchors), tuple(references))


def resolve(
    path: str, tag: str, address: str, files: Container[str], base: str = "/"
) -> tuple[str, str, str]:
    """(file that the address leads to, fragment, what is wrong with it); each may be empty."""
    if address[:1] == "#" and path in files and address.isprintable():
        # Most links of a page lead to a place on it.
        return path, _anchor(address[1:]), ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "", "", _outside(tag, parts.scheme, parts.netloc)
    if not parts.path:
        target = path
    elif parts.path.startswith("/"):
        target = normpath(unquote(parts.path.removeprefix(base).lstrip("/")))
    else:
        target = normpath(join(dirname(path), unquote(parts.path)))
    if target == "." or parts.path.endswith("/"):
        return (
            "",
            "",
            "" if path in _UNREACHABLE_ON_PURPOSE else "the address does not end in a file name",
        )
    if target not in files:
        return "", "", "no such file"
    return target, _anchor(parts.fragment), ""


def _anchor(fragment: str) -> str:
    """The anchor that a fragment names; with "=" it is a choice that the page's script reads, and names none."""
    return "" if "=" in fragment else unquote(fragment)


def _outside(tag: str, scheme: str, host: str) -> str:
    if scheme == "data" and tag in ("img", "link"):
        return ""
    if tag not in _FOLLOWED:
        return "fetched from another host"
    if scheme not in ("http", "https", "mailto") or (scheme != "mailto" and not host):
        return "not an address of the web"
    return ""


def _orphans(reached: dict[str, set[str]]) -> Iterator[Problem]:
    seen, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting.extend(target for target in reached.get(path, ()) if target in reached)
    for path in reached:
        if path not in seen and path not in _UNREACHABLE_ON_PURPOSE:
            yield Problem(path, "", "no page leads here from the first page")


def _foreign_styles(folder: Path, files: set[str]) -> Iterator[Problem]:
    for path in sorted(files):
        if not path.endswith(".css"):
            continue
        for match in _STYLE_ADDRESS.findall((folder / path).read_text(encoding="utf-8")):
            address = match[0] or match[1]
            if urlsplit(address).scheme not in ("", "data") or address.startswith("//"):
                yield Problem(path, address, "fetched from another host")
