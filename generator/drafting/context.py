"""A pilot's record (pilot_record.py) to the context that all its documents are written from; mirror: `draft_context.js`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.drafting.library import CHAPTERS, Clause
from generator.drafting.shapes import shaped, span, stated

Record = dict[str, Any]
USED = ("stated", "delegated", "undecided")
PLAIN_CASES = ("purpose", "phase", "event", "institution", "region", "route", "for")
KINDS = {
    "measures": "办法", "implementing_rules": "实施细则", "plan": "工作方案", "opinion": "实施意见", "notice": "通知",
    "programme": "方案",
}  # fmt: skip
THIS = {
    "measures": "本办法", "implementing_rules": "本细则", "plan": "本方案", "opinion": "本意见", "notice": "本通知",
    "programme": "本方案",
}  # fmt: skip
OURS = {"市": "我市", "县": "我县", "区": "我区", "省": "我省", "州": "我州", "旗": "我旗", "盟": "我盟"}
PURPOSE = "缓解融资难、融资贵问题，支持实体经济发展"
CORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("borrower_classes", ()),
    ("loan_amount_cap", ("insured_amount_cap",)),
    ("loan_term_max", ()),
    ("loan_rate_cap", ("loan_rate_fixed", "loan_rate_average_cap")),
    ("permitted_uses", ()),
    ("premium_rate_cap", ("premium_rate_fixed", "guarantee_fee_cap")),
    ("loss_shares", ("loss_layers",)),
    ("claim_trigger", ()),
)
"""What no draft can do without, each with what may stand in its place."""
FEWEST_FOR_CHAPTERS = 18
"""A measure of fewer articles than this is written without chapters, unless the pilot says otherwise."""
CONSULTATION = ("announced_on", "closes_on", "address", "postcode", "email", "phone", "website")
ADOPTED = {"fully": "采纳", "partly": "部分采纳", "no": "不予采纳"}
FOR_GROUPS = (
    ("loan_amount_cap", "贷款额度"), ("loan_rate_cap", "贷款利率"), ("premium_rate_cap", "保险费率"), ("loss_shares", "损失分担"),
    ("government_compensation", "风险补偿"), ("premium_subsidy", "保费补贴"), ("interest_subsidy", "贷款贴息"),
)  # fmt: skip
"""What the article on favoured groups refers to, where a provision is for such a group alone."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What drafting reads of parameters.json: the parameters in order (outcomes apart), their labels' lists, and regions' names."""

    parameters: tuple[Record, ...]
    terms: Mapping[str, Mapping[str, str]]
    regions: Mapping[str, str]


def vocabulary_of(parameters: Record, regions: Mapping[str, Record]) -> Vocabulary:
    """From the published parameters.json and regions."""
    return Vocabulary(
        tuple(
            {"id": p["id"], "group": p["group"], "kind": p["kind"], "label": p["label"]["zh"], "terms": p["terms"], "modality": p["modality"]}
            for p in parameters["parameters"]
            if p["group"] != "outcomes"
        ),
        {name: {term["id"]: term["label"]["zh"] for term in listed} for name, listed in parameters["terms"].items()},
        {code: region["zh"] for code, region in regions.items()},
    )


def context(pilot: Record, vocabulary: Vocabulary, clauses: tuple[Clause, ...]) -> Record:
    """Everything the templates may name."""
    needed = undecided(pilot)
    vocabulary = replace(vocabulary, regions={**vocabulary.regions, pilot["region"]["code"]: pilot["region"]["zh"]})
    parameters = {
        p["id"]: _parameter(p, pilot["parameters"].get(p["id"]), p["id"] in needed, vocabulary) for p in vocabulary.parameters
    }
    used = [c for c in clauses if c.always or any(parameters[name]["used"] for name in c.parameters)]
    instrument = pilot["instrument"]
    kind = instrument.get("kind") or "measures"
    planned = kind == "plan"
    place = pilot["region"]["zh"]
    routes = _routes(parameters)
    return {
        "place": {"zh": place, "level": pilot["region"]["level"], "ours": OURS.get(place[-1:], "本地")},
        "scheme": pilot.get("scheme") or "小额贷款保证保险",
        "doc": {
            "title": _measure_title(instrument["title"]) if planned else instrument["title"],
            "kind": KINDS["measures" if planned else kind],
            "this": THIS["measures" if planned else kind],
            "purpose": PURPOSE,
            "draft": True,
            "plan": instrument["title"] if planned else "",
            "effective_from": known(instrument.get("effective_from")),
            "expires_on": known(instrument.get("expires_on")),
            "validity": instrument.get("validity"),
        },
        "issuers": instrument.get("issuers") or [],
        "lead": (instrument.get("issuers") or [f"{place}人民政府"])[0],
        "special": _special(parameters, used),
        "consultation": {name: (pilot.get("consultation") or {}).get(name) for name in CONSULTATION},
        "responses": _responses(pilot, used),
        "basis": [{"title": b["title"], "number": b.get("number") or ""} for b in pilot.get("basis") or []],
        "p": parameters,
        "has": {c.name: any(c is u for u in used) for c in clauses},
        "article": {c.name: number for number, c in enumerate(used, start=1)},
        "routes": routes,
        "annexes": {"form": routes["insurance"] and parameters["premium_subsidy"]["used"]},
        "chapters": len(used) >= FEWEST_FOR_CHAPTERS if pilot.get("chapters") is None else pilot["chapters"],
        "clauses": [{"name": c.name, "title": c.title, "chapter": c.chapter, "template": c.template} for c in used],
    }


