"""`data/datapackage.json`: the description of the tables by the Data Package standard, version 2."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from generator.exports.csv_text import Table
from generator.publication import Records
from generator.publication.provisions import Record


def datapackage(tables: Sequence[Table], files: Mapping[str, bytes], records: Records) -> Record:
    """The package over the CSV files given by path (`data/<name>.csv`)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "loan-guarantee-atlas",
        "title": "小额贷款保证保险政策图谱",
        "description": "各地小额贷款保证保险政策文件的结构化数据，每个数值都带有原文短语和出处。"
        "以 = + - @ 或撇号开头的文字，单元格前多写一个撇号；读入时去掉一个撇号即为原文。",
        "version": records.as_of,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [_resource(table, files[f"data/{table.name}.csv"]) for table in tables],
    }


def _resource(table: Table, content: bytes) -> Record:
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [
                {"name": column.name, "type": column.kind, "description": column.description}
                for column in table.columns
            ],
            "missingValues": [""],
            "primaryKey": list(table.key),
        },
    }
