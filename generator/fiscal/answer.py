"""From a request to an answer: what a scheme or a draft costs the treasury in a year, and who bears the losses.

The order of the keys, and what each means, is documented in the package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.costs.decimals import UNIT, Rate
from generator.fiscal import sections
from generator.fiscal.design import Record, read_design
from generator.fiscal.estimate import estimate
from generator.fiscal.messages import Checks
from generator.fiscal.request import MOST_FEN, MOST_MONTHS, Request, parse
from generator.fiscal.spending import money
from generator.fiscal.years import several_years
from generator.quantities import divide_half_up

SECTIONS = (
    "loans", "premium", "outlay", "leverage", "losses", "triggers", "caps", "budget", "pool", "years", "sensitivity",
)  # fmt: skip
VARIED = (
    "lending", "average_loan", "months", "default_rate", "loss_given_default", "annual_rate", "premium_rate",
    "subsidy_rate",
)  # fmt: skip
"""The inputs of which the outlay's sensitivity is shown, where they were entered."""


def simulate(raw: Record, record: Record, parameters: Record, references: Record) -> dict[str, object]:
    """The answer to the request `raw` for the record of a scheme or a draft, ready for `write`.

    `record`, `parameters` and `references` are the published schemes/<id>.json, parameters.json (of
    which only `terms.borrower` and `terms.group` are read) and reference-rates.json. Never raises for
    a bad request: its faults are error checks, and every section is then null.
    """
    checks = Checks()
    borrowers, groups = (
        {term["id"]: term for term in (parameters.get("terms") or {}).get(name) or []}  # type: ignore[union-attr]
        for name in ("borrower", "group")
    )
    request, faults = parse(raw, borrowers, groups)
    for code, path in faults:
        checks.add(code, field=path)
    design = None if request is None else read_design(request, record, borrowers, references, checks)
    if request is None or design is None:
        return {**dict.fromkeys(SECTIONS), "missing": checks.missing, "checks": checks.listed}
    whole = estimate(request, design)
    for code in whole.bearing.stays if whole.bearing else ():
        checks.add(code)

    def again(changed: Request) -> int | None:
        other = read_design(changed, record, borrowers, references, Checks())
        return None if other is None else estimate(changed, other).outlay

    answer = {
        "loans": whole.loans,
        "premium": sections.premium(whole),
        "outlay": sections.outlay(whole),
        "leverage": sections.leverage(whole),
        "losses": sections.losses(whole),
        "triggers": sections.triggers(whole, checks),
        "caps": sections.caps(whole, checks),
        "budget": sections.budget(whole),
        "pool": sections.pool(whole),
        "years": several_years(request, design) or None,
        "sensitivity": _sensitivity(request, again),
    }
    return {**answer, "missing": checks.missing, "checks": checks.listed}


def _sensitivity(request: Request, again: Callable[[Request], int | None]) -> list[dict[str, object]]:
    """The outlay with each input a tenth lower and a tenth higher, all else as it is."""
    rows = []
    for name in VARIED:
        value = getattr(request, name)
        if value is None:
            continue
        row: dict[str, object] = {"input": name}
        for end, tenths in (("low", 9), ("high", 11)):
            changed = divide_half_up(value * tenths, 10)
            if name == "months":
                step = max(1, divide_half_up(value, 10))
                changed = min(MOST_MONTHS, max(1, value + (step if tenths > 10 else -step)))
            elif name in ("lending", "average_loan"):
                changed = min(MOST_FEN, max(1, changed))
            else:
                changed = min(UNIT, changed)
            other = replace(request, **{name: changed})
            if other.early and other.early[1] > other.months:
                other = replace(other, early=(other.early[0], other.months))
            printed = changed if name == "months" else money(changed) if name in ("lending", "average_loan") else Rate(changed)
            row[end] = {"value": printed, "outlay": money(again(other))}
        rows.append(row)
    return rows
