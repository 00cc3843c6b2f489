"""A .docx opened as a stranger's file: counted and measured before it is unpacked, and nothing outside it is touched."""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from generator.word.parts import parsed

LARGEST = 50_000_000
MOST_MEMBERS = 200
MOST_MARKS = 3_000_000
"""Tags and attributes: what a part weighs in memory is not its length but their number."""

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    KeyError, IndexError, OverflowError, ValueError,
)  # fmt: skip
"""What the archive's reader raises for a file that is no archive, or a broken one."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENCODING = re.compile(r"""^<\?xml[^>]*encoding=["']([A-Za-z0-9_-]+)["']""")


class UnreadableFile(ValueError):
    """A file that cannot be checked; the text says why, in Chinese, in one line."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that matter, parsed; `related` gives for each relationship id its kind and part."""

    document: Element
    styles: Element | None
    numbering: Element | None
    settings: Element | None
    related: Mapping[str, tuple[str, str]]
    texts: Mapping[str, Element]
    external: int
    macros: bool


def open_package(path: Path) -> Package:
    """The parts of a Word file. Raises UnreadableFile, FileNotFoundError, PermissionError."""
    if path.is_dir():
        raise UnreadableFile("这是文件夹，不是 Word 文件")
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(f"文件超过{LARGEST // 1_000_000}MB")
    with path.open("rb") as file:
        start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFile("这是旧版 .doc 文件或加密的文件，请另存为不加密的 .docx")
    try:
        with zipfile.ZipFile(path) as archive:
            return _Reader(archive).package()
    except UnreadableFile:
        raise
    except BROKEN:
        raise UnreadableFile("不是 .docx 文件，或文件已损坏") from None


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise UnreadableFile(f"文件里有{len(members)}个部分，超过{MOST_MEMBERS}个")
        if sum(member.file_size for member in members) > LARGEST:
            raise UnreadableFile(f"文件解压后超过{LARGEST // 1_000_000}MB")
        self.names = [member.filename for member in members]
        if len(set(self.names)) < len(self.names):
            raise UnreadableFile("文件里有同名的部分")
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableFile("文件加了密，请另存为不加密的 .docx")
        self.archive, self.left, self.marks = archive, LARGEST, MOST_MARKS

    def package(self) -> Package:
        main = next((part for kind, part in self.relations("").values() if kind == "officeDocument"), None)
        if main is None or main not in self.names:
            raise UnreadableFile("不是 Word 文件（没有正文）")
        related = self.relations(main)

        def part(kind: str) -> Element | None:
            name = next((found for key, found in related.values() if key == kind), None)
            return self.parse(name) if name in self.names else None

        texts = {
            name: self.parse(name)
            for kind, name in related.values()
            if kind in ("footer", "header") and name in self.names
        }
        document = self.parse(main)
        if not document.tag.endswith("}document"):
            raise UnreadableFile("不是 Word 文件（正文的根元素不对）")
        external = sum(
            entry.get("TargetMode") == "External"
            for name in self.names
            if name.endswith(".rels")
            for entry in self.parse(name).iter(RELATION)
        )
        macros = any(name.lower().endswith("vbaproject.bin") for name in self.names)
        return Package(
            document, part("styles"), part("numbering"), part("settings"), related, texts, external, macros
        )

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part ("" for the file's own) that stay inside the file."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self.names:
            return {}
        found = {}
        for entry in self.parse(place).iter(RELATION):
            kind = (entry.get("Type") or "").removeprefix(OFFICE).removeprefix(STRICT)
            target = entry.get("Target") or ""
            inside = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if entry.get("TargetMode") != "External":
                found[entry.get("Id") or ""] = (kind, inside)
        return found

    def parse(self, name: str) -> Element:
        """A part's root; what is unpacked counts, whatever the archive says of its size."""
        with self.archive.open(name) as file:
            data = file.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise UnreadableFile(f"文件解压后超过{LARGEST // 1_000_000}MB")
        try:
            text = _decoded(data)
            self.marks -= text.count("<") + text.count("=")
            if self.marks < 0:
                raise UnreadableFile("文件里的元素太多")
            return parsed(text)
        except (ParseError, UnicodeDecodeError) as error:
            why = "不允许有文档类型和实体" if "document type" in str(error) else "不是规范的 XML"
            raise UnreadableFile(f"{name} {why}") from None


def _decoded(data: bytes) -> str:
    """The text of an XML part; UTF-8 and UTF-16 are the encodings that the format allows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    text = data.decode("utf-8-sig")
    found = _ENCODING.match(text)
    if found and found[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnreadableFile("XML 的编码只能是 UTF-8 或 UTF-16")
    return text
