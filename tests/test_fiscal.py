"""The treasury's engine: 31 worked cases and the documents' own figures, and rules that hold for every design."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import comb
from random import Random

import pytest
import shipped_data
from random_fiscal import design, request
from required_tools import ROOT

from generator.costs import quote
from generator.costs import write as write_quote
from generator.costs.decimals import UNIT
from generator.fiscal import simulate, write
from generator.fiscal.binomial import tail
from generator.fiscal.curves import beyond, blend, least, line, up_to
from generator.fiscal.request import parse

CASES = json.loads((ROOT / "tests" / "vectors" / "fiscal_cases.json").read_text(encoding="utf-8"))
SINGLE = {case["id"]: case for case in CASES["single"]}
SEVERAL = {case["id"]: case for case in CASES["multi_year"]}

ONE_YEAR = {"average_loan": 150_000, "months": 12, "default_rate": "0.02", "loss_given_default": "0.6"}
FIRST_LOANS = {"groups": ["first_time_borrower"]}
SHANDONG = {
    "average_loan": 1_000_000, "months": 12, "loss_given_default": 1, "annual_rate": 0,
    "shares": {"bank": "0.2", "insurer": "0.8"}, "excess": {"rate": 1, "payee": "insurer"},
}  # fmt: skip
"""What the Shandong opinion leaves open, as the cases assume it."""
ZHANGJIAKOU = {"compensation": {"rate": "0.5", "of": "payout"}, "budget": {"subsidies": 5_000_000, "compensation": 5_000_000}}
LOAN = {"amount": 100_000, "months": 12, "repayment": "bullet", "borrower": "micro_small_enterprise"}

Figures = Callable[[Mapping], Mapping[str, object]]


def at(*path: str | int) -> Callable[[Mapping], Fraction]:
    """The figure at a place of the answer, exactly as it is written there."""

    def read(answer: Mapping) -> Fraction:
        for step in path:
            answer = answer[step]
        return Fraction(str(answer))

    return read


def per_cent(figure: Callable[[Mapping], Fraction]) -> Callable[[Mapping], Fraction]:
    return lambda answer: figure(answer) * 100


def of_lending(*path: str) -> Callable[[Mapping], Fraction]:
    """A premium's part in per cent of the 300 million lent."""
    return lambda answer: at("premium", *path)(answer) / 3_000_000


RATE = {"rate_cap_pct": per_cent(at("annual_rate"))}
LEVERAGE = at("leverage", "static")

QUOTED: dict[str, tuple[str, dict, dict]] = {
    "SZ-rate": ("shenzhen-2018", {**LOAN, "drawdown": "2018-07-02"}, RATE),
    "SZ-cost": ("shenzhen-2018", {**LOAN, "drawdown": "2018-07-02"}, {"cost_cap_pct": per_cent(at("rates", "nominal_sum"))}),
    "ZJK-rate": ("zhangjiakou-2014", {**LOAN, "drawdown": "2014-06-30"}, {"rate_pct": per_cent(at("annual_rate"))}),
    "FS-rate": ("foshan-2022", {**LOAN, "drawdown": "2022-08-21"}, RATE),
    "ZB-rate": ("zibo-2022", {**LOAN, "drawdown": "2022-08-29", "borrower": "sole_trader", "route": "insurance"}, RATE),
    "SD-rate": ("shandong-2015", {**LOAN, "drawdown": "2015-03-02"}, RATE),
}  # fmt: skip
"""Cases of the loan itself: the calculator's request and where each output stands in its response."""

