"""The sample settings for hosts give every header that a page cannot say of itself, and all give the same."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

import pytest
from required_tools import ROOT

HOSTING = ROOT / "site_templates" / "hosting"
WANTED = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def of_nginx(text: str) -> dict[str, str]:
    """Headers that nginx sets on every answer, 404 too (`always`)."""
    return dict(re.findall(r'^\s*add_header (\S+) "([^"]*)" always;$', text, re.MULTILINE))


def of_headers_file(text: str) -> dict[str, str]:
    """Headers of the block `/*` of a file `_headers`."""
    block = text.split("\n/*\n", 1)[1]
    return dict(re.findall(r"^  ([A-Za-z-]+): (.+)$", block, re.MULTILINE))


def of_caddy(text: str) -> dict[str, str]:
    block = re.search(r"header \{\n(.*?)\n\t\}", text, re.DOTALL)
    assert block
    return {name: value.strip('"') for name, value in re.findall(r"^\s*([A-Z][A-Za-z-]+) (.+)$", block[1], re.MULTILINE)}


READERS = {"nginx.conf": of_nginx, "_headers": of_headers_file, "Caddyfile": of_caddy}


@pytest.mark.parametrize("name", READERS)
def test_a_sample_sets_every_header(name):
    assert READERS[name]((HOSTING / name).read_text(encoding="utf-8")) == WANTED


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("header", WANTED)
def test_a_header_left_out_or_weakened_is_found(name, header):
    text = (HOSTING / name).read_text(encoding="utf-8")
    without = "".join(line for line in text.splitlines(keepends=True) if header not in line)
    assert READERS[name](without) != WANTED
    assert READERS[name](text.replace(WANTED[header], "x")) != WANTED


def test_no_header_of_nginx_is_lost_in_an_inner_block():
    """nginx drops all inherited headers in a block that sets one of its own."""
    text = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    inner = re.search(r"location / \{(.*?)\}", text, re.DOTALL)
    assert inner and "add_header" not in inner[1]


def test_every_sample_is_for_a_host_that_is_named_in_the_readme_or_in_itself():
    for path in HOSTING.iterdir():
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


# A web server that starts with the system is not installed for a test: it is used where it is there.
NGINX = shutil.which(os.environ.get("NGINX", "nginx"))
PAGES = {"index.html": "<p>甲</p>" * 400, "404.html": "<p>无</p>", "a.html.md": "# 甲", "x.ics": "BEGIN:VCALENDAR"}


@pytest.fixture(scope="module")
def nginx(tmp_path_factory) -> Iterator[str]:
    """The address of a server that runs by the sample, with nothing but its place changed."""
    if NGINX is None:
        pytest.skip("not run: nginx is not installed (apt-get install nginx-light, or NGINX=path)")
    folder = tmp_path_factory.mktemp("nginx")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sample = (HOSTING / "nginx.conf").read_text(encoding="utf-8")
    moved = sample.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/atlas/site", str(folder))
    (folder / "server.conf").write_text(moved, encoding="utf-8")
    kept = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    inner = f"access_log off;\n{kept}types {{ text/html html; }}\ninclude {folder}/server.conf;\n"
    head = f"pid {folder}/pid;\nerror_log {folder}/log;\n" + ("user root;\n" if os.geteuid() == 0 else "")
    (folder / "nginx.conf").write_text(f"{head}events {{}}\nhttp {{\n{inner}}}\n", encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    address = f"http://127.0.0.1:{port}"
    for _ in range(500):
        try:
            urllib.request.urlopen(address).close()
            break
        except OSError:
            time.sleep(0.01)
    yield address
    process.terminate()
    process.wait()


def answer(url: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request) as found:
            return found.status, found.headers, found.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/index.html", 200), ("/a.html.md", 200), ("/x.ics", 200), ("/nowhere.html", 404)])
def test_nginx_sends_every_header_with_every_answer(nginx, path, status):
    code, headers, body = answer(nginx + path)
    assert code == status
    assert {name: headers[name] for name in WANTED} == WANTED
    if status == 404:
        assert body.decode() == PAGES["404.html"]


def test_nginx_packs_text_and_knows_the_kinds_of_files(nginx):
    _, headers, body = answer(nginx + "/index.html")
    assert headers["Content-Encoding"] == "gzip" and gzip.decompress(body).decode() == PAGES["index.html"]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer(nginx + "/a.html.md")[1]["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer(nginx + "/x.ics")[1]["Content-Type"] == "text/calendar; charset=utf-8"
