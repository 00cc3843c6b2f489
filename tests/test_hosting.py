"""The sample settings for hosts give every header that a page cannot say of itself, and all give the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

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


@pytest.mark.skipif(shutil.which("nginx") is None, reason="not run: nginx is not installed")
def test_nginx_accepts_its_sample(tmp_path: Path):
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\ninclude {HOSTING}/nginx.conf;\n}}\n", encoding="utf-8")
    done = subprocess.run(["nginx", "-t", "-c", str(config)], capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
