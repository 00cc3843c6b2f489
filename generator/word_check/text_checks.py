"""The checks of the text: faces and sizes, indents, levels, annexes, dates, tables and structure."""

from __future__ import annotations

import re
from collections import Counter

from generator.word_check.document import Paragraph, Words
from generator.word_check.page_checks import Case, Outcome, quoted
from generator.word_check.roles import CHAPTER, LEVELS, centred

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}([〔\[【（(［])((?:19|20)[0-9]{2})([〕\]】）)］]) ?[0-9]+ ?号")
_CHINESE = re.compile("[\u3400-\u9fff]")
_ODD_FORMS = re.compile(r"[0-9]+、|\([一二三四五六七八九十0-9]+\)|[①-⑳]|[一二三四五六七八九十]+[.．]")
_DATE = re.compile("[0-9]{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12][0-9]|3[01])日")
_PLACEHOLDER = re.compile("【[^】]*】")
_END = re.compile("[。；，、：.;,]$")


def _named(face: str, names: list[str]) -> bool:
    return any(name in face for name in names)


def _first(places: list[Paragraph]) -> str:
    return f"{len(places)}段不符，如{quoted(places[0].shown)}" if places else ""


def _share(case: Case, wrong: int, total: int) -> bool:
    return wrong <= case.tolerance.get("share", 0) * total


def _after_opening(paragraph: Paragraph, openings: list[str]) -> list[Words]:
    """The runs after a heading that the text goes on from in the same paragraph; all of them where there is none."""
    words = list(paragraph.words)
    at = next((n for n, run in enumerate(words) if not _named(run.face, openings)), len(words))
    return words[at:] if at < len(words) else words


def body_face(case: Case) -> Outcome:
    faces: Counter[str] = Counter()
    for paragraph in case.body():
        for run in _after_opening(paragraph, case.value["openings"]):
            # 【…】 is a place still to be filled in, which drafts like to set off.
            if not _PLACEHOLDER.fullmatch(run.text):
                faces[run.face or "没有写明"] += len(_CHINESE.findall(run.text))
    total = sum(faces.values())
    if not total:
        return Outcome(None, "没有正文")
    others = {face: count for face, count in faces.items() if not _named(face, case.value["faces"]) and count}
    said = "、".join(f"{face} {count * 100 // total}%" for face, count in faces.most_common(3) if count)
    return Outcome(_share(case, sum(others.values()), total), said)


def body_size(case: Case) -> Outcome:
    sizes: Counter[float] = Counter()
    for paragraph in case.body():
        for run in paragraph.words:
            sizes[run.size or 0] += len(run.text.strip())
    total = sum(sizes.values())
    if not total:
        return Outcome(None, "没有正文")
    others = sum(count for size, count in sizes.items() if abs(size - case.value["size"]) > case.tolerance["size"])
    said = "、".join(f"{size:g}磅 {count * 100 // total}%" if size else "没有字号" for size, count in sizes.most_common(3))
    return Outcome(_share(case, others, total), said)


def colour(case: Case) -> Outcome:
    found = [
        (p, run.looks["color.val"]) for p in case.document.paragraphs for run in p.words
        if run.text.strip() and run.looks.get("color.val", "auto") not in case.value["colours"]
    ]  # fmt: skip
    said = f"{len(found)}处不是黑色，如{quoted(found[0][0].shown)}（{found[0][1]}）" if found else "全部为黑色"
    return Outcome(not found, said)


def named_fonts(case: Case) -> Outcome:
    runs = [(p, run) for p in case.document.paragraphs for run in p.words if _CHINESE.search(run.text)]
    wrong = [p for p, run in runs if not run.face]
    if not runs:
        return Outcome(None, "没有中文")
    theme = any(run.looks.get("rFonts.eastAsiaTheme") for _, run in runs)
    said = f"{len(wrong)}处{'用了主题字体' if theme else '没有写明中文字体'}，如{quoted(wrong[0].shown)}" if wrong else "全部写明"
    return Outcome(not wrong, said)


