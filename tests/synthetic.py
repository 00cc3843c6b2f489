"""Synthetic but realistic schemes for trials of scale; seeded, valid by every rule, never part of the shipped data.

    python tests/synthetic.py OUT COUNT [SEED]     a project folder OUT: shipped vocabulary and rates, COUNT schemes
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLASSES = [
    ("micro_small_enterprise", "小微企业"), ("sole_trader", "个体工商户"), ("farm_household", "种养殖大户"),
    ("rural_cooperative", "农民专业合作社"), ("technology_enterprise", "科技型企业"), ("family_farm", "家庭农场"),
]  # fmt: skip
TEXTS = {
    "rate_discount": ("信用较好的借款人可以下调利率", "对信用较好的借款人给予利率优惠"),
    "early_repayment": ("可以提前还款，保费按比例退还", "提前还款的按比例退还保费"),
    "collateral_requirement": ("不要求抵押和反担保", "无需提供抵押和反担保"),
    "other_fees": ("不得另收中介费用", "不得收取其他任何费用"),
    "accident_insurance": ("由借款人自愿投保意外险", "借款人意外伤害保险自愿投保"),
    "underwriting_form": ("银行与保险公司分别审核", "银保双方独立审核"),
    "subsidy_clawback": ("弄虚作假的追回补贴", "骗取补贴的予以追回"),
    "application_channel": ("通过市金融服务平台申请", "依托市金融服务平台办理"),
    "approval_rule": ("银行、保险公司一方否决即不放款", "一方否决的不得发放贷款"),
    "subsidy_payment": ("先预拨，后清算", "按先预拨后清算方式拨付"),
    "subsidy_review": ("由第三方机构审核", "委托第三方机构审核"),
    "coordination_body": ("市金融办牵头的联席会议", "建立试点工作联席会议"),
    "fraud_handling": ("移交司法机关", "涉嫌犯罪的移交司法机关"),
}
TERMS = {
    "credit_conditions": ["信用记录良好", "具有还款能力"],
    "compliance_conditions": ["依法纳税", "合法经营"],
    "responsible_agencies": ["市金融办", "市财政局", "市农业农村局"],
    "institution_conditions": ["依法注册", "具备信用保证保险资质"],
    "institution_sanctions": ["暂停合作资格", "通报批评"],
}


class Writer:
    """The lines of one scheme's file; every value with a phrase that carries its figure."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.lines, self.article = chance, [], 3

    def provisions(self, parameter: str, *entries: tuple[str, str, str]) -> None:
        """A parameter with (value, further fields, phrase) for each case."""
        self.lines.append(f"  {parameter}:")
        self.article += 1
        for value, more, phrase in entries:
            self.lines.append(f"    - value: {value}")
            if more:
                self.lines.append(f"      {more}")
            self.lines.append("      evidence:")
            self.lines.append(f"        - {{source: main, locator: 第{self.article}条, phrase: {phrase}}}")

    def one(self, parameter: str, value: str, phrase: str, more: str = "") -> None:
        self.provisions(parameter, (value, more, phrase))


