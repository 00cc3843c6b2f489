"""What stands beside a parameter while a measure is drafted: where the peers stand, nearest and in their words.

Mirror: `draft_guardrails.js`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.drafting.context import USED, Vocabulary
from generator.drafting.figures import best, figure, written
from generator.drafting.figures import units as in_units
from generator.quantities import divide_half_up

Record = dict[str, Any]
NEAREST = 3
BASIS = {"shares": "银行承担", "rate_formula": "当前参照利率下的"}


def own_figure(pilot: Record, parameter: Record, peers: Record, favourable: str | None) -> int | None:
    """The pilot's number on a parameter, or None."""
    said = pilot["parameters"].get(parameter["id"]) or {"provisions": []}
    found = [
        figure(parameter["kind"], p.get("value"), peers["reference"]) for p in said["provisions"] if p["state"] == "stated"
    ]
    return best(favourable, [number for number in found if number is not None])


def guardrail(pilot: Record, parameter: Record, peers: Record, favourable: str | None) -> Record:
    """Numbers, sentence and nearest peers for one parameter of the pilot (an entry of Vocabulary.parameters)."""
    cells = peers["parameters"][parameter["id"]]
    said = pilot["parameters"].get(parameter["id"])
    used = bool(said) and any(p["state"] in USED for p in said["provisions"])
    own = own_figure(pilot, parameter, peers, favourable)
    numbers = [(in_units(cell["sort"]), cell) for cell in cells if cell["state"] == "stated" and cell["sort"] is not None]
    known = sorted(number for number, _ in numbers)
    comparable = own is not None and bool(known)
    near = sorted(numbers, key=lambda pair: abs(pair[0] - own)) if comparable else [(None, cell) for cell in cells]
    return {
        "id": parameter["id"],
        "label": parameter["label"],
        "used": used,
        "own": own,
        "n": len(cells),
        "of": peers["of"],
        "numbers": len(known),
        "least": known[0] if known else None,
        "most": known[-1] if known else None,
        "median": _median(known),
        "above": sum(number < own for number in known) if comparable else None,
        "below": sum(number > own for number in known) if comparable else None,
        "text": _sentence(parameter["kind"], own if comparable else None, known, len(cells), peers["of"]),
        "nearest": [_peer(cell, peers) for _, cell in near[:NEAREST]],
    }


def guardrails(pilot: Record, vocabulary: Vocabulary, peers: Record, favourable: dict[str, str | None]) -> list[Record]:
    """One for each parameter, in the order of the vocabulary."""
    return [guardrail(pilot, p, peers, favourable[p["id"]]) for p in vocabulary.parameters]


def _median(known: list[int]) -> int | None:
    if not known:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else divide_half_up(known[middle - 1] + known[middle], 2)


def _sentence(kind: str, own: int | None, known: list[int], n: int, of: int) -> str:
    text = f"收录的{of}个方案中有{n}个作出规定"
    if not known:
        return text + "。"
    middle = _median(known)
    least, most = written(kind, known[0]), written(kind, known[-1])
    span = f"均为{least}" if least == most else f"在{least}至{most}之间，中位数{written(kind, middle or 0)}"
    text += f"，其中{len(known)}个可以比较大小，{span}"
    if own is None:
        return text + "。"
    above, below = sum(number < own for number in known), sum(number > own for number in known)
    parts = [f"高于其中{above}个" if above else "", f"低于{below}个" if below else ""]
    if same := len(known) - above - below:
        parts.append(f"与{same}个相同")
    return text + f"；本稿按{BASIS.get(kind, '')}{written(kind, own)}计，" + "、".join(part for part in parts if part) + "。"


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
