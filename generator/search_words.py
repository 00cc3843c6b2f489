"""Words that people search by and the data do not use, with what each stands for: `policies/search_words.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.located import Mapping, Node, Problem, Refused, read, suggestion, visible
from generator.model import located
from generator.structuring import INVALID, Malformed, Reading, structure_dataclass

FILE = "policies/search_words.yaml"
TARGETS = ("stands_for", "parameter", "region", "page")


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    """Words of one meaning: a word of the data, a parameter, a region or a page of the site (exactly one)."""

    words: tuple[str, ...]
    stands_for: str | None = None
    parameter: str | None = None
    region: str | None = None
    page: str | None = None
    node: Node | None = located()

    def check(self) -> None:
        """Raises Malformed unless there is exactly one thing that the words stand for."""
        if sum(getattr(self, name) is not None for name in TARGETS) != 1:
            raise Malformed(f"在 {'、'.join(TARGETS)} 中恰好写一个")

    @property
    def target(self) -> tuple[str, str]:
        """Kind and identity of what the words stand for."""
        return next(
            (name, getattr(self, name)) for name in TARGETS if getattr(self, name) is not None
        )


@dataclass(frozen=True, kw_only=True)
class SearchVocabulary:
    """All entries, and words of a question that say nothing of what is sought."""

    entries: tuple[SearchWords, ...] = ()
    ignored: tuple[str, ...] = ()


def load_search_words(
    root: Path, parameters: Collection[str], regions: Collection[str]
) -> tuple[SearchVocabulary, list[Problem]]:
    """The words of the project at `root`, none where it has no such file; targets must exist, a word has one meaning."""
    if not (root / FILE).exists():
        return SearchVocabulary(), []
    try:
        node, problems = read(root / FILE, FILE)
    except Refused as refused:
        return SearchVocabulary(), list(refused.args)
    reading = Reading(FILE, problems)
    if not isinstance(node, Mapping):
        reading.report(node, "", "应是映射（字段: 值）")
        return SearchVocabulary(), problems
    content = structure_dataclass(node, SearchVocabulary, "", reading)
    if content is INVALID:
        return SearchVocabulary(), problems
    seen: dict[str, int] = {}
    for number, entry in enumerate(content.entries, start=1):
        path = f"entries[{number}]"
        for name, value, known in (
            ("parameter", entry.parameter, parameters),
            ("region", entry.region, regions),
        ):
            if value is not None and value not in known:
                message = f"“{visible(value)}” 不存在{suggestion(value, known, problems)}"
                reading.report(entry.node, f"{path}.{name}", message, "E-REF")
        for word in entry.words:
            if seen.setdefault(word, number) != number:
                message = f"“{visible(word)}” 已在第{seen[word]}条写过"
                reading.report(entry.node, f"{path}.words", message, "E-LOGIC")
    return content, problems