def parameters(chance: random.Random, reference: str) -> list[str]:
    """The `parameters:` block of one scheme: some sixty provisions with random figures."""
    write = Writer(chance)
    classes = chance.sample(CLASSES, chance.randint(1, 3))
    names = "、".join(word for _, word in classes)
    write.one("borrower_classes", f"[{', '.join(c for c, _ in classes)}]", f"适用于{names}")
    months = chance.choice([6, 12, 24])
    write.one("min_operating_months", f"{months}个月", f"持续经营{months}个月以上")
    if chance.random() < 0.4:
        write.one("borrower_age_range", "{min: 18, max: 60}", "年龄18-60周岁")
    for name in ("credit_conditions", "compliance_conditions"):
        write.one(name, f"[{', '.join(TERMS[name])}]", "，".join(TERMS[name]))
    write.provisions("loan_amount_cap", *[
        (f"{amount}万元", f"when: {{borrower: {c}}}", f"{word}单户不超过{amount}万元")
        for c, word in classes for amount in [chance.choice([10, 20, 30, 50, 80, 100, 200, 300, 500, 1000])]
    ])  # fmt: skip
    years = chance.choice([1, 1, 1, 2, 3])
    write.one("loan_term_max", f"{years * 12}个月", f"期限最长不超过{years}年")
    if reference == "pbc_benchmark":
        markup = chance.choice([10, 20, 30, 40, 50])
        formula = f"{{reference: pbc_benchmark, tenor: same_term, markup: {markup}%}}"
        write.one("loan_rate_cap", formula, f"不超过同期贷款基准利率上浮{markup}%")
    else:
        points = chance.choice([50, 100, 150, 200, 250])
        write.one("loan_rate_cap", f"{{reference: lpr, tenor: same_term, add: {points}个基点}}", f"不超过同期LPR加{points}个基点")
    for name in ("rate_discount", "early_repayment", "collateral_requirement", "other_fees"):
        write.one(name, *TEXTS[name])
    write.one("permitted_uses", "[production_operation]", "仅可用于生产经营")
    write.one("prohibited_uses", "[real_estate, securities]", "不得用于房地产开发和投资证券")
    volume = chance.randint(1, 50)
    write.one("programme_volume_cap", f"{volume}亿元", f"总规模不超过{volume}亿元")
    write.one("enhancement_routes", "[insurance]", "由保险公司提供保证保险")
    rate = f"{chance.randint(8, 30) / 10:g}%"
    base, word = chance.choice([("principal", "贷款本金"), ("principal_and_interest", "贷款本息")])
    charge = f"{{rate: {rate}, base: {base}, per: year, charged_to: unstated}}"
    write.one("premium_rate_cap", charge, f"年费率最高不超过{word}的{rate}")
    for name in ("accident_insurance", "underwriting_form"):
        write.one(name, *TEXTS[name])
    bank = chance.choice([10, 20, 30, 40])
    shares = f"{{shares: {{bank: {bank}%, insurer: {100 - bank}%}}, of: principal}}"
    write.one("loss_shares", shares, f"银行、保险公司按{bank // 10}：{10 - bank // 10}分担贷款本金损失")
    cap = chance.choice([500, 1000, 2000, 3000, 6000])
    write.one("compensation_cap_annual", f"{cap}万元", f"每年补偿总额不超过{cap}万元")
    days = chance.choice([30, 60, 90])
    events = f"{{any_of: [{{interest_overdue: {{after: {days}天, consecutive: true}}}}]}}"
    write.one("claim_trigger", events, f"连续欠息{days}天以上")
    deadline = chance.choice([5, 10, 15])
    write.one("claim_payment_deadline", f"{deadline}个工作日", f"不超过{deadline}个工作日予以理赔")
    threshold = chance.choice([120, 150, 200])
    trigger = (
        f"{{metric: loss_ratio, op: at_least, threshold: {threshold}%, scope: [insurer], period: calendar_year, "
        "effect: {action: suspend, force: unstated}}"
    )
    write.one("suspension_trigger", trigger, f"自然年度保险公司赔付率达到{threshold}%的暂停业务")
    share = chance.choice([30, 40, 50, 60, 100])
    subsidy = (
        f"{{payer: government, paid_to: borrower, beneficiary: borrower, effect: refunds_borrower, "
        f"share_of_premium: {share}%}}"
    )
    write.one("premium_subsidy", subsidy, f"财政按保费的{share}%给予借款人补贴")
    write.one("subsidy_clawback", *TEXTS["subsidy_clawback"])
    if chance.random() < 0.5:
        reward = f"{chance.randint(1, 4) / 2:g}%"
        value = f"{{payer: government, payee: bank, rate: {reward}, base: disbursed}}"
        write.one("bank_reward", value, f"财政按实际发放贷款金额的{reward}奖励银行")
    for name in ("application_channel", "approval_rule", "subsidy_payment", "subsidy_review"):
        write.one(name, *TEXTS[name])
    write.one("coordination_body", *TEXTS["coordination_body"])
    write.one("responsible_agencies", f"[{', '.join(TERMS['responsible_agencies'])}]", "、".join(TERMS["responsible_agencies"]))
    write.one("fraud_handling", *TEXTS["fraud_handling"])
    for name in ("institution_conditions", "institution_sanctions"):
        write.one(name, f"[{', '.join(TERMS[name])}]", "，".join(TERMS[name]))
    return write.lines


def scheme(number: int, seed: int, regions: list[tuple[str, str]]) -> tuple[str, str]:
    """The id and the YAML text of the scheme with that number; the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")
    code, place = regions[number % len(regions)]
    year, month, day = chance.choice([*range(2010, 2019), *range(2020, 2027)]), chance.randint(1, 9), chance.randint(1, 28)
    issued = f"{year}-{month:02d}-{day:02d}"
    said = f"{year}年{month}月{day}日"
    name = f"place{number:04d}-{year}"
    # Loans hang on the benchmark before the reform of 2019 and on the LPR after it.
    block = parameters(chance, "pbc_benchmark" if year < 2019 else "lpr")
    head = f"""id: {name}
name: {{zh: {place}小额贷款保证保险（模拟{number}）, en: Synthetic scheme {number}}}
region: "{code}"
instrument:
  title: {place}小额贷款保证保险实施办法（模拟{number}）
  number: unread
  kind: measures
  issuers: [{place}金融工作局]
  issued_on: {issued}
  effective_from: {issued}
  expires_on: unstated
  evidence:
    issuers: [{{source: main, locator: 落款, phrase: {place}金融工作局}}]
    issued_on: [{{source: main, locator: 落款, phrase: {said}}}]
    effective_from: [{{source: main, locator: 附则, phrase: 自{said}起施行}}]
sources:
  - id: main
    title: {place}小额贷款保证保险实施办法（模拟{number}）
    kind: governing_document
    tier: official
    governing: true
    publisher: {place}金融工作局
    published_on: {issued}
    read: part
    missing: [附件]
    checked_on: 2026-11-20
parameters:
"""
    return name, head + "\n".join(block) + "\n"


def regions_of(root: Path) -> list[tuple[str, str]]:
    """Code and name of the cities and counties of the shipped table."""
    from generator.vocabulary import load_vocabulary

    vocabulary, _ = load_vocabulary(root / "policies")
    return [(r.code, r.zh) for r in vocabulary.regions.values() if r.level != "province" and not r.valid_until]


def write_project(folder: Path, count: int, seed: int = 1, root: Path = ROOT) -> Path:
    """A project in `folder` with `count` synthetic schemes beside links to the shipped rest; returns `folder`."""
    policies = folder / "policies"
    (policies / "schemes").mkdir(parents=True)
    for name in ("parameters.yaml", "terms.yaml", "regions.yaml", "edition.yaml", "search_words.yaml"):
        if (root / "policies" / name).exists():
            shutil.copy(root / "policies" / name, policies / name)
    shutil.copytree(root / "policies" / "reference_rates", policies / "reference_rates")
    for name in ("content", "site_templates"):
        if (root / name).exists():
            shutil.copytree(root / name, folder / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        if (root / name).exists():
            shutil.copy(root / name, folder / name)
    regions = regions_of(root)
    for number in range(count):
        name, text = scheme(number, seed, regions)
        (policies / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python tests/synthetic.py OUT COUNT [SEED]")
    write_project(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
