"""Work beside this process: the same result as in it, faults handed on, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import beside as module
from generator.beside import beside

ROOT = Path(__file__).parent.parent


class Unpicklable(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


@pytest.fixture(params=[False, True], ids=["in turn", "side by side"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(module, "allowed", request.param)
    monkeypatch.setattr(module, "_idle_processor", lambda: hasattr(os, "fork"))
    return request.param and hasattr(os, "fork")


def test_the_result_comes_back_whole(either: bool):
    large = ["行" * 1000 + str(number) for number in range(500)]
    waiting = beside(lambda: (os.getpid(), large))
    process, found = waiting()
    assert found == large and (process != os.getpid()) is either


def test_a_fault_is_raised_to_the_waiter(either: bool):
    def fails() -> None:
        raise ValueError("two pages claim a.html")

    with pytest.raises(ValueError, match="two pages claim a.html"):
        beside(fails)()


def test_a_fault_that_cannot_be_handed_on_is_named(either: bool):
    def fails() -> None:
        raise Unpicklable(1, 2)

    with pytest.raises((Unpicklable, RuntimeError), match="1 and 2"):
        beside(fails)()


def test_the_copy_ends_with_the_process_it_was_made_from(tmp_path: Path):
    program = (
        "import os, pathlib, sys, time\nfrom generator import beside\nbeside.allowed = True\n"
        "beside._idle_processor = lambda: True\n"
        "def work():\n    pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n    time.sleep(600)\n"
        "beside.beside(work)()\n"
    )
    note = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", program, str(note)], cwd=ROOT)
    while not (note.exists() and note.read_text()):
        assert parent.poll() is None
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    child = Path(f"/proc/{note.read_text()}/stat")
    while child.exists() and child.read_text().split()[2] != "Z":
        time.sleep(0.01)


@pytest.mark.parametrize(("running", "processors", "worth"), [(1, 1, False), (1, 2, True), (2, 2, True), (3, 2, False), (3, 4, True)])
def test_a_copy_is_made_where_a_processor_has_time_for_it(running: int, processors: int, worth: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_running", lambda: running)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)))
    assert module._idle_processor() is worth


def test_this_process_is_among_those_that_run():
    assert module._running() >= 1
