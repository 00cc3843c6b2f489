"""Values that no document states but that follow from what it states: net shares of loss, nominal cost, coverage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from generator.assessment.reference import Equivalent, at_instrument
from generator.losses import Compensation, Shares
from generator.model import STATES, Provision, Scheme, When
from generator.reference_rates import Series
from generator.structuring import UNSTATED
from generator.values import Charge, RateFormula
from generator.vocabulary import Vocabulary

OF_THE_LOSS = {"principal_loss", "principal_and_interest_loss", "loss"}


@dataclass(frozen=True)
class NetShares:
    """Who bears which part of a loss once the compensation has been paid."""

    when: When
    shares: dict[str, Fraction]
    of: str


@dataclass(frozen=True)
class NominalCap:
    """The most that interest and premium may come to a year, as rates added up on the instrument's own date."""

    when: When
    rate: Fraction
    loan_rate: Fraction
    premium_rate: Fraction
    equivalent: Equivalent | None


def covers_case(general: When, special: When) -> bool:
    """Whether a provision under `general` holds for the case `special`: everything it asks is asked there too."""
    asked = {name: value for name, value in vars(general).items() if value is not None}
    return all(getattr(special, name) == value for name, value in asked.items())


def stated(scheme: Scheme, parameter_id: str) -> list[Provision]:
    """The stated provisions on a parameter."""
    return [p for p in scheme.of(parameter_id) if p.state == "stated" and p.value is not None]


def net_loss_shares(scheme: Scheme) -> list[NetShares]:
    """The shares after compensation, for every case in which both are stated in full.

    A rate of the loss moves that part of the whole; a rate of the payout moves that part of what the payee bears.
    Graded, conditional and capped-only compensation is left out, for it has no single figure.
    """
    found = []
    for provision in stated(scheme, "loss_shares"):
        if not isinstance(provision.value, Shares) or UNSTATED in provision.value.shares.values():
            continue
        shares = dict(provision.value.shares)
        moved = False
        for other in stated(scheme, "government_compensation"):
            if covers_case(other.when, provision.when) and _move(shares, other.value):
                moved = True
        if moved:
            found.append(NetShares(provision.when, shares, provision.value.of))
    return found


def _move(shares: dict[str, Fraction], paid: object) -> bool:
    if not isinstance(paid, Compensation) or not isinstance(paid.rate, Fraction) or paid.above:
        return False
    if paid.payee not in shares or paid.payer == UNSTATED:
        return False
    if paid.of in OF_THE_LOSS:
        part = paid.rate
    elif paid.of == "payout":
        part = paid.rate * shares[paid.payee]
    else:
        return False
    if part > shares[paid.payee]:
        return False
    shares[paid.payee] -= part
    shares[paid.payer] = shares.get(paid.payer, Fraction(0)) + part
    return True


def nominal_caps(scheme: Scheme, rates: dict[str, Series]) -> list[NominalCap]:
    """Loan rate cap plus premium (or fee) cap for each case in which both are known on the instrument's date."""
    found = []
    for loan in stated(scheme, "loan_rate_cap"):
        if not isinstance(loan.value, RateFormula):
            continue
        known = at_instrument(loan.value, rates, scheme.head.instrument)
        rate = loan.value.fixed if loan.value.fixed is not None else known.rate if known else None
        if rate is None:
            continue
        for name in ("premium_rate_fixed", "premium_rate_cap", "guarantee_fee_cap"):
            for premium in stated(scheme, name):
                charge = premium.value
                if (
                    not isinstance(charge, Charge)
                    or charge.rate == UNSTATED
                    or charge.per == "loan"
                    or premium.adds
                ):
                    continue
                if covers_case(loan.when, premium.when):
                    found.append(
                        NominalCap(premium.when, rate + charge.rate, rate, charge.rate, known)
                    )
                elif covers_case(premium.when, loan.when):
                    found.append(
                        NominalCap(loan.when, rate + charge.rate, rate, charge.rate, known)
                    )
    return found


def coverage(scheme: Scheme, vocabulary: Vocabulary) -> dict[str, int]:
    """How many parameters are in each state, how many there are, and how much evidence there is."""
    states = Counter(scheme.state(parameter) for parameter in vocabulary.parameters)
    pieces = [evidence for _, _, evidence in scheme.evidence()]
    archived = {source.id for source in scheme.head.sources if source.archive}
    return {
        **{state: states[state] for state in STATES},
        "total": len(vocabulary.parameters),
        "evidence": len(pieces),
        "archive_checked": sum(piece.source in archived for piece in pieces),
    }
