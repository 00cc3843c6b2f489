"""The provisions and documents as rows of the index, and how rows are written compactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.views.atlas import STATES, Atlas
from generator.views.names import Record, known, readable_date, zh

STATE_LETTERS = dict(zip(STATES, "sdnux", strict=True))
ANSWERED = ("stated", "delegated")
NO_DOCUMENT = "（未见文件）"


@dataclass(frozen=True, slots=True)
class Row:
    """What one scheme says in one place: numbers of scheme and parameter, case (0: the parameter as a whole), words."""

    scheme: int
    parameter: int
    case: int
    when: str
    text: str
    phrases: str


def all_rows(atlas: Atlas) -> Iterator[Row]:
    """Every provision with words, and each scheme's document as the row behind the last parameter."""
    for number, scheme in enumerate(atlas.schemes):
        for position, parameter in enumerate(atlas.parameters):
            entry = scheme["parameters"][parameter["id"]]
            answered = entry["state"] in ANSWERED
            for case, provision in enumerate(entry["provisions"], start=1):
                phrases = [e["phrase"] for e in (*provision["evidence"], *provision["mentioned"])]
                text = zh(provision["text"])
                if text or phrases:
                    text = text or atlas.label("state", provision["state"])
                    # What a scheme leaves open stands in one list without cases.
                    yield Row(
                        number,
                        position,
                        case if answered else 0,
                        zh(provision.get("when_text")),
                        text,
                        "｜".join(phrases),
                    )
        if words := _document(scheme):
            yield Row(number, len(atlas.parameters), 0, "", words, "")


def _document(scheme: Record) -> str:
    instrument = scheme["instrument"]
    issuers = instrument["issuers"]
    title = instrument["title"].removesuffix(NO_DOCUMENT)
    parts = [
        "" if title == zh(scheme["name"]) else title,
        "" if instrument["number"] in (None, "unread", "unstated") else known(instrument["number"]),
        "、".join(issuers) if not isinstance(issuers, str) else "",
        ""
        if instrument["issued_on"] in (None, "unread", "unstated")
        else f"{readable_date(instrument['issued_on'])}印发",
    ]
    return "；".join(part for part in parts if part)


def states(atlas: Atlas) -> list[str]:
    """One letter a parameter for each scheme."""
    return [
        "".join(STATE_LETTERS[scheme["parameters"][p["id"]]["state"]] for p in atlas.parameters)
        for scheme in atlas.schemes
    ]


def encoded(rows: Iterable[Row]) -> dict[str, Any]:
    """The distinct strings, and the rows in columns: numbers of schemes as steps, words as numbers of strings."""
    strings: dict[str, int] = {"": 0}
    columns: tuple[list[int], ...] = ([], [], [], [], [], [])
    last = 0
    for row in rows:
        for column, value in zip(
            columns,
            (
                row.scheme - last,
                row.parameter,
                row.case,
                strings.setdefault(row.when, len(strings)),
                strings.setdefault(row.text, len(strings)),
                strings.setdefault(row.phrases, len(strings)),
            ),
            strict=True,
        ):
            column.append(value)
        last = row.scheme
    return {"strings": list(strings), "columns": columns}


def packed(sizes: Sequence[int], most: int) -> list[int]:
    """Where each pack begins when neighbours share one as long as it stays below `most`."""
    starts, filled = [0], 0
    for position, size in enumerate(sizes):
        if filled and filled + size > most:
            starts.append(position)
            filled = 0
        filled += size
    return starts
