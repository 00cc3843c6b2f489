"""The pictures say what the tables say: every figure is a point, every position is exact, nothing is mixed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import median as median_of

import pytest
import shipped_data
from hypothesis import given
from hypothesis import strategies as st
from required_tools import ROOT

from generator.reference_rates import load_series
from generator.rendering import Renderer
from generator.views.atlas import Atlas
from generator.views.parameter import parameter_views
from generator.views.pictures import scales
from generator.views.pictures.bars import bars
from generator.views.pictures.days import Calendar
from generator.views.pictures.entries import PICTURED
from generator.views.pictures.marks import MOST_LANES, MOST_POINTS
from generator.views.pictures.steps import HEIGHT, TOP, steps
from generator.views.pictures.strip import APART, strip
from generator.views.pictures.timeline import timeline_place, timeline_views
from generator.views.pictures.words import amount

AS_OF = "2026-11-20"
FIGURES = (
    "rate",
    "amount",
    "threshold",
    "multiplier",
    "add_bp",
    "fixed",
    "months",
    "days",
    "working_days",
)


@pytest.fixture(scope="module")
def records():
    return shipped_data.publication()


@pytest.fixture(scope="module")
def atlas(records):
    return Atlas(records)


@pytest.fixture(scope="module")
def rows(atlas):
    return {scheme["id"]: f"#s-{scheme['id']}" for scheme in atlas.schemes}


@pytest.fixture(scope="module")
def strips(atlas, rows):
    found = {parameter["id"]: strip(atlas, parameter, rows) for parameter in atlas.parameters}
    return {name: view for name, view in found.items() if view}


def exact(number) -> Fraction:
    return Fraction(repr(number))


def stated_figures(kind: str, value) -> list[tuple[Fraction, Fraction]]:
    """The figures of a published value, read on their own: each as the span from its least to its greatest."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [(exact(value), exact(value))]
    if kind == "funds":
        return [(exact(f["amount"]),) * 2 for f in value if f["amount"] is not None]
    if not isinstance(value, dict):
        return []
    if value.get("rate_from") is not None:
        return [(exact(value["rate_from"]), exact(value["rate_to"]))]
    found = [
        (exact(number),) * 2
        for name, number in value.items()
        if (name in FIGURES or name.startswith("share_of_")) and number is not None
    ]
    for other in value.get("any_of") or ():
        found += stated_figures(kind, other)
    return found


def points(view) -> list:
    return [entry for panel in view.panels for mark in panel.marks for entry in mark.entries]


def test_every_stated_figure_is_a_point_of_the_picture_and_every_point_a_stated_figure(
    atlas, strips
):
    total = 0
    for parameter in atlas.parameters:
        if parameter["kind"] not in PICTURED:
            assert parameter["id"] not in strips
            continue
        stated = Counter(
            (scheme["id"], number, span)
            for scheme in atlas.schemes
            for number, provision in enumerate(
                scheme["parameters"][parameter["id"]]["provisions"], start=1
            )
            if provision["state"] == "stated"
            for span in stated_figures(parameter["kind"], provision["value"])
        )
        drawn = Counter()
        if parameter["id"] in strips:
            drawn.update(
                (e.scheme, e.number, (e.low, e.high)) for e in points(strips[parameter["id"]])
            )
        assert drawn == stated, parameter["id"]
        total += drawn.total()
    assert total > 250


def test_a_point_stands_exactly_where_its_value_is(strips):
    """The axis is read back from its ticks alone: between two of them a place is proportional."""
    for view in strips.values():
        for panel in view.panels:
            stops = [Fraction(tick.x.rstrip("%")) for tick in panel.ruler.ticks]
            assert all(a < b for a, b in pairwise(stops))
            for mark in panel.marks:
                assert 0 <= Fraction(mark.x.rstrip("%")) <= 100
            values = {}
            for mark in panel.marks:
                for entry in mark.entries if mark.count == 1 else ():
                    values.setdefault(entry.low, set()).add(mark.x)
            assert all(len(places) == 1 for places in values.values()), panel.title
            ordered = [Fraction(next(iter(values[v])).rstrip("%")) for v in sorted(values)]
            assert ordered == sorted(ordered) and len(set(ordered)) == len(ordered), panel.title


