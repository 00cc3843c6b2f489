"""Which terms of the vocabulary a phrase shows, and which terms of a value no phrase of its provision shows."""

from __future__ import annotations

from generator.components import Component, components, is_figure
from generator.derivation import fold
from generator.model import Provision
from generator.values import TermList
from generator.vocabulary import Parameter, Vocabulary

CHECKED_MODALITIES = {"cap", "floor", "in_principle", "prohibited"}


def seen_terms(list_name: str, text: str, vocabulary: Vocabulary) -> set[str]:
    """The terms of a list that the words of `text` show; where words overlap the longest one wins.

    So 贷款本金 shows the principal and not also the loan, and 保证保险 shows no 担保.
    """
    taken = bytearray(len(text))
    found: set[str] = set()
    for word, terms in vocabulary.seen_by.get(list_name, ()):
        start = text.find(word)
        while start >= 0:
            if not any(taken[start : start + len(word)]):
                taken[start : start + len(word)] = b"\x01" * len(word)
                found |= terms
            start = text.find(word, start + 1)
    return found


def _has_words(vocabulary: Vocabulary, list_name: str, term: str) -> bool:
    return bool(_words(vocabulary, list_name, term))


def _words(vocabulary: Vocabulary, list_name: str, term: str) -> tuple[str, ...]:
    terms = vocabulary.terms.get(list_name, {})
    if term in terms and terms[term].words:
        return terms[term].words
    return terms[term.split(":")[0]].words if term.split(":")[0] in terms else ()


# Lists of which a value names one and only one: another term seen instead contradicts it, reading or not.
EXCLUSIVE_LISTS = {"base", "reference", "tenor", "per", "period", "cycle", "counted_from"}


class _Words:
    """The phrases of one provision and which terms they show."""

    def __init__(self, provision: Provision, vocabulary: Vocabulary) -> None:
        self.text = "\n".join(fold(e.phrase) for e in provision.evidence)
        self.vocabulary = vocabulary
        self.readings = provision.readings
        self._seen: dict[str, set[str]] = {}

    def terms(self, list_name: str) -> set[str]:
        if list_name not in self._seen:
            self._seen[list_name] = seen_terms(list_name, self.text, self.vocabulary)
        return self._seen[list_name]

    def shows(self, list_name: str, term: str) -> bool:
        """Whether the term, or the one it is a level of (`government:city`), is shown, or has no words to be seen by."""
        if not _has_words(self.vocabulary, list_name, term):
            return True
        own = self.vocabulary.terms.get(list_name, {}).get(term)
        names = {term} if own and own.words else {term.split(":")[0]}
        shown = {seen.split(":")[0] if ":" not in term else seen for seen in self.terms(list_name)}
        return bool(names & (shown | self.terms(list_name)))

    def excused(self, path: str, list_name: str, term: str) -> bool:
        """Whether a reading covers the component and no other term of an exclusive list is shown instead."""
        if not {path.split(".")[-1], path.split(".")[0]} & set(self.readings):
            return False
        return list_name not in EXCLUSIVE_LISTS or not (self.terms(list_name) - {term})


def unseen_components(
    value: object, parameter: Parameter, provision: Provision, vocabulary: Vocabulary
) -> list[tuple[str, str]]:
    """(path, label) of the terms and flags that no phrase of the provision shows and no reading excuses."""
    words = _Words(provision, vocabulary)
    missing: list[tuple[str, str]] = []
    parts = components(value, parameter.kind)
    for part in parts:
        if not isinstance(part, Component) or part.list == "covers" and part.term == "loan_guarantee":
            continue
        if words.excused(part.path, part.list, part.term):
            continue
        if provision.derived_from and provision.derived_from.rest == part.term:
            continue
        if part.list == "flag":
            if not words.shows("mark", part.term):
                missing.append((part.path, _label(vocabulary, "mark", part.term)))
        elif not words.shows(part.list, part.term):
            missing.append((part.path, _label(vocabulary, part.list, part.term)))
    if parameter.kind == "terms" and "value" not in provision.readings:
        for entry in term_entries(value):
            known = entry in vocabulary.terms.get(parameter.terms or "", {})
            if known and entry not in provision.readings and not words.shows(parameter.terms, entry):
                missing.append(("value", _label(vocabulary, parameter.terms, entry)))
    missing += _unseen_when(provision, words)
    modality = provision.modality or parameter.modality
    if modality in CHECKED_MODALITIES and "modality" not in provision.readings and any(map(is_figure, parts)):
        if not any(fold(word) in words.text for word in _words(vocabulary, "modality", modality)):
            missing.append(("modality", _label(vocabulary, "modality", modality)))
    return missing


def _label(vocabulary: Vocabulary, list_name: str, term: str) -> str:
    return vocabulary.label(list_name, term) if term in vocabulary.terms[list_name] else term


def _unseen_when(provision: Provision, words: _Words) -> list[tuple[str, str]]:
    """The classes, groups and routes of the case that the phrases do not show; a class also by one below it."""
    missing = []
    for name in ("borrower", "group", "not_group", "route"):
        terms = getattr(provision.when, name)
        if terms is None or {"when", name} & set(provision.readings):
            continue
        list_name = "group" if name == "not_group" else name
        for term in terms if isinstance(terms, tuple) else (terms,):
            if not words.shows(list_name, term):
                missing.append((f"when.{name}", _label(words.vocabulary, list_name, term)))
    return missing


def term_entries(value: object) -> tuple[str, ...]:
    """The entries of a value of the kind `terms`."""
    return value.list if isinstance(value, TermList) else value if isinstance(value, tuple) else ()


def unknown_terms(value: object, parameter: Parameter, vocabulary: Vocabulary) -> list[str]:
    """Entries written as identifiers that the parameter's list of terms does not have."""
    if parameter.kind != "terms":
        return []
    known = vocabulary.terms.get(parameter.terms or "", {})
    return [e for e in term_entries(value) if e.isascii() and not e.isupper() and e not in known]


def party_order_fault(value: object, provision: Provision, vocabulary: Vocabulary) -> str | None:
    """Why the parties of loss shares do not stand in the order of the words, or None."""
    shares = getattr(value, "shares", None)
    if not isinstance(shares, dict) or len(shares) < 2 or "shares" in provision.readings:
        return None
    rest = provision.derived_from.rest if provision.derived_from else None
    shares = {party: share for party, share in shares.items() if party != rest}
    mentions: list[str] = []
    for piece in provision.evidence:
        if piece.role in {"figure", "parties"}:
            mentions += [p for p in _mentions(fold(piece.phrase), tuple(shares), vocabulary) if p not in mentions]
    if mentions != list(shares):
        labels = [vocabulary.label("party", p) for p in shares]
        return f"各方次序（{'、'.join(labels)}）与原文用语中的次序不一致；比例按原文次序书写，必要时加 role: parties 的证据"
    return None


def _mentions(text: str, parties: tuple[str, ...], vocabulary: Vocabulary) -> list[str]:
    """The parties named in `text`, in order; the longest word wins where words overlap."""
    words = sorted(((fold(w), p) for p in parties for w in _words(vocabulary, "party", p)), key=lambda x: -len(x[0]))
    taken = [False] * len(text)
    found: list[tuple[int, str]] = []
    for word, party in words:
        start = text.find(word)
        while start >= 0:
            span = range(start, start + len(word))
            if not any(taken[i] for i in span):
                for i in span:
                    taken[i] = True
                found.append((start, party))
            start = text.find(word, start + 1)
    return [party for _, party in sorted(found)]
