"""`atlas wordcheck`: our own files hold every clause, each clause is seen to fail, and hostile files end in one line."""

from __future__ import annotations

import io
import json
import random
import re
import struct
import subprocess
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
import warm
from docx.shared import Mm, Pt
from random_documents import RandomDocument
from required_tools import ROOT

from generator.documents.draft_text import read
from generator.word import docx, load_parts
from generator.word_check import UnreadableFile, check_file, load_profile
from generator.word_check.profile import CHECKS, FIELDS, BadProfile

DAY = "2026-03-01"
PARTS = load_parts()
PROFILE = load_profile()
SAMPLE = read((ROOT / "tests" / "drafts" / "sample.txt").read_text(encoding="utf-8"), DAY)


def written(folder: Path, content: bytes, name: str = "文件.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def outcomes(path: Path) -> dict[str, bool | None]:
    return {finding.rule.id: finding.outcome.holds for finding in check_file(path, PROFILE)}


def repacked(content: bytes, change: dict[str, object]) -> bytes:
    """A Word file with some parts replaced: by a text, bytes, or what a function makes of the old text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part: object = old.read(name)
            if name in change:
                part = change[name]
                if callable(part):
                    part = part(old.read(name).decode("utf-8"))
            new.writestr(name, part)
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return made.getvalue()


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return warm.run(["wordcheck", *map(str, arguments)])


def test_the_profile_and_the_checks_name_the_same_rules_and_each_rule_says_everything():
    assert [rule.id for rule in PROFILE.rules] == list(dict.fromkeys(rule.id for rule in PROFILE.rules))
    assert {rule.id for rule in PROFILE.rules} == set(CHECKS)
    for rule in PROFILE.rules:
        assert rule.clause and rule.requirement and rule.check and isinstance(rule.value, dict)


def test_every_clause_that_our_own_file_touches_holds(tmp_path):
    found = outcomes(written(tmp_path, docx(SAMPLE, PARTS)))
    assert [name for name, holds in found.items() if holds is not True] == []


def test_our_own_random_files_hold_what_does_not_depend_on_their_words(tmp_path):
    documents = RandomDocument(12)
    words = {"body_face", "level_numbers", "level_faces", "addressee", "annex_note", "annex_mark", "dates", "document_number",
             "indent", "body_size", "annex_page", "headings", "numbering", "title"}  # fmt: skip
    for _ in range(25):
        found = outcomes(written(tmp_path, docx(documents.tree(), PARTS)))
        assert [name for name, holds in found.items() if holds is False and name not in words] == []


def changed_part(name: str, old: str, new: str):
    def change(text: str) -> str:
        assert re.search(old, text), f"{name} has no {old}"
        return re.sub(old, new, text)

    return {name: change}


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
SPOILT = {
    "paper": changed_part(DOCUMENT, 'w:w="11906"', 'w:w="12240"'),
    "margins": changed_part(DOCUMENT, 'w:top="2098"', 'w:top="1440"'),
    "type_area": changed_part(DOCUMENT, 'w:right="1474"', 'w:right="1800"'),
    "lines": changed_part(STYLES, 'w:line="579"', 'w:line="600"'),
    "characters": changed_part(STYLES, '<w:spacing w:val="-5"/>', ""),
    "line_spacing": changed_part(STYLES, 'w:line="579" w:lineRule="exact"', 'w:line="360" w:lineRule="auto"'),
    "body_face": changed_part(STYLES, '"仿宋_GB2312"', '"宋体"'),
    "body_size": changed_part(STYLES, '<w:sz w:val="32"/>', '<w:sz w:val="28"/>'),
    "colour": changed_part(STYLES, '<w:color w:val="000000"/>', '<w:color w:val="FF0000"/>'),
    "named_fonts": changed_part(STYLES, 'w:eastAsia="仿宋_GB2312"', 'w:eastAsiaTheme="minorEastAsia"'),
    "chinese_marks": {**changed_part(DOCUMENT, ' w:hint="eastAsia"', ""), **changed_part(STYLES, ' w:hint="eastAsia"', "")},
    "document_number": changed_part(DOCUMENT, "〔2022〕", "[2022]"),
    "title": changed_part(STYLES, '"方正小标宋简体"', '"黑体"'),
    "addressee": changed_part(DOCUMENT, "各区人民政府：", "各区人民政府:"),
    "indent": changed_part(STYLES, 'w:firstLineChars="200" w:firstLine="640"', 'w:firstLineChars="0" w:firstLine="0"'),
    "level_faces": changed_part(STYLES, '"楷体_GB2312"', '"宋体"'),
    "level_numbers": changed_part("word/numbering.xml", 'w:val="%1、"', 'w:val="%1."'),
    "annex_note": changed_part(DOCUMENT, "附件：", "附件:"),
    "dates": changed_part(DOCUMENT, "2026年3月1日", "2026年03月01日"),
    "annex_page": changed_part(STYLES, "<w:pageBreakBefore/>", ""),
    "annex_mark": changed_part(DOCUMENT, '<w:pStyle w:val="AnnexMark"/>', '<w:pStyle w:val="Title"/>'),
    "page_number": changed_part("word/footer1.xml", "— ", "- "),
    "page_number_side": changed_part("word/settings.xml", "<w:evenAndOddHeaders/>", ""),
    "page_number_distance": changed_part(DOCUMENT, 'w:footer="1417"', 'w:footer="851"'),
    "tables": changed_part(STYLES, '<w:insideV w:val="single"', '<w:insideV w:val="nil"'),
    "headings": changed_part(STYLES, r'<w:outlineLvl w:val="\d"/>', ""),
    "numbering": changed_part(DOCUMENT, r'(<w:pStyle w:val="Article"/>)<w:numPr>.*?</w:numPr>(</w:pPr>)(.*?)　',
                              r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>\2\3第一条　'),
    "self_contained": changed_part("word/_rels/document.xml.rels", "</Relationships>",
                                   '<Relationship Id="x" Type="y" Target="http://example.com/a" TargetMode="External"/></Relationships>'),
}  # fmt: skip


@pytest.mark.parametrize("rule", SPOILT)
def test_each_clause_is_seen_to_fail(tmp_path, rule):
    path = written(tmp_path, repacked(docx(SAMPLE, PARTS), SPOILT[rule]))
    assert outcomes(path)[rule] is False


def test_every_rule_has_a_file_that_breaks_it():
    assert set(SPOILT) == set(CHECKS)


def test_the_default_document_of_another_program_breaks_the_right_clauses(tmp_path):
    document = python_docx.Document()
    document.add_heading("关于试点的通知", 0)
    document.add_paragraph("各区人民政府:")
    document.add_paragraph("为了“试点”，现通知如下。")
    document.save(tmp_path / "a.docx")
    found = outcomes(tmp_path / "a.docx")
    assert {name for name, holds in found.items() if holds is False} == {
        "paper", "margins", "type_area", "lines", "characters", "line_spacing", "body_face", "body_size", "colour", "named_fonts",
        "chinese_marks", "title", "addressee", "indent", "page_number", "page_number_side", "page_number_distance",
    }  # fmt: skip
    assert found["self_contained"] is True
    assert found["annex_note"] is None


def test_direct_formatting_counts_as_much_as_styles(tmp_path):
    document = python_docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    for _ in range(3):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(28.95)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        run = paragraph.add_run("为了开展试点，制定本办法。")
        run.font.size = Pt(16)
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", "仿宋")
    document.save(tmp_path / "a.docx")
    found = outcomes(tmp_path / "a.docx")
    for rule in ("paper", "margins", "type_area", "lines", "line_spacing", "body_face", "body_size", "indent", "named_fonts"):
        assert found[rule] is True, rule
    assert found["characters"] is False, "27 characters of 16 points fit, 28 need their spacing narrowed"


def test_the_command_prints_clause_by_clause_and_answers_with_its_exit_code(tmp_path):
    good = written(tmp_path, docx(SAMPLE, PARTS))
    done = command(good)
    assert done.returncode == 0 and done.stderr == ""
    assert f"符合 {len(CHECKS)} 项，不符合 0 项，未涉及 0 项" in done.stdout
    assert not re.search("[A-Za-z]{4}", done.stdout.replace(".docx", ""))
    bad = written(tmp_path, repacked(docx(SAMPLE, PARTS), SPOILT["margins"]), "b.docx")
    done = command(bad, "--json")
    assert done.returncode == 1
    failed = [entry for entry in json.loads(done.stdout) if entry["holds"] is False]
    assert {entry["clause"] for entry in failed} == {"5.2.1", "5.2.3"}
    assert command(tmp_path / "none.docx").returncode == 2
    assert command().returncode == 2


def bomb(members: int = 1, size: int = 60_000_000) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"word/{number}.xml", b"\0" * size)
    return made.getvalue()


def lying_size(content: bytes) -> bytes:
    """The archive with every size in its directory and heads set to seven bytes."""
    found = bytearray(content)
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = found.find(mark)
        while place >= 0:
            found[place + at : place + at + 4] = struct.pack("<I", 7)
            place = found.find(mark, place + 4)
    return bytes(found)


OWN = docx(SAMPLE, PARTS)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE_FILES = {
    "empty": (b"", "不是 .docx 文件，或文件已损坏"),
    "text": (b"hello" * 100, "不是 .docx 文件，或文件已损坏"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这是旧版 .doc 文件或加密的文件，请另存为不加密的 .docx"),
    "zip bomb": (bomb(), "文件解压后超过50MB"),
    "many members": (bomb(300, 10), "文件里有300个部分，超过200个"),
    "another archive": (bomb(3, 10), "不是 Word 文件（没有正文）"),
    "cut off": (OWN[:-40], "不是 .docx 文件，或文件已损坏"),
    "sizes that lie": (lying_size(OWN), "不是 .docx 文件，或文件已损坏"),
    "entities": (
        repacked(OWN, {DOCUMENT: lambda text: text.replace("<w:document", ENTITIES + "<w:document", 1)}),
        "word/document.xml 不允许有文档类型和实体",
    ),
    "external entity": (
        repacked(OWN, {STYLES: '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'}),
        "word/styles.xml 不允许有文档类型和实体",
    ),
    "no xml": (repacked(OWN, {DOCUMENT: "<w:document"}), "word/document.xml 不是规范的 XML"),
    "wrong root": (repacked(OWN, {DOCUMENT: "<x/>"}), "不是 Word 文件（正文的根元素不对）"),
    "latin bytes": (repacked(OWN, {DOCUMENT: b"<x>\xff</x>"}), "word/document.xml 不是规范的 XML"),
    "another encoding": (
        repacked(OWN, {DOCUMENT: '<?xml version="1.0" encoding="gb2312"?><x/>'}), "XML 的编码只能是 UTF-8 或 UTF-16",
    ),
    "too many elements": (repacked(OWN, {DOCUMENT: "<x>" + "<a/>" * 3_100_000 + "</x>"}), "文件里的元素太多"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE_FILES)
def test_a_hostile_file_ends_in_one_clear_line(tmp_path, kind, capsys):
    from generator.cli import main

    content, reason = HOSTILE_FILES[kind]
    path = written(tmp_path, content)
    with pytest.raises(UnreadableFile, match=re.escape(reason)):
        check_file(path, PROFILE)
    assert main(["wordcheck", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"atlas wordcheck: {path}: {reason}\n"


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="这是文件夹"):
        check_file(tmp_path, PROFILE)


def test_deep_tables_styles_in_a_circle_and_odd_values_are_survived(tmp_path):
    nested = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    path = written(tmp_path, repacked(OWN, changed_part(DOCUMENT, "<w:sectPr", nested + "<w:sectPr")))
    assert outcomes(path)["paper"] is True
    circle = changed_part(STYLES, r'(w:styleId="Normal">)', r'\1<w:basedOn w:val="Article"/>')
    assert outcomes(written(tmp_path, repacked(OWN, circle)))["paper"] is True
    for odd in ("", "x", "-", "9" * 40, "1e9"):
        path = written(tmp_path, repacked(OWN, changed_part(DOCUMENT, 'w:top="2098"', f'w:top="{odd}"')))
        assert outcomes(path)["margins"] is False


def test_files_broken_by_chance_are_checked_or_refused_and_nothing_else(tmp_path):
    chance = random.Random(7)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(OWN)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    refused = 0
    for number in range(300):
        content = bytearray(OWN if number % 2 else packed.getvalue())
        for _ in range(chance.randrange(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            outcomes(written(tmp_path, bytes(content)))
        except UnreadableFile:
            refused += 1
    assert refused > 30


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: paper", "id: colour_of_paper", "profile.yaml: 没有检查 colour_of_paper"),
        ("clause:", "section:", "profile.yaml: 读不懂（KeyError）"),
        ("rules:", "rules: [", "profile.yaml: 读不懂（"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused(tmp_path, old, new, reason):
    text = (ROOT / "site_templates" / "word" / "profile.yaml").read_text(encoding="utf-8")
    path = tmp_path / "profile.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadProfile, match=re.escape(reason)):
        load_profile(path)


def test_an_office_can_ask_for_something_else(tmp_path):
    text = (ROOT / "site_templates" / "word" / "profile.yaml").read_text(encoding="utf-8")
    profile = tmp_path / "own.yaml"
    profile.write_text(text.replace("value: {lines: 22}", "value: {lines: 20}"), encoding="utf-8")
    path = written(tmp_path, OWN)
    done = command(path, "--profile", profile)
    assert done.returncode == 1
    assert "不符合  5.2.3" in done.stdout and "每面22行（行距28.95磅）" in done.stdout


def test_the_fields_of_a_rule_are_those_that_are_promised():
    assert FIELDS == ("id", "clause", "requirement", "value", "tolerance", "check")
