"""What `atlas check` found in a file, kept by the file's content, so that an unchanged file is not read again.

The cache is one JSON file in `.atlas-cache/` of the project. It may be deleted at any time. An entry counts for one
content under one name, read by this very program with this vocabulary and these reference rates; a file that is
damaged, cut short or made by anything else is not believed. Only files without any problem are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

import ruamel.yaml

from generator.catalogue import Catalogue, Keeping
from generator.located import Mapping, Problem, Scalar
from generator.model import STATES, Instrument, Names, Provision, Relation, Scheme, SchemeHead

FOLDER = ".atlas-cache"
FILE = "checked.json"
MOST_BYTES = 64 * 1024 * 1024
_SHAPE = {"id": str, "file": str, "place": list, "relations": list, "states": dict}
_NOTHING = Instrument(
    title="", number="", kind="", issuers="unread", issued_on="unread", effective_from="unread", expires_on="unread"
)  # fmt: skip
_BARE = {state: (Provision(state=state),) for state in STATES}  # type: ignore[arg-type]

Entry = dict[str, Any]


class ReadBefore(Keeping):
    """The sound schemes of earlier runs; of each only what the rules between files ask for is given back."""

    def __init__(self, root: Path) -> None:
        self._path = root / FOLDER / FILE
        self._made_by = _made_by(root)
        self._entries = self._load()
        self._used: dict[str, Entry] = {}

    def known(self, path: Path, name: str) -> tuple[Scheme, Any] | None:
        """The scheme of a file whose content was found sound before, and its entry."""
        key = _key(path, name)
        entry = self._entries.get(key)
        return (_scheme(entry), (key, entry)) if entry else None

    def made_of(self, scheme: Scheme, so_far: Catalogue, problems: list[Problem]) -> tuple[Scheme, Any]:
        """The scheme without what no rule between files asks for, and its entry where the file has no problem at all."""
        entry = _entry(scheme)
        key = _key(so_far.root / scheme.file, scheme.file)
        return _scheme(entry), (key, None if problems else entry)

    def take(self, scheme_id: str, made: Any) -> None:
        """Notes an entry to be kept."""
        if made and made[1]:
            self._used[made[0]] = made[1]

    def save(self) -> None:
        """Writes what is known of the files as they are now; a folder that cannot be written to is left alone."""
        if not self._used or self._used.keys() == self._entries.keys():
            return
        text = json.dumps({"made_by": self._made_by, "entries": self._used}, ensure_ascii=False, separators=(",", ":"))
        fresh = self._path.with_name(f"{FILE}.{os.getpid()}")
        try:
            self._path.parent.mkdir(exist_ok=True)
            fresh.write_text(f"{_digest(text)}\n{text}", encoding="utf-8", newline="\n")
            os.replace(fresh, self._path)
        except OSError:
            with suppress(OSError):
                fresh.unlink()

    def _load(self) -> dict[str, Entry]:
        try:
            if self._path.stat().st_size > MOST_BYTES:
                return {}
            digest, _, text = self._path.read_text(encoding="utf-8").partition("\n")
            if digest != _digest(text):
                return {}
            content = json.loads(text)
            entries = content["entries"] if content["made_by"] == self._made_by else {}
            return {key: entry for key, entry in entries.items() if _has_shape(entry)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key(path: Path, name: str) -> str:
    """Names a content; a file that cannot be read, or is no plain file, has a name that nothing is kept under."""
    try:
        plain = path.is_file() and not path.is_symlink()
        return hashlib.sha256(name.encode() + b"\0" + path.read_bytes()).hexdigest() if plain else ""
    except OSError:
        return ""


def _made_by(root: Path) -> str:
    """One digest over the program and over all data that is read before the schemes."""
    package = Path(__file__).resolve().parent
    policies = root / "policies"
    files = sorted(package.rglob("*.py")) + sorted(policies.glob("*.yaml")) + sorted(policies.glob("reference_rates/*"))
    total = hashlib.sha256(f"{sys.version}\0{unicodedata.unidata_version}\0{ruamel.yaml.__version__}\0".encode())
    for path in files:
        try:
            content = path.read_bytes() if path.is_file() else b""
        except OSError:
            content = b""
        total.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _entry(scheme: Scheme) -> Entry:
    relations = []
    for relation in scheme.head.relations:
        node = relation.node.get("scheme") or relation.node  # type: ignore[union-attr]
        relations.append([relation.kind, relation.scheme, relation.title, node.line, node.column])
    node = scheme.head.node.get("relations") or scheme.head.node  # type: ignore[union-attr]
    return {
        "id": scheme.id,
        "file": scheme.file,
        "place": [node.line, node.column],
        "relations": relations,
        "states": {name: scheme.state(name) for name in scheme.provisions},
    }


def _has_shape(entry: Any) -> bool:
    if type(entry) is not dict or entry.keys() != _SHAPE.keys():
        return False
    if not all(type(entry[name]) is kind for name, kind in _SHAPE.items()):
        return False
    places = [entry["place"], *(relation[3:] for relation in entry["relations"] if type(relation) is list)]
    return (
        len(places) == 1 + len(entry["relations"])
        and all(len(place) == 2 and all(type(number) is int for number in place) for place in places)
        and all(type(r[0]) is str and type(r[1]) in (str, type(None)) and type(r[2]) in (str, type(None)) for r in entry["relations"])
        and all(state in _BARE for state in entry["states"].values())
    )


def _scheme(entry: Entry) -> Scheme:
    relations = tuple(
        Relation(kind=kind, scheme=scheme, title=title, node=_at("scheme", line, column))
        for kind, scheme, title, line, column in entry["relations"]
    )
    head = SchemeHead(
        id=entry["id"], name=Names(zh=""), region="", instrument=_NOTHING, sources=(), relations=relations,
        node=_at("relations", *entry["place"]),
    )  # fmt: skip
    return Scheme(head=head, provisions={name: _BARE[state] for name, state in entry["states"].items()}, file=entry["file"])


def _at(field: str, line: int, column: int) -> Mapping:
    return Mapping(((Scalar(field, line, column), Scalar("", line, column)),), line, column)