ASKED: dict[str, tuple[str, dict, dict]] = {
    "SZ-lev": ("shenzhen-2018", {**ONE_YEAR, "lending": 1_000_000_000}, {"leverage": LEVERAGE}),
    "SZ-outlay": ("shenzhen-2018", {**ONE_YEAR, "lending": 1_000_000_000}, {
        "bank_reward": at("outlay", "bank_reward"), "insurer_reward": at("outlay", "insurer_reward"), "total": at("outlay", "before_losses"),
    }),
    "SZ-full": ("shenzhen-2018", {**ONE_YEAR, "lending": 1_000_000_000, "loss_base": "principal"}, {"leverage": at("leverage", "with_compensation")}),
    "ZJK-cost": ("zhangjiakou-2014", {**ONE_YEAR, "lending": 300_000_000}, {
        "borrower_cost_pct": lambda answer: Fraction("7.8") + of_lending("borrower")(answer),
        "gross_cost_pct": lambda answer: Fraction("7.8") + of_lending("total")(answer),
        "gov_premium_pct": of_lending("public"),
    }),
    "ZJK-lev": ("zhangjiakou-2014", {**ONE_YEAR, **ZHANGJIAKOU, "lending": 300_000_000}, {"leverage": at("leverage", "budget")}),
    "ZJK-capacity": ("zhangjiakou-2014", {**ONE_YEAR, **ZHANGJIAKOU, "lending": 300_000_000}, {
        "loan_capacity_from_premium_pot": at("budget", "subsidies", "lending"), "premium_subsidy_at_300m": at("outlay", "premium_subsidy"),
        "unused_premium_pot": at("budget", "subsidies", "left"),
    }),
    "ZJK-firms": ("zhangjiakou-2014", {**ONE_YEAR, "lending": 300_000_000}, {
        "avg_loan": lambda answer: Fraction(300_000_000, answer["loans"]),
        "direct_grant_each": lambda answer: Fraction(50_000_000, answer["loans"] // 10),
    }),
    "ZJK-risk": ("zhangjiakou-2014", {**ONE_YEAR, **ZHANGJIAKOU, "lending": 300_000_000}, {"default_pct": per_cent(at("budget", "compensation", "default_rate"))}),
    "ZJK-first": ("zhangjiakou-2014", {**ONE_YEAR, "lending": 600_000, "average_loan": 120_000, "loss_given_default": 1, "compensation": {"rate": 0}}, {
        "loss_ratio_pct": per_cent(at("pool", "loss_ratio_of_one")),
    }),
    "MINPOOL": ("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.02"}, {"n_min": at("triggers", 0, "least_loans")}),
    "FS-sub": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 10_000_000, "average_loan": 10_000_000, "months": 36}, {
        "insurer_subsidy": lambda answer: at("outlay", "premium_subsidy")(answer) - at("premium", "public")(answer),
        "borrower_subsidy": at("premium", "public"),
    }),
    "FS-loss": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 100_000_000, "loss_rates": ["0.01"]}, {
        "bank": at("losses", 1, "parties", "bank"), "insurer_pays": at("losses", 1, "claims"),
        "fund_compensates": at("losses", 1, "compensation"), "insurer_net": at("losses", 1, "parties", "insurer"),
    }),
    "FS-cap": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 1_000_000_000}, {"principal_loss_at_cap": at("caps", 0, "loss")}),
    "FS-halt": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 1_000_000_000}, {
        "loss_rate_at_trigger_pct": per_cent(at("triggers", 0, "loss_rate")),
        "gov_comp_rate_at_trigger_pct": per_cent(at("triggers", 0, "compensation_rate")),
        "portfolio_where_cap_binds": at("triggers", 0, "lending_at_cap"),
    }),
    "FS-full": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 1_000_000_000}, {
        "cost_pct": per_cent(at("outlay", "rate")), "leverage": at("leverage", "with_compensation"),
    }),
    "ZB-one": ("zibo-2022", {**ONE_YEAR, "lending": 1_000_000_000, "average_loan": 200_000, "route": "insurance", "loss_base": "principal"}, {
        "subsidy_per_borrower": at("outlay", "per_loan"), "borrowers_at_cap": at("loans"),
    }),
    "ZB-refund": ("zibo-2022", {**ONE_YEAR, "lending": 200_000, "average_loan": 200_000, "route": "insurance", "early": {"share": 1, "after": 7}}, {
        "refund": lambda answer: -at("outlay", "returned")(answer),
    }),
    "SD-prem": ("shandong-2015", {**SHANDONG, "lending": 1_000_000, "default_rate": 0, "annual_rate": "0.06955"}, {
        "premium": at("premium", "total"), "pct_of_principal": per_cent(at("premium", "rate")),
        "nominal_cost_pct": lambda answer: Fraction("6.955") + at("premium", "rate")(answer) * 100,
    }),
    "SD-excess": ("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.075"}, {
        "loss_ratio_pct": per_cent(at("triggers", 0, "value")), "city_compensation": at("losses", 0, "excess_compensation"),
    }),
    "SD-edge": ("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.05625"}, {
        "loss_ratio_pct": per_cent(at("triggers", 0, "value")), "city_compensation": at("losses", 0, "excess_compensation"),
    }),
}  # fmt: skip
"""Cases of the treasury: the request and where each output stands in the answer; two more are asked twice, below."""

