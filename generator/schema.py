"""The JSON Schema by which editors check and complete `policies/schemes/*.yaml`, made from the model's annotations.

It says what the structure and the vocabulary allow; rules between fields, evidence and references to other
files are for `atlas check`.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass

from generator.model import Provision, SchemeHead
from generator.structuring import OfKind, Term, Written, bare, hints, marker, options
from generator.values import KINDS
from generator.vocabulary import Parameter, Vocabulary

Schema = dict[str, object]

DRAFT = "http://json-schema.org/draft-07/schema#"
NUMBER = r"[0-9]{1,12}(\.[0-9]{1,8})?"
PATTERNS = {
    "money": rf"^{NUMBER}(元|万元|亿元)$",
    "percent": rf"^{NUMBER}%$",
    "duration": r"^[0-9]{1,4}(年|个月|天|个工作日)$",
    "multiple": rf"^{NUMBER}倍$",
    "basis_points": r"^-?[0-9]{1,5}个基点$",
    "count": rf"^{NUMBER}[万亿]?(%|[^\s0-9.%万亿]{{1,6}})$",
    "date": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "number": r"^(0|[1-9][0-9]{0,8})$",
    "url": r"^https?://",
}
NUMERIC = {"date", "number"}
"""Dimensions whose plainest form an editor takes for a number: `2015`, `26`."""
TEXT: Schema = {"type": ["string", "number"], "minLength": 1}


class _Builder:
    """Schemas of annotations, those of dataclasses kept once under `$defs`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}
        self.kind = ""

    def of(self, annotation: object) -> Schema:
        """The schema of an annotation."""
        choices = [option for option in options(annotation) if option is not type(None)]
        if len(choices) > 1:
            return {"anyOf": [self.one(choice) for choice in choices]}
        return self.one(choices[0])

    def one(self, annotation: object) -> Schema:
        """The schema of an annotation that is no union."""
        plain, mark = bare(annotation), marker(annotation)
        if isinstance(mark, OfKind):
            return {"$ref": f"#/$defs/kind.{self.kind}"}
        if isinstance(mark, Written):
            return self.written(mark)
        if isinstance(mark, Term):
            return {"$ref": f"#/$defs/term.{self.term(mark.list)}"}
        if typing.get_origin(plain) is typing.Literal:
            return {"enum": list(typing.get_args(plain))}
        if plain is bool:
            return {"type": "boolean"}
        if plain is str:
            return dict(TEXT)
        if typing.get_origin(plain) is tuple:
            (item,) = [a for a in typing.get_args(plain) if a is not Ellipsis]
            return {"type": "array", "items": self.of(item), "minItems": 1}
        if typing.get_origin(plain) is dict:
            key, value = typing.get_args(plain)
            names = (
                {} if bare(key) is str and marker(key) is None else {"propertyNames": self.of(key)}
            )
            return {
                "type": "object",
                **names,
                "additionalProperties": self.of(value),
                "minProperties": 1,
            }
        if is_dataclass(plain):
            return {"$ref": f"#/$defs/{self.dataclass(plain)}"}
        raise TypeError(f"annotation {annotation!r} is not understood")

    def written(self, mark: Written) -> Schema:
        """A scalar as people write it."""
        kinds: object = ["string", "integer"] if mark.dimension in NUMERIC else "string"
        schema: Schema = {"type": kinds, "examples": [mark.example]}
        if mark.dimension in PATTERNS:
            schema["pattern"] = PATTERNS[mark.dimension]
        return schema

    def term(self, name: str) -> str:
        """The name of a list of terms, its definition kept."""
        terms = self.vocabulary.terms.get(name, {})
        self.definitions[f"term.{name}"] = {
            "oneOf": [{"const": t.id, "title": t.label.zh} for t in terms.values()]
        }
        return name

    def dataclass(self, cls: type) -> str:
        """The name under which the schema of a dataclass is kept; one that holds a value is kept by kind."""
        name = f"{cls.__name__}.{self.kind}" if _holds_a_value(cls) else cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.record(cls)
        return name

    def record(self, cls: type) -> Schema:
        """The schema of a dataclass: its fields, those without a default required, nothing else."""
        annotations = hints(cls)
        known = [item for item in fields(cls) if not item.metadata.get("internal")]
        return {
            "type": "object",
            "description": inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0],
            "properties": {
                item.name.rstrip("_"): self.of(annotations[item.name]) for item in known
            },
            "required": [
                item.name.rstrip("_")
                for item in known
                if item.default is MISSING and item.default_factory is MISSING
            ],
            "additionalProperties": False,
        }


def _holds_a_value(cls: type) -> bool:
    return any(
        isinstance(marker(option), OfKind)
        or is_dataclass(option)
        and isinstance(option, type)
        and option is not cls
        and _holds_a_value(option)
        for annotation in hints(cls).values()
        for option in options(annotation)
    )


def editor_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of a scheme's file for this vocabulary (draft 7, which editors of YAML understand)."""
    builder = _Builder(vocabulary)
    head = builder.record(SchemeHead)
    properties: Mapping[str, object] = head["properties"]  # type: ignore[assignment]
    parameters = {p.id: _parameter(p, builder) for p in vocabulary.parameters.values()}
    return {
        "$schema": DRAFT,
        "$comment": "made by: atlas schema",
        "title": "小额贷款保证保险方案",
        **head,
        "properties": {
            **properties,
            "parameters": {
                "type": "object",
                "properties": parameters,
                "additionalProperties": False,
            },
        },
        "required": [*head["required"], "parameters"],  # type: ignore[misc]
        "$defs": dict(sorted(builder.definitions.items())),
    }


def _parameter(parameter: Parameter, builder: _Builder) -> Schema:
    builder.kind = parameter.kind
    name = f"kind.{parameter.kind}"
    if name not in builder.definitions:
        builder.definitions[name] = builder.of(KINDS[parameter.kind])
    return {
        "title": parameter.label.zh,
        "description": f"{parameter.definition.zh}\n{parameter.coding_rule.zh}",
        "type": "array",
        "items": builder.one(Provision),
        "minItems": 1,
    }
