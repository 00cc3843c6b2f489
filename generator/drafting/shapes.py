"""Values as the templates read them: every field present, what is left open null, lists instead of records by party.

Mirror: `draft_context.js`. The input is the published JSON of a value (contract §3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

FIELDS: dict[str, tuple[str, ...]] = {
    "rate_formula": ("reference", "tenor", "multiplier", "add_bp", "fixed"),
    "cost_cap": ("rate", "strict", "net_of_subsidy"),
    "charge": ("rate", "base", "per", "charged_to"),
    "shares": ("of", "stage"),
    "layer": ("bearer", "up_to", "note"),
    "compensation": ("payer", "payee", "rate", "rate_from", "rate_to", "of", "after", "cap"),
    "threshold": ("metric", "threshold", "op"),
    "limit": ("rate", "of"),
    "recovery": ("rule",),
    "trigger": ("metric", "definition", "op", "threshold", "period"),
    "effect": ("action", "force", "approval_by"),
    "subsidy": (
        "payer", "paid_to", "beneficiary", "effect", "rate", "share_of_premium", "share_of_fee", "share_of_interest",
        "share_of_benchmark", "amount", "base", "times_term", "once_per_borrower", "condition",
    ),
    "reward": ("payer", "payee", "rate", "amount", "base", "condition", "cap"),
    "fund": ("name", "amount", "year", "purpose"),
    "outcome": ("metric", "value", "unit", "approx"),
    "range": ("min", "max"),
    "date_window": ("from", "until"),
    "cycle": ("every", "within", "by", "to"),
    "area": ("area", "link"),
}  # fmt: skip

SUBSIDY_CAPS = ("premium_paid", "fee_paid", "interest_paid")
EVENTS = ("interest_overdue", "principal_overdue", "overdue", "court_decision", "other")
FOUR_DIGITS = re.compile("[0-9]{4}")
Value = dict[str, Any]
Labels = Mapping[str, Mapping[str, str]]


def stated(value: Any) -> Any:
    """The value, or None where the text leaves it open."""
    return None if value == "unstated" else value


def fields(value: Value, name: str) -> Value:
    """The fields of FIELDS[name], each present."""
    return {key: stated(value.get(key)) for key in FIELDS[name]}


def parties(shares: Mapping[str, Any] | None) -> list[Value]:
    """Shares as a list in their order."""
    return [{"party": party, "share": stated(share)} for party, share in (shares or {}).items()]


def span(value: Any) -> Value:
    """An amount or term interval, or words, as the templates read it."""
    found: Value = {"text": None, "above_money": None, "up_to_money": None, "above_time": None, "up_to_time": None}
    if isinstance(value, str):
        found["text"] = value
    else:
        for key in ("above", "up_to"):
            part = value.get(key)
            if part is not None:
                found[f"{key}_{'time' if isinstance(part, dict) else 'money'}"] = part
    return found


def terms(value: Any, labels: Mapping[str, str]) -> Value:
    """A list of terms by their labels; own words stay."""
    given = value if isinstance(value, dict) else {"list": value}
    return {
        "list": [labels.get(term, term) for term in given["list"]],
        "exclusive": bool(given.get("exclusive")),
        "open": bool(given.get("open")),
        "own": not labels,
    }


def _length(value: Any) -> Value | None:
    """A duration without what stands beside it, or None where it is open."""
    for unit in ("months", "days", "working_days"):
        if isinstance(value, dict) and value.get(unit) is not None:
            return {unit: value[unit]}
    return None


def _rate_formula(value: Value) -> Value:
    add = value.get("add_bp")
    return {**fields(value, "rate_formula"), "minus_bp": -add if add is not None and add < 0 else None}


def _charge_or_share(value: Any) -> Value:
    if isinstance(value, dict):
        return {**fields(value, "charge"), "share": None}
    return {**fields({}, "charge"), "share": value}


def _compensation(value: Value) -> Value:
    above = value.get("above")
    return {**fields(value, "compensation"), "above": fields(above, "threshold") if above else None}


def _limit(value: Any) -> Value:
    if isinstance(value, dict):
        return {**fields(value, "limit"), "amount": None}
    return {**fields({}, "limit"), "amount": value}


def _trigger(value: Value) -> Value:
    effect = value.get("effect")
    return {
        **fields(value, "trigger"),
        "scope": stated(value.get("scope")) or [],
        "effect": fields(effect, "effect") if effect else None,
        "any_of": [fields(part, "threshold") for part in value.get("any_of") or []],
    }


def _claim_events(value: Value) -> Value:
    return {
        "after_recourse": stated(value.get("after_recourse")),
        "any_of": [_event(event) for event in value["any_of"]],
    }


def _event(event: Value) -> Value:
    kind = next(name for name in EVENTS if name in event)
    said = event[kind]
    known = said if isinstance(said, dict) else {}
    return {
        "type": kind,
        "after": _length(known),
        "consecutive": bool(known.get("consecutive")),
        "counted_from": known.get("counted_from"),
        "text": said if isinstance(said, str) else "",
    }


def _subsidy(value: Value) -> Value:
    cap = stated(value.get("cap"))
    ruled = cap if cap in SUBSIDY_CAPS else None
    return {**fields(value, "subsidy"), "cap_rule": ruled, "cap_money": None if ruled else cap}


def _cycle(value: Value) -> Value:
    return {**fields(value, "cycle"), "within": _length(value.get("within"))}


def _layer(value: Value) -> Value:
    return {**fields(value, "layer"), "shares": parties(value.get("shares"))}


def _fund(value: Value) -> Value:
    """A fund with its year as words: 2027年度, or what the text says instead."""
    found = fields(value, "fund")
    year = found["year"]
    return {**found, "year": f"{year}年度" if year and FOUR_DIGITS.fullmatch(year) else year}


SHAPES: dict[str, Callable[[Any], Any]] = {
    "rate_formula": _rate_formula,
    "cost_cap": lambda value: fields(value, "cost_cap"),
    "charge": lambda value: fields(value, "charge"),
    "charge_or_share": _charge_or_share,
    "shares": lambda value: {**fields(value, "shares"), "shares": parties(value.get("shares"))},
    "layers": lambda value: [_layer(layer) for layer in value],
    "compensation": _compensation,
    "limit": _limit,
    "recovery": lambda value: {**fields(value, "recovery"), "shares": parties(value.get("shares"))},
    "trigger": _trigger,
    "claim_events": _claim_events,
    "subsidy": _subsidy,
    "reward": lambda value: fields(value, "reward"),
    "funds": lambda value: [_fund(fund) for fund in value],
    "range": lambda value: fields(value, "range"),
    "date_window": lambda value: fields(value, "date_window"),
    "cycle": _cycle,
}


def shaped(kind: str, value: Any, labels: Mapping[str, str], regions: Mapping[str, str]) -> Any:
    """The value of a parameter of that kind as the templates read it; None stays None."""
    value = stated(value)
    if value is None:
        return None
    if kind == "terms":
        return terms(value, labels)
    if kind == "area":
        return {**fields(value, "area"), "name": regions.get(value["area"], value["area"])}
    if kind == "outcomes":
        return [fields(item, "outcome") for item in value]
    return SHAPES[kind](value) if kind in SHAPES else value
