"""What a build puts beside its pages for programs, and what of it was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.machines import calendar, contents, feed
from generator.machines.addresses import Addresses
from generator.machines.sitemap import site_maps
from generator.views.atlas import Atlas

ARCHIVE = "loan-guarantee-atlas.zip"
"""The whole site in one file; it is packed when the site is finished."""


@dataclass(frozen=True)
class Options:
    """`site_url`: the site's public address, or empty. `twins`: a Markdown twin of each page. `archive`: an offline copy."""

    site_url: str = ""
    twins: bool = False
    archive: bool = False

    def addresses(self, root: str = "") -> Addresses:
        """Addresses in a file from which `root` leads to the site's top."""
        return Addresses(self.site_url, root)


BARE = Options()
"""Pages and data alone."""


@dataclass(frozen=True)
class Offline:
    """The part of the data page that offers the offline copy; `inside` the copy itself it says what it is."""

    path: str
    as_of: str
    inside: bool


def subscriptions(atlas: Atlas, options: Options) -> dict[str, bytes]:
    """The feed and the calendar."""
    at = options.addresses()
    return {feed.PATH: feed.feed(atlas, at), calendar.PATH: calendar.calendar(atlas, at)}


def guides(
    atlas: Atlas, pages: Iterable[str], prose: Sequence[tuple[str, str]], options: Options
) -> dict[str, bytes]:
    """The table of contents for language models; map and rules for crawlers where the site's address is known."""
    at = options.addresses()
    text = contents.contents(atlas, prose, at, options.twins)
    return {contents.PATH: text, **site_maps(pages, atlas.as_of, at)}
