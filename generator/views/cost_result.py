"""What one loan costs, as the calculator's page says it: verdict, figures with their working, who pays whom.

Plain lists and strings; the mirror is `cost_result.js`, which gives the same for the same loan, so the
worked example that the build sets into the page is what the page's scripts would show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.costs import quote, write
from generator.costs.decimals import number, plain, scaled
from generator.quantities import divide_half_up
from generator.views.cost_writing import (
    evidence,
    exactly,
    grouped,
    money,
    per_cent,
    percentage_in,
    plain_yuan,
    said,
    signed,
)  # fmt: skip
from generator.views.names import readable_date

Record = Mapping[str, Any]
Clauses = Mapping[str, list[list[str]]]
"""The source's words behind the annual rate and behind the premium."""

SUPPORT = ("premium_subsidy", "guarantee_fee_subsidy", "borrower_premium_share", "subsidy_cap_per_borrower")
"""Without these parameters a scheme's loan costs what it would cost without public money."""

LIMITS = {
    "rate": (("rate_differs_from_fixed", "cap_fixed"), ("rate_above_cap", "cap_up_to"), ("rate_above_usual", "cap_usual")),
    "premium": (
        ("premium_differs_from_fixed", "cap_fixed"),
        ("premium_above_cap", "cap_up_to"),
        ("premium_above_usual", "cap_usual"),
    ),
    "total": (("total_cost_above_cap", "cap_up_to"),),
}
"""The checks that a rate far above everything fails, each naming a limit of the scheme."""


def outcome(request: Record, scheme: Record, parameters: Record, references: Record) -> dict[str, Any]:
    """Everything the page shows of one loan.

    `scheme` is a record of assets/data/costs.js, already reduced to the chosen tiers; `request` is
    one of the contract. Figures are empty where the loan cannot be computed.
    """
    response = plain_response(request, scheme, parameters, references)
    errors = [check for check in response["checks"] if check["level"] == "error"]
    warnings = [check for check in response["checks"] if check["level"] == "warning"]
    level = "no" if errors else "mind" if warnings else "yes"
    shown = {
        "level": level,
        "verdict": said(level, count=str(len(warnings))),
        "notes": [_note(check, scheme) for check in (*errors, *warnings)],
        "basis": [_note(check, scheme) for check in response["checks"] if check["level"] == "info"],
        "figures": [],
        "rates": [],
        "base": [],
        "parties": [],
        "support": [],
        "schedule": [],
    }
    if response["schedule"] is None:
        return shown
    limits = limits_of(request, scheme, parameters, references)
    bare = plain_response(request, without_support(scheme), parameters, references)
    guaranteed = request.get("route") == "guarantee" or scheme["product"] == "guarantee_fund"
    other = response
    if any(check["code"] == "premium_base_unstated" for check in response["checks"]):
        other = plain_response({**request, "premium_base": "principal_and_interest"}, scheme, parameters, references)
    clauses = _clauses(response, scheme, limits)
    shown["figures"] = _amounts(request, response, other, scheme, references, guaranteed, clauses)
    shown["rates"] = _rates(request, response, limits, clauses)
    shown["parties"] = _parties(response, guaranteed)
    shared = response["totals"]["premium_paid_by_government"] != "0.00"
    premium = (*([(said("row_premium"), "premium")] if shared else ()), (shown["figures"][1]["label"], "premium_paid_by_borrower"))
    shown["base"] = _beside(response, other, premium)
    shown["support"] = _beside(response, bare)
    shown["schedule"] = [
        [str(row["period"]), *(grouped(row[name]) for name in ("payment", "principal", "interest", "balance"))]
        for row in response["schedule"]
    ]
    return shown


def plain_response(request: Record, scheme: Record, parameters: Record, references: Record) -> dict[str, Any]:
    """The response as it is printed: every number as its digits."""
    return json.loads(write(quote(request, scheme, parameters, references)), parse_float=str, parse_int=str)


