"""`atlas fiscal SCHEME|PILOT …`: what a scheme or a draft costs the treasury in a year, and who bears the losses."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from generator.catalogue import load_catalogue
from generator.commands.check import show
from generator.commands.fiscal_table import readable
from generator.costs.request import PREMIUM_BASES, ROUTES
from generator.fiscal import simulate, write
from generator.fiscal.request import OPERATORS
from generator.located import suggestion
from generator.pilots import load_pilot
from generator.project import project_root
from generator.publication.pilots import draft_as_scheme
from generator.publication.records import build_records, default_as_of, full_date
from generator.quantities import Unreadable, decimal_text, parse_money, parse_percent

BASICS = ("lending", "average_loan", "months", "default_rate", "loss_given_default")


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("fiscal", help="一个方案或试点一年要财政花多少钱，损失由谁承担")
    parser.add_argument("design", metavar="SCHEME|PILOT", help="方案或试点的名称，或试点文件，如 foshan-2022、policies/pilots/example-city.yaml")
    parser.add_argument("--lending", help="当年放款额，如 10亿元")
    parser.add_argument("--average-loan", help="户均贷款，如 50万元")
    parser.add_argument("--months", help="贷款期限（月）")
    parser.add_argument("--default-rate", help="违约率，如 2%%")
    parser.add_argument("--loss-given-default", help="违约损失率，如 60%%")
    parser.add_argument("--borrower", metavar="CLASS", help="借款人类别，如 sole_trader")
    parser.add_argument("--group", action="append", metavar="GROUP", help="支持对象，如 first_time_borrower；可重复")
    parser.add_argument("--route", choices=ROUTES, help="保险或担保")
    parser.add_argument("--drawdown", metavar="DATE", help="放款日期，用来取当日的利率上限")
    parser.add_argument("--annual-rate", help="贷款年利率，如 5.2%%")
    parser.add_argument("--premium-rate", help="年费率，如 2%%")
    parser.add_argument("--premium-base", choices=PREMIUM_BASES, help="保费按贷款本金还是贷款本息计算；方案没有写明时采用")
    parser.add_argument("--subsidy-rate", help="每年按本金的补贴费率，代替文件里的保费或担保费补贴")
    parser.add_argument("--share", action="append", metavar="PARTY=PART", help="分担比例，如 insurer=80%%；每一方写一次")
    parser.add_argument("--loss-base", choices=PREMIUM_BASES, help="损失按本金还是本息计")
    for name, words in (("compensation", "政府风险补偿"), ("excess", "超赔补偿")):
        parser.add_argument(f"--{name}", action="append", metavar="FIELD=VALUE", help=f"{words}：rate=50%%、of=payout、payee=insurer、cap=2000万元 等")
    parser.add_argument("--payout-cap", help="赔付封顶金额")
    parser.add_argument("--layer-limit", action="append", metavar="AMOUNT", help="各层承担的限额，从第一层起")
    parser.add_argument("--trigger-op", choices=OPERATORS, help="叫停条件：达到（>=）或超过（>）")
    parser.add_argument("--trigger-threshold", help="叫停的数值，如 150%%")
    parser.add_argument("--budget", action="append", metavar="KIND=AMOUNT", help="预算：subsidies、rewards、compensation")
    parser.add_argument("--loss-rate", action="append", metavar="RATE", help="要比较的损失率；可重复")
    parser.add_argument("--year", action="append", metavar="LENDING,DEFAULT", help="逐年测算，如 10亿元,2%%；可重复")
    parser.add_argument("--lag", choices=["0", "1"], help="损失在放款当年（0）或次年（1）发生")
    parser.add_argument("--request", type=Path, metavar="FILE", help="JSON 请求；- 从标准输入读；选项在它之上改")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--as-of", metavar="DATE", help="截至哪一天（默认取数据版次）")
    return parser


def run(arguments: Namespace) -> int:
    """0 with an answer; 1 where nothing can be computed or the data have problems; 2 for wrong usage."""
    root = project_root(arguments.root)
    try:
        request = request_of(arguments)
        as_of = full_date(arguments.as_of) if arguments.as_of else default_as_of(root)
    except (Unreadable, ValueError) as error:
        print(f"atlas fiscal: {error.args[0]}", file=sys.stderr)
        return 2
    catalogue, problems = load_catalogue(root)
    if catalogue is None:
        show(problems, "text")
        return 1
    records = build_records(catalogue, as_of)
    known = {record["id"]: record for record in (*records.schemes, *records.pilots)}
    path = Path(arguments.design)
    if path.suffix == ".yaml" and path.is_file():
        pilot, problems = load_pilot(path, arguments.design, catalogue.vocabulary)
        if pilot is None:
            show(problems, "text")
            return 1
        record = draft_as_scheme(pilot, catalogue, as_of)
    elif arguments.design in known:
        record = known[arguments.design]
    else:
        hint = suggestion(arguments.design, known)
        print(f"atlas fiscal: 没有方案或试点 {arguments.design}{hint}", file=sys.stderr)
        return 2
    answer = simulate(request, record, records.parameters, records.reference_rates)
    text = write(answer)
    labels = {parameter["id"]: parameter["label"]["zh"] for parameter in records.parameters["parameters"]}
    terms = {name: {term["id"]: term["label"]["zh"] for term in listed} for name, listed in records.parameters["terms"].items()}
    sys.stdout.write(text if arguments.json else readable(json.loads(text), record["name"]["zh"], labels, terms))
    return 1 if answer["outlay"] is None else 0


def request_of(arguments: Namespace) -> dict[str, object]:
    """The request of the file and the options; numbers as people write them become plain ones.

    Raises Unreadable for a number, and ValueError for a file or a pair, that cannot be read.
    """
    request: dict[str, object] = {}
    if arguments.request:
        text = sys.stdin.read() if str(arguments.request) == "-" else arguments.request.read_text(encoding="utf-8")
        try:
            request = json.loads(text)
        except ValueError:
            raise ValueError(f"{arguments.request} 不是 JSON") from None
        if not isinstance(request, dict):
            raise ValueError(f"{arguments.request} 应是 JSON 对象")
    given: dict[str, object] = {name: number(getattr(arguments, name)) for name in (*BASICS, "annual_rate", "premium_rate", "subsidy_rate", "payout_cap")}
    given |= {name: getattr(arguments, name) for name in ("borrower", "route", "drawdown", "premium_base", "loss_base", "lag")}
    given["groups"] = arguments.group
    given["shares"] = pairs(arguments.share)
    given["budget"] = pairs(arguments.budget)
    given["compensation"] = pairs(arguments.compensation, words=("of", "payer", "payee"))
    given["excess"] = pairs(arguments.excess, words=("of", "payer", "payee"))
    given["layer_limits"] = arguments.layer_limit and [number(limit) for limit in arguments.layer_limit]
    given["loss_rates"] = arguments.loss_rate and [number(rate) for rate in arguments.loss_rate]
    given["years"] = arguments.year and [year(text) for text in arguments.year]
    trigger = {"op": arguments.trigger_op, "threshold": number(arguments.trigger_threshold)}
    given["trigger"] = {name: value for name, value in trigger.items() if value is not None} or None
    return request | {name: value for name, value in given.items() if value is not None}


def number(text: str | None) -> str | None:
    """`10亿元` (or `10亿`) as `1000000000` and `2%` as `0.02`; a plain number as it is. Raises Unreadable for a wrong amount or rate."""
    if text is None:
        return None
    if text.endswith("%"):
        return decimal_text(parse_percent(text))
    if text.endswith(("万", "亿")):
        text += "元"
    return decimal_text(parse_money(text)) if text.endswith("元") else text


def pairs(listed: list[str] | None, words: tuple[str, ...] = ()) -> dict[str, str | None] | None:
    """`["bank=20%"]` as `{"bank": "0.2"}`; values named in `words` stay words. Raises ValueError for what is no pair."""
    if listed is None:
        return None
    made: dict[str, str | None] = {}
    for item in listed:
        name, equals, value = item.partition("=")
        if not equals or not name or name in made:
            raise ValueError(f"“{item}” 应写成 名称=数值，每个名称一次")
        made[name] = value if name in words else number(value)
    return made


def year(text: str) -> Mapping[str, str | None]:
    """`10亿元,2%` as a year's lending and default rate."""
    lending, _, default_rate = text.partition(",")
    return {"lending": number(lending) or None, "default_rate": number(default_rate or None)}
