"""A scheme's record with only the provisions that rest on sources of the chosen tiers.

A figure that only a newspaper or an article gives may be wrong; whoever does not want to rest on it
leaves it out, and the provision counts as unread: nothing is computed with it and the checks say so.
Mirror: `usable` of cost_state.js.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

Record = Mapping[str, object]

TIERS = ("official", "interpretation", "press", "article")
"""Kinds of source from the governing document down."""


def usable(scheme: Record, tiers: Collection[str]) -> tuple[dict[str, object], int]:
    """The record for the quote, and how many provisions were set aside; `scheme` is left as it is.

    A provision stays where one of the pieces of evidence for its figure (where none is for the
    figure: any piece) is of a tier in `tiers`. One without evidence stays: it is derived from
    others or rests on the reading of a whole document.
    """
    aside = 0
    parameters: dict[str, object] = {}
    for name, parameter in (scheme.get("parameters") or {}).items():
        provisions = []
        for provision in parameter.get("provisions") or ():
            if _rests_on(provision, tiers):
                provisions.append(provision)
                continue
            aside += 1
            provisions.append({**provision, "state": "unread", "value": None})
        parameters[name] = {**parameter, "provisions": provisions}
    return {**scheme, "parameters": parameters}, aside


def _rests_on(provision: Record, tiers: Collection[str]) -> bool:
    pieces = provision.get("evidence") or ()
    figures = [piece for piece in pieces if (piece.get("role") or "figure") == "figure"] or pieces
    return not figures or any(piece.get("tier") in tiers for piece in figures)