YEARS: dict[str, tuple[str, dict]] = {
    "MY-FS": ("foshan-2022", {**ONE_YEAR, **FIRST_LOANS, "lending": 1_000_000_000, "loss_given_default": "0.8"}),
    "MY-SD": ("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.03"}),
}


@cache
def records() -> tuple[dict[str, dict], dict, dict]:
    built = shipped_data.publication()
    return {scheme["id"]: scheme for scheme in built.schemes}, built.parameters, built.reference_rates


def ask(scheme: str | dict, asked: dict) -> dict:
    schemes, parameters, references = records()
    record = schemes[scheme] if isinstance(scheme, str) else scheme
    return json.loads(write(simulate(asked, record, parameters, references)))


def agree(case: Mapping, wanted: Mapping[str, Callable], answer: Mapping) -> None:
    """Each output of the case, exactly, where the answer gives it to the fen or to eight decimals of a fraction."""
    assert set(wanted) == set(case["outputs"])
    for name, figure in wanted.items():
        exact, found = Fraction(case["exact"][name]), figure(answer)
        step = Fraction(100, UNIT) if name.endswith("_pct") or name == "pct_of_principal" else Fraction(1, 100)
        step = Fraction(1, UNIT) if name == "leverage" else step
        assert abs(found - exact) <= step / 2, (case["id"], name, float(found), float(exact))


@pytest.mark.parametrize("name", QUOTED)
def test_the_rate_of_a_worked_case_is_the_calculators(name: str) -> None:
    scheme, loan, wanted = QUOTED[name]
    schemes, parameters, references = records()
    agree(SINGLE[name], wanted, json.loads(write_quote(quote(loan, schemes[scheme], parameters, references))))


@pytest.mark.parametrize("name", ASKED)
def test_a_worked_case_gives_its_figures(name: str) -> None:
    scheme, asked, wanted = ASKED[name]
    agree(SINGLE[name], wanted, ask(scheme, asked))


def test_the_subsidies_of_zibo_on_both_routes() -> None:
    asked = {**ONE_YEAR, "lending": 1_000_000_000}
    insured, guaranteed = (ask("zibo-2022", {**asked, "route": route}) for route in ("insurance", "guarantee"))
    figures = {
        "max_insurance_subsidy": at("outlay", "premium_subsidy")(insured), "leverage_insurance": LEVERAGE(insured),
        "max_guarantee_subsidy": at("outlay", "guarantee_fee_subsidy")(guaranteed), "leverage_guarantee": LEVERAGE(guaranteed),
    }  # fmt: skip
    for name, exact in SINGLE["ZB-outlay"]["exact"].items():
        assert abs(figures[name] - Fraction(exact)) <= Fraction(1, 2 * UNIT), name


def test_the_loss_that_stops_shandong_at_either_premium() -> None:
    asked = {**SHANDONG, "lending": 100_000_000, "default_rate": "0.02"}
    at_cap, at_floor = ask("shandong-2015", asked), ask("shandong-2015", {**asked, "premium_rate": "0.02"})
    exact = SINGLE["SD-halt"]["exact"]
    assert at("triggers", 0, "loss_rate")(at_cap) * 100 == Fraction(exact["loss_rate_at_trigger_pct"])
    assert at("triggers", 0, "loss_rate")(at_floor) * 100 == Fraction(exact["at_2pct_premium"])


@pytest.mark.parametrize("name", YEARS)
def test_several_years_with_a_suspension_carried_over(name: str) -> None:
    scheme, asked = YEARS[name]
    case = SEVERAL[name]
    inputs = case["inputs"]
    years = [
        {"lending": str(int(float(lending))), "default_rate": rate / 100}
        for lending, rate in zip(inputs["demand"], inputs["default_pct"], strict=True)
    ]
    rows = ask(scheme, {**asked, "years": years})["years"]
    assert len(rows) == len(case["rows"])
    for row, wanted in zip(rows, case["rows"], strict=True):
        (metric,) = row["metrics"]
        found = {
            "year": row["year"], "new_loans": row["lending"], "premium": row["premium"], "subsidy": row["subsidies"],
            "loss": row["loss"], "claims": row["claims"], "ratio": metric["value"],
            "gov_comp": str(Fraction(row["compensation"]) + Fraction(row["excess_compensation"])), "suspended_next": row["suspended_next"],
        }  # fmt: skip
        for key, value in wanted.items():
            same = found[key] == value if isinstance(value, bool) or value is None else Fraction(str(found[key])) == Fraction(str(value))
            assert same, (name, row["year"], key, found[key], value)


