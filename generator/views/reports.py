"""What a reader sends who has found a mistake: the cell, what it says now, the words it rests on, its address."""

from __future__ import annotations

from collections.abc import Iterable

from generator.views.names import Record, readable_date

TO_FILL = ("应当是：", "依据（文件、条款、网址）：")


def report_text(
    *, scheme: str, subject: str, when: str, said: str, words: Iterable[str], address: str, as_of: str
) -> str:
    """The report of one cell, a line a fact, ending with what the reader fills in."""
    facts = (
        ("方案", scheme),
        ("参数", subject),
        ("情形", when),
        ("现在写的是", said),
        ("所引原文", "；".join(words)),
        ("位置", address),
        ("数据截至", readable_date(as_of)),
    )
    return "\n".join([f"{label}：{text}" for label, text in facts if text] + list(TO_FILL))


def quoted_words(scheme: Record, entries: Iterable[Record]) -> tuple[str, ...]:
    """The phrases of some evidence, each with its place and its source."""
    titles = {source["id"]: source["title"] for source in scheme["sources"]}
    return tuple(
        f"「{entry['phrase']}」（{'，'.join(filter(None, (titles[entry['source']], entry['locator'])))}）"
        for entry in entries
    )
