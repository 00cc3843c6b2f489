"""What an estimate says beside its figures: checks, and what must be entered before a figure can be given.

The sentences are data: `published()` goes into parameters.json, where the page's script reads them
together with those of the calculator (costs/messages.py), whose codes and names are used here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.costs import messages as costs

Words = str | tuple[str, str]

CODES: dict[str, tuple[str, str, str]] = {
    "missing": ("error", "缺少{field}", "{field}: missing"),
    "not_a_number": ("error", "{field}不是数字", "{field}: not a number"),
    "too_precise": ("error", "{field}的小数位数太多", "{field}: too many decimals"),
    "out_of_range": ("error", "{field}超出范围", "{field}: out of range"),
    "unknown": ("error", "{field}不在可选之列", "{field}: unknown value"),
    "not_a_date": ("error", "{field}应是存在的日期，如2026-01-31", "{field}: must be an existing day such as 2026-01-31"),
    "not_a_list": ("error", "{field}应是列表，项数在允许范围以内", "{field}: must be a list of a permitted length"),
    "not_an_object": ("error", "{field}应是一组有名称的值", "{field}: must be an object"),
    "do_not_add_up": ("error", "{field}合计应为100%", "{field}: must add up to 100 %"),
    "provision_used": ("info", "{what}按该文件的规定计算", "The {what} is computed as the document says"),
    "supplied_instead": ("warning", "{what}按填写的数字计算，与文件的规定不同", "The {what} is computed with what was entered, which differs from the document"),
    "taken_as_in_principle": ("info", "{what}在文件中是“原则上”或“一般”的水平", "The {what} is what the document sets in principle or usually"),
    "taken_at_cap": ("info", "{what}按文件规定的上限计算", "The {what} is computed at the cap that the document sets"),
    "left_out_delegated": ("warning", "{what}由其他文件、各地或合作各方另行规定，没有计入", "The {what} is left to another rule or agreement and is not included"),
    "left_out_unread": ("info", "没有读到{what}的规定，没有计入", "What the document says on the {what} has not been read; nothing is included"),
    "left_out_undecided": ("warning", "{what}尚未确定，没有计入", "The {what} is undecided and not included"),
    "left_out_lacks_figure": ("warning", "{what}没有给出计算所需的全部数字或方式，没有计入", "The {what} lacks a figure or manner that the calculation needs and is not included"),
    "borrower_not_given": ("info", "没有选择借款人类别，只适用于某类借款人的规定没有采用", "No class of borrower was chosen; what holds only for some classes is not used"),
    "reward_base_unstated": ("info", "{what}的基数没有写明，按当年放款额计算", "The base of the {what} is not stated; the year's lending is used"),
    "interest_on_full_principal": ("info", "利息按全部本金在整个期限内占用计算；分期还款的，利息、以本息为基数的保费和损失会低一些", "Interest is computed on the whole principal over the whole term; with instalments it is lower, and so are premium and loss on principal and interest"),
    "payer_unstated": ("info", "{what}由谁支付没有写明，列在政府名下", "Who pays the {what} is not stated; it is shown under government"),
    "payout_cap_unknown": ("warning", "赔付另有封顶而没有数字，损失按不封顶计算；可以填写封顶金额", "Payouts are capped but no figure is given; losses are computed without a cap unless one is entered"),
    "payout_cap_not_used": ("info", "赔付限额的计算基数不在本测算范围内，没有采用", "The payout limit rests on something outside this estimate and is not used"),
    "beyond_payout_cap_stays_with_bank": ("info", "超过赔付封顶、又没有写明由谁承担的损失，留在贷款银行", "Loss beyond the payout cap that nobody is named for stays with the bank"),
    "beyond_layers_stays_with_bank": ("info", "各层都用尽以后的损失没有写明由谁承担，留在贷款银行", "Loss beyond the last layer that nobody is named for stays with the bank"),
    "trigger_metric_assumed": ("info", "叫停指标的算式没有写明：赔付率按赔付额除以保费，代偿率按代偿额除以当年放款额，损失率按损失除以当年放款额，不良率和逾期率按违约率", "The metric's formula is not stated: loss ratio is payouts over premiums, payout rate is payouts over the year's lending, loss rate is loss over lending, bad and overdue loans are the default rate"),
    "trigger_not_modelled": ("info", "这项叫停指标不在本测算范围内，没有判断", "This metric lies outside the estimate and is not judged"),
    "trigger_effect_unstated": ("info", "触发叫停条件的后果没有写明，按下一年暂停一年计算", "What follows when the trigger is reached is not stated; one year's suspension is assumed for the years ahead"),
    "trigger_effect_other": ("info", "触发条件的后果不是停办或暂停，后续各年不按暂停计算", "Reaching the trigger does not stop or suspend business; later years are not suspended"),
    "trigger_may_suspend": ("info", "触发后“可以”暂停，是否暂停由有关方面决定；后续各年按暂停一年计算", "Once reached, business may be suspended at somebody's discretion; the years ahead assume one year's suspension"),
    "lending_above_programme_cap": ("warning", "当年放款额超过业务规模上限{cap}", "The year's lending is above the programme's cap of {cap}"),
    "pool_too_large": ("info", "贷款笔数太多，不计算小样本触发叫停的概率", "The pool is too large for the chance of suspension in a small pool"),
}  # fmt: skip

WHAT: dict[str, tuple[str, str]] = {
    "loss_shares": ("损失分担比例", "loss shares"),
    "loss_layers": ("损失承担顺序", "layers of loss"),
    "payout_cap": ("赔付限额", "payout limit"),
    "government_compensation": ("政府风险补偿", "government compensation"),
    "excess_loss_compensation": ("超赔补偿", "excess-loss compensation"),
    "compensation_cap_annual": ("年度补偿上限", "yearly cap on compensation"),
    "suspension_trigger": ("叫停条件", "suspension trigger"),
    "reward_cap_annual": ("年度奖励上限", "yearly cap on rewards"),
    "programme_volume_cap": ("业务规模上限", "programme's volume cap"),
}
"""The parameters read here beside those of the calculator."""

FIELDS: dict[str, tuple[str, str]] = {
    "": ("请求", "request"),
    "lending": ("当年放款额", "lending of the year"),
    "average_loan": ("户均贷款", "average loan"),
    "months": ("贷款期限", "term"),
    "default_rate": ("违约率", "default rate"),
    "loss_given_default": ("违约损失率", "loss given default"),
    "borrower": ("借款人类别", "class of borrower"),
    "groups": ("支持对象", "groups"),
    "route": ("增信方式", "route"),
    "drawdown": ("放款日期", "drawdown date"),
    "annual_rate": ("贷款年利率", "annual rate"),
    "premium_rate": ("费率", "premium rate"),
    "premium_base": ("保费的计算基数（本金或本息）", "base of the premium (principal, or principal and interest)"),
    "subsidy_rate": ("补贴费率", "subsidy rate"),
    "loss_base": ("损失的计算基数（本金或本息）", "base of the loss (principal, or principal and interest)"),
    "shares": ("各方分担比例", "shares of loss"),
    "compensation": ("政府风险补偿", "government compensation"),
    "compensation.rate": ("政府风险补偿的比例", "rate of the government compensation"),
    "compensation.of": ("政府风险补偿的计算基数", "what the government compensation is a rate of"),
    "compensation.payer": ("政府风险补偿由谁支付", "payer of the government compensation"),
    "compensation.payee": ("政府风险补偿付给谁", "payee of the government compensation"),
    "compensation.cap": ("政府风险补偿的限额", "cap of the government compensation"),
    "compensation.threshold": ("政府风险补偿的起点", "threshold of the government compensation"),
    "excess": ("超赔补偿", "excess-loss compensation"),
    "excess.rate": ("超赔补偿的比例", "rate of the excess-loss compensation"),
    "excess.of": ("超赔补偿的计算基数", "what the excess-loss compensation is a rate of"),
    "excess.payer": ("超赔补偿由谁支付", "payer of the excess-loss compensation"),
    "excess.payee": ("超赔补偿付给谁", "payee of the excess-loss compensation"),
    "excess.cap": ("超赔补偿的限额", "cap of the excess-loss compensation"),
    "excess.threshold": ("超赔补偿的起点（赔付率）", "loss ratio above which excess loss is compensated"),
    "layer_limits": ("各层承担的限额", "limits of the layers"),
    "payout_cap": ("赔付封顶金额", "amount of the payout cap"),
    "trigger": ("叫停条件", "suspension trigger"),
    "trigger.op": ("叫停条件是“达到”还是“超过”", "whether the trigger means at least, or above"),
    "trigger.threshold": ("叫停的数值", "threshold of the trigger"),
    "budget": ("预算", "budget"),
    "budget.subsidies": ("补贴预算", "budget for subsidies"),
    "budget.rewards": ("奖励预算", "budget for rewards"),
    "budget.compensation": ("补偿预算", "budget for compensation"),
    "early": ("提前还款", "early repayment"),
    "early.share": ("提前还款的比例", "share repaid early"),
    "early.after": ("提前还款时已过的月数", "months until early repayment"),
    "loss_rates": ("要比较的损失率", "loss rates to compare"),
    "years": ("各年", "years"),
    "years.lending": ("当年放款额", "lending of the year"),
    "years.default_rate": ("当年违约率", "default rate of the year"),
    "years.loss_given_default": ("当年违约损失率", "loss given default of the year"),
    "lag": ("损失发生的滞后年数", "years until losses fall due"),
}
"""The fields of a request, and how a sentence names them."""

REASONS: dict[str, tuple[str, str]] = {
    "stated": ("原文没有给出数字", "the source gives no figure"),
    "delegated": ("原文留待另行约定", "the source leaves it to a later agreement or rule"),
    "silent": ("原文没有规定", "the source says nothing"),
    "unread": ("没有读到原文", "that part of the source has not been read"),
    "not_applicable": ("原文不规定这一项", "the source does not regulate it"),
    "undecided": ("尚未确定", "it is undecided"),
    "conditional": ("原文只就本测算无法判断的情形作了规定", "the source speaks only of cases that this estimate cannot tell"),
    "ambiguous": ("原文有两条同样具体的规定", "two provisions are equally specific"),
    "interest": ("保费、损失或补贴以本息或利息为基数", "premium, loss or subsidy rests on interest"),
}  # fmt: skip
"""Why something must be entered: a state, or what else makes it needed."""


def published() -> dict[str, object]:
    """The `fiscal` of parameters.json: codes with level and sentences, and the names that fill them."""
    return {
        "codes": {code: {"level": level, "zh": zh, "en": en} for code, (level, zh, en) in CODES.items()},
        "what": {name: {"zh": zh, "en": en} for name, (zh, en) in WHAT.items()},
        "fields": {name: {"zh": zh, "en": en} for name, (zh, en) in FIELDS.items()},
        "reasons": {name: {"zh": zh, "en": en} for name, (zh, en) in REASONS.items()},
    }


class Checks:
    """The checks of one estimate, and what it needs, each in the order in which it came up.

    Takes the calls of the calculator's modules (costs/messages.py) as well as its own.
    """

    def __init__(self) -> None:
        self.listed: list[dict[str, object]] = []
        self.missing: list[dict[str, object]] = []

    def add(self, code: str, provisions: Iterable[Mapping[str, object]] = (), /, **words: Words) -> None:
        """Add the check `code`; `what` names a parameter, `field` a place in the request, other words fill the sentence.

        Raises KeyError for an unknown code or name.
        """
        level, zh, en = CODES.get(code) or costs.MESSAGES[code]
        field, what = words.get("field"), words.get("what")
        if field is not None:
            words["field"] = field_name(str(field))
        if what is not None:
            words["what"] = WHAT.get(str(what)) or costs.WHAT[str(what)]
        message = {"zh": _filled(zh, words, 0), "en": _filled(en, words, 1)}
        self.listed.append(
            {"level": level, "code": code, "field": field, "parameter": what, "message": message, **_grounds(provisions)}
        )

    def need(self, field: str, parameter: str, reason: str, provisions: Iterable[Mapping[str, object]] = ()) -> None:
        """Say that `field` of the request must be entered, and why; only the first reason for a field is kept."""
        if any(one["input"] == field for one in self.missing):
            return
        why, name = REASONS[reason], field_name(field)
        message = {"zh": f"{why[0]}，请填写{name[0]}", "en": f"{why[1][:1].upper()}{why[1][1:]}; enter: {name[1]}"}
        self.missing.append(
            {"input": field, "parameter": parameter, "reason": reason, "message": message, **_grounds(provisions)}
        )


def field_name(path: str) -> tuple[str, str]:
    """What a sentence calls `years[2].lending`: the name of `years.lending`, and which one it is.

    A part that has no name of its own (`shares.bank`) is called like the whole.
    """
    plain, place = path, ""
    if "[" in path:
        head, rest = path.split("[", 1)
        place, tail = rest.split("]", 1)
        plain = head + tail
    zh, en = FIELDS.get(plain) or FIELDS[plain.split(".")[0]]
    return (f"{zh}（第{place}项）", f"{en} (no. {place})") if place else (zh, en)


def _grounds(provisions: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """What stands behind a sentence: the coder's notes and the source's own words."""
    provisions = list(provisions)
    notes = [p["note"] for p in provisions if isinstance(p.get("note"), str)]
    evidence = [
        {name: piece.get(name) for name in ("source", "locator", "phrase")}
        for provision in provisions
        for name_of_list in ("evidence", "mentioned")
        for piece in (provision.get(name_of_list) or ())
    ]
    return {"notes": notes, "evidence": evidence}


def _filled(sentence: str, words: Mapping[str, Words], language: int) -> str:
    for name, word in words.items():
        sentence = sentence.replace("{" + name + "}", word if isinstance(word, str) else word[language])
    return sentence