def test_the_chance_of_suspension_in_a_pool_of_a_hundred_loans() -> None:
    case = SEVERAL["PROB"]
    (trigger,) = ask("shandong-2015", {**SHANDONG, "lending": 100_000_000, "default_rate": "0.02"})["triggers"]
    assert trigger["defaults"] == case["outputs"]["k"]
    assert abs(Fraction(str(trigger["chance"])) - Fraction(case["outputs"]["probability"])) < Fraction(1, UNIT)


def test_every_worked_case_is_asked() -> None:
    assert {*QUOTED, *ASKED, "ZB-outlay", "SD-halt"} == set(SINGLE)
    assert {*YEARS, "PROB"} == set(SEVERAL)
    assert len(SINGLE) + len(SEVERAL) == 31


def test_the_documents_own_multiples_are_33_3_and_30() -> None:
    schemes, _, _ = records()
    claimed = {name: schemes[name]["parameters"]["leverage_claimed"]["provisions"][0]["value"] for name in ("shenzhen-2018", "zhangjiakou-2014")}
    assert claimed == {"shenzhen-2018": 33.3, "zhangjiakou-2014": 30}
    shenzhen = ask("shenzhen-2018", {**ONE_YEAR, "lending": 1_000_000_000})["leverage"]["static"]
    zhangjiakou = ask("zhangjiakou-2014", {**ONE_YEAR, **ZHANGJIAKOU, "lending": 300_000_000})["leverage"]["budget"]
    assert round(shenzhen, 1) == 33.3
    assert zhangjiakou == 30


# What a source leaves open is asked for, with its words, and never assumed.


@pytest.mark.parametrize(
    ("scheme", "inputs"),
    [
        ("shenzhen-2018", ["loss_base"]),
        ("zhangjiakou-2014", ["compensation.rate", "compensation.of"]),
        ("shandong-2015", ["shares", "excess.rate", "excess.payee", "annual_rate"]),
    ],
)
def test_what_the_source_leaves_open_must_be_entered(scheme: str, inputs: list[str]) -> None:
    answer = ask(scheme, {**ONE_YEAR, "lending": 1_000_000_000})
    assert [need["input"] for need in answer["missing"]] == inputs
    assert answer["losses"] is None and answer["outlay"]["total"] is None
    grounded = [need for need in answer["missing"] if need["input"] != "annual_rate"]
    assert all(need["evidence"] and need["notes"] and need["message"]["zh"] for need in grounded)


def test_ordinary_borrowers_in_foshan_are_not_given_the_split_of_first_loans() -> None:
    answer = ask("foshan-2022", {**ONE_YEAR, "lending": 1_000_000_000})
    assert [(need["input"], need["reason"]) for need in answer["missing"]] == [("shares", "unread"), ("loss_base", "unread")]


def test_what_is_entered_against_the_document_counts_and_is_warned_of() -> None:
    asked = {**ONE_YEAR, **FIRST_LOANS, "lending": 100_000_000, "loss_rates": ["0.01"]}
    answer = ask("foshan-2022", {**asked, "shares": {"bank": "0.2", "insurer": "0.8"}, "compensation": {"rate": "0.3"}})
    assert answer["losses"][1]["parties"] == {"bank": "200000.00", "insurer": "500000.00", "fund": "300000.00"}
    warned = [check["parameter"] for check in answer["checks"] if check["code"] == "supplied_instead"]
    assert warned == ["loss_shares", "government_compensation"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"lending": 0}, ("out_of_range", "lending")),
        ({"lending": None}, ("missing", "lending")),
        ({"default_rate": 2}, ("out_of_range", "default_rate")),
        ({"default_rate": "2%"}, ("not_a_number", "default_rate")),
        ({"average_loan": "0.001"}, ("too_precise", "average_loan")),
        ({"shares": {"bank": 0.5, "insurer": 0.4}}, ("do_not_add_up", "shares")),
        ({"shares": {"somebody": 1}}, ("unknown", "shares")),
        ({"years": [{}, {"lending": "x"}]}, ("not_a_number", "years[2].lending")),
        ({"years": []}, ("not_a_list", "years")),
        ({"early": {"share": 1, "after": 13}}, ("out_of_range", "early.after")),
        ({"compensation": [{"of": "everything"}]}, ("unknown", "compensation[1].of")),
        ({"budget": 5}, ("not_an_object", "budget")),
        ({"drawdown": "2026-02-30"}, ("not_a_date", "drawdown")),
        ({"lendings": 1}, ("unknown", "")),
        ({"layer_limits": [None]}, ("missing", "layer_limits[1]")),
        ({"average_loan": None}, ("missing", "average_loan")),
        ({"default_rate": None}, ("missing", "default_rate")),
        ({"loss_given_default": None}, ("missing", "loss_given_default")),
        ({"loss_rates": [0.1, None]}, ("missing", "loss_rates[2]")),
        ({"early": {"share": None, "after": 1}}, ("missing", "early.share")),
        ({"early": {"share": 1, "after": None}}, ("missing", "early.after")),
        ({"lag": 2}, ("out_of_range", "lag")),
    ],
)
def test_a_faulty_request_is_told_where_it_is_wrong(change: dict, fault: tuple[str, str]) -> None:
    answer = ask("foshan-2022", {**ONE_YEAR, "lending": 1_000_000, **change})
    assert [(check["code"], check["field"]) for check in answer["checks"]] == [fault]
    assert all(answer[name] is None for name in answer if name not in ("missing", "checks"))


