"""What does not fit together in a draft, what it lacks, what is outdated, and which steps lie ahead.

Every finding is `{"level": "warning" | "info", "code", "parameter": id | null, "text"}`. Mirror: `draft_checks.js`.
"""

from __future__ import annotations

from typing import Any

from generator.chinese_forms import duration
from generator.drafting.context import USED, Record
from generator.drafting.figures import UNIT, formula, units, written
from generator.drafting.shapes import stated

BENCHMARK_ENDED = "2019-08-20"
HALF = 2
"""A parameter that more than one scheme in this many settles is worth a hint where the draft lacks it."""
PROCEDURE = (
    ("comment", "公开征求意见：除依法不公开的外，应当向社会公开征求意见，期限按本地规范性文件管理规定。"),
    ("legality", "合法性审核：印发前由制定机关的合法性审核机构审核，未经审核不得提请集体讨论。"),
    ("competition", "公平竞争审查：涉及指定承保、放款机构或者给予经营者补贴奖励的条款，应当进行公平竞争审查。"),
    ("validity", "有效期：规范性文件应当注明有效期，到期前评估后决定延续、修改或者废止。"),
    ("budget", "资金安排：补贴、奖励和补偿资金应当纳入预算，并与财政部门会签。"),
)
SUBSIDIES = ("premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy")
CAPS = ("subsidy_cap_per_borrower", "reward_cap_annual", "compensation_cap_annual")
TEXTS = {
    "payer_subsidy": "补贴没有写明由哪一级财政或者哪项资金支付。",
    "cap_subsidy": "补贴没有上限：可以规定单户补贴上限、年度上限，或者以实际支付的费用为限。",
    "funds": "补贴没有写明资金来源；请在“专项资金”中写明。",
    "payer_reward": "奖励没有写明由哪一级财政或者哪项资金支付。",
    "cap_reward": "奖励没有年度上限。",
    "resumption": "叫停没有写明恢复条件：指标回落到多少、持续多久、经谁同意后恢复办理。",
    "cap_compensation": "风险补偿没有年度上限，财政支出没有封顶。",
    "trigger": "有风险补偿而没有叫停条件。",
    "validity_long": "有效期超过五年；请对照本地规范性文件管理规定允许的最长有效期。",
    "days": "索赔条件没有写明逾期多长时间。",
    "premium": "保险费率的下限高于上限。",
    "base": "费率没有写明以贷款本金还是贷款本息为基数。",
    "groups": "有的条款只适用于某类对象，而“重点支持对象”没有列出它。",
    "route_guarantee": "采用融资担保方式而没有规定担保费率上限。",
    "route_insurance": "采用保证保险方式而没有规定保险费率。",
    "benchmark": "贷款基准利率自2019年8月20日起不再作为定价参照，应改为贷款市场报价利率（LPR）加点。",
    "responses": "有意见还没有写明是否采纳。",
    "basis": "没有写明制定依据。",
    "validity_none": "没有写明有效期。",
}
"""What is said of a finding that names no figure."""


def findings(pilot: Record, peers: Record, guards: list[Record]) -> list[Record]:
    """All findings: consistency, outdated forms, then completeness; see PROCEDURE for the steps."""
    check = _Check(pilot, peers)
    for rule in (check.shares, check.subsidies, check.rewards, check.suspension, check.term, check.claims, check.cost,
                 check.premium, check.groups, check.routes, check.outdated, check.basis, check.dates, check.responses):  # fmt: skip
        rule()
    check.completeness(guards)
    return check.found


