"""`atlas new REGION YEAR`: a commented file for a new scheme."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from generator.located import suggestion, visible
from generator.project import project_root
from generator.publication import DataProblems, default_as_of
from generator.template import NewScheme, find_region, new_scheme_text
from generator.vocabulary import load_vocabulary


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
        raise ArgumentTypeError(f"年份 “{visible(text)}” 不对；请写四位年份，如 2022")
    return int(text)


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("new", help="生成一个新方案的带说明的模板")
    parser.add_argument(
        "region", metavar="REGION", help="地区名称或行政区划代码，如 佛山市、440600"
    )
    parser.add_argument("year", metavar="YEAR", type=_year, help="文件的年份")
    parser.add_argument(
        "--out", metavar="FILE", help="写到这个文件（默认 policies/schemes/<编号>.yaml；- 为屏幕）"
    )
    return parser


def run(arguments: Namespace) -> int:
    """Writes the template, never over a file that exists; 0 or 1."""
    root = project_root(arguments.root)
    vocabulary, problems = load_vocabulary(root / "policies")
    if vocabulary is None:
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1
    region = find_region(arguments.region, vocabulary)
    if region is None:
        hint = _hint(arguments.region, [region.zh for region in vocabulary.regions.values()])
        print(f"atlas: 没有地区 “{visible(arguments.region)}”{hint}", file=sys.stderr)
        return 1
    try:
        new = NewScheme(region, arguments.year, default_as_of(root))
    except DataProblems as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    text = new_scheme_text(new, vocabulary)
    if arguments.out == "-":
        print(text, end="")
        return 0
    path = (
        Path(arguments.out) if arguments.out else root / "policies" / "schemes" / f"{new.id}.yaml"
    )
    return _write(path, text)


def _hint(text: str, names: list[str]) -> str:
    """Regions whose name shares two characters in a row with the text, else the nearest name, else what to do."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    alike = [name for name in names if name[:2] in pairs][:3]
    if alike:
        return f"；是否想写 {'、'.join(f'“{name}”' for name in alike)}"
    return suggestion(text, names) or "；先在 policies/regions.yaml 里加上它"


def _write(path: Path, text: str) -> int:
    if not path.parent.is_dir():
        print(f"atlas: 没有文件夹 {path.parent}", file=sys.stderr)
        return 1
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        print(f"atlas: {path} 已经存在；请用 --out 换一个文件名", file=sys.stderr)
        return 1
    print(f"已生成 {path}；填好空项后运行 atlas check {path}")
    return 0
