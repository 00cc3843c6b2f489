"""`atlas verify`: every phrase against the archived texts of its source."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.catalogue import load_catalogue
from generator.commands.check import show
from generator.project import project_root
from generator.verification import verify


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("verify", help="把每一段原文用语与存档文本逐字核对")
    parser.add_argument("--sources", metavar="DIR", help="存档文本所在文件夹（默认取环境变量 ATLAS_SOURCES）")
    return parser


def run(arguments: Namespace) -> int:
    """Prints a table of verified, not found and without text; 1 when a phrase is not found or a figure differs."""
    catalogue, problems = load_catalogue(project_root(arguments.root))
    if catalogue is None:
        show(problems, "text")
        return 1
    given = arguments.sources or os.environ.get("ATLAS_SOURCES")
    folder = Path(given) if given else None
    if folder is not None and not folder.is_dir():
        print(f"atlas verify: 没有文件夹 {folder}", file=sys.stderr)
        return 1
    tallies = verify(catalogue, folder)
    phrases, verified = sum(t.phrases for t in tallies), sum(t.verified for t in tallies)
    if verified == 0 and not any(t.not_found for t in tallies):
        print(f"0 of {phrases} verified: no texts （没有存档文本，什么也没有核对）")
        return 0
    show([p for t in tallies for p in t.problems], "text")
    print(f"{'方案':<24}{'用语':>6}{'核实':>6}{'不符':>6}{'无文本':>6}{'条款':>6}{'条款核实':>8}")
    for t in tallies:
        print(
            f"{t.scheme:<24}{t.phrases:>8}{t.verified:>8}{t.not_found:>8}{t.no_text:>8}"
            f"{t.provisions:>8}{t.provisions_verified:>10}"
        )
    with_text = phrases - sum(t.no_text for t in tallies)
    share = verified * 100 // with_text if with_text else 0
    print(f"{verified} of {with_text} phrases with an archived text verified: {share}%（另有 {phrases - with_text} 段没有存档文本）")
    return 1 if any(t.problems for t in tallies) else 0
