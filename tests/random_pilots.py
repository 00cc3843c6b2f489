"""Random pilots, seeded: provisions of real schemes mixed, cut and changed, under random heads; plain records."""

from __future__ import annotations

import copy
import random
from typing import Any

Record = dict[str, Any]
PLACES = [("示例市", "city"), ("示例县", "county"), ("示例区", "county"), ("示例省", "province"), ("示例自治州", "city")]
KINDS = ["measures", "implementing_rules", "plan", "opinion", "notice"]
ODD = ["（甲）", "A<B>&\"'", "[[purpose]]", "{{ x }}", "@article", "|| 两格", "\\反斜", "“引号”", "𠮷", "=1+1", "# *_~`"]


def random_pilots(schemes: list[Record], count: int, seed: int) -> list[Record]:
    """`count` records that no faults but odd texts make hard; the same for the same seed."""
    chance = random.Random(seed)
    return [_pilot(schemes, chance, number) for number in range(count)]


def _text(chance: random.Random) -> str:
    words = ["缓解融资难", "扩大覆盖面", "分担风险", "便利小微企业", "按季报送", "银行与保险公司协商"]
    return chance.choice(words) + (chance.choice(ODD) if chance.random() < 0.3 else "") + chance.choice(["", "。", "；"])


def _date(chance: random.Random) -> str | None:
    return chance.choice([None, "2027-01-01", f"20{chance.randint(20, 30)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}", "2027-03", "2026"])


def _pilot(schemes: list[Record], chance: random.Random, number: int) -> Record:
    place, level = chance.choice(PLACES)
    parameters: Record = {}
    for name in schemes[0]["parameters"]:
        if chance.random() < chance.choice([0.1, 0.4, 0.8]):
            provisions = _provisions(schemes, name, chance)
            if provisions:
                parameters[name] = {"state": provisions[0]["state"], "provisions": provisions}
    left = [name for name in schemes[0]["parameters"] if name not in parameters]
    return {
        "id": f"random-{number}",
        "name": {"zh": f"{place}小额贷款保证保险", "en": ""},
        "scheme": chance.choice(["小额贷款保证保险", "商户贷" + chance.choice(ODD)]),
        "region": {"code": chance.choice(["440000", "440300", "999999"]), "zh": place, "level": level},
        "instrument": {
            "title": f"{place}办法" + (chance.choice(ODD) if chance.random() < 0.2 else ""),
            "kind": chance.choice(KINDS),
            "issuers": [f"{place}地方金融局", f"{place}财政局"][: chance.randint(0, 2)],
            "issued_on": _date(chance),
            "effective_from": _date(chance),
            "expires_on": _date(chance),
            "validity": chance.choice([None, {"months": chance.randint(1, 90)}]),
        },
        "basis": [{"title": _text(chance), "number": chance.choice([None, "国发〔2023〕15号"]), "expires_on": _date(chance)}][: chance.randint(0, 1)],
        "background": [_text(chance) for _ in range(chance.randint(0, 2))],
        "necessity": [_text(chance) for _ in range(chance.randint(0, 2))],
        "process": [{"on": _date(chance), "what": _text(chance)} for _ in range(chance.randint(0, 3))],
        "consultation": _consultation(chance),
        "responses": [_response(schemes, chance) for _ in range(chance.choice([0, 0, 2]))],
        "begun_from": chance.choice([None, None, schemes[0]["id"], chance.choice(schemes)["id"], "no-such-scheme"]),
        "chapters": chance.choice([None, None, True, False]),
        "peers": [scheme["id"] for scheme in chance.sample(schemes, chance.randint(0, 5))] + ["no-such-scheme"][: chance.randint(0, 1)],
        "omitted": chance.sample(left, min(len(left), chance.randint(0, 9))),
        "parameters": parameters,
    }


def _consultation(chance: random.Random) -> Record | None:
    if chance.random() < 0.5:
        return None
    texts = {name: chance.choice([None, _text(chance)]) for name in ("address", "postcode", "email", "phone", "website")}
    return {"announced_on": _date(chance), "closes_on": _date(chance), **texts}


def _response(schemes: list[Record], chance: random.Random) -> Record:
    return {
        "by": _text(chance),
        "opinion": _text(chance),
        "parameter": chance.choice([None, *schemes[0]["parameters"]]),
        "adopted": chance.choice([None, "fully", "partly", "no"]),
        "reason": chance.choice([None, _text(chance)]),
    }


def _resumption(chance: random.Random) -> Record | None:
    if chance.random() < 0.4:
        return None
    return {
        "threshold": chance.choice([None, 0.03, 1.2]),
        "lasting": chance.choice([None, {"months": 3}, {"days": 40}]),
        "condition": chance.choice([None, _text(chance)]),
        "approval_by": chance.choice([None, _text(chance)]),
    }


def _provisions(schemes: list[Record], name: str, chance: random.Random) -> list[Record]:
    found = []
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        if chance.random() < 0.1:
            found.append({"state": "undecided", "value": None, "when": {}})
            continue
        stated = [p for scheme in schemes for p in scheme["parameters"][name]["provisions"] if p["state"] in ("stated", "delegated")]
        if stated:
            one = copy.deepcopy(chance.choice(stated))
            kept = {key: one[key] for key in ("value", "state", "when", "modality", "adds", "approx", "to", "ref")}
            kept["value"] = _changed(kept["value"], chance)
            kept["reason"] = _text(chance) if chance.random() < 0.3 else None
            kept["follows"] = [{"scheme": chance.choice(schemes)["id"], "parameter": None}][: chance.randint(0, 1)]
            if name == "suspension_trigger":
                kept["resumption"] = _resumption(chance)
            found.append(kept)
    return found


def _changed(value: Any, chance: random.Random) -> Any:
    """Numbers changed a little, own words made odd."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and chance.random() < 0.3:
        return max(1, value + chance.randint(-3, 3))
    if isinstance(value, float) and chance.random() < 0.3:
        return round(value * chance.choice([0.5, 1.25, 0.9]), 6)
    if isinstance(value, list):
        return [_changed(part, chance) for part in value]
    if isinstance(value, dict):
        return {key: _changed(part, chance) for key, part in value.items()}
    if isinstance(value, str) and len(value) > 8 and not value.isascii() and chance.random() < 0.3:
        return value + chance.choice(ODD)
    return value
