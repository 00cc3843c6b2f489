"""The tables: read again they give what the records say, no cell is a formula, the package describes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from fractions import Fraction

import pytest
import shipped_data
from jsonschema import Draft202012Validator
from required_tools import ROOT

from generator import cli
from generator.exports.csv_text import BOM, Column, Table, cell_text, csv_bytes, safe_text
from generator.exports.files import TABLES

AS_OF = "2026-11-20"
CATALOGUE = shipped_data.catalogue()
RECORDS = shipped_data.records()
FILES = shipped_data.exports()
PACKAGE = json.loads(FILES["data/datapackage.json"])

# The Data Package standard, version 2, as far as a package of tables uses it.
NAME = {"type": "string", "pattern": "^[a-z0-9._-]+$"}
PACKAGE_SCHEMA = {
    "type": "object",
    "required": ["$schema", "name", "resources", "licenses"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": NAME,
        "title": {"type": "string"},
        "description": {"type": "string"},
        "version": {"type": "string"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "schema"],
                "properties": {
                    "name": NAME,
                    "type": {"const": "table"},
                    "path": {"type": "string", "pattern": r"^(?!/|~|.*\.\./)[A-Za-z0-9_./-]+$"},
                    "format": {"const": "csv"},
                    "mediatype": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
                    "encoding": {"const": "utf-8"},
                    "bytes": {"type": "integer"},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name"],
                                    "properties": {
                                        "name": {"type": "string"},
                                        "type": {
                                            "enum": ["string", "number", "integer", "boolean"]
                                        },
                                    },
                                },
                            },
                            "primaryKey": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}


def rows(name: str) -> list[dict[str, str]]:
    """A table read again as a stranger would."""
    text = FILES[f"data/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_a_table_is_utf8_with_a_mark_and_windows_line_ends(table):
    content = FILES[f"data/{table.name}.csv"]
    assert content.startswith(BOM.encode()) and content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_cell_read_again_is_what_was_written(table):
    for written, read in zip(table.rows(RECORDS), rows(table.name), strict=True):
        for column, value in zip(table.columns, written, strict=True):
            text = read[column.name]
            if value is None or value == "":
                assert text == ""
            elif column.kind == "string":
                assert text.removeprefix("'") == str(value).removeprefix("'")
            elif column.kind == "boolean":
                assert text == ("true" if value else "false")
            else:
                assert Fraction(text) == Fraction(repr(value))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_keys_are_unique_and_whole(table):
    keys = [tuple(row[name] for name in table.key) for row in rows(table.name)]
    assert keys and len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_no_text_of_a_table_is_a_formula(table):
    kinds = {column.name: column.kind for column in table.columns}
    for row in rows(table.name):
        for name, text in row.items():
            assert kinds[name] != "string" or not text.startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n")
            )


def test_there_is_a_row_for_every_scheme_provision_and_parameter():
    assert len(rows("schemes")) == len(RECORDS.schemes)
    provisions = [
        (scheme["id"], name, number)
        for scheme in RECORDS.schemes
        for name, cell in scheme["parameters"].items()
        for number, _ in enumerate(cell["provisions"], start=1)
    ]
    assert [
        (r["方案编号"], r["参数编号"], int(r["序号"])) for r in rows("provisions")
    ] == provisions
    assert len(rows("coverage")) == len(RECORDS.schemes) * len(CATALOGUE.vocabulary.parameters)
    assert len(rows("parameters")) == len(CATALOGUE.vocabulary.parameters)
    rates = RECORDS.reference_rates["series"].values()
    assert len(rows("reference_rates")) == sum(len(s["rows"]) * len(s["tenors"]) for s in rates)


def test_a_provision_has_its_words_and_its_evidence():
    row = next(
        r
        for r in rows("provisions")
        if (r["方案编号"], r["参数编号"]) == ("zibo-2022", "loan_amount_cap")
    )
    assert (row["内容"], row["简写"], row["数值"]) == ("不超过20万元", "20万元", "200000")
    assert (row["原文用语"].split(" | ")[0], row["出处"].split(" | ")[0]) == (
        "单户最高20万元",
        "一1",
    )
    assert json.loads(row["结构化取值"]) == 200000


TABLE = Table(
    "t",
    "表",
    (Column("文", "string", ""), Column("数", "number", "")),
    ("文",),
    lambda records: iter(()),
)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start):
    text = f"{start}cmd()"
    assert safe_text(text) == "'" + text == cell_text(text, "string")
    assert safe_text("贷款" + text) == "贷款" + text


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1+1", "'", "''", "贷款", "-5", "'甲'", ""])
def test_taking_one_leading_apostrophe_away_gives_every_text_back(text):
    assert cell_text(text, "string").removeprefix("'") == text
    assert not cell_text(text, "string").startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [(-5, "integer", "-5"), (-0.5, "number", "-0.5"), (1e-7, "number", "0.0000001"), (0.0609, "number", "0.0609"),
     (None, "number", ""), (True, "boolean", "true"), (None, "string", ""), ("-5", "string", "'-5")],
)  # fmt: skip
def test_a_number_stays_a_number(value, kind, text):
    assert cell_text(value, kind) == text


def test_a_cell_with_commas_quotes_and_lines_is_read_again():
    nasty = ['甲,"乙"\n丙', 1.5]
    table = Table("t", "表", TABLE.columns, ("文",), lambda records: iter([nasty]))
    text = csv_bytes(table, RECORDS).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ['甲,"乙"\n丙', "1.5"]


def test_the_package_follows_the_standard():
    assert [e.message for e in Draft202012Validator(PACKAGE_SCHEMA).iter_errors(PACKAGE)] == []
    assert not Draft202012Validator(PACKAGE_SCHEMA).is_valid({**PACKAGE, "resources": []})


def test_the_package_describes_the_tables_as_they_are():
    assert {f"data/{r['path']}" for r in PACKAGE["resources"]} == {
        p for p in FILES if p.endswith(".csv")
    }
    for resource in PACKAGE["resources"]:
        content = FILES[f"data/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert set(resource["schema"]["primaryKey"]) <= set(header)


def test_the_command_writes_every_file(tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["--root", str(ROOT), "export", "--out", str(out), "--as-of", AS_OF]) == 0
    written = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert written == FILES
    assert str(len(FILES)) in capsys.readouterr().out


def test_the_command_refuses_a_day_that_is_none(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--root", str(ROOT), "export", "--out", str(tmp_path), "--as-of", "2026-13-01"])
    assert stopped.value.code == 2 and "2026-13-01" in capsys.readouterr().err


def test_the_command_writes_nothing_where_the_data_has_faults(tmp_path, capsys):
    (tmp_path / "policies").mkdir()
    out = tmp_path / "out"
    assert cli.main(["--root", str(tmp_path), "export", "--out", str(out)]) == 1
    assert not out.exists() and "policies/parameters.yaml" in capsys.readouterr().err


def test_the_command_does_not_write_into_a_file(tmp_path, capsys):
    (tmp_path / "out").write_text("taken")
    assert cli.main(["--root", str(ROOT), "export", "--out", str(tmp_path / "out")]) == 1
    assert (tmp_path / "out").read_text() == "taken" and "不是文件夹" in capsys.readouterr().err
