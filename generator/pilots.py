"""Reading a draft (pilot_model.py), and the rules between its fields, its provisions and the catalogue."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from generator.located import Mapping, Node, Problem, Refused, read, suggestion, visible
from generator.model import Scheme
from generator.pilot_model import (
    LEVELS,
    UNDECIDED,
    Pilot,
    PilotHead,
    PilotProvision,
    Resumption,
)
from generator.scheme_files import (
    ID,
    MODAL_KINDS,
    RESERVED,
    check_logic,
    read_provisions,
    refuse_personal,
)
from generator.structuring import INVALID, Reading, structure_dataclass
from generator.values import Area
from generator.vocabulary import Vocabulary


def load_pilot(path: Path, name: str, vocabulary: Vocabulary) -> tuple[Pilot | None, list[Problem]]:
    """The draft in the file at `path`, or None with every problem found in it."""
    try:
        node, problems = read(path, name)
    except Refused as refused:
        return None, list(refused.args)
    reading = Reading(name, problems, vocabulary.term_ids())
    pilot = _structured(node, reading, vocabulary)
    if pilot is not None:
        _check_head(pilot, path, reading, vocabulary)
        _check_provisions(pilot, reading, vocabulary)
    # The rules are shared with the schemes, but a draft has no source to look into.
    told = [replace(p, message=p.message.replace("请核对原文", "请核对")) for p in problems]
    sound = pilot is not None and all(p.warning for p in told)
    return pilot if sound else None, told


def _structured(node: Node, reading: Reading, vocabulary: Vocabulary) -> Pilot | None:
    if not isinstance(node, Mapping):
        reading.report(node, "", "应是映射（字段: 值）；可以照着 policies/pilots 里的示例写")
        return None
    parameters = node.get("parameters")
    rest = Mapping(tuple(e for e in node.entries if e[0].text != "parameters"), node.line, node.column)
    head = structure_dataclass(rest, PilotHead, "", reading)
    if parameters is None:
        reading.report(node, "parameters", "缺少这一项；请补上", "E-MISSING")
    provisions = read_provisions(parameters, reading, vocabulary, PilotProvision) if parameters else {}
    refuse_personal(node, reading)
    if head is INVALID or parameters is None:
        return None
    return Pilot(head=head, provisions=provisions, file=reading.file)  # type: ignore[arg-type]


def _at(holder: object, name: str, otherwise: Node | None) -> Node:
    node = getattr(holder, "node", None) or otherwise
    return (node.get(name) if isinstance(node, Mapping) else None) or node  # type: ignore[return-value]


def _check_head(pilot: Pilot, path: Path, reading: Reading, vocabulary: Vocabulary) -> None:
    head, instrument = pilot.head, pilot.head.instrument
    if not ID.fullmatch(head.id) or len(head.id) > 64 or head.id in RESERVED:
        reading.report(
            _at(head, "id", None), "id", "只能用小写字母、数字和单个连字符，1–64 个字符，不能是保留名", "E-ID"
        )
    elif head.id != path.stem:
        reading.report(_at(head, "id", None), "id", f"与文件名不一致；请写 {path.stem}，或改文件名", "E-ID")
    region = vocabulary.regions.get(head.region)
    if region is None:
        message = f"行政区划代码 “{visible(head.region)}” 不在 regions.yaml 里；请先登记"
        reading.report(_at(head, "region", None), "region", message, "E-REF")
    elif head.place and LEVELS.index(head.place.level) <= LEVELS.index(region.level):
        message = f"place 应在 region（{region.zh}）之下；region 请写上一级的代码"
        reading.report(_at(head, "place", None), "place.level", message, "E-LOGIC")
    for earlier, later in (("issued_on", "effective_from"), ("effective_from", "expires_on"), ("issued_on", "expires_on")):
        first, last = getattr(instrument, earlier), getattr(instrument, later)
        if UNDECIDED not in (first, last) and last < first[: len(last)]:
            place = _at(instrument, later, head.node)
            reading.report(place, f"instrument.{later}", f"{last} 早于 {earlier} {first}；请核对", "E-ORDER")
    for number, basis in enumerate(head.legal_basis, 1):
        until, issued = basis.valid_until, basis.issued_on
        if until and issued and until < issued[: len(until)]:
            place = _at(basis, "valid_until", head.node)
            reading.report(place, f"legal_basis[{number}].valid_until", f"{until} 早于 issued_on {issued}；请核对", "E-ORDER")
    asked = head.consultation
    if asked and UNDECIDED not in (asked.announced_on, asked.closes_on) and asked.closes_on < asked.announced_on[: len(asked.closes_on)]:
        message = f"{asked.closes_on} 早于 announced_on {asked.announced_on}；请核对"
        reading.report(_at(asked, "closes_on", head.node), "consultation.closes_on", message, "E-ORDER")
    for number, answer in enumerate(head.responses, 1):
        if answer.parameter is not None and answer.parameter not in vocabulary.parameters:
            message = f"未知的参数 “{visible(answer.parameter)}”{suggestion(answer.parameter, vocabulary.parameters, reading.problems)}"
            reading.report(_at(answer, "parameter", head.node), f"responses[{number}].parameter", message, "E-UNKNOWN")
    for name in head.omitted:
        if name not in vocabulary.parameters:
            message = f"未知的参数 “{visible(name)}”{suggestion(name, vocabulary.parameters, reading.problems)}"
            reading.report(_at(head, "omitted", None), "omitted", message, "E-UNKNOWN")
        elif name in pilot.provisions:
            reading.report(_at(head, "omitted", None), "omitted", f"{name} 已在 parameters 里写了条款；请只留一处", "E-LOGIC")


def _check_provisions(pilot: Pilot, reading: Reading, vocabulary: Vocabulary) -> None:
    for parameter_id, provisions in pilot.provisions.items():
        parameter = vocabulary.parameters[parameter_id]
        for number, one in enumerate(provisions, 1):
            path = f"parameters.{parameter_id}[{number}]"

            def report(message: str, code: str, name: str = "value", path: str = path, own: object = one) -> None:
                reading.report(_at(own, name, None), path, message, code)

            if one.state == "stated" and one.value is None:
                report("要写 value；还没有定下来就写 state: undecided", "E-MISSING")
            if one.state in ("undecided", "not_applicable") and one.value is not None:
                report(f"{one.state} 不能有取值；有取值就删去 state", "E-LOGIC", "state")
            if one.state == "stated" and parameter.kind in MODAL_KINDS and not (one.modality or parameter.modality):
                report("缺少 modality（不超过 cap、不低于 floor、固定 fixed …）", "E-MISSING")
            if one.state == "delegated" and not one.to:
                report("另行约定（delegated）要写 to：parties、local_rule、other_rule 或 institution", "E-MISSING", "state")
            if one.state == "not_applicable" and not (one.note or one.reason):
                report("不适用要写 note 或 reason 说明由哪一项规定，或为什么不会出现", "E-MISSING", "state")
            if one.resumption is not None and parameter_id != "suspension_trigger":
                report("恢复（resumption）只属于叫停条件 suspension_trigger；请删去", "E-LOGIC", "resumption")
            elif _resumes_too_early(one):
                report("恢复的指标（resumption.threshold）不能高于叫停的阈值；请核对", "E-LOGIC", "resumption")
            if isinstance(one.value, Area) and one.value.area not in _above(pilot.head.region, vocabulary):
                report(f"区域 “{visible(one.value.area)}” 不是本方案的地区；请核对代码", "E-REF")
            for precedent in one.follows:
                if precedent.parameter is not None and precedent.parameter not in vocabulary.parameters:
                    hint = suggestion(precedent.parameter, vocabulary.parameters, reading.problems)
                    place = _at(precedent, "parameter", one.node)
                    reading.report(place, f"{path}.follows", f"未知的参数 “{visible(precedent.parameter)}”{hint}", "E-UNKNOWN")
    check_logic(pilot, reading)  # type: ignore[arg-type]


def _resumes_too_early(one: PilotProvision) -> bool:
    """Whether a suspension would end while its own threshold is still passed."""
    back, limit = one.resumption, getattr(one.value, "threshold", None)
    known = isinstance(back, Resumption) and back.threshold is not None and isinstance(limit, Fraction)
    return known and back.threshold > limit  # type: ignore[union-attr, operator]


def _above(region: str, vocabulary: Vocabulary) -> set[str]:
    """The region and those above it."""
    codes = set()
    while region in vocabulary.regions:
        codes.add(region)
        region = vocabulary.regions[region].parent or ""
    return codes


def check_references(pilots: Map[str, Pilot], schemes: Map[str, Scheme], complete: bool) -> list[Problem]:
    """What drafts say of schemes must exist: peers, legal bases, and a stated provision wherever one is followed.

    `complete` says that no scheme's file was refused; otherwise a scheme that is not there may be one of those.
    """
    problems: list[Problem] = []
    for pilot in pilots.values():
        head = pilot.head

        def report(node: Node, path: str, message: str, code: str = "E-REF", file: str = pilot.file) -> None:
            problems.append(Problem(file, node.line, node.column, path, message, code))

        if pilot.id in schemes:
            report(_at(head, "id", None), "id", f"已有方案叫 “{pilot.id}”；请给试点另取一个名字", "E-DUPID")
        named = [(_at(head, "peers", None), "peers", name) for name in head.peers]
        named += [(_at(head, "begun_from", None), "begun_from", head.begun_from)] if head.begun_from else []
        named += [(_at(b, "scheme", head.node), "legal_basis.scheme", b.scheme) for b in head.legal_basis if b.scheme]
        for node, path, name in named:
            if name not in schemes and complete:
                report(node, path, f"方案 “{visible(name)}” 不存在{suggestion(name, schemes, problems)}")
        for parameter, provisions in pilot.provisions.items():
            for number, one in enumerate(provisions, 1):
                for precedent in one.follows:
                    path = f"parameters.{parameter}[{number}].follows"
                    followed = schemes.get(precedent.scheme)
                    wanted = precedent.parameter or parameter
                    if followed is None and complete:
                        hint = suggestion(precedent.scheme, schemes, problems)
                        report(_at(precedent, "scheme", one.node), path, f"方案 “{visible(precedent.scheme)}” 不存在{hint}")
                    elif followed is not None and followed.state(wanted) != "stated":
                        message = f"方案 “{precedent.scheme}” 对 {wanted} 没有载明的条款；请换一个先例"
                        report(_at(precedent, "scheme", one.node), path, message)
    return problems
