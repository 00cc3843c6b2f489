"""Public money for this loan: who gets how much, and what of it reaches the borrower.

A subsidy is base × rate × months/12 (base × rate where the source says `times_term: false`), a
share of the premium or fee, or an amount. What it does decides where it goes:
    replaces_premium   government pays that part of each instalment; the borrower pays the rest
    refunds_borrower   arrives in `subsidy_month`, never more than the premium the borrower paid
    tops_up            goes to the insurer on top; not in the borrower's flows
A share of the premium that the borrower bears (`borrower_premium_share`: a rate on the base, or a
part of the premium) rules over a replacing subsidy: the rest is government's, once and not twice.
Where the request says what the premium applies to, a part whose base is open follows the premium.
Rounding: government's part of an instalment is rounded half-up and the borrower pays the rest; a
stated part of the borrower is rounded and government pays the rest.

`cap` is an amount for the whole loan, or `premium_paid` or `fee_paid`; the scheme's cap per borrower limits what
replaces and refunds together. A cap or an amount is used up from the first instalment on.

A reward is rate × amount disbursed (or insured, the same for one loan), whatever the term; other rewards are not shown. What is left
to another rule, was not read, lacks a figure, or works on interest is named and not included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from generator.costs.arithmetic import instalments
from generator.costs.decimals import number
from generator.costs.limits import notes
from generator.costs.matching import Reader
from generator.costs.messages import Checks
from generator.costs.pricing import BASES, Charge, read_charge
from generator.costs.request import ON_INTEREST, Request
from generator.quantities import divide_half_up

EFFECTS = ("replaces_premium", "refunds_borrower", "tops_up")
REWARDED = ("disbursed", "insured_lending")


Term = tuple[int, int, int, bool]
"""Principal and scheduled interest in fen, the months covered, whether it is the first instalment."""


@dataclass(frozen=True, slots=True)
class Subsidy:
    """One subsidy: exactly one of `charge`, `share` (of the premium) and `amount` (in fen)."""

    effect: str
    charge: Charge | None
    share: Fraction | None
    amount: Fraction | None
    cap: Fraction | None
    up_to_premium: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What the scheme grants for this loan; `limit` in fen is the cap per borrower."""

    part: Charge | Fraction | None = None
    subsidies: tuple[Subsidy, ...] = ()
    limit: Fraction | None = None
    rewards: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """The premium in fen: `paid` by the borrower by month, totals by payer, and the exact parts."""

    paid: Mapping[int, int]
    gross: int
    borrower: int
    government: int
    gross_exact: Fraction
    borrower_exact: Fraction
    refund: int
    to_insurer: int


def read_support(
    reader: Reader, request: Request, checks: Checks, charges: Sequence[Charge] = ()
) -> Support:
    """The support that holds in the reader's situation, with the checks that say what is included.

    `charges` are those of the premium.
    """
    guaranteed = reader.situation.route == "guarantee"
    follows = request.premium_base is not None and any(charge.with_interest for charge in charges)
    part = None if guaranteed else _borrower_part(reader, ON_INTEREST if follows else None, checks)
    parameter = "guarantee_fee_subsidy" if guaranteed else "premium_subsidy"
    subsidies = _subsidies(reader, parameter, checks)
    if part is not None and all(s.effect != "replaces_premium" for s in subsidies):
        checks.add("premium_rest_payer_unstated", reader.match("borrower_premium_share").all)
    interest = reader.match("interest_subsidy")
    _name_left_out(reader, "interest_subsidy", checks)
    if interest.all:
        checks.add("interest_subsidy_not_included", interest.all)
    per_borrower = reader.match("subsidy_cap_per_borrower")
    notes(per_borrower, "subsidy_cap_per_borrower", checks)
    limits = [number(p.get("value")) for p in per_borrower.all]
    if None in limits:
        checks.add("provision_not_used", per_borrower.all, what="subsidy_cap_per_borrower")
    limit = sum(limits) * 100 if limits and None not in limits else None
    deposit = reader.match("borrower_deposit")
    if deposit.all:
        checks.add("deposit_not_included", deposit.all)
    rewards = {
        payee: _reward(reader, parameter, request.amount, checks)
        for payee, parameter in (("bank", "bank_reward"), ("insurer", "insurer_reward"))
    }
    return Support(part=part, subsidies=subsidies, limit=limit, rewards=rewards)


def _borrower_part(reader: Reader, base: str | None, checks: Checks) -> Charge | Fraction | None:
    match = reader.match("borrower_premium_share")
    notes(match, "borrower_premium_share", checks)
    if match.chosen is None:
        return None
    part = number(match.chosen.get("value"))
    part = read_charge(match.chosen, base) if part is None else part
    if part is None or match.added:
        checks.add("provision_not_used", match.all, what="borrower_premium_share")
        return None
    checks.add("borrower_part_counted", match.all)
    return part


def _name_left_out(reader: Reader, parameter: str, checks: Checks) -> None:
    match = reader.match(parameter)
    notes(match, parameter, checks)
    for state, code in (("delegated", "subsidy_delegated"), ("unread", "subsidy_unread")):
        left_out = [p for p in match.unanswered if p.get("state") == state]
        if left_out:
            checks.add(code, left_out, what=parameter)


