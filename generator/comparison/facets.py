"""What a figure is and what it rests on: only figures of the same footing can be set against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
Label = Callable[[str, str], str]
"""The Chinese label of a term: list of the vocabulary, id."""

UNSTATED = "未载明"
FOOTING = (
    "性质",
    "约数",
    "参考利率",
    "期限档",
    "算法",
    "基数",
    "计费周期",
    "保障范围",
    "负担方",
    "补贴口径",
    "补贴方式",
    "年数",
    "损失口径",
    "阶段",
    "时点",
    "指标",
    "计时单位",
)
"""The sides of a figure that must agree before two figures compare, in the order in which they are told."""

DATED = "口径日期"
"""The day of the reference rate behind a figure: told where it differs, no bar to comparing formulas."""

SUBSIDY_SHARES = {
    "share_of_premium": "保费",
    "share_of_fee": "担保费",
    "share_of_interest": "利息",
    "share_of_benchmark": "基准利息",
}


@dataclass(frozen=True)
class Figure:
    """A provision's number as published, its unit, and the words of each side of its footing.

    Units: yuan, fraction, multiple, months, days, working_days, years; factor and basis_points of a rate formula.
    """

    number: int | float | None
    unit: str
    footing: tuple[tuple[str, str], ...]


def figure(parameter: Record, provision: Record, label: Label) -> Figure:
    """The figure of one published provision; without number where its kind has none or it is not stated."""
    value = provision["value"]
    reader = _READERS.get(parameter["kind"])
    if provision["state"] != "stated" or value is None or reader is None:
        return Figure(None, "", ())
    number, unit, footing = reader(parameter, value, label)
    return Figure(number, unit, (*_said(provision, label), *footing))


def _said(provision: Record, label: Label) -> Iterator[tuple[str, str]]:
    if provision["modality"]:
        yield "性质", label("modality", provision["modality"])
    if provision["approx"]:
        yield "约数", "约"


_OWN_COVER = ("loan_guarantee", "guarantee")

Read = tuple[int | float | None, str, tuple[tuple[str, str], ...]]


def _word(list_name: str, term: object, label: Label) -> str:
    return UNSTATED if term in (None, "unstated") else label(list_name, str(term))


def _number(value: object) -> int | float | None:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if plain else None  # type: ignore[return-value]


def _plain(parameter: Record, value: Any, label: Label) -> Read:
    return _number(value), parameter["unit"], ()


def _duration(parameter: Record, value: Any, label: Label) -> Read:
    ((unit, amount),) = value.items()
    return amount, unit, (("计时单位", "工作日" if unit == "working_days" else "自然日"),)


def _formula(parameter: Record, value: Any, label: Label) -> Read:
    if "fixed" in value:
        return value["fixed"], "fraction", (("参考利率", "固定利率"),)
    name = label("reference", value["reference"])
    abbreviated = re.search(r"（([A-Z]+)）", name)
    footing = (
        ("参考利率", abbreviated[1] if abbreviated else name),
        ("期限档", _word("tenor", value["tenor"], label)),
    )
    if "multiplier" in value:
        return value["multiplier"], "factor", (*footing, ("算法", "上浮"))
    return value["add_bp"], "basis_points", (*footing, ("算法", "加基点"))


def _charge(parameter: Record, value: Any, label: Label) -> Read:
    if not isinstance(value, dict):
        return _number(value), "fraction", (("基数", "保费"),)
    others = "、".join(label("covers", item) for item in value["covers"] if item not in _OWN_COVER)
    return (
        _number(value["rate"]),
        "fraction",
        (
            ("基数", _word("base", value["base"], label)),
            ("计费周期", _word("per", value["per"], label)),
            ("保障范围", f"含{others}" if others else "不含其他险种"),
            ("负担方", _word("charged_to", value["charged_to"], label)),
        ),
    )


def _cost_cap(parameter: Record, value: Any, label: Label) -> Read:
    net = {True: "已扣除补贴", False: "未扣除补贴", None: f"是否扣除补贴{UNSTATED}"}
    return value["rate"], "fraction", (("补贴口径", net[value["net_of_subsidy"]]),)


def _subsidy(parameter: Record, value: Any, label: Label) -> Read:
    effect = ("补贴方式", _word("subsidy_effect", value["effect"], label))
    for name, base in SUBSIDY_SHARES.items():
        if name in value:
            return _number(value[name]), "fraction", (("基数", base), effect)
    if "amount" in value:
        return _number(value["amount"]), "yuan", (effect,)
    times = {True: "乘以贷款年数", False: "不乘贷款年数"}.get(value.get("times_term"), UNSTATED)  # type: ignore[arg-type]
    base = _word("base", value.get("base"), label)
    return _number(value.get("rate")), "fraction", (("基数", base), ("年数", times), effect)


def _reward(parameter: Record, value: Any, label: Label) -> Read:
    if "amount" in value:
        return _number(value["amount"]), "yuan", ()
    base = _word("reward_base", value["base"], label)
    return _number(value.get("rate")), "fraction", (("基数", base),)


def _shares(parameter: Record, value: Any, label: Label) -> Read:
    footing = (
        ("损失口径", _word("base", value["of"], label)),
        ("阶段", _word("loss_stage", value["stage"], label)),
    )
    return None, "", footing


def _compensation(parameter: Record, value: Any, label: Label) -> Read:
    footing = (
        ("基数", _word("compensated", value["of"], label)),
        ("时点", _word("after", value["after"], label)),
    )
    return _number(value.get("rate")), "fraction", footing


def _limit(parameter: Record, value: Any, label: Label) -> Read:
    if not isinstance(value, dict):
        return _number(value), "yuan", (("基数", "定额"),)
    return _number(value.get("rate")), "fraction", (("基数", _word("limited_by", value["of"], label)),)


def _trigger(parameter: Record, value: Any, label: Label) -> Read:
    return _number(value.get("threshold")), "fraction", (("指标", _word("metric", value.get("metric"), label)),)


_READERS: dict[str, Callable[[Record, Any, Label], Read]] = {
    "money": _plain,
    "rate": _plain,
    "share": _plain,
    "multiple": _plain,
    "duration": _duration,
    "rate_formula": _formula,
    "cost_cap": _cost_cap,
    "charge": _charge,
    "charge_or_share": _charge,
    "shares": _shares,
    "compensation": _compensation,
    "limit": _limit,
    "trigger": _trigger,
    "subsidy": _subsidy,
    "reward": _reward,
}
