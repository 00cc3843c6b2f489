"""One scheme's YAML file to a Scheme, and the rules that hold inside one file."""

from __future__ import annotations

import re
from pathlib import Path

from generator.derivation import chinese_number, expand, fold, numbers
from generator.evidence import check_provision, phrase_fault
from generator.located import (
    Mapping,
    Node,
    Problem,
    Refused,
    Scalar,
    Sequence,
    read,
    suggestion,
    visible,
)
from generator.model import Evidence, Provision, Scheme, SchemeHead
from generator.quantities import Duration
from generator.structuring import INVALID, UNSTATED, Reading, join, structure_dataclass
from generator.values import KINDS, Area
from generator.vocabulary import Parameter, Vocabulary

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
RESERVED = {
    "index", "404", "assets", "search", "schemes", "regions", "parameters", "constructor", "prototype", "con", "nul",
    "aux", "prn", "null", "true", "false", "yes", "no", "on", "off", *(f"com{n}" for n in range(10)),
    *(f"lpt{n}" for n in range(10)),
}
# A bare figure says nothing until it is known to be a cap, a floor, the fixed or an observed value.
MODAL_KINDS = {"money", "rate", "multiple", "duration", "rate_formula", "cost_cap", "charge"}
OUTCOMES = {"reported_outcomes", "projected_outcomes"}
_PERSONAL = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def load_scheme(path: Path, name: str, vocabulary: Vocabulary) -> tuple[Scheme | None, list[Problem]]:
    """The scheme in the file at `path`, or None with every problem found in it."""
    try:
        node, problems = read(path, name)
    except Refused as refused:
        return None, list(refused.args)
    reading = Reading(name, problems, vocabulary.term_ids())
    if not isinstance(node, Mapping):
        reading.report(node, "", "应是映射（字段: 值）；请用 atlas new 生成模板")
        return None, problems
    parameters_node = node.get("parameters")
    rest = Mapping(tuple(e for e in node.entries if e[0].text != "parameters"), node.line, node.column)
    head = structure_dataclass(rest, SchemeHead, "", reading)
    if parameters_node is None:
        reading.report(node, "parameters", "缺少这一项；请补上", "E-MISSING")
    provisions = read_provisions(parameters_node, reading, vocabulary) if parameters_node else {}
    refuse_personal(node, reading)
    if head is INVALID or parameters_node is None:
        return None, problems
    scheme = Scheme(head=head, provisions=provisions, file=name)
    _check_head(scheme, path, reading, vocabulary)
    _check_provisions(scheme, reading, vocabulary)
    if any(not p.warning for p in problems):
        return None, problems
    return scheme, problems


def read_provisions(
    node: Node, reading: Reading, vocabulary: Vocabulary, kind: type = Provision
) -> dict[str, tuple[Provision, ...]]:
    """The provisions under `parameters`, each an instance of `kind`, by parameter; faulty ones are left out."""
    result: dict[str, tuple[Provision, ...]] = {}
    if not isinstance(node, Mapping):
        reading.report(node, "parameters", "应是映射：参数 → 条款列表")
        return result
    for key, child in node.entries:
        path = join("parameters", visible(key.text))
        parameter = vocabulary.parameters.get(key.text)
        if parameter is None:
            hint = suggestion(key.text, vocabulary.parameters, reading.problems)
            reading.report(key, path, f"未知的参数{hint or '；参数表见 policies/parameters.yaml'}", "E-UNKNOWN")
            continue
        if not isinstance(child, Sequence):
            reading.report(child, path, "应是条款的列表，每条以 “- ” 开头")
            continue
        reading.kind = KINDS[parameter.kind]
        items = [
            structure_dataclass(item, kind, f"{path}[{number}]", reading)
            for number, item in enumerate(child.items, start=1)
        ]
        if not items:
            reading.report(child, path, "列表是空的；没有内容就删去这一项", "E-MISSING")
        if items and INVALID not in items:
            result[key.text] = tuple(items)
    return result


