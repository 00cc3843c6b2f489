"""Word files as another program lays them out: lines and characters, numbers and references, page numbers, annexes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from drafting_tools import PILOTS, shipped, the_desk
from random_documents import RandomDocument

from generator.documents import clean, lay_out
from generator.documents.draft_text import read
from generator.documents.queries import labelled, words
from generator.drafting import draft
from generator.word import docx, load_parts

DAY = "2026-03-01"
PARTS = load_parts()
POINTS_PER_MM = 72 / 25.4
HAN = "贷款保证险试点实施办法规定银行机构"
PAGE_NUMBER = re.compile("—[0-9]+—")
ARTICLES = 35
STOPS = re.compile("[，。、；：]")
"""Marks that hang over the end of a line: LibreOffice 7.4 does not draw every one of them, by the fonts there are."""


@pytest.fixture(scope="session")
def rendered(require_tool, tmp_path_factory):
    """Files by name to the folder with their PDFs, all converted by one start of LibreOffice."""
    soffice, _, _ = require_tool("libreoffice"), require_tool("poppler"), require_tool("cjk-fonts")

    def render(**trees: dict) -> Path:
        folder = tmp_path_factory.mktemp("word")
        for name, tree in trees.items():
            (folder / f"{name}.docx").write_bytes(docx(tree, PARTS))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        files = [str(folder / f"{name}.docx") for name in trees]
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        assert all((folder / f"{name}.pdf").is_file() for name in trees), done.stdout + done.stderr
        return folder

    return render


@pytest.fixture(scope="session")
def shown(rendered) -> Path:
    """The folder with every document of these tests."""
    documents = RandomDocument(31, hostile=0)
    return rendered(
        grid=read("@title 题\n" + HAN * 200, DAY),
        article=article_tree(),
        **{f"random{n}": documents.tree() for n in range(12)},
        **drafted(),
    )


def drafted() -> dict[str, dict]:
    """The measure of each shipped pilot."""
    return {path.stem: draft(shipped(path), the_desk()).trees["measure"] for path in PILOTS}


def article_tree() -> dict:
    """Thirty-five articles in five chapters that each name themselves and the next, with items, an annex and headings."""
    lines = ["@title 某市小额贷款保证保险", "@title 试点实施办法", "@subtitle （征求意见稿）"]
    for number in range(ARTICLES):
        if number % 7 == 0:
            lines.append(f"@chapter(c{number}) 章节")
        following = (number + 1) % ARTICLES
        lines.append(f"@article(a{number}) 此即[[a{number}]]，后为[[a{following}]]，属于[[c{number // 7 * 7}]]。")
        if number % 3 == 0:
            lines += ["@item 甲；", "@item 乙。"]
    lines += ["@annexes", "@issuer 某市地方金融监督管理局", "@date 2026年3月1日"]
    for name in ("申请表", "材料清单"):
        lines += [f"@annex {name}", "@heading1 说明", "@heading2 其一", "@heading1 要求", "@article 此为附件中的条文。"]
    return read("\n".join(lines), DAY)


def text_of(pdf: Path, *options: str) -> list[str]:
    """The text of each page."""
    done = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def joined(pdf: Path) -> str:
    """All text without white space and page numbers."""
    return PAGE_NUMBER.sub("", "".join("".join(text_of(pdf, "-layout")).split()))


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters(shown):
    pages = text_of(shown / "grid.pdf", "-layout")
    assert len(pages) >= 4
    for page in pages[1:3]:
        lines = ["".join(line.split()) for line in page.splitlines() if line.strip()]
        assert PAGE_NUMBER.fullmatch(lines.pop())
        assert [len(line) for line in lines] == [28] * 22


def test_the_numbers_that_another_program_counts_are_those_of_the_references(shown):
    text = joined(shown / "article.pdf").split("附件：")[0]
    found = re.findall("(第.{1,4}?条)此即(第.{1,4}?条)，后为(第.{1,4}?条)，属于(第.章)。", text)
    assert len(found) == ARTICLES
    assert [number for number, *_ in found] == [itself for _, itself, *_ in found]
    assert [following for _, _, following, _ in found] == [number for number, *_ in [*found[1:], found[0]]]
    assert len({number for number, *_ in found}) == ARTICLES
    chapters = re.findall("(第.章)章节", text)
    assert chapters == ["第一章", "第二章", "第三章", "第四章", "第五章"]
    assert [chapter for *_, chapter in found] == [chapters[n // 7] for n in range(ARTICLES)]


def test_the_numbers_that_another_program_counts_are_those_of_our_own_texts(shown):
    documents = RandomDocument(31, hostile=0)
    for name, tree in [*((f"random{n}", documents.tree()) for n in range(12)), ("article", article_tree()), *drafted().items()]:
        text, at = STOPS.sub("", joined(shown / f"{name}.pdf")), 0
        for section in lay_out(clean(tree)).sections:
            for block in section.blocks:
                if block.kind in ("chapter", "article", "item", "heading", "paragraph", "addressee"):
                    line = STOPS.sub("", "".join((labelled(block) + words(block.runs)).split()))
                    assert line in text[at:], f"{name}: {line}"
                    at = text.index(line, at) + len(line)


def test_a_drafts_pages_keep_the_grid_and_its_articles_count_as_they_are_cited(shown):
    for name, tree in drafted().items():
        pages = text_of(shown / f"{name}.pdf", "-layout")
        lines = [["".join(line.split()) for line in page.splitlines() if line.strip()] for page in pages]
        assert all(PAGE_NUMBER.fullmatch(page.pop()) for page in lines)
        body = [page for page in lines if page and page[0] != "附件"]
        # The annex is a form; two western digits take the room of one character.
        width = [len(line) - len(re.findall("[0-9A-Za-z.%]", line)) / 2 for page in body for line in page]
        assert all(len(page) <= 22 for page in body) and max(len(page) for page in body) >= 20 and 26 <= max(width) <= 29, name
        text = joined(shown / f"{name}.pdf")
        numbers = re.findall("第([一二三四五六七八九十百]+)条", text.split("附件：")[0])
        counted = [block.label for block in lay_out(tree).sections[0].blocks if block.kind == "article"]
        assert set(numbers) == {label.removeprefix("第").removesuffix("条") for label in counted}
        assert "待定" in text and "〔" not in text.replace("国办发〔2021〕45号", "")


def test_annexes_begin_pages_and_count_anew(shown):
    pages = ["".join(page.split()) for page in text_of(shown / "article.pdf", "-layout")]
    assert [page[:7] for page in pages if page.startswith("附件")] == ["附件1申请表一", "附件2材料清单"]
    assert len(pages) > 4
    for page in pages[-2:]:
        assert re.search("一、说明（一）其一二、要求第一条此为附件中的条文。", page)


def test_page_numbers_stand_outside_seven_millimetres_below_the_text(shown):
    done = subprocess.run(
        ["pdftotext", "-bbox", str(shown / "grid.pdf"), "-"], capture_output=True, text=True, check=True
    )
    for number, page in enumerate(done.stdout.split("<page ")[1:], 1):
        words_found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page)
        below = [
            [float(value) / POINTS_PER_MM for value in word[:4]] for word in words_found
            if float(word[1]) / POINTS_PER_MM > 262 and word[4].strip()
        ]  # fmt: skip
        assert below, f"page {number}"
        left, right = min(word[0] for word in below), max(word[2] for word in below)
        middle = sum((word[1] + word[3]) / 2 for word in below) / len(below)
        assert abs(middle - (37 + 225 + 7)) < 2
        if number % 2:
            assert abs(right - (210 - 26 - 5.6)) < 1
        else:
            assert abs(left - (28 + 5.6)) < 1


def test_pages_can_be_drawn(shown, tmp_path):
    subprocess.run(["pdftoppm", "-r", "40", "-png", str(shown / "article.pdf"), str(tmp_path / "page")], check=True)
    assert len(list(tmp_path.glob("page-*.png"))) == len(text_of(shown / "article.pdf"))
