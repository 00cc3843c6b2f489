"""The search index holds every word that a scheme says, in pieces small enough to load."""

from __future__ import annotations

import gzip
import json

import pytest
from required_tools import ROOT

from generator import search_index
from generator.publication import load_publication
from generator.views.atlas import Atlas

FIRST_RESULT = 300_000


@pytest.fixture(scope="module")
def atlas():
    return Atlas(load_publication(ROOT, "2026-11-20"))


@pytest.fixture(scope="module")
def files(atlas):
    return search_index.files(atlas, [("about.html", "关于本站"), ("schemes/foshan-2022.html", "佛山")])


def value(script: bytes):
    """What a script assigns."""
    name, text = script.decode().removesuffix(";\n").split("=", 1)
    assert name.startswith("window.atlasSearch")
    return json.loads(text)


def test_the_index_names_every_scheme_and_parameter(atlas, files):
    index = value(files["search/index.js"])
    assert [row[0] for row in index["schemes"]] == [scheme["id"] for scheme in atlas.schemes]
    assert [row[0] for row in index["parameters"]] == [p["id"] for p in atlas.parameters]
    assert index["pages"] == [["about.html", "关于本站"]]


def test_every_provision_with_words_is_in_a_shard(atlas, files):
    index = value(files["search/index.js"])
    rows = {
        (index["schemes"][row[0]][0], index["parameters"][row[1]][0], row[2]): row
        for number in range(index["shards"])
        for row in value(files[f"search/shard-{number}.js"])["rows"]
    }
    for scheme in atlas.schemes:
        for parameter, entry in scheme["parameters"].items():
            for number, provision in enumerate(entry["provisions"], start=1):
                if provision["text"]["zh"]:
                    row = rows[scheme["id"], parameter, number]
                    assert row[4] == provision["text"]["zh"]
                    assert all(e["phrase"] in row[5] for e in provision["evidence"])


def test_states_are_written_one_letter_a_parameter(atlas, files):
    index = value(files["search/index.js"])
    shard = value(files["search/shard-0.js"])
    for scheme, letters in zip(atlas.schemes, shard["states"], strict=False):
        states = [index["states"][index["letters"].index(letter)] for letter in letters]
        assert states == [atlas.label("state", e["state"]) for e in scheme["parameters"].values()]


def test_schemes_are_spread_over_shards(atlas, monkeypatch):
    monkeypatch.setattr(search_index, "SCHEMES_PER_SHARD", 2)
    files = search_index.files(atlas, [])
    index = value(files["search/index.js"])
    assert index["shards"] == len(files) - 1 == -(-len(atlas.schemes) // 2)
    assert [row[5] for row in index["schemes"]][:4] == [0, 0, 1, 1]
    assert {row[0] for row in value(files["search/shard-1.js"])["rows"]} <= {2, 3}


def test_the_first_result_needs_little(files):
    largest = max((f for path, f in files.items() if "shard" in path), key=len)
    sent = len(gzip.compress(files["search/index.js"])) + len(gzip.compress(largest))
    assert sent <= FIRST_RESULT
