"""How a scheme hangs together with other texts and with the notices that speak of it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.views.atlas import Atlas
from generator.views.cells import Evidence, evidence_views
from generator.views.names import Record, in_marks, known, readable_date, scheme_path, zh

RELATIONS_REVERSED = {
    "supersedes": "被替代于",
    "finalises": "定稿",
    "amends": "被修改于",
    "implements": "下级实施文件",
    "succeeds": "后续方案",
}


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How this scheme hangs together with another text."""

    label: str
    text: str
    href: str
    note: str
    evidence: tuple[Evidence, ...]


def relation_views(atlas: Atlas, scheme: Record) -> tuple[Relation, ...]:
    """Its own relations, those of others that name it, and the notices on it."""
    own = (
        Relation(
            label=zh(relation["label"]),
            text=_target_text(atlas, relation),
            href=_target_href(atlas, relation),
            note=zh(relation["note"]),
            evidence=evidence_views(atlas, scheme, relation["evidence"]),
        )
        for relation in scheme["relations"]
    )
    others = (
        Relation(
            label=RELATIONS_REVERSED[relation["kind"]],
            text=atlas.titled(other),
            href=scheme_path(other["id"]),
            note="",
            evidence=(),
        )
        for other, relation in atlas.naming.get(scheme["id"], ())
    )
    notices = (
        Relation(
            label=zh(notice["label"]),
            text=_notice_text(notice),
            href="",
            note=zh(notice["note"]),
            evidence=evidence_views(atlas, scheme, notice["evidence"]),
        )
        for notice in scheme["notices"]
    )
    return (*own, *others, *notices)


def _target_text(atlas: Atlas, relation: Record) -> str:
    identifier = relation["scheme"]
    return atlas.titled(atlas.by_id[identifier]) if identifier else in_marks(relation["title"])


def _target_href(atlas: Atlas, relation: Record) -> str:
    return scheme_path(relation["scheme"]) if relation["scheme"] else ""


def _notice_text(notice: Record) -> str:
    parts = [
        in_marks(notice["title"]),
        known(notice["number"]),
        readable_date(notice["dated"]),
        f"至{readable_date(notice['until'])}" if notice["until"] else "",
    ]
    return "，".join(part for part in parts if part)
