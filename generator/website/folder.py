"""The pages as a folder of Markdown files, for a site engine that knows nothing of this project."""

from __future__ import annotations

import json
from pathlib import Path

from generator.website.pages import PageSet


def write_folder(pages: PageSet, folder: Path) -> None:
    """Write the set as a folder that any Markdown site engine can build.

    A page becomes a Markdown file: front matter with title and description, then its HTML as it is.
    """
    for path, content in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
            continue
        head = "\n".join(
            [
                "---",
                f"title: {json.dumps(content.title, ensure_ascii=False)}",
                f"description: {json.dumps(content.description, ensure_ascii=False)}",
                "hide: [navigation, toc]" if content.wide else "hide: [navigation]",
                "---",
                "",
            ]
        )
        body = f'{content.style_tags}<div class="atlas">\n{content.body}\n</div>\n\n{content.script_tags}'
        target.with_suffix(".md").write_text(head + body, encoding="utf-8", newline="\n")
