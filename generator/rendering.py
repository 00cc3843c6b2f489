"""Views to HTML: the one Jinja environment of the site's own pages.

Text from data is only text: autoescape cannot be switched off for a template, and no filter that
would do so is used (a test reads the templates' syntax trees).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent.parent / "site_templates"


class Renderer:
    """Fills the templates below one folder."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
        )

    def page(self, name: str, *, root: str, view: Any) -> str:
        """The HTML of `pages/<name>.html`; `root` leads from the page to the site's top ("" or "../")."""
        return self._environment.get_template(f"pages/{name}.html").render(root=root, view=view)
