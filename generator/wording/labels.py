"""The vocabulary's labels as things said in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.structuring import UNSTATED
from generator.vocabulary import Vocabulary
from generator.wording.said import NOTHING, Said, listed, own, say


@dataclass(frozen=True, slots=True)
class Labels:
    """Looks labels up; what is no term of the list is the document's own word."""

    vocabulary: Vocabulary
    bare_records: dict[object, dict[str, object]] = field(default_factory=dict, compare=False, repr=False)
    """Records that are nothing but labels, kept by the rooms that make them."""

    def term(self, list_name: str, term: str) -> Said:
        """The label of a term, or the words themselves where the list has no such term."""
        found = self.vocabulary.terms.get(list_name, {}).get(term)
        return (
            Said(found.label.zh, in_sentence(found.label.en or found.label.zh))
            if found
            else own(term)
        )

    def heading(self, list_name: str, term: str) -> Said:
        """The label of a term as it stands in the vocabulary."""
        found = self.vocabulary.terms.get(list_name, {}).get(term)
        return Said(found.label.zh, found.label.en or found.label.zh) if found else own(term)

    def stated(self, list_name: str, term: str | None) -> Said:
        """The label of a term, NOTHING where it is absent or unstated."""
        return NOTHING if term in (None, UNSTATED) else self.term(list_name, term)

    def terms(self, list_name: str, terms: str | Iterable[str]) -> Said:
        """One label or several, joined with 或."""
        several = (terms,) if isinstance(terms, str) else tuple(terms)
        return listed((self.term(list_name, term) for term in several), "或", " or ")

    def parameter(self, parameter_id: str) -> Said:
        """A parameter's label; unknown ids are returned as written."""
        found = self.vocabulary.parameters.get(parameter_id)
        return (
            Said(found.label.zh, in_sentence(found.label.en or found.label.zh))
            if found
            else own(parameter_id)
        )

    def region(self, code: str) -> Said:
        """A region's name by code; a text that is no code is the document's own word."""
        found = self.vocabulary.regions.get(code)
        return Said(found.zh, found.en) if found else own(code)


def in_sentence(label: str) -> str:
    """An English label as it reads inside a sentence: small first letter, but `PBOC` and `SME` stay."""
    second = label[1:2]
    return label[:1].lower() + label[1:] if second.islower() or second == " " else label


def unstated(names: Iterable[Said]) -> Said:
    """`基数、收取对象未载明` for the components that a text leaves open, NOTHING where it leaves none."""
    missing = listed(names)
    return say("{missing}未载明", "{missing} not stated", missing=missing) if missing else NOTHING


def left_open(value: object, **names: Said) -> Said:
    """`unstated` for those fields of `value`, named by keyword, that hold `unstated`."""
    return unstated(said for field, said in names.items() if getattr(value, field) == UNSTATED)
