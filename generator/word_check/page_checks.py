"""The checks of the page: paper, margins, lines and characters, page numbers, and what the file refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.word_check.document import TWIPS_PER_MM, Document, Measures, Paragraph
from generator.word_check.looks import number
from generator.word_check.roles import Roles


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a requirement holds (None: nothing in the document that it is about), and what was found, in Chinese."""

    holds: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class Case:
    """One requirement with the document that it is asked of."""

    document: Document
    roles: Roles
    value: dict[str, Any]
    tolerance: dict[str, Any]

    def body(self) -> Iterator[Paragraph]:
        return (self.document.paragraphs[place] for place in self.roles.body)

    def near(self, found: float, wanted: float, key: str = "length") -> bool:
        return abs(found - wanted) <= self.tolerance.get(key, 0) + 1e-6


def millimetres(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".")


def quoted(text: str) -> str:
    """The beginning of a paragraph, for a message."""
    shown = " ".join(text.split())
    return f"“{shown[:12]}{'…' if len(shown) > 12 else ''}”"


def _each_section(case: Case, wrong: list[str], right: str) -> Outcome:
    if not case.document.sections:
        return Outcome(False, "没有页面设置")
    return Outcome(not wrong, "；".join(wrong) or right)


def paper(case: Case) -> Outcome:
    wide, high = case.value["width"], case.value["height"]
    wrong = [
        f"第{n}节为{millimetres(s.width)}×{millimetres(s.height)}毫米"
        for n, s in enumerate(case.document.sections, 1)
        if not any(case.near(s.width, w) and case.near(s.height, h) for w, h in ((wide, high), (high, wide)))
    ]
    return _each_section(case, wrong, f"{wide}×{high}毫米")


def margins(case: Case) -> Outcome:
    names = {"top": "天头", "left": "订口"}
    wrong = [
        f"第{n}节{names[side]}为{millimetres(getattr(section, side))}毫米"
        for n, section in enumerate(case.document.sections, 1)
        for side in names
        if not case.near(getattr(section, side), case.value[side])
    ]
    return _each_section(case, wrong, "、".join(f"{names[side]}{case.value[side]}毫米" for side in names))


def type_area(case: Case) -> Outcome:
    wide, high = case.value["width"], case.value["height"]
    wrong = [
        f"第{n}节为{millimetres(s.text_width)}×{millimetres(s.text_height)}毫米"
        for n, s in enumerate(case.document.sections, 1)
        if not (case.near(s.text_width, wide) and case.near(s.text_height, high))
    ]
    return _each_section(case, wrong, f"{wide}×{high}毫米")


def _usual(counted: Counter[Any]) -> Any:
    """The value that most of the text has; None where there is no text."""
    return counted.most_common(1)[0][0] if counted else None


def _advances(case: Case) -> Counter[Any]:
    """How many letters of the body have which size and spacing."""
    counted: Counter[Any] = Counter()
    for paragraph in case.body():
        for run in paragraph.words:
            counted[run.size, number(run.looks.get("spacing.val")) or 0] += len(run.text)
    return counted


def _spacings(case: Case) -> Counter[Any]:
    return Counter((p.looks.get("spacing.lineRule", "auto"), p.looks.get("spacing.line")) for p in case.body())


