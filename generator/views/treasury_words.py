"""The words of the treasury's page: questions, sentences and heads of tables, for the build and for the page's scripts.

`{…}` is filled with figures that are already written out. The scripts get these words with the data
(`words` of assets/data/fiscal.js), so a sentence is written once.
"""

from __future__ import annotations

FIELDS: dict[str, tuple[str, str]] = {
    "scheme": ("测算哪个方案", "scheme"),
    "borrower": ("贷给谁", "borrower"),
    "groups": ("支持对象", "groups"),
    "route": ("增信方式", "route"),
    "lending": ("一年放多少贷款（元）", "money"),
    "average_loan": ("平均每笔（元）", "money"),
    "months": ("每笔借多久", "months"),
    "default_rate": ("违约率", "rate"),
    "loss_given_default": ("违约后损失几成", "rate"),
    "horizon": ("连看几年", "count"),
    "growth": ("放款每年增长", "growth"),
    "yearly_lending": ("各年放款额", "moneys"),
    "yearly_default": ("各年违约率", "rates"),
    "lag": ("损失落在哪一年", "lag"),
    "drawdown": ("利率上限按哪天", "day"),
    "budget.subsidies": ("补贴预算（元）", "money"),
    "budget.rewards": ("奖励预算（元）", "money"),
    "budget.compensation": ("补偿预算（元）", "money"),
    "early.share": ("提前还款的占", "rate"),
    "early.after": ("提前还款在第几个月后", "month"),
    "premium_base": ("保费（担保费）按什么计", "premium_base"),
    "annual_rate": ("贷款年利率", "rate"),
    "premium_rate": ("保险（担保）年费率", "rate"),
    "subsidy_rate": ("财政每年按本金补贴", "rate"),
    "loss_base": ("损失按什么计", "loss_base"),
    "shares.bank": ("银行分担", "rate"),
    "shares.insurer": ("保险公司分担", "rate"),
    "shares.guarantor": ("担保机构分担", "rate"),
    "shares.fund": ("专项资金分担", "rate"),
    "shares.government": ("政府分担", "rate"),
    "compensation.rate": ("政府风险补偿的比例", "rate"),
    "compensation.of": ("政府风险补偿按什么计", "of"),
    "compensation.payee": ("政府风险补偿付给谁", "party"),
    "compensation.cap": ("政府风险补偿的限额（元）", "money"),
    "compensation.threshold": ("政府风险补偿的起点", "times"),
    "excess.rate": ("超赔补偿的比例", "rate"),
    "excess.of": ("超赔补偿按什么计", "of"),
    "excess.payee": ("超赔补偿付给谁", "party"),
    "excess.cap": ("超赔补偿的限额（元）", "money"),
    "excess.threshold": ("超赔补偿的起点（赔付率）", "times"),
    "layer_limits": ("各层承担的限额（元，按次序）", "moneys"),
    "payout_cap": ("赔付封顶金额（元）", "money"),
    "trigger.op": ("叫停条件是达到还是超过", "op"),
    "trigger.threshold": ("叫停的数值", "times"),
}
"""Every question of the page: its label and what may be answered; the keys are those of the page's address."""

OPEN = "premium_base"
"""The questions from here on are asked where a document leaves them open, or where somebody wants to try another figure."""

CHOICES: dict[str, dict[str, str]] = {
    "route": {"insurance": "保证保险", "guarantee": "融资担保"},
    "lag": {"1": "下一年"},
    "premium_base": {"principal": "贷款本金", "principal_and_interest": "贷款本息"},
    "loss_base": {"principal": "本金", "principal_and_interest": "本金加利息"},
    "of": {
        "principal_loss": "本金损失", "principal_and_interest_loss": "本息损失", "loss": "损失", "payout": "保险公司（担保机构）的赔付",
        "bad_loans": "不良贷款余额", "excess_claims": "超出部分的赔付",
    },
    "party": {"insurer": "保险公司", "bank": "银行", "guarantor": "担保机构"},
    "op": {">=": "达到（等于也算）", ">": "超过（等于不算）"},
}  # fmt: skip

PARTIES: dict[str, str] = {
    "bank": "银行", "insurer": "保险公司", "guarantor": "担保机构", "fund": "专项资金", "fund_manager": "基金管理人",
    "government": "政府", "government:province": "省级财政", "government:city": "市级财政", "government:county": "县区财政",
    "borrower": "借款人",
}  # fmt: skip

OUTLAY: dict[str, str] = {
    "premium_subsidy": "保费补贴", "guarantee_fee_subsidy": "担保费补贴", "interest_subsidy": "贷款贴息", "bank_reward": "银行奖励",
    "insurer_reward": "保险公司奖励", "returned": "提前还款收回的补贴", "before_losses": "补贴和奖励小计",
    "loss_share": "直接分担的损失", "compensation": "风险补偿", "excess_compensation": "超赔补偿", "total": "合计",
}  # fmt: skip

METRICS: dict[str, str] = {
    "loss_ratio": "赔付率", "insurer_payout_rate": "代偿率", "loss_rate": "损失率", "npl_ratio": "不良率", "overdue_rate": "逾期率",
    "fund_use": "资金使用率",
}  # fmt: skip

