"""Tables of what the schemes refer to: the parameters and the reference rates."""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.csv_text import TEXT, Cell, Column, Table
from generator.exports.words import label
from generator.publication import Records


def _parameter_rows(records: Records) -> Iterator[list[Cell]]:
    groups = {group["id"]: group["label"]["zh"] for group in records.parameters["groups"]}
    for parameter in records.parameters["parameters"]:
        yield [
            parameter["id"],
            parameter["label"]["zh"],
            parameter["label"]["en"],
            groups[parameter["group"]],
            label(records, "kind", parameter["kind"]),
            label(records, "unit", parameter["unit"]),
            parameter["definition"]["zh"],
            parameter["coding_rule"]["zh"],
            "；".join(parameter["aliases"]),
        ]


def _rate_rows(records: Records) -> Iterator[list[Cell]]:
    for name, series in records.reference_rates["series"].items():
        labels = {tenor["id"]: tenor["label"]["zh"] for tenor in series["tenors"]}
        for row in series["rows"]:
            for tenor, rate in row["values"].items():
                yield [name, series["label"]["zh"], row["from"], tenor, labels[tenor], rate]


PARAMETERS = Table(
    "parameters",
    "参数",
    (
        Column("参数编号", TEXT, "参数的编号，不会改变"),
        Column("参数", TEXT, "中文名称"),
        Column("英文名称", TEXT, "英文名称"),
        Column("分组", TEXT, "参数分组"),
        Column("取值种类", TEXT, "取值的种类"),
        Column("单位", TEXT, "数值的单位"),
        Column("定义", TEXT, "参数的定义"),
        Column("编码规则", TEXT, "如何编码"),
        Column("别名", TEXT, "文件中的其他叫法"),
    ),
    ("参数编号",),
    _parameter_rows,
)

REFERENCE_RATES = Table(
    "reference_rates",
    "参考利率",
    (
        Column("序列编号", TEXT, "利率序列的编号"),
        Column("序列", TEXT, "利率序列的名称"),
        Column("起始日", TEXT, "自该日起适用"),
        Column("期限编号", TEXT, "期限档次的编号"),
        Column("期限", TEXT, "期限档次"),
        Column("年利率", "number", "年利率，1 为百分之百"),
    ),
    ("序列编号", "起始日", "期限编号"),
    _rate_rows,
)
