"""The worked examples of the explanation for the public, computed by the calculator's engine; mirror: `draft_examples.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.costs import quote, write
from generator.drafting.context import Record, known
from generator.drafting.figures import units, written

METHODS = {
    "equal_instalment": "等额本息",
    "equal_principal": "等额本金",
    "interest_only": "按月付息、到期还本",
    "bullet": "到期一次还本付息",
}
DEFAULTS = ((500_000, 12, "interest_only"), (1_000_000, 12, "equal_instalment"))


def as_scheme(pilot: Record, ids: list[str], as_of: str) -> Record:
    """The pilot as the engines read a scheme: what is undecided is unread."""
    instrument = pilot["instrument"]
    parameters: Record = {}
    for name in ids:
        said = pilot["parameters"].get(name) or {"provisions": []}
        provisions = [_provision(p) for p in said["provisions"] if p["state"] in ("stated", "delegated")]
        state = "stated" if any(p["state"] == "stated" for p in provisions) else "delegated" if provisions else "unread"
        parameters[name] = {"state": state, "provisions": provisions}
    return {
        "id": pilot["id"],
        "product": "guarantee_insurance",
        "instrument": {
            "effective_from": known(instrument.get("effective_from")) or "unread",
            "expires_on": known(instrument.get("expires_on")) or "unread",
            "application_deadline": None,
        },
        "lifecycle": {"status": "in_force", "as_of": as_of, "kept_in_force_by": []},
        "parameters": parameters,
    }


def _provision(provision: Record) -> Record:
    return {
        "value": provision.get("value"), "state": provision["state"], "when": provision.get("when") or {},
        "modality": provision.get("modality"), "adds": bool(provision.get("adds")), "approx": bool(provision.get("approx")),
        "to": provision.get("to"), "ref": provision.get("ref"), "evidence": [], "note": None,
    }  # fmt: skip


def examples(pilot: Record, scheme: Record, modalities: Mapping[str, str | None], parameters: Record, references: Record, as_of: str) -> list[Record]:
    """Two plain examples within the pilot's caps, and one of a favoured group, each with the engine's figures or the reason for none."""
    for name, parameter in scheme["parameters"].items():
        for provision in parameter["provisions"]:
            provision["modality"] = provision["modality"] or modalities[name]
    groups = {term["id"]: term["label"]["zh"] for term in parameters["terms"]["group"]}
    return [
        _example(request, json.loads(write(quote(request, scheme, parameters, references))), groups)
        for request in _requests(pilot, scheme, groups, as_of)
    ]


def _requests(pilot: Record, scheme: Record, groups: Mapping[str, str], as_of: str) -> list[Record]:
    classes = _first(scheme, "borrower_classes")
    listed = classes["list"] if isinstance(classes, dict) else classes or ["micro_small_enterprise"]
    cap = _first(scheme, "loan_amount_cap")
    longest = (_first(scheme, "loan_term_max") or {}).get("months", 12)
    routes = _first(scheme, "enhancement_routes")
    named = routes["list"] if isinstance(routes, dict) else routes or ["insurance"]
    favoured = _first(scheme, "key_support_groups")
    group = next((one for one in (favoured["list"] if isinstance(favoured, dict) else favoured or []) if one in groups), None)
    day = known(pilot["instrument"].get("effective_from")) or as_of
    return [
        {
            "amount": min(amount, cap) if cap is not None else amount,
            "months": min(months, longest),
            "repayment": method,
            "drawdown": day if len(day) == 10 else as_of,
            "borrower": listed[0],
            "route": "insurance" if "insurance" in named else named[0],
            **({"groups": [group]} if of_group else {}),
        }
        for amount, months, method, of_group in ((*DEFAULTS[0], False), (*DEFAULTS[1], False), *([(*DEFAULTS[0], True)] if group else []))
    ]


def _first(scheme: Record, name: str) -> Any:
    provisions = scheme["parameters"][name]["provisions"]
    return provisions[0]["value"] if provisions else None


def _example(request: Record, answer: Record, groups: Mapping[str, str]) -> Record:
    method = METHODS[request["repayment"]]
    group = "".join(groups[one] for one in request.get("groups") or [])
    plain = {"title": f"{group}{method}贷款", "group": group, "amount": request["amount"], "months": request["months"], "repayment": method, "drawdown": request["drawdown"]}
    if answer["totals"] is None:
        reason = next((c["message"]["zh"] for c in answer["checks"] if c["level"] == "error"), "所需数值尚未确定，暂不能举例。")
        return {**plain, "computed": False, "reason": reason}
    totals = answer["totals"]
    return {
        **plain,
        "computed": True,
        "rate": answer["annual_rate"],
        "interest": totals["interest"],
        "premium": totals["premium_paid_by_borrower"],
        "subsidy": totals["premium_subsidy_to_borrower"],
        "net": totals["net_cost"],
        "irr": written("rate", units(answer["rates"]["annualised_irr"]) or 0) if answer["rates"] else None,
    }
