"""The treasury's page: what its form offers, its worked example, and the data that its scripts compute with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.costs import messages as cost_messages
from generator.fiscal import messages
from generator.publication.json_text import json_text
from generator.quantities import divide_half_up
from generator.views import treasury_words as words
from generator.views.atlas import Atlas
from generator.views.costs import Option, OptionGroup, Sheet
from generator.views.names import Record, in_marks, readable_date, scheme_path, script_paths, zh
from generator.views.treasury_result import BORNE, SPREAD, outcome

PATH = "fiscal/index.html"
DATA = "assets/data/fiscal.js"
SCRIPT = "assets/javascripts/treasury.js"
MODULES = script_paths(
    "quantities", "costs_figures", "costs_scheme", "fiscal_figures", "fiscal_rules", "fiscal_estimate", "inputs", "cost_dom",
    "spreadsheet_text", "treasury_result", "treasury_state", "treasury_charts", "treasury_page",
)  # fmt: skip
"""The plain scripts of which the page's one script is made, one after another as they stand."""

EXAMPLE = {
    "scheme": "foshan-2022",
    "groups": "first_time_borrower",
    "lending": "10亿",
    "average_loan": "50万",
    "months": "12个月",
    "default_rate": "2%",
    "loss_given_default": "60%",
    **words.START,
}
"""The worked example as it stands in the form; it sets the first answers of the page."""

EXAMPLE_REQUEST: dict[str, Any] = {
    "lending": "1000000000", "average_loan": "500000", "months": 12, "default_rate": "0.02", "loss_given_default": "0.6",
    "groups": ["first_time_borrower"], "annual_rate": "0.052",
}  # fmt: skip

NOT_READ = (
    "borrower_classes", "excluded_borrowers", "loan_amount_cap", "insured_amount_cap", "loan_amount_floor",
    "loan_amount_cap_rule", "loan_term_max", "loan_term_min", "repayment_methods", "total_cost_cap", "borrower_deposit",
)  # fmt: skip
"""Parameters of the calculator that the treasury's engine leaves alone."""
READ = tuple(name for name in {**cost_messages.WHAT, **messages.WHAT} if name not in NOT_READ)
"""Parameters of which the engine may read something."""

BASIC = ("lending", "average_loan", "months", "default_rate", "loss_given_default", "horizon", "growth")
FURTHER = (
    "borrower", "route", "drawdown", "lag", "budget.subsidies", "budget.rewards", "budget.compensation", "early.share", "early.after",
)  # fmt: skip
YEARLY = ("yearly_lending", "yearly_default")
"""The questions that everybody sees, and those behind a fold."""

TIERS = {"press": "（报道）", "article": "（文章）"}
"""What stands behind the title of a source that is neither a document nor its official explanation."""


@dataclass(frozen=True)
class Question:
    """One field of the form; `blank` is what a choice says while nothing is chosen, `needed` why it must be answered."""

    id: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    blank: str
    placeholder: str
    hint: str
    needed: Need | None = None


