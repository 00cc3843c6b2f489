"""`expiry.ics`: the days on which schemes and their windows for applications end (RFC 5545), whole days, read-only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.assessment.calendar import is_date, last_day_of_validity
from generator.machines.addresses import AUTHORITY, Addresses
from generator.machines.linked_data import NAME
from generator.quantities import Duration
from generator.views.atlas import Atlas
from generator.views.names import Record, readable_date, scheme_path, zh

PATH = "expiry.ics"
LONGEST_LINE = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""
NOT_HELD = ("draft_for_comment", "planned")
"""Texts that never came into force end on no day."""


@dataclass(frozen=True)
class Event:
    """A day on which something ends; `kind` and the scheme's id make its identifier."""

    kind: str
    scheme: Record
    day: date
    title: str
    words: str


def calendar(atlas: Atlas, at: Addresses) -> bytes:
    """The calendar as a file; a day of which only the month or year is known is not in it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{AUTHORITY}//Loan Guarantee Atlas//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(f'{NAME}：到期日')}",
    ]
    stamp = atlas.as_of.replace("-", "")
    for event in sorted(events(atlas), key=lambda one: (one.day, one.scheme["id"], one.kind)):
        page = at.of(scheme_path(event.scheme["id"]))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.kind}-{event.scheme['id']}@{AUTHORITY}",
            f"DTSTAMP:{stamp}T000000Z",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}",
            f"DESCRIPTION:{escaped(event.words)}",
            *([f"URL:{page}"] if at.site_url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode("utf-8")


def events(atlas: Atlas) -> Iterator[Event]:
    """Every known end of a scheme: as its document says, as a notice says that keeps it in force, of applications."""
    for scheme in atlas.schemes:
        if scheme["lifecycle"]["status"] in NOT_HELD:
            continue
        name = atlas.titled(scheme)
        force = f"截至{readable_date(atlas.as_of)}：{zh(scheme['lifecycle']['label'])}。"
        instrument = scheme["instrument"]
        ends = [
            ("expiry", *_expiry(instrument)),
            ("deadline", instrument["application_deadline"], "申请截止", ""),
        ]
        ends += [
            (f"kept-{number}", notice["until"], "延续的有效期届满", f"依据：{notice['title']}。")
            for number, notice in enumerate(scheme["lifecycle"]["kept_in_force_by"], start=1)
        ]
        for kind, day, what, basis in ends:
            if day and (known := _day(day)):
                title = f"{what}：{name}"
                yield Event(kind, scheme, known, title, f"{force}{basis}政策内容以正式文件为准。")


def _expiry(instrument: Record) -> tuple[str | None, str, str]:
    """(last day of force, what it is, its basis): as stated, else as the stated length of validity gives it."""
    what = "有效期届满"
    if is_date(instrument["expires_on"]) or not instrument["validity_length"]:
        return instrument["expires_on"], what, ""
    starts = (instrument["effective_from"], instrument["issued_on"])
    start = next((day for day in starts if is_date(day)), None)
    if start is None or _day(start) is None:
        return None, what, ""
    ((unit, number),) = instrument["validity_length"].items()
    day = last_day_of_validity(start, Duration(number, unit))
    return day, what, f"按文件写明的有效期限（{instrument['validity']}）推算。"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text.count("-") == 2 else None


def escaped(text: str) -> str:
    """Text as a value (RFC 5545, 3.3.11): four characters are escaped, other controls cannot stand in it."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c == "\t" or (ord(c) >= 32 and ord(c) != 127))


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which cuts a character (RFC 5545, 3.1)."""
    pieces, current, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > LONGEST_LINE:
            pieces.append(current)
            # The space that begins a further line counts.
            current, size = "", 1
        current, size = current + character, size + width
    return "\r\n ".join([*pieces, current])
