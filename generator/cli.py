"""The command `atlas`: parses the command line and runs one subcommand of `generator.commands`."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from generator import beside, commands

# Templates, vocabulary and prose lie in the project's folder, not in the package: a copy without them can do nothing.
TEMPLATES = Path(__file__).resolve().parent.parent / "site_templates"


class _Parser(argparse.ArgumentParser):
    """Usage faults end with exit code 2 and one line in Chinese before the usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: 用法不对：{message}\n")


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser with the subcommands of `generator.commands`: those named in `argv` where there are any, else all.

    What one command needs is not loaded for another: loading everything takes longer than many a check.
    """
    parser = _Parser(prog="atlas", description="小额贷款保证保险政策图谱：检查数据、生成网站、计算与起草")
    parser.add_argument("--root", help="项目文件夹（默认：当前文件夹或其上级）")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    names = [info.name for info in pkgutil.iter_modules(commands.__path__)]
    for name in [name for name in names if name in argv] or names:
        module = importlib.import_module(f"generator.commands.{name}")
        if hasattr(module, "add_parser"):
            module.add_parser(subparsers).set_defaults(run=module.run)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code: 0, 1 (problems), 2 (usage), 3 (a fault of the program)."""
    if argv is None:
        argv, beside.allowed = sys.argv[1:], True
        # Where the terminal has no Chinese, what is said reads badly; what is made does not depend on it.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
    # Everything is read once and kept to the end, so there is little to collect and much to look through.
    gc.set_threshold(50_000, 20, 50)
    if not TEMPLATES.is_dir():
        print(f"atlas: {TEMPLATES} 不在；本程序在源码文件夹里运行，请用 make site 或 pip install --editable . 安装", file=sys.stderr)
        return 1
    arguments = build_parser(argv).parse_args(argv)
    try:
        return arguments.run(arguments)
    except FileNotFoundError as error:
        print(f"atlas: {error.args[0] if len(error.args) == 1 else f'找不到文件 {error.filename}'}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"atlas: 没有权限读写 {error.filename}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # the reader has gone; nothing more to say
        return 0
    except OSError as error:
        from generator.publish import DISK_FAULTS

        fault = DISK_FAULTS.get(error.errno or 0) or error.strerror or error
        print(f"atlas: 读写{f' {error.filename} ' if error.filename else '临时文件'}出错：{fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
