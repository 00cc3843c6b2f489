"""A document as one HTML page that prints by itself; mirror: `documents_text.js`, which also builds the same elements in a page.

The document is first a value: an element is `(tag, attributes, children)`, a child an element or a text. Text
becomes markup in one place only, `_written`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.documents.layout import Block, Cell, Layout, Run, Runs, Section
from generator.documents.numbered import lay_out
from generator.documents.queries import labelled, words

Element = tuple[str, dict[str, str], list[Any]]

VOID = ("meta", "br", "hr", "col")
LINES = (
    "html head meta title style body article header section h1 h2 h3 h4 h5 p aside hr figure figcaption table colgroup "
    "col thead tbody tr th td div"
).split()
"""Elements after which the text goes on in a new line, for readers of the source."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(tree: dict[str, Any] | Layout, css: str) -> str:
    """A whole page of a tree or its layout, with `css` written into it. Raises BadDocument, and ValueError for a style sheet with `</`."""
    if "</" in css:
        raise ValueError("a style sheet must not close its element")
    layout = lay_out(tree)
    title = "".join(map(words, layout.sections[0].title))
    head = [
        ("meta", {"charset": "utf-8"}, []),
        ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}, []),
        ("meta", {"name": "viewport", "content": "width=device-width,initial-scale=1"}, []),
        ("title", {}, [title]),
    ]
    style = f"<style>\n{css}</style>\n"
    body = _written(("body", {}, [article(layout)]))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{"".join(map(_written, head))}{style}</head>\n{body}</html>\n'
    )


def _escaped(text: str) -> str:
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(mark, entity)
    return text


def _written(node: Element | str) -> str:
    if isinstance(node, str):
        return _escaped(node)
    tag, attributes, children = node
    start = tag + "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
    end = "\n" if tag in LINES else ""
    if tag in VOID:
        return f"<{start}>{end}"
    return f"<{start}>{''.join(map(_written, children))}</{tag}>{end}"


def _element(tag: str, classes: str, children: Iterable[Any], **attributes: str) -> Element:
    named = {"class": classes} if classes else {}
    return tag, {**named, **attributes}, list(children)


def article(layout: Layout) -> Element:
    """The document as one element."""
    children: list[Element] = []
    if layout.notice:
        children.append(_element("p", "notice", _inline(layout.notice)))
    for section in layout.sections:
        if section.mark:
            where = {"id": f"d-{section.name}"} if section.name else {}
            children.append(_element("section", "annex", [*_annex_head(section), *_body(section)], **where))
        else:
            head = [_element("h1", "", _lines(section.title))]
            if layout.subtitle:
                head.append(_element("p", "subtitle", _inline(layout.subtitle)))
            children += [_element("header", "", head), *_body(section)]
    return "article", {"class": "official-document", "lang": "zh-CN"}, children


def _annex_head(section: Section) -> list[Element]:
    return [_element("p", "annex-mark", [section.mark]), _element("h2", "annex-title", _lines(section.title))]


def _body(section: Section) -> Iterator[Element]:
    yield from _notes(section.notes)
    for block in section.blocks:
        yield _block(block)
        yield from _notes(block.notes)


def _notes(notes: tuple[Runs, ...]) -> Iterator[Element]:
    for note in notes:
        yield _element("aside", "note", [_element("span", "note-mark", ["批注"]), *_inline(note)])


def _lines(lines: tuple[Runs, ...]) -> list[Any]:
    found: list[Any] = []
    for line in lines:
        found += [*([("br", {}, [])] if found else []), *_inline(line)]
    return found


def _inline(runs: Runs) -> list[Any]:
    found: list[Any] = []
    for run in runs:
        node = _run(run)
        # The number of an article and that of its item are two runs, but one link.
        if run.kind == "ref" and found and found[-1][:2] == node[:2]:
            found[-1][2].append(run.text)
        else:
            found.append(node)
    return found


def _run(run: Run) -> Element | str:
    if run.kind == "ref":
        return "a", {"href": f"#d-{run.link}"}, [run.text]
    tags = {"strong": ("strong", ""), "lead": ("span", "lead"), "open": ("mark", "open")}
    return _element(*tags[run.kind], [run.text]) if run.kind in tags else run.text


def _attributes(block: Block) -> dict[str, str]:
    return {"id": f"d-{block.name}"} if block.name else {}


def _classes(block: Block, *more: str) -> str:
    return " ".join([*more, *(["marked"] if block.marked else [])])


def _block(block: Block) -> Element:
    where = _attributes(block)
    if block.kind == "table":
        return _table(block, where)
    if block.kind in ("signature", "annex_list"):
        lines = [*block.issuers, *([block.runs] if block.runs else [])]
        return _element("div", block.kind.replace("_", "-"), [_element("p", "", _inline(line)) for line in lines])
    if block.kind == "page_break":
        return _element("hr", "page-break", [])
    number = [_element("span", "number", [block.label])] if block.label else []
    gap = [labelled(block)[len(block.label) :]] if len(labelled(block)) > len(block.label) else []
    children = [*number, *gap, *_inline(block.runs)]
    if block.kind == "chapter":
        return _element("h2", _classes(block, "chapter"), children, **where)
    if block.kind == "heading":
        return _element(f"h{block.level + 1}", _classes(block, f"heading-{block.level}"), children, **where)
    kind = "subitem" if block.kind == "item" and block.level == 2 else block.kind
    extra = [f"align-{block.align}"] if block.align else []
    extra += [] if block.indent else ["flush"]
    return _element("p", _classes(block, kind, *extra), children, **where)


def _table(block: Block, where: dict[str, str]) -> Element:
    total = sum(block.columns)
    columns = [("col", {"width": f"{weight * 100 // total}%"}, []) for weight in block.columns]
    rows = [_element("tr", "", _cells(row, number < block.header)) for number, row in enumerate(block.rows)]
    parts = [("colgroup", {}, columns)]
    if block.header:
        parts.append(("thead", {}, rows[: block.header]))
    if rows[block.header :]:
        parts.append(("tbody", {}, rows[block.header :]))
    caption = [_element("figcaption", "", _inline(block.runs))] if block.runs else []
    return _element("figure", _classes(block, "table"), [*caption, ("table", {}, parts)], **where)


def _cells(row: tuple[Cell, ...], header: bool) -> Iterator[Element]:
    for cell in row:
        if cell.above:
            continue
        attributes = {} if cell.span == 1 else {"colspan": str(cell.span)}
        attributes |= {} if cell.down == 1 else {"rowspan": str(cell.down)}
        if cell.ending:
            text = [_element("p", "", _inline(line)) for line in cell.lines]
            ending = [_element("p", "ending", _inline(line)) for line in cell.ending]
            yield _element("td", "signoff", [*text, *ending], **attributes)
            continue
        tag = "th" if header or cell.label else "td"
        scope = {"scope": "col" if header else "row"} if tag == "th" else {}
        yield _element(tag, f"align-{cell.align}", _lines(cell.lines), **scope, **attributes)