def test_medians_and_ranges_are_exact_and_count_hard_limits_only(atlas, strips):
    seen = 0
    for name, view in strips.items():
        for panel in view.panels:
            hard = [e.value for e in panel.entries if e.value is not None and not e.soft]
            unit = panel.entries[0].unit
            if len(hard) < 2 or name == "funds":
                assert panel.middle is None
                continue
            text = amount(unit, median_of(hard))
            assert panel.middle.text == f"中位数{text}"
            if min(hard) != max(hard):
                assert (
                    f"中位数{text}，{amount(unit, min(hard))}至{amount(unit, max(hard))}"
                    in panel.summary
                )
                seen += 1
    assert seen > 15


def test_the_median_of_the_loan_rate_caps_is_that_of_the_documents(strips):
    titles = {panel.title: panel for panel in strips["loan_rate_cap"].panels}
    assert titles["人民银行贷款基准利率的倍数"].middle.text == "中位数1.3倍"
    assert {e.text for e in titles["LPR加点"].entries} == {
        "一年期LPR加200个基点",
        "同期限LPR加150个基点",
    }


def test_figures_on_different_footings_never_share_an_axis(strips):
    for name, view in strips.items():
        for panel in view.panels:
            footings = {
                (
                    e.unit,
                    e.adds,
                    e.adjacent,
                    *(side for side in e.footing if side[0] in APART and side[0] != "负担方"),
                )
                for e in panel.entries
            }
            assert len(footings) == 1, (name, panel.title)
    assert len(strips["loan_rate_cap"].panels) >= 3


def test_what_still_differs_on_an_axis_is_told_under_it(strips):
    panel = next(p for p in strips["premium_rate_cap"].panels if p.title == "按贷款本金计")
    assert "计费周期" in panel.remark and "保障范围" in panel.remark


def test_a_figure_known_from_the_press_alone_is_hollow_and_a_soft_one_has_its_own_shape(
    atlas, strips
):
    for view in strips.values():
        for panel in view.panels:
            for mark in panel.marks:
                hollow = all(entry.hollow for entry in mark.entries)
                assert mark.shape.key.endswith("hollow") == hollow
                if mark.count == 1:
                    assert mark.shape.diamond == bool(mark.entries[0].soft)
    for entry in points(strips["loan_amount_cap"]):
        provision = atlas.by_id[entry.scheme]["parameters"]["loan_amount_cap"]["provisions"][
            entry.number - 1
        ]
        tiers = {piece["tier"] for piece in provision["evidence"]}
        assert entry.hollow == (not tiers & {"official", "interpretation"})


def test_unknown_states_are_counted_beside_the_picture(atlas, strips):
    for name, view in strips.items():
        told = sum(int(re.match(r"\d+", line)[0]) for line in view.missing)
        assert told + len({entry.scheme for entry in points(view)}) == len(atlas.schemes), name
    assert "39个未见原文" in strips["loan_amount_cap"].missing


def test_targets_keep_their_distance_on_the_narrowest_and_on_a_broad_screen(strips):
    for view in strips.values():
        for panel in view.panels:
            broad = scales.BROAD if panel.wide else scales.NARROWEST
            for width, lift in ((scales.NARROWEST, 0), (broad, scales.TARGET)):
                spots = [
                    (Fraction(m.x.rstrip("%")) * width / 100, m.y + m.drop * lift)
                    for m in panel.marks
                ]
                for number, (x, y) in enumerate(spots):
                    assert 0 < y < panel.ruler.y
                    for other_x, other_y in spots[:number]:
                        # Places are rounded to a hundredth of a percent.
                        assert (
                            abs(x - other_x) > scales.TARGET - Fraction(1, 5)
                            or abs(y - other_y) >= scales.TARGET
                        )


