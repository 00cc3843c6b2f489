"""The command `atlas`: parses the command line and runs one subcommand of `generator.commands`."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys

from generator import commands


class _Parser(argparse.ArgumentParser):
    """Usage faults end with exit code 2 and one line in Chinese before the usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: 用法不对：{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser with every subcommand found in `generator.commands`."""
    parser = _Parser(prog="atlas", description="小额贷款保证保险政策图谱：检查数据、生成网站、计算与起草")
    parser.add_argument("--root", help="项目文件夹（默认：当前文件夹或其上级）")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for info in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"generator.commands.{info.name}")
        if hasattr(module, "add_parser"):
            module.add_parser(subparsers).set_defaults(run=module.run)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code: 0, 1 (problems), 2 (usage), 3 (a fault of the program)."""
    arguments = build_parser().parse_args(argv)
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
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
