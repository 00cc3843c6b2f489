"""Whether the scheme is meant for this loan: its time, its borrowers, its route, its limits.

Only what makes the figures meaningless or the scheme the wrong one is an error: a class of
borrower that it does not cover, a route that it does not offer, two provisions that cannot be told
apart. A loan over a cap or beyond the term can still be computed, so that is a warning.

Time is judged on the drawdown day. A partial date counts to its end for an expiry and from its
beginning for a start. A notice that keeps the text in force moves the expiry (for ever where it
names no end). Repeal and supersession are known only as of the record's `as_of`: a warning for a
drawdown from that day on, otherwise information.

Borrowers: the list counts as closed unless it says `open`, the parameter is `partial`, or its
modality is soft or encouraging. A class above a listed one is asked to be narrowed, since caps of
the narrower class would not apply to it.

Soft limits (in principle, usual) never warn; the sum insured is the principal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.costs.arithmetic import METHODS
from generator.costs.decimals import months_of, number, spoken_money, spoken_months
from generator.costs.matching import PASSED_OVER, SOFT, Match, Reader, listed
from generator.costs.messages import Checks
from generator.costs.request import ROUTES, Request

_PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_ROUTES_OF_PRODUCT = {"guarantee_insurance": ["insurance"], "guarantee_fund": ["guarantee"]}


def date(value: object) -> str | None:
    """A full or partial date of a record; None for `unread`, `unstated`, null."""
    return value if isinstance(value, str) and _PARTIAL.fullmatch(value) else None


def after(day: str, end: str) -> bool:
    """Whether a day lies after a full or partial date: not within it, and later."""
    return day[: len(end)] > end


def before(day: str, start: str) -> bool:
    """Whether a day lies before a full or partial date."""
    return day[: len(start)] < start


def term_list(match: Match) -> tuple[list[str], bool, bool]:
    """The terms of a match with those on top: the list, whether it is open, whether it is exclusive."""
    terms: list[str] = []
    is_open = exclusive = False
    for provision in match.all:
        value = provision.get("value")
        if isinstance(value, Mapping):
            is_open = is_open or value.get("open") is True
            exclusive = exclusive or value.get("exclusive") is True
            value = value.get("list")
        terms += listed(value)
    return terms, is_open, exclusive


def notes(match: Match, parameter: str, checks: Checks) -> None:
    """Report rivals, conditions that a request does not tell, and figures that are approximate."""
    if match.rivals:
        checks.add("provisions_ambiguous", match.rivals, what=parameter)
    if match.untold:
        checks.add("condition_not_asked", match.untold, what=parameter)
    rough = [p for p in match.all if p.get("approx") is True]
    if rough:
        checks.add("approximate", rough, what=parameter)


def check_time(scheme: Mapping[str, object], reader: Reader, day: str, checks: Checks) -> None:
    """Draft, plan, start, expiry, repeal and supersession on the drawdown day."""
    instrument, lifecycle = scheme.get("instrument") or {}, scheme.get("lifecycle") or {}
    status, as_of = lifecycle.get("status"), date(lifecycle.get("as_of")) or ""
    if status == "draft_for_comment":
        checks.add("scheme_is_draft")
    if status == "planned":
        checks.add("scheme_is_planned")
    if status == "unknown":
        checks.add("scheme_status_unknown")
    start, end = date(instrument.get("effective_from")), date(instrument.get("expires_on"))
    if start and before(day, start):
        checks.add("scheme_not_yet_effective", date=start)
    ends = [
        date(notice.get("until") if isinstance(notice, Mapping) else None)
        for notice in lifecycle.get("kept_in_force_by") or []
    ]
    if end and None not in ends and all(after(day, one) for one in (end, *ends)):
        checks.add("scheme_expired", date=max((end, *ends)))
    if status in ("repealed", "superseded"):
        checks.add("scheme_gone_since" if day < as_of else f"scheme_{status}", date=as_of)
    window = reader.match("application_window")
    notes(window, "application_window", checks)
    value = window.chosen.get("value") if window.chosen else None
    window_value = value if isinstance(value, Mapping) else {}
    opens, closes = date(window_value.get("from")), date(window_value.get("until"))
    closes = closes or date(instrument.get("application_deadline"))
    evidence = [window.chosen] if window.chosen else []
    if closes and after(day, closes):
        checks.add("application_closed", evidence, date=closes)
    if opens and before(day, opens):
        checks.add("application_not_open", evidence, date=opens)


def choose_route(scheme: Mapping[str, object], request: Request, checks: Checks) -> str | None:
    """The requested route, or the scheme's only one; None after the error check that says why not.

    Where the parameter is not stated, a scheme of guarantee insurance has the insurance route and
    a guarantee fund the guarantee route; other products name none.
    """
    published = (scheme.get("parameters") or {}).get("enhancement_routes") or {}
    stated = [
        p for p in published.get("provisions") or [] if (p.get("state") or "stated") == "stated"
    ]
    terms, is_open, _ = term_list(Match(added=tuple(stated)))
    offered = [route for route in ROUTES if route in terms]
    if not stated:
        offered = _ROUTES_OF_PRODUCT.get(scheme.get("product"), [])
    if request.route is None:
        if len(offered) == 1:
            return offered[0]
        checks.add("route_needed", stated)
        return None
    if request.route not in offered and not is_open and (stated or offered):
        checks.add("route_not_offered", stated)
        return None
    return request.route


def check_borrower(
    reader: Reader, terms: Mapping[str, Mapping[str, object]], request: Request, checks: Checks
) -> None:
    """Whether the class is covered, and not excluded."""
    excluded = reader.match("excluded_borrowers")
    if any(term in reader.situation.distance for term in term_list(excluded)[0]):
        checks.add("borrower_excluded", excluded.all)
    published = reader.parameters.get("borrower_classes") or {}
    match = reader.match("borrower_classes")
    notes(match, "borrower_classes", checks)
    lenient = False
    if not match.all:
        loose = [
            p for p in reader.provisions("borrower_classes")
            if p.get("modality") in (*SOFT, *PASSED_OVER) and (p.get("state") or "stated") == "stated"
        ]  # fmt: skip
        match, lenient = Match(added=tuple(loose)), True
    covered, is_open, _ = term_list(match)
    if not covered or any(term in reader.situation.distance for term in covered):
        return
    if (
        lenient
        or is_open
        or published.get("partial") is True
        or any(term not in terms for term in covered)
    ):
        checks.add("borrower_not_listed", match.all)
    elif any(request.borrower in _above(term, terms) for term in covered):
        checks.add("borrower_class_too_broad", match.all)
    else:
        checks.add("borrower_not_covered", match.all)


def _above(term: str, terms: Mapping[str, Mapping[str, object]]) -> set[str]:
    found, waiting = set(), [term]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += listed((terms.get(current) or {}).get("is_a"))
    return found


def check_amount(reader: Reader, request: Request, checks: Checks) -> None:
    """The amount against caps on the loan and on the sum insured, soft ones, and the floor."""
    known = False
    for parameter, code in (
        ("loan_amount_cap", "amount_above_cap"),
        ("insured_amount_cap", "amount_above_insured_cap"),
    ):
        for soft in (False, True):
            match = reader.match(parameter, soft)
            notes(match, parameter, checks)
            cap = _fen(match, parameter, checks)
            known = known or cap is not None
            if cap is not None and request.amount > cap:
                checks.add("amount_above_usual" if soft else code, match.all, cap=spoken_money(cap))
    rule = reader.match("loan_amount_cap_rule")
    if rule.all:
        checks.add("amount_rule_not_checked", rule.all)
    if not known:
        checks.add("amount_cap_unknown")
    match = reader.match("loan_amount_floor")
    notes(match, "loan_amount_floor", checks)
    floor = _fen(match, "loan_amount_floor", checks)
    if floor is not None and request.amount < floor:
        checks.add("amount_below_floor", match.all, cap=spoken_money(floor))


def _fen(match: Match, parameter: str, checks: Checks) -> int | None:
    """The amount that holds, with those on top, in fen (a part of a fen is cut off)."""
    if not match.chosen:
        return None
    amounts = [number(p.get("value")) for p in match.all]
    if None in amounts:
        checks.add("provision_not_used", match.all, what=parameter)
        return None
    total = sum(amounts) * 100
    return total.numerator // total.denominator


def check_term(reader: Reader, request: Request, checks: Checks) -> None:
    """The term against the longest and the shortest, and the repayment method against an exclusive list."""
    known = False
    for soft in (False, True):
        match = reader.match("loan_term_max", soft)
        notes(match, "loan_term_max", checks)
        longest = _months(match, "loan_term_max", checks)
        known = known or longest is not None
        if longest is not None and request.months > longest:
            checks.add(
                "term_above_usual" if soft else "term_above_cap",
                match.all,
                cap=spoken_months(longest),
            )
    if not known:
        checks.add("term_cap_unknown")
    match = reader.match("loan_term_min")
    notes(match, "loan_term_min", checks)
    shortest = _months(match, "loan_term_min", checks)
    if shortest is not None and request.months < shortest:
        checks.add("term_below_floor", match.all, cap=spoken_months(shortest))
    match = reader.match("repayment_methods")
    methods, is_open, exclusive = term_list(match)
    if (
        exclusive
        and not is_open
        and request.repayment not in methods
        and all(m in METHODS for m in methods)
    ):
        checks.add("repayment_not_listed", match.all)


def _months(match: Match, parameter: str, checks: Checks) -> int | None:
    if not match.chosen:
        return None
    months = [months_of(p.get("value")) for p in match.all]
    if None in months:
        checks.add("provision_not_used", match.all, what=parameter)
        return None
    return sum(months)
