"""From a request to a response: what one loan costs under one scheme.

The order of the checks is the order of the calls below: the request's faults (then nothing else),
the scheme's route, its time, its borrowers, amount, term and repayment, the annual rate, the
premium, the support; and, where the loan could be computed, the total cost and the rates. Without
a route nothing further can be matched, so the answer ends there.

After an error the keys `reference`, `schedule`, `totals`, `rates` are null; `annual_rate` is then
what was supplied or found, null where the request was at fault or no rate is known.

`nominal_sum` is the annual rate plus the premium rate the borrower pays: what is left of the
premium after government's part, as a share of the whole premium, times its yearly rate, exact and
rounded once; a refund does not lower it. The total cost cap is compared with this sum; where the
source does not say whether subsidies count, a sum that passes only after them is information. Net
of subsidy a refund counts too, spread over the years on the principal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.costs import limits, pricing, support
from generator.costs.arithmetic import Row, schedule
from generator.costs.decimals import Rate, number, spoken_rate, yuan
from generator.costs.irr import annualised
from generator.costs.matching import Reader, Situation, distances
from generator.costs.messages import Checks, has_error
from generator.costs.reference import Quoted
from generator.costs.request import Request, parse

Record = Mapping[str, object]


def quote(raw: Record, scheme: Record, parameters: Record, references: Record) -> dict[str, object]:
    """The response to the request `raw` (contract of the calculator), ready for `write`.

    `scheme`, `parameters` and `references` are the published records schemes/<id>.json,
    parameters.json (of which only `terms.borrower` and `terms.group` are read) and
    reference-rates.json. Never raises for a bad request: its faults are error checks.
    """
    terms = {name: _by_id(parameters, name) for name in ("borrower", "group")}
    checks = Checks()
    request, faults = parse(raw, terms["borrower"], terms["group"])
    if request is None:
        for code, words in faults:
            checks.add(code, **words)
        return _response(None, checks)
    supplied = None if request.annual_rate is None else Rate(request.annual_rate)
    published = scheme.get("parameters") or {}
    distance = distances(request.borrower, terms["borrower"])
    route = limits.choose_route(scheme, request, checks)
    amount = Fraction(request.amount, 100)
    reader = Reader(published, Situation(distance, request.groups, route, request.months, amount))
    limits.check_time(scheme, reader, request.drawdown, checks)
    if route is None:
        return _response(supplied, checks)
    limits.check_borrower(reader, terms["borrower"], request, checks)
    limits.check_amount(reader, request, checks)
    limits.check_term(reader, request, checks)
    rate, reference = pricing.loan_rate(reader, request, references, checks)
    charges = pricing.premium_charges(reader, request, checks, request.premium_base)
    granted = support.read_support(reader, request, checks, charges)
    if has_error(checks.listed):
        return _response(rate, checks)
    rows = schedule(request.amount, rate.units, request.months, request.repayment)
    interest = sum(row.interest for row in rows)
    premium = support.settle(charges, granted, request, interest)
    yearly = sum((charge.yearly(request.months) for charge in charges), Fraction(0))
    nominal = rate.exact + _borne(premium, yearly)
    _check_total_cost(reader, request, (rate.exact + yearly, nominal), premium, checks)
    found = annualised(_flows(request, rows, premium))
    if found.reason:
        checks.add(found.reason)
    rates = {
        "nominal_sum": Rate.of(nominal),
        "annualised_simple": None if found.simple is None else Rate(found.simple),
        "annualised_irr": None if found.compound is None else Rate(found.compound),
        "reason": found.reason,
    }
    return _response(
        rate, checks, reference, _schedule(rows), _totals(interest, premium, granted), rates
    )


def _by_id(parameters: Record, name: str) -> dict[str, Record]:
    return {term["id"]: term for term in (parameters.get("terms") or {}).get(name) or []}


def _response(
    rate: Rate | None,
    checks: Checks,
    reference: Quoted | None = None,
    rows: list[dict[str, object]] | None = None,
    totals: dict[str, object] | None = None,
    rates: dict[str, object] | None = None,
) -> dict[str, object]:
    return {
        "annual_rate": rate,
        "reference": reference.as_json() if reference else None,
        "schedule": rows,
        "totals": totals,
        "rates": rates,
        "checks": checks.listed,
    }


def _schedule(rows: list[Row]) -> list[dict[str, object]]:
    return [
        {
            "period": period,
            "payment": yuan(row.payment),
            "principal": yuan(row.principal),
            "interest": yuan(row.interest),
            "balance": yuan(row.balance),
        }
        for period, row in enumerate(rows, start=1)
    ]


def _totals(interest: int, premium: support.Premium, granted: support.Support) -> dict[str, object]:
    return {
        "interest": yuan(interest),
        "premium": yuan(premium.gross),
        "premium_paid_by_borrower": yuan(premium.borrower),
        "premium_paid_by_government": yuan(premium.government),
        "premium_subsidy_to_borrower": yuan(premium.refund),
        "premium_subsidy_to_insurer": yuan(premium.to_insurer),
        "rewards": {payee: yuan(fen) for payee, fen in granted.rewards.items()},
        "net_cost": yuan(interest + premium.borrower - premium.refund),
    }


def _borne(premium: support.Premium, yearly: Fraction) -> Fraction:
    return (
        yearly * premium.borrower_exact / premium.gross_exact
        if premium.gross_exact
        else Fraction(0)
    )


def _flows(request: Request, rows: list[Row], premium: support.Premium) -> list[int]:
    """The borrower's flows by month, in fen: the loan less the premium, then what is paid."""
    flows = [0] * (max(request.months, request.subsidy_month) + 1)
    flows[0] = request.amount
    for period, row in enumerate(rows, start=1):
        flows[period] -= row.payment
    for month, fen in premium.paid.items():
        flows[month] -= fen
    flows[request.subsidy_month] += premium.refund
    return flows


def _check_total_cost(
    reader: Reader,
    request: Request,
    sums: tuple[Fraction, Fraction],
    premium: support.Premium,
    checks: Checks,
) -> None:
    """The nominal sum before and after government's part against the total cost cap."""
    match = reader.match("total_cost_cap")
    limits.notes(match, "total_cost_cap", checks)
    value = match.chosen.get("value") if match.chosen else None
    cap = number(value.get("rate")) if isinstance(value, Mapping) else None
    if cap is None:
        return
    gross, nominal = sums
    net = nominal - Fraction(12 * premium.refund, request.amount * request.months)
    strict, counted = value.get("strict") is True, value.get("net_of_subsidy")

    def breaks(total: Fraction) -> bool:
        return total >= cap if strict else total > cap

    total = net if counted is True else gross if counted is False else nominal
    if breaks(total):
        checks.add("total_cost_above_cap", match.all, sum=spoken_rate(total), cap=spoken_rate(cap))
    elif not isinstance(counted, bool) and breaks(gross):
        checks.add(
            "total_cost_depends_on_subsidy", match.all, sum=spoken_rate(gross), cap=spoken_rate(cap)
        )
