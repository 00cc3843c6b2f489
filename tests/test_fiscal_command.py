"""`atlas fiscal`: the answer for people, as JSON, for schemes and drafts, and what it says to wrong usage."""

from __future__ import annotations

import json
import subprocess

import pytest
import warm

from generator.commands.fiscal import number, pairs

POOL = ["--lending", "10亿元", "--average-loan", "50万元", "--months", "12", "--default-rate", "2%", "--loss-given-default", "60%"]


def atlas(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    done = warm.run(["fiscal", *arguments], given=given)
    assert "Traceback" not in done.stderr
    return done


def test_the_answer_for_people_is_chinese_and_has_the_figures_and_the_clauses() -> None:
    done = atlas("foshan-2022", *POOL, "--group", "first_time_borrower", "--year", "30亿元,8%", "--year", "30亿元")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for expected in (
        "财政支出：合计（元） 25400000.00",
        "撬动倍数（不计损失） 50.00倍",
        "撬动倍数（计入补偿） 39.37倍",
        "3% 比较 30000000.00 27000000.00 3000000.00 13500000.00 13500000.00 13500000.00",
        "年度补偿上限 60000000.00 5400000.00 否 13.333333% 22.222222% 11111111111.11",
        "[说明] 政府风险补偿按该文件的规定计算",
        "三（六）「补偿贷款本金损失的45%」",
    ):
        assert expected in lines, expected
    assert any(line.startswith("代偿率超过5% 1.08% 否 9.259259%") for line in lines)


def test_what_must_be_entered_is_said_with_the_sources_words() -> None:
    done = atlas("zhangjiakou-2014", *POOL)
    assert "[需要填写] 原文没有给出数字，请填写政府风险补偿的比例" in done.stdout
    assert "「给予保险机构一定比例的风险补偿」" in done.stdout
    entered = atlas("zhangjiakou-2014", *POOL, "--compensation", "rate=50%", "--compensation", "of=payout", "--json")
    assert json.loads(entered.stdout)["missing"] == []


def test_json_is_one_line_and_a_request_can_come_from_standard_input() -> None:
    request = {"lending": "1000000000", "average_loan": "500000", "months": "12", "default_rate": "0.02", "loss_given_default": "0.6"}
    typed = atlas("shenzhen-2018", *POOL, "--share", "bank=20%", "--share", "insurer=80%", "--loss-base", "principal", "--json")
    given = {**request, "shares": {"bank": "0.2", "insurer": "0.8"}, "loss_base": "principal"}
    read = atlas("shenzhen-2018", "--request", "-", "--json", given=json.dumps(given))
    assert typed.stdout == read.stdout and typed.stdout.count("\n") == 1
    assert json.loads(typed.stdout)["leverage"]["static"] == 33.33333333


def test_the_base_of_the_premium_can_be_said_where_it_is_open_and_is_named_where_it_is_not_said() -> None:
    zibo = ["zibo-2022", *POOL, "--route", "insurance", "--annual-rate", "6%"]
    open_ended, answered = atlas(*zibo), atlas(*zibo, "--premium-base", "principal_and_interest")
    lines = [[" ".join(line.split()) for line in done.stdout.splitlines()] for done in (open_ended, answered)]
    assert "财政支出：保费补贴（元） 25000000.00" in lines[0]
    assert "[说明] 费率按贷款本金还是贷款本息计算没有写明，这里按贷款本金计算；如果按本息，保费会更多" in lines[0]
    # 1,000,000,000 and 6 % of it, × 2.5 %.
    assert "财政支出：保费补贴（元） 26500000.00" in lines[1]
    assert "[说明] 费率按贷款本金还是贷款本息计算没有写明，这里采用所填的贷款本息" in lines[1]
    stated = atlas("shenzhen-2018", *POOL, "--premium-base", "principal_and_interest")
    assert "[注意] 该政策写明费率按贷款本金计算，没有采用所填的基数" in stated.stdout and "30000000.00" in stated.stdout
    wrong = atlas("foshan-2022", *POOL, "--premium-base", "interest")
    assert wrong.returncode == 2 and "--premium-base" in wrong.stderr
    request = {"lending": "1000000000", "average_loan": "500000", "months": "12", "default_rate": "0.02", "loss_given_default": "0.6"}
    given = {**request, "route": "insurance", "annual_rate": "0.06", "premium_base": "principal_and_interest"}
    typed, read = atlas(*zibo, "--premium-base", "principal_and_interest", "--json"), atlas("zibo-2022", "--request", "-", "--json", given=json.dumps(given))
    assert typed.stdout == read.stdout and typed.stdout.count("\n") == 1


def test_a_draft_is_named_by_its_id_or_its_file() -> None:
    by_name = atlas("example-city", *POOL, "--group", "first_time_borrower", "--json")
    by_file = atlas("policies/pilots/example-city.yaml", *POOL, "--group", "first_time_borrower", "--json")
    assert by_name.returncode == 0 and by_name.stdout == by_file.stdout
    bad = atlas("tests/invalid_pilots/parties-do-not-add-up.yaml", *POOL)
    assert bad.returncode == 1 and "各方比例相加为 90%" in bad.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["foshan-2202", *POOL], 2, "没有方案或试点 foshan-2202；是否想写 “foshan-2022”"),
        (["foshan-2022", "--share", "bank"], 2, "“bank” 应写成 名称=数值"),
        (["foshan-2022", "--lending", "十亿元"], 2, "写成 300万元、10亿元 或 5000元"),
        (["foshan-2022", *POOL, "--as-of", "2026"], 2, "写成完整的日期"),
        (["foshan-2022", "--request", "-"], 2, "不是 JSON"),
        (["foshan-2022", "--request", "nowhere.json"], 1, "nowhere.json"),
        (["foshan-2022"], 1, "[错误] 缺少当年放款额"),
        (["zibo-2022", *POOL], 1, "请选择保险或担保"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: list[str], code: int, told: str) -> None:
    done = atlas(*arguments)
    assert done.returncode == code and told in done.stderr + done.stdout


def test_numbers_are_read_as_people_write_them() -> None:
    assert [number(text) for text in ("10亿元", "1.5万", "2.3%", "0.02", "12", None)] == ["1000000000", "15000", "0.023", "0.02", "12", None]
    assert pairs(["rate=50%", "of=payout"], words=("of",)) == {"rate": "0.5", "of": "payout"}
