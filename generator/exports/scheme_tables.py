"""Tables over the schemes: one row a scheme, a provision, or a parameter of a scheme."""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.csv_text import TEXT, Cell, Column, Table
from generator.exports.words import label, zh
from generator.publication import Records, json_text
from generator.publication.provisions import Record


def _scheme_rows(records: Records) -> Iterator[list[Cell]]:
    for scheme in records.schemes:
        instrument, life = scheme["instrument"], scheme["lifecycle"]
        coverage, region = scheme["coverage"], scheme["region"]
        yield [
            scheme["id"],
            zh(scheme["name"]),
            region["code"],
            region["zh"],
            scheme["year"],
            label(records, "product_kind", scheme["product"]),
            scheme["stub"],
            instrument["title"],
            _known(records, instrument["number"]),
            label(records, "instrument_kind", instrument["kind"]),
            _known(records, _joined(instrument["issuers"])),
            _known(records, instrument["issued_on"]),
            _known(records, instrument["effective_from"]),
            _known(records, instrument["expires_on"]),
            zh(life["label"]),
            life["as_of"],
            zh(life["why"]),
            coverage["stated"],
            coverage["total"],
            coverage["evidence"],
            "；".join(source["title"] for source in scheme["sources"]),
        ]


def _joined(value: object) -> str:
    return "；".join(str(v) for v in value) if isinstance(value, list) else str(value or "")


def _known(records: Records, value: str | None) -> str:
    return {"unread": label(records, "state", "unread"), "unstated": "未载明"}.get(
        value or "", value or ""
    )


def _provision_rows(records: Records) -> Iterator[list[Cell]]:
    parameters = records.parameters["parameters"]
    groups = {group["id"]: group["label"]["zh"] for group in records.parameters["groups"]}
    for scheme in records.schemes:
        titles = {source["id"]: source["title"] for source in scheme["sources"]}
        for parameter in parameters:
            cell = scheme["parameters"][parameter["id"]]
            for number, provision in enumerate(cell["provisions"], start=1):
                evidence = [*provision["evidence"], *provision["mentioned"]]
                yield [
                    scheme["id"],
                    zh(scheme["name"]),
                    parameter["id"],
                    parameter["label"]["zh"],
                    groups[parameter["group"]],
                    number,
                    label(records, "state", provision["state"]),
                    zh(provision["when_text"]),
                    zh(provision["text"]),
                    zh(provision["short"]),
                    provision["sort"],
                    label(records, "modality", provision["modality"]),
                    provision["adds"],
                    provision["approx"],
                    _value_text(provision["value"]),
                    _previous(provision["previous"]),
                    "；".join(provision["conflicts_with"]),
                    "；".join(provision["readings"].values()),
                    provision["note"],
                    " | ".join(e["phrase"] for e in evidence),
                    " | ".join(e["locator"] for e in evidence),
                    " | ".join(dict.fromkeys(titles[e["source"]] for e in evidence)),
                    " | ".join(dict.fromkeys(label(records, "tier", e["tier"]) for e in evidence)),
                    " | ".join(
                        dict.fromkeys(label(records, "checked", e["checked"]) for e in evidence)
                    ),
                ]


def _value_text(value: object) -> str:
    return "" if value is None else json_text(value).strip()


def _previous(previous: Record | None) -> str:
    return zh(previous["text"]) if previous else ""


def _coverage_rows(records: Records) -> Iterator[list[Cell]]:
    for scheme in records.schemes:
        for parameter in records.parameters["parameters"]:
            cell = scheme["parameters"][parameter["id"]]
            yield [
                scheme["id"],
                parameter["id"],
                parameter["label"]["zh"],
                label(records, "state", cell["state"]),
                cell["partial"],
                len(cell["provisions"]),
                zh(cell["short"]),
                cell["note"],
            ]


SCHEMES = Table(
    "schemes",
    "方案",
    (
        Column("方案编号", TEXT, "本库中方案的编号，不会改变"),
        Column("方案", TEXT, "方案名称"),
        Column("地区代码", TEXT, "文件出台时的行政区划代码"),
        Column("地区", TEXT, "地区名称"),
        Column("年份", "integer", "文件的年份"),
        Column("产品", TEXT, "产品种类"),
        Column("资料不足", "boolean", "已知参数不足五项"),
        Column("文件标题", TEXT, "治理文件的标题"),
        Column("文号", TEXT, "发文字号；未见原文或未载明的照写"),
        Column("文种", TEXT, "文件种类"),
        Column("印发机关", TEXT, "印发机关，多个以分号隔开"),
        Column("印发日期", TEXT, "可能只有年或年月"),
        Column("施行日期", TEXT, "可能只有年或年月"),
        Column("有效期至", TEXT, "可能只有年或年月"),
        Column("效力", TEXT, "按所列日期判断的效力状态"),
        Column("效力判断日", TEXT, "判断效力的日期"),
        Column("效力说明", TEXT, "为什么是这一状态"),
        Column("已载明参数", "integer", "状态为已载明的参数个数"),
        Column("参数总数", "integer", "参数总个数"),
        Column("证据条数", "integer", "引用原文的条数"),
        Column("来源", TEXT, "来源标题，多个以分号隔开"),
    ),
    ("方案编号",),
    _scheme_rows,
)

PROVISIONS = Table(
    "provisions",
    "规定",
    (
        Column("方案编号", TEXT, "所属方案"),
        Column("方案", TEXT, "方案名称"),
        Column("参数编号", TEXT, "所属参数"),
        Column("参数", TEXT, "参数名称"),
        Column("分组", TEXT, "参数分组"),
        Column("序号", "integer", "同一参数下第几条规定"),
        Column("状态", TEXT, "已载明、另行约定、未规定、未见原文或不适用"),
        Column("条件", TEXT, "规定适用的情形，空白为一律适用"),
        Column("内容", TEXT, "规定的完整内容"),
        Column("简写", TEXT, "表格中的简短写法"),
        Column("数值", "number", "用于排序的数：元、比例（1 为百分之百）、天"),
        Column("性质", TEXT, "上限、下限、固定、原则上等"),
        Column("另加", "boolean", "在一般规定之外另加"),
        Column("约数", "boolean", "原文称约、近、左右"),
        Column("结构化取值", TEXT, "按接口约定的 JSON 取值"),
        Column("修订前", TEXT, "修订前的内容"),
        Column("不同说法", TEXT, "其他来源的不同说法"),
        Column("编码说明", TEXT, "依编者理解确定的部分及理由"),
        Column("备注", TEXT, "备注"),
        Column("原文用语", TEXT, "证据短语，多条以 | 隔开"),
        Column("出处", TEXT, "证据在来源中的位置，次序同上"),
        Column("来源", TEXT, "证据所在的来源标题"),
        Column("来源级别", TEXT, "来源的级别"),
        Column("核对方式", TEXT, "证据如何核对"),
    ),
    ("方案编号", "参数编号", "序号"),
    _provision_rows,
)

COVERAGE = Table(
    "coverage",
    "覆盖情况",
    (
        Column("方案编号", TEXT, "所属方案"),
        Column("参数编号", TEXT, "所属参数"),
        Column("参数", TEXT, "参数名称"),
        Column("状态", TEXT, "该参数在该方案中的状态"),
        Column("部分", "boolean", "部分情形的状态较弱"),
        Column("规定条数", "integer", "规定条数"),
        Column("简写", TEXT, "表格中的简短写法"),
        Column("备注", TEXT, "备注"),
    ),
    ("方案编号", "参数编号"),
    _coverage_rows,
)
