"""The published records: every file fits its schema, every parameter stands in every scheme, numbers stay exact."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
import shipped_data
from jsonschema import Draft202012Validator
from required_tools import ROOT

from generator import publication
from generator.exports import export_files
from generator.model import STATES
from generator.publication import (
    DataProblems,
    build_records,
    json_text,
    load_publication,
    load_records,
)
from generator.publication.vocabulary import value_range
from generator.structuring import UNSTATED

CATALOGUE = shipped_data.catalogue()
AS_OF = "2026-11-20"
RECORDS = shipped_data.records()
FILES = shipped_data.exports()
JSON_FILES = [
    p for p in FILES if p.startswith("api/v1/") and "/schema/" not in p and "openapi" not in p
]
SEEDS = ("shenzhen-2018", "foshan-2022", "shandong-2015", "zhangjiakou-2014", "zibo-2022")

SCHEME_KEYS = {"id", "name", "region", "covers", "covers_open", "may_join", "instrument", "lifecycle", "sources",
               "parameters", "derived", "published_figures"}  # fmt: skip
INSTRUMENT_KEYS = {"title", "number", "kind", "issuers", "issued_on", "effective_from", "expires_on",
                   "application_deadline", "supersedes", "superseded_by", "chapters", "articles"}  # fmt: skip
SOURCE_KEYS = {"id", "title", "kind", "tier", "governing", "publisher", "published_on", "url", "sha256", "read",
               "missing", "checked_on"}  # fmt: skip
PROVISION_KEYS = {"value", "state", "when", "modality", "adds", "text", "evidence", "note", "previous", "approx",
                  "conflicts_with", "to", "ref", "mentioned"}  # fmt: skip
EVIDENCE_KEYS = {
    "source",
    "locator",
    "phrase",
    "tier",
    "checked",
    "role",
    "pick",
    "derivable",
    "reason",
}


# OpenAPI 3.1, as far as a description of files that are only read uses it.
RESPONSE = {
    "type": "object",
    "required": ["description"],
    "properties": {
        "description": {"type": "string"},
        "content": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"schema": {"type": "object"}}, "additionalProperties": False},
        },
    },
    "additionalProperties": False,
}
OPENAPI_PARAMETER = {
    "type": "object",
    "required": ["name", "in", "required", "schema"],
    "properties": {
        "name": {"type": "string"}, "in": {"const": "path"}, "required": {"const": True},
        "description": {"type": "string"}, "schema": {"type": "object"},
    },
    "additionalProperties": False,
}  # fmt: skip
OPERATION = {
    "type": "object",
    "required": ["operationId", "summary", "responses"],
    "properties": {
        "operationId": {"type": "string", "pattern": "^[a-z_]+$"},
        "summary": {"type": "string", "minLength": 1},
        "parameters": {"type": "array", "items": OPENAPI_PARAMETER},
        "responses": {
            "type": "object", "required": ["200"], "patternProperties": {"^[1-5][0-9][0-9]$": RESPONSE}, "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}  # fmt: skip
OPENAPI_SCHEMA = {
    "type": "object",
    "required": ["openapi", "info", "paths"],
    "properties": {
        "openapi": {"type": "string", "pattern": r"^3\.1\.\d+$"},
        "info": {
            "type": "object", "required": ["title", "version"],
            "properties": {
                **{name: {"type": "string"} for name in ("title", "summary", "description", "version")},
                "license": {
                    "type": "object", "required": ["name"], "additionalProperties": False,
                    "properties": {"name": {"type": "string"}, "identifier": {"type": "string"}},
                },
            },
            "additionalProperties": False,
        },
        "servers": {"type": "array", "items": {"type": "object", "required": ["url"]}},
        "paths": {
            "type": "object", "minProperties": 1, "additionalProperties": False,
            "patternProperties": {"^/": {"type": "object", "required": ["get"], "properties": {"get": OPERATION}, "additionalProperties": False}},
        },
    },
    "additionalProperties": False,
}  # fmt: skip


def schema_of(path: str) -> str:
    return "scheme" if "/schemes/" in path else path.rsplit("/", 1)[-1].removesuffix(".json")


VALIDATORS = {
    name: Draft202012Validator(json.loads(FILES[f"api/v1/schema/{name}.json"]))
    for name in sorted({schema_of(path) for path in JSON_FILES})
}


@pytest.mark.parametrize("path", JSON_FILES)
def test_every_file_fits_its_schema(path):
    faults = VALIDATORS[schema_of(path)].iter_errors(json.loads(FILES[path]))
    assert [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in faults] == []


@pytest.mark.parametrize("name", VALIDATORS)
def test_every_schema_is_a_schema_and_refuses_what_it_does_not_know(name):
    schema = VALIDATORS[name].schema
    Draft202012Validator.check_schema(schema)
    assert not VALIDATORS[name].is_valid({"surprise": 1})


BREAKAGES = {
    "a parameter is missing": lambda s: s["parameters"].pop("loan_amount_cap"),
    "money as text": lambda s: cap(s).update(value="300万元"),
    "an unknown state": lambda s: s["parameters"]["loan_amount_cap"].update(state="missing"),
    "a share above one": lambda s: s["parameters"]["loss_shares"]["provisions"][0]["value"][
        "shares"
    ].update(bank=1.2),
    "an unknown party": lambda s: s["parameters"]["loss_shares"]["provisions"][0]["value"][
        "shares"
    ].update(me=0),
    "a status of its own": lambda s: s["lifecycle"].update(status="valid"),
    "no English": lambda s: cap(s)["text"].pop("en"),
    "evidence without a tier": lambda s: cap(s)["evidence"][0].pop("tier"),
    "a field that the contract does not have": lambda s: s.update(extra=1),
}


def cap(scheme):
    return scheme["parameters"]["loan_amount_cap"]["provisions"][0]


@pytest.mark.parametrize("fault", BREAKAGES)
def test_a_scheme_that_breaks_the_contract_does_not_fit(fault):
    scheme = json.loads(FILES["api/v1/schemes/zibo-2022.json"])
    assert VALIDATORS["scheme"].is_valid(scheme)
    BREAKAGES[fault](scheme)
    assert not VALIDATORS["scheme"].is_valid(scheme)


@pytest.mark.parametrize("scheme_id", CATALOGUE.schemes)
def test_a_scheme_has_the_names_of_the_contract(scheme_id):
    scheme = RECORDS.scheme(scheme_id)
    assert set(scheme) >= SCHEME_KEYS
    assert set(scheme["instrument"]) >= INSTRUMENT_KEYS
    assert set(scheme["lifecycle"]) >= {"status", "as_of", "why", "kept_in_force_by"}
    assert all(set(source) >= SOURCE_KEYS for source in scheme["sources"])
    assert list(scheme["parameters"]) == list(CATALOGUE.vocabulary.parameters)
    for cell in scheme["parameters"].values():
        assert set(cell) >= {"state", "partial", "note", "provisions"}
        for provision in cell["provisions"]:
            assert set(provision) >= PROVISION_KEYS
            pieces = provision["evidence"] + provision["mentioned"]
            assert all(set(piece) == EVIDENCE_KEYS for piece in pieces)


def test_the_first_five_schemes_are_published_under_their_ids():
    assert set(SEEDS) <= {scheme["id"] for scheme in RECORDS.schemes}


@pytest.mark.parametrize("scheme_id", CATALOGUE.schemes)
def test_a_parameter_has_the_strongest_state_of_its_provisions(scheme_id):
    for name, cell in RECORDS.scheme(scheme_id)["parameters"].items():
        states = [provision["state"] for provision in cell["provisions"]] or [cell["state"]]
        assert cell["state"] == min(states, key=STATES.index), name
        weaker = any(state != cell["state"] for state in states)
        assert cell["partial"] or not weaker, name


def test_foshan_shares_are_stated_for_first_time_borrowers_only():
    cell = RECORDS.scheme("foshan-2022")["parameters"]["loss_shares"]
    assert (cell["state"], cell["partial"]) == ("stated", True)


def leaves(value):
    """Every leaf of a value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def fractions_of(value):
    """Every exact number inside a typed value."""
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from fractions_of(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from fractions_of(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from fractions_of(getattr(value, name))


@pytest.mark.parametrize("scheme_id", CATALOGUE.schemes)
def test_numbers_are_read_again_exactly(scheme_id):
    published = json.loads(FILES[f"api/v1/schemes/{scheme_id}.json"])
    for name, provisions in CATALOGUE.schemes[scheme_id].provisions.items():
        records = published["parameters"][name]["provisions"]
        for provision, record in zip(provisions, records, strict=False):
            if provision.value is None or hasattr(provision.value, "markup"):
                continue
            read = [
                Fraction(repr(leaf))
                for leaf in leaves(record["value"])
                if isinstance(leaf, (int, float)) and not isinstance(leaf, bool)
            ]
            for exact in fractions_of(provision.value):
                assert exact in read, (name, exact)


def test_a_markup_is_published_as_a_multiplier():
    (provision,) = RECORDS.scheme("shenzhen-2018")["parameters"]["loan_rate_cap"]["provisions"]
    assert provision["value"] == {
        "reference": "pbc_benchmark",
        "tenor": "same_term",
        "multiplier": 1.4,
    }


def test_every_value_is_published_or_named_unstated():
    for scheme in RECORDS.schemes:
        for cell in scheme["parameters"].values():
            for provision in cell["provisions"]:
                value = provision["value"]
                if isinstance(value, dict) and None in value.values():
                    open_names = value.get(UNSTATED, [])
                    known = {"net_of_subsidy", "after_recourse", "definition"}
                    if "threshold_from" in value:
                        known = known | {"threshold"}
                    assert all(value[n] is not None or n in open_names or n in known for n in value)


def test_reference_rates_have_the_shape_that_calculators_read():
    series = RECORDS.reference_rates["series"]
    assert set(series) == {"lpr", "pbc_benchmark"}
    assert series["lpr"]["rows"][0] == {
        "from": "2019-08-20",
        "values": {"1y": 0.0425, "5y": 0.0485},
    }
    for one in series.values():
        tenors = {tenor["id"] for tenor in one["tenors"]}
        assert all(set(row["values"]) == tenors for row in one["rows"])
        assert [row["from"] for row in one["rows"]] == sorted(row["from"] for row in one["rows"])


def test_the_table_of_comparison_has_a_cell_for_every_parameter_and_scheme():
    count = len(RECORDS.compare["schemes"])
    assert count == len(RECORDS.schemes)
    for parameter in RECORDS.compare["parameters"]:
        for column in ("text", "text_en", "short", "state", "partial", "sort", "anchor"):
            assert len(parameter[column]) == count
        assert all(parameter["short"]), parameter["id"]
        assert all(
            re.fullmatch(r"schemes/[a-z0-9-]+\.html#p-[a-z-]+", a) for a in parameter["anchor"]
        )


def test_schemes_stand_in_order_of_region_and_year():
    keys = [(s["region"]["code"], s["year"] or 0, s["id"]) for s in RECORDS.schemes]
    assert keys == sorted(keys)


def test_every_region_that_a_scheme_names_is_there_with_those_above_it():
    for scheme in RECORDS.schemes:
        for code in (scheme["region"]["code"], *scheme["covers"], *scheme["may_join"]):
            while code:
                assert code in RECORDS.regions
                code = RECORDS.regions[code]["parent"]


def test_the_same_data_gives_the_same_bytes():
    again = export_files(build_records(CATALOGUE, AS_OF))
    assert again == FILES


def test_another_day_changes_no_fact():
    other = build_records(CATALOGUE, "2022-09-01")
    for one, two in zip(RECORDS.schemes, other.schemes, strict=True):
        assert one["parameters"] == two["parameters"] and one["instrument"] == two["instrument"]
    assert other.scheme("zibo-2022")["lifecycle"]["status"] == "in_force"
    assert RECORDS.scheme("zibo-2022")["lifecycle"]["status"] == "expired"


def test_the_day_of_the_edition_holds_unless_another_is_given(tmp_path):
    records, _ = load_records(ROOT)
    assert records.as_of == publication.default_as_of(ROOT)
    records, problems = load_records(ROOT, "2026-02-30")
    assert records is None and "2026-02-30" in str(problems[0])


def test_faulty_data_is_refused_with_every_problem(tmp_path):
    (tmp_path / "policies").mkdir()
    with pytest.raises(DataProblems) as refused:
        load_publication(tmp_path)
    files = {problem.file for problem in refused.value.problems}
    assert {"policies/edition.yaml", "policies/parameters.yaml", "policies/regions.yaml"} <= files


def test_the_index_leads_to_files_that_are_there():
    for name, link in RECORDS.index["links"].items():
        if name == "tables":
            assert link == "../../data/datapackage.json" and "data/datapackage.json" in FILES
        elif "{" not in link and not link.endswith("/"):
            assert f"api/v1/{link}" in FILES
    assert [line["url"] for line in RECORDS.schemes_index["schemes"]] == [
        f"schemes/{scheme['id']}.json" for scheme in RECORDS.schemes
    ]


def test_the_description_of_the_interface_names_every_file():
    openapi = json.loads(FILES["api/v1/openapi.json"])
    Draft202012Validator(OPENAPI_SCHEMA).validate(openapi)
    paths = [re.compile("api/v1" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))) for path in openapi["paths"]]
    files = [path for path in FILES if path.startswith("api/v1/")]
    assert [path for path in files if sum(bool(p.fullmatch(path)) for p in paths) != 1] == []
    assert all(any(p.fullmatch(path) for path in files) for p in paths)
    for path, item in openapi["paths"].items():
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if "$ref" in schema:
            assert f"api/v1/{schema['$ref']}" in FILES
        else:
            assert path in ("/schema/{name}.json", "/openapi.json")
        named = {p["name"] for p in item["get"].get("parameters", ())}
        assert named == set(re.findall(r"\{(\w+)\}", path))
    ids = [item["get"]["operationId"] for item in openapi["paths"].values()]
    assert len(set(ids)) == len(ids)


