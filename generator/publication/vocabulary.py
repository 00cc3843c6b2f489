"""The vocabulary as it is published (`api/v1/parameters.json`) and the regions that the records name."""

from __future__ import annotations

from fractions import Fraction

from generator.catalogue import Catalogue
from generator.costs.messages import published
from generator.fiscal.messages import published as fiscal_sentences
from generator.model import Names
from generator.publication.provisions import Record
from generator.publication.schemes import region_record
from generator.vocabulary import LabelledTerm, Parameter

RANGED = {"money", "rate", "share", "multiple", "duration", "charge", "cost_cap"}


def names(label: Names) -> dict[str, str]:
    """A label in both languages."""
    return {"zh": label.zh, "en": label.en or label.zh}


def parameters_record(catalogue: Catalogue, schemes: list[Record]) -> Record:
    """Groups, parameters with the range that the schemes span, the lists of terms, and the sentences of both engines."""
    vocabulary = catalogue.vocabulary
    return {
        "version": "v1",
        "groups": [{"id": group.id, "label": names(group.label)} for group in vocabulary.groups],
        "parameters": [
            _parameter(parameter, schemes) for parameter in vocabulary.parameters.values()
        ],
        "terms": {
            name: [_term(term) for term in terms.values()]
            for name, terms in vocabulary.terms.items()
        },
        "checks": published(),
        "fiscal": fiscal_sentences(),
    }


def _parameter(parameter: Parameter, schemes: list[Record]) -> Record:
    return {
        "id": parameter.id,
        "group": parameter.group,
        "kind": parameter.kind,
        "unit": parameter.unit,
        "label": names(parameter.label),
        "definition": names(parameter.definition),
        "coding_rule": names(parameter.coding_rule),
        "modality": parameter.modality,
        "favourable": parameter.favourable,
        "tolerance": parameter.tolerance,
        "terms": parameter.terms,
        "aliases": list(parameter.aliases),
        "range": value_range(parameter, schemes),
    }


def _term(term: LabelledTerm) -> Record:
    return {"id": term.id, "label": names(term.label), "is_a": list(term.above)}


def value_range(parameter: Parameter, schemes: list[Record]) -> Record | None:
    """The least and the greatest stated figure over all schemes, in words, and the schemes that have them.

    None for kinds whose figures do not compare, and where fewer than two schemes state one.
    """
    if parameter.kind not in RANGED:
        return None
    found: list[tuple[Fraction, str, dict[str, str]]] = []
    for scheme in schemes:
        for provision in scheme["parameters"][parameter.id]["provisions"]:  # type: ignore[index]
            if (
                provision["state"] == "stated"
                and provision["sort"] is not None
                and not provision["adds"]
            ):
                found.append(
                    (Fraction(repr(provision["sort"])), str(scheme["id"]), provision["short"])
                )
    count = len({scheme for _, scheme, _ in found})
    if count < 2:
        return None
    low, high = min(found, key=lambda f: f[0]), max(found, key=lambda f: f[0])
    if low[0] == high[0]:
        text = {"zh": low[2]["zh"], "en": low[2]["en"]}
    else:
        text = {
            "zh": f"{low[2]['zh']}至{high[2]['zh']}",
            "en": f"{low[2]['en']} to {high[2]['en']}",
        }
    return {
        "text": text,
        "n": count,
        "low": sorted({scheme for key, scheme, _ in found if key == low[0]}),
        "high": sorted({scheme for key, scheme, _ in found if key == high[0]}),
    }


def regions_record(catalogue: Catalogue) -> dict[str, Record]:
    """Every region that a scheme names, with the regions above it, and every province, in order of code."""
    regions = catalogue.vocabulary.regions
    wanted = {code for code, region in regions.items() if region.level == "province"}
    for scheme in catalogue.schemes.values():
        waiting = [scheme.head.region, *scheme.head.covers, *scheme.head.may_join]
        while waiting:
            code = waiting.pop()
            if code in wanted or code not in regions:
                continue
            wanted.add(code)
            if parent := regions[code].parent:
                waiting.append(parent)
    return {code: region_record(regions[code]) for code in sorted(wanted)}