@dataclass(frozen=True, kw_only=True)
class Need:
    """Why a question must be answered: in a sentence, in the engine's notes, and in the document's words."""

    why: str
    notes: tuple[str, ...]
    evidence: tuple[Sequence[str], ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table of the result with what stands before it; `chart` is the id of its picture, `small` a sentence beside it."""

    id: str
    title: str
    lead: str
    chart: str
    small: str
    told: bool
    table: Sheet | None


@dataclass(frozen=True, kw_only=True)
class TreasuryView:
    """The page before any script has run."""

    as_of: str
    places: tuple[OptionGroup, ...]
    groups: tuple[Option, ...]
    basic: tuple[Question, ...]
    further: tuple[Question, ...]
    yearly: tuple[Question, ...]
    open: tuple[Question, ...]
    scheme: Option
    result: Mapping[str, Any]
    parts: tuple[Part, ...]


def treasury_view(atlas: Atlas) -> TreasuryView:
    """The form with the example's answers, and the example's result."""
    data = treasury_data(atlas)
    record = next((one for one in data["schemes"] if one["id"] == EXAMPLE["scheme"]), data["schemes"][0])
    borrowers = {term["id"]: term["label"] for term in data["parameters"]["terms"]["borrower"]}
    names = list(words.FIELDS)
    result = outcome(example_request(), record, data["parameters"], data["references"])

    needs = {path: Need(why=why, notes=tuple(notes), evidence=tuple(pieces)) for path, why, notes, pieces in result["needs"]}

    def asked(chosen: Iterable[str], blank: str = "") -> tuple[Question, ...]:
        return tuple(replace(_question(name, borrowers, blank), needed=needs.get(name)) for name in chosen)

    return TreasuryView(
        as_of=readable_date(atlas.as_of),
        places=_places(atlas, record["id"]),
        groups=tuple(
            Option(t["id"], t["label"], t["id"] in EXAMPLE["groups"].split(","))
            for t in data["parameters"]["terms"]["group"]
            if t["id"] in record["groups"]
        ),
        basic=asked(BASIC),
        further=asked(FURTHER),
        yearly=asked(YEARLY),
        open=asked(names[names.index(words.OPEN) :], words.WORDS["choose"]),
        scheme=Option(scheme_path(record["id"]), record["name"], True),
        result=result,
        parts=tuple(_part(name, result) for name in words.PARTS),
    )


def _question(name: str, borrowers: Mapping[str, str], blank: str) -> Question:
    label, kind = words.FIELDS[name]
    choices = borrowers if kind == "borrower" else words.CHOICES.get(kind, {})
    placeholder, hint = words.HINTS.get(name, ("", ""))
    return Question(name, label, EXAMPLE.get(name, ""), tuple(choices.items()), words.BLANKS.get(name, blank), placeholder, hint)


def _part(name: str, result: Mapping[str, Any]) -> Part:
    title, lead, chart = words.PARTS[name]
    table = result["tables"].get(name)
    rows = tuple((row[0], tuple(row[1:])) for row in table["rows"]) if table else ()
    return Part(
        id=name, title=title, lead=lead, chart=chart, small=result["pool"] if name == "triggers" else "", told=name == "triggers",
        table=Sheet(table["caption"], tuple(table["head"]), rows) if table else None,
    )  # fmt: skip


def example_request() -> dict[str, Any]:
    """The request that the example's answers make."""
    count, rate = int(EXAMPLE["horizon"]), int(EXAMPLE["growth"].removesuffix("%"))
    years = [{"lending": str(fen // 100)} for fen in growing(int(EXAMPLE_REQUEST["lending"]) * 100, rate * 10**6, count)]
    return {**EXAMPLE_REQUEST, "years": years}


def growing(fen: int, rate: int, count: int) -> list[int]:
    """The lending of `count` years from `fen` on, growing at `rate` units of 1e-8 a year, rounded each year."""
    found = [fen]
    while len(found) < count:
        found.append(divide_half_up(found[-1] * (10**8 + rate), 10**8))
    return found


def _places(atlas: Atlas, chosen: str) -> tuple[OptionGroup, ...]:
    """The schemes by province, and the drafts of this project."""
    found: dict[str, list[Option]] = {}
    for scheme in atlas.schemes:
        label = f"{scheme['region']['zh']}：{atlas.titled(scheme)}"
        found.setdefault(atlas.province_name(scheme["region"]["code"]), []).append(Option(scheme["id"], label, scheme["id"] == chosen))
    for pilot in _pilots(atlas):
        found.setdefault("试点草案", []).append(Option(pilot["id"], zh(pilot["name"]), False))
    return tuple(OptionGroup(title, tuple(options)) for title, options in found.items())


def _pilots(atlas: Atlas) -> Sequence[Record]:
    return getattr(atlas.publication, "pilots", ())


def treasury_script(atlas: Atlas) -> bytes:
    """`assets/data/fiscal.js`: sets `Atlas.data.fiscal`."""
    quoted = json_text(json_text(treasury_data(atlas)).strip()).strip()
    return f"((globalThis.Atlas = globalThis.Atlas || {{}}).data = globalThis.Atlas.data || {{}}).fiscal = JSON.parse({quoted});\n".encode()


def treasury_data(atlas: Atlas) -> dict[str, Any]:
    """What the scripts compute with; parsed from its own JSON, so that both sides read the same values."""
    publication = atlas.publication
    terms = {
        name: [{"id": t["id"], "label": zh(t["label"]), "is_a": t["is_a"]} for t in publication.parameters["terms"][name]]
        for name in ("borrower", "group")
    }
    modal = {one["id"]: one["modality"] for one in atlas.parameters if one["id"] in READ}
    data = {
        "as_of": atlas.as_of,
        "example": EXAMPLE,
        "fields": words.FIELDS,
        "open": words.OPEN,
        "choices": words.CHOICES,
        "words": words.WORDS,
        **{name: getattr(words, name.upper()) for name in ("parties", "outlay", "metrics", "caps", "budgets", "varied")},
        "spread": SPREAD,
        "borne": BORNE,
        "modalities": modal,
        "parameters": {"terms": terms, "checks": cost_messages.published(), "fiscal": messages.published()},
        "references": {"series": {name: _series(s) for name, s in publication.reference_rates["series"].items()}},
        "schemes": [_trimmed(atlas, scheme) for scheme in atlas.schemes] + [_trimmed(atlas, pilot) for pilot in _pilots(atlas)],
    }
    return json.loads(json_text(data))


def _series(series: Record) -> Record:
    rows = [{"from": row["from"], "values": row["values"]} for row in series["rows"]]
    return {"last_confirmed": series["last_confirmed"], "rows": rows}


def _trimmed(atlas: Atlas, record: Record) -> dict[str, Any]:
    """What the engine reads of a scheme or a draft (see generator.fiscal), its name, and the sources of its words."""
    instrument, lifecycle = record["instrument"], record["lifecycle"]
    draft = bool(record.get("pilot"))
    parameters = {name: _parameter(record["parameters"][name]) for name in READ if name in record["parameters"]}
    sources = {source["id"]: in_marks(source["title"]) + TIERS.get(source["tier"], "") for source in record["sources"]}
    return {
        "id": record["id"],
        "name": zh(record["name"]) if draft else f"{record['region']['zh']}：{atlas.titled(record)}",
        "product": record["product"],
        "draft": draft,
        "groups": sorted(_named_groups(parameters.values())),
        "claimed": None if draft else _claimed(record, sources),
        "instrument": {name: instrument[name] for name in ("effective_from", "expires_on", "application_deadline")},
        "lifecycle": {
            "status": lifecycle["status"],
            "as_of": lifecycle["as_of"],
            "kept_in_force_by": [{"until": notice["until"]} for notice in lifecycle["kept_in_force_by"]],
        },
        "sources": sources,
        "parameters": {name: value for name, value in parameters.items() if value},
    }


def _claimed(record: Record, sources: Mapping[str, str]) -> list[Any] | None:
    """The multiple that the document gives for itself, with its words."""
    stated = [one for one in record["parameters"]["leverage_claimed"]["provisions"] if one["value"] is not None]
    if not stated:
        return None
    pieces = [
        [piece["phrase"] or "", piece["locator"] or "", sources[piece["source"]], f"schemes/{record['id']}.html#source-{piece['source']}"]
        for piece in stated[0]["evidence"]
    ]
    return [json.dumps(stated[0]["value"]), pieces]


def _parameter(parameter: Record) -> dict[str, Any]:
    found: dict[str, Any] = {} if parameter["state"] == "unread" else {"state": parameter["state"]}
    if parameter["provisions"]:
        found["provisions"] = [_provision(provision) for provision in parameter["provisions"]]
    return found


def _provision(provision: Record) -> dict[str, Any]:
    """A provision without what the engine takes for granted."""
    plain = {"state": "stated", "when": {}, "modality": None, "adds": False, "approx": False, "evidence": [], "mentioned": [], "value": None, "note": None}
    kept = {name: provision[name] for name in ("value", "state", "when", "modality", "adds", "approx", "note")}
    kept |= {name: _pieces(provision[name]) for name in ("evidence", "mentioned")}
    return {name: value for name, value in kept.items() if value != plain[name]}


def _pieces(entries: Iterable[Record]) -> list[dict[str, Any]]:
    return [{name: entry[name] for name in ("source", "locator", "phrase")} for entry in entries]


def _named_groups(parameters: Iterable[Mapping[str, Any]]) -> set[str]:
    """Groups of borrowers for whom something of what the engine reads is different."""
    found: set[str] = set()
    for parameter in parameters:
        for provision in parameter.get("provisions", ()):
            for key in ("group", "not_group"):
                named = (provision.get("when") or {}).get(key) or []
                found.update([named] if isinstance(named, str) else named)
    return found
