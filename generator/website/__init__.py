"""The website as a value: a mapping of site paths to pages and files, independent of any site engine."""

from generator.website.building import build_pages, scheme_page
from generator.website.folder import write_folder
from generator.website.machines import ARCHIVE, Options
from generator.website.pages import Page, PageSet, TocEntry
from generator.website.project import Site, load_site, prose_titles, site_of
from generator.website.store import Piece, Store

__all__ = [
    "ARCHIVE",
    "Options",
    "Page",
    "PageSet",
    "Piece",
    "Site",
    "Store",
    "TocEntry",
    "build_pages",
    "load_site",
    "prose_titles",
    "scheme_page",
    "site_of",
    "write_folder",
]
