"""`atlas build`: the whole site, checked, put in the place of the old one."""

from __future__ import annotations

import argparse
import calendar
import hashlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import content_policy, links, publish
from generator.commands.serve import REDRAWN
from generator.project import project_root
from generator.publication import DataProblems, load_publication
from generator.redraw import Redrawing
from generator.website import Options, Page, Site, site_of, write_folder

SHOWN_PROBLEMS = 50
Framed = Callable[[Page], str]


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser = subparsers.add_parser("build", help="生成网站")
    parser.add_argument(
        "--out", type=Path, default=None, metavar="DIR", help="输出位置（默认 site）"
    )
    parser.add_argument(
        "--as-of", default=None, metavar="DATE", help="按哪一天判断效力（年-月-日）"
    )
    parser.add_argument(
        "--folder", action="store_true", help="只写出页面和数据，供其他网站工具使用"
    )
    parser.add_argument(
        "--no-twins", action="store_true", help="不生成各页的文本副本（Markdown格式）"
    )
    parser.add_argument("--no-zip", action="store_true", help="不打离线包")
    # For `atlas serve`: stay after the build and draw again the page of each scheme file named on standard input.
    parser.add_argument("--stay", action="store_true", help=argparse.SUPPRESS)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0, or 1 with the problems on standard error; then the old site stands untouched."""
    started = time.monotonic()
    root = project_root(arguments.root)
    target = arguments.out or root / "site"
    try:
        if arguments.folder:
            options = Options()
        else:
            options = Options(site_address(root), not arguments.no_twins, not arguments.no_zip)
        records = load_publication(root, arguments.as_of)
        site = site_of(root, records, options)
        if not arguments.stay:
            del records
        framed: list[Framed] = []
        if arguments.folder:
            publish.publish(target, lambda stage: _write_only(site, stage), lambda stage: ())
        else:
            publish.publish(
                target,
                lambda stage: framed.append(make_site(site, root, stage)),
                lambda stage: check_site(stage, options.site_url),
            )
    except DataProblems as error:
        return _report(error.problems)
    except publish.PublishError as error:
        return _report(error.problems)
    pages = sum(1 for path in site.pages if path.endswith(".html"))
    print(
        f"{target}：{pages}个页面，{len(site.pages) - pages}个数据文件，{time.monotonic() - started:.1f}秒",
        flush=True,
    )
    if arguments.stay and framed:
        _stay(Redrawing(root, target, records, options, framed[0]))
    return 0


def _stay(drawing: Redrawing) -> None:
    """For each line of standard input, the path of a scheme's file, one line of answer: `REDRAWN path`, or `REDRAWN`."""
    print(REDRAWN, flush=True)
    for line in sys.stdin:
        drawn = None
        try:
            drawn = drawing.redraw(Path(line.rstrip("\n")))
        except DataProblems as error:
            _report(error.problems)
        except OSError as error:
            print(error, file=sys.stderr)
        print(REDRAWN, drawn or "", flush=True)


def make_site(site: Site, root: Path, stage: Path) -> Framed:
    """Let MkDocs render the site into `stage`; raises publish.PublishError with what it complains about.

    Returns what sets a page of this site into its frame.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    with _fixed_clock(site.as_of), _warnings() as complaints:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(stage), strict=True)
            config.extra["atlas_site"] = site
            build(config)
        except Abort as error:
            raise publish.PublishError(complaints or [str(error)]) from error
    _write_manifest(stage, site.as_of)
    return config.extra["atlas_framed"]


def site_address(root: Path) -> str:
    """The site's public address: `site_url` of mkdocs.yml, or empty."""
    from mkdocs.utils import yaml_load

    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml_load(file).get("site_url") or ""


def check_site(stage: Path, site_url: str = "") -> list[str]:
    """What is wrong with a finished site: links, anchors, requests to other hosts, content security policy."""
    base = urlsplit(site_url).path.rstrip("/") + "/"
    return [str(problem) for problem in links.check_site(stage, content_policy.problems, base)]


def _write_only(site: Site, stage: Path) -> None:
    write_folder(site.pages, stage)
    _write_manifest(stage, site.as_of)


def _write_manifest(stage: Path, as_of: str) -> None:
    """The list of files and their digests: proof of what was built, and the mark that a build made it."""
    files = {
        path.relative_to(stage).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    }
    content = {"as_of": as_of, "files": files}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (stage / publish.MARKER).write_text(text, encoding="utf-8")


@contextmanager
def _fixed_clock(as_of: str) -> Iterator[None]:
    """Dates that the site engine writes are the data's day, not today."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm(time.strptime(as_of, "%Y-%m-%d")))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    logger = logging.getLogger("mkdocs")
    collector = _Collector()
    level, propagate = logger.level, logger.propagate
    logger.addHandler(collector)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
        logger.propagate = propagate


def _report(problems: Any) -> int:
    for problem in list(problems)[:SHOWN_PROBLEMS]:
        print(problem, file=sys.stderr)
    more = len(problems) - SHOWN_PROBLEMS
    if more > 0:
        print(f"另有{more}个问题没有列出", file=sys.stderr)
    return 1