def test_a_page_holds_each_point_as_a_link_to_its_row_named_by_scheme_value_and_clause(atlas):
    renderer = Renderer()
    for name in ("loan_amount_cap", "loan_rate_cap", "suspension_trigger"):
        view = next(iter(parameter_views(atlas, atlas.parameter[name])))
        html = renderer.page("parameter", root="../", view=view)
        links = re.findall(r'<a class="pt[^"]*" href="#([^"]+)" aria-label="([^"]+)"', html)
        marks = [mark for panel in view.strip.panels for mark in panel.marks]
        spots = view.steps.spots if view.steps else ()
        assert len(links) == len(marks) + len(spots)
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        assert {target for target, _ in links} <= ids
        for mark, (_, label) in zip(marks, links, strict=False):
            entry = mark.entries[0]
            assert entry.name in label and entry.text in label
            assert all(quote.locator in label for quote in entry.quotes)
        for entry in points(view.strip):
            assert all(quote.phrase in html for quote in entry.quotes)


def test_a_crowded_picture_gathers_its_points_and_loses_none(records, rows):
    copies = tuple(
        {**scheme, "id": f"{scheme['id']}-{n}"} for n in range(6) for scheme in records.schemes
    )
    crowded = Atlas(replace(records, schemes=copies))
    links = {scheme["id"]: "#x" for scheme in copies}
    for name in ("loan_amount_cap", "loan_rate_cap", "loan_term_max"):
        parameter = crowded.parameter[name]
        alone = strip(Atlas(records), parameter, rows)
        view = strip(crowded, parameter, links)
        assert len(points(view)) == 6 * len(points(alone))
        for panel in view.panels:
            assert len(panel.marks) <= MOST_POINTS
            assert panel.height < MOST_LANES * scales.TARGET + 80
        assert [p.middle and p.middle.text for p in view.panels if len(p.entries) > 6] == [
            p.middle and p.middle.text for p in alone.panels if len(p.entries) > 1
        ]
        html = Renderer().page(
            "parameter", root="../", view=next(iter(parameter_views(crowded, parameter)))
        )
        assert len(html.encode()) < 300_000


def test_crowded_bars_gather_the_cases_that_part_a_loss_alike(records, rows):
    copies = tuple(
        {**scheme, "id": f"{scheme['id']}-{n}"} for n in range(6) for scheme in records.schemes
    )
    crowded = Atlas(replace(records, schemes=copies))
    for name in ("loss_shares", "loss_layers"):
        alone = bars(Atlas(records), crowded.parameter[name], rows)
        view = bars(crowded, crowded.parameter[name], {scheme["id"]: "#x" for scheme in copies})
        cases = [row for group in view.groups for row in group.rows]
        assert sum(len(row.names) + row.more for row in cases) == 6 * sum(
            len(g.rows) for g in alone.groups
        )
        assert len({tuple(s.words for s in row.stages) for row in cases}) == len(
            {tuple(s.words for s in row.stages) for group in alone.groups for row in group.rows}
        )
        assert len(cases) <= 40
        page = next(iter(parameter_views(crowded, crowded.parameter[name])))
        assert len(Renderer().page("parameter", root="../", view=page).encode()) < 300_000


# --- the axes ---

NUMBERS = st.fractions(min_value=0, max_value=10**9, max_denominator=10_000)


@given(st.lists(NUMBERS, min_size=1, max_size=9))
def test_an_even_axis_holds_all_values_in_order_on_round_stops(values):
    axis = scales.even_axis(min(values), max(values))
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)
    assert len(axis.stops) <= 6
    assert [axis.place(stop) for stop in axis.stops] == (
        [Fraction(n, len(axis.stops) - 1) for n in range(len(axis.stops))]
        if len(axis.stops) > 1
        else [Fraction(1, 2)]
    )


