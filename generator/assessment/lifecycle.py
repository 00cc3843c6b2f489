"""Whether an instrument is in force on a day, and why: dates, successors and notices (contract §4).

Repealed comes before superseded, before expired, before not yet effective, before in force; a notice that keeps
a text in force overrides its expiry. Where the dates are not known the answer is `unknown`, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.assessment.calendar import (
    add_months,
    first_day,
    is_date,
    last_day,
    last_day_of_validity,
)
from generator.model import Instrument, Notice, Relation, Scheme

Status = Literal[
    "draft_for_comment",
    "planned",
    "not_yet_effective",
    "in_force",
    "expired",
    "superseded",
    "repealed",
    "unknown",
]
OPEN_ENDED_MONTHS = 60
"""How long a text that states no expiry is shown as in force without a newer word: a convention of this atlas,
told to the reader with the status, because we cannot vouch for older texts. Afterwards the status is unknown."""


@dataclass(frozen=True)
class Lifecycle:
    """A status, the reason as a code with the words it needs, and the notices that keep the text in force.

    `issued` says that `day` is the date of issue, for want of an effective date.
    """

    status: Status
    reason: str
    day: str | None = None
    title: str | None = None
    issued: bool = False
    kept_by: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Pointing:
    """A relation of another scheme that points at this one."""

    scheme: Scheme
    relation: Relation


def pointings(schemes: Mapping[str, Scheme]) -> dict[str, tuple[Pointing, ...]]:
    """By scheme id, every relation of another scheme that names it, in order of that other's id."""
    found: dict[str, tuple[Pointing, ...]] = {}
    for other in schemes.values():
        for relation in other.head.relations:
            if relation.scheme:
                found[relation.scheme] = (
                    *found.get(relation.scheme, ()),
                    Pointing(other, relation),
                )
    return found


def started_on(instrument: Instrument) -> str | None:
    """The day (full or partial) from which a text counts: its effective date, else its date of issue, else None."""
    return next((d for d in (instrument.effective_from, instrument.issued_on) if is_date(d)), None)


def ends_on(instrument: Instrument) -> str | None:
    """The last day of force, as stated, or as its stated length of validity gives it; None where neither is known."""
    if is_date(instrument.expires_on):
        return last_day(instrument.expires_on)
    start = started_on(instrument)
    if instrument.validity and start:
        return last_day_of_validity(start, instrument.validity)
    return None


def _in_effect(scheme: Scheme, as_of: str) -> bool:
    """Whether a successor has come into effect, so that what it replaces no longer holds."""
    start = started_on(scheme.head.instrument)
    return scheme.head.instrument.stage == "final" and (start is None or first_day(start) <= as_of)


def _known(notices: tuple[Notice, ...], kinds: set[str], as_of: str) -> list[Notice]:
    return [
        n for n in notices if n.kind in kinds and (n.dated is None or first_day(n.dated) <= as_of)
    ]


def lifecycle(scheme: Scheme, pointing: tuple[Pointing, ...], as_of: str) -> Lifecycle:
    """The status of the scheme's instrument on the day `as_of` (YYYY-MM-DD); `pointing` as of `pointings`."""
    notices, instrument = scheme.head.notices, scheme.head.instrument
    keeping = tuple(
        notice
        for notice in _known(notices, {"kept_in_force", "extended"}, as_of)
        if notice.until is None or last_day(notice.until) >= as_of
    )
    if repeal := _known(notices, {"repealed"}, as_of):
        return Lifecycle("repealed", "repealed", repeal[-1].dated, repeal[-1].title)
    for other in pointing:
        if other.relation.kind == "supersedes" and _in_effect(other.scheme, as_of):
            start = started_on(other.scheme.head.instrument)
            return Lifecycle("superseded", "superseded", start, other.scheme.head.instrument.title)
    if instrument.stage == "draft_for_comment":
        final = next((p.scheme for p in pointing if p.relation.kind == "finalises"), None)
        if final:
            return Lifecycle(
                "draft_for_comment", "draft_finalised", title=final.head.instrument.title
            )
        return Lifecycle("draft_for_comment", "draft")
    return _by_dates(instrument, _known(notices, {"lapsed"}, as_of), keeping, as_of)


def _by_dates(
    instrument: Instrument, lapsed: list[Notice], keeping: tuple[Notice, ...], as_of: str
) -> Lifecycle:
    start, end = started_on(instrument), ends_on(instrument)
    issued = not is_date(instrument.effective_from)
    if lapsed:
        return Lifecycle("expired", "lapsed", lapsed[-1].dated, lapsed[-1].title)
    if keeping:
        notice = keeping[-1]
        reason = "kept_until" if notice.until else "kept"
        return Lifecycle("in_force", reason, notice.until, notice.title, kept_by=keeping)
    if end and end < as_of:
        return Lifecycle(
            "expired", "expired" if is_date(instrument.expires_on) else "validity_over", end
        )
    if instrument.stage == "planned":
        return Lifecycle("planned", "planned")
    if start and first_day(start) > as_of:
        return Lifecycle("not_yet_effective", "not_yet_effective", start)
    if not start and not end:
        return Lifecycle(
            "unknown", "programme" if instrument.kind == "programme" else "dates_unknown"
        )
    if end:
        return Lifecycle("in_force", "until" if start else "until_start_unknown", end)
    if instrument.expires_on == "unread":
        return Lifecycle("unknown", "expiry_unread", start, issued=issued)
    if add_months(last_day(start), OPEN_ENDED_MONTHS) < as_of:
        return Lifecycle("unknown", "no_expiry_long_ago", start, issued=issued)
    return Lifecycle("in_force", "no_expiry", start, issued=issued)
