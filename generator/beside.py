"""Work on a second processor, as a copy of this process: it shares what was read so far and hands back what it made.

Only for whole programs that run no threads: whoever calls a function of this package from a larger program gets the
same result from one process. Results are the same either way.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_PR_SET_PDEATHSIG = 1
allowed = False
"""Whether this process may copy itself; set by a program that runs no threads."""


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Starts `work` and returns what waits for its result, which must be fit for pickling.

    Where copying is not allowed, or no processor is idle, the work is done when it is waited for. What it raises is
    raised to the waiter.
    """
    if not (allowed and _idle_processor()):
        return work
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    copy = context.Process(target=_work, args=(work, sending, receiving, os.getpid()), daemon=True)
    copy.start()
    sending.close()

    def wait() -> T:
        try:
            done, result = receiving.recv()
        except EOFError:
            copy.join()
            raise OSError(f"the process beside ended without an answer ({copy.exitcode})") from None
        finally:
            receiving.close()
        copy.join()
        if not done:
            raise result
        return result

    return wait


def _idle_processor() -> bool:
    """Whether a copy of this process would not merely take turns with what runs already."""
    if not (hasattr(os, "fork") and hasattr(os, "sched_getaffinity")):
        return False
    processors = len(os.sched_getaffinity(0))
    return processors > 1 and _running() <= processors


def _running() -> float:
    """How many processes run at this moment, this one among them.

    The mean of the last minute would count this program's own earlier work, that of a build just before above all.
    """
    try:
        return int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return os.getloadavg()[0] + 1


def _work(work: Callable[[], object], sending: Connection, receiving: Connection, parent: int) -> None:
    """In the copy: hands over the result, or what was raised. It does not outlive the first process."""
    receiving.close()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    try:
        answer = (True, work())
    except BaseException as error:  # noqa: BLE001  # handed on, whatever it is
        answer = (False, _fit(error))
    sending.send(answer)


def _fit(error: BaseException) -> BaseException:
    """The error if it comes out of a pipe as it went in; otherwise one that names it."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
        return error
    except Exception:  # noqa: BLE001  # an error that cannot be handed on as it is
        return RuntimeError(f"{type(error).__name__}: {error}")
