"""A scheme whose every free text is one given text, so that what becomes of the text can be read from everything built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from synthetic import write_project

from generator.derivation import fold
from generator.model import MAX_PHRASE

SOURCE = "main"


def evidence(text: str, phrase: str, **more: object) -> dict[str, object]:
    return {"source": SOURCE, "locator": text, "phrase": phrase, **more}


def scheme(name: str, region: str, text: str) -> dict[str, Any]:
    """The scheme `name` with `text` in every field that takes any text; a text with a line break only in the notes."""
    line = text if "\n" not in text else "普通文字"
    short = len(fold(line)) <= MAX_PHRASE
    words = line if short else "普通用语"
    said = [evidence(line, words)]
    figure = {"derivable": False, "reason": line}

    def written(parameter: object, **more: object) -> list[dict[str, object]]:
        return [{"value": parameter, "note": text, "evidence": said, **more}]

    return {
        "id": name,
        "name": {"zh": line, "en": line},
        "region": region,
        "instrument": {
            "title": line, "number": line if short else "unread", "kind": "measures",
            "issuers": [line] if short else "unread", "issued_on": "2022-03-01",
            "effective_from": "unread", "expires_on": "2026-06-30", "conflicts_with": [line], "note": text,
            "evidence": {
                "number": [evidence(line, words)],
                "issuers": [evidence(line, words)],
                "issued_on": [evidence(line, words, **figure)],
                "expires_on": [evidence(line, words, **figure)],
            },
        },
        "relations": [{"kind": "implements", "title": line, "note": text, "evidence": said}],
        "notices": [{"kind": "extended", "title": line, "number": line, "until": "2028-06-30", "note": text, "evidence": said}],
        "sources": [
            {
                "id": SOURCE, "title": line, "kind": "governing_document", "tier": "official", "governing": True,
                "publisher": line, "published_on": "2022-03-01", "read": "part", "missing": [line], "checked_on": "2026-11-20",
                "note": text,
            }
        ],
        "parameters": {
            "rate_discount": written(line, when={"event": line}, ref=line, conflicts_with=[line]),
            "early_repayment": [{"state": "delegated", "to": "parties", "ref": line, "note": text, "evidence": said}],
            "other_fees": written(line, previous={"words": line, "evidence": said}),
            "accident_insurance": written(line, readings={"value": line}),
            "underwriting_form": written(line, when={"phase": line, "institution": line}),
            "fraud_handling": written(line, when={"purpose": line}),
            "loan_amount_cap": written("30万元", when={"region": line}, evidence=[evidence(line, "最高30万元")]),
            "loan_term_max": written("12个月", when={"amount": line}, evidence=[evidence(line, "最长12个月")]),
            "programme_volume_cap": written("5亿元", when={"term": line}, evidence=[evidence(line, "不超过5亿元")]),
            "coordination_body": [{"state": "unread", "note": text, "mentioned": said}],
            "approval_rule": [{"state": "not_applicable", "note": text}],
            "suspension_trigger": written(
                {"metric": "loss_ratio", "definition": line, "op": "at_least", "threshold": "150%",
                 "effect": {"action": "suspend", "approval_by": line}},
                evidence=[evidence(line, "赔付率达到150%的暂停")],
            ),
            "premium_subsidy": written(
                {"payer": "unstated", "paid_to": "unstated", "effect": "unstated", "share_of_premium": "50%", "condition": line},
                evidence=[evidence(line, "保费的50%")],
            ),
            "bank_reward": written(
                {"payer": "unstated", "payee": "bank", "rate": "1%", "base": "unstated", "condition": line},
                evidence=[evidence(line, "银行得1%")],
            ),
            "funds": written(
                [{"name": line, "amount": "100万元", "purpose": line}], evidence=[evidence(line, "100万元")]
            ),
            "reported_outcomes": written(
                [{"metric": line, "value": "5笔", "as_of": "2022"}], evidence=[evidence(line, "5笔")]
            ),
            "reporting_cycle": written({"every": "unstated", "by": line, "to": line}),
        },
        "published_figures": [
            {"what": line, "stated": line, "inputs": {"x": line}, "rule": "none", "note": text, "evidence": said}
        ],
        "history": [{"on": "2026-11-20", "what": line}],
    }  # fmt: skip


def write_hostile_project(folder: Path, texts: Sequence[str], regions: Sequence[str]) -> Path:
    """A project in `folder`: the shipped vocabulary and rates and one hostile scheme a text; JSON is YAML too."""
    write_project(folder, 0)
    shutil.rmtree(folder / "policies" / "schemes")
    (folder / "policies" / "schemes").mkdir()
    for number, text in enumerate(texts):
        name = f"hostile{number:03d}-2022"
        content = json.dumps(scheme(name, regions[number % len(regions)], text), ensure_ascii=False, indent=1)
        (folder / "policies" / "schemes" / f"{name}.yaml").write_text(content + "\n", encoding="utf-8")
    return folder
