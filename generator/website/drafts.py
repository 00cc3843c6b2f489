"""The drafting page and its data: the desk, the templates' trees, the Word parts, the examples, every scheme as a start."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.drafting import DOCUMENTS, desk
from generator.drafting.desk_data import desk_data
from generator.drafting.files import ANNOTATED
from generator.drafting.pilot_record import pilot_record
from generator.drafting_templates import trees_script
from generator.pilots import load_pilot
from generator.rendering import Renderer
from generator.views.names import script_paths
from generator.vocabulary import load_vocabulary
from generator.website.pages import Page
from generator.website.scripts import joined
from generator.word import load_parts, parts_script

PATH = "drafts/index.html"
SCRIPT = "assets/javascripts/drafts.js"
MODULES = script_paths(
    "quantities", "costs_figures", "costs_scheme", "costs_quote", "costs_writing", "fiscal_figures", "fiscal_rules",
    "fiscal_estimate", "chinese_forms", "drafting_templates", "documents_tree", "documents_layout", "documents_draft", "documents_text", "zip",
    "word_document", "word_package", "draft_context", "draft_guardrails", "draft_checks", "draft_documents", "draft_kinds",
    "draft_yaml", "draft_fields", "draft_form", "draft_asked", "draft_head", "draft_page",
)  # fmt: skip
DATA = ("assets/data/draft-templates.js", "assets/data/draft-word.js", "assets/data/draft-desk.js")
STYLES = ("assets/stylesheets/document.css", "assets/stylesheets/drafts.css")
STARTS = "assets/data/draft-schemes.js"
"""The provisions of every scheme: loaded when a draft is to start from one."""
EVIDENCE = "assets/data/evidence/draft.js"
"""Asked for by the comparison page where it shows the reader's draft."""
KEPT = ("value", "state", "when", "modality", "adds", "to", "ref")

Record = dict[str, Any]


@dataclass(frozen=True)
class DraftsView:
    """The page before any script has run."""

    as_of: str
    documents: tuple[tuple[str, str], ...]
    pilots: tuple[tuple[str, str], ...]
    schemes: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    example: str


def draft_pages(root: Path, publication: Any) -> tuple[Page, Mapping[str, bytes]]:
    """The page and the files it loads. Raises BadClause, UnsupportedTemplate, BadParts for faulty templates."""
    folder = root / "site_templates"
    at = desk(folder / "drafts", publication)
    parts = load_parts(folder / "word")
    pilots = _pilots(root)
    data = {
        **desk_data(at),
        "levels": {code: region["level"] for code, region in publication.regions.items()},
        "groups": [[g["id"], g["label"]["zh"]] for g in publication.parameters["groups"] if g["id"] != "outcomes"],
        "definitions": {p["id"]: p["definition"]["zh"] for p in publication.parameters["parameters"]},
        "pilots": pilots,
    }
    files = {
        DATA[0]: trees_script(at.templates.trees).encode(),
        DATA[1]: parts_script(parts).encode(),
        DATA[2]: script("draftDesk", data),
        STARTS: script("draftSchemes", {s["id"]: _start(s) for s in publication.schemes}),
        EVIDENCE: b"// A draft has no sources: what the comparison says of its cells is set by compare_draft.js.\n",
        SCRIPT: joined(MODULES),
        STYLES[0]: (folder / "word" / "document.css").read_bytes(),
    }
    view = DraftsView(
        publication.as_of,
        tuple((name, title) for name, title, _ in DOCUMENTS[:1]) + (ANNOTATED,) + tuple((name, title) for name, title, _ in DOCUMENTS[1:]),
        tuple((pilot["id"], pilot["name"]["zh"]) for pilot in pilots),
        tuple((s["id"], f"{s['region']['zh']}：{s['name']['zh']}") for s in publication.schemes),
        tuple((g["id"], g["label"]["zh"]) for g in publication.parameters["groups"] if g["id"] != "outcomes"),
        pilots[0]["id"] if pilots else "",
    )
    page = Page(
        path=PATH,
        title="起草工作台",
        description="填参数，看各地水平，生成实施办法、起草说明、政策解读等全套文稿；在浏览器里完成，不上传。",
        section="drafts",
        body=Renderer().page("drafts", root="../", view=view),
        wide=True,
        scripts=(*DATA, SCRIPT),
        styles=STYLES,
    )
    return page, files


def script(name: str, value: Any) -> bytes:
    """A script that sets one value of the pages' namespace."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, code in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        written = written.replace(mark, code)
    return f"(globalThis.Atlas ??= {{}}).{name} = {written};\n".encode()


def _pilots(root: Path) -> list[Record]:
    vocabulary, _ = load_vocabulary(root / "policies")
    records = []
    for path in sorted((root / "policies" / "pilots").glob("*.yaml")):
        pilot, _ = load_pilot(path, path.name, vocabulary) if vocabulary else (None, [])
        if pilot is not None:
            records.append(pilot_record(pilot, vocabulary))  # type: ignore[arg-type]
    return records


def _start(scheme: Record) -> Record:
    """A scheme as the start of a draft: its settled provisions, its region."""
    parameters = {}
    for name, said in scheme["parameters"].items():
        kept = [{key: p[key] for key in KEPT} for p in said["provisions"] if p["state"] in ("stated", "delegated")]
        if kept and name not in ("reported_outcomes", "projected_outcomes"):
            parameters[name] = {"state": said["state"], "provisions": kept}
    region = scheme["region"]
    return {"region": {"code": region["code"], "zh": region["zh"], "level": region["level"]}, "parameters": parameters}
