"""How texts follow one another, level stands to level, and what is read next: only what was read is claimed."""

from __future__ import annotations

import copy

import pytest
import shipped_data

from generator.comparison.inheritance import Level, compare, levels_above
from generator.comparison.lineage import line_of, pairs
from generator.comparison.reading_list import candidates, wanted
from generator.comparison.revisions import read_whole
from generator.views.atlas import Atlas
from generator.views.cells import row_view
from generator.views.coverage import SYMBOLS, coverage_views, status_of
from generator.views.levels import VERDICTS, level_tables
from generator.views.lineage import changes_path, changes_view, changes_views, lineage_view
from generator.views.lists import schemes_views
from generator.views.reading import reading_views
from generator.views.region import region_tiles


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


@pytest.fixture(scope="module")
def atlas(records):
    return Atlas(records)


def pair(atlas, old: str, new: str):
    return next(p for p in atlas.linked if (p.old["id"], p.new["id"]) == (old, new))


# --- versions ---


@pytest.mark.parametrize(
    "line",
    [
        ["shenzhen-2018", "shenzhen-2018-final", "shenzhen-2022"],
        ["guangzhou-2015", "guangzhou-2018", "guangzhou-2025"],
        ["foshan-2015", "foshan-2018", "foshan-2022"],
        ["shandong-2015", "shandong-2015-zijin", "shandong-2016", "shandong-2017", "shandong-2018"],
    ],
)
def test_a_line_runs_from_the_oldest_text_to_the_newest_whoever_is_asked(line, atlas):
    for identifier in line:
        assert [s["id"] for s in line_of(identifier, atlas.linked)] == line


def test_a_text_that_follows_none_has_no_line(atlas, records):
    assert line_of("qinghai-2015", atlas.linked) == ()
    assert lineage_view(atlas, records.scheme("qinghai-2015")) is None


def test_a_ground_of_another_level_is_no_forerunner(records):
    assert not [p for p in pairs(records.schemes) if p.relation["kind"] == "implements"]


def test_every_pair_has_its_page_and_each_side_leads_to_its_scheme(atlas):
    views = list(changes_views(atlas))
    assert len(views) == len(atlas.linked) > 10
    assert len({view.path for view in views}) == len(views)
    for view in views:
        assert view.old.href != view.new.href


def test_the_eight_amendments_of_foshan_are_on_the_page_though_the_old_text_was_not_read(atlas):
    view = changes_view(atlas, pair(atlas, "foshan-2015", "foshan-2022"))
    assert view.told_places == 8
    places = {quote.locator for line in view.told for quote in line.old_quotes}
    assert places == {f"三（{n}）" for n in "一二三四五六七八"}
    assert all(line.old and line.new and line.old_quotes and line.new_quotes for line in view.told)
    cap = next(line for line in view.told if line.label == "年度补偿上限")
    assert (cap.old, cap.new) == ("年度政策性小额贷款专项扶持资金总额", "不超过6000万元")


def test_the_words_on_either_side_lead_to_a_source_of_the_text_that_says_them(atlas):
    view = changes_view(atlas, pair(atlas, "foshan-2015", "foshan-2022"))
    assert {q.href.split("#")[0] for line in view.told for q in line.old_quotes} == {
        "schemes/foshan-2022.html"
    }
    view = changes_view(atlas, pair(atlas, "shenzhen-2018", "shenzhen-2018-final"))
    reward = next(line for line in view.compared if line.label == "银行奖励")
    assert {q.href.split("#")[0] for q in reward.old_quotes} == {"schemes/shenzhen-2018.html"}
    assert "1%" in reward.old and "0.5%" in reward.new and reward.verdict.text == "修改"


def test_what_a_half_read_text_does_not_show_is_not_called_dropped_or_new(atlas):
    draft, final = (atlas.by_id[i] for i in ("shenzhen-2018", "shenzhen-2018-final"))
    assert not read_whole(draft) and not read_whole(final)
    view = changes_view(atlas, pair(atlas, "shenzhen-2018", "shenzhen-2018-final"))
    words = {line.verdict.text for line in view.compared}
    assert words & {"新增", "不再写明"} == set()
    assert {"旧文件已读部分未见", "新文件已读部分未见"} <= words


