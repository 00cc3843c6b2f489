"""A scheme or a draft in one situation: everything of it that the treasury's figures rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.costs import limits, pricing
from generator.costs.decimals import Rate
from generator.costs.matching import Reader, Situation, distances
from generator.fiscal.compensation import Compensation, read_compensations
from generator.fiscal.grants import Support, amount_of, read_support
from generator.fiscal.messages import Checks
from generator.fiscal.request import Request
from generator.fiscal.sharing import Sharing, read_sharing
from generator.fiscal.triggers import Trigger, read_triggers

Record = Mapping[str, object]

READ = (
    "premium_rate_cap", "premium_rate_fixed", "guarantee_fee_cap", "borrower_premium_share", "premium_subsidy",
    "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "loss_shares", "loss_layers",
    "government_compensation", "excess_loss_compensation",
)  # fmt: skip
"""The parameters whose provisions may differ by class of borrower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The rules in fen and fractions; `rate` is the annual rate, None where none was needed or known.

    `known` is false where something must be entered before losses can be divided.
    """

    route: str
    support: Support
    sharing: Sharing
    compensations: tuple[Compensation, ...]
    cap: Fraction | None
    triggers: tuple[Trigger, ...]
    volume: Fraction | None
    rate: Fraction | None
    months: int
    known: bool

    @property
    def growth(self) -> Fraction:
        """Principal and interest over principal; one where the annual rate was not needed."""
        return 1 + (self.rate or Fraction(0)) * self.months / 12

    @property
    def principal_part(self) -> Fraction:
        """Which part of a loss is principal."""
        return 1 / self.growth if self.sharing.base == "principal_and_interest" else Fraction(1)

    def exposure(self, lending: Fraction) -> Fraction:
        """What is lost when all that was lent is lost, in the base of the losses."""
        return lending / self.principal_part


def read_design(
    request: Request, record: Record, borrowers: Mapping[str, Record], references: Record, checks: Checks
) -> Design | None:
    """The design of the record `schemes/<id>.json` for the request; None after the check that says which route is needed."""
    route = limits.choose_route(record, request, checks)  # type: ignore[arg-type]
    if route is None:
        return None
    distance = distances(request.borrower, borrowers) if request.borrower else {}
    situation = Situation(distance, request.groups, route, request.months, Fraction(request.average_loan, 100))
    reader = Reader(record.get("parameters") or {}, situation)  # type: ignore[arg-type]
    if request.drawdown is not None:
        limits.check_time(record, reader, request.drawdown, checks)  # type: ignore[arg-type]
    if request.borrower is None:
        by_class = [p for name in READ for p in reader.provisions(name) if (p.get("when") or {}).get("borrower")]  # type: ignore[union-attr]
        if by_class:
            checks.add("borrower_not_given", by_class)
    support = read_support(reader, request, checks)
    before = len(checks.missing)
    sharing = read_sharing(reader, request, checks)
    compensations = read_compensations(
        reader, "government_compensation", request.compensation, sharing.limit, checks
    ) + read_compensations(reader, "excess_loss_compensation", request.excess, sharing.limit, checks)
    cap = amount_of(reader, "compensation_cap_annual", checks)
    known = len(checks.missing) == before
    triggers = read_triggers(reader, request, checks)
    of_interest = any(one.of == "principal_and_interest_loss" for one in compensations)
    needed = support.on_interest or of_interest or sharing.base == "principal_and_interest"
    rate = _rate(reader, request, references, checks) if needed else None
    return Design(
        route=route, support=support, sharing=sharing, compensations=tuple(compensations), cap=cap,
        triggers=tuple(triggers), volume=amount_of(reader, "programme_volume_cap", checks, False), rate=rate,
        months=request.months,
        known=known and (rate is not None or not (of_interest or sharing.base == "principal_and_interest")),
    )  # fmt: skip


def _rate(reader: Reader, request: Request, references: Record, checks: Checks) -> Fraction | None:
    """The annual rate: the one entered, else the scheme's on the drawdown day; None after asking for it."""
    rate = None if request.annual_rate is None else Rate(request.annual_rate).exact
    if request.drawdown is not None:
        trial = Checks()
        found, _ = pricing.loan_rate(reader, request, references, trial)  # type: ignore[arg-type]
        rate = found.exact if found else None
        checks.listed += [check for check in trial.listed if rate is not None or check["level"] != "error"]
    if rate is None:
        checks.need("annual_rate", "loan_rate_cap", "interest")
    else:
        checks.add("interest_on_full_principal")
    return rate
