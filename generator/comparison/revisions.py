"""What changed from one scheme to another, provision by provision, with the old and the new words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator.comparison.differences import provision_key

Record = dict[str, Any]
Kind = Literal["added", "removed", "changed", "amended"]
KIND_LABELS = {"added": "新增", "removed": "不再写明", "changed": "修改", "amended": "修订（据新文件所述）"}


@dataclass(frozen=True)
class Words:
    """A source's words on one side of a change, and where they stand."""

    phrase: str
    locator: str
    source: str


@dataclass(frozen=True)
class Revision:
    """One changed provision; `old` and `new` are wordings for people, None where that side has none.

    `whole` says whether the governing document of the side without words was read from beginning to end.
    """

    parameter: str
    label: str
    case: str
    kind: Kind
    old: str | None
    new: str | None
    old_words: tuple[Words, ...]
    new_words: tuple[Words, ...]
    whole: bool = True

    @property
    def change(self) -> str:
        """The kind in words; of a text that was read in part only, an absence is no more than not seen."""
        if not self.whole and self.kind in {"added", "removed"}:
            return "旧文件已读部分未见" if self.kind == "added" else "新文件已读部分未见"
        return KIND_LABELS[self.kind]

    def explain(self) -> str:
        """One line: `贷款额度上限（企业）：修改，不超过500万元 → 不超过1000万元`."""
        case = f"（{self.case}）" if self.case else ""
        change = " → ".join(side for side in (self.old or "（无）", self.new or "（无）"))
        return f"{self.label}{case}：{self.change}，{change}"

    def as_json(self) -> Record:
        """The change as published JSON."""
        return {
            "parameter": self.parameter,
            "label": self.label,
            "when_text": self.case,
            "kind": self.kind,
            "whole": self.whole,
            "old": self.old,
            "new": self.new,
            "old_words": [vars(w) for w in self.old_words],
            "new_words": [vars(w) for w in self.new_words],
        }


def revisions(old: Record, new: Record, labels: dict[str, str]) -> list[Revision]:
    """What changed from the scheme record `old` to `new`, in the order of the vocabulary (`labels`: id → label).

    Only what both sides were read to say is compared: where one side is unread, nothing is claimed of a change,
    unless the new document itself says what stood before (an amendment).
    """
    found: list[Revision] = []
    for parameter, label in labels.items():
        before, after = old["parameters"][parameter], new["parameters"][parameter]
        amended = list(amendments(parameter, label, after))
        found += amended
        if "unread" in (before["state"], after["state"]):
            continue
        cases = {a.case for a in amended}
        whole = read_whole(old), read_whole(new)
        found += [r for r in _compared(parameter, label, before, after, whole) if r.case not in cases]
    return found


def amended_in(record: Record, labels: dict[str, str]) -> list[Revision]:
    """What a document itself says that it changed."""
    return [r for parameter, label in labels.items() for r in amendments(parameter, label, record["parameters"][parameter])]


def amendments(parameter: str, label: str, after: Record) -> Iterator[Revision]:
    """The provisions of one parameter that name what they replaced."""
    for provision in after["provisions"]:
        previous = provision["previous"]
        if previous:
            yield Revision(
                parameter,
                label,
                provision["when_text"]["zh"],
                "amended",
                previous["text"]["zh"] or None,
                _text(provision),
                _words(previous["evidence"]),
                _words(provision["evidence"]),
            )


def read_whole(scheme: Record) -> bool:
    """Whether the governing document itself was read from beginning to end."""
    return any(source["governing"] and source["read"] == "full" for source in scheme["sources"])


def _compared(
    parameter: str, label: str, before: Record, after: Record, whole: tuple[bool, bool]
) -> Iterator[Revision]:
    left = {_case(p): p for p in _said(before)}
    right = {_case(p): p for p in _said(after)}
    for case in dict.fromkeys([*right, *left]):
        one, other = left.get(case), right.get(case)
        if one and other and provision_key(one) == provision_key(other):
            continue
        kind: Kind = "changed" if one and other else "added" if other else "removed"
        yield Revision(
            parameter,
            label,
            (other or one)["when_text"]["zh"],
            kind,
            _text(one) if one else None,
            _text(other) if other else None,
            _words(one["evidence"]) if one else (),
            _words(other["evidence"]) if other else (),
            whole[0] if kind == "added" else whole[1] if kind == "removed" else True,
        )


def _said(parameter: Record) -> list[Record]:
    return [p for p in parameter["provisions"] if p["state"] in {"stated", "delegated"}]


def _case(provision: Record) -> tuple[str, str, bool]:
    return provision["when_text"]["zh"], provision["modality"] or "", provision["adds"]


def _text(provision: Record) -> str:
    return provision["text"]["zh"]


def _words(evidence: list[Record]) -> tuple[Words, ...]:
    return tuple(Words(e["phrase"], e["locator"], e["source"]) for e in evidence)
