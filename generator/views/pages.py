"""Long lists in pieces: a page of a site for hundreds of schemes must stay light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.views.atlas import Link
from generator.views.names import numbered

Item = TypeVar("Item")


@dataclass(frozen=True)
class PageLink:
    """A page of a list."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True)
class Paging:
    """Where this page stands among its siblings; no links where there is only one."""

    links: tuple[PageLink, ...]
    previous: Link | None
    next: Link | None


def chunks(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """The items in pieces of `size`; an empty list is one empty piece, so that its page exists."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def numbered_pages(number: int, count: int, path: str) -> Paging:
    """The links of page `number` (from 1) of `count` pages that are called by their numbers."""
    return paging(number, [str(n) for n in range(1, count + 1)], path)


def paging(number: int, titles: Sequence[str], path: str) -> Paging:
    """The links of page `number` (from 1) among pages with these titles, the first of them at `path`."""
    if len(titles) == 1:
        return Paging((), None, None)
    return Paging(
        links=tuple(
            PageLink(title, numbered(path, n), n == number)
            for n, title in enumerate(titles, start=1)
        ),
        previous=Link("上一页", numbered(path, number - 1)) if number > 1 else None,
        next=Link("下一页", numbered(path, number + 1)) if number < len(titles) else None,
    )
