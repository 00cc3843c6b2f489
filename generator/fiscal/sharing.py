"""Who bears a loss before anybody is compensated: shares, layers and the limit on payouts.

A number that the source leaves open must be entered and is never assumed; one that is entered counts
also where the source states another, with a warning. Where a scheme gives layers, they come first, and
the shares divide what is left after the last layer. The base of the loss (principal, or principal and
interest) is that of the shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.costs import limits
from generator.costs.decimals import UNIT, number
from generator.costs.matching import Match, Provision, Reader
from generator.fiscal.messages import Checks
from generator.fiscal.request import PARTIES, Request

_BASES = {
    "principal": "principal", "loan_amount": "principal", "principal_and_interest": "principal_and_interest",
}  # fmt: skip

Shares = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Layer:
    """Who bears the loss, one after another, and up to how much, in fen; None is without limit."""

    shares: Shares
    limit: Fraction | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that is paid out: fen, or a rate of the premiums or of the lending."""

    fen: Fraction | None
    rate: Fraction | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """The rules that divide a loss; `base` is None where it must be entered, `shares` where layers take their place."""

    shares: Shares | None
    layers: tuple[Layer, ...]
    base: str | None
    limit: Limit | None


def read_sharing(reader: Reader, request: Request, checks: Checks) -> Sharing:
    """The rules that hold in the reader's situation, completed by what was entered."""
    layers = _layers(reader, request, checks)
    match = _match_shares(reader, checks)
    shares = _shares(match, request, bool(layers), checks)
    base = _base(match, request, checks)
    return Sharing(shares=shares, layers=layers, base=base, limit=_payout_limit(reader, request, checks))


def parties(value: object) -> Shares | None:
    """The shares of a record by party; None where one is missing, unknown, or they do not make a whole."""
    if not isinstance(value, Mapping) or any(party not in PARTIES for party in value):
        return None
    shares = {party: number(value[party]) for party in PARTIES if party in value}
    if None in shares.values() or sum(shares.values()) != 1:  # type: ignore[arg-type]
        return None
    return shares  # type: ignore[return-value]


def fields(provision: Provision | None) -> Mapping[str, object]:
    value = provision.get("value") if provision else None
    return value if isinstance(value, Mapping) else {}


def _why(match: Match) -> tuple[str, Sequence[Provision]]:
    """Why a parameter gives no answer, and the provisions that show it."""
    if match.rivals:
        return "ambiguous", match.rivals
    if match.chosen:
        return "stated", match.all
    if match.untold:
        return "conditional", match.untold
    if match.unanswered:
        return str(match.unanswered[0].get("state")), match.unanswered
    return "silent", ()


def _match_shares(reader: Reader, checks: Checks) -> Match:
    """The firm provision on shares, else the one that holds in principle or usually."""
    match = reader.match("loss_shares")
    if not match.chosen and not match.rivals:
        soft = reader.match("loss_shares", True)
        if soft.chosen:
            checks.add("taken_as_in_principle", soft.all, what="loss_shares")
            match = soft
    limits.notes(match, "loss_shares", checks)
    return match


def _shares(match: Match, request: Request, layered: bool, checks: Checks) -> Shares | None:
    stated = parties(fields(match.chosen).get("shares"))
    if request.shares is not None:
        entered = {party: Fraction(share, UNIT) for party, share in request.shares.items()}
        if stated is not None and stated != entered:
            checks.add("supplied_instead", match.all, what="loss_shares")
        return entered
    if stated is not None:
        checks.add("provision_used", match.all, what="loss_shares")
    elif not layered:
        checks.need("shares", "loss_shares", *_why(match))
    return stated


def _base(match: Match, request: Request, checks: Checks) -> str | None:
    """The base of the loss: entered, else the one that every provision on shares agrees in, also where it leaves the shares open."""
    told = [match.chosen] if match.chosen else [*match.rivals, *match.unanswered]
    bases = {_BASES.get(str(fields(provision).get("of"))) for provision in told}
    stated = bases.pop() if len(bases) == 1 else None
    if request.loss_base is not None:
        if stated not in (None, request.loss_base):
            checks.add("supplied_instead", told, what="loss_shares")
        return request.loss_base
    if stated is None:
        checks.need("loss_base", "loss_shares", *_why(match))
    return stated


def _layers(reader: Reader, request: Request, checks: Checks) -> tuple[Layer, ...]:
    match = reader.match("loss_layers")
    limits.notes(match, "loss_layers", checks)
    value = match.chosen.get("value") if match.chosen else None
    if not isinstance(value, list):
        return ()
    layers = []
    for place, item in enumerate(value):
        item = item if isinstance(item, Mapping) else {}
        shares = parties(item.get("shares")) or parties({item.get("bearer"): 1})
        limit = number(item.get("up_to"))
        limit = None if limit is None else limit * 100
        if place < len(request.layer_limits):
            entered = Fraction(request.layer_limits[place])
            if limit not in (None, entered):
                checks.add("supplied_instead", match.all, what="loss_layers")
            limit = entered
        if shares is None:
            checks.add("provision_not_used", match.all, what="loss_layers")
            return ()
        if limit is None and place < len(value) - 1:
            checks.need("layer_limits", "loss_layers", "stated", match.all)
        layers.append(Layer(shares, limit))
    checks.add("provision_used", match.all, what="loss_layers")
    return tuple(layers)


def _payout_limit(reader: Reader, request: Request, checks: Checks) -> Limit | None:
    match = reader.match("payout_cap")
    limits.notes(match, "payout_cap", checks)
    value = match.chosen.get("value") if match.chosen and match.chosen.get("modality") != "floor" else None
    fen, rate = number(value), number(fields(match.chosen).get("rate"))
    if request.payout_cap is not None:
        if value is not None and fen != Fraction(request.payout_cap, 100):
            checks.add("supplied_instead", match.all, what="payout_cap")
        return Limit(Fraction(request.payout_cap))
    for state, code in (("delegated", "payout_cap_unknown"), ("undecided", "left_out_undecided")):
        open_caps = [p for p in match.unanswered if p.get("state") == state]
        if open_caps:
            checks.add(code, open_caps, what="payout_cap")
    if value is None:
        return None
    of = fields(match.chosen).get("of")
    if fen is None and rate is None:
        checks.add("payout_cap_unknown", match.all, what="payout_cap")
        return None
    if fen is None and of not in ("premium", "portfolio"):
        checks.add("payout_cap_not_used", match.all, what="payout_cap")
        return None
    checks.add("provision_used", match.all, what="payout_cap")
    return Limit(fen * 100) if fen is not None else Limit(None, rate, str(of))