@given(st.lists(NUMBERS.filter(bool), min_size=2, max_size=9))
def test_a_growing_axis_holds_all_values_in_order(values):
    axis = scales.growing_axis(min(values), max(values))
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places) and all(0 <= place <= 1 for place in places)


@given(NUMBERS.filter(bool), st.integers(1, 10**6), st.booleans())
def test_the_words_of_an_axis_never_touch_on_the_narrowest_screen(low, times, growing):
    high = low * times
    axis = scales.growing_axis(low, high) if growing else scales.even_axis(low, high)
    ends = []
    for tick in scales.ticks(axis, lambda value: amount("yuan", value)):
        if tick.text:
            width, x = (
                scales.text_width(tick.text),
                Fraction(tick.x.rstrip("%")) * scales.NARROWEST / 100,
            )
            left = {"start": x, "middle": x - Fraction(width, 2), "end": x - width}[tick.anchor]
            ends.append((left, left + width))
    assert ends
    assert all(before[1] < after[0] for before, after in pairwise(ends))


def test_positions_are_rounded_once_half_up():
    assert scales.percent(Fraction(1, 3)) == "33.33%"
    assert scales.percent(Fraction(1, 80_000)) == "0%"
    assert scales.percent(Fraction(1, 20_000)) == "0.01%"
    assert scales.percent(Fraction(5, 8)) == "62.5%"
    assert scales.growing_axis(Fraction(10), Fraction(1000)).place(Fraction(150)) == Fraction(7, 12)
    with pytest.raises(ValueError, match="not on the scale"):
        scales.even_axis(Fraction(1), Fraction(2)).place(Fraction(3))
    with pytest.raises(ValueError, match="no values"):
        scales.median([])


@given(st.lists(NUMBERS, min_size=1))
def test_the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle(values):
    assert scales.median(values) == median_of(values)


# --- the bars ---


def test_every_bar_is_the_whole_loss_and_its_stated_parts_are_those_of_the_document(atlas, rows):
    view = bars(atlas, atlas.parameter["loss_shares"], rows)
    drawn = [row for group in view.groups for row in group.rows]
    stated = [
        (scheme, provision)
        for scheme in atlas.schemes
        for provision in scheme["parameters"]["loss_shares"]["provisions"]
        if provision["state"] in ("stated", "delegated") and provision["value"]
    ]
    assert len(drawn) == len(stated)
    for row in drawn:
        for stage in row.stages:
            assert sum(segment.share for segment in stage.segments) == 1
            start = Fraction(0)
            for segment in stage.segments:
                assert (segment.x, segment.width) == (
                    scales.percent(start),
                    scales.percent(segment.share),
                )
                start += segment.share
    expected = Counter()
    for scheme, provision in stated:
        known = {p: exact(s) for p, s in provision["value"]["shares"].items() if s is not None}
        expected[
            rows[scheme["id"]], frozenset((p.partition(":")[0], s) for p, s in known.items())
        ] += 1
    found = Counter(
        (
            row.names[0][0].href,
            frozenset((s.key, s.share) for s in row.stages[0].segments if s.key != "unknown"),
        )
        for row in drawn
    )
    assert found == expected


def test_two_stages_are_drawn_where_compensation_follows(atlas, rows):
    view = bars(atlas, atlas.parameter["loss_shares"], rows)
    found = {row.names[0][0].href: row for group in view.groups for row in group.rows}
    foshan = found["#s-foshan-2022"]
    assert [stage.words for stage in foshan.stages] == [
        "银行10%，保险公司90%",
        "银行10%，保险公司45%，专项资金45%",
    ]
    assert "45%" in foshan.stages[1].quotes[0].phrase
    zhangjiakou = found["#s-zhangjiakou-2014"]
    assert zhangjiakou.stages[1].words == "银行20%，保险公司、专项资金：比例未载明（合计80%）"
    assert [s.key for s in zhangjiakou.stages[1].segments] == ["bank", "unknown"]
    xiamen = found["#s-xiamen-2012"]
    # 20 to 50 percent of a payout of 80 percent: at least 16 for the government, at least 40 for the insurer.
    assert {s.key: s.share for s in xiamen.stages[1].segments} == {
        "bank": Fraction(1, 5), "insurer": Fraction(2, 5), "government": Fraction(4, 25), "unknown": Fraction(6, 25),
    }  # fmt: skip


