"""The sections of an answer, each from the estimate; the package says what their figures mean."""

from __future__ import annotations

from fractions import Fraction

from generator.costs.decimals import UNIT, Rate, spoken_money
from generator.fiscal.bearing import Bearing, public_parts, split
from generator.fiscal.binomial import MOST_LOANS, tail
from generator.fiscal.estimate import Estimate
from generator.fiscal.messages import Checks
from generator.fiscal.request import PARTIES
from generator.fiscal.spending import KINDS, REWARDS, SUBSIDIES, fen, money, shown, total
from generator.fiscal.trips import OF_DEFAULTS, fewest_defaults, least_pool, measure, trip


def rate_of(value: Fraction | None) -> Rate | None:
    """A rate to 1e-8, rounded half-up."""
    return None if value is None else Rate.of(value)


def _over(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """A quotient; None where a part is unknown or would divide by zero."""
    return None if one is None or not other else one / other


def premium(whole: Estimate) -> dict[str, object] | None:
    """The premium and who bears it in the end; None where its rate is not known."""
    year = whole.year
    if year.premium is None:
        return None
    return {
        "total": money(year.premium),
        "borrower": money(year.borrower),
        "public": money(None if year.borrower is None else fen(year.premium) - fen(year.borrower)),  # type: ignore[operator]
        "rate": rate_of(year.premium / year.lending),
        "interest": money(year.interest),
    }


def outlay(whole: Estimate) -> dict[str, object]:
    """What is spent by kind, before losses and with the expected loss."""
    parts = whole.parts
    public = dict.fromkeys(("loss_share", "compensation", "excess_compensation")) if parts is None else public_parts(parts)
    each = None if whole.outlay is None else Fraction(whole.outlay) * whole.request.average_loan / whole.request.lending
    return {
        **{kind: money(amount) for kind, amount in whole.year.kinds.items()},
        "before_losses": money(shown(whole.year.kinds, KINDS)),
        **{part: money(amount) for part, amount in public.items()},
        "total": money(whole.outlay),
        "rate": rate_of(_over(whole.exact_outlay, whole.year.lending)),
        "per_loan": money(each),
    }


def leverage(whole: Estimate) -> dict[str, object]:
    """The lending for each yuan spent, without and with the expected loss, and for each yuan of the budgets."""
    lending, budget = whole.year.lending, whole.request.budget
    return {
        "static": rate_of(_over(lending, whole.year.before_losses)),
        "with_compensation": rate_of(_over(lending, whole.exact_outlay)),
        "budget": rate_of(_over(lending, Fraction(sum(budget.values())))),
    }


def losses(whole: Estimate) -> list[dict[str, object]] | None:
    """The expected loss, then the loss at each rate asked for."""
    if whole.bearing is None:
        return None
    expected = whole.case.default_rate * whole.case.severity
    rates = [Fraction(units, UNIT) for units in whole.request.loss_rates]
    return [
        _loss("expected" if place == 0 else "compared", rate, whole, whole.bearing)
        for place, rate in enumerate([expected, *rates])
    ]


def _loss(case: str, rate: Fraction, whole: Estimate, bearing: Bearing) -> dict[str, object]:
    loss = whole.case.exposure * rate
    parts = split(bearing, loss)
    names = [party for party in PARTIES if any(party == one for one, _ in parts)]
    public = public_parts(parts)
    return {
        "case": case,
        "loss_rate": rate_of(rate),
        "loss": money(loss),
        "claims": money(bearing.claims.at(loss)),
        "parties": {
            party: money(sum(amount for (one, _), amount in parts.items() if one == party)) for party in names
        },
        **{part: money(amount) for part, amount in public.items()},
        "public": money(sum(public.values())),
    }


def triggers(whole: Estimate, checks: Checks) -> list[dict[str, object]] | None:
    """Each trigger: its value, where it is reached, and the chance of that in the pool."""
    bearing, design, case = whole.bearing, whole.design, whole.case
    if bearing is None:
        return None
    rows = []
    for trigger in design.triggers:
        curve = None
        if trigger.metric not in OF_DEFAULTS:
            curve = measure(trigger, bearing, design, whole.year, whole.request.budget)
        found = trip(trigger, curve, case)
        within = found.loss if found.loss is not None and found.loss <= case.exposure else None
        compensated = None if within is None else bearing.uncapped.at(within) / whole.year.lending
        fewest = fewest_defaults(trigger, found.share, whole.loans)
        chance = None
        if found.value is not None and whole.loans <= MOST_LOANS:
            chance = Rate(0) if fewest is None else tail(whole.loans, case.default_rate, fewest)
        binds = _over(design.cap, compensated) if bearing.in_proportion else None
        rows.append(
            {
                "metric": trigger.metric,
                "op": trigger.op,
                "threshold": rate_of(trigger.threshold),
                "stops": trigger.stops,
                "value": rate_of(found.value),
                "reached": found.reached,
                "loss_rate": rate_of(None if within is None else within / case.exposure),
                "default_rate": rate_of(found.share if found.share is not None and found.share <= 1 else None),
                "compensation_rate": rate_of(compensated),
                "lending_at_cap": money(binds),
                "defaults": fewest,
                "chance": chance,
                "least_loans": None if found.value is None else least_pool(trigger, found.share),
            }
        )
    if rows and whole.loans > MOST_LOANS:
        checks.add("pool_too_large")
    return rows


def caps(whole: Estimate, checks: Checks) -> list[dict[str, object]]:
    """When each yearly cap binds: compensation, rewards, and the volume of lending."""
    year, design, rows = whole.year, whole.design, []
    if design.cap is not None and whole.bearing is not None:
        bearing, case = whole.bearing, whole.case
        uncapped = bearing.uncapped.at(case.loss)
        loss = bearing.uncapped.reach(design.cap, True)
        share = None if loss is None else _over(loss, case.exposure * case.severity)
        rows.append(
            _cap("compensation_cap_annual", design.cap, bearing.paid.at(case.loss), uncapped > design.cap)
            | {
                "loss": money(loss),
                "loss_rate": rate_of(None if loss is None else loss / case.exposure),
                "default_rate": rate_of(share if share is not None and share <= 1 else None),
                "lending": money(_over(design.cap * year.lending, uncapped) if bearing.in_proportion else None),
            }
        )
    cap, uncapped_rewards = design.support.reward_cap, year.uncapped_rewards
    if cap is not None and uncapped_rewards is not None:
        used = Fraction(shown(year.kinds, REWARDS) or 0)
        in_proportion = all(reward.cap is None for reward in design.support.rewards)
        lending = _over(cap * year.lending, uncapped_rewards) if in_proportion else None
        rows.append(_cap("reward_cap_annual", cap, used, uncapped_rewards > cap) | {"lending": money(lending)})
    if design.volume is not None:
        above = year.lending > design.volume
        rows.append(_cap("programme_volume_cap", design.volume, year.lending, above) | {"lending": money(design.volume)})
        if above:
            checks.add("lending_above_programme_cap", cap=spoken_money(fen(design.volume) or 0))
    return rows


def _cap(name: str, amount: Fraction, used: Fraction, binds: bool) -> dict[str, object]:
    return {
        "cap": name, "amount": money(amount), "used": money(used), "binds": binds,
        "loss": None, "loss_rate": None, "default_rate": None, "lending": None,
    }  # fmt: skip


def budget(whole: Estimate) -> dict[str, object] | None:
    """How far each budget goes: what is used and left, and the lending or the default rate that uses it up."""
    year, case, bearing = whole.year, whole.case, whole.bearing
    rows: dict[str, object] = {}
    for name, amount in whole.request.budget.items():
        used = lending = None
        loss = share = None
        if name == "compensation":
            used = None if whole.parts is None else sum(public_parts(whole.parts).values())
            if bearing is not None:
                loss = bearing.public().reach(Fraction(amount), False)
                share = None if loss is None else _over(loss, case.exposure * case.severity)
        else:
            kinds = REWARDS if name == "rewards" else (*SUBSIDIES, "returned")
            used = shown(year.kinds, kinds)
            support = whole.design.support
            caps = [support.reward_cap, *(reward.cap for reward in support.rewards)]
            capped = name == "rewards" and any(cap is not None for cap in caps)
            exact = total(*(year.kinds[kind] for kind in kinds))
            lending = None if capped else _over(amount * year.lending, exact)
        rows[name] = {
            "amount": money(amount),
            "used": money(used),
            "left": money(None if used is None else amount - used),
            "lending": money(lending),
            "default_rate": rate_of(share if share is not None and share <= 1 else None),
        }
    return rows or None


def pool(whole: Estimate) -> dict[str, object]:
    """The pool as equal loans, and what the default of one of them does."""
    case, year = whole.case, whole.year
    loss = case.exposure * case.severity / whole.loans
    claims = None if whole.bearing is None else whole.bearing.claims.at(loss)
    return {
        "loans": whole.loans,
        "loan": money(year.lending / whole.loans),
        "loss_of_one": money(loss) if whole.bearing is not None else None,
        "loss_ratio_of_one": rate_of(_over(claims, year.premium)),
        "payout_rate_of_one": rate_of(_over(claims, year.lending)),
    }