CAPS: dict[str, str] = {
    "compensation_cap_annual": "年度补偿上限", "reward_cap_annual": "年度奖励上限", "programme_volume_cap": "业务规模上限",
}
BUDGETS: dict[str, str] = {"subsidies": "补贴", "rewards": "奖励", "compensation": "补偿"}
VARIED: dict[str, str] = {
    "lending": "放款额", "average_loan": "平均每笔", "months": "期限（月）", "default_rate": "违约率", "loss_given_default": "违约后损失",
    "annual_rate": "贷款年利率", "premium_rate": "年费率", "subsidy_rate": "补贴费率",
}  # fmt: skip

WORDS: dict[str, str] = {
    # the answer in one sentence
    "spent": "一年支出{total}，占放款额{rate}；每1元财政支出对应{leverage}元贷款。",
    "spent_nothing": "按写明的规定和填写的数字，这一年没有财政支出。",
    "warned": "{text}有{count}处要留意。",
    "open": "还缺{count}项，算不出全部结果：{what}。缺的不替文件假定，请在“文件没有写明的”那一栏填写。",
    "no": "按这些条件不能测算，见下面的说明。",
    # the figures
    "total": "一年财政支出",
    "hint_total": "占放款额{rate}，平均每笔{each}",
    "how_total": "补贴和奖励{before}＋预期损失里公共资金承担{public}＝{total}。",
    "how_rate": "{total}÷放款额{lending}＝{rate}。",
    "before": "补贴和奖励",
    "hint_before": "保费或担保费共{premium}，借款人最终负担{borrower}",
    "with_interest": "{lending}加利息{interest}，",
    "kind_year": "{kind}：放款额{lending}×{rate}×{months}÷12＝{amount}。",
    "kind_flat": "{kind}：放款额{lending}×{rate}＝{amount}。",
    "kind_parts": "{kind}：按条款逐项计算，共{amount}。",
    "kind_none": "没有读到可以计算的补贴和奖励。",
    "borne": "预期损失里公共资金承担",
    "hint_borne": "预期损失{loss}的{part}",
    "hint_unlost": "没有预期损失",
    "how_loss": "预期损失＝放款额{lending}×违约率{default_rate}×损失{severity}＝{loss}。",
    "how_loss_interest": "预期损失＝放款额{lending}加利息{interest}，×违约率{default_rate}×损失{severity}＝{loss}。",
    "how_claims": "先由保险公司或担保机构赔付{claims}。",
    "how_borne": "补偿以后：{parties}，合计等于损失。",
    "party": "{party}{amount}",
    "static": "撬动倍数（不计损失）",
    "with": "撬动倍数（计入损失）",
    "budget": "撬动倍数（按预算）",
    "times": "{value}倍",
    "hint_claimed": "文件自己说{value}倍",
    "hint_static": "放款额除以补贴和奖励",
    "hint_with": "放款额除以全部支出",
    "hint_budget": "放款额除以填写的预算",
    "how_ratio": "{lending}÷{amount}＝{value}倍。",
    "how_no_ratio": "没有支出，谈不上倍数。",
    "no_ratio": "没有支出",
    "trip": "{condition}就叫停",
    "condition": "{metric}{op}{threshold}",
    ">=": "达到",
    ">": "超过",
    "trip_>=": "违约率达到这个数就触发，等于也算",
    "trip_>": "违约率高于这个数才触发，等于不算",
    "trip_never": "怎样违约也到不了",
    "trip_now": "按填写的违约率已经触发；",
    "metric_loss_ratio": "赔付率＝赔付{claims}÷保费{premium}＝{value}。",
    "metric_insurer_payout_rate": "代偿率＝赔付{claims}÷放款额{lending}＝{value}。",
    "metric_loss_rate": "损失率按本金损失除以放款额，为{value}。",
    "metric_npl_ratio": "不良率按违约率，为{value}。",
    "metric_overdue_rate": "逾期率按违约率，为{value}。",
    "metric_fund_use": "资金使用率＝补偿÷补偿预算＝{value}。",
    "how_trip_>=": "违约率到{default_rate}、损失到放款额的{loss_rate}时，{condition}。",
    "how_trip_>": "违约率高于{default_rate}、损失高于放款额的{loss_rate}时，{condition}。",
    "how_chance": "同样大小的贷款{loans}笔，{defaults}笔违约就触发，概率{chance}（二项分布，逐笔独立）；不少于{least}笔时，一笔违约不会触发。",
    "hint_cap": "违约率超过这个数就封顶",
    "hint_cap_lending": "放款额超过这个数就封顶",
    "cap_binds": "已经封顶",
    "cap_never": "不会封顶",
    "how_cap": "上限{amount}，按填写的数字用{used}。",
    "how_cap_loss": "损失超过{loss}（放款额的{loss_rate}）以后，补偿不再增加。",
    "how_cap_lending": "其他不变，放款额超过{lending}才用满。",
    "needed": "先填所缺",
    # what the premium is a rate of, where the document leaves it open
    "base_asked": "文件没有写明按本金还是按本息，两种算出来不一样，所以要问。不知道，就两种都列出来",
    "base_rate_asked": "按本息计收要用到；不填，只有按本金的一种",
    "base_verdict": "{text}保费按什么计，{base}。",
    "base_open": "文件没有写明，这里按本金；如按本息计收，{rest}",
    "base_same": "支出也是这么多",
    "base_other": "支出是{total}",
    "base_rate": "要先填贷款年利率",
    "base_below": "见下面的对照",
    "base_given": "文件没有写明，按填写的{base}",
    "base_stated": "文件写明了",
    "base": "保费按本金还是按本息",
    "base_head": "项目|按本金|按本息",
    "base_total": "保费或担保费",
    "base_borrower": "借款人最终负担",
    # tables
    "outlay": "一年支出，按用途",
    "outlay_head": "用途|金额（元）|占放款额",
    "losses": "损失由谁承担，单位元",
    "losses_head": "损失占放款额|损失|先行赔付",
    "losses_tail": "公共资金合计",
    "expected": "{rate}（预期）",
    "triggers": "叫停条件",
    "triggers_head": "条件|现在|触发时违约率|触发时损失率|几笔违约触发|触发概率|至少几笔才不怕一笔",
    "caps": "上限",
    "caps_head": "上限|金额（元）|已用（元）|封顶时违约率|封顶时放款额（元）",
    "budgets": "预算够不够",
    "budgets_head": "预算|金额（元）|用掉（元）|剩下（元）|用完时放款额（元）|用完时违约率",
    "pool": "{loans}笔贷款，平均每笔{loan}。一笔违约损失{loss}，这一笔就使赔付率上升{ratio}个百分点、代偿率上升{payout}个百分点。",
    "years": "连看几年，单位元",
    "years_head": "年|放款|补贴和奖励|损失|先行赔付|公共资金承担|支出|叫停指标|下一年",
    "year": "第{year}年",
    "halted": "第{year}年（停办）",
    "goes_on": "照办",
    "stops": "停办",
    "sensitivity": "哪个数最要紧：每次只变一项，上下各一成",
    "sensitivity_head": "变的一项|减一成|支出（元）|加一成|支出（元）|相差（元）",
    "fall": "损失占放款额{rate}，共{loss}",
    "tornado": "支出随每项输入的变化",
    "apart": "差{part}",
    "unread": "没有读到这些规定，没有计入：{what}。",
    # what the form says back
    "faulty": "请先改正：{where}。改好之前不显示结果。",
    "refused": "链接里有看不懂的内容，没有采用：{what}。",
    "not_whole": "各方分担合计应为100%，现在是{sum}",
    "choose": "请选择",
    "uneven": "各年放款额和各年违约率的年数应当一样",
    "full_text": "方案全文",
    "draft": "起草工作台里的草稿",
    "draft_note": "草稿只留在这台设备上，链接里没有它的内容。",
    "copied": "链接已复制，里面只有上面填的内容。",
    "copy_yourself": "请复制：{address}",
    "file": "财政测算",
    # two designs side by side
    "sides": "两个设计并排",
    "side_a": "甲（现在）",
    "side_b": "乙",
    "side_scheme": "方案",
    "side_base": "保费按什么计",
    "side_years": "连看几年合计支出",
    "no_side": "把现在的存为乙，再改方案或数字（就是甲），两个设计会并排列出。",
}

