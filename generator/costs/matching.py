"""Which provision of a parameter speaks of this loan.

A condition of `when` is met, not met, or cannot be told from a request:
    borrower   met where the borrower's class is one of those named or a class below one
    group      met where the borrower belongs to one of those named; not_group: to none of them
    route      met for the chosen route
    term, amount   an interval `{"above", "up_to"}`, open below and closed above
    everything else (purpose, phase, event, institution, region, for; a term or amount in words)
               cannot be told
A provision with an unmet condition is left out; one whose only doubt is a condition that cannot be
told is left out too and reported (`condition_not_asked`).

Among the rest, a provision yields to one that is more specific. A is at least as specific as B
where, for each condition of B, A has the same condition at least as narrow: a class nearer to the
borrower's own (or, at the same distance, no other classes), a part of the groups or routes, at
least the same groups excluded, an interval within. Conditions on different things are not compared
by number: neither is then more specific. Of several that remain, those whose state is `stated`
count; two of them are an error. Where none is stated, nothing is.

`adds: true` does not compete: every such provision that is met comes on top.

Modality decides which question a provision answers, and provisions compete only with those that
answer the same one:
    firm   cap, floor, fixed, required, permitted, prohibited, or none given
    soft   in_principle, usual
    observed, planned, illustrative and encouraged ones bind nobody and are passed over
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from generator.costs.decimals import months_of, number

Provision = Mapping[str, object]

SOFT = ("in_principle", "usual")
PASSED_OVER = ("observed", "planned", "illustrative", "encouraged")


@dataclass(frozen=True, slots=True)
class Situation:
    """What a request tells about the loan; `distance` of each class at or above the borrower's."""

    distance: Mapping[str, int]
    groups: frozenset[str]
    route: str | None
    months: int
    yuan: Fraction


@dataclass(frozen=True, slots=True)
class Match:
    """The provision that holds (None: none is stated), those on top, and what was left out.

    `rivals` are two or more equally specific ones; `unanswered` hold but are not stated;
    `untold` depend on something that a request does not say.
    """

    chosen: Provision | None = None
    added: tuple[Provision, ...] = ()
    rivals: tuple[Provision, ...] = ()
    unanswered: tuple[Provision, ...] = ()
    untold: tuple[Provision, ...] = ()

    @property
    def all(self) -> tuple[Provision, ...]:
        """The chosen provision and those on top."""
        return ((self.chosen,) if self.chosen else ()) + self.added