def test_every_contradiction_of_the_data_is_published_with_its_evidence():
    published = json.loads(FILES["api/v1/contradictions.json"])
    inside = [
        (scheme["id"], parameter)
        for scheme in RECORDS.schemes
        for parameter, entry in scheme["parameters"].items()
        if any(provision["conflicts_with"] for provision in entry["provisions"])
    ]
    assert [(c["scheme"], c["parameter"]) for c in published["schemes"] if c["parameter"]] == inside
    assert all(p["evidence"] for c in published["schemes"] for p in c["provisions"])
    assert {c["decision"] for c in published["schemes"]} == {"told", "both_recorded", "one_recorded"}
    for clash in published["schemes"]:
        assert clash["told"]
        entry = next(s for s in RECORDS.schemes if s["id"] == clash["scheme"])["parameters"]
        for side in clash["provisions"]:
            provision = entry[clash["parameter"]]["provisions"][side["number"] - 1]
            assert (side["text"], side["evidence"]) == (provision["text"], provision["evidence"])
    wrong = {(s["id"], f["what"]) for s in RECORDS.schemes for f in s["published_figures"] if f["agrees"] is False}
    assert {(f["scheme"], f["what"]) for f in published["published_figures"]} == wrong
    told = sum(len(series["conflicts"]) for series in RECORDS.reference_rates["series"].values())
    assert len(published["reference_rates"]) == told > 0


