"""A folder of templates to their syntax trees; names, macros and includes are checked across files before anything runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.drafting_templates.subset import UnsupportedTemplate, tree_of

SUFFIX = ".j2"

_tree = lru_cache(maxsize=256)(tree_of)
"""Read once for the page that holds them and the documents that are made from them; nobody changes a tree."""

Trees = dict[str, dict[str, Any]]


def export(folder: Path) -> Trees:
    """The trees of every `*.j2` file below `folder`, by path relative to it, in order of name. Raises UnsupportedTemplate."""
    sources = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob(f"*{SUFFIX}"))
    }
    return export_sources(sources)


def export_sources(sources: Mapping[str, str]) -> Trees:
    """The trees of templates given as name → source. Raises UnsupportedTemplate."""
    trees = {name: _tree(name, source) for name, source in sources.items()}
    for name, tree in trees.items():
        _check(name, tree, trees)
    return trees


def trees_script(trees: Trees) -> str:
    """A classic script that puts the trees where the pages' code finds them."""
    written = json.dumps(trees, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"(globalThis.Atlas ??= {{}}).templateTrees = {written.replace('<', chr(92) + 'u003c')};\n"


def _check(name: str, tree: dict[str, Any], trees: Trees) -> None:
    """Refuses what can only be seen with the other templates at hand. Raises UnsupportedTemplate."""
    for target in tree["imports"].values():
        if not trees.get(target, {}).get("macros"):
            raise UnsupportedTemplate(name, 1, f"没有可导入的宏：{target}")
    _check_body(name, tree["body"], trees, None, False)
    for macro in tree["macros"].values():
        _check_body(name, macro["body"], trees, set(macro["args"]), False)
    if tree["macros"] and any(statement[0] != "text" or statement[1].strip() for statement in tree["body"]):
        raise UnsupportedTemplate(name, 1, "有宏的模板里只能有宏")


def _check_body(
    name: str, body: list[Any], trees: Trees, known: set[str] | None, in_loop: bool
) -> None:
    """`known` are the names a macro may use; None outside a macro, where the context decides."""
    known = set(known) if known is not None else None
    for statement in body:
        kind, *rest = statement
        if kind == "text":
            continue
        line, *parts = rest

        def expressions(found: Iterable[Any], loop: bool, names: set[str] | None, line: int = line) -> None:
            for expression in found:
                _check_expression(name, line, expression, trees, names, loop)

        if kind == "include":
            if known is not None:
                raise UnsupportedTemplate(name, line, "宏里不能包含模板")
            if parts[0] not in trees or trees[parts[0]]["macros"]:
                raise UnsupportedTemplate(name, line, f"没有可包含的模板：{parts[0]}")
        elif kind == "out":
            expressions(parts, in_loop, known)
        elif kind == "set":
            expressions(parts[1:], in_loop, known)
            if parts[0] == "loop":
                raise UnsupportedTemplate(name, line, "loop 不能赋值")
            if known is not None:
                known.add(parts[0])
        elif kind == "if":
            for test, branch in parts[0]:
                expressions([test], in_loop, known)
                _check_body(name, branch, trees, known, in_loop)
            _check_body(name, parts[1], trees, known, in_loop)
        else:
            targets, iterated, condition, inner, otherwise = parts
            expressions([iterated], in_loop, known)
            inside = known | set(targets) if known is not None else None
            expressions([condition] if condition else [], False, inside)
            _check_body(name, inner, trees, inside, True)
            _check_body(name, otherwise, trees, known, in_loop)


def _check_expression(
    name: str, line: int, expression: list[Any], trees: Trees, known: set[str] | None, in_loop: bool
) -> None:
    for kind, *parts in _walk(expression):
        if kind == "name" and parts[0] == "loop" and not in_loop:
            raise UnsupportedTemplate(name, line, "loop 只能用在循环里")
        if kind == "name" and known is not None and parts[0] not in known and parts[0] != "loop":
            raise UnsupportedTemplate(name, line, f"宏里只能用它的参数，没有 {parts[0]}")
        if kind == "call":
            macro = trees.get(parts[0], {}).get("macros", {}).get(parts[1])
            if macro is None:
                raise UnsupportedTemplate(name, line, f"没有宏 {parts[1]}")
            if len(macro["args"]) != len(parts[2]):
                raise UnsupportedTemplate(name, line, f"宏 {parts[1]} 要 {len(macro['args'])} 个参数")


def _walk(expression: list[Any]) -> Iterator[list[Any]]:
    """The expression and every expression inside it."""
    yield expression
    kind, *parts = expression
    if kind in ("const", "name"):
        return
    for part in parts:
        if isinstance(part, list) and part:
            for found in [part] if isinstance(part[0], str) else part:
                yield from _walk(found)
