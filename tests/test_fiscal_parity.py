"""Random designs and requests: both engines of the treasury answer with the same bytes; the script stays small.

ATLAS_ESTIMATES sets how many requests (1,000 unless set, 50,000 in the long trial), ATLAS_ESTIMATES_SEED the seed.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import shipped_data
from random_fiscal import design, request
from required_tools import ROOT
from test_fiscal import ASKED, YEARS

from generator.fiscal import simulate, write
from generator.fiscal.messages import CODES

SEED = int(os.environ.get("ATLAS_ESTIMATES_SEED", "20261120"))
RANDOM_DESIGNS = 120
SCRIPTS = ROOT / "site_templates" / "theme" / "assets" / "javascripts"
MOST_BYTES = 17_500


def published(folder: Path, rng: Random) -> tuple[dict[str, dict], dict, dict]:
    """The records of every scheme and draft in policies/ and of random designs, written to `folder` as well."""
    built = shipped_data.publication()
    records = [*built.schemes, *built.pilots]
    records += [design(rng, f"random-{n}") for n in range(RANDOM_DESIGNS)]
    (folder / "schemes").mkdir(parents=True)
    files = {f"schemes/{record['id']}": record for record in records}
    for name, record in {**files, "parameters": built.parameters, "reference-rates": built.reference_rates}.items():
        (folder / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    # What was written and read again is what both engines see.
    read = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in files}
    return {record["id"]: record for record in read.values()}, built.parameters, built.reference_rates


def compare(node: str, folder: Path, count: int) -> Counter[str]:
    """Ask both engines the worked cases and `count` random requests; how often each code and outcome was seen."""
    rng = Random(SEED)
    records, parameters, references = published(folder, rng)
    names = list(records)
    asked = [{"scheme": scheme, "request": one} for scheme, one, *_ in [*ASKED.values(), *YEARS.values()]]
    asked += [{"scheme": rng.choice(names), "request": request(rng)} for _ in range(count)]
    lines = [json.dumps(one).encode() for one in asked]
    done = subprocess.run(
        [node, ROOT / "tests" / "js" / "fiscal_batch.cjs", "--api", folder],
        input=b"\n".join(lines) + b"\n", stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    javascript = done.stdout.split(b"\n")[:-1]
    assert len(javascript) == len(asked)
    seen: Counter[str] = Counter()
    for line, other in zip(lines, javascript, strict=True):
        one = json.loads(line)
        answer = write(simulate(one["request"], records[one["scheme"]], parameters, references)).encode()
        assert answer == other + b"\n", f"the engines differ on {line!r}"
        read = json.loads(answer)
        seen.update(check["code"] for check in read["checks"])
        if read["premium"] and one["request"].get("premium_base") == "principal_and_interest" and read["premium"]["interest"]:
            seen["on interest"] += 1
        seen["computed" if read["losses"] else "partly" if read["outlay"] else "refused"] += 1
    return seen


def test_both_engines_answer_random_requests_with_the_same_bytes(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    count = int(os.environ.get("ATLAS_ESTIMATES", "1000"))
    seen = compare(require_tool("node"), tmp_path / "api", count)
    if count >= 1000:
        assert seen["on interest"] > count / 40
        assert seen["computed"] > count / 6 and seen["partly"] > count / 6
        assert [code for code in CODES if not seen[code]] == []
        assert [base for base in ("unstated", "given", "stated") if not seen[f"premium_base_{base}"]] == []


@pytest.mark.soak
def test_both_engines_answer_many_random_requests_with_the_same_bytes(
    require_tool: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = int(os.environ.get("ATLAS_ESTIMATES", "50000"))
    seen = compare(require_tool("node"), tmp_path / "api", count)
    with capsys.disabled():
        print(f"\ntreasury requests in both languages: {count}, differences 0, computed {seen['computed']}")


def test_the_script_of_the_engine_stays_small() -> None:
    scripts = b"".join(path.read_bytes() for path in sorted(SCRIPTS.glob("fiscal_*.js")))
    assert len(gzip.compress(scripts, 9)) <= MOST_BYTES