def test_every_difference_names_cells_that_are_published():
    published = json.loads(FILES["api/v1/differences.json"])["differences"]
    schemes = {scheme["id"]: scheme for scheme in RECORDS.schemes}
    assert len(published) == len(RECORDS.differences) > 0
    for cell in (cell for difference in published for cell in difference["cells"]):
        assert cell["parameter"] is None or cell["parameter"] in schemes[cell["scheme"]]["parameters"]


def scheme_with(*sorts):
    provisions = [
        {
            "state": "stated",
            "sort": sort,
            "adds": False,
            "short": {"zh": f"{sort}元", "en": f"{sort}"},
        }
        for sort in sorts
    ]
    return {
        "id": f"s-{'-'.join(map(str, sorts))}",
        "parameters": {"loan_amount_cap": {"provisions": provisions}},
    }


def test_the_range_of_a_parameter_names_the_schemes_at_its_ends():
    parameter = CATALOGUE.vocabulary.parameters["loan_amount_cap"]
    found = value_range(parameter, [scheme_with(10, 300), scheme_with(20), scheme_with()])
    assert found == {
        "text": {"zh": "10元至300元", "en": "10 to 300"},
        "n": 2,
        "low": ["s-10-300"],
        "high": ["s-10-300"],
    }
    assert value_range(parameter, [scheme_with(10)]) is None
    assert value_range(parameter, [scheme_with(10), scheme_with(10, 10)])["text"]["zh"] == "10元"


def test_json_may_stand_inside_a_page():
    text = json_text({"a": "</script><!--\u2028\u2029贷款"})
    assert "</" not in text and "<!--" not in text and "\u2028" not in text and "贷款" in text
    assert json.loads(text) == {"a": "</script><!--\u2028\u2029贷款"}
    assert text.endswith("}\n")


def test_a_number_that_json_does_not_have_is_refused():
    with pytest.raises(ValueError):
        json_text({"rate": float("nan")})
