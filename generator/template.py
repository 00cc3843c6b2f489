"""A commented file for a new scheme, made from the model and the vocabulary.

Lines that begin with `##` explain; lines that begin with a single `#` are YAML that counts once the `# ` is
taken away. What must be filled in is left empty, so that `atlas check` names it.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import MISSING, dataclass, fields

from generator.model import Instrument, Source
from generator.structuring import Term, hints, marker, options
from generator.vocabulary import Parameter, Region, Vocabulary

WIDTH = 56

KIND_EXAMPLES: dict[str, str] = {
    "money": "300万元",
    "rate": "8.5%",
    "share": "70%",
    "multiple": "10倍",
    "flag": "true",
    "text": "一句自己的话，不超过六十字",
    "terms": "[第一项, 第二项]",
    "duration": "12个月",
    "rate_formula": "{reference: lpr, tenor: 1y, add: 150个基点}",
    "cost_cap": "{rate: 9%, sum_of: [loan_rate_cap, premium_rate_cap], net_of_subsidy: unstated}",
    "charge": "{rate: 3%, base: principal, per: year, covers: [loan_guarantee], charged_to: unstated}",
    "charge_or_share": "{rate: 1%, base: principal, per: year, charged_to: borrower}",
    "shares": "{shares: {bank: 20%, insurer: 80%}, of: principal, stage: final}",
    "layers": "[{bearer: insurer, up_to: 300万元}, {shares: {bank: 50%, government: 50%}}]",
    "compensation": "{payer: fund, payee: insurer, rate: 45%, of: principal_loss, after: payout}",
    "limit": "{rate: 150%, of: premium}",
    "recovery": "{rule: pro_rata_loss_shares}",
    "trigger": "{metric: loss_ratio, op: at_least, threshold: 150%, scope: [insurer], period: calendar_year, "
    "effect: {action: suspend, force: may}}",
    "claim_events": "{any_of: [{interest_overdue: {after: 90天, consecutive: true}}], after_recourse: true}",
    "subsidy": '{payer: "government:city", paid_to: insurer, beneficiary: borrower, effect: tops_up, rate: 1%, '
    "base: principal, times_term: true}",
    "reward": '{payer: "government:city", payee: bank, rate: 1%, base: disbursed}',
    "funds": "[{name: 风险补偿资金, amount: 500万元, year: 2022}]",
    "outcomes": "[{metric: 发放贷款, value: 60万元, as_of: 2022-06}]",
    "range": "{min: 18, max: 60}",
    "date_window": "{from: unstated, until: 2022-12-31}",
    "cycle": "{every: quarter, within: 5个工作日, by: 保险公司, to: 市金融局}",
    "area": '{area: "440600", link: registered}',
}
"""A value of each kind as it is written in a file."""

FIELD_HINTS: dict[tuple[type, str], str] = {
    (Instrument, "title"): "文件标题，不带书名号",
    (Instrument, "number"): "文号；读了文件没有文号写 unstated，没有见到原文写 unread",
    (Instrument, "stage"): "阶段",
    (Instrument, "kind"): "文种",
    (Instrument, "issuers"): "印发机关列表；不知道写 unread",
    (Instrument, "issued_on"): "印发日期：2022-08-29、2022-08 或 2022；unstated 或 unread",
    (Instrument, "effective_from"): "施行日期，写法同上",
    (Instrument, "expires_on"): "有效期至，写法同上",
    (Instrument, "application_deadline"): "申请截止日期",
    (Instrument, "validity"): "文件写明的有效期限，如 3年",
    (Instrument, "chapters"): "章数",
    (Instrument, "articles"): "条数",
    (Instrument, "conflicts_with"): "其他来源的不同说法，每条一句",
    (Instrument, "note"): "一句说明",
    (Instrument, "evidence"): "以上各项的证据，按字段列出",
    (Source, "id"): "来源的短名，用小写字母",
    (Source, "title"): "来源标题",
    (Source, "kind"): "来源种类",
    (Source, "tier"): "来源级别",
    (Source, "governing"): "是否就是治理文件本身",
    (Source, "publisher"): "发布单位",
    (Source, "published_on"): "发布日期，可以只有年或年月",
    (Source, "url"): "网址；只有转载站的不写",
    (Source, "archive"): "存档文本的文件名",
    (Source, "sha256"): "存档文本的 SHA-256",
    (Source, "reading_order"): "分栏错乱的文本按什么行序读，如 [142-208, 4-140]",
    (Source, "read"): "full 全文已读，part 只读到一部分",
    (Source, "missing"): "没有读到的部分",
    (Source, "checked_on"): "核对日期",
    (Source, "note"): "一句说明",
}
"""What to write in each field of the instrument and of a source."""

_EXAMPLES = {
    (Instrument, "application_deadline"): "2022-12-31",
    (Instrument, "validity"): "3年",
    (Instrument, "chapters"): "7",
    (Instrument, "articles"): "26",
    (Instrument, "conflicts_with"): "[另一来源称印发日期为2022年8月30日]",
    (Instrument, "note"): "一句说明",
    (Instrument, "evidence"): "{number: [{source: main, locator: 文头, phrase: 文号原文}]}",
    (Source, "governing"): "true",
    (Source, "publisher"): "发布单位名称",
    (Source, "published_on"): "2022-08",
    (Source, "url"): "https://www.example.gov.cn/page.html",
    (Source, "archive"): "main.txt",
    (Source, "sha256"): '"六十四位十六进制数"',
    (Source, "reading_order"): "[1-20]",
    (Source, "missing"): "[第五条以后]",
    (Source, "note"): "一句说明",
}

_HEAD = """\
# yaml-language-server: $schema=../schema/scheme.json
## {zh} {year} 年的小额贷款保证保险方案
## 以 ## 开头的行是说明；以单个 # 开头的行去掉“# ”就生效。写完运行 atlas check，它会指出缺什么、错在哪里。
## 数值照人的写法带单位：300万元、2.3%、12个月、10个工作日、150个基点、33.3倍；原文没写的部分写 unstated，不要猜。
## 每个取值都要有证据：原文中带数字的最短一段（不超过三十字）和它的位置。
id: {id}
name: {{zh: , en: {en} small-loan guarantee insurance}}
region: "{code}"
product: guarantee_insurance  # {products}
# stub: true
# covers: ["370600"]
# covers_open: true
# may_join: ["370200"]
"""

_RELATIONS = """\
## 与其他文件的关系：{relations}
# relations:
#   - {{kind: supersedes, title: 被替代的文件, note: 一句说明}}
## 关于效力的通知：{notices}
# notices:
#   - {{kind: kept_in_force, title: 宣布继续有效的文件, number: 某政发〔2025〕6号, dated: 2025}}
"""

_TAIL = """\
## 通读治理文件后，文件没有规定的参数列在这里
# silent: {{source: main, parameters: [size_standard]}}
## 文件自己公布、可以复算的数字
# published_figures:
#   - what: 综合成本最高不超过9.09%
#     stated: 9.09%
#     inputs: {{loan_rate_cap: 2022-08-29, premium_rate_cap: 3%}}
#     rule: rate_cap_plus_premium
#     evidence: [{{source: main, locator: 第十条, phrase: 最高不超过9.09%}}]
history:
  - {{on: {as_of}, what: 首次编码}}
