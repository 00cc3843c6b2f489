"""One template's source to its syntax tree as JSON; whatever lies outside the supported subset is refused with its line.

The tree: `{"macros": {name: {"args", "body"}}, "imports": {alias: template}, "body": [statement…]}`.

    statement  ["text", text] · ["out", line, expression] · ["if", line, [[test, body]…], else body]
               ["for", line, [name…], list, condition | null, body, else body] · ["set", line, name, expression]
               ["include", line, template]
    expression ["const", value] · ["name", name] · ["get", expression, key] · ["filter", name, expression, [argument…]]
               ["test", "defined"|"undefined"|"none", expression] · ["compare", left, operator, right]
               ["and"|"or", left, right] · ["not", expression] · ["either", test, then, else] · ["join", [expression…]]
               ["list", [expression…]] · ["call", template, macro, [argument…]]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.drafting_templates.filters import ARGUMENTS

TESTS = ("defined", "undefined", "none")
OPERATORS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}

SETTINGS: dict[str, Any] = {"keep_trailing_newline": True}
"""Lines stay as they are written: a tag at the end of a line must not join it to the next, and empty lines mean nothing."""

_PARSER = Environment(**SETTINGS)


class UnsupportedTemplate(ValueError):
    """A template that leaves the subset; the text is `file:line: reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}:{line}: {reason}")
        self.name, self.line, self.reason = name, line, reason


def tree_of(name: str, source: str) -> dict[str, Any]:
    """The syntax tree of one template. Raises UnsupportedTemplate."""
    try:
        parsed = _PARSER.parse(source, name)
    except TemplateSyntaxError as error:
        raise UnsupportedTemplate(name, error.lineno, f"模板语法不对：{error.message}") from None
    return _Reader(name).template(parsed)


class _Reader:
    """Turns the nodes of one template into the tree, keeping the line for refusals."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.line = 1
        self.imports: dict[str, str] = {}
        self.macros: dict[str, dict[str, Any]] = {}

    def refuse(self, reason: str) -> UnsupportedTemplate:
        return UnsupportedTemplate(self.name, self.line, reason)

    def template(self, parsed: nodes.Template) -> dict[str, Any]:
        body: list[nodes.Node] = []
        for node in parsed.body:
            self.line = node.lineno
            if isinstance(node, nodes.Import):
                self._import(node)
            elif isinstance(node, nodes.Macro):
                self._macro(node)
            else:
                body.append(node)
        return {"macros": self.macros, "imports": self.imports, "body": self.body(body)}

    def _import(self, node: nodes.Import) -> None:
        if node.with_context or not isinstance(node.template, nodes.Const):
            raise self.refuse('只能写成 {% import "文件" as 名称 %}')
        if node.target in self.imports:
            raise self.refuse(f"名称 {node.target} 已经用于另一个导入")
        self.imports[node.target] = node.template.value

    def _macro(self, node: nodes.Macro) -> None:
        if node.defaults:
            raise self.refuse("宏的参数不能有缺省值")
        if node.name in self.macros:
            raise self.refuse(f"宏 {node.name} 定义了两次")
        self.macros[node.name] = {"args": [arg.name for arg in node.args], "body": []}
        self.macros[node.name]["body"] = self.body(node.body)

    def body(self, found: list[nodes.Node]) -> list[Any]:
        """A list of statements."""
        return [statement for node in found for statement in self.statement(node)]

    def statement(self, node: nodes.Node) -> list[Any]:
        self.line = node.lineno
        match node:
            case nodes.Output():
                return [self._output(part) for part in node.nodes]
            case nodes.If():
                branches = [[self.expression(b.test), self.body(b.body)] for b in (node, *node.elif_)]
                return [["if", node.lineno, branches, self.body(node.else_)]]
            case nodes.For(recursive=False):
                return [self._for(node)]
            case nodes.Assign(target=nodes.Name()):
                return [["set", node.lineno, node.target.name, self.expression(node.node)]]
            case nodes.Include(ignore_missing=False, with_context=True, template=nodes.Const()):
                return [["include", node.lineno, node.template.value]]
        raise self.refuse(f"不支持这种语句（{type(node).__name__}）")

    def _output(self, node: nodes.Node) -> list[Any]:
        if isinstance(node, nodes.TemplateData):
            return ["text", node.data]
        self.line = node.lineno
        return ["out", node.lineno, self.expression(node, callable_here=True)]

    def _for(self, node: nodes.For) -> list[Any]:
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        if not all(isinstance(target, nodes.Name) for target in targets):
            raise self.refuse("循环变量只能是名称")
        names = [target.name for target in targets]
        if "loop" in names:
            raise self.refuse("loop 不能作循环变量")
        iterated = self.expression(node.iter)
        condition = self.expression(node.test) if node.test is not None else None
        return ["for", node.lineno, names, iterated, condition, self.body(node.body), self.body(node.else_)]

    def expression(self, node: nodes.Node, *, callable_here: bool = False) -> list[Any]:
        """An expression; a macro may be called only where its text goes straight to the output."""
        self.line = node.lineno
        reader = self._READERS.get(type(node))
        if reader is not None:
            return reader(self, node)
        if isinstance(node, nodes.CondExpr):
            if node.expr2 is None:
                raise self.refuse("行内的 if 要写 else")
            chosen = [self.expression(n, callable_here=callable_here) for n in (node.expr1, node.expr2)]
            return ["either", self.expression(node.test), *chosen]
        if isinstance(node, nodes.Call):
            if not callable_here:
                raise self.refuse("宏只能直接写在 {{ }} 里")
            return self._call(node)
        raise self.refuse(f"不支持这种写法（{type(node).__name__}）")

    def _const(self, node: nodes.Const) -> list[Any]:
        if isinstance(node.value, float):
            raise self.refuse("模板里不能写小数")
        return ["const", node.value]

    def _negative(self, node: nodes.Neg) -> list[Any]:
        if not isinstance(node.node, nodes.Const) or type(node.node.value) is not int:
            raise self.refuse("负号只能写在整数前")
        return ["const", -node.node.value]

    def _attribute(self, node: nodes.Getattr) -> list[Any]:
        return ["get", self.expression(node.node), node.attr]

    def _item(self, node: nodes.Getitem) -> list[Any]:
        if not isinstance(node.arg, nodes.Const) or type(node.arg.value) not in (str, int):
            raise self.refuse("方括号里只能写一个常量")
        return ["get", self.expression(node.node), node.arg.value]

    def _filter(self, node: nodes.Filter) -> list[Any]:
        allowed = ARGUMENTS.get(node.name)
        if allowed is None or node.node is None:
            raise self.refuse(f"不支持过滤器 {node.name}")
        arguments = [self.expression(argument) for argument in node.args]
        if node.name == "map" and [pair.key for pair in node.kwargs] == ["attribute"] and not arguments:
            arguments = [self.expression(node.kwargs[0].value)]
        elif node.name == "map" or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self.refuse(f"过滤器 {node.name} 的参数写法不对")
        if len(arguments) not in allowed:
            raise self.refuse(f"过滤器 {node.name} 的参数个数不对")
        if node.name in ("map", "selectattr", "rejectattr") and not _is_text(arguments[0]):
            raise self.refuse(f"过滤器 {node.name} 的属性名要写成常量")
        if node.name in ("selectattr", "rejectattr") and len(arguments) > 1:
            wanted = {2: ("defined", "none"), 3: ("equalto",)}[len(arguments)]
            if not _is_text(arguments[1]) or arguments[1][1] not in wanted:
                raise self.refuse(f"过滤器 {node.name} 只能检验 defined、none 或 equalto")
        return ["filter", node.name, self.expression(node.node), arguments]

    def _test(self, node: nodes.Test) -> list[Any]:
        if node.name not in TESTS or node.args or node.kwargs:
            raise self.refuse(f"不支持检验 {node.name}")
        return ["test", node.name, self.expression(node.node)]

    def _compare(self, node: nodes.Compare) -> list[Any]:
        if len(node.ops) != 1:
            raise self.refuse("比较不能连写")
        (operand,) = node.ops
        return ["compare", self.expression(node.expr), OPERATORS[operand.op], self.expression(operand.expr)]

    def _call(self, node: nodes.Call) -> list[Any]:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self.refuse("宏的参数只能按顺序写")
        arguments = [self.expression(argument) for argument in node.args]
        match node.node:
            case nodes.Getattr(node=nodes.Name(name=alias), attr=macro) if alias in self.imports:
                return ["call", self.imports[alias], macro, arguments]
            case nodes.Name(name=macro) if macro in self.macros:
                return ["call", self.name, macro, arguments]
        raise self.refuse("只能调用导入的宏")

    _READERS: dict[type[nodes.Node], Callable[..., list[Any]]] = {
        nodes.Const: _const,
        nodes.Neg: _negative,
        nodes.Name: lambda self, node: ["name", node.name],
        nodes.Getattr: _attribute,
        nodes.Getitem: _item,
        nodes.Filter: _filter,
        nodes.Test: _test,
        nodes.Compare: _compare,
        nodes.And: lambda self, node: ["and", self.expression(node.left), self.expression(node.right)],
        nodes.Or: lambda self, node: ["or", self.expression(node.left), self.expression(node.right)],
        nodes.Not: lambda self, node: ["not", self.expression(node.node)],
        nodes.Concat: lambda self, node: ["join", [self.expression(part) for part in node.nodes]],
        nodes.List: lambda self, node: ["list", [self.expression(part) for part in node.items]],
    }


def _is_text(expression: list[Any]) -> bool:
    return expression[0] == "const" and isinstance(expression[1], str)
