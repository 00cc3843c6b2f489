"""The same schemes as plain Markdown pages for a stock mkdocs-material build: what the benchmark compares with."""

from __future__ import annotations

from pathlib import Path

from generator.catalogue import load_catalogue
from generator.model import Scheme
from generator.vocabulary import Vocabulary

CONFIG = """site_name: stock
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: zh}}]
markdown_extensions: [tables, attr_list]
validation: {nav: {omitted_files: ignore}}
nav: [{首页: index.md}]
"""


def page(scheme: Scheme, vocabulary: Vocabulary) -> str:
    """One scheme as a Markdown page: a table a group, one row a provision with its words."""
    lines = [f"# {scheme.head.name.zh}", ""]
    for group in vocabulary.groups:
        lines += ["", f"## {group.label.zh}", "", "| 项目 | 内容 | 原文 | 条款 |", "|---|---|---|---|"]
        for parameter in vocabulary.parameters.values():
            if parameter.group != group.id:
                continue
            for provision in scheme.of(parameter.id):
                words = "；".join(e.phrase for e in provision.evidence)
                places = "；".join(e.locator for e in provision.evidence)
                value = str(provision.value or provision.state).replace("|", "/")
                lines.append(f"| {parameter.label.zh} | {value} | {words} | {places} |")
    return "\n".join(lines) + "\n"


def write_stock_site(folder: Path, root: Path) -> None:
    """A MkDocs project in `folder` with a Markdown page a scheme and a page a parameter."""
    catalogue, problems = load_catalogue(root)
    if catalogue is None:
        raise ValueError(problems[0])
    vocabulary = catalogue.vocabulary
    docs = folder / "docs"
    (docs / "schemes").mkdir(parents=True)
    (docs / "parameters").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    links = "\n".join(f"- [{s.head.name.zh}](schemes/{s.id}.md)" for s in catalogue.schemes.values())
    (docs / "index.md").write_text(f"# 首页\n\n{links}\n", encoding="utf-8")
    for scheme in catalogue.schemes.values():
        (docs / "schemes" / f"{scheme.id}.md").write_text(page(scheme, vocabulary), encoding="utf-8")
    for parameter in vocabulary.parameters.values():
        rows = [
            f"| {s.head.name.zh} | {s.state(parameter.id)} | {'；'.join(e.phrase for p in s.of(parameter.id) for e in p.evidence)} |"
            for s in catalogue.schemes.values()
        ]
        text = f"# {parameter.label.zh}\n\n{parameter.definition.zh}\n\n| 方案 | 状态 | 原文 |\n|---|---|---|\n" + "\n".join(rows)
        (docs / "parameters" / f"{parameter.id}.md").write_text(text + "\n", encoding="utf-8")
