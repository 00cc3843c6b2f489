"""The treasury's answer as a Chinese text for the terminal: figures in columns, then what is to be known about them.

The source's own words stand with what must be entered, what is used and what is warned of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import east_asian_width

from generator.commands.quote import LEVELS, percent

Names = Mapping[str, str]
OUTLAY = {
    "returned": "提前还款收回的补贴", "before_losses": "损失发生前合计", "loss_share": "公共资金直接分担的损失",
    "compensation": "风险补偿", "excess_compensation": "超赔补偿", "total": "合计",
}  # fmt: skip
CASES = {"expected": "预期", "compared": "比较"}
INPUTS = {
    "lending": "当年放款额", "average_loan": "户均贷款", "months": "期限", "default_rate": "违约率",
    "loss_given_default": "违约损失率", "annual_rate": "贷款年利率", "premium_rate": "费率", "subsidy_rate": "补贴费率",
}  # fmt: skip
BUDGETS = {"subsidies": "补贴", "rewards": "奖励", "compensation": "补偿"}
OPERATORS = {">=": "达到", ">": "超过"}


def readable(answer: Mapping, title: str, labels: Names, terms: Mapping[str, Names]) -> str:
    """The whole answer; `labels` are the parameters', `terms` the words of each list."""
    parts = [title]
    if answer["outlay"] is not None:
        parts += [
            *_overview(answer, labels),
            *_losses(answer["losses"], terms["party"]),
            *_triggers(answer["triggers"], terms["metric"]),
            *_caps(answer["caps"], labels),
            *_budget(answer["budget"]),
            *_years(answer["years"]),
            *_sensitivity(answer["sensitivity"]),
        ]
    for need in answer["missing"]:
        parts += [f"[需要填写] {need['message']['zh']}", *_grounds(need)]
    for check in answer["checks"]:
        own_words = check["level"] != "info" or check["code"] == "provision_used"
        parts += [f"[{LEVELS[check['level']]}] {check['message']['zh']}", *(_grounds(check) if own_words else [])]
    return "\n".join(parts) + "\n"


def _grounds(said: Mapping) -> list[str]:
    notes = [f"       {note}" for note in said["notes"]]
    return notes + [f"       {piece['locator']}「{piece['phrase']}」" for piece in said["evidence"]]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines with columns as wide as their widest cell, a Chinese character counting two; the first column to the left."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(_width(row[k]) for row in cells) for k in range(len(head))]

    def padded(text: str, k: int) -> str:
        gap = " " * (widths[k] - _width(text))
        return text + gap if k == 0 else gap + text

    return ["", *("  ".join(padded(text, k) for k, text in enumerate(row)).rstrip() for row in cells)]


def _cell(value: object) -> str:
    return "—" if value is None else str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _times(value: object) -> str:
    return "—" if value is None else f"{Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP)}倍"


def _overview(answer: Mapping, labels: Names) -> list[str]:
    outlay, leverage, premium = answer["outlay"], answer["leverage"], answer["premium"]
    rows: list[tuple[object, object]] = [("贷款笔数", answer["loans"])]
    if premium:
        rows += [("保费或担保费（元）", premium["total"]), ("  借款人最终负担", premium["borrower"]), ("  公共资金负担", premium["public"])]
    rows += [
        (f"财政支出：{OUTLAY.get(kind) or labels.get(kind, kind)}（元）", amount)
        for kind, amount in outlay.items()
        if kind not in ("rate", "per_loan") and (amount != "0.00" or kind in ("before_losses", "total"))
    ]
    rows += [
        ("支出占放款额", percent(outlay["rate"])), ("户均支出（元）", outlay["per_loan"]),
        ("撬动倍数（不计损失）", _times(leverage["static"])), ("撬动倍数（计入补偿）", _times(leverage["with_compensation"])),
    ]  # fmt: skip
    if leverage["budget"] is not None:
        rows.append(("撬动倍数（按预算）", _times(leverage["budget"])))
    return table(("项目", "数值"), rows)


def _losses(losses: Sequence[Mapping] | None, parties: Names) -> list[str]:
    if not losses:
        return []
    names = list(losses[0]["parties"])
    head = ["损失率", "", "损失（元）", "先行赔付", *(parties.get(name, name) for name in names), "公共资金合计"]
    rows = [
        [percent(row["loss_rate"]), CASES[row["case"]], row["loss"], row["claims"], *(row["parties"][n] for n in names), row["public"]]
        for row in losses
    ]
    return table(head, rows)


def _triggers(triggers: Sequence[Mapping] | None, metrics: Names) -> list[str]:
    if not triggers:
        return []
    head = ["叫停条件", "现值", "触发", "触发时违约率", "触发时损失率", "触发所需违约笔数", "概率", "最少笔数"]
    rows = [
        [
            f"{metrics.get(row['metric'], row['metric'])}{OPERATORS[row['op']]}{percent(row['threshold'])}", percent(row["value"]),
            "是" if row["reached"] else "否", percent(row["default_rate"]), percent(row["loss_rate"]), row["defaults"],
            percent(row["chance"]), row["least_loans"],
        ]
        for row in triggers
    ]  # fmt: skip
    return table(head, rows)


def _caps(caps: Sequence[Mapping], labels: Names) -> list[str]:
    if not caps:
        return []
    head = ["上限", "金额（元）", "已用", "封顶", "封顶时损失率", "封顶时违约率", "封顶时放款额"]
    rows = [
        [
            labels.get(row["cap"], row["cap"]), row["amount"], row["used"], "是" if row["binds"] else "否",
            percent(row["loss_rate"]), percent(row["default_rate"]), row["lending"],
        ]
        for row in caps
    ]  # fmt: skip
    return table(head, rows)


def _budget(budget: Mapping[str, Mapping] | None) -> list[str]:
    rows = [
        [BUDGETS[name], row["amount"], row["used"], row["left"], row["lending"], percent(row["default_rate"])]
        for name, row in (budget or {}).items()
    ]
    return table(["预算", "金额（元）", "已用", "剩余", "用尽时放款额", "用尽时违约率"], rows) if rows else []


def _years(years: Sequence[Mapping] | None) -> list[str]:
    if not years:
        return []
    rows = [
        [
            row["year"], row["lending"], row["premium"], row["subsidies"], row["rewards"], row["loss"], row["claims"],
            row["outlay"], "、".join(percent(one["value"]) for one in row["metrics"]) or "—",
            "—" if row["suspended_next"] is None else "是" if row["suspended_next"] else "否",
        ]
        for row in years
    ]  # fmt: skip
    return table(["年", "放款（元）", "保费", "补贴", "奖励", "损失", "先行赔付", "支出", "叫停指标", "次年暂停"], rows)


def _sensitivity(rows: Sequence[Mapping]) -> list[str]:
    def value(name: str, end: Mapping) -> object:
        return percent(end["value"]) if name.endswith(("rate", "default")) else end["value"]

    rows = [row for row in rows if row["low"]["outlay"] is not None]
    if not rows:
        return []
    return table(
        ["敏感性", "降低一成", "支出（元）", "提高一成", "支出（元）"],
        [[INPUTS[row["input"]], value(row["input"], row["low"]), row["low"]["outlay"], value(row["input"], row["high"]), row["high"]["outlay"]] for row in rows],
    )
