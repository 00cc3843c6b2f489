"""`api/v1/openapi.json`: what the published files are, for programs that read descriptions."""

from __future__ import annotations

from generator.publication.provisions import Record

FILES = (
    ("index.json", "index", "The version, counts and addresses of the rest", None),
    (
        "parameters.json",
        "parameters",
        "The vocabulary: groups, parameters and lists of terms",
        None,
    ),
    ("schemes.json", "schemes", "One line a scheme", None),
    (
        "schemes/{id}.json",
        "scheme",
        "One scheme whole, every parameter with its provisions and evidence",
        "id",
    ),
    (
        "reference-rates.json",
        "reference-rates",
        "Dated series of reference rates, each with its source",
        None,
    ),
    ("compare.json", "compare", "Parameters by schemes: words, states and sort keys", None),
    (
        "differences.json",
        "differences",
        "Cells of several schemes that differ and are easily confused, with what was decided",
        None,
    ),
    (
        "contradictions.json",
        "contradictions",
        "Where sources disagree: every telling with its evidence, and what was decided",
        None,
    ),
)
DESCRIPTION = (
    "Static files. Money is in yuan, rates and shares are fractions of one, dates may be partial (2018 or 2018-05). "
    'A component that a document leaves open is "unstated"; an unstated number is null and named in `unstated`.'
)


def openapi_record() -> Record:
    """The description in OpenAPI 3.1, its schemas by reference to the files under schema/."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Loan Guarantee Atlas",
            "summary": "Small-loan guarantee insurance schemes of Chinese cities and provinces as cited data",
            "description": DESCRIPTION,
            "version": "1",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": ".", "description": "the folder of this file"}],
        "paths": {
            **{
                f"/{path}": {"get": _operation(name, summary, key)}
                for path, name, summary, key in FILES
            },
            "/schema/{name}.json": {"get": _schemas()},
            "/openapi.json": {"get": _itself()},
        },
    }


def _operation(name: str, summary: str, key: str | None) -> Record:
    operation = _get(name, summary, {"$ref": f"schema/{name}.json"})
    if key:
        operation["parameters"] = [
            {
                "name": key,
                "in": "path",
                "required": True,
                "description": "the id of a line of schemes.json",
                "schema": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            }
        ]
        operation["responses"]["404"] = {"description": "no scheme has this id"}  # type: ignore[index]
    return operation


def _get(name: str, summary: str, schema: Record) -> Record:
    return {
        "operationId": "get_" + name.replace("-", "_"),
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": schema}}}
        },
    }


def _schemas() -> Record:
    operation = _get(
        "schema", "The JSON Schema (draft 2020-12) of one of the files", {"type": "object"}
    )
    names = [name for _, name, _, _ in FILES]
    operation["parameters"] = [
        {"name": "name", "in": "path", "required": True, "schema": {"enum": names}}
    ]
    return operation


def _itself() -> Record:
    return _get("openapi", "This description", {"type": "object"})
