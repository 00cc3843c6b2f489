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
from multiprocessing import forkserver
from pathlib import Path

from required_tools import ROOT

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["loaded_program"])


class Running:
    """A run that goes on beside the test."""

    def __init__(self, arguments: list[str], script: str = "", given: bytes = b"") -> None:
        """Begins `atlas` with these arguments, in the project's folder, and gives it something to read.

        `script` is run in the process before the command.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="atlas-run-")
        self._streams = [Path(self._folder.name) / name for name in ("given", "said", "complained")]
        self._streams[0].write_bytes(given)
        self._process = _CONTEXT.Process(target=_command, args=(arguments, script, list(map(str, self._streams)), dict(os.environ)))
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
        done = self.bytes()
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def bytes(self) -> subprocess.CompletedProcess[bytes]:
        """As `wait`, with what it said as it wrote it."""
        self._process.join()
        said = [path.read_bytes() if path.exists() else b"" for path in self._streams[1:]]
        self._folder.cleanup()
        return subprocess.CompletedProcess(self.arguments, self._process.exitcode, *said)


def run(arguments: list[str], script: str = "", given: str = "") -> subprocess.CompletedProcess[str]:
    """A run to its end."""
    return Running(arguments, script, given.encode()).wait()


def _start_server() -> None:
    """Begins the process that is copied, once; it finds our modules as this one does."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "tests"), str(ROOT), before)))
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _command(arguments: list[str], script: str, streams: list[str], environment: dict[str, str]) -> None:
    """In the copy: the command as it is run from a shell."""
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(streams):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if number else os.O_RDONLY)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115  # for the rest of this process
    sys.argv = ["atlas", *arguments]
    if script:
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    from generator import cli

    # What a script counts or breaks is to be in this process, so the command makes no copy of itself beside it.
    sys.exit(cli.main(arguments) if script else cli.main())
