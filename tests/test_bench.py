"""The benchmark judges: a limit that is not met, a part that broke and a table that judged nothing are failures."""

from __future__ import annotations

import subprocess
import sys

import bench
import pytest
from bench_rows import NotRun, Row, verdict
from process_memory import megabytes

MET, UNMET, FREE = Row("met", 1, "s", 2), Row("unmet", 3, "s", 2), Row("free", 3, "s")
NO_TOOL, BROKEN = NotRun("tool", "is missing"), NotRun("part", "fell over", broken=True)


@pytest.mark.parametrize(
    ("rows", "well"),
    [
        ([MET, FREE], True),
        ([MET, NO_TOOL], True),
        ([MET, UNMET], False),
        ([MET, BROKEN], False),
        ([FREE, NO_TOOL], False),
        ([], False),
        ([Row("at least", 1, "schemes/s", 2, least=True)], False),
    ],
)
def test_a_table_is_well_where_limits_were_judged_and_met_and_nothing_broke(rows, well):
    assert verdict(rows)[1] is well


def test_a_part_that_breaks_is_said_and_the_rest_go_on(monkeypatch, capsys):
    def falls(table):
        yield MET
        raise ValueError("fell over")

    monkeypatch.setitem(bench.GROUPS, "check", falls)
    monkeypatch.setitem(bench.GROUPS, "edit", lambda table: iter([MET]))
    monkeypatch.setattr(sys, "argv", ["bench.py", "check", "edit"])
    assert bench.main() == 1
    said = capsys.readouterr().out
    assert "BROKEN: ValueError: fell over" in said
    assert "limits met: 2 of 2; not run: 0; broken: 1" in said


def test_memory_counts_every_process_and_what_they_share_once():
    """One of 60 MB starts a copy of itself that shares them and takes 40 MB of its own; they end when they are told."""
    script = (
        "import os\nshared = bytearray(os.urandom(1)) * (60 << 20)\nif os.fork():\n    os.wait()\n"
        "else:\n    own = bytearray(os.urandom(1)) * (40 << 20)\n    print('ready', flush=True)\n    input()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        assert 100 <= megabytes(process.pid) < 60 + 60 + 40
        process.communicate("go on\n")
    assert process.returncode == 0
    assert megabytes(process.pid) == 0
