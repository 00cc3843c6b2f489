"""The templates of pages only place what the views give them: no arithmetic, no comparison, no look-up, no raw HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from required_tools import ROOT

TEMPLATES = ROOT / "site_templates"
FILES = sorted([*TEMPLATES.glob("pages/*.html"), *TEMPLATES.glob("partials/*.html")])
PLACING = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Macro, nodes.Call, nodes.FromImport, nodes.Include, nodes.Tuple,
)  # fmt: skip


def faults(source: str) -> list[str]:
    """`line: what`, for everything in a template that does more than place."""
    found = []
    tree = Environment().parse(source)
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        macros.update(name if isinstance(name, str) else name[1] for name in imported.names)
    presence = {id(test) for node in tree.find_all(nodes.If) for test in _presence(node.test)}
    for node in _all(tree):
        kind = type(node).__name__
        if id(node) in presence or (isinstance(node, nodes.Filter) and node.name == "length"):
            continue
        if not isinstance(node, PLACING):
            found.append(f"{node.lineno}: {kind}")
        elif isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in macros):
            found.append(f"{node.lineno}: a call of something that is no macro")
        elif isinstance(node, nodes.Tuple) and node.ctx != "store":
            found.append(f"{node.lineno}: {kind}")
    return found


def _presence(test: nodes.Expr):
    """A test of presence in its parts: `a`, `not a`, `a or b`, `a and b`."""
    if isinstance(test, nodes.Not):
        yield test
        yield from _presence(test.node)
    elif isinstance(test, (nodes.Or, nodes.And)):
        yield test
        yield from _presence(test.left)
        yield from _presence(test.right)


def _all(node: nodes.Node):
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def test_there_are_templates_to_read():
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_template_only_places(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ a + 1 }}", "{{ a ~ b }}", "{% if a == 1 %}x{% endif %}", "{% set a = 1 %}", "{{ a | safe }}", "{{ a | upper }}",
        "{{ a['b'] }}", "{{ a and b }}", "{% if not a == 1 %}x{% endif %}", "{{ a.b() }}", "{% autoescape false %}{{ a }}{% endautoescape %}",
        "{{ a if b else c }}", "{{ not a }}", "{{ [1] }}", "{% for a in b if a.c %}{% endfor %}{{ (1, 2) }}",
    ],
)  # fmt: skip
def test_a_template_that_does_more_is_refused(source: str):
    assert faults(source)