def test_a_text_read_whole_may_be_said_to_drop_and_to_add(records):
    old, new = (copy.deepcopy(records.scheme(i)) for i in ("shenzhen-2018", "shenzhen-2018-final"))
    for scheme in (old, new):
        scheme["sources"][0] |= {"governing": True, "read": "full"}

    class Edited:
        as_of, parameters, regions = records.as_of, records.parameters, records.regions
        reference_rates, differences = records.reference_rates, ()
        schemes = (old, new)

    view = changes_view(Atlas(Edited), pairs((old, new))[0])
    assert {"新增", "不再写明"} <= {line.verdict.text for line in view.compared}


def test_every_parameter_is_compared_or_said_to_be_open(atlas):
    for one in atlas.linked:
        view = changes_view(atlas, one)
        anchors = {link.href.split("#")[1] for link in (*view.only_new, *view.only_old)}
        compared = {line.new_href.split("#")[1] for line in (*view.told, *view.compared)}
        same = {item.href.split("#")[1] for item in view.same}
        states = [
            (one.old["parameters"][p["id"]]["state"], one.new["parameters"][p["id"]]["state"])
            for p in atlas.parameters
        ]
        bare = sum(1 for a, b in states if not {a, b} & {"stated", "delegated"})
        assert len(anchors | compared | same) + bare >= len(atlas.parameters) - sum(
            1 for a, b in states if {a, b} & {"silent", "not_applicable"}
        )


def test_a_notice_that_keeps_a_text_in_force_is_shown_as_a_fact(atlas, records):
    view = lineage_view(atlas, records.scheme("zhejiang-2011"))
    assert len(view.kept) == 3
    assert all(fact.label == "继续有效" and fact.text for fact in view.kept)
    assert any(fact.evidence for fact in view.kept)
    (extended,) = lineage_view(atlas, records.scheme("yunnan-2018")).kept
    assert "有效期延至2021年12月31日" in extended.text


def test_the_page_of_a_pair_has_both_names_in_its_address():
    assert changes_path("a-2015", "b-2022") == "changes/a-2015--b-2022.html"


# --- levels ---


def test_nothing_is_taken_over_where_the_local_text_was_not_read(atlas):
    for region in atlas.reached:
        for table in level_tables(atlas, atlas.regions[region]):
            for line in (*table.lines, *table.open):
                if line.verdict.key == "taken-over":
                    assert line.local.answered and line.upper.answered
                if not line.local.answered:
                    assert line.verdict.text in ("未见", "未规定", "不适用")


def test_a_ground_that_the_local_text_does_not_name_is_not_called_named(atlas, records):
    yiwu = records.scheme("yiwu-2016")
    levels = levels_above(yiwu, ["330700", "330000"], records.schemes)
    assert [(level.scheme["id"], level.named) for level in levels] == [
        ("zhejiang-2015", False),
        ("zhejiang-2011", False),
    ]
    assert levels[0].held and not levels[1].held


def test_a_text_that_had_expired_or_was_replaced_is_no_level_above(records):
    zibo = records.scheme("zibo-2022")
    assert [lv.scheme["id"] for lv in levels_above(zibo, ["370000"], records.schemes)] == [
        "shandong-2015"
    ]


def level(records, name: str, upper: str, local: str, **change) -> str:
    parameter = next(p for p in records.parameters["parameters"] if p["id"] == name)
    above, here = (copy.deepcopy(records.scheme(i)) for i in (upper, local))
    here["parameters"][name] = copy.deepcopy(above["parameters"][name]) | change
    return compare(parameter, Level(above, True), here, lambda _, term: term)


def test_the_same_provision_is_taken_over_only_from_a_named_ground(records):
    assert level(records, "loan_rate_cap", "zhejiang-2011", "yiwu-2016") == "taken_over"
    parameter = next(p for p in records.parameters["parameters"] if p["id"] == "loan_rate_cap")
    above = records.scheme("zhejiang-2011")
    assert compare(parameter, Level(above), above, lambda _, term: term) == "same"


@pytest.mark.parametrize(
    ("state", "kind"),
    [("unread", "local_unread"), ("silent", "local_silent"), ("not_applicable", "local_not_applicable")],
)
def test_a_local_text_that_does_not_answer_is_never_said_to_follow(records, state, kind):
    change = {"state": state, "provisions": []}
    assert level(records, "loan_rate_cap", "zhejiang-2011", "yiwu-2016", **change) == kind


