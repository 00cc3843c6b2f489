"""The real command, killed at any moment or run twice at once: the last good site stays whole and the next build succeeds.

The project is three schemes, so that a build is short; `make soak` kills more often.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time

import pytest
import warm
from build_trial import Trial, command, tree
from small_project import AS_OF

KILLS = int(os.environ.get("ATLAS_KILLS", "20"))
SOAK_KILLS = int(os.environ.get("ATLAS_SOAK_KILLS", "500"))


@pytest.fixture(scope="module")
def trial(tmp_path_factory, small_sites) -> Trial:
    return Trial(tmp_path_factory.mktemp("trial"), small_sites)


MEASURED_EVERY = 10
"""So many kills share one measure of what a build takes: a machine that is busier later would be killed too early only."""


def kill_often(trial: Trial, times: int, seed: int) -> dict[str, int]:
    """Kills so many builds at random moments; what stood at the target after each. Never cleaned up by hand.

    Before every `MEASURED_EVERY` of them a whole build must succeed, with what those before left. A build that had
    finished when its moment came was not killed: it is told apart, and another one is started.
    """
    chance, seen, seconds = random.Random(seed), {"old": 0, "new": 0, "finished": 0}, 0.0
    while seen["old"] + seen["new"] < times:
        if sum(seen.values()) % MEASURED_EVERY == 0:
            seconds = trial.build(trial.other())
        before = trial.whole()
        day = trial.other()
        build = warm.Running(command(trial.root, trial.out, day))
        # Half of the kills fall late, where files are checked, flushed and exchanged.
        moment = chance.uniform(0, 1.05) if chance.random() < 0.5 else chance.uniform(0.7, 1.05)
        deadline = time.monotonic() + moment * seconds
        while time.monotonic() < deadline and not build.finished:
            time.sleep(0.005)
        finished = build.finished
        if not finished:
            build.kill()
        build.wait()
        after = trial.whole()
        seen["finished" if finished else "old" if after == before else "new"] += 1
        assert seen["finished"] <= times, "most builds finish before they are killed: the moments do not fit the builds"
    return seen


def told(seen: dict[str, int]) -> str:
    stood = f"old one stood {seen['old']}, new one stood {seen['new']}"
    return f"\nkills: {seen['old'] + seen['new']}, half a site 0, {stood}; builds that had finished first: {seen['finished']}"


def test_a_build_killed_at_random_moments_leaves_a_whole_site_and_the_next_succeeds(trial, capsys):
    seen = kill_often(trial, KILLS, seed=20261120)
    with capsys.disabled():
        print(told(seen))
    assert seen["old"] >= KILLS // 4
    trial.recovers()


@pytest.mark.soak
def test_five_hundred_killed_builds_leave_whole_sites(trial, capsys):
    seen = kill_often(trial, SOAK_KILLS, seed=7)
    with capsys.disabled():
        print(told(seen))
    assert seen["old"] and seen["new"], "no kill came before, or none after the exchange: the moments do not fit the builds"
    trial.recovers()


@pytest.mark.parametrize("call", ["renameat2", "syncfs"])
def test_a_build_killed_just_before_and_just_after_the_exchange_leaves_a_whole_site(call, trial):
    """The two moments that a random kill seldom meets, met on purpose; the next build has to do with what both left."""
    name = {"renameat2": "exchange_folders", "syncfs": "_flush"}[call]
    for when in ("before", "after"):
        inner = "inner(*a); " if when == "after" else ""
        script = (
            f"import os, signal\nfrom generator import publish\ninner = publish.{name}\n"
            f"def cut(*a):\n    {inner}os.kill(os.getpid(), signal.SIGKILL)\npublish.{name} = cut"
        )
        done = trial.spoilt(script)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert trial.whole() == ("new" if (call, when) == ("renameat2", "after") else "old")
    trial.recovers()


def test_of_two_builds_at_once_one_waits_or_refuses_and_the_site_is_whole(trial):
    running = [warm.Running(command(trial.root, trial.out, day)) for day in (AS_OF, trial.other_day)]
    results = [(done.stderr, done.returncode) for done in (build.wait() for build in running)]
    codes = sorted(code for _, code in results)
    assert codes in ([0, 0], [0, 1]), results
    assert all("另一次构建正在进行" in said for said, code in results if code == 1)
    assert all("Traceback" not in said for said, _ in results)
    trial.whole()
    trial.recovers()


def test_a_half_written_site_would_be_seen(trial, tmp_path):
    """The comparison itself: one file short, one file changed."""
    copy = tmp_path / "site"
    shutil.copytree(trial.out, copy)
    assert tree(copy) == trial.old
    (copy / "index.html").write_text("", encoding="utf-8")
    assert tree(copy) != trial.old
    (copy / "index.html").unlink()
    assert tree(copy) != trial.old
