"""Runs of the command as copies of a process in which the program is loaded already.

Each is a process of its own, with its own exit code and end, that calls the command's `main` on its own arguments; what
it is spared is the loading of packages and templates, most of what a short run takes. Whatever depends on how a process
begins (the variables of its environment, its first working folder) is tried with a fresh one instead.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from required_tools import ROOT

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["loaded_program"])
_started = False


class Running:
    """A run that goes on beside the test."""

    def __init__(self, arguments: list[str], script: str = "") -> None:
        """Begins `atlas` with these arguments, in the project's folder; `script` is run in the process before it."""
        folder = Path(tempfile.mkdtemp(prefix="atlas-run-"))
        self._said = folder / "stdout", folder / "stderr"
        self._process = _CONTEXT.Process(target=_command, args=(arguments, script, *map(str, self._said), dict(os.environ)))
        _start_server()
        self._process.start()
        self.arguments = arguments

    @property
    def finished(self) -> bool:
        return not self._process.is_alive()

    def kill(self) -> None:
        """Ends it and all that it began, at once."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            self._process.kill()  # It has not made its group yet, or is gone.

    def wait(self) -> subprocess.CompletedProcess[str]:
        """Its exit code (a signal's number is negative) and what it said."""
        self._process.join()
        out, err = (path.read_text(encoding="utf-8") if path.exists() else "" for path in self._said)
        return subprocess.CompletedProcess(self.arguments, self._process.exitcode, out, err)


def run(arguments: list[str], script: str = "") -> subprocess.CompletedProcess[str]:
    """A run to its end."""
    return Running(arguments, script).wait()


def _start_server() -> None:
    """The process that is copied finds our modules as this one does."""
    global _started
    if _started:
        return
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "tests"), str(ROOT), before)))
    try:
        from multiprocessing import forkserver

        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    _started = True


def _command(arguments: list[str], script: str, out: str, err: str, environment: dict[str, str]) -> None:
    """In the copy: the command as it is run from a shell."""
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    sys.argv = ["atlas", *arguments]
    if script:
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    from generator import cli

    sys.exit(cli.main())
