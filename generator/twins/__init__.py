"""A page's twin in Markdown, made from the same view as the page: for programs that read text, tables as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.twins import lists, places, schemes, tables, tracing
from generator.twins.writing import Twin, document

WRITERS: Mapping[str, Callable[[Any, Twin], Iterator[str]]] = {
    "changes": tracing.changes,
    "compare": tables.compare,
    "contradictions": tracing.contradictions,
    "coverage": tables.coverage,
    "data": lists.data,
    "glossary": lists.glossary,
    "home": places.home,
    "lineages": tracing.lineages,
    "parameter": tables.parameter,
    "parameters": tables.parameters,
    "reading": tracing.reading,
    "region": places.region,
    "regions": places.regions,
    "scheme": schemes.scheme,
    "schemes": schemes.schemes,
    "sources": lists.sources,
    "timeline": tracing.timeline,
}
"""The template of a page -> what writes its twin. A page that is a form has none."""


def twin(name: str, view: Any, path: str) -> str:
    """The twin of the page at `path` that `pages/<name>.html` makes of the view, or nothing where it is a form."""
    writer = WRITERS.get(name)
    return document(writer(view, Twin(path))) if writer else ""


def form_twin(title: str, description: str, path: str) -> str:
    """The twin of a page that only works in a browser."""
    return document(lists.form(title, description, path))


def twin_path(path: str) -> str:
    """Where the twin of a page stands."""
    return path.removesuffix(".html") + ".md"


__all__ = ["WRITERS", "form_twin", "twin", "twin_path"]
