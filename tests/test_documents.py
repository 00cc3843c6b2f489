"""Document trees: numbers and references, what is refused, and that every text comes out as it was typed."""

from __future__ import annotations

import hashlib
import random
from html.parser import HTMLParser
from statistics import median

import pytest
from markdown_it import MarkdownIt
from random_documents import HOSTILE, RandomDocument, in_node, spoilt

from generator.chinese_forms import Unwritable
from generator.documents import BadDocument, check, clean, html, markdown, open_points, plain_text
from generator.documents.draft_text import BadDraftText, protect, read
from generator.documents.markdown_text import escaped
from generator.word import docx, load_parts

DAY = "2026-03-01"
PARTS = load_parts()
READER = MarkdownIt("commonmark").enable("table")


def tree_of(*lines: str) -> dict:
    return read("\n".join(["@title 题", *lines]), DAY)


def lines_of(*lines: str) -> list[str]:
    return plain_text(tree_of(*lines)).splitlines()[1:]


class Words(HTMLParser):
    """The text of a page without its marks for notes, and the elements it consists of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.skipped = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if self.skipped or tag in ("style", "title") or ("class", "note-mark") in attrs:
            self.skipped += tag not in ("br", "meta", "hr", "col")

    def handle_endtag(self, tag):
        self.skipped = max(0, self.skipped - 1)

    def handle_data(self, data):
        if not self.skipped:
            self.text.append(data)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_articles_run_on_across_chapters_and_items_begin_anew_with_each():
    assert lines_of(
        "@chapter 甲", "@article 一", "@item 项", "@subitem 目", "@subitem 目", "@item 项", "@chapter 乙", "@article 二", "@item 项",
    ) == [
        "第一章　甲", "第一条　一", "（一）项", "1.目", "2.目", "（二）项", "第二章　乙", "第二条　二", "（一）项",
    ]  # fmt: skip


def test_headings_count_within_the_one_above_and_each_annex_begins_anew():
    assert lines_of(
        "@heading1 甲", "@heading2 乙", "@heading3 丙", "@heading4 丁", "@heading2 戊", "@heading3 己", "@heading1 庚", "@heading3 辛",
        "@article 条", "@annex 附", "@heading1 壬", "@article 条", "@annex 附", "@article 条",
    ) == [
        "一、甲", "（一）乙", "1.丙", "（1）丁", "（二）戊", "1.己", "二、庚", "1.辛", "第一条　条",
        "附件1", "附", "一、壬", "第一条　条", "附件2", "附", "第一条　条",
    ]  # fmt: skip


def test_a_list_outside_articles_begins_anew_after_a_heading_or_where_it_says_so():
    assert lines_of("@item 甲", "@item 乙", "文", "@item 丙", "@item(restart) 丁", "@heading1 章", "@item 戊") == [
        "（一）甲", "（二）乙", "文", "（三）丙", "（一）丁", "一、章", "（一）戊",
    ]  # fmt: skip


def test_a_reference_says_the_number_of_its_target_wherever_that_stands():
    lines = lines_of(
        "见[[last]]、[[deep]]、[[deep local]]、[[sub]]、[[part]]、[[under]]、[[form]]、[[chapter]]。",
        "@chapter(chapter) 章", "@article 一", "@article(last) 二", "@item 甲", "@item(deep) 乙", "@subitem(sub) 丙",
        "@heading1 甲", "@heading1(part) 乙", "@heading2(under) 丙", "@annex(form) 表",
    )  # fmt: skip
    assert lines[0] == "见第二条、第二条第二项、第二项、第二条第二项第1目、第二部分、第二部分（一）、附件、第一章。"


@pytest.mark.parametrize("count", [9, 10, 11, 19, 20, 21, 99, 100, 101, 110, 111])
def test_an_article_that_is_left_out_moves_every_number_and_reference_after_it(count):
    def text(left_out: int | None) -> list[str]:
        kept = [n for n in range(count) if n != left_out]
        return lines_of(*(f"@article(a{n}) 见[[a{kept[-1]}]]。" for n in kept))

    whole, shorter = text(None), text(3)
    assert len(shorter) == len(whole) - 1
    assert shorter == [line.replace(last(whole), last(shorter)) for line in whole[:-1]]
    assert last(whole) != last(shorter)


def last(lines: list[str]) -> str:
    return lines[-1].split("　")[0]


def test_the_signature_stands_as_the_standard_says():
    # 7.3.5.2: the issuer two characters from the edge, the date two characters to the right of its first.
    from generator.documents import lay_out

    def insets(*lines: str) -> tuple[int, ...]:
        return lay_out(tree_of(*lines)).sections[0].blocks[0].insets

    assert insets("@issuer 某市地方金融监督管理局", "@date 2026年3月1日") == (4, 10)
    assert insets("@issuer 某局", "@date 2026年12月31日") == (14 + 8 - 4, 4)
    assert insets("@issuer 某市地方金融监督管理局", "@issuer 某市财政局", "@date 2026年3月1日") == (4, 10, 10)


def test_undecided_points_are_listed_once_in_the_order_of_the_text():
    tree = tree_of(
        "[[?乙]]、[[?甲]]", "@table [[?丙]]", "@row a || [[?丁]]", "@signoff [[?戊]] || [[?乙]]", "@end",
        "@issuer [[?己]]", "@date [[?庚]]",
    )  # fmt: skip
    assert open_points(tree) == ["乙", "甲", "丙", "丁", "戊", "己", "庚"]
    assert "【待定：甲】" in plain_text(tree)


def test_a_clean_copy_has_no_notes_and_is_otherwise_the_same():
    annotated = tree_of("@article 条", "@note 批注一", "@annex 附", "@note 批注二", "文")
    tree = clean(annotated)
    assert "批注" not in markdown(tree) and "批注" not in html(tree, "")
    assert plain_text(annotated).replace("批注一\n", "").replace("批注二\n", "") == plain_text(tree)


FAULTY = {
    "blocks[0].text": ({"text": "a\nb"}, "文字里有不能用的字符 U+000A"),
    "blocks[0].text ": ({"text": "\u202e反向"}, "文字里有不能用的字符 U+202E"),
    "blocks[0].text  ": ({"text": "x" * 100_001}, "文字超过100000字"),
    "blocks[0].text[1].ref": ({"text": ["见", {"ref": "none"}]}, "没有可引用的 none"),
    "blocks[0].colour": ({"text": "文", "colour": 1}, "没有这个字段"),
    "blocks[0].name": ({"text": "文", "name": "中"}, "名称只能用小写字母、数字、- 和 _，以字母开头"),
    "blocks[0].text   ": ({"text": " 　"}, "没有文字"),
    "blocks[0]": ({"type": "script", "text": "文"}, "没有这种段落"),
}


@pytest.mark.parametrize("path", FAULTY)
def test_a_tree_that_is_no_document_is_refused_with_the_place(path):
    fields, message = FAULTY[path]
    tree = {"title": "题", "date": DAY, "blocks": [{"type": "article", **fields}]}
    assert [str(fault) for fault in check(tree)] == [f"{path.strip()}: {message}"]
    for write in (markdown, plain_text, lambda found: html(found, ""), lambda found: docx(found, PARTS)):
        with pytest.raises(BadDocument, match="U\\+|超过|引用|字段|名称|文字|段落"):
            write(tree)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["a", "b"], ["c"]], "第2行有1列，应有2列"),
        ([["a", "b"], ["c", {"text": "d", "down": 2}]], "有单元格伸到表格之外"),
        ([[{"text": "a", "down": 2}, "b"], ["c", "d"]], "第2行有3列，应有2列"),
        ([], "表格没有行"),
        ([["a"], {"signoff": "b"}], "有签章行的表格至少要有2列"),
    ],
)
def test_rows_that_are_no_table_are_refused(rows, message):
    tree = {"title": "题", "date": DAY, "blocks": [{"type": "table", "rows": rows}]}
    assert [str(fault) for fault in check(tree)] == [f"blocks[0].rows: {message}"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("@script 文", "不认识的标记 @script"),
        ("@row a", "@row 只能写在表格里"),
        ("@date 2026年", "@date 前要有 @issuer"),
        ("见[[甲", "[[ 没有对应的 ]]"),
        ("@（甲）", "标记写法不对"),
        ("@table\n文", "表格里只能有 @row、@signoff 和 @end"),
        ("@table(columns=a) 题", "a 应是整数"),
        ("@item 甲||乙||丙", "@item 里只能有一个 ||"),
    ],
)
def test_draft_text_that_cannot_be_read_is_refused_with_its_line(line, reason):
    with pytest.raises(BadDraftText) as refusal:
        read(f"@title 题\n{line}", DAY)
    assert str(refusal.value) == f"{2 + line.count(chr(10))}: {reason}"


@pytest.mark.parametrize("value", [*HOSTILE, "@article(x) 文", "(span=3) 文", "[[?x]]", "a||b", "\\", "\\\\[[x]]", "@end", "  x  "])
def test_a_protected_value_is_nothing_but_text(value):
    for frame, find in {
        "{}": lambda tree: tree["blocks"][0]["text"],
        "@article {}": lambda tree: tree["blocks"][0]["text"],
        "文{}文": lambda tree: tree["blocks"][0]["text"][1:-1],
        "@table\n@row 甲 || {} || 乙\n@end": lambda tree: tree["blocks"][0]["rows"][0][1]["text"][0],
        "见[[?{}]]": lambda tree: tree["blocks"][0]["text"][1]["open"],
    }.items():
        tree = read(f"@title 题\n{frame.format(protect(value))}", DAY)
        assert find(tree) == value, frame


def test_a_value_with_a_line_break_is_refused_and_cannot_begin_a_line():
    for value in ("a\n@end", "a\r", "\u2028@end", "\x00", "\x85"):
        with pytest.raises(Unwritable, match="文字里有不能用的字符 U"):
            protect(value)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_markdown_shows_the_characters_that_were_typed(text):
    for block in ({"type": "paragraph"}, {"type": "article"}, {"type": "heading", "level": 1}, {"type": "note"}):
        source = markdown({"title": "题", "date": DAY, "blocks": [{**block, "text": text}]})
        words = Words(READER.render(source.split("\n\n", 1)[1]))
        shown = "".join(words.text).removeprefix("〔批注〕").removeprefix("一、").removeprefix("第一条　").rstrip("\n")
        assert shown.lstrip("\n").removeprefix("〔批注〕").rstrip("\n") == text, source
        assert words.tags <= {"p", "h2", "blockquote", "strong"}


def test_random_documents_say_the_same_as_markdown_html_and_plain_text():
    documents = RandomDocument(3)
    for _ in range(150):
        tree = documents.tree()
        expected = without_spaces(plain_text(tree))
        shown = Words(READER.render(markdown(tree)))
        assert without_spaces("".join(shown.text)).replace("〔批注〕", "") == expected
        assert shown.tags <= set("p h1 h2 h3 h4 h5 blockquote strong hr table thead tbody tr th td".split())
        page = Words(html(tree, PARTS.css))
        assert without_spaces("".join(page.text)) == expected
        assert not page.tags & {"script", "img", "iframe", "link"}
        assert not [name for name in page.attributes if name.startswith("on") or name == "style"]


def test_the_html_page_loads_nothing_and_runs_nothing():
    page = html(tree_of("文"), PARTS.css)
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert "url(" not in PARTS.css and "@import" not in PARTS.css and "http" not in PARTS.css
    with pytest.raises(ValueError, match="close"):
        html(tree_of("文"), "</style><script>")


def test_the_escapes_of_markdown_are_seen_to_be_needed():
    bare = READER.render("**粗** <b> `码`")
    assert Words(bare).tags == {"p", "strong", "b", "code"}
    assert Words(READER.render(escaped("**粗** <b> `码`"))).tags == {"p"}


def outputs(tree: dict) -> dict:
    """What `document_batch.cjs` answers to a tree."""
    if faults := check(tree):
        return {"faults": [f"{fault.path}: {fault.message}" for fault in faults]}
    return {
        "docx": hashlib.sha256(docx(tree, PARTS)).hexdigest(),
        "markdown": markdown(tree),
        "html": hashlib.sha256(html(tree, PARTS.css).encode()).hexdigest(),
        "plain": plain_text(tree),
        "open": open_points(tree),
        "clean": hashlib.sha256(docx(clean(tree), PARTS)).hexdigest(),
    }


def test_python_and_the_page_write_the_same_bytes_and_refuse_the_same_trees(require_tool):
    documents, chance = RandomDocument(1), random.Random(4)
    sound = [documents.tree() for _ in range(250)]
    trees = [*sound, *(spoilt(tree, chance) for tree in sound)]
    ours = [outputs(tree) for tree in trees]
    assert all("docx" in found for found in ours[:250])
    assert sum("faults" in found for found in ours[250:]) > 150
    theirs = in_node(require_tool("node"), PARTS, trees=trees)["trees"]
    took = [found.pop("milliseconds", 0) for found in theirs]
    assert theirs == ours
    assert median(took[:250]) < 50, "milliseconds for one document in the page"


def test_python_and_the_page_read_the_same_draft_text(require_tool):
    chance = random.Random(9)
    heads = ["", "@article ", "@article(a) ", "@item ", "@item(restart) ", "@subitem", "@row ", "@table(header=1 columns=1,2) ", "@end",
             "@signoff ", "@issuer ", "@date ", "@annex(f) ", "@title ", "@note ", "@x ", "@", "@heading2 ", "@paragraph(center flush) ",
             "@pagebreak", "@annexes", "@subtitle ", "  ", "@table"]  # fmt: skip
    tails = ["文", "[[a]]", "[[?甲]]", "[[!乙]]", "[[a local]]", "\\[[", "||", " || ", "(span=2 label) 丙", "\\", "[[", "]]", "𠮷\\𠮷", " "]
    texts = [
        "\n".join(
            chance.choice(heads) + "".join(chance.choice(tails) for _ in range(chance.randrange(4)))
            for _ in range(chance.randrange(1, 6))
        )
        for _ in range(1500)
    ]
    values = [*HOSTILE, *(chance.choice(HOSTILE) + chance.choice(["", "\n", "\u202e", "\ud800", " "]) for _ in range(100))]
    answers = in_node(require_tool("node"), PARTS, drafts=texts, values=values)

    def ours(text: str) -> dict:
        try:
            return {"tree": read(text, DAY)}
        except BadDraftText as refusal:
            return {"refused": str(refusal)}

    def kept(value: str) -> object:
        try:
            return protect(value)
        except Unwritable as refusal:
            return {"refused": refusal.args[0]}

    expected = [ours(text) for text in texts]
    assert 300 < sum("tree" in found for found in expected) < 1450
    assert answers["drafts"] == expected
    assert answers["values"] == [kept(value) for value in values]
