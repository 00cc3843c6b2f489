"""`atlas serve`: the site on this machine, built again and shown anew whenever something changes."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.project import project_root

WATCHED = ("policies", "content", "site_templates", "generator", "mkdocs.yml")
IGNORED = ("__pycache__", ".git")
INTERVAL = 0.5

# The page asks which build it shows; a script file, because the pages forbid any script written into them.
RELOADER = b"""(() => {
  let shown = null;
  setInterval(async () => {
    try {
      const current = await (await fetch("/.atlas/build")).text();
      if (shown !== null && shown !== current) location.reload();
      shown = current;
    } catch { /* the server is being started again */ }
  }, 1000);
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
    command = build_command(root, site, arguments.as_of)
    if subprocess.run(command, check=False).returncode and not site.is_dir():
        return 1
    shown = Shown()
    try:
        server = make_server(site, shown, arguments.port)
    except OSError as error:
        print(f"atlas: 端口 {arguments.port} 打不开：{error.strerror}", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/  按 Ctrl+C 结束")
    try:
        for _ in changes(root):
            if subprocess.run(command, check=False).returncode == 0:
                shown.number += 1
    except KeyboardInterrupt:
        return 0
    finally:
        server.shutdown()
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
        "--out",
        str(site),
    ]
    return command + (["--as-of", as_of] if as_of else [])


class Shown:
    """Which build the open pages should show."""

    def __init__(self) -> None:
        self.number = 0


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


def changes(root: Path) -> Iterator[None]:
    """Yields each time a watched file has changed, appeared or gone."""
    before = state_of(root)
    while True:
        time.sleep(INTERVAL)
        now = state_of(root)
        if now != before:
            before = now
            yield


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
