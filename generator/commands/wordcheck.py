"""`atlas wordcheck FILE.docx`: clause by clause what of GB/T 9704-2012 holds in a Word file and what does not."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.word_check import Finding, UnreadableFile, check_file, load_profile
from generator.word_check.profile import PROFILE, BadProfile, Profile

MARKS = {True: "符合  ", False: "不符合", None: "未涉及"}


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("wordcheck", help="按公文格式标准（GB/T 9704-2012）逐条检查 Word 文件")
    parser.add_argument("file", type=Path, metavar="FILE.docx", help="要检查的文件")
    parser.add_argument("--profile", type=Path, default=PROFILE, metavar="FILE", help="另一份格式要求")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def run(arguments: Namespace) -> int:
    """0 where every clause holds that the file touches, 1 where one does not, 2 for a file that cannot be checked."""
    try:
        profile = load_profile(arguments.profile)
        findings = check_file(arguments.file, profile)
    except (UnreadableFile, BadProfile) as error:
        print(f"atlas wordcheck: {arguments.file}: {error}", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"atlas wordcheck: 找不到文件 {error.filename}", file=sys.stderr)
        return 2
    print(as_json(findings) if arguments.json else as_text(arguments.file, profile, findings))
    return 1 if any(finding.outcome.holds is False for finding in findings) else 0


def as_text(path: Path, profile: Profile, findings: list[Finding]) -> str:
    """A line a clause, and the sums."""
    lines = [f"{path.name}：{profile.standard}《{profile.title}》"]
    for finding in findings:
        mark, clause = MARKS[finding.outcome.holds], finding.rule.clause.ljust(8)
        lines.append(f"{mark}  {clause}{finding.rule.requirement}：{finding.outcome.found}")
    counts = {holds: sum(f.outcome.holds is holds for f in findings) for holds in MARKS}
    lines.append(f"符合 {counts[True]} 项，不符合 {counts[False]} 项，未涉及 {counts[None]} 项")
    return "\n".join(lines)


def as_json(findings: list[Finding]) -> str:
    """A list of findings."""
    return json.dumps(
        [
            {
                "id": finding.rule.id, "clause": finding.rule.clause, "requirement": finding.rule.requirement,
                "value": finding.rule.value, "tolerance": finding.rule.tolerance, "check": finding.rule.check,
                "holds": finding.outcome.holds, "found": finding.outcome.found,
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=1,
    )  # fmt: skip
