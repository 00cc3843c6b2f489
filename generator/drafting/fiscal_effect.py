"""What a draft costs the treasury, as lines of its explanation; mirror: `fiscalEffect` of `draft_documents.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.chinese_forms import money, months, percent
from generator.drafting.draft import Desk
from generator.drafting.examples import as_scheme
from generator.fiscal import simulate, write

Record = dict[str, Any]
OUTLAY = (
    ("premium_subsidy", "保费补贴"), ("guarantee_fee_subsidy", "担保费补贴"), ("interest_subsidy", "贷款贴息"),
    ("bank_reward", "银行奖励"), ("insurer_reward", "保险公司奖励"), ("loss_share", "政府直接分担的损失"),
    ("compensation", "风险补偿"), ("excess_compensation", "超赔补偿"), ("total", "合计"),
)  # fmt: skip


def fiscal_answer(pilot: Record, at: Desk, premises: Mapping[str, Any]) -> Record:
    """The treasury engine's answer for the pilot; `premises` are its request but for the day, which is the data's."""
    ids = [p["id"] for p in at.vocabulary.parameters]
    scheme = as_scheme(pilot, ids, at.peers["as_of"])
    for parameter in at.vocabulary.parameters:
        for provision in scheme["parameters"][parameter["id"]]["provisions"]:
            provision["modality"] = provision["modality"] or parameter["modality"]
    request = {"drawdown": at.peers["as_of"], **premises}
    return json.loads(write(simulate(request, scheme, at.parameters, at.references)))


def fiscal_effect(answer: Record, premises: Mapping[str, Any]) -> Record | None:
    """The premise in words and the lines of the table; None where a figure is missing."""
    if answer["outlay"] is None:
        return None
    premise = (
        f"按年度发放贷款{money(premises['lending'])}、户均{money(premises['average_loan'])}、平均期限{months(premises['months'])}、"
        f"违约率{percent(premises['default_rate'])}、违约后损失率{percent(premises['loss_given_default'])}测算："
    )
    amounts = [(label, answer["outlay"].get(name)) for name, label in OUTLAY]
    return {"premise": premise, "lines": [{"label": label, "amount": amount} for label, amount in amounts if amount not in (None, "0.00")]}
