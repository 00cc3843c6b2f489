"""The calculator's page: what its form offers, its worked example, and the data that its scripts compute with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.costs import messages
from generator.costs.arithmetic import METHODS as METHOD_IDS
from generator.costs.tiers import TIERS, usable
from generator.publication.json_text import json_text
from generator.views.atlas import Atlas, Badge
from generator.views.cost_result import outcome
from generator.views.cost_words import BASES, FLAGS, LABELS, METHOD_HINTS, METHODS, ROUTES, WORDS
from generator.views.cost_writing import said
from generator.views.names import Record, readable_date, scheme_path, script_paths, zh

PATH = "costs/index.html"
DATA = "assets/data/costs.js"
SCRIPT = "assets/javascripts/costs.js"
MODULES = script_paths(
    "quantities", "costs_figures", "costs_scheme", "costs_quote", "inputs", "cost_state", "cost_result",
    "cost_answers", "cost_dom", "cost_chart", "cost_more", "cost_page",
)  # fmt: skip
"""The plain scripts of which the page's one script is made, one after another as they stand."""

ON_DEMAND = script_paths("zip", "cost_files")
"""What the page loads when a file is asked for."""

EXAMPLE = {
    "scheme": "shenzhen-2018",
    "borrower": "micro_small_enterprise",
    "groups": "",
    "amount": "100万",
    "months": "12个月",
    "repayment": "equal_instalment",
    "drawdown": "2018-07-02",
}
"""The worked example as it stands in the form; it sets the first answers of the page."""

CAREFUL = ("official", "interpretation")
"""The tiers that are used without being asked for."""


@dataclass(frozen=True)
class Option:
    """One choice of a question."""

    id: str
    label: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """Choices under one heading."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Sheet:
    """A table: caption, heads of the columns, and rows of a title with its cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class CostsView:
    """The page before any script has run."""

    as_of: str
    places: tuple[OptionGroup, ...]
    borrowers: tuple[Option, ...]
    groups: tuple[Option, ...]
    methods: tuple[Option, ...]
    bases: tuple[Option, ...]
    example: Mapping[str, str]
    status: Badge
    scheme: Option
    covered: str
    result: Mapping[str, Any]
    sheets: Mapping[str, Sheet]


def costs_view(atlas: Atlas) -> CostsView:
    """The form with the example's answers, and the example's result."""
    data = costs_data(atlas)
    scheme = next((s for s in data["schemes"] if s["id"] == EXAMPLE["scheme"]), data["schemes"][0])
    reduced, _ = usable(scheme, CAREFUL)
    request = {"amount": "1000000", "months": 12, **{k: EXAMPLE[k] for k in ("repayment", "drawdown", "borrower")}}
    result = outcome(request, reduced, data["parameters"], data["references"])
    return CostsView(
        as_of=readable_date(atlas.as_of),
        places=_places(atlas, scheme["id"]),
        borrowers=_options(data["parameters"]["terms"]["borrower"], EXAMPLE["borrower"]),
        groups=tuple(
            Option(t["id"], t["label"], False) for t in data["parameters"]["terms"]["group"] if t["id"] in scheme["groups"]
        ),
        methods=tuple(Option(m, METHODS[m], m == EXAMPLE["repayment"], METHOD_HINTS[m]) for m in METHOD_IDS),
        bases=tuple(Option(one, label, False) for one, label in BASES.items()),
        example=EXAMPLE,
        status=atlas.lifecycle(atlas.by_id[scheme["id"]]),
        scheme=Option(scheme_path(scheme["id"]), scheme["name"], True),
        covered=_covered(scheme, data["parameters"]["terms"]["borrower"]),
        result=result,
        sheets={
            **{name: _sheet(name, result[name]) for name in ("base", "parties", "support", "schedule")},
            "contingent": _sheet("contingent", [line.split("|") for line in WORDS["contingent_rows"].split("；")]),
        },
    )


def _sheet(name: str, rows: Iterable[Sequence[str]]) -> Sheet:
    """A table of the page; its title and heads stand in WORDS under its name."""
    head = tuple(WORDS[f"{name}_head"].split("|"))
    return Sheet(WORDS[name], head, tuple((row[0], tuple(row[1:])) for row in rows))


def _covered(scheme: Record, terms: Iterable[Record]) -> str:
    """The classes that the scheme names, in words."""
    labels = [term["label"] for name in scheme["classes"] for term in terms if term["id"] == name]
    return said("covered", classes="、".join(labels)) if labels else ""


def _places(atlas: Atlas, chosen: str) -> tuple[OptionGroup, ...]:
    """The schemes by province; a scheme is called by its place and its name."""
    found: dict[str, list[Option]] = {}
    for scheme in atlas.schemes:
        province = atlas.province_name(scheme["region"]["code"])
        label = f"{scheme['region']['zh']}：{atlas.titled(scheme)}"
        found.setdefault(province, []).append(Option(scheme["id"], label, scheme["id"] == chosen))
    return tuple(OptionGroup(title, tuple(options)) for title, options in found.items())


