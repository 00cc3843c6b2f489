"""`atlas quote SCHEME …`: what one loan costs under one scheme; `--batch` answers JSON Lines."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.commands.check import show
from generator.costs import answers, quote, write
from generator.costs.arithmetic import METHODS
from generator.costs.request import PAYMENTS, PREMIUM_BASES, ROUTES
from generator.costs.tiers import TIERS, usable
from generator.located import suggestion
from generator.project import project_root
from generator.publication import load_records as load_publication_records

SCHEME_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LEVELS = {"error": "错误", "warning": "注意", "info": "说明"}


@dataclass(frozen=True)
class Records:
    """What a quote reads; `scheme` gives a published record by id, or None."""

    scheme: Callable[[str], dict | None]
    ids: Iterable[str]
    parameters: dict
    references: dict


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("quote", help="一笔贷款按某个方案要花多少钱")
    parser.add_argument("scheme", nargs="?", metavar="SCHEME", help="方案，如 foshan-2022")
    parser.add_argument("--amount", help="贷款金额（元）")
    parser.add_argument("--months", help="期限（月）")
    parser.add_argument(
        "--repayment",
        choices=METHODS,
        help="等额本息、等额本金、按月付息到期还本、到期一次还本付息",
    )
    parser.add_argument("--drawdown", metavar="DATE", help="放款日（年-月-日）")
    parser.add_argument("--borrower", metavar="CLASS", help="借款人类别，如 micro_small_enterprise")
    parser.add_argument(
        "--group", action="append", metavar="GROUP", help="支持对象，如 first_time_borrower；可重复"
    )
    parser.add_argument("--route", choices=ROUTES, help="保险或担保")
    parser.add_argument(
        "--annual-rate", metavar="RATE", help="贷款年利率，如 0.0609 或 6.09%%；不填按方案的规定"
    )
    parser.add_argument(
        "--premium-rate", metavar="RATE", help="年费率，如 0.03 或 3%%；不填按方案的规定"
    )
    parser.add_argument(
        "--premium-base",
        choices=PREMIUM_BASES,
        help="保费按贷款本金还是贷款本息计算；方案没有写明时采用",
    )
    parser.add_argument("--premium-payment", choices=PAYMENTS, help="一次缴清或逐年缴纳")
    parser.add_argument("--subsidy-month", metavar="MONTH", help="返还给借款人的补贴在第几个月到账")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--batch", action="store_true", help="从标准输入逐行读 JSON 请求，逐行作答")
    parser.add_argument(
        "--api",
        type=Path,
        metavar="DIR",
        help="已生成的数据文件夹，如 site/api/v1；不填从数据直接生成",
    )
    parser.add_argument(
        "--tiers",
        type=tier_list,
        default=TIERS,
        metavar="LIST",
        help=f"只采用这些级别的资料：{'、'.join(TIERS)}，用逗号隔开；不填全部采用",
    )
    parser.add_argument("--as-of", metavar="DATE", help="截至哪一天（默认取数据版次）")
    return parser


def run(arguments: Namespace) -> int:
    """0 with an answer; 1 where the loan cannot be computed or the data have problems; 2 for wrong usage."""
    if not arguments.batch and not arguments.scheme:
        print(
            "atlas quote: 请写方案，如 atlas quote foshan-2022 --amount 1000000 …；或用 --batch",
            file=sys.stderr,
        )
        return 2
    records = load_records(arguments)
    if records is None:
        return 1
    records = reduced(records, arguments.tiers)
    if arguments.batch:
        output = sys.stdout.buffer
        for line in answers(
            sys.stdin.buffer, records.scheme, records.parameters, records.references
        ):
            output.write(line)
        output.flush()
        return 0
    scheme = records.scheme(arguments.scheme)
    if scheme is None:
        print(
            f"atlas quote: 没有方案 {arguments.scheme}{suggestion(arguments.scheme, records.ids)}",
            file=sys.stderr,
        )
        return 2
    response = quote(request_of(arguments), scheme, records.parameters, records.references)
    text = write(response) if arguments.json else readable(response, scheme)
    sys.stdout.write(text)
    return 1 if response["schedule"] is None else 0


def tier_list(text: str) -> tuple[str, ...]:
    """The tiers that an option names. Raises ArgumentTypeError for an unknown one."""
    tiers = tuple(text.split(","))
    unknown = [tier for tier in tiers if tier not in TIERS]
    if unknown:
        raise ArgumentTypeError(f"没有资料级别 {unknown[0]}，只有 {', '.join(TIERS)}")
    return tiers


def reduced(records: Records, tiers: tuple[str, ...]) -> Records:
    """The records in which nothing rests on a source of another tier."""
    if set(tiers) == set(TIERS):
        return records

    def scheme(name: str) -> dict | None:
        found = records.scheme(name)
        return None if found is None else usable(found, tiers)[0]

    return replace(records, scheme=scheme)


def load_records(arguments: Namespace) -> Records | None:
    """The records of `--api`, else those built from the data; None after the problems were shown."""
    if arguments.api:
        return read_folder(arguments.api)
    built, problems = load_publication_records(project_root(arguments.root), arguments.as_of)
    if built is None:
        show(problems, "text")
        return None
    schemes = {scheme["id"]: scheme for scheme in built.schemes}
    return Records(schemes.get, schemes, built.parameters, built.reference_rates)


def read_folder(folder: Path) -> Records:
    """The published records in `folder`; each scheme is read when first asked for. Raises FileNotFoundError."""

    def read(path: Path) -> dict:
        return json.loads(path.read_text(encoding="utf-8"))

    known: dict[str, dict | None] = {}

    def scheme(name: str) -> dict | None:
        if not SCHEME_ID.fullmatch(name):
            return None
        if name not in known:
            path = folder / "schemes" / f"{name}.json"
            known[name] = read(path) if path.is_file() else None
        return known[name]

    ids = sorted(path.stem for path in (folder / "schemes").glob("*.json"))
    return Records(
        scheme, ids, read(folder / "parameters.json"), read(folder / "reference-rates.json")
    )


def request_of(arguments: Namespace) -> dict[str, object]:
    """The request that the options say; numbers stay text and are read by the engine."""
    return {
        "amount": arguments.amount,
        "months": arguments.months,
        "repayment": arguments.repayment,
        "drawdown": arguments.drawdown,
        "borrower": arguments.borrower,
        "groups": arguments.group,
        "route": arguments.route,
        "annual_rate": fraction(arguments.annual_rate),
        "premium_rate": fraction(arguments.premium_rate),
        "premium_base": arguments.premium_base,
        "premium_payment": arguments.premium_payment,
        "subsidy_month": arguments.subsidy_month,
    }


def fraction(text: str | None) -> str | None:
    """`6.09%` as `0.0609`; anything else as it is."""
    found = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,10}))?%", text or "", re.ASCII)
    if not found:
        return text
    digits = found[1].rjust(3, "0") + (found[2] or "")
    whole = len(found[1].rjust(3, "0")) - 2
    return f"{int(digits[:whole])}.{digits[whole:]}"


def readable(response: dict, scheme: dict) -> str:
    """The response in Chinese: the figures, the schedule, and what is to be known about them."""
    lines = [scheme["name"]["zh"]]
    if response["annual_rate"] is not None:
        lines.append(f"贷款年利率    {percent(response['annual_rate'])}")
    if response["reference"]:
        reference = response["reference"]
        lines.append(f"参考利率      {percent(reference['value'])}（{reference['from']}起）")
    if response["schedule"] is not None:
        totals, rates = response["totals"], response["rates"]
        lines += [
            f"首期还款      {response['schedule'][0]['payment']}元",
            f"利息合计      {totals['interest']}元",
            f"保费          {totals['premium']}元",
            f"  借款人支付  {totals['premium_paid_by_borrower']}元",
            f"  政府支付    {totals['premium_paid_by_government']}元",
            f"返还借款人    {totals['premium_subsidy_to_borrower']}元",
            f"另补保险公司  {totals['premium_subsidy_to_insurer']}元",
            f"奖励          银行 {totals['rewards']['bank']}元，保险公司 {totals['rewards']['insurer']}元",
            f"总成本        {totals['net_cost']}元",
            f"名义合计      {percent(rates['nominal_sum'])}",
            f"年化（单利）  {percent(rates['annualised_simple'])}",
            f"年化（内部收益率，复利）  {percent(rates['annualised_irr'])}",
            "",
            "  期        还款额          本金          利息          余额",
        ]
        lines += [
            f"{row['period']:>4}"
            + "".join(
                f"{row[name]:>14}" for name in ("payment", "principal", "interest", "balance")
            )
            for row in response["schedule"]
        ]
    lines += ["", *(said for check in response["checks"] for said in spoken(check))]
    return "\n".join(lines) + "\n"


def spoken(check: dict) -> list[str]:
    """A check as lines: its sentence, then the words of the source."""
    lines = [f"[{LEVELS[check['level']]}] {check['message']['zh']}"]
    return lines + [
        f"       {piece['locator']}「{piece['phrase']}」" for piece in check["evidence"]
    ]


def percent(rate: object) -> str:
    """A rate of a response in per cent, exactly; a dash for none."""
    if rate is None:
        return "—"
    whole, _, part = str(rate).partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    digits = whole + part.ljust(2, "0")
    cut = len(whole) + 2
    tail = digits[cut:].rstrip("0")
    return f"{sign}{int(digits[:cut])}{'.' + tail if tail else ''}%"
