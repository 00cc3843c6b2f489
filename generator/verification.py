"""Every phrase of the catalogue looked for in the archived texts of its sources."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalogue import Catalogue
from generator.evidence import ArchivedText, archived_text
from generator.located import Problem, visible
from generator.model import Scheme, Source


@dataclass(slots=True)
class Tally:
    """What became of the phrases of one scheme."""

    scheme: str
    phrases: int = 0
    verified: int = 0
    not_found: int = 0
    no_text: int = 0
    underivable: int = 0
    provisions: int = 0
    provisions_verified: int = 0
    problems: list[Problem] = field(default_factory=list)


def verify(catalogue: Catalogue, folder: Path | None) -> list[Tally]:
    """One tally a scheme; without a folder every phrase counts as `no_text`."""
    return [verify_scheme(scheme, folder) for scheme in catalogue.schemes.values()]


def verify_scheme(scheme: Scheme, folder: Path | None) -> Tally:
    """The tally of one scheme against the texts in `folder`."""
    tally = Tally(scheme.id)
    texts = {source.id: _text(scheme, source, folder, tally) for source in scheme.head.sources}
    found: dict[int, list[bool]] = {}
    for path, provision, piece in scheme.evidence():
        tally.phrases += 1
        tally.underivable += not piece.derivable
        text = texts.get(piece.source)
        holds = False
        if text is None:
            tally.no_text += 1
        elif text.holds(piece.phrase):
            tally.verified += 1
            holds = True
        else:
            tally.not_found += 1
            node = piece.node.get("phrase") or piece.node
            message = f"来源 “{piece.source}” 的存档文本里找不到 “{visible(piece.phrase)}”；请逐字抄录"
            tally.problems.append(Problem(scheme.file, node.line, node.column, path, message, "E-QUOTE"))
        if provision is not None:
            found.setdefault(id(provision), []).append(holds)
    tally.provisions = len(found)
    tally.provisions_verified = sum(all(marks) for marks in found.values())
    return tally


def _text(scheme: Scheme, source: Source, folder: Path | None, tally: Tally) -> ArchivedText | None:
    if folder is None or source.archive is None:
        return None
    path = folder / source.archive
    if not path.is_file() or path.parent.resolve() != folder.resolve():
        return None
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        node = source.node.get("sha256") or source.node
        message = "存档文本与登记的 sha256 不符；请核对是不是同一份文本"
        tally.problems.append(Problem(scheme.file, node.line, node.column, "sources.sha256", message, "E-QUOTE"))
    return archived_text(raw.decode("utf-8", "replace"), source.reading_order)