def _options(terms: Iterable[Record], chosen: str) -> tuple[Option, ...]:
    """Terms with those below them indented after them."""
    terms = list(terms)

    def below(parent: str | None, depth: int) -> Iterable[Option]:
        for term in terms:
            if (parent in term["is_a"]) if parent else not term["is_a"]:
                yield Option(term["id"], "\u3000" * depth + term["label"], term["id"] == chosen)
                yield from below(term["id"], depth + 1)

    return tuple(below(None, 0))


def costs_script(atlas: Atlas) -> bytes:
    """`assets/data/costs.js`: sets `Atlas.data.costs`."""
    quoted = json_text(json_text(costs_data(atlas)).strip()).strip()
    return f"((globalThis.Atlas = globalThis.Atlas || {{}}).data = globalThis.Atlas.data || {{}}).costs = JSON.parse({quoted});\n".encode()


def costs_data(atlas: Atlas) -> dict[str, Any]:
    """What the scripts compute with; parsed from its own JSON, so that both sides read the same values."""
    publication = atlas.publication
    terms = {
        name: [{"id": t["id"], "label": zh(t["label"]), "is_a": t["is_a"]} for t in publication.parameters["terms"][name]]
        for name in ("borrower", "group")
    }
    data = {
        "as_of": atlas.as_of,
        "example": EXAMPLE,
        "tiers": {"careful": CAREFUL, "all": TIERS},
        "methods": METHODS,
        "words": WORDS,
        "labels": LABELS,
        "routes": ROUTES,
        "bases": BASES,
        "flags": FLAGS,
        "parameters": {"terms": terms, "checks": messages.published()},
        "references": {"series": {name: _series(s) for name, s in publication.reference_rates["series"].items()}},
        "schemes": [trimmed(atlas, scheme) for scheme in atlas.schemes],
    }
    return json.loads(json_text(data))


def _series(series: Record) -> Record:
    return {
        "label": zh(series["label"]),
        "tenors": [{"id": t["id"], "label": zh(t["label"])} for t in series["tenors"]],
        "last_confirmed": series["last_confirmed"],
        "rows": [{"from": row["from"], "values": row["values"]} for row in series["rows"]],
    }


def trimmed(atlas: Atlas, scheme: Record) -> dict[str, Any]:
    """What the calculator needs of a scheme: all that the engine reads (see generator.costs), and its name and place."""
    instrument, lifecycle = scheme["instrument"], scheme["lifecycle"]
    names = [name for name in messages.WHAT if name in scheme["parameters"]]
    parameters = {name: _parameter(scheme["parameters"][name]) for name in names}
    return {
        "id": scheme["id"],
        "name": atlas.titled(scheme),
        "place": scheme["region"]["zh"],
        "province": atlas.province_name(scheme["region"]["code"]),
        "status": atlas.lifecycle(scheme).text,
        "key": atlas.lifecycle(scheme).key,
        "stub": scheme["stub"],
        "product": scheme["product"],
        "groups": sorted(_named_groups(scheme, names)),
        "classes": _classes(scheme),
        "instrument": {name: instrument[name] for name in ("effective_from", "expires_on", "application_deadline")},
        "lifecycle": {
            "status": lifecycle["status"],
            "as_of": lifecycle["as_of"],
            "kept_in_force_by": [{"until": notice["until"]} for notice in lifecycle["kept_in_force_by"]],
        },
        "sources": {source["id"]: source["title"] for source in scheme["sources"]},
        "parameters": {name: value for name, value in parameters.items() if value},
    }


def _parameter(parameter: Record) -> dict[str, Any]:
    """A parameter without what the engine takes for granted; empty where nothing is known of it."""
    found: dict[str, Any] = {}
    if parameter["state"] != "unread" or parameter["provisions"]:
        found["state"] = parameter["state"]
    if parameter["partial"]:
        found["partial"] = True
    if parameter["provisions"]:
        found["provisions"] = [_provision(provision) for provision in parameter["provisions"]]
    return found


def _provision(provision: Record) -> dict[str, Any]:
    plain = {"state": "stated", "when": {}, "modality": None, "adds": False, "approx": False, "mentioned": [], "value": None}
    kept = {name: provision[name] for name in ("value", "state", "when", "modality", "adds", "approx")}
    kept |= {name: _pieces(provision[name]) for name in ("evidence", "mentioned")}
    return {name: value for name, value in kept.items() if name not in plain or value != plain[name]}


def _pieces(entries: Sequence[Record]) -> list[dict[str, Any]]:
    wanted = ("source", "locator", "phrase", "tier")
    return [
        {name: entry[name] for name in wanted} | ({} if entry["role"] == "figure" else {"role": entry["role"]})
        for entry in entries
    ]


def _named_groups(scheme: Record, names: Iterable[str]) -> set[str]:
    """Groups of borrowers for whom something of what the calculator reads is different."""
    found: set[str] = set()
    for name in names:
        for provision in scheme["parameters"][name]["provisions"]:
            for key in ("group", "not_group"):
                named = provision["when"].get(key) or []
                found.update([named] if isinstance(named, str) else named)
    return found


def _classes(scheme: Record) -> list[str]:
    """The classes of borrowers that the scheme names."""
    found: dict[str, None] = {}
    for provision in scheme["parameters"]["borrower_classes"]["provisions"]:
        value = provision["value"]
        for term in (value["list"] if isinstance(value, dict) else value) or ():
            found.setdefault(term)
    return list(found)
