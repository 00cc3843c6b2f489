"""Drafts: every rule has a committed bad file with exactly what must be said; the shipped ones can be read by every engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shipped_data
from required_tools import ROOT
from synthetic import write_project

from generator.catalogue import Catalogue
from generator.commands.check import check_all, check_files
from generator.costs import quote
from generator.fiscal import simulate, write
from generator.pilots import Pilot, check_references, load_pilot
from generator.publication.pilots import RANK, draft_as_scheme
from generator.publication.records import Records, build_records

BAD = sorted((ROOT / "tests" / "invalid_pilots").glob("*.yaml"))
GOOD = ROOT / "tests" / "valid_pilots" / "example-draft.yaml"
SHIPPED = sorted((ROOT / "policies" / "pilots").glob("*.yaml"))
AS_OF = "2026-11-20"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_data.catalogue()


@pytest.fixture(scope="module")
def records(catalogue: Catalogue) -> Records:
    return build_records(catalogue, AS_OF)


def said(path: Path, catalogue: Catalogue) -> tuple[Pilot | None, list[str]]:
    """The draft, and every problem of the file and of what it says of the catalogue."""
    pilot, problems = load_pilot(path, path.name, catalogue.vocabulary)
    if pilot is not None:
        problems = problems + check_references({pilot.id: pilot}, catalogue.schemes, True)
    return pilot, [f"{str(p).removeprefix(path.name + ':')} [{p.code}]" for p in sorted(problems)]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_draft_gives_exactly_the_problems_on_its_first_lines(path: Path, catalogue: Catalogue) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [line[2:] for line in lines if line.startswith("# ") and line.endswith("]")]
    assert expected and said(path, catalogue)[1] == expected


def test_the_draft_from_which_the_bad_ones_are_made_is_good(catalogue: Catalogue) -> None:
    pilot, problems = said(GOOD, catalogue)
    assert problems == [] and pilot is not None


def test_there_are_bad_drafts_for_every_kind_of_problem() -> None:
    codes = {line.rsplit("[", 1)[1].rstrip("]") for path in BAD for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")}
    assert len(BAD) >= 30
    assert codes >= {"E-DATE", "E-DUPID", "E-DUPKEY", "E-ID", "E-LOGIC", "E-MISSING", "E-NUM", "E-ORDER", "E-PII", "E-REF", "E-SUM", "E-UNIT", "E-UNKNOWN"}


def test_no_message_sends_the_writer_of_a_draft_to_a_source() -> None:
    assert not [path.name for path in BAD if "原文" in path.read_text(encoding="utf-8").split("id:")[0]]


def test_at_least_three_fictitious_examples_are_shipped(catalogue: Catalogue) -> None:
    assert len(catalogue.pilots) == len(SHIPPED) >= 3
    for pilot in catalogue.pilots.values():
        assert pilot.head.example and "示例" in pilot.head.name.zh
        assert pilot.head.place and pilot.head.place.zh.startswith("示例")
        assert pilot.head.peers and any(one.follows for provisions in pilot.provisions.values() for one in provisions)


def test_the_examples_show_what_a_draft_can_hold(catalogue: Catalogue) -> None:
    city, merchants, farm = (catalogue.pilots[name].provisions for name in ("example-city", "example-merchants", "example-county-farm"))
    assert {one.value.stage for one in city["loss_shares"]} == {"final", "before_compensation"}
    assert {str(one.when.group or one.when.not_group) for one in city["loss_shares"]} == {"first_time_borrower"}
    assert set(merchants["enhancement_routes"][0].value) == {"insurance", "guarantee"}
    assert "farm_household" in farm["borrower_classes"][0].value and "loss_layers" in farm
    states = {one.state for pilot in catalogue.pilots.values() for provisions in pilot.provisions.values() for one in provisions}
    assert {"stated", "undecided", "delegated"} <= states


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_drafts_record_has_the_shape_of_a_schemes(path: Path, catalogue: Catalogue, records: Records) -> None:
    pilot = catalogue.pilots[path.stem]
    record, scheme = draft_as_scheme(pilot, catalogue, AS_OF), records.schemes[0]
    json.dumps(record)
    assert set(record) - set(scheme) == {"pilot"}
    assert set(scheme) <= set(record)
    assert list(record["parameters"]) == list(scheme["parameters"])
    usual = set(records.scheme("foshan-2022")["parameters"]["loss_shares"]["provisions"][0])
    for name, parameter in record["parameters"].items():
        assert set(parameter) == set(scheme["parameters"][name])
        assert parameter["state"] in RANK and parameter["state"] != "unread"
        for provision in parameter["provisions"]:
            assert set(provision) == usual
            assert (provision["state"] == "undecided") == (provision["short"]["zh"] == "待定")
    drafted = [name for name, one in record["parameters"].items() if one["provisions"]]
    assert set(drafted) == set(pilot.provisions)
    assert record["region"]["zh"] == pilot.head.place.zh and record["lifecycle"]["status"] == "planned"


def test_what_a_draft_does_not_name_is_undecided_and_what_it_omits_is_silent(catalogue: Catalogue) -> None:
    record = draft_as_scheme(catalogue.pilots["example-merchants"], catalogue, AS_OF)
    states = {name: one["state"] for name, one in record["parameters"].items()}
    assert states["loss_layers"] == "silent"
    assert states["bank_reward"] == states["interest_subsidy"] == "undecided"
    assert states["payout_cap"] == "stated" and record["parameters"]["payout_cap"]["partial"]


def test_the_calculator_and_the_treasurys_engine_read_a_draft(catalogue: Catalogue, records: Records) -> None:
    record = draft_as_scheme(catalogue.pilots["example-city"], catalogue, AS_OF)
    loan = {"amount": 200_000, "months": 12, "repayment": "interest_only", "drawdown": "2027-02-01", "borrower": "sole_trader", "groups": ["first_time_borrower"]}
    response = quote(loan, record, records.parameters, records.reference_rates)
    assert response["totals"]["premium_paid_by_government"] == "2000.00"
    assert response["totals"]["premium_subsidy_to_borrower"] == "1000.00"
    asked = {"lending": 100_000_000, "average_loan": 200_000, "months": 12, "default_rate": 0.05, "loss_given_default": 0.6, "groups": ["first_time_borrower"]}
    answer = json.loads(write(simulate(asked, record, records.parameters, records.reference_rates)))
    assert answer["missing"] == []
    assert answer["outlay"]["premium_subsidy"] == "1500000.00"
    # 3 % of 100 million is lost: the bank bears a tenth, the insurer nine, of which the fund repays four.
    assert answer["losses"][0]["parties"] == {"bank": "300000.00", "insurer": "1500000.00", "fund": "1200000.00"}
    left_out = {check["parameter"] for check in answer["checks"] if check["code"] == "left_out_undecided"}
    assert {"payout_cap", "insurer_reward"} <= left_out


def test_a_layer_of_the_fund_comes_before_the_shares(catalogue: Catalogue, records: Records) -> None:
    record = draft_as_scheme(catalogue.pilots["example-county-farm"], catalogue, AS_OF)
    asked = {"lending": 50_000_000, "average_loan": 250_000, "months": 12, "default_rate": 0.04, "loss_given_default": 0.5, "annual_rate": 0, "loss_rates": [0.02, 0.1]}
    answer = json.loads(write(simulate(asked, record, records.parameters, records.reference_rates)))
    small, large = (row["parties"] for row in answer["losses"][1:])
    assert small == {"bank": "0.00", "insurer": "0.00", "fund": "1000000.00"}
    # Of 5 million the fund bears 1; of the rest the insurer 2.8, repaid by half of what exceeds 1.5 times 1 million of premium.
    assert large == {"bank": "1200000.00", "insurer": "2150000.00", "fund": "1650000.00"}


def test_the_check_reads_drafts_too(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", 2)
    folder = project / "policies" / "pilots"
    folder.mkdir(exist_ok=True)
    (folder / "parties-do-not-add-up.yaml").write_bytes((ROOT / "tests" / "invalid_pilots" / "parties-do-not-add-up.yaml").read_bytes())
    problems, files = check_all(project)
    assert files == 3
    assert [(p.file, p.code) for p in problems if not p.warning] == [("policies/pilots/parties-do-not-add-up.yaml", "E-SUM")]
    problems, files = check_files(project, [str(folder / "parties-do-not-add-up.yaml")])
    assert files == 1 and [p.code for p in problems] == ["E-SUM"]


def test_a_draft_must_name_schemes_that_exist(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", 2)
    folder = project / "policies" / "pilots"
    folder.mkdir(exist_ok=True)
    (folder / "example-draft.yaml").write_bytes(GOOD.read_bytes())
    problems, _ = check_all(project)
    assert [(p.path, p.code) for p in problems if not p.warning] == [("peers", "E-REF"), ("parameters.loss_shares[1].follows", "E-REF")]
