"""Random quotes over every published scheme and random ones: both engines answer with the same bytes.

ATLAS_QUOTES sets how many (20,000 unless set, 200,000 in the long trial), ATLAS_QUOTES_SEED the seed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import shipped_data
from random_quotes import line, write_folder
from required_tools import ROOT

from generator.commands.quote import read_folder
from generator.costs import answers
from generator.costs.messages import MESSAGES

SEED = int(os.environ.get("ATLAS_QUOTES_SEED", "20261120"))
AT_ONCE = 10_000
RANDOM_SCHEMES = 80
VECTORS = ROOT / "tests" / "vectors"


def write_records(folder: Path, rng: Random) -> list[str]:
    """The published records of policies/, the examples and random schemes; gives the ids of all schemes."""
    built = shipped_data.publication()
    examples = [
        json.loads(path.read_bytes()) for path in sorted(VECTORS.glob("schemes/example-*.json"))
    ]
    records = built.parameters, built.reference_rates, [*built.schemes, *examples]
    return write_folder(folder, rng, *records, RANDOM_SCHEMES)


def worked_examples() -> list[dict]:
    """The requests of the vectors."""
    quotes, requests = (
        [
            test["input"]
            for group in json.loads((VECTORS / name).read_bytes())
            for test in group["tests"]
        ]
        for name in ("quotes.json", "request.json")
    )
    return quotes + [{"scheme": "example-limits", "request": request} for request in requests]


def compare(node: str, folder: Path, count: int) -> Counter[str]:
    """Ask both engines `count` random lines; how often each code and outcome was seen."""
    rng = Random(SEED)
    schemes = write_records(folder, rng)
    records, worked = read_folder(folder), worked_examples()
    seen: Counter[str] = Counter()
    for start in range(0, count, AT_ONCE):
        lines = [line(rng, schemes, worked) for _ in range(min(AT_ONCE, count - start))]
        python = list(answers(lines, records.scheme, records.parameters, records.references))
        done = subprocess.run(
            [node, ROOT / "tests" / "js" / "quote_batch.cjs", "--api", folder],
            input=b"\n".join(lines) + b"\n", stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        javascript = done.stdout.split(b"\n")[:-1]
        assert len(python) == len(javascript) == len(lines)
        for asked, one, other in zip(lines, python, javascript, strict=True):
            assert one == other + b"\n", f"the engines differ on {asked!r}"
        for answer in map(json.loads, python):
            seen.update(check["code"] for check in answer.get("checks", ()))
            seen[answer.get("error") or ("computed" if answer["schedule"] else "refused")] += 1
    return seen


def test_both_engines_answer_random_quotes_with_the_same_bytes(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    count = int(os.environ.get("ATLAS_QUOTES", "20000"))
    seen = compare(require_tool("node"), tmp_path / "api", count)
    if count >= 20_000:
        assert seen["computed"] > count / 4
        assert [code for code in MESSAGES if not seen[code]] == []
        malformed = ("not_json", "too_deep", "not_an_object", "unknown_scheme", "no_request")
        assert all(seen[code] for code in malformed)


@pytest.mark.soak
def test_both_engines_answer_many_random_quotes_with_the_same_bytes(
    require_tool: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("ATLAS_QUOTES", "200000"))
    seen = compare(require_tool("node"), tmp_path / "api", count)
    with capsys.disabled():
        print(f"\nquotes in both languages: {count}, differences 0, computed {seen['computed']}")
