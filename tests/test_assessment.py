"""What follows from the facts: lifecycle, published figures computed again, net shares, nominal caps, sort keys."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import shipped_data

from generator.assessment.calendar import add_months, first_day, last_day, last_day_of_validity
from generator.assessment.derived import coverage, covers_case, net_loss_shares, nominal_caps
from generator.assessment.figures import printed, recompute
from generator.assessment.lifecycle import lifecycle, pointings
from generator.assessment.ordering import cell_key, sort_key
from generator.assessment.reference import equivalent
from generator.losses import Compensation, Shares
from generator.model import (
    Instrument,
    Names,
    Notice,
    Provision,
    PublishedFigure,
    Relation,
    Scheme,
    SchemeHead,
    Source,
    When,
)
from generator.quantities import Duration
from generator.support import Reward
from generator.values import Charge, RateFormula
from generator.wording.assessments import nominal_cap_text, reason_text, why, working
from generator.wording.labels import Labels

REAL = shipped_data.catalogue()
VOCABULARY, RATES = REAL.vocabulary, REAL.rates
LABELS = Labels(VOCABULARY)
TODAY = "2026-11-20"


def scheme(
    scheme_id="here-2022", *, notices=(), relations=(), provisions=None, figures=(), **instrument
):
    """A scheme whose instrument was issued and took effect on 2022-08-29, with those changes."""
    base = Instrument(
        title="某市办法",
        number="unstated",
        kind="measures",
        issuers="unread",
        issued_on="2022-08-29",
        effective_from="2022-08-29",
        expires_on="unstated",
    )
    head = SchemeHead(
        id=scheme_id,
        name=Names(zh="某市方案"),
        region="440600",
        instrument=replace(base, **instrument),
        notices=notices,
        relations=relations,
        published_figures=figures,
        sources=(
            Source(
                id="main",
                title="办法",
                kind="governing_document",
                tier="official",
                read="full",
                checked_on=TODAY,
            ),
        ),
    )
    return Scheme(head=head, provisions=provisions or {}, file="here.yaml")


def status(one, *others, as_of=TODAY):
    """The lifecycle of `one` beside the others."""
    pointing = pointings({s.id: s for s in (one, *others)})
    return lifecycle(one, pointing.get(one.id, ()), as_of)


def notice(kind, **more):
    return Notice(kind=kind, title="关于清理文件的通知", **more)


def follower(kind, *, title="新办法", **instrument):
    """A later scheme with a relation of that kind to `here-2022`."""
    return scheme(
        "later-2024",
        relations=(Relation(kind=kind, scheme="here-2022"),),
        title=title,
        **instrument,
    )


UNKNOWN = {"issued_on": "unread", "effective_from": "unread", "expires_on": "unread"}
LIFECYCLES = [
    ("no expiry is stated", scheme(), (), "in_force", "no_expiry"),
    ("valid until a later day", scheme(expires_on="2027-01-01"), (), "in_force", "until"),
    ("the last day still counts", scheme(expires_on="2026-11-20"), (), "in_force", "until"),
    ("the day after it has expired", scheme(expires_on="2026-11-19"), (), "expired", "expired"),
    ("a year alone ends with its last day", scheme(expires_on="2026"), (), "in_force", "until"),
    ("a month alone ends with its last day", scheme(expires_on="2026-10"), (), "expired", "expired"),
    ("a stated length of validity", scheme(expires_on="unread", validity=Duration(36, "months")), (), "expired", "validity_over"),
    ("a stated length not yet over", scheme(expires_on="unread", validity=Duration(60, "months")), (), "in_force", "until"),
    ("not yet in effect", scheme(effective_from="2026-11-21"), (), "not_yet_effective", "not_yet_effective"),
    ("in effect from today", scheme(effective_from="2026-11-20"), (), "in_force", "no_expiry"),
    ("the expiry was not read", scheme(expires_on="unread"), (), "unknown", "expiry_unread"),
    ("no expiry, long ago", scheme(issued_on="2015", effective_from="unstated"), (), "unknown", "no_expiry_long_ago"),
    ("no date is known", scheme(**UNKNOWN), (), "unknown", "dates_unknown"),
    ("no document is known", scheme(kind="programme", **UNKNOWN), (), "unknown", "programme"),
    ("a draft", scheme(stage="draft_for_comment"), (), "draft_for_comment", "draft"),
    ("a draft is no less a draft once it is final", scheme(stage="draft_for_comment"), (follower("finalises"),),
     "draft_for_comment", "draft_finalised"),
    ("planned", scheme(stage="planned", **UNKNOWN), (), "planned", "planned"),
    ("a plan whose time has passed", scheme(stage="planned", expires_on="2023-12-31"), (), "expired", "expired"),
    ("superseded", scheme(expires_on="2030-01-01"), (follower("supersedes"),), "superseded", "superseded"),
    ("superseded comes before expired", scheme(expires_on="2023-01-01"), (follower("supersedes"),), "superseded", "superseded"),
    ("a successor not yet in effect", scheme(), (follower("supersedes", effective_from="2027-01-01"),), "in_force", "no_expiry"),
    ("a draft supersedes nothing", scheme(), (follower("supersedes", stage="draft_for_comment"),), "in_force", "no_expiry"),
    ("a successor of unknown date", scheme(), (follower("supersedes", **UNKNOWN),), "superseded", "superseded"),
    ("what implements it does not supersede it", scheme(), (follower("implements"),), "in_force", "no_expiry"),
    ("repealed", scheme(notices=(notice("repealed", dated="2023"),)), (), "repealed", "repealed"),
    ("repealed comes before superseded", scheme(notices=(notice("repealed"),)), (follower("supersedes"),), "repealed", "repealed"),
    ("a repeal still to come", scheme(notices=(notice("repealed", dated="2027-01-01"),)), (), "in_force", "no_expiry"),
    ("lapsed", scheme(notices=(notice("lapsed", dated="2020"),)), (), "expired", "lapsed"),
    ("kept in force over its expiry", scheme(expires_on="2023-01-01", notices=(notice("kept_in_force", dated="2024"),)), (),
     "in_force", "kept"),
    ("kept in force for a time", scheme(expires_on="2023-01-01", notices=(notice("extended", until="2027"),)), (),
     "in_force", "kept_until"),
    ("kept in force for a time that is over", scheme(expires_on="2023-01-01", notices=(notice("extended", until="2025"),)), (),
     "expired", "expired"),
    ("kept in force, but superseded", scheme(notices=(notice("kept_in_force"),)), (follower("supersedes"),), "superseded", "superseded"),
    ("kept in force though its dates are not known", scheme(**UNKNOWN, notices=(notice("kept_in_force", dated="2025"),)), (),
     "in_force", "kept"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "one", "others", "wanted", "reason"), LIFECYCLES, ids=[row[0] for row in LIFECYCLES]
)
def test_each_rule_of_the_lifecycle(case, one, others, wanted, reason):
    life = status(one, *others)
    assert (life.status, life.reason) == (wanted, reason)


@pytest.mark.parametrize("row", LIFECYCLES, ids=[row[0] for row in LIFECYCLES])
def test_each_status_says_why_in_both_languages(row):
    said = why(status(row[1], *row[2]))
    assert said.zh and said.en and "{" not in said.zh + said.en


def test_the_same_data_on_another_day_has_another_status():
    one = scheme(expires_on="2022-12-31")
    days = ("2022-08-28", "2022-08-29", "2022-12-31", "2023-01-01")
    assert [status(one, as_of=day).status for day in days] == [
        "not_yet_effective",
        "in_force",
        "in_force",
        "expired",
    ]


def test_the_reason_says_whether_a_date_is_of_issue_or_of_effect():
    assert why(status(scheme(expires_on="unread"))).zh.startswith("2022年8月29日起施行")
    assert why(status(scheme(expires_on="unread", effective_from="unread"))).zh.startswith(
        "2022年8月29日印发"
    )


def test_a_status_names_the_notices_that_keep_a_text_in_force():
    life = status(
        scheme(
            expires_on="2023-01-01",
            notices=(notice("kept_in_force", dated="2024"), notice("lapsed", dated="2027")),
        )
    )
    assert [n.kind for n in life.kept_by] == ["kept_in_force"]


DAYS = [
    (first_day("2015"), "2015-01-01"),
    (first_day("2018-05"), "2018-05-01"),
    (last_day("2016-02"), "2016-02-29"),
    (last_day("2015"), "2015-12-31"),
    (add_months("2024-01-31", 1), "2024-02-29"),
    (add_months("2022-08-29", 36), "2025-08-29"),
    (last_day_of_validity("2022-08-29", Duration(36, "months")), "2025-08-28"),
    (last_day_of_validity("2022-08-29", Duration(10, "days")), "2022-09-07"),
    (last_day_of_validity("2019", Duration(12, "months")), "2020-12-30"),
]


@pytest.mark.parametrize(("day", "wanted"), DAYS)
def test_partial_dates_and_months(day, wanted):
    assert day == wanted


SEED_FIGURES = [
    ("shenzhen-2018", "9.09%", Fraction("0.0909"), True, "4.35%×1.4＋3%"),
    ("shenzhen-2018", "33.3倍", Fraction(100, 3), True, "1÷（1%＋2%）"),
    ("zhangjiakou-2014", "30倍", Fraction(30), True, "3亿元÷1000万元"),
    ("zhangjiakou-2014", "10%", Fraction("0.088"), True, "6%×1.3＋1%"),
]


@pytest.mark.parametrize(("scheme_id", "stated", "value", "agrees", "shown"), SEED_FIGURES)
def test_the_figures_that_the_documents_publish_come_out_again(
    scheme_id, stated, value, agrees, shown
):
    one = REAL.schemes[scheme_id]
    figure = next(f for f in one.head.published_figures if f.stated == stated)
    result = recompute(figure, one, RATES)
    assert (result.value, result.agrees) == (value, agrees)
    assert working(figure, result).zh == shown


CAP = RateFormula(reference="pbc_benchmark", tenor="same_term", markup=Fraction(2, 5))
TERMS = {
    "loan_rate_cap": (Provision(value=CAP),),
    "premium_rate_cap": (Provision(value=Charge(rate=Fraction(3, 100))),),
    "bank_reward": (Provision(value=Reward(payer="unstated", payee="bank", rate=Fraction(1, 100), base="disbursed")),),
    "insurer_reward": (Provision(value=Reward(payer="unstated", payee="insurer", rate=Fraction(2, 100), base="disbursed")),),
}  # fmt: skip
FIGURES = [
    ("rate_cap_plus_premium", "9.09%", {}, Fraction("0.0909"), True, None),
    ("rate_cap_plus_premium", "9.1%", {}, Fraction("0.0909"), True, None),
    ("rate_cap_plus_premium", "9%", {}, Fraction("0.0909"), True, None),
    ("rate_cap_plus_premium", "9.10%", {}, Fraction("0.0909"), False, None),
    ("rate_cap_plus_premium", "8.64%", {"loan_rate_cap": "2015-06-28", "premium_rate_cap": "1.85%"}, Fraction("0.0864"), True, None),
    ("rate_cap_plus_premium", "9%", {"loan_rate_cap": "2015", "premium_rate_cap": "3%"}, None, None, "rate_unknown"),
    ("rate_cap_plus_premium", "9%", {"loan_rate_cap": "2001-01-01"}, None, None, "rate_unknown"),
    ("rate_cap_plus_premium", "9%", {"guarantee_fee_cap": ""}, None, None, "input_missing"),
    ("net_borrower_cost", "7.8%", {"loan_rate_cap": "6.09%", "premium_rate_cap": "3%", "premium_subsidy": "1.3%"}, Fraction("0.0779"), True, None),
    ("net_borrower_cost", "不超过10%", {"loan_rate_cap": "6.09%", "premium_rate_cap": "1%"}, Fraction("0.0709"), True, "below_ceiling"),
    ("net_borrower_cost", "不超过7%", {"loan_rate_cap": "6.09%", "premium_rate_cap": "1%"}, Fraction("0.0709"), False, None),
    ("net_borrower_cost", "不超过7.09%", {"loan_rate_cap": "6.09%", "premium_rate_cap": "1%"}, Fraction("0.0709"), True, None),
    ("net_borrower_cost", "不足7.09%", {"loan_rate_cap": "6.09%", "premium_rate_cap": "1%"}, Fraction("0.0709"), False, None),
    ("leverage_from_rewards", "33.3倍", {}, Fraction(100, 3), True, None),
    ("leverage_from_rewards", "33倍", {}, Fraction(100, 3), True, None),
    ("leverage_from_rewards", "34倍", {}, Fraction(100, 3), False, None),
    ("leverage_from_rewards", "50倍", {"bank_reward": "2%"}, Fraction(50), True, None),
    ("leverage_from_funds", "30倍", {"funds": "1000万元", "lending": "3亿元"}, Fraction(30), True, None),
    ("leverage_from_funds", "30倍", {"funds": "1000万元"}, None, None, "input_missing"),
    ("leverage_from_funds", "30倍", {"funds": "一千万"}, None, None, "input_unreadable"),
    ("none", "0.68%", {}, None, None, "no_rule"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "stated", "inputs", "value", "agrees", "reason"), FIGURES)
def test_each_rule_of_a_published_figure(rule, stated, inputs, value, agrees, reason):
    one = scheme(provisions=TERMS, issued_on="2018-05-31", effective_from="unread")
    figure = PublishedFigure(what="资金成本", stated=stated, inputs=inputs, rule=rule)
    result = recompute(figure, one, RATES)
    assert (result.value, result.agrees, result.reason) == (value, agrees, reason)
    said = reason_text(result, LABELS)
    assert bool(said) == (reason is not None) and "{" not in said.zh + said.en


def test_a_figure_without_a_date_for_its_rate_is_not_guessed():
    one = scheme(provisions=TERMS, **UNKNOWN)
    result = recompute(
        PublishedFigure(what="成本", stated="9.09%", rule="rate_cap_plus_premium"), one, RATES
    )
    assert (result.value, result.reason) == (None, "date_unknown")


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [("9.09%", (Fraction("0.0909"), 4)), ("33.3倍", (Fraction("33.3"), 1)), ("约30倍", (Fraction(30), 0)), ("很高", None)],
)  # fmt: skip
def test_a_stated_figure_is_read_with_its_printed_places(stated, wanted):
    assert printed(stated) == wanted


EQUIVALENTS = [
    (CAP, "2018-05-31", "0.0609"),
    (CAP, "2018-05", "0.0609"),
    (CAP, "2018", "0.0609"),
    (CAP, "2015-08", None),
    (CAP, "2019-08-19", "0.0609"),
    (CAP, "2019-08-20", None),
    (CAP, "2001-01-01", None),
    (RateFormula(reference="lpr", tenor="1y", add=200), "2022-08-29", "0.0565"),
    (RateFormula(reference="lpr", tenor="5y", add=-50), "2022-08-29", "0.038"),
    (RateFormula(reference="lpr", tenor="unstated", add=150), "2022-08-29", None),
    (RateFormula(reference="lpr", tenor="1y", add=150), "2099-01-01", None),
    (RateFormula(fixed=Fraction(6, 100)), "2022-08-29", None),
]


@pytest.mark.parametrize(("formula", "day", "rate"), EQUIVALENTS)
def test_a_rate_is_known_only_on_a_day_that_is_known(formula, day, rate):
    known = equivalent(formula, RATES, day)
    assert (known and known.rate) == (rate and Fraction(rate))


def shares(**parts):
    return Shares(
        shares={p: Fraction(n, 100) for p, n in parts.items()},
        of="principal",
        stage="before_compensation",
    )


def compensation(**more):
    return Compensation(
        **{
            "payer": "fund",
            "payee": "insurer",
            "rate": Fraction(45, 100),
            "of": "principal_loss",
            **more,
        }
    )


FIRST = When(group="first_time_borrower")
NET = [
    ("of the loss", compensation(), FIRST, {"bank": 10, "insurer": 45, "fund": 45}),
    (
        "of the payout",
        compensation(of="payout", rate=Fraction(50, 100)),
        FIRST,
        {"bank": 10, "insurer": 45, "fund": 45},
    ),
    ("for every case", compensation(), When(), {"bank": 10, "insurer": 45, "fund": 45}),
    ("for another case", compensation(), When(group="startup"), None),
    ("an unstated rate", compensation(rate="unstated"), FIRST, None),
    ("of excess claims", compensation(of="excess_claims"), FIRST, None),
    ("more than was borne", compensation(rate=Fraction(95, 100)), FIRST, None),
    ("to a party that bears nothing", compensation(payee="guarantor"), FIRST, None),
]


@pytest.mark.parametrize(("case", "paid", "when", "wanted"), NET, ids=[row[0] for row in NET])
def test_shares_after_compensation(case, paid, when, wanted):
    one = scheme(
        provisions={
            "loss_shares": (Provision(value=shares(bank=10, insurer=90), when=FIRST),),
            "government_compensation": (Provision(value=paid, when=when),),
        }
    )
    found = net_loss_shares(one)
    assert [net.shares for net in found] == (
        [{party: Fraction(part, 100) for party, part in wanted.items()}] if wanted else []
    )
    assert all(sum(net.shares.values()) == 1 for net in found)


def test_foshan_bears_ten_fortyfive_and_fortyfive():
    (net,) = net_loss_shares(REAL.schemes["foshan-2022"])
    assert net.shares == {
        "bank": Fraction(1, 10),
        "insurer": Fraction(9, 20),
        "fund": Fraction(9, 20),
    }


def test_the_nominal_cap_adds_loan_rate_and_premium_for_each_route():
    caps = {cap.when.route: cap for cap in nominal_caps(REAL.schemes["zibo-2022"], RATES)}
    assert {route: cap.rate for route, cap in caps.items()} == {
        "insurance": Fraction("0.0815"),
        "guarantee": Fraction("0.0715"),
    }
    assert nominal_cap_text(caps["insurance"]).zh == "5.65%＋2.5%＝8.15%（参考利率按2022年8月29日）"


def test_there_is_no_nominal_cap_without_a_known_date():
    assert nominal_caps(scheme(provisions=TERMS, **UNKNOWN), RATES) == []


def test_a_condition_covers_a_case_that_asks_as_much():
    assert covers_case(When(), FIRST) and covers_case(FIRST, FIRST)
    assert not covers_case(FIRST, When())


@pytest.mark.parametrize("scheme_id", REAL.schemes)
def test_every_parameter_is_in_exactly_one_state(scheme_id):
    counts = coverage(REAL.schemes[scheme_id], VOCABULARY)
    states = ("stated", "delegated", "silent", "unread", "not_applicable")
    assert sum(counts[state] for state in states) == counts["total"] == len(VOCABULARY.parameters)
    assert counts["archive_checked"] <= counts["evidence"]


KEYS = [
    ("loan_amount_cap", Fraction(3_000_000), 3_000_000),
    ("loan_term_max", Duration(36, "months"), 1080),
    ("claim_payment_deadline", Duration(10, "working_days"), 14),
    ("premium_rate_cap", Charge(rate=Fraction(3, 100)), Fraction(3, 100)),
    ("premium_rate_cap", Charge(rate="unstated"), None),
    ("loss_shares", shares(bank=20, insurer=80), Fraction(1, 5)),
    ("loan_rate_cap", RateFormula(fixed=Fraction(6, 100)), Fraction(6, 100)),
    ("loan_rate_cap", CAP, None),
    ("legal_person_required", True, 1),
    ("rate_discount", "优惠利率", None),
    ("loan_amount_cap", None, None),
]


@pytest.mark.parametrize(("parameter", "value", "key"), KEYS)
def test_the_sort_key_of_a_value(parameter, value, key):
    assert sort_key(VOCABULARY.parameters[parameter], value) == key


def test_the_sort_key_of_a_rate_formula_is_what_it_came_to():
    assert sort_key(VOCABULARY.parameters["loan_rate_cap"], CAP, Fraction("0.0609")) == Fraction(
        "0.0609"
    )


def test_a_cell_is_sorted_by_what_is_best_for_the_borrower():
    keys = [Fraction(3), None, Fraction(10)]
    assert cell_key(VOCABULARY.parameters["loan_amount_cap"], keys) == 10
    assert cell_key(VOCABULARY.parameters["premium_rate_cap"], keys) == 3
    assert cell_key(VOCABULARY.parameters["loss_shares"], keys) == 3
    assert cell_key(VOCABULARY.parameters["loan_amount_cap"], [None]) is None
