"""A tree to the bytes of a .docx: which parts it has, how they are related, and the archive around them.

The archive is stored, not compressed, with one fixed date and a fixed order (PKWARE APPNOTE 6.3), because two
implementations of deflate need not give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Any

from generator.documents.layout import Layout
from generator.documents.numbered import lay_out
from generator.documents.queries import words
from generator.word.document_xml import DECLARATION, RELATIONSHIPS, BodyWriter, escaped
from generator.word.parts import Parts

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
TYPES = "application/vnd.openxmlformats-"
CREATOR = "小额贷款保证保险政策图谱"
FIRST_DAY = 0x0021
"""1 January 1980 as the archive writes days."""

PLACES = {
    "styles.xml": ("word/styles.xml", "styles"), "numbering.xml": ("word/numbering.xml", "numbering"),
    "settings.xml": ("word/settings.xml", "settings"), "fontTable.xml": ("word/fontTable.xml", "fontTable"),
    "footer_odd.xml": ("word/footer1.xml", "footer"), "footer_even.xml": ("word/footer2.xml", "footer"),
}  # fmt: skip
"""Where each static part goes in the package, and what it is to the document; the order gives rId1, rId2 …"""


def docx(tree: dict[str, Any] | Layout, parts: Parts) -> bytes:
    """The file of a tree or its layout. Raises BadDocument."""
    layout = lay_out(tree)
    body = BodyWriter(layout)
    document = body.document(parts.files["section.xml"])
    title = "".join(map(words, layout.sections[0].title))
    documents = [("word/document.xml", "officedocument.wordprocessingml.document.main")]
    related = [(place.removeprefix("word/"), kind) for place, kind in PLACES.values()]
    made = {"word/document.xml": document, "docProps/core.xml": _core(title, words(layout.notice), layout.date)}
    if body.comments:
        documents.append(("word/comments.xml", "officedocument.wordprocessingml.comments"))
        related.append(("comments.xml", "comments"))
        made["word/comments.xml"] = body.comments_xml()
    documents += [(place, f"officedocument.wordprocessingml.{kind}") for place, kind in PLACES.values()]
    documents.append(("docProps/core.xml", "package.core-properties"))
    static = {place: parts.files[name] for name, (place, _) in PLACES.items()}
    static["word/numbering.xml"] = body.numbering(static["word/numbering.xml"])
    return archive(
        [
            ("[Content_Types].xml", _content_types(documents)),
            ("_rels/.rels", _package_relationships()),
            ("word/_rels/document.xml.rels", _relationships(related)),
            *made.items(),
            *static.items(),
        ]
    )


def _content_types(documents: Iterable[tuple[str, str]]) -> str:
    overrides = "".join(
        f'<Override PartName="/{place}" ContentType="{TYPES}{kind}+xml"/>' for place, kind in documents
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}content-types">'
        f'<Default Extension="rels" ContentType="{TYPES}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relationships() -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="{PACKAGE}relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def _relationships(related: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{place}"/>'
        for number, (place, kind) in enumerate(related, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}relationships">{entries}</Relationships>'


def _core(title: str, notice: str, date: str) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{CREATOR}</dc:creator>"
        f"<dc:description>{escaped(notice)}</dc:description><dc:language>zh-CN</dc:language>"
        f"<dcterms:created {moment}created><dcterms:modified {moment}modified></cp:coreProperties>"
    )


def archive(files: Iterable[tuple[str, str]]) -> bytes:
    """A zip archive of UTF-8 texts, stored in the given order."""
    content, directory, count = bytearray(), bytearray(), 0
    for name, text in files:
        encoded, data = name.encode(), text.encode()
        head = struct.pack(
            "<HHHHHIIIHH", 20, 0x0800, 0, 0, FIRST_DAY, zlib.crc32(data), len(data), len(data), len(encoded), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(content)) + encoded
        content += b"PK\x03\x04" + head + encoded + data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(content), 0)
    return bytes(content + directory + b"PK\x05\x06" + end)