def refuse_personal(node: Node, reading: Reading) -> None:
    """Personal identity and telephone numbers have no place in the data."""
    values: list[Scalar] = []
    within = [node]
    while within:
        inner = within.pop()
        if isinstance(inner, Scalar):
            values.append(inner)
        else:
            within += reversed(inner.items) if isinstance(inner, Sequence) else [value for _, value in reversed(inner.entries)]
    # Nearly every file has none, which one look at all of its values tells.
    if not _PERSONAL.search("\n".join(value.text for value in values)):
        return
    for value in values:
        if not value.text.startswith(("http://", "https://")) and _names_a_person(value.text):
            reading.report(value, "", "像是个人身份证号或手机号；请删除", "E-PII")


def _names_a_person(text: str) -> bool:
    """Whether a text holds a mobile number, or an identity number with a possible date of birth."""
    for found in _PERSONAL.finditer(text):
        if len(found[0]) == 11:
            return True
        year, month, day = int(found[0][6:10]), int(found[0][10:12]), int(found[0][12:14])
        if 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
            return True
    return False


def _check_head(scheme: Scheme, path: Path, reading: Reading, vocabulary: Vocabulary) -> None:
    head, instrument = scheme.head, scheme.head.instrument

    def at(holder: object, field: str) -> Node:
        node = getattr(holder, "node", None) or head.node
        return (node.get(field) if isinstance(node, Mapping) else None) or node

    if not ID.fullmatch(head.id) or len(head.id) > 64 or head.id in RESERVED:
        reading.report(at(head, "id"), "id", "只能用小写字母、数字和单个连字符，1–64 个字符，不能是保留名", "E-ID")
    elif head.id != path.stem:
        reading.report(at(head, "id"), "id", f"与文件名不一致；请写 {path.stem}，或改文件名", "E-ID")
    for name in ("region",):
        if head.region not in vocabulary.regions:
            reading.report(at(head, name), name, f"行政区划代码 “{visible(head.region)}” 不在 regions.yaml 里；请先登记", "E-REF")
    for name in ("covers", "may_join"):
        for code in getattr(head, name):
            if code not in vocabulary.regions:
                reading.report(at(head, name), name, f"行政区划代码 “{visible(code)}” 不在 regions.yaml 里；请先登记", "E-REF")
    seen: set[str] = set()
    for source in head.sources:
        if source.id in seen:
            reading.report(at(source, "id"), "sources.id", f"来源 “{visible(source.id)}” 写了两次", "E-DUPID")
        seen.add(source.id)
        if source.read == "part" and not source.missing:
            reading.report(source.node, "sources.missing", "只读了一部分时要写 missing：哪些部分没读到", "E-MISSING")
        if source.archive and not source.sha256:
            reading.report(at(source, "archive"), "sources.sha256", "有存档文本时要写 sha256", "E-MISSING")
        for span in source.reading_order:
            if not re.fullmatch(r"[1-9][0-9]*-[1-9][0-9]*", span, re.ASCII):
                reading.report(at(source, "reading_order"), "sources.reading_order", "写成行号区间，如 142-208", "E-NUM")
    dates = [("issued_on", "effective_from"), ("effective_from", "expires_on"), ("issued_on", "expires_on")]
    for earlier, later in dates:
        a, b = getattr(instrument, earlier), getattr(instrument, later)
        if a[:1].isdigit() and b[:1].isdigit() and b < a[: len(b)]:
            reading.report(at(instrument, later), f"instrument.{later}", f"{b} 早于 {earlier} {a}；请核对原文", "E-ORDER")
    for source in head.sources:
        if source.published_on[:1].isdigit() and source.checked_on < source.published_on:
            reading.report(at(source, "checked_on"), "sources.checked_on", f"早于发布日期 {source.published_on}", "E-ORDER")
    _check_instrument_evidence(scheme, reading)
    for path_, _, piece in scheme.evidence():
        if piece.source not in seen:
            hint = suggestion(piece.source, seen, reading.problems)
            reading.report(piece.node, path_ + ".source", f"来源 “{visible(piece.source)}” 不存在{hint}", "E-REF")
    if head.silent:
        _check_silence(scheme, head.silent.source, head.silent.node, "silent", reading)
        for name in head.silent.parameters:
            if name not in vocabulary.parameters:
                hint = suggestion(name, vocabulary.parameters, reading.problems)
                reading.report(at(head.silent, "parameters"), "silent", f"未知的参数 “{visible(name)}”{hint}", "E-UNKNOWN")
            elif name in scheme.provisions:
                reading.report(at(head.silent, "parameters"), "silent", f"{name} 已在 parameters 里写了条款", "E-LOGIC")
            elif name in OUTCOMES:
                reading.report(at(head.silent, "parameters"), "silent", f"{name} 是成效，没有读到就写 unread", "E-LOGIC")
    if any(s.governing and s.read == "full" for s in head.sources) and not head.stub:
        named = {*scheme.provisions, *(head.silent.parameters if head.silent else ())}
        missing = [p for p in vocabulary.parameters if p not in named and p not in OUTCOMES]
        if missing and not any(not p.warning for p in reading.problems):
            shown = "、".join(missing[:6]) + ("…" if len(missing) > 6 else "")
            reading.report(head.node, "parameters", f"文件已通读，这 {len(missing)} 个参数还没有交代：{shown}", "E-MISSING")


