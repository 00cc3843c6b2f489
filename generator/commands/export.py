"""`atlas export`: the JSON of the API and the tables, written to a folder."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from generator.exports import export_files
from generator.project import project_root
from generator.publication import full_date, load_records
from generator.quantities import Unreadable


def day(text: str) -> str:
    """An argument that is a full date. Raises ArgumentTypeError."""
    try:
        return full_date(text)
    except Unreadable as error:
        raise ArgumentTypeError(f"“{text}” 读不懂；请{error.args[0]}") from None


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("export", help="导出数据：接口 JSON 与表格")
    parser.add_argument("--out", metavar="DIR", required=True, help="输出文件夹")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="按哪一天判断效力，如 2026-11-20")
    return parser


def run(arguments: Namespace) -> int:
    """Writes every exported file under --out; 0, or 1 with the problems of the data and nothing written."""
    records, problems = load_records(project_root(arguments.root), arguments.as_of)
    for problem in problems:
        print(problem, file=sys.stderr)
    if records is None:
        return 1
    folder = Path(arguments.out)
    if folder.exists() and not folder.is_dir():
        print(f"atlas: {folder} 不是文件夹；请换一个位置", file=sys.stderr)
        return 1
    files = export_files(records)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(
        f"已导出 {len(files)} 个文件到 {folder}（{len(records.schemes)} 个方案，截至 {records.as_of}）"
    )
    return 0