@pytest.mark.parametrize(
    ("at_the_limit", "beyond"),
    [
        ({"early": {"share": 1, "after": 12}}, {"early": {"share": 1, "after": 13}}),
        ({"early": {"share": 0, "after": 0}}, {"early": {"share": 0, "after": -1}}),
        ({"lending": "0.01"}, {"lending": 0}),
        ({"lending": 10**12}, {"lending": "1000000000000.01"}),
        ({"average_loan": "0.01"}, {"average_loan": 0}),
        ({"months": 1}, {"months": 0}),
        ({"months": 120}, {"months": 121}),
        ({"default_rate": 1}, {"default_rate": "1.00000001"}),
        ({"loss_given_default": 0}, {"loss_given_default": "-0.00000001"}),
        ({"payout_cap": 0}, {"payout_cap": "-0.01"}),
        ({"layer_limits": [0] * 20}, {"layer_limits": [0] * 21}),
        ({"layer_limits": [0]}, {"layer_limits": []}),
        ({"loss_rates": [1] * 20}, {"loss_rates": [1] * 21}),
        ({"loss_rates": [0]}, {"loss_rates": []}),
        ({"years": [{}] * 20}, {"years": [{}] * 21}),
        ({"groups": []}, {"groups": "startup"}),
        ({"compensation": [{}]}, {"compensation": []}),
        ({"compensation": {"threshold": 100}}, {"compensation": {"threshold": "100.00000001"}}),
        ({"trigger": {"op": ">=", "threshold": 100}}, {"trigger": {"op": ">=", "threshold": "100.00000001"}}),
        ({"shares": {"bank": "0.00000001", "insurer": "0.99999999"}}, {"shares": {"bank": "0.00000002", "insurer": "0.99999999"}}),
        ({"shares": {"bank": 1, "insurer": None}}, {"shares": {}}),
        ({"lag": 1}, {"lag": "0.5"}),
    ],
)
def test_a_field_is_read_up_to_its_limit_and_not_beyond(at_the_limit: dict, beyond: dict) -> None:
    asked = {**ONE_YEAR, "lending": 1_000_000}
    made, faults = parse({**asked, **at_the_limit}, (), ("startup",))
    assert made is not None and faults == []
    made, faults = parse({**asked, **beyond}, (), ("startup",))
    assert made is None and len(faults) == 1
    assert faults[0][1].split(".")[0].split("[")[0] in beyond


