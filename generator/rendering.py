"""Views to HTML: the one Jinja environment of the site's own pages.

Text from data is only text: autoescape cannot be switched off for a template, and no filter that
would do so is used (a test reads the templates' syntax trees).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator import twins

TEMPLATES = Path(__file__).resolve().parent.parent / "site_templates"


_SPECIAL = re.compile("[&<>'\"]").search


def escaped(value: Any) -> str:
    """The value as HTML text, as `escape` gives it; what is finished or holds nothing special goes the short way."""
    kind = type(value)
    if kind is str and _SPECIAL(value) is None or kind is Markup:
        return value
    return escape(value)


class _CodeGenerator(CodeGenerator):
    """Writes into a template's code the short way round for what is finished; a page holds thousands of such pieces."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        """Jinja's own name, and the place where its other dialect (nativetypes) does otherwise too."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    code_generator_class = _CodeGenerator
    escaped = staticmethod(escaped)


class Renderer:
    """Fills the templates below one folder; makes the pages' twins in Markdown too where `twins` asks for them."""

    def __init__(self, folder: Path = TEMPLATES, twins: bool = False) -> None:
        self.twins = twins
        self._environment = _Environment(
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

    def twin(self, name: str, *, path: str, view: Any) -> str:
        """The view of the page at `path` in Markdown; nothing where no twins are asked for, or the page is a form."""
        return twins.twin(name, view, path) if self.twins else ""