def without_support(scheme: Record) -> dict[str, Any]:
    """The scheme as it would be if nobody paid a part of the premium in the borrower's stead."""
    kept = {name: value for name, value in scheme["parameters"].items() if name not in SUPPORT}
    return {**scheme, "parameters": kept}


def limits_of(request: Record, scheme: Record, parameters: Record, references: Record) -> dict[str, Any]:
    """The scheme's limits for this loan, each (word, percentage, evidence), by asking for rates beyond every limit."""
    extreme = {**request, "annual_rate": "1", "premium_rate": "1"}
    checks = {c["code"]: c for c in plain_response(extreme, scheme, parameters, references)["checks"]}
    found = {}
    for name, codes in LIMITS.items():
        code, word = next(((code, word) for code, word in codes if code in checks), ("", ""))
        if code:
            found[name] = (word, percentage_in(checks[code]), evidence(checks[code], scheme))
    return found


def _note(check: Record, scheme: Record) -> list[Any]:
    return [check["level"], check["message"]["zh"], evidence(check, scheme)]


def _figure(key: str, label: str, value: str, text: str, hint: str, how: Iterable[str], proof: Sequence[list[str]] = ()) -> dict[str, Any]:
    return {"key": key, "label": label, "value": value, "text": text, "hint": hint, "how": list(how), "evidence": list(proof)}


def _amounts(
    request: Record, response: Record, other: Record, scheme: Record, references: Record, guaranteed: bool, clauses: Clauses
) -> list[dict[str, Any]]:
    """Payment, premium and cost; `other` is the response with the premium on 本息 where the scheme leaves that open."""
    method, totals, rows = request["repayment"], response["totals"], response["schedule"]
    first, last = rows[0]["payment"], rows[-1]["payment"]
    facts = {
        "amount": money(plain_yuan(request["amount"])),
        "months": str(request["months"]),
        "rate": exactly(response["annual_rate"]),
        "first": money(first),
        "last": money(last),
        "interest": money(totals["interest"]),
        "premium": money(totals["premium"]),
        "borrower": money(totals["premium_paid_by_borrower"]),
        "government": money(totals["premium_paid_by_government"]),
        "refund": money(totals["premium_subsidy_to_borrower"]),
        "cost": money(totals["net_cost"]),
    }
    left_open = [check["message"]["zh"] + "。" for check in response["checks"] if check["code"].startswith("premium_base_")]
    paid = last if method == "bullet" else first
    return [
        _figure(
            "payment", said(f"payment_{method}"), paid, money(paid), said(f"last_{method}", **facts),
            [*_rate_working(request, response, scheme, references), said(f"how_payment_{method}", **facts)],
            clauses["rate"],
        ),
        _figure(
            "upfront", said("upfront_guarantee" if guaranteed else "upfront_insurance"),
            totals["premium_paid_by_borrower"], facts["borrower"], _upfront_hint(request, totals, other["totals"], facts),
            [said("how_upfront", working=_premium_working(request, response, facts), **facts), *left_open],
            clauses["premium"],
        ),
        _figure(
            "cost", said("cost"), totals["net_cost"], facts["cost"],
            said("cost_hint_refund" if totals["premium_subsidy_to_borrower"] != "0.00" else "cost_hint",
                 interest=facts["interest"], premium=facts["borrower"], refund=facts["refund"]),
            [said("how_interest_bullet" if method == "bullet" else "how_interest", **facts), said("how_cost", **facts)],
            _coded(response, scheme, "subsidy_re"),
        ),
    ]  # fmt: skip


