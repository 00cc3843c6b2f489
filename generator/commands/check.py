"""`atlas check`: every problem of the data, one line each, with file, line and column."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.catalogue import load_catalogue
from generator.located import Problem
from generator.pilots import load_pilot
from generator.project import project_root
from generator.read_cache import ReadBefore
from generator.scheme_files import load_scheme
from generator.vocabulary import load_vocabulary


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("check", help="检查数据：文件:行:列: 路径: 哪里不对；应写什么")
    parser.add_argument("files", nargs="*", metavar="FILE", help="只检查这些方案或试点文件（默认全部）")
    parser.add_argument("--strict", action="store_true", help="有警告也算不通过")
    parser.add_argument("--format", choices=["text", "json", "github"], default="text", help="输出格式")
    return parser


def run(arguments: Namespace) -> int:
    """Prints every problem; 0 when there is none, else 1."""
    root = project_root(arguments.root)
    problems, checked = check_files(root, arguments.files) if arguments.files else check_all(root)
    show(problems, arguments.format)
    errors = [p for p in problems if not p.warning]
    failed = bool(errors) or arguments.strict and bool(problems)
    if arguments.format == "text":
        warnings = len(problems) - len(errors)
        verdict = "没有问题" if not problems else f"{len(errors)} 个错误，{warnings} 个警告"
        print(f"已检查 {checked} 个方案和试点文件：{verdict}", file=sys.stderr if failed else sys.stdout)
    return 1 if failed else 0


def check_all(root: Path) -> tuple[list[Problem], int]:
    """The problems of the whole catalogue and how many files of schemes and drafts were read."""
    before = ReadBefore(root)
    _, problems = load_catalogue(root, before)
    before.save()
    return problems, sum(len(list((root / "policies" / kind).glob("*.yaml"))) for kind in ("schemes", "pilots"))


def check_files(root: Path, files: list[str]) -> tuple[list[Problem], int]:
    """The problems of the named files alone; one in a folder `pilots` is a draft, any other a scheme."""
    vocabulary, problems = load_vocabulary(root / "policies")
    if vocabulary is None:
        return problems, 0
    for file in files:
        path = Path(file)
        if not path.exists():
            raise FileNotFoundError(f"没有文件 {file}")
        load = load_pilot if path.resolve().parent.name == "pilots" else load_scheme
        _, found = load(path, file, vocabulary)
        problems = problems + found
    return sorted(problems), len(files)


def show(problems: list[Problem], style: str) -> None:
    """Problems as text on standard error, or as JSON or CI annotations on standard output."""
    if style == "json":
        records = [
            {"file": p.file, "line": p.line, "column": p.column, "path": p.path, "code": p.code,
             "level": "warning" if p.warning else "error", "message": p.message}
            for p in problems
        ]
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        if style == "github":
            level = "warning" if problem.warning else "error"
            message = f"{problem.path}: {problem.message}".replace("%", "%25").replace("\n", "%0A")
            print(f"::{level} file={problem.file},line={problem.line},col={problem.column},title={problem.code}::{message}")
        else:
            print(f"{problem} [{problem.code}]", file=sys.stderr)
