"""Hands the generated pages to MkDocs: prose goes through Markdown, data pages are set into the theme's frame.

MkDocs knows every generated page as a file, so links from prose are checked and the navigation can name
them, but neither Markdown nor the theme runs once per page: one frame is rendered for each place in the
navigation, and the pages are stamped from it (see `stamping`).
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

# The `mkdocs` command does not have the project's folder on its path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mkdocs.commands.build import get_context
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file

from generator import archive, content_policy, publish
from generator.beside import beside
from generator.publication import DataProblems
from generator.stamping import Frame, slot
from generator.theme import SCRIPTS, listing_visible, published_sheet, without_effect
from generator.twins import twin_path
from generator.twins.prose import prose_twin
from generator.views.names import readable_date
from generator.website import ARCHIVE, Options, Page, Piece, Site, Store, load_site

SECTION_PAGES = {
    "home": "index.html",
    "compare": "compare.html",
    "costs": "costs/index.html",
    "fiscal": "fiscal/index.html",
    "drafts": "drafts/index.html",
    "schemes": "schemes/index.html",
    "regions": "regions/index.html",
    "parameters": "parameters/index.html",
}

THEME_STYLES = re.compile(r"assets/stylesheets/(main|palette)\.[0-9a-f]+\.min\.css")

NOT_PACKED = (publish.MARKER, "404.html")
"""What the offline copy does not hold: the mark of a build, and the page that only a server answers with."""


class _StampedFile(File):
    """A page that is set into its frame when it is written, so that no second copy of the site is held."""

    stamp: Callable[[], str]
    shown: Page
    beside: bool = False
    """Whether a copy of this process writes it."""

    def copy_file(self, dirty: bool = False) -> None:
        if not self.beside:
            self.write()

    def write(self) -> None:
        """Sets the page into its frame and writes it, and its twin."""
        write_file(self.stamp().encode(), self.abs_dest_path)
        if twin := self.shown.twin:
            write_file(twin.encode(), twin_path(self.abs_dest_path))


class _StoredFile(File):
    """A file whose bytes are fetched when it is written."""

    piece: Piece

    def copy_file(self, dirty: bool = False) -> None:
        write_file(self.piece.read(), self.abs_dest_path)


@dataclass
class _Build:
    """What one run of MkDocs carries from event to event."""

    site: Site
    files: dict[str, _StampedFile] = field(default_factory=dict)
    nav: Navigation | None = None
    written: Callable[[], object] = lambda: None
    """Waits for the pages that are written beside."""

    @property
    def pages(self) -> Store:
        return self.site.pages


_current: _Build | None = None


def _build() -> _Build:
    if _current is None:
        raise PluginError("the hook was called out of order")
    return _current


def on_config(config: Any) -> Any:
    """Take the pages from the caller, or make them from the project's own data."""
    global _current
    if features := without_effect(config):
        raise PluginError(f"mkdocs.yml：theme.features 里的 {'、'.join(features)} 要靠主题自带的脚本，本站不载入这个脚本")
    site = config.extra.pop("atlas_site", None)
    if site is None:
        options = Options(site_url=config.site_url or "", twins=True, archive=True)
        site = _site_of_project(Path(config.config_file_path).parent, options)
    _current = _Build(site)
    environment = config.theme.get_env
    config.theme.get_env = lambda: listing_visible(environment())
    config.extra["twins"] = site.options.twins
    config.extra["as_of_text"] = readable_date(site.as_of)
    return config


def _site_of_project(root: Path, options: Options) -> Site:
    try:
        return load_site(root, None, options)
    except DataProblems as error:
        raise PluginError("\n".join(str(problem) for problem in error.problems)) from error


def on_files(files: Any, config: Any) -> Any:
    """Name every generated page and file; leave out what of the theme no page loads."""
    build = _build()
    unused = [f for f in files if f.src_uri.startswith(SCRIPTS) or f.src_uri.endswith(".map")]
    for file in unused:
        files.remove(file)
    for file in [file for file in files if THEME_STYLES.fullmatch(file.src_uri)]:
        files.remove(file)
        kept = published_sheet(file.content_string, config)
        files.append(File.generated(config, file.src_uri, content=kept))
    for path, content in build.pages.entries():
        if isinstance(content, Page):
            build.files[path] = _StampedFile.generated(config, path, content="")
            build.files[path].shown = content
            files.append(build.files[path])
        else:
            file = _StoredFile.generated(config, path, content="")
            file.piece = content
            files.append(file)
    return files


def on_nav(nav: Navigation, config: Any, files: Any) -> Navigation:
    _build().nav = nav
    return nav


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Prose needs no side navigation: the tabs on top lead to everything."""
    page.meta.setdefault("hide", ["navigation"])
    return markdown


def on_env(env: Any, config: Any, files: Any) -> Any:
    """Set every generated page into its frame, before MkDocs writes files."""
    build = _build()
    frames: dict[tuple[str, int, bool], Frame] = {}

    def frame_of(page: Page) -> Frame:
        place = _place_in_nav(build, page)
        key = (place, page.path.count("/"), page.wide)
        if key not in frames:
            frames[key] = Frame(_render_frame(env, config, files, build, page, place))
        return frames[key]

    named = {"site_name": config.site_name, "site_url": config.site_url or ""}
    # Every frame is drawn before the pages are shared out: both processes set theirs into the same ones.
    for file in build.files.values():
        file.stamp = partial(frame_of(file.shown).stamp, file.shown, **named)
    config.extra["atlas_framed"] = lambda page: frame_of(page).stamp(page, **named)
    half = list(build.files.values())[1::2]
    for file in half:
        file.beside = True
    build.written = beside(lambda: [file.write() for file in half])
    return env


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """A table of the prose scrolls in a frame of its own, as the theme's script would have it."""
    opened = html.replace("<table>", '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>')
    return opened.replace("</table>", "</table></div></div>")


def on_post_page(output: str, page: Any, config: Any) -> str:
    if config.extra["twins"]:
        write_file(prose_twin(page.markdown).encode(), twin_path(page.file.abs_dest_path))
    return content_policy.with_policy(output)


def on_post_build(config: Any) -> None:
    """Pack the offline copy, when everything else is written."""
    _build().written()
    site = _build().site
    if site.options.archive:
        folder = Path(config.site_dir)
        archive.pack(folder, folder / ARCHIVE, NOT_PACKED, site.offline)


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    if template_name == "sitemap.xml":
        return ""
    return content_policy.with_policy(output_content)


def _place_in_nav(build: _Build, page: Page) -> str:
    assert build.nav is not None
    in_nav = {item.file.src_uri for item in build.nav.pages}
    return page.path if page.path in in_nav else SECTION_PAGES.get(page.section, "")


def _render_frame(env: Any, config: Any, files: Any, build: _Build, page: Page, place: str) -> str:
    assert build.nav is not None
    folder = posixpath.dirname(page.path)
    file = File.generated(config, posixpath.join(folder, "frame.html"), content="")
    frame = MkDocsPage(slot("heading"), file, config)
    frame.content = slot("body")
    frame.toc = TableOfContents([AnchorLink(slot("heading"), "content", 1)])
    frame.meta = {
        "stamped": True,
        "description": slot("description"),
        "hide": ["navigation", "toc"] if page.wide else ["navigation"],
    }
    current = next((item for item in build.nav.pages if item.file.src_uri == place), None)
    if current is not None:
        current.active = True
    try:
        context = get_context(build.nav, files, config, frame)
        return env.get_template("main.html").render(context)
    finally:
        if current is not None:
            current.active = False
