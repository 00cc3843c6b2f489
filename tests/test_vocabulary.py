"""The vocabulary, the regions and the reference rates are whole, ordered and labelled in both languages."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

POLICIES = Path(__file__).resolve().parent.parent / "policies"

# The published names: they may gain neighbours, but none is dropped, renamed or moved past another.
PUBLISHED = {
    "eligibility": "borrower_classes registration_area min_operating_months legal_person_required size_standard "
    "borrower_age_range credit_conditions compliance_conditions industry_focus key_support_groups "
    "excluded_borrowers other_conditions",
    "loan": "loan_amount_cap insured_amount_cap loan_term_max loan_rate_cap loan_rate_average_cap "
    "loan_rate_observed rate_discount total_cost_cap total_cost_observed permitted_uses prohibited_uses "
    "repayment_methods early_repayment other_fees programme_volume_cap application_window",
    "enhancement": "enhancement_routes premium_rate_cap premium_rate_floor premium_rate_fixed guarantee_fee_cap "
    "premium_includes borrower_premium_share accident_insurance underwriting_form",
    "risk": "loss_shares payout_cap government_compensation excess_loss_compensation compensation_cap_annual "
    "claim_trigger claim_payment_deadline recovery_sharing suspension_trigger npl_tolerance",
    "support": "premium_subsidy guarantee_fee_subsidy interest_subsidy subsidy_clawback bank_reward insurer_reward "
    "reward_cap_annual funds higher_level_reward leverage_claimed",
    "process": "application_channel approval_rule policy_as_pledge subsidy_payment subsidy_review reporting_cycle "
    "required_documents",
    "supervision": "coordination_body responsible_agencies default_sanctions fraud_handling institution_conditions "
    "institution_sanctions",
    "outcomes": "reported_outcomes projected_outcomes",
}
PUBLISHED_KINDS = (
    "borrower_classes terms|registration_area area|min_operating_months duration|legal_person_required flag|"
    "size_standard terms|borrower_age_range range|credit_conditions terms|compliance_conditions terms|"
    "industry_focus terms|key_support_groups terms|excluded_borrowers terms|other_conditions terms|"
    "loan_amount_cap money|insured_amount_cap money|loan_term_max duration|loan_rate_cap rate_formula|"
    "loan_rate_average_cap rate_formula|loan_rate_observed rate|rate_discount text|total_cost_cap cost_cap|"
    "total_cost_observed cost_cap|permitted_uses terms|prohibited_uses terms|repayment_methods terms|"
    "early_repayment text|other_fees text|programme_volume_cap money|application_window date_window|"
    "enhancement_routes terms|premium_rate_cap charge|premium_rate_floor charge|premium_rate_fixed charge|"
    "guarantee_fee_cap charge|premium_includes terms|borrower_premium_share charge_or_share|"
    "accident_insurance text|underwriting_form text|loss_shares shares|payout_cap limit|"
    "government_compensation compensation|excess_loss_compensation compensation|compensation_cap_annual money|"
    "claim_trigger claim_events|claim_payment_deadline duration|recovery_sharing recovery|"
    "suspension_trigger trigger|npl_tolerance trigger|premium_subsidy subsidy|guarantee_fee_subsidy subsidy|"
    "interest_subsidy subsidy|subsidy_clawback text|bank_reward reward|insurer_reward reward|"
    "reward_cap_annual money|funds funds|higher_level_reward text|leverage_claimed multiple|"
    "application_channel text|approval_rule text|policy_as_pledge terms|subsidy_payment text|"
    "subsidy_review text|reporting_cycle cycle|required_documents terms|coordination_body text|"
    "responsible_agencies terms|default_sanctions terms|fraud_handling text|institution_conditions terms|"
    "institution_sanctions terms|reported_outcomes outcomes|projected_outcomes outcomes"
)
BROADER_NEEDS = (
    "loan_amount_floor money|loan_amount_cap_rule text|loan_term_min duration|loan_term_extension duration|"
    "collateral_requirement text|personal_guarantee text|premium_discount text|premium_rate_observed charge|"
    "revenue_cap money|residence_requirement text|industry_revenue_share share|borrower_deposit charge|"
    "loss_layers layers|bank_lending_commitment multiple|subsidy_cap_per_borrower money|subsidy_conditions text|"
    "lending_institutions terms|insuring_institutions terms"
)
UNITS_OF_KINDS = {
    "money": {"yuan"}, "rate": {"fraction"}, "share": {"fraction"}, "multiple": {"multiple"},
    "duration": {"months", "days"}, "range": {"years"}, "date_window": {"date"}, "text": {"none"},
    "terms": {"none"}, "flag": {"none"},
}
PUBLISHED_CLASSES = {
    "enterprise": None, "micro_small_enterprise": "enterprise", "medium_enterprise": "enterprise",
    "leading_agribusiness": "enterprise", "technology_enterprise": "enterprise", "sole_trader": None,
    "business_owner": None, "farm_household": None, "rural_cooperative": None, "family_farm": None,
    "individual_entrepreneur": None,
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def load(name: str) -> dict:
    """One file of `policies/`, its scalars as YAML 1.2 types them."""
    return YAML(typ="safe", pure=True).load((POLICIES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def vocabulary() -> dict:
    return load("parameters.yaml")


@pytest.fixture(scope="module")
def terms() -> dict:
    return load("terms.yaml")


@pytest.fixture(scope="module")
def regions() -> dict:
    return {region["code"]: region for region in load("regions.yaml")["regions"]}


def pairs(text: str) -> dict[str, str]:
    return dict(item.split() for item in text.split("|"))


def above(term: dict) -> list[str]:
    found = term.get("is_a", [])
    return [found] if isinstance(found, str) else list(found)


def test_every_published_parameter_is_there_in_its_group_and_order(vocabulary):
    for group, published in PUBLISHED.items():
        ids = [p["id"] for p in vocabulary["parameters"] if p["group"] == group]
        assert [i for i in ids if i in published.split()] == published.split(), group


def test_no_parameter_is_written_twice_and_groups_come_in_one_run_each(vocabulary):
    ids = [p["id"] for p in vocabulary["parameters"]]
    assert len(ids) == len(set(ids))
    runs = [a for a, b in pairwise([*(p["group"] for p in vocabulary["parameters"]), None]) if a != b]
    assert runs == [g["id"] for g in vocabulary["groups"]] == list(PUBLISHED)


def test_published_kinds_are_unchanged(vocabulary):
    kinds = {p["id"]: p["kind"] for p in vocabulary["parameters"]}
    for parameter, kind in (pairs(PUBLISHED_KINDS) | pairs(BROADER_NEEDS)).items():
        assert kinds[parameter] == kind, parameter


def test_every_parameter_is_labelled_defined_and_ruled_in_both_languages(vocabulary):
    for parameter in vocabulary["parameters"]:
        for field in ("label", "definition", "coding_rule"):
            chinese, english = parameter[field]["zh"], parameter[field]["en"]
            where = f"{parameter['id']}.{field}"
            assert HAN.search(chinese) and not re.search(r"[A-Za-z_]", chinese), where
            assert english.strip() and not HAN.search(english), where
            if field != "label":
                assert chinese.endswith("。") and english.endswith("."), where
    for group in vocabulary["groups"]:
        assert HAN.search(group["label"]["zh"]) and group["label"]["en"]


def test_labels_of_parameters_are_unique(vocabulary):
    for language in ("zh", "en"):
        labels = [p["label"][language] for p in vocabulary["parameters"]]
        assert len(labels) == len(set(labels))


def test_kinds_units_and_modalities_come_from_the_lists(vocabulary, terms):
    known = {name: {t["id"] for t in terms[name]} for name in ("kind", "unit", "modality")}
    for parameter in vocabulary["parameters"]:
        assert parameter["kind"] in known["kind"], parameter["id"]
        assert parameter["unit"] in known["unit"], parameter["id"]
        assert parameter["unit"] in UNITS_OF_KINDS.get(parameter["kind"], known["unit"]), parameter["id"]
        assert parameter.get("modality", "cap") in known["modality"], parameter["id"]
        assert parameter.get("favourable", "lower") in {"higher", "lower"}, parameter["id"]


def test_a_name_that_says_cap_floor_fixed_or_observed_fixes_the_modality(vocabulary):
    said = {"cap": "cap", "max": "cap", "floor": "floor", "min": "floor", "fixed": "fixed", "observed": "observed"}
    for parameter in vocabulary["parameters"]:
        for word in set(parameter["id"].split("_")) & set(said) if parameter["kind"] != "text" else ():
            assert parameter.get("modality") == said[word], parameter["id"]


def test_tolerances_are_plain_fractions_below_one_hundredth(vocabulary):
    for parameter in vocabulary["parameters"]:
        tolerance = parameter.get("tolerance", "0")
        assert isinstance(tolerance, str) and 0 <= Fraction(tolerance) < Fraction(1, 100), parameter["id"]


def test_a_search_word_leads_to_one_parameter_only(vocabulary):
    owners: dict[str, str] = {}
    for parameter in vocabulary["parameters"]:
        assert parameter["aliases"], parameter["id"]
        for word in (parameter["label"]["zh"], *parameter["aliases"]):
            assert word not in owners, f"{word}: {owners.get(word)} and {parameter['id']}"
            owners[word] = parameter["id"]


def test_a_named_list_of_terms_exists_and_belongs_to_a_list_parameter(vocabulary, terms):
    for parameter in vocabulary["parameters"]:
        if "terms" in parameter:
            assert parameter["kind"] == "terms" and parameter["terms"] in terms, parameter["id"]


def test_every_term_is_labelled_once_in_both_languages(terms):
    for name, entries in terms.items():
        ids = [t["id"] for t in entries]
        assert len(ids) == len(set(ids)), name
        for term in entries:
            assert HAN.search(term["label"]["zh"]), f"{name}.{term['id']}"
            assert term["label"]["en"].strip() and not HAN.search(term["label"]["en"]), f"{name}.{term['id']}"
        labels = [t["label"]["zh"] for t in entries]
        assert len(labels) == len(set(labels)), name


def test_of_two_words_the_one_that_holds_the_other_comes_first(terms):
    for name, entries in terms.items():
        for term in entries:
            words = term.get("words", [])
            assert len(words) == len(set(words)), f"{name}.{term['id']}"
            for index, word in enumerate(words):
                hidden = [later for later in words[index + 1 :] if word in later]
                assert not hidden, f"{name}.{term['id']}: {word} before {hidden}"


@pytest.mark.parametrize(
    ("name", "term", "trap"),
    [
        ("mark", "once_per_borrower", "给予一次性补贴"),
        ("party", "guarantor", "小额贷款保证保险"),
        ("route", "guarantee", "小额贷款保证保险"),
        ("base", "principal", "贷款本息的3%"),
        ("base", "principal_and_interest", "贷款本金的3%"),
        ("modality", "cap", "原则上单户"),
        ("modality", "in_principle", "最高不超过300万元"),
        ("op", "above", "达到150%时"),
        ("op", "at_least", "超过5%时"),
        ("modality", "floor", "不超过3年"),
        ("mark", "consecutive", "贷款到期后30天以上未偿还本金"),
    ],
)
def test_a_term_is_not_seen_in_words_that_mean_something_else(terms, name, term, trap):
    words = next(t["words"] for t in terms[name] if t["id"] == term)
    assert not [word for word in words if word in trap]


@pytest.mark.parametrize(
    ("name", "term", "phrase"),
    [
        ("party", "insurer", "承保主体和银行"),
        ("party", "fund", "由保证保险子项目向合作保险公司补偿"),
        ("base", "principal_and_interest", "合计不高于贷款本息的3%"),
        ("reference", "lpr", "1年期贷款市场报价利率（LPR）"),
        ("reference", "pbc_benchmark", "人民银行同期贷款基准利率"),
        ("tenor", "1y", "最新公布的1年期贷款市场报价利率"),
        ("tenor", "same_term", "人民银行同期贷款基准利率"),
        ("modality", "cap", "最长不超过3年"),
        ("modality", "floor", "不低于贷款本息的2%"),
        ("modality", "in_principle", "原则上单户不超过100万元"),
        ("op", "at_least", "达到150%时"),
        ("op", "above", "超过5%时"),
        ("mark", "consecutive", "连续欠息达90天以上"),
        ("mark", "once_per_borrower", "补贴政策只能享受一次"),
        ("group", "first_time_borrower", "对重点支持对象（首贷户）"),
        ("borrower", "sole_trader", "借款人为个体工商户或小微企业主的"),
        ("borrower", "farm_household", "农业种养殖大户"),
        ("period", "pilot_year", "在一个试点年度内"),
        ("after", "court_confirmation", "由司法机构确定"),
    ],
)
def test_a_term_is_seen_in_the_usual_words_for_it(terms, name, term, phrase):
    words = next(t["words"] for t in terms[name] if t["id"] == term)
    assert [word for word in words if word in phrase]


@pytest.mark.parametrize("name", ["borrower", "party", "lender"])
def test_every_chain_of_classes_ends(terms, name):
    parents = {t["id"]: above(t) for t in terms[name]}
    for start in parents:
        waiting, seen = [start], []
        while waiting:
            current = waiting.pop()
            assert current in parents, f"{start} leads to {current}"
            assert current not in seen, f"{start} comes back to {current}"
            seen.append(current)
            waiting += parents[current]


def test_published_borrower_classes_keep_their_place(terms):
    parents = {t["id"]: above(t) for t in terms["borrower"]}
    for name, wanted in PUBLISHED_CLASSES.items():
        reached, waiting = set(), list(parents[name])
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting += parents[current]
        assert ("enterprise" in reached) == (wanted == "enterprise"), name


def test_published_parties_routes_states_and_modalities_are_there(terms):
    for name, published in {
        "party": "bank insurer guarantor government government:city fund fund_manager borrower",
        "route": "insurance guarantee",
        "state": "stated delegated silent unread not_applicable",
        "modality": "cap floor fixed usual in_principle observed planned illustrative required permitted prohibited "
        "encouraged",
        "tier": "official interpretation press article",
        "lifecycle": "draft_for_comment planned not_yet_effective in_force expired superseded repealed unknown",
        "repayment_method": "equal_instalment equal_principal interest_only bullet",
        "metric": "loss_ratio insurer_payout_rate npl_ratio overdue_rate",
        "when_key": "borrower group not_group route purpose phase term event institution region amount for",
    }.items():
        assert set(published.split()) <= {t["id"] for t in terms[name]}, name


def test_every_region_has_a_parent_of_the_level_above_and_a_code_of_that_level(regions):
    zeros = {"province": r"\d{2}0000", "city": r"\d{2}(?!00)\d{2}00", "county": r"\d{4}(?!00)\d{2}"}
    for code, region in regions.items():
        assert re.fullmatch(zeros[region["level"]], code), code
        if region["level"] == "province":
            assert "parent" not in region, code
            continue
        parent = regions[region["parent"]]
        assert code[:2] == parent["code"][:2], code
        assert parent["level"] == "province" or region["level"] == "county" and code[:4] == parent["code"][:4], code


def test_all_provinces_stand_on_the_tile_grid_without_overlap(regions):
    tiles = [r["tile"] for r in regions.values() if r["level"] == "province"]
    assert len(tiles) == 34
    places = {(t["row"], t["column"]) for t in tiles}
    assert len(places) == 34 and all(row >= 1 and column >= 1 for row, column in places)
    assert not [c for c, r in regions.items() if r["level"] != "province" and "tile" in r]


def test_regions_are_sorted_unique_and_named_in_both_languages(regions):
    listed = [r["code"] for r in load("regions.yaml")["regions"]]
    assert len(listed) == len(set(listed))
    assert [c[:2] for c in listed] == sorted(c[:2] for c in listed)
    for code, region in regions.items():
        assert HAN.search(region["zh"]) and not HAN.search(region["en"]), code
    assert str(regions["371200"]["valid_until"]) == "2019"


def rates(name: str) -> tuple[dict, list[tuple[date, list[Fraction]]]]:
    series = load(f"reference_rates/{name}.yaml")
    tenors = [t["id"] for t in series["tenors"]]
    rows = []
    for row in series["rows"]:
        assert list(row) == ["from", *tenors], row
        for tenor in tenors:
            assert re.fullmatch(r"\d\.\d\d%", row[tenor]), row
        rows.append((row["from"], [Fraction(row[t][:-1]) / 100 for t in tenors]))
    return series, rows


@pytest.mark.parametrize(
    ("name", "count", "first", "last", "tenors"),
    [
        ("pbc_benchmark", 19, date(2007, 12, 21), date(2015, 10, 24), ["6m", "1y", "3y", "5y", "over_5y"]),
        ("lpr", 15, date(2019, 8, 20), date(2025, 5, 20), ["1y", "5y"]),
    ],
)
def test_a_series_of_rates_is_sorted_and_complete(name, count, first, last, tenors):
    series, rows = rates(name)
    assert series["id"] == name
    assert [t["id"] for t in series["tenors"]] == tenors
    days = [day for day, _ in rows]
    assert len(days) == count and (days[0], days[-1]) == (first, last)
    assert days == sorted(set(days))
    assert all(a != b for (_, a), (_, b) in pairwise(rows)), "a row that changes nothing"
    for day, values in rows:
        assert values == sorted(values), f"{day}: a longer term below a shorter one"


@pytest.mark.parametrize(
    ("name", "totals"),
    [("pbc_benchmark", [10413, 11161, 11509, 11879, 12179]), ("lpr", [5525, 6520])],
)
def test_the_columns_of_a_series_add_up_to_their_control_totals_in_basis_points(name, totals):
    """The sums of the published tables; a single mistyped cell moves one of them."""
    _, rows = rates(name)
    assert [sum(values[i] for _, values in rows) * 10_000 for i in range(len(totals))] == totals


def test_lpr_falls_from_change_to_change_and_names_the_last_confirmed_day():
    series, rows = rates("lpr")
    assert series["last_confirmed"] == date(2026, 8, 20)
    for (_, earlier), (day, later) in pairwise(rows):
        assert all(b <= a for a, b in zip(earlier, later, strict=True)), day
        assert all(value * 2000 % 1 == 0 for value in later), f"{day}: no multiple of 0.05%"


@pytest.mark.parametrize("name", ["pbc_benchmark", "lpr"])
def test_every_series_names_its_source_witnesses_and_conflicts(name):
    series, _ = rates(name)
    assert series["source"]["title"] and series["source"]["publisher"] and series["source"]["checked_on"]
    assert series["witnesses"] and all(w["covers"] and w["title"] for w in series["witnesses"])
    assert all(set(c) == {"topic", "ours", "theirs", "decision"} for c in series["conflicts"])


@pytest.mark.parametrize(
    ("name", "day", "tenor", "rate"),
    [
        ("pbc_benchmark", date(2012, 7, 6), "1y", "6.00%"),
        ("pbc_benchmark", date(2014, 11, 22), "1y", "5.60%"),
        ("pbc_benchmark", date(2015, 10, 24), "1y", "4.35%"),
        ("lpr", date(2020, 4, 20), "1y", "3.85%"),
        ("lpr", date(2022, 8, 22), "1y", "3.65%"),
    ],
)
def test_rates_that_published_totals_confirm_are_in_the_tables(name, day, tenor, rate):
    """Yunnan 10.8% = 6.00% x 1.3 + 3%; Hubei 6.72% = 5.60% x 1.2; Shenzhen 9.09% = 4.35% x 1.4 + 3%;
    Weifang 4.85% = 3.85% + 1%; the LPR of the day of Zibo's programme."""
    assert next(r for r in load(f"reference_rates/{name}.yaml")["rows"] if r["from"] == day)[tenor] == rate
