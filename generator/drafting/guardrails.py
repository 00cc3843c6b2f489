"""What stands beside a parameter while a measure is drafted: where the peers stand, nearest and in their words.

Mirror: `draft_guardrails.js`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.drafting.context import USED, Vocabulary
from generator.drafting.figures import (
    AMOUNT,
    BY_BASIS,
    best,
    by_basis,
    figure,
    shown_as,
    written,
)
from generator.drafting.figures import units as in_units
from generator.drafting.peers import PRODUCT
from generator.drafting.shapes import stated
from generator.quantities import divide_half_up

Record = dict[str, Any]
NEAREST = 3
STANDS_FOR = {"shares": "银行承担", "rate_formula": "当前参照利率下的", "subsidy": "比例"}
MEASURES = {"trigger": "metric", "limit": "limited_by", "claim_events": "event"}
"""The list of terms that names a basis."""
FOLDED = "（工作日折合为自然日）"
LEFT_OUT = "（不计本稿所照搬的方案）"


def own_figures(pilot: Record, parameter: Record, peers: Record, favourable: str | None) -> dict[str | None, int]:
    """The pilot's numbers on a parameter by their basis; one without a basis stands under None."""
    kind = parameter["kind"]
    said = pilot["parameters"].get(parameter["id"]) or {"provisions": []}
    values = [p.get("value") for p in said["provisions"] if p["state"] == "stated"]
    if kind in BY_BASIS:
        own: dict[str | None, int] = {}
        for value in values:
            for basis, number in by_basis(kind, value).items():
                own.setdefault(basis, number)
        return own
    numbers = [figure(kind, value, peers["reference"]) for value in values]
    found = best(favourable, [number for number in numbers if number is not None])
    return {} if found is None else {None: found}


def size(cell: Record, basis: str | None) -> int | None:
    """A peer's number on the basis, or None."""
    if cell["state"] != "stated":
        return None
    return in_units(cell["sort"]) if basis is None else cell["by"].get(basis)


def guardrail(pilot: Record, parameter: Record, peers: Record, favourable: str | None, vocabulary: Vocabulary) -> Record:
    """Numbers, sentence and nearest peers for one parameter of the pilot (an entry of Vocabulary.parameters)."""
    origin = _origin(pilot, peers)
    of = peers["of"] - (1 if origin is not None and peers["schemes"][origin]["product"] == PRODUCT else 0)
    cells = [cell for cell in peers["parameters"][parameter["id"]] if cell["s"] != origin]
    said = pilot["parameters"].get(parameter["id"])
    used = bool(said) and any(p["state"] in USED for p in said["provisions"])
    figures = own_figures(pilot, parameter, peers, favourable)
    basis = _basis(parameter["kind"], figures, cells)
    own = figures.get(basis)
    sized = [(number, cell) for cell in cells if (number := size(cell, basis)) is not None]
    known = sorted(number for number, _ in sized)
    comparable = own is not None and bool(known)
    near = sorted(sized, key=lambda pair: abs(pair[0] - own)) if comparable else [(None, cell) for cell in cells]
    said_of = f"收录的{of}个方案{LEFT_OUT if origin is not None else ''}中有{len(cells)}个作出规定"
    measured = f"其中{len(known)}个按{_measure(basis, parameter['kind'], vocabulary)}计" if basis else ""
    if not basis and len(known) < len(cells):
        measured = f"其中{len(known)}个可以比较大小"
    values = [p.get("value") for p in said["provisions"]] if said and parameter["kind"] == "duration" else []
    folded = FOLDED if any(isinstance(value, dict) and value.get("working_days") is not None for value in values) else ""
    return {
        "id": parameter["id"],
        "label": parameter["label"],
        "used": used,
        "strange": _strange(parameter, said, vocabulary) if said else [],
        "basis": basis,
        "own": own,
        "n": len(cells),
        "of": of,
        "numbers": len(known),
        "least": known[0] if known else None,
        "most": known[-1] if known else None,
        "median": _median(known),
        "above": sum(number < own for number in known) if comparable else None,
        "below": sum(number > own for number in known) if comparable else None,
        "text": said_of + _sentence(parameter["kind"], basis, own if comparable else None, known, measured, folded),
        "nearest": [_peer(cell, peers) for _, cell in near[:NEAREST]],
    }


def guardrails(pilot: Record, vocabulary: Vocabulary, peers: Record, favourable: dict[str, str | None]) -> list[Record]:
    """One for each parameter, in the order of the vocabulary."""
    return [guardrail(pilot, p, peers, favourable[p["id"]], vocabulary) for p in vocabulary.parameters]


