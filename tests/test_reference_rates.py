"""The tables of reference rates: which rows are refused, where, and which rate holds on a day."""

from __future__ import annotations

from fractions import Fraction

import pytest
from required_tools import ROOT

from generator.reference_rates import OutsideSeries, load_series, tenor_for

GOOD = (ROOT / "policies" / "reference_rates" / "lpr.yaml").read_text(encoding="utf-8")
HEAD = GOOD[: GOOD.index("rows:")]
ROWS = ["{from: 2019-08-20, 1y: 4.25%, 5y: 4.85%}", "{from: 2020-02-20, 1y: 4.05%, 5y: 4.75%}", "{from: 2020-04-20, 1y: 3.85%, 5y: 4.65%}"]


def load(folder, rows):
    path = folder / "lpr.yaml"
    path.write_text(HEAD + "rows:\n" + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    return load_series(path, path.name)


def test_a_table_in_order_is_read(tmp_path):
    series, problems = load(tmp_path, ROWS)
    assert problems == [] and [str(row.from_) for row in series.rows] == ["2019-08-20", "2020-02-20", "2020-04-20"]
    assert [Fraction(row.values["5y"]) for row in series.rows] == [Fraction(485, 10000), Fraction(475, 10000), Fraction(465, 10000)]


@pytest.mark.parametrize(
    ("number", "row", "path", "code"),
    [
        (2, "{from: 2019-08-20, 1y: 4.05%, 5y: 4.75%}", "rows[2].from", "E-ORDER"),
        (3, "{from: 2020-02-19, 1y: 4.05%, 5y: 4.75%}", "rows[3].from", "E-ORDER"),
        (1, "{from: 2019-08-20, 1y: 4.25%}", "rows[1]", "E-MISSING"),
        (1, "{from: 2019-08-20, 1y: 4.25%, 5y: 4.85%, 9y: 5%}", "rows[1]", "E-MISSING"),
        (2, "just words", "rows[2]", "E-MISSING"),
        (3, "{from: 2020-04-20, 1y: 0.0385, 5y: 4.65%}", "rows[3].1y", "E-NUM"),
        (3, "{from: 2020-04-20, 1y: 3.85%, 5y: [4.65%]}", "rows[3].5y", "E-NUM"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_belong_is_named_with_its_number_and_place(number, row, path, code, tmp_path):
    series, problems = load(tmp_path, [*ROWS[: number - 1], row, *ROWS[number:]])
    assert series is None
    assert [(p.path, p.code) for p in problems] == [(path, code)]
    assert problems[0].line == HEAD.count("\n") + 1 + number


def test_a_table_without_rows_is_refused(tmp_path):
    path = tmp_path / "lpr.yaml"
    path.write_text(HEAD, encoding="utf-8")
    series, problems = load_series(path, path.name)
    assert series is None and [(p.path, p.code) for p in problems] == [("rows", "E-MISSING")]


def test_the_rate_of_a_day_is_that_of_the_last_row_not_after_it(tmp_path):
    series, _ = load(tmp_path, ROWS)
    days = {"2019-08-20": 0, "2020-02-19": 0, "2020-02-20": 1, "2020-04-19": 1, "2020-04-20": 2, "2026-01-01": 2}
    for day, number in days.items():
        assert series.at(day, "1y") == (series.rows[number].from_, series.rows[number].values["1y"]), day
    with pytest.raises(OutsideSeries, match="2019-08-20"):
        series.at("2019-08-19", "1y")
    with pytest.raises(KeyError):
        series.at("2020-01-01", "3y")


@pytest.mark.parametrize(
    ("months", "benchmark", "lpr"),
    [(1, "6m", "1y"), (6, "6m", "1y"), (7, "1y", "1y"), (12, "1y", "1y"), (13, "3y", "1y"), (36, "3y", "1y"), (37, "5y", "1y"),
     (59, "5y", "1y"), (60, "5y", "5y"), (61, "over_5y", "5y")],
)  # fmt: skip
def test_a_term_falls_into_its_band(months, benchmark, lpr):
    assert (tenor_for("pbc_benchmark", months), tenor_for("lpr", months)) == (benchmark, lpr)