"""


@dataclass(frozen=True)
class NewScheme:
    """What a new file is made for."""

    region: Region
    year: int
    as_of: str

    @property
    def id(self) -> str:
        """`foshan-2022`: the region's name in Latin letters and the year."""
        name = re.sub(r"\b(District|County|City|Province|Banner)\b", "", self.region.en)
        return re.sub(r"[^a-z0-9]+", "", name.lower()) + f"-{self.year}"


def find_region(text: str, vocabulary: Vocabulary) -> Region | None:
    """The region with that code or name (`440600`, `佛山市`, `佛山`, `Foshan`), or None."""
    for region in vocabulary.regions.values():
        names = {region.code, region.zh, region.zh.rstrip("省市区县"), region.en.lower()}
        if text in names or text.lower() in names:
            return region
    return None


def new_scheme_text(new: NewScheme, vocabulary: Vocabulary) -> str:
    """The text of the file, ready to be filled in."""

    def listed(name: str) -> str:
        return " · ".join(f"{t.id} {t.label.zh}" for t in vocabulary.terms.get(name, {}).values())

    parts = [
        _HEAD.format(
            zh=new.region.zh,
            en=new.region.en,
            code=new.region.code,
            year=new.year,
            id=new.id,
            products=listed("product_kind"),
        ),
        _record("instrument:", Instrument, "  ", "  ", listed),
        _RELATIONS.format(relations=listed("relation_kind"), notices=listed("notice_kind")),
        _record("sources:", Source, "  - ", "    ", listed),
        _parameters(vocabulary, listed),
        _TAIL.format(as_of=new.as_of),
    ]
    return "".join(parts)