def _premium_working(request: Record, response: Record, facts: Record) -> str:
    """The product that the premium is; in general words where it is a sum of several charges or parts."""
    offered = request.get("premium_rate")
    stated = [percentage_in(c) for c in response["checks"] if c["code"].startswith("premium_is_")]
    rate = exactly(offered) if offered is not None else stated[0]
    units, months = scaled(rate.removesuffix("%"), 6), request["months"]
    amount, interest, premium = (
        scaled(text, 2) for text in (plain_yuan(request["amount"]), response["totals"]["interest"], response["totals"]["premium"])
    )
    for base, words in ((amount, facts["amount"]), (amount + interest, said("with_interest", **facts))):
        for key, years, whole in (("working_year", months, 12), ("working_once", 1, 1)):
            if divide_half_up(base * units * years, whole * 10**8) == premium:
                return said(key, base=words, rate=rate, months=facts["months"])
    return said("working_parts")


def _upfront_hint(request: Record, totals: Record, other: Record, facts: Record) -> str:
    """When and by whom the premium is paid, and how much it would be on 本息 where that is another amount."""
    free = totals["premium_paid_by_borrower"] == "0.00"
    payer = "premium_paid_by_government" if free else "premium_paid_by_borrower"
    tail = "" if other[payer] == totals[payer] else said("upfront_other", other=money(other[payer]))
    if free:
        return said("upfront_none", **facts) + tail if totals[payer] != "0.00" else ""
    when = said("upfront_annual" if request.get("premium_payment") == "annual" else "upfront_single")
    if totals["premium_paid_by_government"] != "0.00":
        when = said("upfront_shared", when=when, government=facts["government"])
    return when + tail


def _rate_working(request: Record, response: Record, scheme: Record, references: Record) -> list[str]:
    rate, quoted = exactly(response["annual_rate"]), response["reference"]
    if request.get("annual_rate") is not None:
        return [said("how_offer", rate=rate)]
    if not quoted:
        return [said("how_rate", rate=rate)]
    value = _rate_formula(response, scheme)
    multiplier, points = value.get("multiplier"), value.get("add_bp")
    formula = exactly(quoted["value"])
    if number(multiplier) is not None:
        formula += f"×{json.dumps(multiplier)}"
    if number(points) is not None:
        formula += f"＋{json.dumps(points)}个基点"
    series = references["series"][quoted["series"]]
    tenor = next(t["label"] for t in series["tenors"] if t["id"] == quoted["tenor"])
    return [
        said(
            "how_reference", series=series["label"], tenor=tenor, value=exactly(quoted["value"]),
            since=readable_date(quoted["from"]), formula=formula, rate=rate,
        )
    ]  # fmt: skip


def _rate_formula(response: Record, scheme: Record) -> Record:
    """The formula that the rate came from: the provision whose words the check cites."""
    cited = next((c["evidence"] for c in response["checks"] if c["code"].startswith("rate_is_")), [])
    for parameter in ("loan_rate_fixed", "loan_rate_cap"):
        for provision in (scheme["parameters"].get(parameter) or {}).get("provisions") or ():
            phrases = [piece.get("phrase") for piece in provision.get("evidence") or ()]
            if phrases and phrases == [piece["phrase"] for piece in cited][: len(phrases)]:
                return provision.get("value") or {}
    return {}


def _clauses(response: Record, scheme: Record, limits: Record) -> Clauses:
    """What the annual rate and the premium rest on; an offer on the limit that it is held against."""

    def own(name: str) -> list[list[str]]:
        return _coded(response, scheme, f"{name}_is_") or (limits[name][2] if name in limits else [])

    shared = [entry for start in ("borrower_part", "subsidy_replaces") for entry in _coded(response, scheme, start)]
    return {"rate": own("rate"), "premium": own("premium") + shared}


def _coded(response: Record, scheme: Record, start: str) -> list[list[str]]:
    """The evidence of the checks whose code starts so."""
    return [entry for check in response["checks"] if check["code"].startswith(start) for entry in evidence(check, scheme)]


