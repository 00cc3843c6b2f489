"""The shipped data, read once by each process of a test run, for whoever looks at them and changes nothing."""

from __future__ import annotations

from functools import cache

from required_tools import ROOT
from small_project import AS_OF

from generator.catalogue import Catalogue, load_catalogue
from generator.exports import export_files
from generator.publication import Publication, Records, build_records, load_publication


@cache
def catalogue() -> Catalogue:
    """All files as they are read; a problem fails whoever asks."""
    found, problems = load_catalogue(ROOT)
    assert found is not None, problems[0]
    return found


@cache
def publication() -> Publication:
    """The records that are published, for the day of the edition."""
    made = load_publication(ROOT)
    assert made.as_of == AS_OF
    return made


@cache
def records() -> Records:
    """The same records made of the whole catalogue at once, with what the publication no longer holds."""
    return build_records(catalogue(), AS_OF)


@cache
def exports() -> dict[str, bytes]:
    """The files of the data, by their path below the site."""
    return export_files(records())
