"""A layout to the XML of a Word document: paragraphs, real numbering, live cross-references and comments.

Looks are left to the styles of the static parts. Only what depends on the text is written here: which list a
paragraph counts in, how far a signature stands from the edge, how wide a column is. The order of children
follows ECMA-376 Part 1 (CT_PPr, CT_RPr, CT_TblPr …).
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.documents.layout import Block, Layout, Runs, Section
from generator.word.table_xml import table

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

AUTHOR = "政策图谱"
CHARACTER = 315
"""How far one character of the body advances, in twentieths of a point: 16 pt less 0.25 pt."""

FIRST_OWN_LIST = 11
"""Numbers of lists from here on are made for the document; those below are in the static part."""

BASE_LISTS = {("chapters", 0): 1, ("articles", 0): 2, ("headings", 0): 3}
ABSTRACT = {"chapters": (1, 1), "articles": (2, 3), "headings": (3, 4), "items": (4, 2), "digits": (5, 1)}
"""For each series the list of the static part that it follows, and how many levels that has."""

STYLES = {
    "chapter": "Chapter", "article": "Article", "addressee": "Addressee", "remark": "Remark", "annex_list": "AnnexList",
    "signature": "SignOff",
}  # fmt: skip
RUN_STYLES = {"strong": "Emphasised", "lead": "Lead", "open": "OpenPoint"}


def escaped(text: str) -> str:
    """Text as the content of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(text: str, style: str = "") -> str:
    """Words of one look."""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:r><w:rPr>{look}<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
    )


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph; `properties` stand after its style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{looks}{content}</w:p>"