def _rates(request: Record, response: Record, limits: Record, clauses: Clauses) -> list[dict[str, Any]]:
    rates, totals = response["rates"], response["totals"]
    amount = scaled(plain_yuan(request["amount"]), 2)
    upfront = scaled(totals["premium_paid_by_borrower"], 2)
    missing = said("no_rate")
    reason = [check["message"]["zh"] for check in response["checks"] if check["code"] == rates["reason"]]

    def rate(key: str, field: str, **facts: str) -> dict[str, Any]:
        value = rates[field]
        if value is None:
            return _figure(key, said(key), "", missing, said(f"{key}_hint"), reason)
        return _figure(key, said(key), value, per_cent(value), said(f"{key}_hint"), [said(f"how_{key}", **facts, **{key: exactly(value)})])

    simple = rates["annualised_simple"]
    monthly = "" if simple is None else per_cent(plain(divide_half_up(signed(simple), 12), 8), 6)
    once = request.get("premium_payment") != "annual"
    received = money(plain_yuan(plain(amount - upfront, 2) if once else plain(amount, 2)))
    borne = exactly(plain(signed(rates["nominal_sum"]) - signed(response["annual_rate"]), 8))
    nominal = rate("nominal", "nominal_sum", rate=exactly(response["annual_rate"]), borne=borne)
    return [
        {**nominal, "evidence": clauses["rate"] + clauses["premium"]},
        rate("simple", "annualised_simple", received=received, monthly=monthly),
        rate("irr", "annualised_irr"),
        _cap(request, limits),
    ]


def _cap(request: Record, limits: Record) -> dict[str, Any]:
    words = {name: said(word, cap=cap) for name, (word, cap, _) in limits.items()}
    proof = [entry for _, _, entries in limits.values() for entry in entries]
    if "total" in limits:
        text, how = said("cap_total", total=limits["total"][1]), [said("how_cap_total", total=limits["total"][1])]
    elif limits:
        key = "cap_both" if len(limits) == 2 else f"cap_{next(iter(limits))}"
        text, how = said(key, **words), []
    else:
        return _figure("cap", said("cap"), "", said("cap_none"), said("cap_hint"), [said("how_cap_none")])
    unknown = said("cap_unknown")
    how.append(
        said("how_cap", date=readable_date(request["drawdown"]), rate=words.get("rate", unknown), premium=words.get("premium", unknown))
    )
    value = limits["total"][1] if "total" in limits else ""
    return _figure("cap", said("cap"), value, text, said("cap_hint"), how, proof)


def _parties(response: Record, guaranteed: bool) -> list[list[str]]:
    """What each pays and gets over the whole loan, principal apart: name, paid, got."""
    totals = response["totals"]
    fen = {name: scaled(value, 2) for name, value in totals.items() if isinstance(value, str)}
    bank, insurer = (scaled(totals["rewards"][name], 2) for name in ("bank", "insurer"))
    refund, top_up = fen["premium_subsidy_to_borrower"], fen["premium_subsidy_to_insurer"]
    rows = (
        ("borrower", fen["interest"] + fen["premium_paid_by_borrower"], refund),
        ("bank", 0, fen["interest"] + bank),
        ("guarantor" if guaranteed else "insurer", 0, fen["premium"] + top_up + insurer),
        ("government", fen["premium_paid_by_government"] + refund + top_up + bank + insurer, 0),
    )
    return [[said(name), money(plain_yuan(plain(paid, 2))), money(plain_yuan(plain(got, 2)))] for name, paid, got in rows]


def _beside(response: Record, other: Record, more: Iterable[tuple[str, str]] = ()) -> list[list[str]]:
    """Cost and rates of the loan and of the same loan made otherwise; empty where it makes no difference.

    `more` are further totals to be listed, with their labels.
    """
    fields = (*more, (said("row_cost"), "net_cost"))
    if other["schedule"] is None or all(other["totals"][field] == response["totals"][field] for _, field in fields):
        return []
    rows = [[label, *(money(one["totals"][field]) for one in (response, other))] for label, field in fields]
    for label, field in (("row_simple", "annualised_simple"), ("row_irr", "annualised_irr")):
        values = [one["rates"][field] for one in (response, other)]
        rows.append([said(label), *(said("no_rate") if value is None else per_cent(value) for value in values)])
    return rows
