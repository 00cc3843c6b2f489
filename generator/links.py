"""Checks a built site as a reader would walk it: every link and fragment leads somewhere, nothing is
fetched from another host, and every page can be reached from the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_SCRIPT = re.compile(r"(<script\b[^>]*>).*?</script>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(\s[^<>]*)>")
_ATTRIBUTE = re.compile(r'\s(id|name|href|src|srcset|poster|data|action)="([^"]*)"')
_STYLE_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")

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
    folder: Path, check_page: Callable[[str], Iterable[str]] = lambda page: ()
) -> list[Problem]:
    """All faults of the site in `folder`, sorted.

    `check_page` is given the text of every page and says what else is wrong with it.
    """
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    problems: list[Problem] = []
    anchors: dict[str, frozenset[str]] = {}
    wanted: dict[tuple[str, str], str] = {}
    reached: dict[str, set[str]] = {}
    for path in sorted(file for file in files if file.endswith(".html")):
        text = (folder / path).read_text(encoding="utf-8")
        problems += (Problem(path, "", reason) for reason in check_page(text))
        document = read_document(text)
        anchors[path] = document.anchors
        reached[path] = set()
        for tag, address in document.references:
            target, fragment, reason = resolve(path, tag, address, files)
            if reason:
                problems.append(Problem(path, address, reason))
            elif target and tag in _FOLLOWED:
                reached[path].add(target)
                if fragment:
                    wanted.setdefault((target, fragment), path)
    for (target, fragment), path in wanted.items():
        if target in anchors and fragment not in anchors[target]:
            problems.append(Problem(path, f"{target}#{fragment}", "no such anchor"))
    problems += _orphans(reached)
    problems += _foreign_styles(folder, files)
    return sorted(set(problems), key=str)


def read_document(text: str) -> Document:
    """Anchors and references of a page; the text of scripts is not looked at."""
    text = _COMMENT.sub("", _SCRIPT.sub(r"\1</script>", text))
    anchors, references = set(), []
    for tag, attributes in _TAG.findall(text):
        for name, value in _ATTRIBUTE.findall(attributes):
            if name == "id" or (name == "name" and tag == "a"):
                anchors.add(unescape(value))
            elif name != "name":
                references.append((tag.lower(), unescape(value)))
    return Document(frozenset(anchors), tuple(dict.fromkeys(references)))


def resolve(path: str, tag: str, address: str, files: Container[str]) -> tuple[str, str, str]:
    """(file that the address leads to, fragment, what is wrong with it); each may be empty."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "", "", _outside(tag, parts.scheme, parts.netloc)
    if not parts.path:
        target = path
    elif parts.path.startswith("/"):
        target = normpath(unquote(parts.path.lstrip("/")))
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
    # With "=" it is a choice that the page's script reads, no anchor.
    fragment = "" if "=" in parts.fragment else unquote(parts.fragment)
    return target, fragment, ""


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