def chinese_marks(case: Case) -> Outcome:
    runs = [
        (p, run) for p in case.document.paragraphs for run in p.words
        if any(mark in run.text for mark in case.value["marks"])
    ]  # fmt: skip
    if not runs:
        return Outcome(None, "文中没有这些标点")
    wrong = [p for p, run in runs if run.looks.get("rFonts.hint") != case.value["hint"]]
    return Outcome(not wrong, f"{len(wrong)}处没有标为中文，如{quoted(wrong[0].shown)}" if wrong else f"{len(runs)}处都标为中文")


def document_number(case: Case) -> Outcome:
    found = [m for p in case.document.paragraphs for m in _NUMBER.finditer(p.text)]
    if not found:
        return Outcome(None, "文中没有发文字号")
    wrong = [m[0] for m in found if (m[1], m[3]) != (case.value["open"], case.value["close"])]
    return Outcome(not wrong, f"{len(wrong)}处括号不对，如“{wrong[0][-14:]}”" if wrong else f"{len(found)}处都用六角括号")


def title(case: Case) -> Outcome:
    lines = [case.document.paragraphs[place] for place in case.roles.title]
    if not lines:
        return Outcome(False, "没有找到标题（居中的大号字）")
    wrong = []
    for line in lines:
        for run in line.words:
            if run.text.strip() and not _named(run.face, case.value["faces"]):
                wrong.append(f"字体{run.face or '没有写明'}")
            if run.text.strip() and abs((run.size or 0) - case.value["size"]) > case.tolerance["size"]:
                wrong.append(f"字号{run.size or 0:g}磅")
        if not centred(line):
            wrong.append("没有居中")
    return Outcome(not wrong, "、".join(dict.fromkeys(wrong)) or f"{quoted(lines[0].text)}2号小标宋居中")


def addressee(case: Case) -> Outcome:
    place = case.roles.addressee
    if place is None:
        return Outcome(None, "没有主送机关")
    paragraph = case.document.paragraphs[place]
    wrong = []
    if abs(paragraph.indent("first") + paragraph.indent("left") - case.value["indent"]) > 0.1:
        wrong.append("没有顶格")
    if not paragraph.text.rstrip().endswith(case.value["mark"]):
        wrong.append("末尾不是全角冒号")
    blank = 0
    while place - blank - 1 >= 0 and not case.document.paragraphs[place - blank - 1].shown:
        blank += 1
    if blank != case.value["blank_lines"]:
        wrong.append(f"与标题之间空{blank}行")
    return Outcome(not wrong, "、".join(wrong) or quoted(paragraph.text))


def indent(case: Case) -> Outcome:
    found = list(case.body())
    if not found:
        return Outcome(None, "没有正文")
    wanted, slack = case.value["characters"], case.tolerance["characters"]
    wrong = [p for p in found if abs(p.indent("first") - wanted) > slack or abs(p.indent("left")) > slack]
    return Outcome(_share(case, len(wrong), len(found)), _first(wrong) or f"{len(found)}段都左空二字")


def level_faces(case: Case) -> Outcome:
    wrong, count = [], 0
    for place, level in case.roles.headings:
        paragraph = case.document.paragraphs[place]
        words = [run for run in paragraph.words if _CHINESE.search(run.text)]
        count += bool(words)
        if any(not _named(run.face, case.value["faces"][level - 1]) or run.size != case.value["size"] for run in words):
            wrong.append(paragraph)
    if not count:
        return Outcome(None, "没有分层的标题")
    return Outcome(len(wrong) <= case.tolerance["count"], _first(wrong) or f"{count}个标题都符合")


def level_numbers(case: Case) -> Outcome:
    texts = [p for p in case.document.paragraphs if p.shown and not p.in_table]
    wrong = [p for p in texts if _ODD_FORMS.match(p.shown)]
    counted = sum(any(form.match(p.shown) for form in LEVELS) for p in texts)
    if not wrong and not counted:
        return Outcome(None, "没有层次序数")
    return Outcome(not wrong, _first(wrong) or f"{counted}处都符合")


