"""`atlas serve`: the site on this machine, built again and shown anew whenever something changes.

The build that made the site stays: it draws the page of an edited scheme at once, and the next whole build follows.
"""

from __future__ import annotations

import argparse
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.project import project_root

WATCHED = ("policies", "content", "site_templates", "generator", "mkdocs.yml")
IGNORED = ("__pycache__", ".git")
INTERVAL = 0.2
REDRAWN = "redrawn:"
"""Begins a line by which a build that stays answers."""

# The page asks which build it shows; a script file, because the pages forbid any script written into them.
RELOADER = b"""(() => {
  let shown = null;
  setInterval(async () => {
    try {
      const current = await (await fetch("/.atlas/build")).text();
      if (shown !== null && shown !== current) location.reload();
      shown = current;
    } catch { /* the server is being started again */ }
  }, 400);
})();
"""
TAG = b'<script src="/.atlas/reload.js" defer></script></body>'


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser = subparsers.add_parser("serve", help="在本机打开网站，文件一改就重新生成")
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="端口（默认 8000）")
    parser.add_argument(
        "--out", type=Path, default=None, metavar="DIR", help="输出位置（默认 site）"
    )
    parser.add_argument(
        "--as-of", default=None, metavar="DATE", help="按哪一天判断效力（年-月-日）"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Serves until interrupted; 1 where there is no site to show at all or the port is taken."""
    root = project_root(arguments.root)
    site = arguments.out or root / "site"
    shown = Shown()
    builds = Builds(root, build_command(root, site, arguments.as_of), shown)
    builds.begin()
    if not builds.finish() and not site.is_dir():
        return 1
    try:
        server = make_server(site, shown, arguments.port)
    except OSError as error:
        print(f"atlas: 端口 {arguments.port} 打不开：{error.strerror}", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/  按 Ctrl+C 结束")
    try:
        for changed in changes(root):
            builds.step(changed)
    except KeyboardInterrupt:
        return 0
    finally:
        server.shutdown()
        builds.stop()
    return 0


def build_command(root: Path, site: Path, as_of: str | None) -> list[str]:
    """The build as a process of its own, so that changed code is used too."""
    command = [
        sys.executable,
        "-m",
        "generator.cli",
        "--root",
        str(root),
        "build",
        "--no-twins",
        "--no-zip",
        "--stay",
        "--out",
        str(site),
    ]
    return command + (["--as-of", as_of] if as_of else [])


class Shown:
    """Which state of the site the open pages should show."""

    def __init__(self) -> None:
        self.number = 0


class Build:
    """One build as a process that stays when its site is in place."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self._answers: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(REDRAWN):
                self._answers.put(line.removeprefix(REDRAWN).strip())
            else:
                print(line, end="", flush=True)
        self._answers.put(None)

    def ready(self, wait: bool) -> bool | None:
        """Whether the site is in place; None while that is not known. False after a build that failed."""
        try:
            answer = self._answers.get(block=wait)
        except queue.Empty:
            return None
        return answer is not None

    def redraw(self, file: str) -> bool:
        """Has the page of a scheme's file drawn; whether it was."""
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(file + "\n")
            self._process.stdin.flush()
        except OSError:
            return False
        return bool(self._answers.get())

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.wait()


class Builds:
    """The build whose site is shown, and the one under way."""

    def __init__(self, root: Path, command: list[str], shown: Shown) -> None:
        self._schemes, self._command, self._shown = root / "policies" / "schemes", command, shown
        self._last: Build | None = None
        self._next: Build | None = None
        self._waiting: set[str] = set()

    def begin(self) -> None:
        """Starts a build of what stands on disk now."""
        self._waiting = set()
        self._next = Build(self._command)

    def finish(self, wait: bool = True) -> bool | None:
        """Takes over from the build under way when it is done; whether it succeeded, None while it runs."""
        if self._next is None:
            return None
        succeeded = self._next.ready(wait)
        if succeeded is None:
            return None
        finished, self._next = self._next, None
        if not succeeded:
            finished.stop()
            return False
        if self._last:
            self._last.stop()
        self._last = finished
        self._shown.number += 1
        # The new site may lack what was changed while it was made.
        self._redraw(self._waiting)
        return True

    def step(self, changed: set[str]) -> None:
        """Draws the pages of changed schemes at once, and builds the whole as soon as no other build is under way."""
        self._waiting |= changed
        self._redraw(changed)
        self.finish(wait=False)
        if self._waiting and self._next is None:
            self.begin()

    def _redraw(self, files: Iterable[str]) -> None:
        last = self._last
        if last is None:
            return
        schemes = [file for file in sorted(files) if Path(file).parent == self._schemes and Path(file).is_file()]
        drawn = [file for file in schemes if last.redraw(file)]
        if drawn:
            self._shown.number += 1

    def stop(self) -> None:
        """Ends every build."""
        for build in (self._last, self._next):
            if build:
                build.stop()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, shown: Shown, **options: Any) -> None:
        self._shown = shown
        super().__init__(*arguments, **options)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Only the builds are worth a line."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        path = self.path.split("?", 1)[0]
        if path == "/.atlas/build":
            self._answer(str(self._shown.number).encode(), "text/plain")
        elif path == "/.atlas/reload.js":
            self._answer(RELOADER, "text/javascript")
        elif path.endswith((".html", "/")):
            self._page(path)
        else:
            super().do_GET()

    def _page(self, path: str) -> None:
        file = Path(self.translate_path(path + "index.html" if path.endswith("/") else path))
        status = 200
        if not file.is_file():
            file, status = Path(self.directory) / "404.html", 404
        if not file.is_file():
            self.send_error(404)
            return
        self._answer(file.read_bytes().replace(b"</body>", TAG), "text/html; charset=utf-8", status)

    def _answer(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def make_server(site: Path, shown: Shown, port: int) -> ThreadingHTTPServer:
    """A server of the folder on this machine only; port 0 takes any free one. OSError where it is taken."""
    handler = partial(_Handler, shown=shown, directory=str(site))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def changes(root: Path) -> Iterator[set[str]]:
    """Yields every moment the watched files that have changed, appeared or gone since the last time."""
    before = state_of(root)
    while True:
        time.sleep(INTERVAL)
        now = state_of(root)
        changed = {file for file in before.keys() | now.keys() if before.get(file) != now.get(file)}
        before = now
        yield changed


def state_of(root: Path) -> dict[str, tuple[int, int]]:
    """Time and size of every watched file."""
    found = {}
    for name in WATCHED:
        start = root / name
        files = [start] if start.is_file() else _files_below(start)
        for file in files:
            try:
                status = file.stat()
            except FileNotFoundError:
                continue
            found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in IGNORED]
        yield from (Path(parent, name) for name in files)
