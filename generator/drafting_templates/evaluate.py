"""Runs a template's syntax tree over a context of plain JSON values; mirror of `drafting_templates.js`.

What cannot be printed for certain (nothing, true, a decimal, a list) is a fault, never a guess: such values
reach the text through a filter. Literal text of the template and values are kept apart by `escape`, which is
applied to every value that is put out and never to the template's own characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.chinese_forms import Unwritable, whole
from generator.drafting_templates.filters import Undefined, apply, look_up, printed, same, truthy

DEEPEST = 40
"""Templates and macros may stand inside one another this deep."""


class TemplateFault(ValueError):
    """A value that the template cannot use; the text is `file:line: reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}:{line}: {reason}")
        self.name, self.line, self.reason = name, line, reason


class _Scope:
    """Names that a body sees: its own, then those around it."""

    def __init__(self, own: dict[str, Any], around: _Scope | None = None) -> None:
        self.own, self.around = own, around

    def find(self, name: str) -> object:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.own:
                return scope.own[name]
            scope = scope.around
        return Undefined(name)


class Templates:
    """Templates that can be rendered by name; `trees` are their syntax trees, not to be changed."""

    def __init__(self, trees: Mapping[str, dict[str, Any]]) -> None:
        self.trees = trees

    def render(
        self, name: str, context: Mapping[str, Any], escape: Callable[[str], str] | None = None
    ) -> str:
        """The text of the template `name`; `escape` is applied to each value put out.

        Raises KeyError for an unknown template, TemplateFault for a value it cannot use.
        """
        run = _Run(self.trees, escape or str)
        return run.body(name, self.trees[name]["body"], _Scope(dict(context)), 1)


class _Run:
    def __init__(self, trees: Mapping[str, dict[str, Any]], escape: Callable[[str], str]) -> None:
        self.trees, self.escape = trees, escape

    def body(self, name: str, body: list[Any], scope: _Scope, depth: int) -> str:
        if depth > DEEPEST:
            raise TemplateFault(name, 1, "模板套得太深")
        return "".join([
            statement[1] if statement[0] == "text" else self.statement(name, statement, scope, depth) for statement in body
        ])  # fmt: skip

    def statement(self, name: str, statement: list[Any], scope: _Scope, depth: int) -> str:
        kind, line, *parts = statement
        if kind == "include":
            return self.body(parts[0], self.trees[parts[0]]["body"], _Scope({}, scope), depth + 1)
        try:
            return self._compute(name, kind, parts, scope, depth)
        except Unwritable as error:
            raise TemplateFault(name, line, error.args[0]) from None

    def _compute(self, name: str, kind: str, parts: list[Any], scope: _Scope, depth: int) -> str:
        if kind == "out":
            return self.put_out(parts[0], scope, depth)
        if kind == "set":
            scope.own[parts[0]] = self.value(parts[1], scope)
            return ""
        if kind == "if":
            for test, branch in parts[0]:
                if truthy(self.value(test, scope)):
                    return self.body(name, branch, scope, depth)
            return self.body(name, parts[1], scope, depth)
        return self._for(name, parts, scope, depth)

    def _for(self, name: str, parts: list[Any], scope: _Scope, depth: int) -> str:
        targets, iterated, condition, inner, otherwise = parts
        entries = self.value(iterated, scope)
        if isinstance(entries, Undefined):
            raise Unwritable(f"{entries.name} 没有值")
        if not isinstance(entries, list):
            raise Unwritable("只能逐个取列表里的值")
        bound = [self._bind(targets, entry) for entry in entries]
        if condition is not None:
            bound = [own for own in bound if truthy(self.value(condition, _Scope(dict(own), scope)))]
        if not bound:
            return self.body(name, otherwise, scope, depth)
        texts, last = [], len(bound) - 1
        for index, own in enumerate(bound):
            own["loop"] = {
                "index": index + 1, "index0": index, "first": index == 0, "last": index == last, "length": last + 1,
            }  # fmt: skip
            texts.append(self.body(name, inner, _Scope(own, scope), depth))
        return "".join(texts)

    @staticmethod
    def _bind(targets: list[str], entry: object) -> dict[str, Any]:
        if len(targets) == 1:
            return {targets[0]: entry}
        if not isinstance(entry, list) or len(entry) != len(targets):
            raise Unwritable(f"列表的每一项应有{len(targets)}个值")
        return dict(zip(targets, entry, strict=True))

    def put_out(self, expression: list[Any], scope: _Scope, depth: int) -> str:
        """What `{{ expression }}` adds to the text."""
        if expression[0] == "either":
            chosen = 2 if truthy(self.value(expression[1], scope)) else 3
            return self.put_out(expression[chosen], scope, depth)
        if expression[0] == "call":
            _, template, macro, arguments = expression
            found = self.trees[template]["macros"][macro]
            values = [self.value(argument, scope) for argument in arguments]
            own = dict(zip(found["args"], values, strict=True))
            return self.body(template, found["body"], _Scope(own), depth + 1)
        return self.escape(printed(self.value(expression, scope)))

    def value(self, expression: list[Any], scope: _Scope) -> Any:
        """The value of an expression, which may be Undefined."""
        kind = expression[0]
        # In the order of how often they are met.
        if kind == "name":
            return scope.find(expression[1])
        if kind == "get":
            return look_up(self.value(expression[1], scope), expression[2])
        if kind == "const":
            return expression[1]
        if kind == "filter":
            arguments = [self.value(argument, scope) for argument in expression[3]]
            return apply(expression[1], self.value(expression[2], scope), arguments)
        if kind == "test":
            found = self.value(expression[2], scope)
            absent = isinstance(found, Undefined)
            return {"defined": not absent, "undefined": absent, "none": found is None}[expression[1]]
        if kind in ("and", "or"):
            left = self.value(expression[1], scope)
            return self.value(expression[2], scope) if truthy(left) == (kind == "and") else left
        if kind == "not":
            return not truthy(self.value(expression[1], scope))
        if kind == "either":
            return self.value(expression[2 if truthy(self.value(expression[1], scope)) else 3], scope)
        if kind == "join":
            return "".join([printed(self.value(part, scope)) for part in expression[1]])
        if kind == "list":
            return [self.value(part, scope) for part in expression[1]]
        return _compared(self.value(expression[1], scope), expression[2], self.value(expression[3], scope))


def _compared(left: object, operator: str, right: object) -> bool:
    """`left operator right`; order is for whole numbers only. Raises Unwritable."""
    for side in (left, right):
        if isinstance(side, Undefined):
            raise Unwritable(f"{side.name} 没有值")
    if operator in ("==", "!="):
        return same(left, right) == (operator == "==")
    if operator in ("in", "not in"):
        return _contained(left, right) == (operator == "in")
    first, second = whole(left), whole(right)
    if first is None or second is None:
        raise Unwritable("只能比较整数的大小")
    return {"<": first < second, "<=": first <= second, ">": first > second, ">=": first >= second}[operator]


def _contained(part: object, container: object) -> bool:
    if isinstance(container, list):
        return any(same(part, entry) for entry in container)
    if isinstance(part, str) and isinstance(container, str | dict):
        return part in container
    raise Unwritable("不能判断是否在其中")