def test_what_a_request_leaves_out_is_none_and_a_year_takes_the_general_figures() -> None:
    asked = {**ONE_YEAR, "lending": 1_000_000, "groups": ["startup", None], "years": [{"lending": 5}, None], "budget": {"rewards": 3, "subsidies": None}}
    made, _ = parse(asked, (), ("startup",))
    assert (made.lag, made.early, made.trigger, made.groups) == (0, None, (None, None), {"startup"})
    assert [(year.lending, year.default_rate) for year in made.years] == [(500, UNIT // 50), (100_000_000, UNIT // 50)]
    assert made.budget == {"rewards": 300} and made.loss_rates == (UNIT // 100, UNIT * 3 // 100, UNIT * 5 // 100, UNIT // 10)


# Single rules, each computed by hand.


def record_of(**stated: object) -> dict:
    """A record that states just this, on the insurance route; a list of records is several provisions."""
    stated = {"enhancement_routes": ["insurance"], "premium_rate_cap": {"rate": 0.02, "base": "principal", "per": "year"}, **stated}
    several = {name: value if name == "loss_shares" and isinstance(value, list) else [value] for name, value in stated.items()}
    return {
        "parameters": {
            name: {"state": "stated", "provisions": [{"value": value, "state": "stated", "when": {}} for value in values]}
            for name, values in several.items()
        }
    }


SPLIT = {"shares": {"bank": 0.2, "insurer": 0.8}, "of": "principal"}
LOST = {**ONE_YEAR, "lending": 100_000_000, "default_rate": "0.1", "loss_given_default": 1, "loss_rates": ["0.1"]}


def test_interest_cancels_out_of_a_loss_ratio_that_counts_it_on_both_sides() -> None:
    asked = {**SHANDONG, "lending": 100_000_000, "default_rate": "0.02"}
    without, with_interest = (ask("shandong-2015", {**asked, "annual_rate": rate}) for rate in (0, "0.06955"))
    assert without["triggers"][0]["default_rate"] == with_interest["triggers"][0]["default_rate"] == 0.05625
    assert (without["losses"][0]["loss"], with_interest["losses"][0]["loss"]) == ("2000000.00", "2139100.00")
    assert without["triggers"][0]["value"] == with_interest["triggers"][0]["value"]


def test_loss_beyond_the_payout_limit_stays_with_the_bank() -> None:
    answer = ask(record_of(loss_shares=SPLIT, payout_cap={"rate": 2, "of": "premium"}), LOST)
    assert answer["losses"][1]["parties"] == {"bank": "6000000.00", "insurer": "4000000.00"}
    assert "beyond_payout_cap_stays_with_bank" in [check["code"] for check in answer["checks"]]


@pytest.mark.parametrize(
    ("payee", "parties"),
    [
        ("insurer", {"bank": "2000000.00", "insurer": "6000000.00", "fund": "2000000.00"}),
        ("bank", {"bank": "4000000.00", "insurer": "4000000.00", "fund": "2000000.00"}),
    ],
)
def test_what_exceeds_the_payout_limit_may_be_repaid(payee: str, parties: dict) -> None:
    excess = {"payer": "fund", "payee": payee, "rate": 0.5, "of": "excess_claims"}
    record = record_of(loss_shares=SPLIT, payout_cap={"rate": 2, "of": "premium"}, excess_loss_compensation=excess)
    assert ask(record, LOST)["losses"][1]["parties"] == parties


def test_losses_of_last_years_loans_fall_due_this_year() -> None:
    trigger = {"metric": "insurer_payout_rate", "definition": "算式", "op": ">", "threshold": 0.05, "effect": {"action": "suspend"}}
    years = [{"lending": 100_000_000}, {"lending": 50_000_000}, {"lending": 50_000_000}, {"lending": 50_000_000}]
    rows = ask(record_of(loss_shares=SPLIT, suspension_trigger=trigger), {**LOST, "years": years, "lag": 1})["years"]
    assert [row["loss"] for row in rows] == ["0.00", "10000000.00", "5000000.00", "0.00"]
    # 8 of 50 million are paid out in the second year: the third has no new loans, hence no rate that could stop the fourth.
    assert [row["lending"] for row in rows] == ["100000000.00", "50000000.00", "0.00", "50000000.00"]
    assert [row["metrics"][0]["value"] for row in rows] == [0, 0.16, None, 0]


def test_a_subsidy_that_is_entered_takes_the_place_of_the_documents() -> None:
    answer = ask("zhangjiakou-2014", {**ONE_YEAR, "lending": 100_000_000, "subsidy_rate": "0.005"})
    assert answer["outlay"]["premium_subsidy"] == "500000.00"
    assert answer["premium"]["borrower"] == answer["premium"]["total"] == "2300000.00"


def test_two_equally_specific_shares_are_asked_for() -> None:
    answer = ask(record_of(loss_shares=[SPLIT, {**SPLIT, "shares": {"bank": 0.3, "insurer": 0.7}}]), LOST)
    assert [(need["input"], need["reason"]) for need in answer["missing"]] == [("shares", "ambiguous")]
    answer = ask(record_of(loss_shares=[SPLIT, {**SPLIT, "of": "principal_and_interest"}]), LOST)
    assert [(need["input"], need["reason"]) for need in answer["missing"]] == [("shares", "ambiguous"), ("loss_base", "ambiguous")]


def test_a_level_is_reached_at_the_start_of_a_plateau_and_exceeded_at_its_end() -> None:
    plateau = blend(up_to(line(2), 10), beyond(line(1), 8), 1, 3)
    assert (plateau.reach(Fraction(10), False), plateau.reach(Fraction(10), True)) == (5, 8)
    assert (plateau.reach(Fraction(16), False), plateau.reach(Fraction(16), True)) == (10, 10)
    assert up_to(line(2), 10).reach(Fraction(10), True) is None


# Rules that hold for every design.


def random_answers(seed: int, count: int) -> list[tuple[dict, dict, dict]]:
    rng = Random(seed)
    designs = [design(rng, f"random-{n}") for n in range(60)]
    found = []
    while len(found) < count:
        record, asked = rng.choice(designs), request(rng)
        answer = ask(record, asked)
        if answer["losses"]:
            found.append((record, asked, answer))
    return found


@pytest.fixture(scope="module")
def answers() -> list[tuple[dict, dict, dict]]:
    return random_answers(20261120, 150)


def fen(text: str) -> int:
    return round(Fraction(text) * 100)


def test_what_the_parties_bear_adds_up_to_the_loss(answers: list) -> None:
    for _, _, answer in answers:
        for row in answer["losses"]:
            assert sum(map(fen, row["parties"].values())) == fen(row["loss"])
            assert all(fen(amount) >= 0 for amount in row["parties"].values())
            parts = ("loss_share", "compensation", "excess_compensation")
            public = [amount for party, amount in row["parties"].items() if party.split(":")[0] in ("fund", "fund_manager", "government")]
            assert sum(map(fen, public)) == fen(row["public"]) >= sum(fen(row[part]) for part in parts[1:])
            assert fen(row["public"]) == sum(fen(row[part]) for part in parts)


def test_the_outlay_is_the_sum_of_the_kinds_shown(answers: list) -> None:
    before = ("premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "returned")
    after = ("before_losses", "loss_share", "compensation", "excess_compensation")
    for _, _, answer in answers:
        outlay = answer["outlay"]
        if outlay["before_losses"] is not None:
            assert fen(outlay["before_losses"]) == sum(fen(outlay[kind]) for kind in before)
            assert fen(outlay["total"]) == sum(fen(outlay[kind]) for kind in after)


def test_a_yearly_cap_is_never_exceeded(answers: list) -> None:
    seen = 0
    for _, _, answer in answers:
        limits = {cap["cap"]: fen(cap["amount"]) for cap in answer["caps"]}
        if (limit := limits.get("compensation_cap_annual")) is not None:
            seen += 1
            for row in [*answer["losses"], *(year for year in answer["years"] or [] if year["loss"])]:
                # A cap may lie between two fen, and each of the two parts is rounded.
                assert fen(row["compensation"]) + fen(row["excess_compensation"]) <= limit + 1
        if (limit := limits.get("reward_cap_annual")) is not None and answer["outlay"]["before_losses"]:
            assert fen(answer["outlay"]["bank_reward"]) + fen(answer["outlay"]["insurer_reward"]) <= limit
    assert seen > 20


def test_raising_a_partys_share_never_lowers_what_it_bears() -> None:
    asked = {**ONE_YEAR, "lending": "1000000.01", "route": "insurance", "loss_base": "principal", "loss_rates": ["0.00000001", "0.03333333", "0.5", 1]}
    for party, others in (("insurer", ("bank", "fund")), ("bank", ("insurer", "government:city")), ("government", ("bank", "insurer"))):
        borne = []
        for share in range(0, 101, 7):
            rest = Fraction(100 - share, 300)
            shares = {party: share / 100, others[0]: float(round(rest, 8)), others[1]: 0}
            shares[others[1]] = round(1 - shares[party] - shares[others[0]], 8)
            answer = ask("zibo-2022", {**asked, "shares": shares})
            borne.append([fen(row["parties"][party]) for row in answer["losses"]])
        assert all(a <= b for one, other in pairwise(borne) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("op", "reached_at"), [(">=", True), (">", False)])
@pytest.mark.parametrize("metric", ["loss_ratio", "insurer_payout_rate", "loss_rate", "npl_ratio"])
def test_a_trigger_flips_exactly_at_its_operator(op: str, reached_at: bool, metric: str) -> None:
    # A premium of 2 % and a share of 80 % lost in full: each metric reaches these thresholds at 5 % of defaults.
    threshold = {"loss_ratio": 2, "insurer_payout_rate": 0.04, "loss_rate": 0.05, "npl_ratio": 0.05}[metric]
    value = {"metric": metric, "definition": "算式", "op": op, "threshold": threshold, "effect": {"action": "suspend"}}
    stated = {
        "enhancement_routes": ["insurance"], "suspension_trigger": value, "premium_rate_cap": {"rate": 0.02, "base": "principal", "per": "year"},
        "loss_shares": {"shares": {"bank": 0.2, "insurer": 0.8}, "of": "principal"},
    }  # fmt: skip
    record = {"parameters": {name: {"state": "stated", "provisions": [{"value": one, "state": "stated", "when": {}}]} for name, one in stated.items()}}
    asked = {**ONE_YEAR, "lending": 30_000_000, "loss_given_default": 1}
    reached = {}
    for rate in ("0.04999999", "0.05", "0.05000001"):
        (trigger,) = ask(record, {**asked, "default_rate": rate})["triggers"]
        reached[rate] = trigger["reached"]
        assert trigger["default_rate"] == 0.05
    assert reached == {"0.04999999": False, "0.05": reached_at, "0.05000001": True}
    # 200 loans: ten defaults are exactly 5 %; of twenty equal loans one is.
    assert (trigger["defaults"], trigger["least_loans"]) == ((10, 21) if reached_at else (11, 20))


def test_the_trigger_of_every_random_design_holds_where_the_answer_says(answers: list) -> None:
    seen = 0
    for record, asked, answer in answers[:60]:
        for place, trigger in enumerate(answer["triggers"]):
            rate = trigger["default_rate"]
            if rate is None or not 0 < rate < 0.999 or Fraction(str(asked["loss_given_default"])) == 0:
                continue
            seen += 1
            below, above = (round(rate + step, 8) for step in (-2e-8, 2e-8))
            found = [ask(record, {**asked, "default_rate": one, "years": None})["triggers"][place]["reached"] for one in (below, above)]
            assert found == [False, True], (trigger, asked)
    assert seen > 20


def test_the_tail_is_the_sum_of_the_chances() -> None:
    rng = Random(1)
    for _ in range(60):
        loans, rate = rng.randrange(1, 30), Fraction(rng.randrange(0, UNIT + 1), UNIT)
        for defaults in (-1, 0, 1, loans // 2, loans, loans + 1):
            exact = sum((comb(loans, j) * rate**j * (1 - rate) ** (loans - j) for j in range(max(0, defaults), loans + 1)), Fraction(0))
            assert abs(tail(loans, rate, defaults).exact - exact) <= Fraction(1, 2 * UNIT)


def test_curves_are_what_they_are_made_of_at_every_loss() -> None:
    rng = Random(2)
    curves = [line(1), line(Fraction(1, 3)), line(0, 7)]
    for _ in range(40):
        one, other = rng.sample(curves, 2)
        limit, factor = Fraction(rng.randrange(0, 50), 3), Fraction(rng.randrange(-9, 9), 4)
        made = {
            least(one, other): lambda x, one=one, other=other: min(one.at(x), other.at(x)),
            blend(one, other, 1, factor): lambda x, one=one, other=other, factor=factor: one.at(x) + factor * other.at(x),
            up_to(one, limit): lambda x, one=one, limit=limit: min(one.at(x), limit),
            beyond(one, limit): lambda x, one=one, limit=limit: max(0, one.at(x) - limit),
        }
        for curve, exact in made.items():
            for x in (0, 1, Fraction(7, 3), 10, 33, 1000):
                assert curve.at(Fraction(x)) == exact(Fraction(x))
            curves.append(curve)
        curves = curves[-12:] + curves[:3]


@pytest.mark.parametrize(
    ("budget", "default_rate", "left"),
    [(10_000_000, 0.5, "-10000000.00"), (20_000_000, 1, "0.00"), (20_000_001, None, "1.00"), (30_000_000, None, "10000000.00")],
)
def test_a_budget_that_not_even_all_defaults_use_up_names_no_default_rate(budget: int, default_rate: float | None, left: str) -> None:
    """Half of a defaulted loan is lost, the insurer bears 0.8 of it, and half of that is compensated: at most 20 of 100 million."""
    record = record_of(loss_shares=SPLIT, government_compensation={"payer": "fund", "payee": "insurer", "rate": 0.5, "of": "payout"})
    asked = {**LOST, "default_rate": 1, "loss_given_default": "0.5", "annual_rate": 0, "budget": {"compensation": budget}}
    row = ask(record, asked)["budget"]["compensation"]
    assert (row["default_rate"], row["left"]) == (default_rate, left)