def test_what_the_parties_are_to_agree_is_hatched_and_named(atlas, rows):
    view = bars(atlas, atlas.parameter["loss_shares"], rows)
    row = next(
        row
        for group in view.groups
        for row in group.rows
        if row.names[0][0].href == "#s-shandong-2015"
    )
    (segment,) = row.stages[0].segments
    assert (
        segment.key == "unknown"
        and "银行" in row.stages[0].words
        and "保险公司" in row.stages[0].words
    )
    html = Renderer().page(
        "parameter",
        root="../",
        view=next(iter(parameter_views(atlas, atlas.parameter["loss_shares"]))),
    )
    unknown = re.findall(r'<rect class="seg seg--unknown"[^>]*>', html)
    assert unknown and all('fill="url(#hatch)"' in tag for tag in unknown)


def test_layers_are_drawn_one_after_another_and_claim_no_size(atlas, rows):
    view = bars(atlas, atlas.parameter["loss_layers"], rows)
    row = next(
        row
        for group in view.groups
        for row in group.rows
        if row.names[0][0].href == "#s-jiangmen-2016"
    )
    assert [(stage.title, stage.words) for stage in row.stages] == [
        ("第一层", "保险公司"), ("第二层", "银行"), ("第三层", "政府"),
    ]  # fmt: skip
    assert not view.scale and not any(stage.to_scale for stage in row.stages)


# --- the steps ---


def test_every_cap_hangs_at_its_own_date_on_the_reference_rate_of_that_day(atlas, rows):
    series = {}
    for name in ("pbc_benchmark", "lpr"):
        series[name], problems = load_series(
            ROOT / "policies" / "reference_rates" / f"{name}.yaml", name
        )
        assert series[name] and not problems
    view = steps(atlas, atlas.parameter["loan_rate_cap"], rows)
    assert len(view.caps) == 10
    low, high = (
        Fraction(level.text.rstrip("%")) / 100 for level in (view.levels[0], view.levels[-1])
    )
    for cap in view.caps:
        provision = atlas.by_id[cap.entry.scheme]["parameters"]["loan_rate_cap"]["provisions"][
            cap.entry.number - 1
        ]
        formula = provision["value"]
        _, reference = series[formula["reference"]].at(
            cap.day + "-01-01"[: 10 - len(cap.day)], "1y"
        )
        assert cap.reference == reference
        if "multiplier" in formula:
            assert cap.rate == reference * exact(formula["multiplier"])
        else:
            assert cap.rate == reference + Fraction(formula["add_bp"], 10_000)
        assert Fraction(cap.y) == scales.round_half_up(
            TOP + (high - cap.rate) / (high - low) * HEIGHT, 1
        )
    dates = [cap.day for cap in view.caps]
    assert dates == sorted(dates) and dates[0] == "2009-07-27"


def test_the_steps_end_where_the_series_is_no_longer_known(atlas, rows):
    view = steps(atlas, atlas.parameter["loan_rate_cap"], rows)
    calendar = Calendar(2007, 2027)
    ends = {line.key: Fraction(line.path.rsplit("H", 1)[1]) for line in view.lines}
    assert ends["pbc-benchmark"] == scales.round_half_up(
        calendar.place("2019-08-19") * view.units, 1
    )
    assert ends["lpr"] == scales.round_half_up(calendar.place("2026-08-20") * view.units, 1)


def test_caps_without_a_date_or_a_known_rate_are_counted(atlas, rows, strips):
    view = steps(atlas, atlas.parameter["loan_rate_cap"], rows)
    assert len(view.caps) + view.undated + view.unknown == len(points(strips["loan_rate_cap"]))
    assert sum(len(spot.caps) for spot in view.spots) == len(view.caps)


