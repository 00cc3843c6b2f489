"""The memory of a command with all the processes it starts: what they share is counted once, at its peak."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks; what stands for less is not seen."""


def descendants(process: int) -> Iterator[int]:
    """The process and, as far as they still run, those it started and they started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:  # It ended while we looked.
            continue
        for child in children:
            yield from descendants(int(child))


def megabytes(process: int) -> float:
    """What the process and those below it hold now in MB; each page that some share is counted once among them."""
    total = 0
    for one in descendants(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def watched(process: subprocess.Popen[bytes]) -> float:
    """Waits for the process to end; the most that it and those below it held at any look, in MB."""
    most, ended = 0.0, threading.Event()

    def look() -> None:
        nonlocal most
        while not ended.is_set():
            most = max(most, megabytes(process.pid))
            ended.wait(EVERY)

    looker = threading.Thread(target=look)
    looker.start()
    process.wait()
    ended.set()
    looker.join()
    return most