START: dict[str, str] = {"horizon": "5", "growth": "10%", "annual_rate": "5.2%"}
"""Answers that stand in the form beside those of the example."""

HINTS: dict[str, tuple[str, str]] = {
    "drawdown": ("不填不取上限", ""),
    "early.share": ("如10%", ""),
    "early.after": ("如6", ""),
    "yearly_lending": ("如10亿、20亿、30亿", "用顿号隔开；填了就不按增长推算。"),
    "yearly_default": ("如2%、4%、8%", "用顿号隔开，一年一个。"),
}
"""What stands in an empty field, and what is said below it."""

BLANKS: dict[str, str] = {"premium_base": "不知道", "borrower": "不分类别", "route": "按方案", "lag": "当年"}

PARTS: dict[str, tuple[str, str, str]] = {
    "base": ("保费按本金还是按本息", "文件没有写明，两种都列在这里；其余的数字按本金。本息是放款额加整个期限的利息。", ""),
    "outlay": ("一年支出，按用途", "", ""),
    "losses": ("损失由谁承担", "违约了多少、损失多少，先由谁赔，补偿以后各方最后承担多少。", "falls"),
    "triggers": ("什么时候叫停", "", ""),
    "caps": ("什么时候封顶", "", ""),
    "budgets": ("预算够不够", "", ""),
    "years": ("连看几年", "这一年触发叫停，下一年就没有新放的贷款。", ""),
    "sensitivity": ("哪个数最要紧", "每次只变一项，减一成和加一成，其他不动。", "tornado"),
}
"""The tables of the result in their order: title, a sentence before it, and the id of its picture."""
