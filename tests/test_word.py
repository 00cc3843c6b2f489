"""Word files: the order of elements, one and the same bytes, real numbering and references, words read back."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import re
import site
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx as python_docx
import pytest
from random_documents import HOSTILE, RandomDocument
from required_tools import ROOT

from generator.documents import clean, lay_out, plain_text
from generator.documents.draft_text import read
from generator.word import BadParts, docx, load_parts, parts_script
from generator.word.parts import FOLDER, ROOTS, SHEETS, W

DAY = "2026-03-01"
PARTS = load_parts()
TABLE = json.loads((ROOT / "tests" / "word_elements.json").read_text(encoding="utf-8"))
SAMPLE = (ROOT / "tests" / "drafts" / "sample.txt").read_text(encoding="utf-8")


def sample() -> dict:
    return read(SAMPLE, DAY)


def opened(content: bytes) -> dict[str, str]:
    """The texts of a Word file's parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def short(tag: str) -> str:
    return tag.replace(W, "w:")


def order_faults(element: ElementTree.Element) -> list[str]:
    """Where the children of an element, at any depth, are not those of the table or not in its order."""
    rule = TABLE["elements"].get(short(element.tag), {"order": []})
    children = [short(child.tag) for child in element]
    found = [fault for child in element for fault in order_faults(child)]
    if "order" in rule:
        places = [name.rstrip("*") for name in rule["order"]]
        repeated = {name.rstrip("*") for name in rule["order"] if name.endswith("*")}
        strange = [child for child in children if child not in places]
        at = [places.index(child) for child in children if child in places]
        twice = [child for child in children if children.count(child) > 1 and child not in repeated]
        if strange or twice or at != sorted(at):
            found.append(f"{short(element.tag)}: {children}")
        return found
    if rule.get("first") in children[:1]:
        children = children[1:]
    if "last" in rule:
        if children[-1:] != [rule["last"]]:
            found.append(f"{short(element.tag)}: the last child is not {rule['last']}")
        children = children[:-1]
    return found + [f"{short(element.tag)}: {child}" for child in children if child not in rule["any"]]


def part_faults(parts: dict[str, str]) -> list[str]:
    found = []
    for name, root in TABLE["roots"].items():
        if name in parts:
            tree = ElementTree.fromstring(parts[name])
            found += [f"{name}: {fault}" for fault in order_faults(tree)]
            if short(tree.tag) != root:
                found.append(f"{name}: {tree.tag}")
    return found


def test_every_element_has_the_children_of_the_table_in_their_order():
    documents = RandomDocument(5)
    assert part_faults(opened(docx(sample(), PARTS))) == []
    for _ in range(60):
        assert part_faults(opened(docx(documents.tree(), PARTS))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<w:ilvl ", "<w:numId w:val='1'/><w:ilvl "),
        ("<w:sectPr", "<w:p/><w:sectPr"),
        ('<w:rFonts w:hint="eastAsia"/></w:rPr><w:t', '<w:rFonts w:hint="eastAsia"/><w:rStyle w:val="Lead"/></w:rPr><w:t'),
        ("<w:vAlign", "<w:vAlign w:val='top'/><w:tcW w:w='1'/><w:vAlign"),
        ("<w:t ", "<w:drawing/><w:t "),
        ("<w:pStyle", "<w:jc w:val='left'/><w:pStyle"),
    ],
)
def test_a_wrong_order_is_found(old, new):
    parts = opened(docx(sample(), PARTS))
    assert old in parts["word/document.xml"]
    spoilt = parts["word/document.xml"].replace(old, new, 1)
    if old == "<w:sectPr":
        spoilt = spoilt.replace("</w:sectPr>", "</w:sectPr><w:p/>")
    assert part_faults({**parts, "word/document.xml": spoilt}) != []


def schema_folder() -> Path | None:
    """Where the transitional schema of ECMA-376 lies: a given folder, else one inside an installed package."""
    given = os.environ.get("ATLAS_OOXML_XSD")
    folders = [Path(given)] if given else [Path(folder) for folder in site.getsitepackages()]
    return next((path.parent for folder in folders for path in sorted(folder.glob("**/wml.xsd"))), None)


