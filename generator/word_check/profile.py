"""The profile as data, and a file asked clause by clause: `site_templates/word/profile.yaml` says what, the checks how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.word.parts import FOLDER
from generator.word_check.document import read_document
from generator.word_check.page_checks import PAGE_CHECKS, Case, Outcome
from generator.word_check.roles import roles_of
from generator.word_check.text_checks import TEXT_CHECKS

CHECKS = {**PAGE_CHECKS, **TEXT_CHECKS}
FIELDS = ("id", "clause", "requirement", "value", "tolerance", "check")
PROFILE = FOLDER / "profile.yaml"


class BadProfile(ValueError):
    """A profile that cannot be used; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement: the clause it stands in, its value and tolerance, and how it is checked."""

    id: str
    clause: str
    requirement: str
    value: dict[str, Any]
    tolerance: dict[str, Any]
    check: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A standard and what it requires."""

    standard: str
    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one rule found."""

    rule: Rule
    outcome: Outcome


def load_profile(path: Path = PROFILE) -> Profile:
    """The profile in a file. Raises BadProfile, FileNotFoundError."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        rules = tuple(Rule(**{name: entry[name] for name in FIELDS}) for entry in data["rules"])
        profile = Profile(data["standard"], data["title"], rules)
    except (YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise BadProfile(f"{path.name}: 读不懂（{type(error).__name__}）") from None
    for rule in rules:
        if rule.id not in CHECKS:
            raise BadProfile(f"{path.name}: 没有检查 {rule.id}")
    return profile


def check_file(path: Path, profile: Profile) -> list[Finding]:
    """Every rule of the profile asked of the file. Raises UnreadableFile, FileNotFoundError."""
    document = read_document(path)
    roles = roles_of(document)
    return [
        Finding(rule, CHECKS[rule.id](Case(document, roles, rule.value, rule.tolerance))) for rule in profile.rules
    ]