def _field(instruction: str, shown: str) -> str:
    def part(inside: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inside}</w:r>'

    return (
        part('<w:fldChar w:fldCharType="begin"/>')
        + part(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>')
        + part('<w:fldChar w:fldCharType="separate"/>')
        + part(f"<w:t>{shown}</w:t>")
        + part('<w:fldChar w:fldCharType="end"/>')
    )


class BodyWriter:
    """Writes one document; afterwards it knows its comments and the lists it needs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.comments: list[Runs] = []
        self.lists: dict[tuple[str, int], int] = {}
        self.break_before = False
        self.targets = {
            run.target
            for section in layout.sections
            for block in section.blocks
            for runs in _all_runs(block)
            for run in runs
            if run.target is not None
        }

    def document(self, section: str) -> str:
        """`word/document.xml`; `section` is the static part with the page's measures."""
        body = "".join(self.section(part) for part in self.layout.sections)
        page = section.split("?>", 1)[1].strip()
        return f'{DECLARATION}<w:document xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}"><w:body>{body}{page}</w:body></w:document>'

    def numbering(self, static: str) -> str:
        """The static part with the lists that this document needs besides."""
        own = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{ABSTRACT[series][0]}"/>'
            + "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
                for level in range(ABSTRACT[series][1])
            )
            + "</w:num>"
            for (series, _), number in self.lists.items()
        )
        return static.replace("</w:numbering>", f"{own}</w:numbering>")

    def comments_xml(self) -> str:
        """`word/comments.xml`."""
        moment = f"{self.layout.date}T00:00:00Z"
        mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
        written = "".join(
            f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{moment}" w:initials="图谱">'
            f"{paragraph('CommentText', mark + self.runs(note))}</w:comment>"
            for number, note in enumerate(self.comments)
        )
        return f'{DECLARATION}<w:comments xmlns:w="{MAIN}">{written}</w:comments>'

    def section(self, section: Section) -> str:
        self.break_before = False
        notice = paragraph("Notice", self.runs(self.layout.notice)) if self.layout.notice and not section.mark else ""
        mark = paragraph("AnnexMark", run(section.mark)) + paragraph("") if section.mark else ""
        lines = '<w:r><w:br/></w:r>'.join(map(self.runs, section.title))
        title = paragraph("Title", self.commented(lines, section.notes))
        if self.layout.subtitle and not section.mark:
            title += paragraph("Subtitle", self.runs(self.layout.subtitle))
        opening = section.blocks[0].kind if section.blocks else "chapter"
        gap = "" if opening == "chapter" else paragraph("")
        return notice + mark + title + gap + "".join(map(self.block, section.blocks))

    def block(self, block: Block) -> str:
        if block.kind == "page_break":
            self.break_before = True
            return ""
        broken = "<w:pageBreakBefore/>" if self.break_before else ""
        self.break_before = False
        if block.kind == "table":
            caption = self.runs(block.runs)
            head = paragraph("TableCaption", caption, broken) if caption else ""
            if broken and not caption:
                head = paragraph("TableEnd", "", broken)
            return head + table(block, self.runs, lambda content: self.commented(content, block.notes)) + paragraph("TableEnd")
        if block.kind == "signature":
            return self.signature(block, broken)
        if block.kind == "annex_list":
            return self.annex_list(block, broken)
        return self.text(block, broken)

    def text(self, block: Block, broken: str) -> str:
        """A paragraph with its number, bookmark and comments."""
        gap = run("\u3000") if block.kind in ("chapter", "article") else ""
        if block.key in self.targets:
            # The bookmark stands at the number: one that ends with the paragraph would cost LibreOffice an empty
            # line where the last punctuation mark hangs over the edge.
            gap = (
                f'<w:bookmarkStart w:id="{block.key}" w:name="{_bookmark(block.key)}"/>{gap}'
                f'<w:bookmarkEnd w:id="{block.key}"/>'
            )
        content = gap + self.runs(block.runs)
        properties = broken + self.number(block)
        if not block.indent:
            properties += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
        if block.align:
            properties += f'<w:jc w:val="{block.align}"/>'
        if block.runs and block.runs[0].kind == "lead":
            # The number is set in the look of the paragraph's mark, and belongs to the opening words.
            properties += '<w:rPr><w:rStyle w:val="Lead"/></w:rPr>'
        return paragraph(self.style(block), self.commented(content, block.notes), properties)

    @staticmethod
    def style(block: Block) -> str:
        if block.kind == "heading":
            return f"Heading{block.level}"
        if block.kind == "item":
            return "Item" if block.level == 1 else "Subitem"
        return STYLES.get(block.kind, "")

    def number(self, block: Block) -> str:
        """The list that counts a paragraph, made where it is new."""
        if block.series is None:
            return ""
        number = BASE_LISTS.get(block.series)
        if number is None:
            number = self.lists.setdefault(block.series, FIRST_OWN_LIST + len(self.lists))
        return f'<w:numPr><w:ilvl w:val="{block.depth}"/><w:numId w:val="{number}"/></w:numPr>'

    def signature(self, block: Block, broken: str) -> str:
        lines = [*block.issuers, block.runs]
        written = [paragraph("", "", broken)]
        for place, (line, inset) in enumerate(zip(lines, block.insets, strict=True)):
            last = place == len(lines) - 1
            properties = ("" if last else "<w:keepNext/>") + (
                f'<w:ind w:right="{inset * CHARACTER // 2}" w:firstLineChars="0" w:firstLine="0"/>'
            )
            content = self.runs(line)
            written.append(paragraph("SignOff", self.commented(content, block.notes) if last else content, properties))
        return "".join(written)

    def annex_list(self, block: Block, broken: str) -> str:
        """附件说明 (GB/T 9704-2012, 7.3.4): two characters in; a second line stands below the first name."""
        alone = len(block.issuers) == 1
        written = [paragraph("", "", broken)]
        for place, entry in enumerate(block.issuers):
            left = 5 if alone else 6
            hanging = (3 if alone else 4) if place == 0 else 1
            content = self.runs(entry)
            indent = f'<w:ind w:left="{left * CHARACTER}" w:hanging="{hanging * CHARACTER}"/>'
            written.append(paragraph("AnnexList", self.commented(content, block.notes) if place == 0 else content, indent))
        return "".join(written)

    def runs(self, runs: Runs) -> str:
        """The words of a paragraph."""
        return "".join(
            _field(f"REF {_bookmark(found.target)} \\r \\h", escaped(found.text))
            if found.target is not None
            else run(found.text, RUN_STYLES.get(found.kind, ""))
            for found in runs
        )

    def commented(self, content: str, notes: Iterable[Runs]) -> str:
        """`content` with its notes as comments in the margin."""
        for note in notes:
            number = len(self.comments)
            self.comments.append(note)
            content = (
                f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
            )
        return content


def _bookmark(key: int) -> str:
    return f"_Ref{key:05}"


def _all_runs(block: Block) -> Iterable[Runs]:
    yield block.runs
    yield from block.issuers
    yield from block.notes
    for row in block.rows:
        for cell in row:
            yield from cell.lines
            yield from cell.ending
