"""`atlas diff A B`: what changed from one scheme to another, as text, Markdown or JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from generator.commands.check import show
from generator.comparison.revisions import Revision, amended_in, revisions
from generator.located import suggestion
from generator.project import project_root
from generator.publication import load_records


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("diff", help="两个方案之间改了什么；只给一个方案时，列出它自己说明的修订")
    parser.add_argument("old", metavar="A", help="旧方案（或唯一的方案）")
    parser.add_argument("new", metavar="B", nargs="?", help="新方案")
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text", help="输出格式")
    parser.add_argument("--as-of", metavar="DATE", help="截至哪一天（默认取数据版次）")
    return parser


def run(arguments: Namespace) -> int:
    """Prints the changes; 1 where a scheme does not exist or the data have problems."""
    records, problems = load_records(project_root(arguments.root), arguments.as_of)
    if records is None:
        show(problems, "text")
        return 1
    schemes = {scheme["id"]: scheme for scheme in records.schemes}
    for name in filter(None, (arguments.old, arguments.new)):
        if name not in schemes:
            print(f"atlas diff: 没有方案 {name}{suggestion(name, schemes)}", file=sys.stderr)
            return 1
    labels = {p["id"]: p["label"]["zh"] for p in records.parameters["parameters"]}
    old = schemes[arguments.old]
    found = revisions(old, schemes[arguments.new], labels) if arguments.new else amended_in(old, labels)
    print(FORMATS[arguments.format](found))
    return 0


def as_text(found: list[Revision]) -> str:
    """A line a change, with the words below it."""
    lines = []
    for revision in found:
        lines.append(revision.explain())
        lines += [f"    旧：「{w.phrase}」{w.locator}" for w in revision.old_words]
        lines += [f"    新：「{w.phrase}」{w.locator}" for w in revision.new_words]
    return "\n".join([*lines, f"共 {len(found)} 处"])


def as_markdown(found: list[Revision]) -> str:
    """A table; text from data is escaped."""

    def cell(text: str | None) -> str:
        shown = (text or "（无）").replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
        return "".join(f"&#{ord(c)};" if c in "<>&*_[]`#!" else c for c in shown)

    rows = [
        f"| {cell(r.label)} | {cell(r.case or '—')} | {r.change} | {cell(r.old)} | {cell(r.new)} "
        f"| {cell('；'.join(f'「{w.phrase}」{w.locator}' for w in (*r.old_words, *r.new_words)))} |"
        for r in found
    ]
    return "\n".join(["| 项目 | 情形 | 变化 | 旧 | 新 | 原文用语 |", "|---|---|---|---|---|---|", *rows])


def as_json(found: list[Revision]) -> str:
    """A list of changes."""
    return json.dumps([r.as_json() for r in found], ensure_ascii=False, indent=1)


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
