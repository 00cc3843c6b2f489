"""The whole comparison as one wide table (parameters down, schemes across) and as one Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.exports.csv_text import TEXT, Cell, Column, Table
from generator.exports.words import label, zh
from generator.publication import Records
from generator.publication.provisions import Record

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")


def headings(records: Records) -> list[str]:
    """What the column of each scheme is called: place and year, and the id that tells it from all others."""
    return [
        f"{zh(scheme['region'])}{str(scheme['year']) + '年' if scheme['year'] else ''}（{scheme['id']}）"
        for scheme in records.schemes
    ]


def comparison_table(records: Records) -> Table:
    """The table `comparison`; its columns depend on the schemes there are."""
    return Table(
        "comparison",
        "比较表",
        (
            Column("参数编号", TEXT, "参数的编号，不会改变"),
            Column("参数", TEXT, "参数名称"),
            Column("分组", TEXT, "参数分组"),
            Column("单位", TEXT, "数值的单位"),
            *(
                Column(name, TEXT, f"{zh(scheme['name'])}的规定")
                for name, scheme in zip(headings(records), records.schemes, strict=True)
            ),
        ),
        ("参数编号",),
        _rows,
    )


def _rows(records: Records) -> Iterator[list[Cell]]:
    groups = {group["id"]: zh(group["label"]) for group in records.parameters["groups"]}
    for parameter in records.parameters["parameters"]:
        yield [
            parameter["id"],
            zh(parameter["label"]),
            groups[parameter["group"]],
            label(records, "unit", parameter["unit"]),
            *(zh(scheme["parameters"][parameter["id"]]["text"]) for scheme in records.schemes),
        ]


def comparison_markdown(records: Records) -> bytes:
    """Every parameter with what every scheme that says something says, and where it stands."""
    lines = ["# 小额贷款保证保险政策比较", "", f"数据截至 {records.as_of}。没有列出的方案没有写明这一项，或者未见原文。"]
    names = [plain(name) for name in headings(records)]
    for parameter in records.parameters["parameters"]:
        said = [
            f"- {name}：{_said(records, scheme, scheme['parameters'][parameter['id']])}"
            for name, scheme in zip(names, records.schemes, strict=True)
            if scheme["parameters"][parameter["id"]]["state"] in ("stated", "delegated")
        ]
        if said:
            lines += ["", f"## {plain(zh(parameter['label']))}", "", plain(zh(parameter["definition"])), "", *said]
    return ("\n".join(lines) + "\n").encode("utf-8")


def plain(text: str) -> str:
    """Text of which no Markdown reader takes a mark, on one line."""
    return " ".join(_MARKS.sub(r"\\\1", text).replace("&", "&amp;").split("\n"))


def _said(records: Records, scheme: Record, cell: Record) -> str:
    titles = {source["id"]: source["title"] for source in scheme["sources"]}
    cited = dict.fromkeys(
        f"{titles[entry['source']]}，{entry['locator']}，{label(records, 'tier', entry['tier'])}"
        for provision in cell["provisions"]
        for entry in provision["evidence"]
    )
    return f"{plain(zh(cell['text']))}（{plain('；'.join(cited))}）" if cited else plain(zh(cell["text"]))