def _record(heading: str, cls: type, first: str, indent: str, listed) -> str:
    lines, prefix = [heading], first
    for item in fields(cls):
        if item.metadata.get("internal"):
            continue
        required = item.default is MISSING and item.default_factory is MISSING
        hint = FIELD_HINTS[cls, item.name]
        terms = next(
            (m.list for o in options(hints(cls)[item.name]) if isinstance(m := marker(o), Term)),
            None,
        )
        lines.append(f"{indent}## {hint}" + (f"：{listed(terms)}" if terms else ""))
        if required:
            lines.append(
                f"{prefix}{item.name}: {'main' if (cls, item.name) == (Source, 'id') else ''}".rstrip()
            )
            prefix = indent
        else:
            lines.append(f"{indent}# {item.name}: {_EXAMPLES.get((cls, item.name), item.default)}")
    return "\n".join(lines) + "\n"


def _parameters(vocabulary: Vocabulary, listed) -> str:
    lines = [
        "parameters:",
        "  ## 状态不是“已载明”的写法：",
        "  ##   - {state: delegated, to: parties, evidence: [...]}  留给以后约定或另外的规定",
        "  ##   - {state: unread}  还没有读到会写这一项的原文（不列出的参数也算未见原文）",
        "  ##   - {state: not_applicable, note: 为什么不适用}",
        f"  ## 条件 when 的键：{listed('when_key')}",
        f"  ## 性质 modality：{listed('modality')}",
    ]
    titles = {group.id: group.label.zh for group in vocabulary.groups}
    group = None
    for number, parameter in enumerate(vocabulary.parameters.values()):
        if parameter.group != group:
            group = parameter.group
            lines.append(f"  ## ---- {titles[group]} ----")
        lines += _parameter(parameter, vocabulary, "" if number == 0 else "# ")
    return "\n".join(lines) + "\n"


def _parameter(parameter: Parameter, vocabulary: Vocabulary, mark: str) -> list[str]:
    lines = _wrapped(f"{parameter.label.zh}：{parameter.definition.zh}")
    lines += _wrapped(f"编码：{parameter.coding_rule.zh}")
    terms = vocabulary.terms.get(parameter.terms or "", {})
    if terms:
        lines += _wrapped("词条：" + " · ".join(f"{t.id} {t.label.zh}" for t in terms.values()))
    lines.append(f"  {mark}{parameter.id}:")
    if not mark:
        return [*lines, "    - {state: unread}"]
    lines.append(f"  {mark}  - value: {KIND_EXAMPLES[parameter.kind]}")
    if not parameter.modality and parameter.kind in ("charge", "money", "rate", "multiple"):
        lines.append(f"  {mark}    modality: fixed")
    lines.append(f"  {mark}    evidence: [{{source: main, locator: 第几条, phrase: 原文短语}}]")
    return lines


def _wrapped(text: str) -> list[str]:
    return [f"  ## {line}" for line in textwrap.wrap(text, WIDTH, break_on_hyphens=False)]