@pytest.mark.parametrize(("amount", "kind"), [(3000000, "own_higher"), (100000, "own_lower")])
def test_a_higher_or_lower_figure_of_the_same_footing_is_said_so(records, amount, kind):
    zibo = copy.deepcopy(records.scheme("zibo-2022"))
    name, entry = next(
        (i, e)
        for i, e in zibo["parameters"].items()
        if len(e["provisions"]) == 1 and isinstance(e["provisions"][0]["value"], int)
    )
    parameter = next(p for p in records.parameters["parameters"] if p["id"] == name)
    entry["provisions"][0]["value"] = 1000000
    local = copy.deepcopy(zibo)
    local["parameters"][name]["provisions"][0]["value"] = amount
    assert compare(parameter, Level(zibo, True), local, lambda _, term: term) == kind


def test_what_the_level_above_leaves_to_the_places_is_the_place_s_own(records):
    parameter = next(p for p in records.parameters["parameters"] if p["id"] == "premium_subsidy")
    above = records.scheme("shandong-2015")
    local = copy.deepcopy(records.scheme("zibo-2022"))
    local["parameters"]["premium_subsidy"] = records.scheme("shandong-2016")["parameters"]["premium_subsidy"]
    assert compare(parameter, Level(above, True), local, lambda _, term: term) == "own_allowed"


def test_every_verdict_has_its_words():
    assert all(key and word and why for key, word, why in VERDICTS.values())


# --- coverage and reading ---


def test_a_stated_cell_shows_the_kind_of_its_strongest_source(records):
    press = records.scheme("wuhan-2013")["parameters"]["total_cost_observed"]
    assert status_of(press) in ("press", "article")
    assert status_of(records.scheme("zibo-2022")["parameters"]["loan_amount_cap"]) == "verified"


def test_the_coverage_counts_every_cell_once_and_every_disagreement(atlas):
    views = list(coverage_views(atlas))
    assert {entry.key.replace("-", "_") for entry in views[0].legend} == set(SYMBOLS)
    cells = len(atlas.schemes) * len(atlas.parameters)
    assert sum(entry.count for entry in views[0].legend) == cells
    marks = [m for v in views for g in v.groups for line in g.rows for m in line.marks]
    assert len(marks) == cells
    assert sum(mark.clash for mark in marks) == views[0].clashes > 0
    assert sum(len(view.totals) for view in views) == len(atlas.schemes)


def test_what_is_in_force_and_unread_is_read_first(records):
    found = candidates(records.schemes)
    statuses = [c.scheme["lifecycle"]["status"] for c in found]
    in_force = statuses.count("in_force")
    assert statuses[:in_force] == ["in_force"] * in_force and in_force
    assert all(not read_whole(c.scheme) for c in found)
    assert found[0].scheme["id"] == "zhejiang-2015"


def test_every_line_of_the_reading_list_says_why_and_what(atlas):
    lines = [line for view in reading_views(atlas) for line in view.lines]
    assert [line.rank for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.reasons and line.document for line in lines)


def test_a_text_that_others_name_is_wanted(records):
    titles = [one.title for one in wanted(records.schemes)]
    assert any("湘财农〔2016〕55号" in title for title in titles)


# --- adjacent kinds and tiles ---


def test_schemes_of_adjacent_kinds_stand_at_the_end_of_the_list(atlas):
    rows = [row for view in schemes_views(atlas) for group in view.provinces for row in group.rows]
    flags = [row.adjacent for row in rows]
    assert flags == sorted(flags) and sum(flags) == 9


def test_the_tiles_are_read_row_by_row_and_count_leads_apart(atlas):
    tiles = region_tiles(atlas)
    assert [(t.row, t.column) for t in tiles] == sorted((t.row, t.column) for t in tiles)
    assert sum(tile.count for tile in tiles) == sum(not s["stub"] for s in atlas.schemes)
    assert sum(tile.leads for tile in tiles) == sum(s["stub"] for s in atlas.schemes)
    guangxi = next(tile for tile in tiles if tile.name == "广西")
    assert (guangxi.count, guangxi.words) == (0, "2条线索")


def test_a_report_carries_the_cell_its_value_its_words_and_its_place(atlas):
    row = row_view(atlas, atlas.by_id["foshan-2022"], atlas.parameter["loan_amount_cap"])
    text = row.cases[0].report
    for part in ("佛山市政策性小额贷款保证保险", "贷款额度上限", "借款人为企业", "不超过1000万元", "单户贷款金额不超过1000万元"):
        assert part in text
    assert "schemes/foshan-2022.html#p-loan-amount-cap-1" in text
    assert text.endswith("应当是：\n依据（文件、条款、网址）：")
