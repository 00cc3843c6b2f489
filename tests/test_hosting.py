"""The sample settings for hosts give every header that a page cannot say of itself; the commands of the README do what it says."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from required_tools import ROOT
from ruamel.yaml import YAML

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


README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTIONS = [re.search(rf"^## {title}\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)[1] for title in ("Hosting", "发布")]


def commands(section: str) -> list[str]:
    """The commands of a section, line by line, without what is said about them."""
    return [line.strip() for line in section.splitlines() if line.startswith("    ") and not line.startswith("    #")]


def test_every_sample_is_named_in_both_languages_and_every_named_one_is_there():
    samples = {path.name for path in HOSTING.iterdir()}
    assert [set(re.findall(r"site_templates/hosting/(\w[\w.]*)", section)) for section in SECTIONS] == [samples, samples]
    assert all((HOSTING / name).read_text(encoding="utf-8").startswith("# ") for name in samples)


def test_both_languages_give_the_same_commands():
    assert commands(SECTIONS[0]) == commands(SECTIONS[1])
    assert [line.split()[0] for line in commands(SECTIONS[0])] == [
        "python3", ".venv/bin/atlas", "cp", "caddy", "rclone", "cp", "mkdir", "touch", "git",
    ]  # fmt: skip
    assert f'"Cache-Control: {WANTED["Cache-Control"]}"' in SECTIONS[0]


def follow(folder: Path, *begin: str, **words: str) -> None:
    """Runs the README's commands that begin so in a project with a small site, with its words replaced."""
    shutil.copytree(HOSTING, folder / "site_templates" / "hosting", dirs_exist_ok=True)
    lines = [line for line in commands(SECTIONS[0]) if line.startswith(begin)]
    assert len(lines) == len(begin)
    for word, meant in words.items():
        lines = [line.replace(word, meant) for line in lines]
    somebody = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | somebody | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["sh", "-ec", "\n".join(lines)], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def project(tmp_path) -> Path:
    """A folder with a small site in it."""
    (tmp_path / "site" / "assets").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("<p>甲</p>", encoding="utf-8")
    (tmp_path / "site" / "assets" / "a.js").write_text("1", encoding="utf-8")
    return tmp_path


def test_a_branch_is_published_with_the_site_and_nothing_else_and_again_after_the_next_build(project):
    address = project / "published.git"
    subprocess.run(["git", "init", "-q", "--bare", address], check=True)
    for page in ("<p>甲</p>", "<p>乙</p>"):
        shutil.rmtree(project / "site" / ".git", ignore_errors=True)
        (project / "site" / "index.html").write_text(page, encoding="utf-8")
        follow(project, "touch site/", "git -C site commit", ADDRESS=str(address))
        shown = subprocess.run(["git", "-C", address, "show", "pages:index.html"], capture_output=True, check=True)
        assert shown.stdout.decode() == page
    listed = subprocess.run(["git", "-C", address, "ls-tree", "-r", "--name-only", "pages"], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == [".nojekyll", "assets/a.js", "index.html"]


def test_the_copied_samples_lie_where_their_hosts_look_for_them(project):
    follow(project, "cp site_templates/hosting/_headers", "mkdir -p .github")
    for place in ("site/_headers", ".github/workflows/pages.yml"):
        assert (project / place).read_bytes() == (HOSTING / Path(place).name).read_bytes()


def test_any_machine_with_python_shows_the_site(project):
    """The server says in its first line that it listens, and where."""
    line = next(line for line in commands(SECTIONS[0]) if line.startswith("python3 "))
    command = [sys.executable, "-u", *line.replace(" 8000", " 0").split()[1:]]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        try:
            assert address and answer(f"{address[0]}index.html")[2].decode() == "<p>甲</p>"
        finally:
            server.terminate()


STEPS = [
    {"uses": "actions/checkout"},
    {"run": "make site"},
    {"uses": "actions/upload-pages-artifact", "with": {"path": "site"}},
    {"uses": "actions/deploy-pages"},
]
"""Fetch the project, build the site, hand over the built folder, publish it."""


def workflow_faults(text: str) -> list[str]:
    """What keeps the workflow from building the site with `make site` and publishing the folder that it makes."""
    workflow: dict[str, Any] = YAML(typ="safe").load(text)
    (job,) = workflow["jobs"].values()
    steps = [{**step, "uses": re.sub(r"@v\d+$", "", step["uses"])} if "uses" in step else step for step in job["steps"]]
    wanted = {
        "steps": (steps, STEPS),
        "when": (workflow["on"], {"push": {"branches": ["main"]}}),
        "rights": (workflow["permissions"], {"contents": "read", "pages": "write", "id-token": "write"}),
        "environment": (job["environment"], "github-pages"),
    }
    return [name for name, (found, due) in wanted.items() if found != due]


def test_the_workflow_builds_with_make_site_and_publishes_the_folder_that_it_makes():
    assert workflow_faults((HOSTING / "pages.yml").read_text(encoding="utf-8")) == []
    assert re.search(r"^site: setup\n\t@\S+atlas build$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert YAML(typ="safe").load(ROOT / "mkdocs.yml")["site_dir"] == "site"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("make site", "make test", "steps"),
        ("{path: site}", "{path: public}", "steps"),
        ("      - uses: actions/deploy-pages@v4\n", "", "steps"),
        ("checkout@v4", "checkout@main", "steps"),
        ("  pages: write\n", "", "rights"),
        ("[main]", "[other]", "when"),
        ("environment: github-pages", "environment: test", "environment"),
    ],
)
def test_a_workflow_that_would_not_publish_the_site_is_found(old, new, fault):
    text = (HOSTING / "pages.yml").read_text(encoding="utf-8")
    assert old in text
    assert workflow_faults(text.replace(old, new)) == [fault]


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
