"""Records made while files are read say what records made of the whole catalogue say; equal parts are one object."""

from __future__ import annotations

import json

from required_tools import ROOT

from generator.catalogue import load_catalogue
from generator.publication import build_records, load_publication
from generator.publication.sharing import Shared


def test_records_made_file_by_file_are_those_of_the_whole_catalogue():
    streamed = load_publication(ROOT)
    catalogue, _ = load_catalogue(ROOT)
    whole = build_records(catalogue, streamed.as_of)
    assert streamed == whole
    assert json.dumps(streamed.schemes) == json.dumps(whole.schemes)
    assert any(scheme["instrument"]["superseded_by"] for scheme in streamed.schemes)


def test_sharing_changes_nothing_and_keeps_kinds_and_orders_apart():
    value = {"b": [1, True, 1.0, "1", None, 0, False], "a": {"x": [], "y": (), "z": {}}, "c": {"y": (), "x": []}}
    made = Shared()(value)
    assert json.dumps(made) == json.dumps(value)
    assert [type(one) for one in made["b"]] == [type(one) for one in value["b"]]
    assert type(made["a"]["y"]) is tuple and type(made["a"]["x"]) is list


def test_equal_parts_become_one_object():
    share = Shared()
    one, other = share({"when": {"zh": "个体", "n": [1, 2]}}), share({"if": {"zh": "个体", "n": [1, 2]}})
    assert one["when"] is other["if"]
    assert share({"zh": "个体", "n": [1, 3]}) is not one["when"]
