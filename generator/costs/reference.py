"""Reference rates on a day, from the published series.

The value in force is that of the last row that begins on or before the drawdown day. `same_term`
is read as the tenor that the series has for such a loan: for `pbc_benchmark` the band (`6m` up to
6 months, `1y` over 6 to 12, `3y` over 1 to 3 years, `5y` over 3 to 5, `over_5y`), for every other
series the 1-year rate under five years and the 5-year rate from five years on. `pbc_benchmark` has
no end: from 2019-08-20, the first day of the reformed LPR, its last value is used with a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.costs.decimals import Rate, number
from generator.costs.messages import Checks

LAST_QUOTED = {"pbc_benchmark": "2019-08-19"}
_BANDS = ((6, "6m"), (12, "1y"), (36, "3y"), (60, "5y"))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A reference rate in force: its series, tenor, rate a year and the day it began."""

    series: str
    tenor: str
    value: Fraction
    begins: str

    def as_json(self) -> dict[str, object]:
        """The `reference` of a response."""
        return {
            "series": self.series,
            "tenor": self.tenor,
            "value": Rate.of(self.value),
            "from": self.begins,
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """No value: the code of the check that says why, and the series' first day where it begins later."""

    code: str
    begins: str = ""


def tenor_for(series: str, tenor: object, months: int) -> object:
    """The tenor read for a loan of `months` months; a tenor other than `same_term` is itself."""
    if tenor != "same_term":
        return tenor
    if series != "pbc_benchmark":
        return "1y" if months < 60 else "5y"
    return next((band for limit, band in _BANDS if months <= limit), "over_5y")


def lookup(
    record: Mapping[str, object], series: object, tenor: object, months: int, day: str
) -> Quoted | Missing:
    """The rate of `series` for `tenor` in force on `day` (YYYY-MM-DD).

    `record` is the published reference-rates.json.
    """
    if not isinstance(series, str) or series not in (record.get("series") or {}):
        return Missing("reference_unknown")
    rows = sorted(record["series"][series].get("rows") or [], key=lambda row: row["from"])
    if rows and day < rows[0]["from"]:
        return Missing("reference_before_series", rows[0]["from"])
    in_force = [row for row in rows if row["from"] <= day]
    tenor = tenor_for(series, tenor, months)
    values = in_force[-1]["values"] if in_force else {}
    value = number(values.get(tenor)) if isinstance(tenor, str) else None
    if value is None:
        return Missing("reference_unknown")
    return Quoted(series, tenor, value, in_force[-1]["from"])


def report(record: Mapping[str, object], quoted: Quoted, day: str, checks: Checks) -> None:
    """Warn where the value is used beyond the day up to which the series was quoted or confirmed."""
    if quoted.series in LAST_QUOTED:
        if day > LAST_QUOTED[quoted.series]:
            checks.add("reference_no_longer_quoted", date=quoted.begins)
        return
    confirmed = record["series"][quoted.series].get("last_confirmed")
    if isinstance(confirmed, str) and day > confirmed:
        checks.add("reference_not_confirmed_since", date=confirmed)