def annex_note(case: Case) -> Outcome:
    lines = [case.document.paragraphs[place] for place in case.roles.annex_note]
    if not lines:
        return Outcome(None, "没有附件说明")
    wrong = []
    first = lines[0]
    if abs(first.indent("first") + first.indent("left") - case.value["characters"]) > case.tolerance["characters"] + 0.1:
        wrong.append("没有左空二字")
    if not first.shown.startswith("附件："):
        wrong.append("“附件”后不是全角冒号")
    if len(lines) > 1 and not re.match("附件：1[.．]", first.shown):
        wrong.append("没有用阿拉伯数字编号")
    if any(_END.search(line.shown) for line in lines):
        wrong.append("名称后有标点")
    return Outcome(not wrong, "、".join(wrong) or f"{len(lines)}个附件")


def dates(case: Case) -> Outcome:
    found = [case.document.paragraphs[place].shown.replace(" ", "") for place in case.roles.dates]
    if not found:
        return Outcome(None, "没有单独成段的日期")
    wrong = [date for date in found if not _DATE.fullmatch(date)]
    return Outcome(not wrong, f"“{wrong[0]}”" if wrong else found[0])


def annex_page(case: Case) -> Outcome:
    marks = [case.document.paragraphs[place] for place in case.roles.annex_marks]
    wrong = [p for p in marks if not p.page_before]
    return Outcome(not wrong if marks else None, _first(wrong) or (f"{len(marks)}个附件" if marks else "没有附件"))


def annex_mark(case: Case) -> Outcome:
    wrong = []
    for place in case.roles.annex_marks:
        mark, after = case.document.paragraphs[place], case.document.paragraphs[place + 1 : place + 10]
        words = [run for run in mark.words if _CHINESE.search(run.text)]
        if any(not _named(run.face, case.value["faces"]) or run.size != case.value["size"] for run in words):
            wrong.append(f"{quoted(mark.shown)}不是3号黑体")
        if abs(mark.indent("first") + mark.indent("left")) > 0.1:
            wrong.append(f"{quoted(mark.shown)}没有顶格")
        following = next(((n, p) for n, p in enumerate(after, 2) if p.shown), None)
        if following is None or not centred(following[1]):
            wrong.append(f"{quoted(mark.shown)}之后没有居中的标题")
        elif following[0] != case.value["line"]:
            wrong.append(f"{quoted(following[1].shown)}在第{following[0]}行")
    if not case.roles.annex_marks:
        return Outcome(None, "没有附件")
    return Outcome(not wrong, "、".join(wrong[:3]) or f"{len(case.roles.annex_marks)}个附件")


def tables(case: Case) -> Outcome:
    wanted = set(case.value["sides"])
    wrong = [n for n, sides in enumerate(case.document.tables, 1) if not wanted <= sides]
    if not case.document.tables:
        return Outcome(None, "没有表格")
    said = f"第{'、'.join(map(str, wrong[:5]))}个表格框线不全" if wrong else f"{len(case.document.tables)}个表格"
    return Outcome(not wrong, said)


def headings(case: Case) -> Outcome:
    places = [*case.roles.chapters, *(place for place, level in case.roles.headings if level == 1)]
    found = [case.document.paragraphs[place] for place in sorted(places)]
    wrong = [p for p in found if p.looks.get("outlineLvl.val", "9") == "9"]
    return Outcome(not wrong if found else None, _first(wrong) or (f"{len(found)}个标题" if found else "没有章和第一层标题"))


def numbering(case: Case) -> Outcome:
    places = sorted({*case.roles.chapters, *case.roles.articles})
    found = [case.document.paragraphs[place] for place in places]
    wrong = [p for p in found if not p.lead]
    chapters = sum(bool(CHAPTER.match(p.shown)) for p in found)
    said = f"{chapters}章、{len(found) - chapters}条" if found else "没有章和条"
    return Outcome(not wrong if found else None, _first(wrong) or said)


TEXT_CHECKS = {
    check.__name__: check
    for check in (
        body_face, body_size, colour, named_fonts, chinese_marks, document_number, title, addressee, indent, level_faces,
        level_numbers, annex_note, dates, annex_page, annex_mark, tables, headings, numbering,
    )
}  # fmt: skip