def test_the_parts_follow_the_schema_of_the_standard_where_it_is_at_hand():
    folder = schema_folder()
    if folder is None:
        pytest.skip("not run: wml.xsd of ECMA-376 (transitional) is in no installed package; name its folder in ATLAS_OOXML_XSD")
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(folder / "wml.xsd")))
    parts = opened(docx(sample(), PARTS))
    for name in TABLE["roots"]:
        if name in parts:
            assert schema.validate(etree.fromstring(parts[name].encode())), f"{name}: {schema.error_log}"


def test_the_same_tree_gives_the_same_bytes_and_the_archive_is_plain():
    first, second = docx(sample(), PARTS), docx(copy.deepcopy(sample()), load_parts())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {(info.compress_type, info.date_time) for info in archive.infolist()} == {(0, (1980, 1, 1, 0, 0, 0))}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_the_bytes_are_those_that_were_seen():
    """A golden sum, so that the bytes are watched where Node is not there; to renew it, look at the pages first."""
    golden = (ROOT / "tests" / "golden" / "sample.docx.sha256").read_text(encoding="ascii").strip()
    assert hashlib.sha256(docx(sample(), PARTS)).hexdigest() == golden


def test_every_part_is_named_related_and_typed():
    parts = opened(docx(sample(), PARTS))
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    named = {entry.get("PartName", "").lstrip("/") for entry in types} - {""}
    assert named == {name for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"}
    related = {
        "word/" + (entry.get("Target") or "")
        for entry in ElementTree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    assert related == named - {"word/document.xml", "docProps/core.xml"}
    footers = {
        entry.get("Id"): entry.get("Target")
        for entry in ElementTree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    assert (footers["rId5"], footers["rId6"]) == ("footer1.xml", "footer2.xml")


def test_no_theme_font_is_named_and_every_run_prefers_the_chinese_face():
    parts = opened(docx(sample(), PARTS))
    assert "heme" not in "".join(parts.values())
    for name in ("word/document.xml", "word/comments.xml", "word/footer1.xml", "word/footer2.xml"):
        for run in ElementTree.fromstring(parts[name]).iter(W + "r"):
            if run.find(f"{W}t") is not None:
                assert run.find(f"{W}rPr/{W}rFonts").get(W + "hint") == "eastAsia", name
    for style in ElementTree.fromstring(parts["word/styles.xml"]).iter(W + "rFonts"):
        assert style.get(W + "eastAsia")


def test_python_docx_reads_every_word_back():
    documents = RandomDocument(8)
    for tree in [sample(), *(documents.tree() for _ in range(40))]:
        opened_again = python_docx.Document(io.BytesIO(docx(tree, PARTS)))
        texts = [node.text or "" for node in opened_again.element.body.iter(W + "t")]
        read_back = "".join(texts).replace("\u3000", "")
        layout = lay_out(clean(tree))
        for section in layout.sections:
            for block in section.blocks:
                for runs in (block.runs, *block.issuers, *(line for row in block.rows for cell in row for line in cell.lines)):
                    assert "".join(run.text for run in runs).replace("\u3000", "") in read_back
        comments = "".join(comment.text for comment in opened_again.comments)
        notes = [runs for s in lay_out(tree).sections for runs in (*s.notes, *(n for b in s.blocks for n in b.notes))]
        for note in notes:
            assert "".join(run.text for run in note) in comments


def test_chapters_and_headings_are_real_headings_and_articles_are_really_numbered():
    document = python_docx.Document(io.BytesIO(docx(sample(), PARTS)))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.style_id, []).append(paragraph.text.strip("\u3000"))
    assert by_style["Chapter"] == ["总则", "附则"]
    assert document.styles["公文章"].base_style.name == "Heading 1"
    assert by_style["Heading1"] and by_style["Heading2"]
    assert not [text for texts in by_style.values() for text in texts if re.match("第.{1,3}[章条]　|（一）", text)]


def test_a_reference_is_a_field_that_leads_to_the_number_of_its_article():
    parts = opened(docx(sample(), PARTS))
    body = parts["word/document.xml"]
    fields = re.findall(r"> REF (_Ref\d{5}) \\r \\h <.*?<w:t>(.*?)</w:t>", body)
    assert fields and {shown for _, shown in fields} >= {"第一条", "第一章"}
    for bookmark, shown in fields:
        paragraph = re.search(rf"<w:p>(?:(?!</w:p>).)*{bookmark}(?:(?!</w:p>).)*</w:p>", body)[0]
        assert ("Article" if shown.endswith("条") else "Chapter") in paragraph
    assert "_Ref" not in opened(docx(read("@title 题\n@article(a) 文", DAY), PARTS))["word/document.xml"]


def test_text_that_looks_like_markup_stays_text():
    blocks = [{"type": "article", "text": text} for text in HOSTILE if text.strip()]
    tree = {"title": "<w:p/>", "subtitle": "]]>", "notice": "&amp;", "date": DAY, "blocks": blocks}
    parts = opened(docx(tree, PARTS))
    texts = [node.text for node in ElementTree.fromstring(parts["word/document.xml"]).iter(W + "t")]
    assert [text for text in texts[3:] if text != "\u3000"] == [block["text"] for block in blocks]
    assert "<dc:title>&lt;w:p/&gt;</dc:title>" in parts["docProps/core.xml"]


def test_ten_thousand_characters_in_one_field_are_written_and_read_back():
    words = "贷款" * 5000
    tree = {"title": "题", "date": DAY, "blocks": [{"type": "article", "text": ["甲", {"open": words}]}]}
    document = python_docx.Document(io.BytesIO(docx(tree, PARTS)))
    assert words in document.paragraphs[-1].text
    assert words in plain_text(tree)


def test_an_annex_begins_a_page_and_a_page_break_moves_to_the_next_block():
    tree = read("@title 题\n文\n@pagebreak\n文\n@pagebreak\n@table\n@row 甲\n@end\n@annex 表", DAY)
    body = opened(docx(tree, PARTS))["word/document.xml"]
    assert body.count("<w:pageBreakBefore/>") == 2
    assert "w:br " not in body
    style = re.search('styleId="AnnexMark">.*?</w:style>', PARTS.files["styles.xml"], re.DOTALL)[0]
    assert "pageBreakBefore" in style and '<w:pStyle w:val="AnnexMark"/>' in body


def copied_parts(folder: Path) -> Path:
    for name in (*ROOTS, *SHEETS):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("styles.xml", 'w:styleId="Article"', 'w:styleId="Other"', "styles.xml: 没有样式 Article"),
        ("numbering.xml", 'w:abstractNumId="4"', 'w:abstractNumId="9"', "numbering.xml: 没有“单独的项、目”的编号（4）"),
        ("section.xml", "w:sectPr", "w:other", "section.xml: 最外层应是 w:sectPr"),
        ("settings.xml", "</w:compat>", "", "settings.xml: 不是规范的 XML"),
        ("styles.xml", "<w:styles", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:styles", "styles.xml: 不是规范的 XML（document type）"),
    ],
)
def test_a_replaced_part_that_lacks_something_is_refused_with_its_name(tmp_path, name, old, new, message):
    folder = copied_parts(tmp_path)
    assert load_parts(folder) == PARTS
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadParts, match=re.escape(message)):
        load_parts(folder)


def test_an_office_can_replace_the_looks(tmp_path):
    folder = copied_parts(tmp_path)
    styles = (folder / "styles.xml").read_text(encoding="utf-8").replace("仿宋_GB2312", "本单位字体")
    (folder / "styles.xml").write_text(styles, encoding="utf-8")
    assert "本单位字体" in opened(docx(sample(), load_parts(folder)))["word/styles.xml"]


def test_the_script_with_the_parts_cannot_close_its_element():
    script = parts_script(PARTS)
    assert "<" not in script
    assert json.loads(script.split(" = ", 1)[1].rstrip(";\n"))["files"]["styles.xml"] == PARTS.files["styles.xml"]
