"""What every twin shows of a cell: its words, the condition they hold under, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.twins.writing import Md, Twin, joined, say, strong, text
from generator.views.cells import Case, Evidence, Row


def words(case: Case) -> Md:
    """What a provision says: its state where it is not stated, its words, its marks."""
    marks = (f"〔{mark}〕" for mark in case.marks)
    return joined("", (f"（{case.state.text}）" if case.state else "", case.text, *marks))


def quoted(at: Twin, entries: Iterable[Evidence]) -> Md:
    """The sources' own words, each with its place; then the source, its kind and how it was checked."""
    found = []
    for entry in entries:
        quotes = joined(
            "；",
            (
                joined(
                    " ",
                    (
                        f"「{quote.phrase}」",
                        quote.locator,
                        f"（{quote.role}）" if quote.role else "",
                    ),
                )
                for quote in entry.quotes
            ),
        )
        source = at.link(entry.source_title, entry.source_href)
        found.append(say(quotes, "——", source, f"（{entry.tier.text}，{entry.checked.text}）"))
    return joined("；", found)


def remarks(at: Twin, case: Case) -> Md:
    """What is to be kept in mind, and what the provision said before an amendment."""
    before = case.previous
    return joined(
        "；",
        (
            say("修订前：", before.text, "，", quoted(at, before.evidence)) if before else "",
            *case.remarks,
        ),
    )


CASE_HEAD = ("参数", "情形", "规定", "原文与出处", "说明")


def case_lines(at: Twin, rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """One line of a table a provision, under CASE_HEAD; a row without provisions has one with its state."""
    for row in rows:
        label = at.link(row.label, row.href)
        for case in row.cases:
            note = joined("；", (remarks(at, case), row.note))
            yield label, case.when, words(case), quoted(at, case.evidence), note
        if not row.cases:
            yield label, "", row.state.text, "", row.note


def cell(row: Row) -> Md:
    """A row in one cell: each case with its condition and its places in the sources."""
    cases = (
        joined("", (strong(case.when), "：" if case.when else "", words(case), places(case)))
        for case in row.cases
    )
    return joined("；", cases) or text(row.state.text)


def places(case: Case) -> Md:
    """Where the words of a provision stand, in brackets."""
    return say(f"（{case.locators}）") if case.locators else Md()