def distances(borrower: str, terms: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    """How many steps of `is_a` lie between a class and each class above it; 0 for itself."""
    found, reached = {borrower: 0}, [borrower]
    while reached:
        above = [
            parent
            for term in reached
            for parent in listed((terms.get(term) or {}).get("is_a"))
            if parent not in found
        ]
        steps = found[reached[0]] + 1
        found.update((parent, steps) for parent in above)
        reached = list(dict.fromkeys(above))
    return found


def listed(value: object) -> list[str]:
    """A single string or a list of strings as a list; nothing for anything else."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def match(provisions: Iterable[Provision], situation: Situation, soft: bool = False) -> Match:
    """The provisions of one parameter, firm or soft, that hold in `situation`."""
    met, untold = [], []
    for provision in provisions:
        modality = provision.get("modality")
        if modality in PASSED_OVER or (modality in SOFT) != soft:
            continue
        outcome = _outcome(provision.get("when") or {}, situation)
        if outcome is None and _is_stated(provision):
            untold.append(provision)
        elif outcome:
            met.append(provision)
    added = [p for p in met if p.get("adds") is True]
    general = [p for p in met if p.get("adds") is not True]
    holding = [
        p for p in general
        if not any(other is not p and _narrower(other, p, situation) and not _narrower(p, other, situation) for other in general)
    ]  # fmt: skip
    stated = [p for p in holding if _is_stated(p)]
    return Match(
        chosen=stated[0] if len(stated) == 1 else None,
        added=tuple(p for p in added if _is_stated(p)),
        rivals=tuple(stated) if len(stated) > 1 else (),
        unanswered=tuple(p for p in (*holding, *added) if not _is_stated(p)),
        untold=tuple(untold),
    )


def _is_stated(provision: Provision) -> bool:
    return (provision.get("state") or "stated") == "stated"


def _outcome(when: Mapping[str, object], situation: Situation) -> bool | None:
    """Whether the conditions are met; None where none is unmet and one cannot be told."""
    outcomes = [
        _condition(name, wanted, situation) for name, wanted in when.items() if wanted is not None
    ]
    return False if False in outcomes else None if None in outcomes else True


def _condition(name: str, wanted: object, situation: Situation) -> bool | None:
    if name == "borrower":
        return any(term in situation.distance for term in listed(wanted))
    if name == "group":
        return any(term in situation.groups for term in listed(wanted))
    if name == "not_group":
        return not any(term in situation.groups for term in listed(wanted))
    if name == "route":
        return situation.route in listed(wanted)
    if name in ("term", "amount"):
        bounds = _bounds(name, wanted)
        measure = situation.months if name == "term" else situation.yuan
        return None if bounds is None else bounds.hold(measure)
    return None


@dataclass(frozen=True, slots=True)
class _Bounds:
    above: Fraction | None
    up_to: Fraction | None

    def hold(self, measure: Fraction | int) -> bool:
        return (self.above is None or measure > self.above) and (
            self.up_to is None or measure <= self.up_to
        )

    def within(self, other: _Bounds) -> bool:
        below = other.above is None or (self.above is not None and self.above >= other.above)
        return below and (
            other.up_to is None or (self.up_to is not None and self.up_to <= other.up_to)
        )


def _bounds(name: str, wanted: object) -> _Bounds | None:
    if (
        not isinstance(wanted, Mapping)
        or not wanted
        or any(key not in ("above", "up_to") for key in wanted)
    ):
        return None
    ends = {}
    for key, end in wanted.items():
        months = months_of(end) if name == "term" else None
        ends[key] = (
            Fraction(months) if months is not None else number(end) if name == "amount" else None
        )
    if None in ends.values():
        return None
    return _Bounds(ends.get("above"), ends.get("up_to"))


def _narrower(one: Provision, other: Provision, situation: Situation) -> bool:
    """Whether `one` is at least as specific as `other`; both are met."""
    mine, theirs = one.get("when") or {}, other.get("when") or {}
    return all(
        mine.get(name) is not None and _within(name, mine[name], wanted, situation)
        for name, wanted in theirs.items()
        if wanted is not None
    )


def _within(name: str, mine: object, theirs: object, situation: Situation) -> bool:
    if name in ("term", "amount"):
        return _bounds(name, mine).within(_bounds(name, theirs))
    mine, theirs = set(listed(mine)), set(listed(theirs))
    if name == "not_group":
        return mine >= theirs
    if name == "borrower":
        nearest = [
            min(situation.distance[t] for t in terms if t in situation.distance)
            for terms in (mine, theirs)
        ]
        return nearest[0] < nearest[1] or (nearest[0] == nearest[1] and mine <= theirs)
    return mine <= theirs


@dataclass(frozen=True, slots=True)
class Reader:
    """The provisions of one scheme, matched to one situation."""

    parameters: Mapping[str, Mapping[str, object]]
    situation: Situation
    cache: dict[tuple[str, bool], Match] = field(default_factory=dict, compare=False)

    def provisions(self, parameter: str) -> list[Provision]:
        """All provisions of a parameter as published; one that only has the parameter's state where there are none."""
        published = self.parameters.get(parameter) or {}
        return published.get("provisions") or [{"state": published.get("state") or "unread"}]

    def match(self, parameter: str, soft: bool = False) -> Match:
        """The match of a parameter's firm (or soft) provisions."""
        key = (parameter, soft)
        if key not in self.cache:
            self.cache[key] = match(self.provisions(parameter), self.situation, soft)
        return self.cache[key]