def _measure_title(plan: str) -> str:
    """The title of the articles of which a work plan, that has none, is the short form."""
    return f"{plan.removesuffix('方案').removesuffix('工作')}实施办法"


def undecided(pilot: Record) -> list[str]:
    """What every draft must settle and this one neither settles nor leaves out on purpose."""
    settled = {name for name, said in pilot["parameters"].items() if said["provisions"]} | set(pilot.get("omitted") or [])
    return [name for name, instead in CORE if name not in settled and not any(other in settled for other in instead)]


def chapters_of(found: Record) -> list[tuple[str, str, list[Record]]]:
    """Id, heading and clauses of each chapter that has any."""
    grouped = [(name, title, [c for c in found["clauses"] if c["chapter"] == name]) for name, title in CHAPTERS]
    return [chapter for chapter in grouped if chapter[2]]


def known(date: Any) -> str | None:
    """A date, or None where it is not given."""
    return date if isinstance(date, str) and date[:1].isdigit() else None


def _special(parameters: Record, used: list[Clause]) -> list[Record]:
    """The articles with a provision for a group of its own, by their subject."""
    clause_of = {name: clause.name for clause in used for name in clause.parameters}
    return [
        {"label": label, "clause": clause_of[name]}
        for name, label in FOR_GROUPS
        if any(p["case"]["group"] for p in parameters[name]["provisions"])
    ]


def _responses(pilot: Record, used: list[Clause]) -> Record:
    """The opinions with the number of their article (0: on the whole), and how many were adopted."""
    article_of = {name: number for number, clause in enumerate(used, start=1) for name in clause.parameters}
    listed = [
        {
            "by": one["by"],
            "opinion": one["opinion"],
            "article": article_of.get(one["parameter"] or "", 0),
            "adopted": ADOPTED.get(one["adopted"] or "", ""),
            "reason": one["reason"] or "",
        }
        for one in pilot.get("responses") or []
    ]
    count = {name: sum(one["adopted"] == label for one in listed) for name, label in ADOPTED.items()}
    return {"list": listed, "count": count}


def _parameter(parameter: Record, said: Record | None, opened: bool, vocabulary: Vocabulary) -> Record:
    provisions = [
        _provision(p, parameter, vocabulary) for p in (said or {}).get("provisions", []) if p["state"] in USED
    ]
    lone = provisions[0] if len(provisions) == 1 else None
    return {
        "id": parameter["id"],
        "label": parameter["label"],
        "kind": parameter["kind"],
        "used": bool(provisions) or opened,
        "open": opened,
        "provisions": provisions,
        "plain": lone if lone and not lone["case"]["any"] and not lone["adds"] else None,
        "many": len(provisions) > 1,
    }


def _provision(provision: Record, parameter: Record, vocabulary: Vocabulary) -> Record:
    labels = vocabulary.terms.get(parameter["terms"] or "", {})
    return {
        "open": provision["state"] == "undecided",
        "delegated": provision["state"] == "delegated",
        "value": shaped(parameter["kind"], provision.get("value"), labels, vocabulary.regions),
        "case": _case(provision.get("when") or {}, vocabulary),
        "modality": provision.get("modality") or parameter["modality"],
        "adds": bool(provision.get("adds")),
        "approx": bool(provision.get("approx")),
        "to": provision.get("to"),
        "ref": provision.get("ref"),
        "resumption": _resumption(provision.get("resumption")),
    }


def _resumption(given: Record | None) -> Record | None:
    """A rule of resumption with every field; None where nothing of it is settled."""
    known = {name: stated((given or {}).get(name)) for name in ("threshold", "lasting", "condition", "approval_by")}
    return known if any(part is not None for part in known.values()) else None


def _case(when: Record, vocabulary: Vocabulary) -> Record:
    case: Record = {"any": bool(when), "only_route": list(when) == ["route"]}
    for key, terms in (("borrower", "borrower"), ("group", "group"), ("not_group", "group")):
        given = when.get(key) or []
        labels = vocabulary.terms[terms]
        case[key] = [labels.get(term, term) for term in ([given] if isinstance(given, str) else given)]
    for key in PLAIN_CASES:
        case[key] = stated(when.get(key))
    case["institution"] = vocabulary.terms["party"].get(case["institution"] or "", case["institution"])
    case["region"] = vocabulary.regions.get(case["region"] or "", case["region"])
    for key in ("term", "amount"):
        case[key] = span(when[key]) if when.get(key) is not None else None
    return case


def _routes(parameters: Record) -> Record:
    """The ways of security: those named, else insurance, and guarantee where a fee or subsidy for it is settled."""
    named = [label for p in parameters["enhancement_routes"]["provisions"] if p["value"] for label in p["value"]["list"]]
    guarantee = "融资担保" in named or parameters["guarantee_fee_cap"]["used"] or parameters["guarantee_fee_subsidy"]["used"]
    return {"insurance": not named or "保证保险" in named, "guarantee": guarantee}