# --- the timeline ---


def place(day: str, first: int, last: int) -> str:
    start = date(first, 1, 1).toordinal()
    return scales.percent(
        Fraction(date.fromisoformat(day).toordinal() - start, date(last, 1, 1).toordinal() - start)
    )


def test_every_scheme_is_in_the_timeline_or_named_as_undated(atlas):
    pages = list(timeline_views(atlas))
    drawn = [row.id for page in pages for province in page.provinces for row in province.rows]
    undated = [
        link.href for page in pages for province in page.provinces for link in province.undated
    ]
    assert sorted(drawn) == sorted(set(drawn))
    assert len(drawn) + len(undated) == len(atlas.schemes)
    assert len(drawn) == pages[0].dated
    for page in pages:
        assert [row.id for row in page.table] == [
            row.id for province in page.provinces for row in province.rows
        ]


def test_a_bar_begins_and_ends_on_the_days_of_the_instrument(atlas):
    (page,) = timeline_views(atlas)
    rows = {row.id: row for row in page.table}
    zibo = rows["zibo-2022"]
    assert zibo.dates == (
        ("印发", "2022年8月29日"),
        ("施行", "2022年8月29日"),
        ("到期", "2022年12月31日"),
    )
    (bar,) = zibo.bars
    first, last = 2008, 2029
    assert bar.x == place("2022-08-29", first, last) and zibo.end == place(
        "2022-12-31", first, last
    )
    guangzhou = rows["guangzhou-2025"]
    assert [bar.key for bar in guangzhou.bars] == ["sure", "ahead"]
    assert guangzhou.bars[1].x == page.today == place(AS_OF, first, last)
    # Half known dates are the whole of what they may mean, and a year alone is only that.
    assert [bar.key for bar in rows["zhangjiakou-2014"].bars] == ["year"]
    assert rows["zhangjiakou-2014"].dates == (("只知道年份", "2014年"),)


def test_no_bar_that_the_documents_leave_open_is_drawn_as_sure(atlas):
    (page,) = timeline_views(atlas)
    for row in page.table:
        status = atlas.by_id[row.id]["lifecycle"]["status"]
        keys = {bar.key for bar in row.bars}
        if status == "unknown":
            assert "sure" not in keys or row.end, row.id
        if status == "in_force":
            assert "open" not in keys, row.id
        if status in ("expired", "superseded"):
            assert row.end, row.id


def test_a_text_that_follows_another_has_an_arrow_at_the_day_on_which_it_does(atlas):
    (page,) = timeline_views(atlas)
    arrows = [arrow for province in page.provinces for arrow in province.arrows]
    drawn = {row.id for row in page.table}
    expected = [pair for pair in atlas.linked if {pair.old["id"], pair.new["id"]} <= drawn]
    assert len(arrows) == len(expected) > 10
    assert place("2018-09-24", 2008, 2029) in {arrow.x for arrow in arrows}


def test_a_region_leads_to_its_province_in_the_timeline(atlas):
    assert timeline_place(atlas, "440600") == "timeline.html#t-440000"
    assert timeline_place(atlas, "650000") == ""


def test_a_long_timeline_goes_on_on_further_pages_without_cutting_a_province(records):
    copies = tuple(
        {**scheme, "id": f"{scheme['id']}-{n}" if n else scheme["id"], "relations": []}
        for n in range(5)
        for scheme in records.schemes
    )
    long = Atlas(replace(records, schemes=copies))
    pages = list(timeline_views(long))
    assert len(pages) > 1
    anchors = [province.anchor for page in pages for province in page.provinces]
    assert len(anchors) == len(set(anchors))
    assert sum(len(p.rows) + len(p.undated) for page in pages for p in page.provinces) == len(
        copies
    )
    assert timeline_place(long, "630000") == f"timeline-{len(pages)}.html#t-630000"
    for page in pages:
        assert len(Renderer().page("timeline", root="", view=page).encode()) < 300_000
