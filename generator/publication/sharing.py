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
        if kind is str:
            return self._known.setdefault(value, value)
        if id(value) in self._given:
            return value
        # What is known is never let go, so its identity names it.
        if kind is dict:
            made = {}
            for name, part in value.items():
                # Most parts are texts or nothing: these are dealt with here.
                if type(part) is str:
                    made[name] = self._known.setdefault(part, part)
                else:
                    made[name] = part if part is None else self(part)
            return self._kept((dict, *made, *map(id, made.values())), made)
        if kind is list or kind is tuple:
            items = kind(map(self, value))
            return self._kept((kind, *map(id, items)), items)
        return value if value is None or kind is bool else self._known.setdefault((kind, value), value)

    def _kept(self, key: tuple[Any, ...], value: Any) -> Any:
        kept = self._known.setdefault(key, value)
        self._given.add(id(kept))
        return kept