def _strange(parameter: Record, said: Record, vocabulary: Vocabulary) -> list[str]:
    """The terms of a parameter with a list of terms that are not in it, each once."""
    known = vocabulary.terms.get(parameter["terms"] or "")
    values = [stated(p.get("value")) for p in said["provisions"]] if known and parameter["kind"] == "terms" else []
    named = [term for value in values if value is not None for term in (value["list"] if isinstance(value, dict) else value)]
    return list(dict.fromkeys(term for term in named if term not in (known or ())))


def _origin(pilot: Record, peers: Record) -> int | None:
    """The place of the scheme that the draft was begun from: a draft is not compared with itself."""
    begun = pilot.get("begun_from")
    return next((place for place, scheme in enumerate(peers["schemes"]) if scheme["id"] == begun), None) if begun else None


def _basis(kind: str, own: dict[str | None, int], cells: list[Record]) -> str | None:
    """What is compared: the first of the draft's own that a peer has too, without one what most peers have."""
    if kind not in BY_BASIS:
        return None
    counted: dict[str, int] = {}
    for cell in cells:
        for name in cell["by"] if cell["state"] == "stated" else ():
            counted[name] = counted.get(name, 0) + 1
    shared = [name for name in own if name in counted]
    if shared or own:
        return (shared or list(own))[0]
    return max(counted, key=lambda name: counted[name]) if counted else None


def _measure(basis: str, kind: str, vocabulary: Vocabulary) -> str:
    return "金额" if basis == AMOUNT else vocabulary.terms[MEASURES[kind]].get(basis, basis)


def _median(known: list[int]) -> int | None:
    if not known:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else divide_half_up(known[middle - 1] + known[middle], 2)


def _sentence(kind: str, basis: str | None, own: int | None, known: list[int], measured: str, folded: str) -> str:
    if not known:
        return "。"
    shown = shown_as(kind, basis)
    least, most = written(shown, known[0]), written(shown, known[-1])
    span = f"在{least}至{most}之间" if least != most else f"均为{least}" if len(known) > 1 else f"为{least}"
    text = "".join(f"，{part}" for part in (measured, span) if part)
    if least != most:
        text += f"，中位数{written(shown, _median(known) or 0)}"
    if own is None:
        return text + "。"
    above, below = sum(number < own for number in known), sum(number > own for number in known)
    all_of = f"全部{len(known)}个" if len(known) > 1 and len(known) in (above, below) else ""
    parts = [f"高于{all_of or f'其中{above}个'}" if above else "", f"低于{all_of or f'{below}个'}" if below else ""]
    if same := len(known) - above - below:
        parts.append(f"与{same}个相同")
    return text + f"；本稿按{STANDS_FOR.get(kind, '')}{written(shown, own)}计{folded}，" + "、".join(part for part in parts if part) + "。"


def _peer(cell: Record, peers: Record) -> Record:
    scheme = peers["schemes"][cell["s"]]
    return {
        "id": scheme["id"],
        "name": peer_name(scheme),
        "text": cell["text"],
        "words": "；".join(f"{locator}“{phrase}”" for locator, phrase in cell["quotes"]),
    }


def peer_name(scheme: Record) -> str:
    """The scheme's name with its year where the name has none."""
    year = scheme["year"]
    return scheme["name"] if year is None or str(year) in scheme["name"] else f"{scheme['name']}（{year}年）"


def precedents(pilot: Record, guards: Iterable[Record], peers: Record, names: Iterable[str]) -> list[str]:
    """The annotations of a clause: for each of its parameters in use, the schemes it follows, the sentence and the nearest peers' words."""
    wanted = set(names)
    notes = []
    for guard in guards:
        if guard["id"] in wanted and guard["used"]:
            followed = [quoted(peer) for peer in _followed(pilot, peers, guard["id"])]
            near = [quoted(peer) for peer in guard["nearest"] if peer["words"]]
            text = f"{guard['label']}：" + (f"参照{'；'.join(followed)}。" if followed else "")
            notes.append(text + guard["text"] + (f"相近规定：{'；'.join(near)}。" if near else ""))
    return notes


def quoted(peer: Record) -> str:
    """A peer's provision with the source's words."""
    return f"{peer['name']}：{peer['text']}" + (f"（{peer['words']}）" if peer["words"] else "")


def _followed(pilot: Record, peers: Record, parameter: str) -> list[Record]:
    """The provisions that the pilot's own provisions name as precedents, each once."""
    said = pilot["parameters"].get(parameter) or {"provisions": []}
    places = {scheme["id"]: place for place, scheme in enumerate(peers["schemes"])}
    named = {(f["scheme"], f.get("parameter") or parameter): None for p in said["provisions"] for f in p.get("follows") or []}
    found = []
    for scheme, wanted in named:
        cells = [c for c in peers["parameters"].get(wanted, []) if c["s"] == places.get(scheme)]
        found += [_peer(cell, peers) for cell in cells]
    return found
