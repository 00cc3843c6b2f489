"""`atlas quote`: the answer for people, as JSON, line by line, and what it says to wrong usage."""

from __future__ import annotations

import json
import subprocess

import pytest
import warm
from required_tools import ROOT

from generator.commands.quote import fraction, percent

VECTORS = ROOT / "tests" / "vectors"
LOAN = {
    "amount": "1000000", "months": "12", "repayment": "interest_only", "drawdown": "2018-07-02",
    "borrower": "micro_small_enterprise",
}  # fmt: skip
OPTIONS = [part for name, value in LOAN.items() for part in (f"--{name}", value)]


def atlas(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return warm.Running(["quote", *arguments], given=given).bytes()


def test_the_answer_for_people_is_chinese_and_has_the_figures_and_the_clauses() -> None:
    done = atlas("shenzhen-2018", *OPTIONS, "--api", str(VECTORS))
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    for expected in (
        "贷款年利率    6.09%", "参考利率      4.35%（2015-10-24起）", "利息合计      60900.00元", "名义合计      9.09%",
        "年化（单利）  9.2423%", "[注意] 该文件是征求意见稿，没有施行", "三（四）「贷款利率上浮最高不超过人民银行同期贷款基准利率40%」",
    ):  # fmt: skip
        assert expected in text, expected


def test_json_is_the_line_of_the_batch() -> None:
    single = atlas("shenzhen-2018", *OPTIONS, "--json", "--api", str(VECTORS))
    line = json.dumps({"scheme": "shenzhen-2018", "request": LOAN}).encode()
    batch = atlas("--batch", "--api", str(VECTORS), given=line + b"\nnot json\n" + line)
    assert batch.returncode == 0
    assert batch.stdout == single.stdout + b'{"error":"not_json"}\n' + single.stdout


def test_without_a_folder_the_records_are_built_from_the_data() -> None:
    done = atlas("shenzhen-2018", *OPTIONS, "--json")
    assert json.loads(done.stdout)["rates"]["nominal_sum"] == 0.0909


def test_rates_may_be_written_in_per_cent() -> None:
    done = atlas("shenzhen-2018", *OPTIONS, "--annual-rate", "6.09%", "--premium-rate", "3%", "--json", "--api", str(VECTORS))  # fmt: skip
    assert json.loads(done.stdout)["totals"]["net_cost"] == "90900.00"


def test_what_the_premium_applies_to_can_be_said_where_the_scheme_does_not() -> None:
    options = [*OPTIONS, "--annual-rate", "6%", "--premium-base", "principal_and_interest", "--api", str(VECTORS)]
    text = atlas("foshan-2022", *options).stdout.decode()
    assert "保费          10600.00元" in text
    assert "[说明] 费率按贷款本金还是贷款本息计算没有写明，这里采用所填的贷款本息" in text
    text = atlas("shenzhen-2018", *options).stdout.decode()
    assert "保费          30000.00元" in text
    assert "[注意] 该政策写明费率按贷款本金计算，没有采用所填的基数" in text


def test_a_loan_that_cannot_be_computed_ends_with_1_and_says_why() -> None:
    done = atlas("zibo-2022", *OPTIONS, "--api", str(VECTORS))
    assert done.returncode == 1
    assert "[错误] 该政策的增信方式不止一种或没有写明，请选择保险或担保" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shenzen-2018", "--api", str(VECTORS)], "没有方案 shenzen-2018"),
        (["../parameters", "--api", str(VECTORS)], "没有方案"),
        ([], "请写方案"),
        (["shenzhen-2018", "--route", "both"], "用法不对"),
        (["shenzhen-2018", "--premium-base", "unstated"], "用法不对"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_line(arguments: list[str], said: str) -> None:
    done = atlas(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_folder_without_records_is_named_without_a_traceback() -> None:
    done = atlas("shenzhen-2018", *OPTIONS, "--api", "no-such-folder")
    assert done.returncode == 1
    assert b"no-such-folder" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6.09%", "0.0609"), ("3%", "0.03"), ("100%", "1.00"), ("0.5%", "0.005"), ("12.345%", "0.12345"),
     ("0.03", "0.03"), ("三%", "三%"), ("-1%", "-1%"), (None, None)],
)  # fmt: skip
def test_per_cent_is_shifted_exactly(text: str | None, expected: str | None) -> None:
    assert fraction(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0609", "6.09%"),
        ("0", "0%"),
        ("1", "100%"),
        ("0.00000001", "0.000001%"),
        ("-0.5", "-50%"),
        ("12.5", "1250%"),
    ],
)
def test_a_rate_is_shown_in_per_cent_exactly(text: str, expected: str) -> None:
    assert percent(text) == expected


def test_a_source_that_is_not_wanted_is_not_used() -> None:
    options = [*OPTIONS, "--route", "insurance", "--drawdown", "2014-06-30"]
    assert json.loads(atlas("zhangjiakou-2014", *options, "--json").stdout)["annual_rate"] == 0.078
    done = atlas("zhangjiakou-2014", *options, "--json", "--tiers", "official,interpretation")
    assert json.loads(done.stdout)["annual_rate"] is None
    done = atlas("zhangjiakou-2014", *options, "--tiers", "official,gossip")
    assert done.returncode == 2 and "没有资料级别 gossip" in done.stderr.decode()
