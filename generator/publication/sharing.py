"""Equal parts of records as one object: thousands of schemes say much in the same words, and must fit into memory."""

from __future__ import annotations

from typing import Any


class Shared:
    """Gives back a record in which whatever equals a part of an earlier one is that part. Nobody may change it then."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}
        self._given: set[int] = set()

    def __call__(self, value: Any) -> Any:
        kind = type(value)
        if id(value) in self._given:
            return value
        if kind is str:
            return self._known.setdefault(value, value)
        # What is known is never let go, so its identity names it.
        if kind is dict:
            made = {self._known.setdefault(name, name): self(part) for name, part in value.items()}
            return self._kept((dict, *made, *map(id, made.values())), made)
        if kind is list or kind is tuple:
            items = kind(map(self, value))
            return self._kept((kind, *map(id, items)), items)
        return value if value is None or kind is bool else self._known.setdefault((kind, value), value)

    def _kept(self, key: tuple[Any, ...], value: Any) -> Any:
        kept = self._known.setdefault(key, value)
        self._given.add(id(kept))
        return kept
