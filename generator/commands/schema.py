"""`atlas schema`: the schema by which editors check and complete the files of schemes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.project import project_root
from generator.publication import json_text
from generator.schema import editor_schema
from generator.vocabulary import load_vocabulary

PLACE = Path("policies") / "schema" / "scheme.json"


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("schema", help="更新编辑器用的方案文件结构说明")
    parser.add_argument("--check", action="store_true", help="只检查现有文件是否最新，不改写")
    return parser


def schema_text(root: Path) -> str | None:
    """The text of the schema for the project's vocabulary, or None where the vocabulary has faults."""
    vocabulary, problems = load_vocabulary(root / "policies")
    for problem in problems:
        print(problem, file=sys.stderr)
    return json_text(editor_schema(vocabulary), indent=1) if vocabulary else None


def run(arguments: Namespace) -> int:
    """Writes the schema, or with --check says whether the one on disk is up to date; 0 or 1."""
    root = project_root(arguments.root)
    text = schema_text(root)
    if text is None:
        return 1
    path = root / PLACE
    current = path.read_text(encoding="utf-8") if path.is_file() else None
    if arguments.check:
        if current == text:
            print(f"{PLACE.as_posix()} 是最新的")
            return 0
        print(f"{PLACE.as_posix()} 已过时；请运行 atlas schema", file=sys.stderr)
        return 1
    if current != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{PLACE.as_posix()} {'没有变化' if current == text else '已更新'}")
    return 0