class _Check:
    def __init__(self, pilot: Record, peers: Record) -> None:
        self.pilot, self.peers = pilot, peers
        self.found: list[Record] = []

    def say(self, level: str, code: str, parameter: str | None, text: str) -> None:
        self.found.append({"level": level, "code": code, "parameter": parameter, "text": text})

    def provisions(self, parameter: str) -> list[Record]:
        said = self.pilot["parameters"].get(parameter)
        return [p for p in said["provisions"] if p["state"] in USED] if said else []

    def values(self, parameter: str) -> list[Any]:
        return [p["value"] for p in self.provisions(parameter) if p.get("value") not in (None, "unstated")]

    def used(self, parameter: str) -> bool:
        return bool(self.provisions(parameter))

    def shares(self) -> None:
        for value in self.values("loss_shares"):
            parts = [units(share) for share in value["shares"].values()]
            if None not in parts and sum(part or 0 for part in parts) != UNIT:
                total = written("share", sum(part or 0 for part in parts))
                self.say("warning", "shares", "loss_shares", f"损失分担比例合计{total}，应为100%。")

    def subsidies(self) -> None:
        for parameter in SUBSIDIES:
            for value in self.values(parameter):
                if value.get("payer") in (None, "unstated"):
                    self.say("warning", "payer", parameter, TEXTS["payer_subsidy"])
                if value.get("cap") in (None, "unstated") and not any(self.used(cap) for cap in CAPS):
                    self.say("warning", "cap", parameter, TEXTS["cap_subsidy"])
            if self.values(parameter) and not self.used("funds"):
                self.say("warning", "funds", parameter, TEXTS["funds"])

    def rewards(self) -> None:
        for parameter in ("bank_reward", "insurer_reward"):
            for value in self.values(parameter):
                if value.get("payer") in (None, "unstated"):
                    self.say("warning", "payer", parameter, TEXTS["payer_reward"])
                if value.get("cap") in (None, "unstated") and not self.used("reward_cap_annual"):
                    self.say("warning", "cap", parameter, TEXTS["cap_reward"])

    def suspension(self) -> None:
        for provision in self.provisions("suspension_trigger"):
            if provision["state"] == "stated" and not any(stated(part) is not None for part in (provision.get("resumption") or {}).values()):
                self.say("warning", "resumption", "suspension_trigger", TEXTS["resumption"])
        if self.used("government_compensation") and not self.used("compensation_cap_annual"):
            self.say("warning", "cap", "government_compensation", TEXTS["cap_compensation"])
        if self.used("government_compensation") and not self.used("suspension_trigger"):
            self.say("info", "trigger", "government_compensation", TEXTS["trigger"])

    def term(self) -> None:
        validity = (self.pilot["instrument"].get("validity") or {}).get("months")
        longest = max((value["months"] for value in self.values("loan_term_max") if "months" in value), default=None)
        if validity and longest and longest > validity:
            text = f"最长贷款期限{duration({'months': longest})}长于有效期{duration({'months': validity})}；有效期内发放的贷款将延续到有效期之后，请确认资金安排覆盖到结清。"
            self.say("warning", "term", "loan_term_max", text)
        if validity and validity > 60:
            self.say("info", "validity", None, TEXTS["validity_long"])

    def claims(self) -> None:
        for value in self.values("claim_trigger"):
            for event in value["any_of"]:
                for kind in ("interest_overdue", "principal_overdue", "overdue"):
                    said = event.get(kind)
                    if said and all(said.get(unit) is None for unit in ("days", "months", "working_days")):
                        self.say("warning", "days", "claim_trigger", TEXTS["days"])

    def cost(self) -> None:
        reference = self.peers["reference"]
        caps = [units(value["rate"]) for value in self.values("total_cost_cap")]
        rates = [formula(value, reference) for value in [*self.values("loan_rate_cap"), *self.values("loan_rate_fixed")]]
        fees = [units(v["rate"]) for v in [*self.values("premium_rate_cap"), *self.values("premium_rate_fixed")]
                if v.get("rate") not in (None, "unstated")]  # fmt: skip
        known = [rate for rate in rates if rate is not None]
        if not caps or caps[0] is None or not known:
            return
        total = max(known) + max((fee or 0 for fee in fees), default=0)
        if total > caps[0]:
            text = f"按{self.peers['as_of']}的参照利率，利率上限与费率合计{written('rate', total)}，超过综合融资成本上限{written('rate', caps[0])}，相差{written('rate', total - caps[0])}。"
            self.say("warning", "cost", "total_cost_cap", text)

    def premium(self) -> None:
        floors = [units(v["rate"]) for v in self.values("premium_rate_floor") if v.get("rate") not in (None, "unstated")]
        caps = [units(v["rate"]) for v in self.values("premium_rate_cap") if v.get("rate") not in (None, "unstated")]
        if floors and caps and min(f or 0 for f in floors) > max(c or 0 for c in caps):
            self.say("warning", "premium", "premium_rate_floor", TEXTS["premium"])
        for parameter in ("premium_rate_cap", "premium_rate_fixed", "guarantee_fee_cap"):
            for value in self.values(parameter):
                if value.get("base") in (None, "unstated"):
                    self.say("warning", "base", parameter, TEXTS["base"])

    def groups(self) -> None:
        named = {g for value in self.values("key_support_groups") for g in (value["list"] if isinstance(value, dict) else value)}
        seen: dict[str, None] = {}
        for said in self.pilot["parameters"].values():
            for provision in said["provisions"]:
                given = (provision.get("when") or {}).get("group") or []
                seen.update(dict.fromkeys([given] if isinstance(given, str) else given))
        if any(group not in named for group in seen):
            self.say("info", "groups", "key_support_groups", TEXTS["groups"])

    def routes(self) -> None:
        routes = [r for value in self.values("enhancement_routes") for r in (value["list"] if isinstance(value, dict) else value)]
        if "guarantee" in routes and not self.used("guarantee_fee_cap"):
            self.say("info", "route", "guarantee_fee_cap", TEXTS["route_guarantee"])
        if "insurance" in routes and not (self.used("premium_rate_cap") or self.used("premium_rate_fixed")):
            self.say("info", "route", "premium_rate_cap", TEXTS["route_insurance"])

    def outdated(self) -> None:
        for parameter in ("loan_rate_cap", "loan_rate_fixed", "loan_rate_average_cap"):
            for value in self.values(parameter):
                if value.get("reference") == "pbc_benchmark" and self.peers["as_of"] >= BENCHMARK_ENDED:
                    self.say("warning", "benchmark", parameter, TEXTS["benchmark"])

    def responses(self) -> None:
        if any(response["adopted"] is None for response in self.pilot.get("responses") or []):
            self.say("warning", "responses", None, TEXTS["responses"])

    def basis(self) -> None:
        for basis in self.pilot.get("basis") or []:
            ends = basis.get("expires_on")
            if ends and ends < self.peers["as_of"]:
                self.say("warning", "basis", None, f"制定依据《{basis['title']}》已于{ends}到期。")
        if not self.pilot.get("basis"):
            self.say("warning", "basis", None, TEXTS["basis"])

    def dates(self) -> None:
        instrument = self.pilot["instrument"]
        if not instrument.get("validity") and not str(instrument.get("expires_on") or "")[:1].isdigit():
            self.say("warning", "validity", None, TEXTS["validity_none"])

    def completeness(self, guards: list[Record]) -> None:
        omitted = self.pilot.get("omitted") or []
        for guard in guards:
            if guard["strange"]:
                text = f"“{guard['label']}”里的{'、'.join(guard['strange'])}不在通用词汇里，不能与其他方案比较；能用已有的词就用已有的词。"
                self.say("info", "vocabulary", guard["id"], text)
            if not guard["used"] and guard["id"] not in omitted and guard["n"] * HALF > guard["of"]:
                text = f"没有规定“{guard['label']}”；收录的{guard['of']}个方案中有{guard['n']}个作出规定。"
                self.say("info", "missing", guard["id"], text)