def lines(case: Case) -> Outcome:
    if not case.document.sections:
        return Outcome(False, "没有页面设置")
    page: Measures = case.document.sections[0]
    spacing = _usual(_spacings(case))
    if spacing is None:
        return Outcome(None, "没有正文")
    rule, line = spacing
    pitch = number(line) if rule == "exact" else None
    if pitch is None and page.grid.get("type") in ("lines", "linesAndChars"):
        pitch = number(page.grid.get("linePitch"))
    if not pitch:
        return Outcome(False, "行距不是固定值，也没有文档网格，行数不能确定")
    count = int((page.text_height * TWIPS_PER_MM + 1) // pitch)
    return Outcome(case.near(count, case.value["lines"], "lines"), f"每面{count}行（行距{pitch / 20:g}磅）")


def characters(case: Case) -> Outcome:
    if not case.document.sections:
        return Outcome(False, "没有页面设置")
    page = case.document.sections[0]
    usual = _usual(_advances(case))
    if usual is None:
        return Outcome(None, "没有正文")
    size, spacing = usual
    advance = (size or 10.5) * 20 + spacing
    if page.grid.get("type") in ("linesAndChars", "snapToChars"):
        advance += (number(page.grid.get("charSpace")) or 0) / 4096 * 20
    if advance <= 0:
        return Outcome(False, "字符间距不对")
    count = int((page.text_width * TWIPS_PER_MM + 1) // advance)
    return Outcome(case.near(count, case.value["characters"], "characters"), f"每行{count}个字（每字{advance / 20:g}磅）")


def line_spacing(case: Case) -> Outcome:
    found = _spacings(case)
    if not found:
        return Outcome(None, "没有正文")
    usual, total = _usual(found), sum(found.values())
    if usual[0] != case.value["rule"]:
        return Outcome(False, "多数段落的行距不是固定值")
    others = total - found[usual]
    points = (number(usual[1]) or 0) / 20
    said = f"固定值{points:g}磅" + (f"，{others}段不同" if others else "")
    return Outcome(others <= case.tolerance["share"] * total, said)


def _page_numbers(case: Case) -> list[tuple[str, Paragraph]]:
    """The paragraphs of footers that hold the page's number, with the kind of footer."""
    return [
        (kind, paragraph)
        for section in case.document.sections
        for kind, paragraphs in section.footers.items()
        for paragraph in paragraphs
        if "#" in paragraph.text
    ]


def page_number(case: Case) -> Outcome:
    found = _page_numbers(case)
    if not found:
        return Outcome(False, "页脚里没有页码")
    wrong = []
    for _, paragraph in found:
        size = next((run.size for run in paragraph.words if "#" in run.text), None)
        face = next((run.face or run.looks.get("rFonts.ascii", "") for run in paragraph.words if "#" in run.text), "")
        text = paragraph.text.replace(" ", "").replace("\u3000", "")
        if text != f"{case.value['dash']}#{case.value['dash']}":
            wrong.append(f"写成{quoted(paragraph.text.replace('#', '1'))}")
        if size != case.value["size"]:
            wrong.append(f"字号{size:g}磅" if size else "没有字号")
        if not any(name in face for name in case.value["faces"]):
            wrong.append(f"字体{face or '没有写明'}")
    return Outcome(not wrong, "、".join(dict.fromkeys(wrong)) or "— 1 —，4号宋体")


def page_number_side(case: Case) -> Outcome:
    found = dict(_page_numbers(case))
    if not found:
        return Outcome(False, "页脚里没有页码")
    if not case.document.odd_and_even:
        return Outcome(False, "没有设置奇偶页不同")
    wrong = []
    for kind, name, side in (("default", "单页", case.value["odd"]), ("even", "双页", case.value["even"])):
        if kind not in found:
            wrong.append(f"{name}没有页码")
            continue
        paragraph = found[kind]
        aligned = paragraph.looks.get("jc.val", "left")
        if {"start": "left", "end": "right", "both": "left"}.get(aligned, aligned) != side:
            wrong.append(f"{name}页码没有居{'右' if side == 'right' else '左'}")
        elif abs(paragraph.indent(side) - case.value["characters"]) > case.tolerance["characters"]:
            wrong.append(f"{name}页码空{paragraph.indent(side):.2g}字")
    return Outcome(not wrong, "、".join(wrong) or "单页居右、双页居左，各空一字")


def page_number_distance(case: Case) -> Outcome:
    found = _page_numbers(case)
    if not found:
        return Outcome(False, "页脚里没有页码")
    page = case.document.sections[0]
    size = next((run.size for run in found[0][1].words if "#" in run.text), None) or 10.5
    # A line of single spacing is about 1.3 times its size high; the dash stands in its middle.
    distance = page.bottom - page.footer - size * 1.3 / 2 * 25.4 / 72
    return Outcome(case.near(distance, case.value["distance"]), f"约{distance:.1f}毫米")


def self_contained(case: Case) -> Outcome:
    said = [f"引用{case.document.external}处外部内容"] if case.document.external else []
    said += ["有宏"] if case.document.macros else []
    return Outcome(not said, "、".join(said) or "没有外部引用和宏")


PAGE_CHECKS = {
    check.__name__: check
    for check in (
        paper, margins, type_area, lines, characters, line_spacing, page_number, page_number_side, page_number_distance,
        self_contained,
    )
}  # fmt: skip
