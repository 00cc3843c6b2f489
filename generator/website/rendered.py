"""A page of the site and its twin, drawn from one view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.rendering import Renderer
from generator.website.pages import Page, TocEntry


def rendered_page(
    renderer: Renderer,
    template: str,
    view: Any,
    *,
    path: str,
    title: str,
    description: str,
    section: str,
    toc: Iterable[TocEntry] = (),
    wide: bool = False,
    scripts: Iterable[str] = (),
    styles: Iterable[str] = (),
    linked: str = "",
) -> Page:
    """The page at `path`, drawn from the view by the template of that name, with its twin in Markdown."""
    root = "../" * path.count("/")
    return Page(
        path=path,
        title=title,
        description=description,
        section=section,
        body=renderer.page(template, root=root, view=view),
        toc=tuple(toc),
        wide=wide,
        scripts=tuple(scripts),
        styles=tuple(styles),
        twin=renderer.twin(template, path=path, view=view),
        linked_data=linked,
    )
