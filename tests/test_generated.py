"""What is made from the model and the vocabulary: the editor's schema is up to date, the template holds together."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest
from jsonschema import Draft7Validator
from required_tools import ROOT

from generator import cli
from generator.located import Mapping, Scalar, compose, read
from generator.model import Instrument, Source
from generator.schema import editor_schema
from generator.scheme_files import load_scheme
from generator.structuring import INVALID, Reading, structure
from generator.template import FIELD_HINTS, KIND_EXAMPLES, NewScheme, find_region, new_scheme_text
from generator.values import KINDS
from generator.vocabulary import load_vocabulary

VOCABULARY, _ = load_vocabulary(ROOT / "policies")
SCHEMA = editor_schema(VOCABULARY)
VALIDATOR = Draft7Validator(SCHEMA)
SCHEMES = sorted((ROOT / "policies" / "schemes").glob("*.yaml"))


def as_an_editor_sees(node: object) -> object:
    """A located tree as a YAML 1.2 editor reads it: words true and false are flags, all else text."""
    if isinstance(node, Scalar):
        return node.text == "true" if node.text in ("true", "false") else node.text
    if isinstance(node, Mapping):
        return {key.text: as_an_editor_sees(child) for key, child in node.entries}
    return [as_an_editor_sees(child) for child in node.items]


def test_the_schema_on_disk_is_up_to_date(capsys):
    assert cli.main(["--root", str(ROOT), "schema", "--check"]) == 0, capsys.readouterr().err


def test_a_stale_schema_is_found_and_renewed(tmp_path, capsys):
    for name in ("parameters", "terms", "regions"):
        (tmp_path / "policies").mkdir(exist_ok=True)
        text = (ROOT / "policies" / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / "policies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    command = ["--root", str(tmp_path), "schema"]
    assert cli.main([*command, "--check"]) == 1 and "已过时" in capsys.readouterr().err
    assert not (tmp_path / "policies" / "schema").exists()
    assert cli.main(command) == 0 and cli.main([*command, "--check"]) == 0
    path = tmp_path / "policies" / "schema" / "scheme.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("loan_amount_cap", "loan_cap"), encoding="utf-8"
    )
    assert cli.main([*command, "--check"]) == 1


def test_the_schema_is_a_schema_that_refers_only_to_what_it_defines():
    Draft7Validator.check_schema(SCHEMA)
    references = set(re.findall(r'"\$ref": ?"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert references and references <= set(SCHEMA["$defs"])
    assert list(SCHEMA["properties"]["parameters"]["properties"]) == list(VOCABULARY.parameters)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda p: p.stem)
def test_every_scheme_fits_the_schema(path):
    node, _ = read(path)
    faults = VALIDATOR.iter_errors(as_an_editor_sees(node))
    assert [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in faults] == []


FAULTS = {
    "an unknown field": lambda s: s.update(colour="red"),
    "an unknown parameter": lambda s: s["parameters"].update(loan_cap=[{"value": "1元"}]),
    "a bare number for money": lambda s: s["parameters"].update(loan_amount_cap=[{"value": 300}]),
    "a rate without its sign": lambda s: s["parameters"].update(
        loan_rate_observed=[{"value": "0.05"}]
    ),
    "a value of another kind": lambda s: s["parameters"].update(
        loan_term_max=[{"value": "300万元"}]
    ),
    "an unknown term": lambda s: s["instrument"].update(kind="law"),
    "no sources": lambda s: s.pop("sources"),
    "a field missing inside": lambda s: s["sources"][0].pop("title"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_schema_shows_an_editor_what_is_wrong(fault):
    node, _ = read(ROOT / "policies" / "schemes" / "zibo-2022.yaml")
    tree = as_an_editor_sees(node)
    assert VALIDATOR.is_valid(tree)
    FAULTS[fault](tree)
    assert not VALIDATOR.is_valid(tree)


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_has_a_sound_example_of_every_kind(kind):
    node, _ = compose(KIND_EXAMPLES[kind], "example.yaml")
    reading = Reading("example.yaml", [], VOCABULARY.term_ids(), KINDS[kind])
    assert structure(node, KINDS[kind], "", reading) is not INVALID, [
        str(p) for p in reading.problems
    ]


def test_the_template_says_what_to_write_in_every_field():
    for cls in (Instrument, Source):
        known = {item.name for item in fields(cls) if not item.metadata.get("internal")}
        assert {name for owner, name in FIELD_HINTS if owner is cls} == known


NEW = NewScheme(VOCABULARY.regions["440600"], 2030, "2026-11-20")
TEMPLATE = new_scheme_text(NEW, VOCABULARY)


def test_the_template_names_every_parameter_with_its_definition():
    for parameter in VOCABULARY.parameters.values():
        assert re.search(rf"^  (# )?{parameter.id}:$", TEMPLATE, re.M), parameter.id
        assert parameter.label.zh in TEMPLATE


def test_what_must_be_filled_in_is_all_that_is_wrong_with_the_template(tmp_path):
    path = tmp_path / "foshan-2030.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, VOCABULARY)
    assert scheme is None
    lines = TEMPLATE.split("\n")
    for problem in problems:
        line = lines[problem.line - 1]
        assert re.fullmatch(r"\s*(- )?\w+:", line) or "zh: ," in line, str(problem)


def test_the_template_filled_in_is_a_scheme(tmp_path):
    filled = TEMPLATE.replace("{zh: ,", "{zh: 佛山市方案,")
    blanks = {
        "title": "某办法", "number": "unread", "kind": "measures", "issuers": "unread", "issued_on": "unread",
        "effective_from": "unread", "expires_on": "unread", "tier": "press", "read": "part", "checked_on": "2026-11-20",
    }  # fmt: skip
    head, sources = filled.split("\nsources:")
    sources = sources.replace("kind:\n", "kind: press\n", 1)
    filled = head + "\nsources:" + sources
    for name, value in blanks.items():
        filled = re.sub(rf"^(\s+){name}:$", rf"\g<1>{name}: {value}", filled, flags=re.M)
    filled = filled.replace("# stub: true", "stub: true")
    filled = filled.replace("# missing: [第五条以后]", "missing: [全文]").replace(
        "# publisher:", "publisher:"
    )
    path = tmp_path / "foshan-2030.yaml"
    path.write_text(filled, encoding="utf-8")
    scheme, problems = load_scheme(path, path.name, VOCABULARY)
    assert scheme is not None, [str(p) for p in problems]


def test_every_example_of_the_template_fits_the_schema_once_it_counts():
    text = re.sub(r"^(\s*)# (?!yaml-language)", r"\1", TEMPLATE, flags=re.M)
    text = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("##"))
    node, _ = compose(text, "template.yaml")
    tree = as_an_editor_sees(node)
    assert set(tree["parameters"]) == set(VOCABULARY.parameters)
    faults = [f for f in VALIDATOR.iter_errors(tree) if f.instance != ""]
    assert [f"{list(f.absolute_path)}: {f.message[:200]}" for f in faults] == []


@pytest.mark.parametrize("name", ["440600", "佛山市", "佛山", "Foshan", "foshan"])
def test_a_region_is_found_by_code_and_by_name(name):
    assert find_region(name, VOCABULARY).code == "440600"


def test_a_region_that_is_not_there_is_not_guessed():
    assert find_region("佛", VOCABULARY) is None


def test_the_command_writes_a_file_once(tmp_path, capsys):
    path = tmp_path / "new.yaml"
    command = ["--root", str(ROOT), "new", "佛山", "2030", "--out", str(path)]
    assert cli.main(command) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server") and "id: foshan-2030" in text
    path.write_text("mine", encoding="utf-8")
    assert cli.main(command) == 1 and path.read_text(encoding="utf-8") == "mine"
    assert "已经存在" in capsys.readouterr().err


def test_the_command_names_a_near_region(capsys):
    assert cli.main(["--root", str(ROOT), "new", "佛山省", "2030", "--out", "-"]) == 1
    assert "佛山市" in capsys.readouterr().err


@pytest.mark.parametrize("year", ["22", "二〇二二", "1800", "2022.0"])
def test_a_year_that_is_none_is_a_fault_of_usage(year, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--root", str(ROOT), "new", "佛山", year])
    assert stopped.value.code == 2 and "2022" in capsys.readouterr().err
