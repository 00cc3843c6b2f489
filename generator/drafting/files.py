"""A draft as files: every document as .docx, .md and .html, and the annotated measure beside them."""

from __future__ import annotations

from typing import Any

from generator.documents import html, lay_out, markdown
from generator.drafting.draft import DOCUMENTS, Draft
from generator.word import Parts, docx

ANNOTATED = ("measure-annotated", "实施办法（批注稿）")


def draft_files(found: Draft, parts: Parts) -> dict[str, bytes]:
    """File name → bytes, the measure first. Raises BadDocument."""
    trees: list[tuple[str, dict[str, Any]]] = [(name, found.trees[name]) for name, _, _ in DOCUMENTS]
    trees.insert(1, (ANNOTATED[0], found.annotated))
    files: dict[str, bytes] = {}
    for name, tree in trees:
        layout = lay_out(tree)
        files[f"{name}.docx"] = docx(layout, parts)
        files[f"{name}.md"] = markdown(layout).encode("utf-8")
        files[f"{name}.html"] = html(layout, parts.css).encode("utf-8")
    return files
