"""The website as a value: a mapping of site paths to pages and files, independent of any site engine."""

from generator.website.building import build_pages
from generator.website.folder import write_folder
from generator.website.pages import Page, PageSet, TocEntry
from generator.website.project import Site, load_site, prose_titles

__all__ = [
    "Page",
    "PageSet",
    "Site",
    "TocEntry",
    "build_pages",
    "load_site",
    "prose_titles",
    "write_folder",
]
