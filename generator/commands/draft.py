"""`atlas draft PILOT --out DIR`: all documents of a pilot as .docx, .md and .html, and what to look at in it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.chinese_forms import Unwritable
from generator.commands.check import show
from generator.documents import BadDocument
from generator.documents.draft_text import BadDraftText
from generator.drafting import DOCUMENTS, Desk, Draft, desk, draft
from generator.drafting.files import ANNOTATED, draft_files
from generator.drafting.fiscal_effect import fiscal_answer, fiscal_effect
from generator.drafting.pilot_record import pilot_record
from generator.drafting_templates import TemplateFault
from generator.located import Problem
from generator.pilots import Pilot, load_pilot
from generator.project import project_root
from generator.publication import load_records
from generator.vocabulary import load_vocabulary
from generator.word import load_parts

LEVELS = {"warning": "请核对", "info": "提示"}


def add_parser(subparsers) -> ArgumentParser:
    parser = subparsers.add_parser("draft", help="由试点参数生成办法、起草说明、政策解读等全套文稿")
    parser.add_argument("pilot", metavar="PILOT", help="试点文件，如 policies/pilots/example-city.yaml，或其名称")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="文稿写到哪个文件夹")
    parser.add_argument("--as-of", metavar="DATE", help="截至哪一天（默认取数据版次）")
    parser.add_argument("--peers", metavar="A,B", help="与哪些方案比较，用逗号分开（默认取试点文件里的）")
    chapters = parser.add_mutually_exclusive_group()
    chapters.add_argument("--chapters", action="store_true", default=None, help="办法分章（默认按试点文件；没有写的，按条数决定）")
    chapters.add_argument("--articles-only", action="store_false", dest="chapters", help="办法只列条文，不分章")
    parser.add_argument("--fiscal", metavar="PREMISES", help="财政测算的假设（JSON 或其文件），写入起草说明，如 '{\"lending\": 100000000, …}'")
    parser.add_argument("--only", metavar="A,B", help="只生成哪些文稿：" + "、".join(name for name, _, _ in DOCUMENTS))
    return parser


def run(arguments: Namespace) -> int:
    """0 when everything was written; 1 for a pilot or data with problems; 2 for wrong usage."""
    root = project_root(arguments.root)
    names = [name for name, _, _ in DOCUMENTS]
    only = arguments.only.split(",") if arguments.only else names
    if unknown := [name for name in only if name not in names]:
        print(f"atlas draft: 没有这种文稿：{'、'.join(unknown)}", file=sys.stderr)
        return 2
    found, problems = load_records(root, arguments.as_of)
    if found is None:
        return _told(problems)
    pilot, problems = read_pilot(arguments.pilot, root)
    if pilot is None:
        return _told(problems)
    vocabulary, _ = load_vocabulary(root / "policies")
    record = pilot_record(pilot, vocabulary)  # type: ignore[arg-type]  # the records could not be read without it
    if arguments.chapters is not None:
        record["chapters"] = arguments.chapters
    if arguments.peers:
        record["peers"] = arguments.peers.split(",")
        known = {scheme["id"] for scheme in found.schemes}
        if missing := [name for name in record["peers"] if name not in known]:
            print(f"atlas draft: 没有方案 {'、'.join(missing)}", file=sys.stderr)
            return 2
    try:
        at = desk(root / "site_templates" / "drafts", found)
        made = draft(record, at, _fiscal(arguments.fiscal, record, at))
        files = draft_files(made, load_parts(root / "site_templates" / "word"))
    except (BadDraftText, BadDocument, TemplateFault, Unwritable) as error:
        print(f"atlas draft: 无法写成文稿：{error}", file=sys.stderr)
        return 1
    _write(files, only, arguments.out)
    _report(made, arguments.out)
    return 0


def _fiscal(given: str | None, record: dict, at: Desk) -> dict | None:
    """The lines on the treasury's outlay; what is missing is told on standard error."""
    if given is None:
        return None
    try:
        premises = json.loads(given if given.lstrip().startswith("{") else Path(given).read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        print("atlas draft: --fiscal 不是 JSON", file=sys.stderr)
        return None
    answer = fiscal_answer(record, at, premises)
    for one in (*answer["missing"], *answer["checks"]):
        print(f"财政测算：{one['message']['zh'] if isinstance(one['message'], dict) else one['message']}", file=sys.stderr)
    return fiscal_effect(answer, premises)


def read_pilot(given: str, root: Path) -> tuple[Pilot | None, list[Problem]]:
    """The pilot in the file `given`, or the shipped one of that name. Raises FileNotFoundError."""
    path = Path(given)
    if not path.suffix and not path.exists():
        path = root / "policies" / "pilots" / f"{given}.yaml"
    if not path.is_file():
        raise FileNotFoundError(f"找不到试点文件 {given}")
    vocabulary, problems = load_vocabulary(root / "policies")
    return load_pilot(path, given, vocabulary) if vocabulary else (None, problems)


def _told(problems: list[Problem]) -> int:
    show(problems, "text")
    return 1


def _write(files: dict[str, bytes], only: list[str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if name.rsplit(".", 1)[0] in (*only, *(ANNOTATED[:1] if "measure" in only else ())):
            (out / name).write_bytes(content)


def _report(made: Draft, out: Path) -> None:
    for name, title, _ in DOCUMENTS:
        if (out / f"{name}.docx").exists():
            print(f"{title}：{out / name}.docx .md .html")
    if made.points:
        print(f"待定事项{len(made.points)}项：" + "、".join(made.points))
    for finding in made.findings:
        print(f"{LEVELS[finding['level']]}：{finding['text']}")
