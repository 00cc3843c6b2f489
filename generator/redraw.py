"""One scheme's page drawn again in a built site, long before a whole build is done; for the server of `atlas serve`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator.assessment.lifecycle import pointings
from generator.catalogue import Catalogue, between_files, data_files
from generator.publication import DataProblems, Records
from generator.publication.schemes import scheme_record
from generator.reference_rates import load_series
from generator.rendering import Renderer
from generator.scheme_files import load_scheme
from generator.views.atlas import Atlas
from generator.vocabulary import load_vocabulary
from generator.website import Options, Page, scheme_page
from generator.wording.labels import Labels


class Redrawing:
    """What a build knew, kept to draw single pages of its site again.

    `framed` sets a page into its frame; `site` is where the site lies.
    """

    def __init__(self, root: Path, site: Path, records: Records, options: Options, framed: Callable[[Page], str]) -> None:
        self._root, self._site, self._options, self._framed = root, site, options, framed
        self._records = records
        self._renderer = Renderer()

    def redraw(self, file: Path) -> str | None:
        """Draws the page of the scheme in `file` as it stands now; the site path, or None where the site has no such page.

        Other pages that speak of the scheme stay as they are. Raises DataProblems where the file has faults.
        """
        known = {record["id"]: record for record in self._records.schemes}
        if file.stem not in known:
            return None
        record = self._record(file, [other for other in known.values() if _names(other, file.stem)])
        schemes = tuple(record if one["id"] == file.stem else one for one in self._records.schemes)
        self._records = replace(self._records, schemes=schemes)
        page = scheme_page(Atlas(self._records), self._renderer, self._options, record)
        target = self._site / page.path
        fresh = target.with_suffix(".fresh")
        fresh.write_text(self._framed(page), encoding="utf-8", newline="\n")
        os.replace(fresh, target)
        return page.path

    def _record(self, file: Path, naming: list) -> dict:
        policies = self._root / "policies"
        vocabulary, problems = load_vocabulary(policies)
        if vocabulary is None:
            raise DataProblems(problems)
        rates = {}
        for path in data_files(policies / "reference_rates")[0]:
            series, _ = load_series(path, path.name)
            if series:
                rates[series.id] = series
        scheme, problems = load_scheme(file, f"policies/schemes/{file.name}", vocabulary)
        if scheme is not None:
            problems = problems + between_files({scheme.id: scheme}, rates, complete=False)
        if scheme is None or any(not problem.warning for problem in problems):
            raise DataProblems(problems)
        schemes = {scheme.id: scheme}
        for other in naming:
            found, _ = load_scheme(policies / "schemes" / f"{other['id']}.yaml", other["id"], vocabulary)
            if found:
                schemes[found.id] = found
        pointing = pointings(schemes).get(scheme.id, ())
        catalogue = Catalogue(vocabulary, schemes, rates, self._root)
        return scheme_record(scheme, catalogue, pointing, Labels(vocabulary), self._records.as_of)


def _names(record: dict, scheme_id: str) -> bool:
    return any(relation["scheme"] == scheme_id for relation in record["relations"])