def _check_instrument_evidence(scheme: Scheme, reading: Reading) -> None:
    instrument = scheme.head.instrument
    for name in ("number", "issuers", "issued_on", "effective_from", "expires_on", "application_deadline", "validity",
                 "chapters", "articles"):
        value = getattr(instrument, name)
        if value in (None, "unstated", "unread"):
            continue
        pieces = instrument.evidence.get(name, ())
        node = instrument.node.get(name) or instrument.node
        if not pieces:
            reading.report(node, f"instrument.{name}", "有取值而没有证据；请在 instrument.evidence 里补上", "E-CITE")
            continue
        text = "\n".join(fold(p.phrase) for p in pieces)
        found = [n for p in pieces for n in numbers(p.phrase)]
        fault = None
        if name == "number" and fold(value) not in text:
            fault = "文号"
        elif name == "issuers" and not all(fold(i) in text.replace("\n", "") for i in value):
            fault = "印发机关"
        elif name in {"issued_on", "effective_from", "expires_on", "application_deadline"}:
            dates = expand(found, "date")
            if value not in dates and not any(not p.derivable for p in pieces):
                fault = "日期"
        elif name == "validity" and value not in [n.amount for n in found if isinstance(n.amount, Duration)]:
            fault = "期限"
        elif name in {"chapters", "articles"} and value not in [*expand(found, "number"), *_ordinals(pieces)]:
            fault = "数"
        if fault:
            reading.report(node, f"instrument.{name}", f"{fault}与原文用语不一致；请核对", "E-QUOTE")
    for name, pieces in instrument.evidence.items():
        for piece in pieces:
            if fault := phrase_fault(piece):
                reading.report(piece.node, f"instrument.evidence.{name}", fault, "E-QUOTE")


def _ordinals(pieces: tuple[Evidence, ...]) -> list[int | None]:
    """The number of a last heading (`六、保障措施`, `第二十二条`), from which chapters or articles are counted."""
    heads = [re.match(r"第?([一二三四五六七八九十百]+)(?:、|部分|章|条)", fold(p.phrase)) for p in pieces]
    return [chinese_number(head[1]) for head in heads if head]


def _check_silence(scheme: Scheme, source_id: str | None, node: Node, path: str, reading: Reading) -> None:
    source = next((s for s in scheme.head.sources if s.id == source_id), None)
    if source is None:
        reading.report(node, path, "未规定（silent）要写明是哪份通读过的正式文件（source）", "E-CITE")
    elif not (source.governing and source.read == "full"):
        reading.report(node, path, f"只有通读过的正式文件才能说未规定；来源 “{source.id}” 不是，请写 unread", "E-LOGIC")


def _check_provisions(scheme: Scheme, reading: Reading, vocabulary: Vocabulary) -> None:
    for parameter_id, provisions in scheme.provisions.items():
        parameter = vocabulary.parameters[parameter_id]
        for number, provision in enumerate(provisions, start=1):
            path = f"parameters.{parameter_id}[{number}]"

            def report(holder: object, message: str, code: str, path: str = path, own: object = provision) -> None:
                node = getattr(holder, "node", None) or own.node
                if holder is own and isinstance(node, Mapping):
                    node = node.get("value") or node
                reading.report(node, path, message, code)

            _check_state(scheme, parameter, provision, report, path, reading)
            check_provision(provision, parameter, vocabulary, report, reading.problems)
            _check_area(scheme, provision, vocabulary, report)
    check_logic(scheme, reading)


