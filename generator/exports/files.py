"""All exported files by path: the JSON of contract §4, its schemas, the tables and their description."""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports import workbook
from generator.exports.api_schemas import api_schemas
from generator.exports.comparison_table import comparison_markdown, comparison_table
from generator.exports.contradictions import contradictions_record, differences_record
from generator.exports.csv_text import csv_bytes
from generator.exports.datapackage import datapackage
from generator.exports.reference_tables import PARAMETERS, REFERENCE_RATES
from generator.exports.scheme_tables import COVERAGE, PROVISIONS, SCHEMES
from generator.publication import Records, json_bytes

TABLES = (SCHEMES, PROVISIONS, PARAMETERS, REFERENCE_RATES, COVERAGE)
# The workbook's own sheet of comparison says what the table of coverage says.
WORKBOOK_TABLES = (PROVISIONS, SCHEMES, PARAMETERS, REFERENCE_RATES)


def export_files(records: Records) -> dict[str, bytes]:
    """Path → bytes, the same for the same records: `api/v1/…` and `data/…`."""
    return dict(exported(records))


def exported(records: Records) -> Iterator[tuple[str, bytes]]:
    """Each exported file with its path, one after another: all of them together are large."""
    yield "api/v1/index.json", json_bytes(records.index)
    yield "api/v1/parameters.json", json_bytes(records.parameters)
    yield "api/v1/schemes.json", json_bytes(records.schemes_index)
    yield "api/v1/reference-rates.json", json_bytes(records.reference_rates)
    yield "api/v1/compare.json", json_bytes(records.compare)
    yield "api/v1/differences.json", json_bytes(differences_record(records))
    yield "api/v1/contradictions.json", json_bytes(contradictions_record(records))
    yield "api/v1/openapi.json", json_bytes(records.openapi, indent=1)
    for scheme in records.schemes:
        yield f"api/v1/schemes/{scheme['id']}.json", json_bytes(scheme)
    for name, schema in api_schemas(records.parameters).items():
        yield f"api/v1/schema/{name}.json", json_bytes(schema, indent=1)
    yield from _tables(records)


def _tables(records: Records) -> Iterator[tuple[str, bytes]]:
    published = (*TABLES, comparison_table(records))
    # The rows that two files show are made once.
    rows = {table.name: list(table.rows(records)) for table in WORKBOOK_TABLES}
    tables = {f"data/{table.name}.csv": csv_bytes(table, records, rows.get(table.name)) for table in published}
    yield from tables.items()
    yield "data/datapackage.json", json_bytes(datapackage(published, tables, records), indent=1)
    tables.clear()
    yield "data/comparison.txt", comparison_markdown(records)
    yield workbook.PATH, workbook.workbook_bytes(records, WORKBOOK_TABLES, rows)
