"""Every check, in one place: its code, level and words. The site publishes the table with the
vocabulary (`checks` of parameters.json), and there the scripts of the pages read it.

A code has one level and never changes it. Checks come in the order in which quote.py asks for
them, which is the order of this table but for codes that share a place. `{…}` is filled in from
figures and from the labels of this module, never with words of the request.

error    the loan cannot be computed, or the scheme is not meant for this borrower
warning  the loan is computed, but breaks or lies outside something the scheme says
info     what a figure rests on, and what is not included
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Words = str | tuple[str, str]

MESSAGES: dict[str, tuple[str, str, str]] = {
    "unknown_field": ("error", "请求中有不认识的字段：{fields}", "Unknown fields in the request: {fields}"),
    "amount_missing": ("error", "缺少贷款金额", "The loan amount is missing"),
    "amount_not_a_number": ("error", "贷款金额不是数字", "The loan amount is not a number"),
    "amount_too_precise": ("error", "贷款金额最多两位小数（到分）", "The loan amount has more than two decimals"),
    "amount_out_of_range": ("error", "贷款金额应在0.01元至1亿元之间", "The loan amount must lie between 0.01 and 100,000,000 yuan"),
    "months_missing": ("error", "缺少贷款期限", "The term is missing"),
    "months_not_a_number": ("error", "贷款期限不是数字", "The term is not a number"),
    "months_too_precise": ("error", "贷款期限应为整月数", "The term must be whole months"),
    "months_out_of_range": ("error", "贷款期限应在1至120个月之间", "The term must lie between 1 and 120 months"),
    "repayment_missing": ("error", "缺少还款方式", "The repayment method is missing"),
    "repayment_unknown": ("error", "没有这种还款方式", "Unknown repayment method"),
    "drawdown_missing": ("error", "缺少放款日期", "The drawdown date is missing"),
    "drawdown_not_a_date": ("error", "放款日期应是存在的日期，如2022-08-29", "The drawdown date must be an existing day such as 2022-08-29"),
    "borrower_missing": ("error", "缺少借款人类别", "The borrower class is missing"),
    "borrower_unknown": ("error", "没有这种借款人类别", "Unknown borrower class"),
    "groups_not_a_list": ("error", "支持对象应是列表", "The groups must be a list"),
    "group_unknown": ("error", "没有这种支持对象", "Unknown group"),
    "route_unknown": ("error", "没有这种增信方式", "Unknown route"),
    "annual_rate_not_a_number": ("error", "贷款年利率不是数字", "The annual rate is not a number"),
    "annual_rate_too_precise": ("error", "贷款年利率最多八位小数", "The annual rate has more than eight decimals"),
    "annual_rate_out_of_range": ("error", "贷款年利率应在0至100%之间", "The annual rate must lie between 0 and 100 %"),
    "premium_rate_not_a_number": ("error", "费率不是数字", "The premium rate is not a number"),
    "premium_rate_too_precise": ("error", "费率最多八位小数", "The premium rate has more than eight decimals"),
    "premium_rate_out_of_range": ("error", "费率应在0至100%之间", "The premium rate must lie between 0 and 100 %"),
    "premium_base_unknown": ("error", "保费的计算基数只有贷款本金和贷款本息", "The premium's base is principal, or principal and interest"),
    "premium_payment_unknown": ("error", "保费缴纳方式只有一次缴清和逐年缴纳", "The premium is paid once or annually"),
    "subsidy_month_not_a_number": ("error", "补贴到账月份不是数字", "The subsidy's month is not a number"),
    "subsidy_month_too_precise": ("error", "补贴到账月份应为整数", "The subsidy's month must be whole"),
    "subsidy_month_out_of_range": ("error", "补贴到账月份应在0至120之间", "The subsidy's month must lie between 0 and 120"),
    "route_needed": ("error", "该政策的增信方式不止一种或没有写明，请选择保险或担保", "The scheme has more than one route, or names none: choose insurance or guarantee"),
    "route_not_offered": ("error", "该政策没有所选的增信方式", "The scheme does not offer this route"),
    "scheme_is_draft": ("warning", "该文件是征求意见稿，没有施行", "The document is a draft for comment and not in force"),
    "scheme_is_planned": ("warning", "该政策尚在计划中", "The scheme is only planned"),
    "scheme_status_unknown": ("info", "该政策现在是否有效不详", "Whether the scheme is in force is not known"),
    "scheme_not_yet_effective": ("warning", "放款日早于该政策的施行日{date}", "The drawdown is earlier than the scheme's first day, {date}"),
    "scheme_expired": ("warning", "放款日已过该政策的有效期（至{date}）", "The scheme expired on {date}, before the drawdown"),
    "scheme_repealed": ("warning", "该政策已废止（截至{date}的情况）", "The scheme has been repealed (as of {date})"),
    "scheme_superseded": ("warning", "该政策已被新文件取代（截至{date}的情况）", "The scheme has been superseded (as of {date})"),
    "scheme_gone_since": ("info", "该政策后来已废止或被取代（截至{date}的情况），放款日是否仍适用请核对", "The scheme has since been repealed or superseded (as of {date}); check that it held on the drawdown day"),
    "application_closed": ("warning", "放款日已过申请截止日{date}，只有此前提出的申请才适用", "Applications closed on {date}, before the drawdown; only earlier ones count"),
    "application_not_open": ("warning", "放款日早于申请开始日{date}", "The drawdown is earlier than the first day of application, {date}"),
    "provisions_ambiguous": ("error", "该政策对{what}有两条同样具体的规定，无法取舍", "Two equally specific provisions on the {what} cannot be told apart"),
    "condition_not_asked": ("info", "对{what}另有附条件的规定，本次计算无法判断是否适用，未采用", "A further provision on the {what} depends on something not asked here and is not used"),
    "provision_not_used": ("info", "对{what}的规定没有给出计算所需的全部数字，未采用", "A provision on the {what} lacks a figure that the calculation needs and is not used"),
    "approximate": ("info", "{what}的数字在原文中是约数", "The figure for the {what} is approximate in the source"),
    "borrower_not_covered": ("error", "该政策的适用对象不包括所选的借款人类别", "The scheme does not cover this class of borrower"),
    "borrower_class_too_broad": ("error", "该政策只适用于所选类别中的一部分，请选择更具体的类别", "The scheme covers only part of this class: choose a narrower one"),
    "borrower_excluded": ("error", "该政策明确排除所选的借款人类别", "The scheme excludes this class of borrower"),
    "borrower_not_listed": ("warning", "该政策列举的对象中没有所选类别，但列举并非穷尽", "This class is not among those the scheme lists, though the list is not closed"),
    "amount_above_cap": ("warning", "贷款金额超过该政策的额度上限{cap}", "The amount is above the scheme's cap of {cap}"),
    "amount_above_insured_cap": ("warning", "贷款金额超过该政策的保险金额上限{cap}", "The amount is above the scheme's cap on the sum insured, {cap}"),
    "amount_above_usual": ("info", "贷款金额超过该政策“原则上”或“一般”的额度{cap}", "The amount is above what the scheme allows in principle or usually, {cap}"),
    "amount_below_floor": ("warning", "贷款金额低于该政策的起点{cap}", "The amount is below the scheme's floor of {cap}"),
    "amount_rule_not_checked": ("info", "额度另有相对规定，未作核对", "A relative rule on the amount has not been checked"),
    "amount_cap_unknown": ("info", "没有可核对的额度上限", "There is no cap on the amount to check against"),
    "term_above_cap": ("warning", "贷款期限超过该政策的最长期限{cap}", "The term is above the scheme's maximum of {cap}"),
    "term_above_usual": ("info", "贷款期限超过该政策“原则上”或“一般”的期限{cap}", "The term is above what the scheme allows in principle or usually, {cap}"),
    "term_below_floor": ("warning", "贷款期限短于该政策的最短期限{cap}", "The term is below the scheme's minimum of {cap}"),
    "term_cap_unknown": ("info", "没有可核对的最长期限", "There is no maximum term to check against"),
    "repayment_not_listed": ("warning", "该政策限定的还款方式中没有所选的一种", "The scheme's exclusive list of repayment methods does not hold this one"),
    "annual_rate_needed": ("error", "该政策没有可用的利率上限或固定利率，请填写贷款年利率", "The scheme gives no usable rate: state the annual rate"),
    "reference_before_series": ("error", "放款日早于参考利率数据的起点{date}，请填写贷款年利率", "The drawdown is earlier than the reference series, which starts on {date}: state the annual rate"),
    "reference_unknown": ("error", "没有该政策所用的参考利率或期限档次，请填写贷款年利率", "The reference rate or its tenor is not known: state the annual rate"),
    "rate_is_fixed": ("info", "贷款年利率采用该政策直接规定的利率{cap}", "The annual rate is the one the scheme fixes, {cap}"),
    "rate_is_cap": ("info", "贷款年利率按该政策的上限{cap}计算，实际可能更低", "The annual rate is the scheme's cap, {cap}; the bank may charge less"),
    "rate_is_usual": ("info", "贷款年利率按该政策“原则上”或“一般”的水平{cap}计算", "The annual rate is what the scheme sets in principle or usually, {cap}"),
    "reference_no_longer_quoted": ("warning", "贷款基准利率自2019年8月20日起不再作为定价参考，沿用{date}起的最后数值", "The benchmark lending rate has not been quoted for pricing since 2019-08-20; its last value, of {date}, is used"),
    "reference_not_confirmed_since": ("warning", "参考利率只核对到{date}，沿用此前的数值", "The reference rate has been confirmed up to {date} only; its last value is used"),
    "rate_cap_not_checked": ("warning", "放款日没有参考利率数据，贷款年利率是否超过上限未能核对", "No reference rate is known for the drawdown day, so the cap could not be checked"),
    "rate_cap_unknown": ("info", "没有可核对的利率上限", "There is no rate cap to check against"),
    "rate_above_cap": ("warning", "贷款年利率超过该政策的上限{cap}", "The annual rate is above the scheme's cap of {cap}"),
    "rate_above_usual": ("info", "贷款年利率超过该政策“原则上”或“一般”的水平{cap}", "The annual rate is above what the scheme sets in principle or usually, {cap}"),
    "rate_differs_from_fixed": ("warning", "贷款年利率不同于该政策直接规定的{cap}", "The annual rate differs from the one the scheme fixes, {cap}"),
    "premium_rate_needed": ("error", "该政策没有写明可用的费率（或只有下限），请填写年费率", "The scheme gives no usable premium rate, or only a floor: state the rate"),
    "premium_is_fixed": ("info", "费率采用该政策规定的{cap}", "The premium rate is the one the scheme fixes, {cap}"),
    "premium_is_cap": ("info", "费率按该政策的上限{cap}计算，实际可能更低", "The premium rate is the scheme's cap, {cap}; the actual one may be lower"),
    "premium_is_usual": ("info", "费率按该政策“原则上”或“一般”的水平{cap}计算", "The premium rate is what the scheme sets in principle or usually, {cap}"),
    "premium_above_cap": ("warning", "费率超过该政策的上限{cap}", "The premium rate is above the scheme's cap of {cap}"),
    "premium_above_usual": ("info", "费率超过该政策“原则上”或“一般”的水平{cap}", "The premium rate is above what the scheme sets in principle or usually, {cap}"),
    "premium_below_floor": ("warning", "费率低于该政策的下限{cap}", "The premium rate is below the scheme's floor of {cap}"),
    "premium_differs_from_fixed": ("warning", "费率不同于该政策规定的{cap}", "The premium rate differs from the one the scheme fixes, {cap}"),
    "premium_cap_unknown": ("info", "没有可核对的费率规定", "There is no premium rate to check against"),
    "premium_base_stated": ("warning", "该政策写明费率按{base}计算，没有采用所填的基数", "The scheme states that the premium rate applies to {base}; the base given is not used"),
    "premium_base_given": ("info", "费率按贷款本金还是贷款本息计算没有写明，这里采用所填的{base}", "Whether the premium rate applies to principal or to principal and interest is not stated; {base} is used, as given"),
    "premium_base_unstated": ("info", "费率按贷款本金还是贷款本息计算没有写明，这里按贷款本金计算；如果按本息，保费会更多", "Whether the premium rate applies to principal or to principal and interest is not stated; principal is used, and with interest the premium would be higher"),
    "premium_period_unstated": ("info", "费率是每年收一次还是整笔贷款只收一次没有写明，这里按每年计算，不满一年的按月数折算", "Whether the premium rate is charged every year or once for the loan is not stated; it is read as annual, part of a year by its months"),
    "borrower_part_counted": ("info", "借款人只负担一部分保费，其余不由借款人支付，已计入", "The borrower pays part of the premium only; this is included"),
    "subsidy_replaces_premium": ("info", "{what}由政府直接支付，借款人不必支付这一部分，已计入", "The {what} is paid by government in the borrower's stead; this is included"),
    "subsidy_refunds_borrower": ("info", "{what}返还给借款人，不超过实际支付的费用，已计入", "The {what} is refunded to the borrower, up to what was paid; this is included"),
    "subsidy_tops_up": ("info", "{what}另付给保险公司或担保机构，不减少借款人的支出", "The {what} goes to the insurer or guarantor on top and does not lower what the borrower pays"),
    "subsidy_not_included": ("info", "{what}未计入：原文没有给出计算所需的全部数字或方式", "The {what} is not included: the source lacks a figure or manner that the calculation needs"),
    "subsidy_delegated": ("info", "{what}由其他文件或各地另行规定，未计入", "The {what} is left to another rule and not included"),
    "subsidy_unread": ("info", "{what}的规定没有读到，未计入", "What the scheme says on the {what} has not been read; nothing is included"),
    "subsidy_base_unstated": ("info", "{what}按贷款本金还是贷款本息计算没有写明，这里按贷款本金计算", "Whether the {what} applies to principal or to principal and interest is not stated; principal is used"),
    "subsidy_term_unstated": ("info", "{what}是每年都给还是整笔贷款只给一次没有写明，这里按年数计算", "Whether the {what} is paid for every year or once for the loan is not stated; it is multiplied by the years"),
    "subsidy_conditional": ("info", "{what}附有条件，按符合条件计算", "The {what} is conditional; the condition is taken as met"),
    "subsidy_once": ("info", "{what}每个借款人只能享受一次", "The {what} is granted once per borrower"),
    "premium_rest_payer_unstated": ("info", "借款人只负担部分保费，其余由谁负担没有写明，列在政府名下", "The borrower pays part of the premium; who pays the rest is not stated and it is shown under government"),
    "interest_subsidy_not_included": ("info", "该政策另有贷款贴息，未计入", "The scheme also subsidises interest, which is not included"),
    "deposit_not_included": ("info", "借款人另须缴存资金，未计入成本", "The borrower also pays a deposit, which is not included"),
    "reward_included": ("info", "已列出{what}（不影响借款人成本）", "The {what} is shown; it never touches the borrower"),
    "reward_not_included": ("info", "{what}未列出：不是按单笔放款额的固定比例给予，或另行规定", "The {what} is not shown: it is not a rate of the amount disbursed, or left to another rule"),
    "reward_conditional": ("info", "{what}附有条件，按符合条件列出", "The {what} is conditional; the condition is taken as met"),
    "total_cost_above_cap": ("warning", "名义合计{sum}超过该政策的综合成本上限{cap}", "The nominal sum, {sum}, is above the scheme's total cost cap of {cap}"),
    "total_cost_depends_on_subsidy": ("info", "补贴前的名义合计{sum}超过综合成本上限{cap}，扣除补贴后不超过；原文没有写明按哪一种计算", "Before subsidies the nominal sum, {sum}, is above the total cost cap of {cap}, after them it is not; the source does not say which counts"),
    "rate_not_unique": ("warning", "现金流累计数多次变号，内部收益率不唯一，不予给出", "The running total of the flows changes sign more than once: the internal rate of return is not unique and is not given"),
    "rate_not_defined": ("warning", "借款人实际没有得到资金，内部收益率不存在", "The borrower never receives money on balance: no internal rate of return exists"),
}  # fmt: skip

WHAT: dict[str, tuple[str, str]] = {
    "borrower_classes": ("适用对象", "borrower classes"),
    "excluded_borrowers": ("排除对象", "excluded borrowers"),
    "enhancement_routes": ("增信方式", "routes"),
    "application_window": ("申请期间", "application window"),
    "loan_amount_cap": ("贷款额度上限", "loan amount cap"),
    "insured_amount_cap": ("保险金额上限", "cap on the sum insured"),
    "loan_amount_floor": ("贷款额度下限", "loan amount floor"),
    "loan_amount_cap_rule": ("额度的相对规定", "relative rule on the amount"),
    "loan_term_max": ("最长贷款期限", "maximum term"),
    "loan_term_min": ("最短贷款期限", "minimum term"),
    "repayment_methods": ("还款方式", "repayment methods"),
    "loan_rate_cap": ("贷款利率上限", "loan rate cap"),
    "loan_rate_fixed": ("贷款利率", "loan rate"),
    "total_cost_cap": ("综合融资成本上限", "total cost cap"),
    "premium_rate_cap": ("保险费率上限", "premium rate cap"),
    "premium_rate_floor": ("保险费率下限", "premium rate floor"),
    "premium_rate_fixed": ("保险费率", "premium rate"),
    "guarantee_fee_cap": ("担保费率上限", "guarantee fee cap"),
    "borrower_premium_share": ("借款人负担的保费", "borrower's part of the premium"),
    "borrower_deposit": ("借款人缴存资金", "borrower's deposit"),
    "premium_subsidy": ("保费补贴", "premium subsidy"),
    "guarantee_fee_subsidy": ("担保费补贴", "guarantee fee subsidy"),
    "interest_subsidy": ("贷款贴息", "interest subsidy"),
    "subsidy_cap_per_borrower": ("单户补贴上限", "subsidy cap per borrower"),
    "bank_reward": ("银行奖励", "bank reward"),
    "insurer_reward": ("保险公司奖励", "insurer reward"),
}
"""The parameters that the calculator reads, and how a sentence names them."""


def published() -> dict[str, object]:
    """The `checks` of parameters.json: every code with its level and sentences, and the names of the parameters."""
    return {
        "codes": {
            code: {"level": level, "zh": zh, "en": en} for code, (level, zh, en) in MESSAGES.items()
        },
        "what": {parameter: {"zh": zh, "en": en} for parameter, (zh, en) in WHAT.items()},
    }


def has_error(listed: Iterable[Mapping[str, object]]) -> bool:
    """Whether one of the checks is an error."""
    return any(check["level"] == "error" for check in listed)


class Checks:
    """The checks of one quote, in the order in which they were added."""

    def __init__(self) -> None:
        self.listed: list[dict[str, object]] = []

    def add(
        self, code: str, provisions: Iterable[Mapping[str, object]] = (), /, **words: Words
    ) -> None:
        """Add the check `code` with the evidence of `provisions`; `words` fill its sentence.

        A pair of words is Chinese and English; `what` is a parameter that the sentence names.
        Raises KeyError for an unknown code or parameter.
        """
        level, zh, en = MESSAGES[code]
        evidence = [
            {name: piece.get(name) for name in ("source", "locator", "phrase")}
            for provision in provisions
            for name_of_list in ("evidence", "mentioned")
            for piece in (provision.get(name_of_list) or ())
        ]
        message = {"zh": _filled(zh, words, 0), "en": _filled(en, words, 1)}
        self.listed.append({"level": level, "code": code, "message": message, "evidence": evidence})


def _filled(sentence: str, words: Mapping[str, Words], language: int) -> str:
    for name, word in words.items():
        word = WHAT[word] if name == "what" else word
        sentence = sentence.replace(
            "{" + name + "}", word if isinstance(word, str) else word[language]
        )
    return sentence
