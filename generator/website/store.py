"""The pages and files of a site while it is made: what is long lies on the disk, so that thousands of pages fit.

The texts are appended to a file without a name, which the system takes away when the process ends, however it ends.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import IO

from generator.website.pages import Page


@dataclass(frozen=True, slots=True)
class Piece:
    """Where some bytes lie in a store's file."""

    file: IO[bytes]
    start: int
    length: int

    def read(self) -> bytes:
        """The bytes. Raises OSError where the disk is at fault."""
        parts, start, left = [], self.start, self.length
        while left:
            part = os.pread(self.file.fileno(), left, start)
            if not part:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            parts.append(part)
            start, left = start + len(part), left - len(part)
        return b"".join(parts)


_LIGHT = tuple(item.name for item in fields(Page) if item.name not in ("body", "twin"))


class StoredPage(Page):
    """A page whose body and twin lie in a store and are read whenever they are asked for."""

    places: tuple[Piece, Piece]

    def __init__(self, page: Page, body: Piece, twin: Piece) -> None:
        for name in _LIGHT:
            object.__setattr__(self, name, getattr(page, name))
        object.__setattr__(self, "places", (body, twin))

    def light(self) -> dict[str, object]:
        """What does not lie in the store."""
        return {name: getattr(self, name) for name in _LIGHT}

    @property
    def body(self) -> str:  # type: ignore[override]
        return self.places[0].read().decode()

    @property
    def twin(self) -> str:  # type: ignore[override]
        return self.places[1].read().decode()


class Store(Mapping[str, Page | bytes]):
    """Site path -> page or bytes, in the order in which they were put in; one path is taken once."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # lives as long as its last piece
        self._end = 0
        self._entries: dict[str, StoredPage | Piece] = {}

    def put(self, path: str, content: Page | bytes) -> None:
        """Takes in a page or a file. Raises ValueError where the path is taken, OSError where the disk is at fault."""
        if path in self._entries:
            raise ValueError(f"two pages claim {path}")
        if isinstance(content, bytes):
            self._entries[path] = self._written(content)
        else:
            self._entries[path] = StoredPage(content, self._written(content.body.encode()), self._written(content.twin.encode()))

    def take_in(self, other: Store) -> None:
        """Everything that another store holds, without reading it."""
        for path, entry in other._entries.items():
            if path in self._entries:
                raise ValueError(f"two pages claim {path}")
            self._entries[path] = entry

    def light(self) -> list[tuple[str, dict[str, object], tuple[tuple[int, int], ...]]]:
        """What `adopt` needs to know, fit for another process that has this store's file too."""
        found = []
        for path, entry in self._entries.items():
            if isinstance(entry, Piece):
                found.append((path, {}, ((entry.start, entry.length),)))
            else:
                found.append((path, entry.light(), tuple((place.start, place.length) for place in entry.places)))
        return found

    def adopt(self, entries: Iterable[tuple[str, dict[str, object], tuple[tuple[int, int], ...]]]) -> None:
        """Takes note of what a copy of this process has put into this store."""
        for path, light, places in entries:
            pieces = [Piece(self._file, start, length) for start, length in places]
            if path in self._entries:
                raise ValueError(f"two pages claim {path}")
            self._entries[path] = StoredPage(Page(**light, body="", twin=""), *pieces) if light else pieces[0]  # type: ignore[arg-type]
            self._end = max(self._end, *(start + length for start, length in places))

    def put_all(self, contents: Mapping[str, Page | bytes] | Iterable[tuple[str, Page | bytes]]) -> None:
        """Takes in each page or file by its path."""
        if isinstance(contents, Store):
            self.take_in(contents)
            return
        for path, content in contents.items() if isinstance(contents, Mapping) else contents:
            self.put(path, content)

    def pages(self) -> Iterator[Page]:
        """The pages alone."""
        return (entry for entry in self._entries.values() if isinstance(entry, Page))

    def entries(self) -> Iterator[tuple[str, Page | Piece]]:
        """Path and page, or path and where the file's bytes lie: nothing is read."""
        return iter(self._entries.items())

    def __getitem__(self, path: str) -> Page | bytes:
        entry = self._entries[path]
        return entry.read() if isinstance(entry, Piece) else entry

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _written(self, content: bytes) -> Piece:
        start = self._end
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._end += len(content)
        return Piece(self._file, start, len(content))
