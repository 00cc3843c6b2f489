"""The search index holds every word that a scheme says, in pieces small enough to load."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
from html.parser import HTMLParser

import pytest
import shipped_data
from required_tools import ROOT
from small_project import few_schemes

from generator import search_index
from generator.publication import load_records
from generator.search_words import load_search_words
from generator.views.atlas import Atlas
from generator.views.names import parameter_anchor, zh

PAGES = [
    ("about.html", "关于本站"),
    ("about.html#licence", "许可"),
    ("compare.html", "比较", "各方案逐项并列"),
    ("compare-2.html", "比较（第2页）"),
    ("schemes/foshan-2022.html", "佛山"),
    ("schemes/index.html", "方案"),
    ("fiscal/index.html", "测算"),
]


@pytest.fixture(scope="module")
def atlas():
    return Atlas(shipped_data.publication())


@pytest.fixture(scope="module")
def files(atlas):
    return search_index.files(atlas, PAGES, atlas.publication.search_words)


def value(script: bytes):
    """What a script assigns."""
    found = re.fullmatch(
        r"\(\(globalThis\.Atlas\?\?=\{\}\)\.searchData\?\?=\{\}\)\.\w+=(.*);\n",
        script.decode(),
        re.DOTALL,
    )
    assert found
    return json.loads(found[1])


def decoded(part):
    """The rows of a piece or shard: scheme, parameter, case, when, text, phrases."""
    at, rows = 0, []
    for step, parameter, case, *words in zip(*part["columns"], strict=True):
        at += step
        rows.append((at, parameter, case, *(part["strings"][word] for word in words)))
    return rows


def parts(files, kind):
    core = value(files[search_index.CORE])
    return [value(files[f"search/{kind}-{number}.js"]) for number in range(len(core[f"{kind}s"]))]


def test_the_core_names_every_scheme_parameter_and_page(atlas, files):
    core = value(files[search_index.CORE])
    assert [row[0] for row in core["schemes"]] == [scheme["id"] for scheme in atlas.schemes]
    assert [core["places"][row[2]][0] for row in core["schemes"]] == [
        s["region"]["code"] for s in atlas.schemes
    ]
    assert [row[0] for row in core["parameters"]] == [p["id"] for p in atlas.parameters]


def test_pages_are_taken_as_they_come_but_for_those_found_otherwise(files):
    paths = [page[0] for page in value(files[search_index.CORE])["pages"]]
    assert paths == [
        "about.html",
        "about.html#licence",
        "compare.html",
        "fiscal/index.html",
        "schemes/index.html",
    ]


@pytest.mark.parametrize("kind", ["piece", "shard"])
def test_every_provision_with_words_is_in_both_cuts(kind, atlas, files):
    rows = {row[:3]: row for part in parts(files, kind) for row in decoded(part)}
    checked = 0
    for number, scheme in enumerate(atlas.schemes):
        for position, parameter in enumerate(atlas.parameters):
            entry = scheme["parameters"][parameter["id"]]
            for case, provision in enumerate(entry["provisions"], start=1):
                if entry["state"] in ("stated", "delegated") and provision["text"]["zh"]:
                    row = rows[number, position, case]
                    assert row[4] == provision["text"]["zh"]
                    assert all(e["phrase"] in row[5] for e in provision["evidence"])
                    checked += 1
    assert checked > 500


def test_both_cuts_hold_the_same_rows(files):
    one, other = (
        {row for part in parts(files, kind) for row in decoded(part)} for kind in ("piece", "shard")
    )
    assert one == other


def test_states_are_written_one_letter_a_parameter(atlas, files):
    core = value(files[search_index.CORE])
    label = dict(zip(core["letters"], core["states"], strict=True))
    by_scheme = [line for part in parts(files, "piece") for line in part["states"]]
    by_parameter = [line for part in parts(files, "shard") for line in part["states"]]
    for number, scheme in enumerate(atlas.schemes):
        states = [atlas.label("state", e["state"]) for e in scheme["parameters"].values()]
        assert [label[letter] for letter in by_scheme[number]] == states
        assert [label[line[number]] for line in by_parameter] == states


def test_a_large_index_is_cut_into_pieces_and_shards(atlas):
    files = search_index.files(atlas, [], per_piece=2, shard_bytes=1000)
    core = value(files[search_index.CORE])
    assert [start for start, _ in core["pieces"]] == list(range(0, len(atlas.schemes), 2))
    assert {row[0] for row in decoded(value(files["search/piece-1.js"]))} <= {2, 3}
    starts = [start for start, _ in core["shards"]] + [len(atlas.parameters) + 1]
    assert len(starts) > 20
    for number, part in enumerate(parts(files, "shard")):
        assert {row[1] for row in decoded(part)} <= set(range(starts[number], starts[number + 1]))


def test_every_pair_of_characters_tells_its_shards(atlas):
    files = search_index.files(atlas, [], shard_bytes=1000)
    core = value(files[search_index.CORE])
    buckets = [value(files[f"search/words-{number}.js"]) for number in range(core["buckets"])]
    for token in ("欠息", "追偿", "#y10000000", "#p150"):
        told = buckets[search_index.bucket_of(token, len(buckets))][token]
        shards = {int(told[i : i + 2], 36) for i in range(0, len(told), 2)}
        holding = {
            number
            for number, part in enumerate(parts(files, "shard"))
            if any(
                token in search_index.tokens(search_index.fold(words)) for words in part["strings"]
            )
        }
        assert shards == holding != set(), token


class Anchors(HTMLParser):
    """The ids of a page."""

    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.update(value for name, value in attrs if name == "id")


def test_every_row_leads_to_an_anchor_of_its_page(atlas, files, built_site):
    ids = {
        s["id"]: Anchors((built_site / "schemes" / f"{s['id']}.html").read_text("utf-8")).found
        for s in atlas.schemes
    }
    for part in parts(files, "piece"):
        for scheme, parameter, case, *_ in decoded(part):
            document = parameter == len(atlas.parameters)
            anchor = (
                "facts"
                if document
                else parameter_anchor(atlas.parameters[parameter]["id"])
                + (f"-{case}" if case else "")
            )
            assert anchor in ids[atlas.schemes[scheme]["id"]], (scheme, anchor)


def test_a_state_without_provisions_has_an_anchor_too(atlas, built_site):
    for scheme in atlas.schemes[:5]:
        found = Anchors((built_site / "schemes" / f"{scheme['id']}.html").read_text("utf-8")).found
        assert {parameter_anchor(p["id"]) for p in atlas.parameters} <= found


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（ＬＰＲ）＋１５０个基点", "lpr+150个基点"),
        ("1,000 万元", "1000万元"),
        ("佛府〔2015〕92号", "佛府2015-92号"),
        ("“政银保”、银行", "政银保银行"),
        ("18-60周岁", "18-60周岁"),
        ("8：2", "8:2"),
        ("上浮30%：可以", "上浮30%可以"),
        ("10%，90%", "10%90%"),
    ],
)
def test_width_case_spaces_and_punctuation_do_not_count(text, folded):
    assert search_index.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1000万元", {"#n1000", "#y10000000"}),
        ("一千万", {"#y10000000"}),
        ("0.5亿元", {"#n0.5", "#y50000000"}),
        ("lpr+150", {"#n150", "#p150"}),
        ("1.5个百分点", {"#n1.5", "#p150"}),
        ("百分之三十", {"#r30"}),
        ("八成", {"#r80"}),
        ("三年", {"#m36"}),
        ("36个月", {"#n36", "#m36"}),
        ("1.5年", {"#n1.5", "#m18"}),
        ("2022年8月29日", {"#n2022", "#n8", "#n29"}),
        ("5个工作日", {"#n5", "#w5"}),
        ("60周岁", {"#n60", "#s60"}),
        ("成立成长一般", set()),
    ],
)
def test_figures_have_one_form(text, tokens):
    assert set(search_index.figures(search_index.fold(text))) == tokens


def test_the_browser_folds_and_counts_as_the_index_was_made(atlas, require_tool, tmp_path):
    texts = {
        words
        for scheme in atlas.schemes
        for entry in scheme["parameters"].values()
        for provision in entry["provisions"]
        for words in (
            zh(provision["text"]),
            *(e["phrase"] for e in (*provision["evidence"], *provision["mentioned"])),
        )
    }
    texts |= {
        "",
        "+",
        "1:",
        "一〇二年",
        "两千五百万",
        "零",
        "百百",
        "1.50%",
        "999999999999999年",
        "0.00001%",
        "ﬁ½Ⅳ①",
        "a1,000,b2,00",
    }
    listed = sorted(texts)
    ours = [
        [folded := search_index.fold(text), list(search_index.figures(folded))] for text in listed
    ]
    (tmp_path / "texts.json").write_text(json.dumps(listed), encoding="utf-8")
    done = subprocess.run(
        [require_tool("node"), ROOT / "tests" / "js" / "fold_batch.cjs", tmp_path / "texts.json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for text, mine, theirs in zip(listed, ours, json.loads(done.stdout), strict=True):
        assert mine == theirs, text


def test_every_character_of_a_name_can_be_read_in_pinyin(files):
    core = value(files[search_index.CORE])
    names = [zh for _, zh, _ in core["places"]] + [p[1] for p in core["parameters"]] + core["terms"]
    assert set(re.findall(r"[\u4e00-\u9fff]", "".join(names))) <= set(core["readings"])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{words: [额度], parameter: loan_amount}", "不存在"),
        ('{words: [粤], region: "990000"}', "不存在"),
        ("{words: [小贷险]}", "恰好写一个"),
        ("{words: [小贷险], stands_for: 保险, page: data.html}", "恰好写一个"),
        ("{words: [], stands_for: 保险}", "列表是空的"),
        (
            "{words: [甲, 乙], stands_for: 保险}\n  - {words: [乙], page: data.html}",
            "已在第1条写过",
        ),
    ],
)
def test_a_word_stands_for_one_thing_that_exists(entry, message, tmp_path):
    project = few_schemes(tmp_path / "project", ("zibo-2022",))
    (project / "policies" / "search_words.yaml").write_text(
        f"entries:\n  - {entry}\n", encoding="utf-8"
    )
    records, problems = load_records(project, "2026-11-20")
    assert records is None
    assert any(message in p.message and p.file == "policies/search_words.yaml" for p in problems), (
        problems
    )


def test_a_project_without_search_words_has_none(tmp_path):
    words, problems = load_search_words(tmp_path, (), ())
    assert (words.entries, words.ignored, problems) == ((), (), [])


def test_a_large_index_answers_as_a_small_one_and_reads_little_of_it(
    atlas, built_site, require_tool, tmp_path
):
    pages = value((built_site / search_index.CORE).read_bytes())["pages"]
    files = search_index.files(
        atlas, pages, atlas.publication.search_words, per_piece=8, shard_bytes=6000
    )
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    asked = json.loads((ROOT / "tests" / "vectors" / "search_queries.json").read_text("utf-8"))
    (tmp_path / "queries.json").write_text(
        json.dumps([entry["query"] for entry in asked]), encoding="utf-8"
    )
    done = subprocess.run(
        [require_tool("node"), ROOT / "tests" / "js" / "search_batch.cjs", tmp_path, tmp_path / "queries.json", "60"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers = list(zip(asked, json.loads(done.stdout), strict=True))
    assert [
        f"{entry['query']}: {one['hits']}"
        for entry, one in answers
        if entry["expected"] not in one["hits"]
    ] == []
    rows = sum(len(content) for path, content in files.items() if "shard-" in path)
    read = [
        sum(len(files[path]) for path in one["read"] if "shard-" in path or "piece-" in path)
        for _, one in answers
    ]
    assert statistics.median(read) < rows / 3
    assert any("piece-" in path for _, one in answers for path in one["read"])
