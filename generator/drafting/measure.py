"""The measure itself (办法): its clauses rendered in order under their chapters; mirror: `draft_measure.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.documents.draft_text import protect, read
from generator.drafting.context import Record, chapters_of
from generator.drafting_templates import Templates

NOTICE = "本文本由参数生成，供起草参考，非正式公文。"
FORM = "documents/application-form.j2"


def clause_texts(found: Record, templates: Templates) -> dict[str, str]:
    """The draft text of each clause that applies, by its name."""
    return {clause["name"]: templates.render(clause["template"], found, protect) for clause in found["clauses"]}


def measure_text(found: Record, texts: Mapping[str, str], notes: Mapping[str, list[str]], form: str) -> str:
    """The measure's draft text; `notes` are annotations by clause, `form` the text of the application form's table."""
    lines = [f"@title {protect(found['doc']['title'])}"]
    if found["doc"]["draft"]:
        lines.append("@subtitle （征求意见稿）")
    lines.append(f"@notice {NOTICE}")
    for name, title, clauses in chapters_of(found):
        if found["chapters"]:
            lines.append(f"@chapter(chapter_{name}) {title}")
        for clause in clauses:
            lines.append(texts[clause["name"]])
            lines += [f"@note {protect(note)}" for note in notes.get(clause["name"], [])]
    if found["annexes"]["form"]:
        lines += ["@annexes", f"@annex(form) {protect(found['scheme'])}保费补贴申请表", form]
    return "\n".join(lines) + "\n"


def measure(found: Record, templates: Templates, date: str, notes: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """The measure's document tree, with annotations where `notes` are given."""
    form = templates.render(FORM, found, protect) if found["annexes"]["form"] else ""
    return read(measure_text(found, clause_texts(found, templates), notes or {}, form), date)