def _check_state(scheme, parameter: Parameter, provision: Provision, report, path: str, reading: Reading) -> None:
    state = provision.state
    if state == "stated" and provision.value is None:
        report(provision, "已载明（stated）要写 value；没有取值就写明 state", "E-MISSING")
    if state == "stated" and not provision.evidence:
        report(provision, "有取值而没有证据；请补 evidence：source、locator、phrase", "E-CITE")
    if state == "stated" and parameter.kind in MODAL_KINDS and not (provision.modality or parameter.modality):
        report(provision, "缺少 modality（不超过 cap、不低于 floor、固定 fixed、实际 observed …）", "E-MISSING")
    if state == "delegated":
        if not provision.evidence:
            report(provision, "另行约定（delegated）也要有证据", "E-CITE")
        if not provision.to:
            report(provision, "另行约定（delegated）要写 to：parties、local_rule、other_rule 或 institution", "E-MISSING")
    if state in {"silent", "unread", "not_applicable"} and provision.value is not None:
        report(provision, f"{state} 不能有取值；有取值就删去 state", "E-LOGIC")
    if state == "silent":
        if parameter.id in OUTCOMES:
            report(provision, "成效没有 “未规定” 一说；请写 unread", "E-LOGIC")
        _check_silence(scheme, provision.source, provision.node, path, reading)
    if state == "not_applicable" and not provision.note:
        report(provision, "不适用要写 note 说明由哪一项规定，或为什么不会出现", "E-MISSING")
    if provision.derived_from:
        for name in (*provision.derived_from.minus, *provision.derived_from.plus):
            if name not in scheme.provisions:
                report(provision, f"derived_from 提到的 {visible(name)} 没有条款", "E-REF")


def _check_area(scheme: Scheme, provision: Provision, vocabulary: Vocabulary, report) -> None:
    """An area is the scheme's own region, one above it, or one it covers."""
    if not isinstance(provision.value, Area):
        return
    allowed = {*scheme.head.covers, *scheme.head.may_join}
    code = scheme.head.region
    while code in vocabulary.regions:
        allowed.add(code)
        code = vocabulary.regions[code].parent
    if provision.value.area not in allowed:
        report(provision, f"区域 “{visible(provision.value.area)}” 不是本方案的地区；请核对代码", "E-REF")


def check_logic(scheme: Scheme, reading: Reading) -> None:
    """A floor does not exceed its cap, a fixed rate lies within the cap, and a reward goes to whom its name says."""
    for name, payee in (("bank_reward", "bank"), ("insurer_reward", "insurer")):
        for provision in scheme.provisions.get(name, ()):
            if provision.value is not None and provision.value.payee not in {payee, UNSTATED}:
                message = f"payee 应为 {payee}（{name} 只记给{'银行' if payee == 'bank' else '保险公司'}的奖励）"
                reading.report(provision.node, f"parameters.{name}", message, "E-LOGIC")

    def rates(parameter: str) -> list[tuple[Provision, object]]:
        return [
            (p, p.value.rate)
            for p in scheme.provisions.get(parameter, ())
            if p.value is not None and hasattr(p.value, "rate") and not isinstance(p.value.rate, str)
        ]

    for low_name in ("premium_rate_floor", "premium_rate_fixed"):
        for low, rate in rates(low_name):
            for cap, limit in rates("premium_rate_cap"):
                if low.when == cap.when and rate > limit:
                    reading.report(
                        low.node, f"parameters.{low_name}", "高于 premium_rate_cap（保费率上限）；请核对原文", "E-LOGIC"
                    )
    floors = [p for p in scheme.provisions.get("loan_amount_floor", ()) if p.value is not None]
    for low in floors:
        for cap in scheme.provisions.get("loan_amount_cap", ()):
            if cap.value is not None and low.when == cap.when and low.value > cap.value:
                reading.report(
                    low.node, "parameters.loan_amount_floor", "高于 loan_amount_cap（贷款额度上限）；请核对原文", "E-LOGIC"
                )