def _subsidies(reader: Reader, parameter: str, checks: Checks) -> tuple[Subsidy, ...]:
    _name_left_out(reader, parameter, checks)
    read = []
    for provision in reader.match(parameter).all:
        value = provision.get("value") if isinstance(provision.get("value"), Mapping) else {}
        subsidy = _subsidy(value)
        if subsidy is None:
            checks.add("subsidy_not_included", [provision], what=parameter)
            continue
        read.append(subsidy)
        checks.add(f"subsidy_{subsidy.effect}", [provision], what=parameter)
        if subsidy.charge and value.get("base") in ("unstated", None):
            checks.add("subsidy_base_unstated", [provision], what=parameter)
        if subsidy.charge and not isinstance(value.get("times_term"), bool):
            checks.add("subsidy_term_unstated", [provision], what=parameter)
        if value.get("condition") is not None:
            checks.add("subsidy_conditional", [provision], what=parameter)
        if value.get("once_per_borrower") is True:
            checks.add("subsidy_once", [provision], what=parameter)
    return tuple(read)


def _subsidy(value: Mapping[str, object]) -> Subsidy | None:
    """A subsidy of a record; None where its effect or size is not one that the calculator knows."""
    rate, amount = number(value.get("rate")), number(value.get("amount"))
    shares = [number(value.get(name)) for name in ("share_of_premium", "share_of_fee")]
    share = shares[1] if shares[0] is None else shares[0]
    charge = None
    if rate is not None and value.get("base") in BASES:
        charge = Charge(
            rate, value.get("base") == "principal_and_interest", value.get("times_term") is False
        )
    if value.get("effect") not in EFFECTS or [charge, share, amount].count(None) != 2:
        return None
    cap = number(value.get("cap"))
    return Subsidy(
        value["effect"], charge, share,
        None if amount is None else amount * 100,
        None if cap is None else cap * 100,
        value.get("cap") in ("premium_paid", "fee_paid"),
    )  # fmt: skip


def _reward(reader: Reader, parameter: str, amount: int, checks: Checks) -> int:
    match = reader.match(parameter)
    notes(match, parameter, checks)
    total = 0
    for provision in match.all:
        value = provision.get("value") if isinstance(provision.get("value"), Mapping) else {}
        rate, cap = number(value.get("rate")), number(value.get("cap"))
        if rate is None or value.get("base") not in REWARDED:
            checks.add("reward_not_included", [provision], what=parameter)
            continue
        checks.add("reward_included", [provision], what=parameter)
        if value.get("condition") is not None:
            checks.add("reward_conditional", [provision], what=parameter)
        total += rounded(rate * amount if cap is None else min(rate * amount, cap * 100))
    left_out = [p for p in match.unanswered if p.get("state") == "delegated"]
    if left_out:
        checks.add("reward_not_included", left_out, what=parameter)
    return total


def rounded(fen: Fraction) -> int:
    """Whole fen, halves away from zero."""
    return divide_half_up(fen.numerator, fen.denominator)


class _Purse:
    """Whole fen that are used up; None is without limit."""

    def __init__(self, *limits: Fraction | None) -> None:
        known = [limit.numerator // limit.denominator for limit in limits if limit is not None]
        self.left = min(known) if known else None

    def take(self, wanted: int) -> int:
        if self.left is None:
            return wanted
        taken = min(wanted, self.left)
        self.left -= taken
        return taken


def settle(charges: list[Charge], support: Support, request: Request, interest: int) -> Premium:
    """Who pays the premium when, and what comes back; `interest` is the scheduled interest in fen."""
    shared = _Purse(support.limit)
    replacing = [
        (s, _Purse(s.amount, s.cap)) for s in support.subsidies if s.effect == "replaces_premium"
    ]
    paid: dict[int, int] = {}
    gross = 0
    gross_exact = borrower_exact = Fraction(0)
    for month, covered in instalments(request.months, request.premium_payment):
        term = (request.amount, interest, covered, month == 0)
        due = sum((charge.due(*term) for charge in charges), Fraction(0))
        whole = rounded(due)
        if support.part is None:
            own, own_exact = _after_grants(due, whole, replacing, shared, term)
        else:
            own_exact = (
                due * support.part
                if isinstance(support.part, Fraction)
                else support.part.due(*term)
            )
            own_exact = min(due, own_exact)
            own = rounded(own_exact)
        paid[month] = own
        gross, gross_exact, borrower_exact = (
            gross + whole,
            gross_exact + due,
            borrower_exact + own_exact,
        )
    borrower = sum(paid.values())
    refund = to_insurer = 0
    term = (request.amount, interest, request.months, True)
    for subsidy in support.subsidies:
        size = rounded(_size(subsidy, Fraction(gross), term))
        size = _Purse(subsidy.amount, subsidy.cap).take(size)
        if subsidy.effect == "refunds_borrower":
            refund += shared.take(min(size, borrower - refund))
        elif subsidy.effect == "tops_up":
            to_insurer += min(size, borrower) if subsidy.up_to_premium else size
    return Premium(
        paid=paid, gross=gross, borrower=borrower, government=gross - borrower, gross_exact=gross_exact,
        borrower_exact=borrower_exact, refund=refund, to_insurer=to_insurer,
    )  # fmt: skip


def _after_grants(
    due: Fraction, whole: int, replacing: list[tuple[Subsidy, _Purse]], shared: _Purse, term: Term
) -> tuple[int, Fraction]:
    """What the borrower still pays of an instalment, in fen and exactly."""
    left, left_exact = whole, due
    for subsidy, purse in replacing:
        exact = _size(subsidy, due, term)
        wanted = rounded(exact)
        granted = shared.take(purse.take(min(wanted, left)))
        left -= granted
        left_exact -= exact if granted == wanted else granted
    return left, left_exact if left else Fraction(0)


def _size(subsidy: Subsidy, due: Fraction, term: Term) -> Fraction:
    """What a subsidy pays towards a premium of `due` before its limits."""
    if subsidy.share is not None:
        return subsidy.share * due
    return subsidy.amount if subsidy.charge is None else subsidy.charge.due(*term)
