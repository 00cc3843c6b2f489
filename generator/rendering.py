"""Views to HTML: the one Jinja environment of the site's own pages.

Text from data is only text: autoescape cannot be switched off for a template, and no filter that
would do so is used (a test reads the templates' syntax trees).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator

from generator import twins

TEMPLATES = Path(__file__).resolve().parent.parent / "site_templates"


_SPECIAL = re.compile("[&<>'\"]").search


def _escaped(escape: Callable[[Any], str], value: Any) -> str:
    """What `escape` makes of the value; text that is finished or holds nothing special goes the short way."""
    kind = type(value)
    if kind is str and _SPECIAL(value) is None or issubclass(kind, str) and hasattr(kind, "__html__"):
        return value
    return escape(value)


class _CodeGenerator(CodeGenerator):
    """Writes the short way into a template's code: a page holds thousands of pieces that need no escaping."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        """Jinja's own name, and the place where its other dialect (nativetypes) does otherwise too."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(escape, ")


class _Environment(Environment):
    code_generator_class = _CodeGenerator
    escaped = staticmethod(_escaped)


@cache
def environment(folder: Path) -> _Environment:
    """The environment of a folder; a template is compiled once, however many renderers fill it."""
    return _Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )


class Renderer:
    """Fills the templates below one folder; makes the pages' twins in Markdown too where `twins` asks for them."""

    def __init__(self, folder: Path = TEMPLATES, twins: bool = False) -> None:
        self.twins = twins
        self._environment = environment(folder)

    def page(self, name: str, *, root: str, view: Any) -> str:
        """The HTML of `pages/<name>.html`; `root` leads from the page to the site's top ("" or "../")."""
        return self._environment.get_template(f"pages/{name}.html").render(root=root, view=view)

    def twin(self, name: str, *, path: str, view: Any) -> str:
        """The view of the page at `path` in Markdown; nothing where no twins are asked for, or the page is a form."""
        return twins.twin(name, view, path) if self.twins else ""
