"""Everything that a run of the command loads before it does anything: imported once, then copied with the process.

The templates of the package are compiled too: they are read once in a process, whichever project it builds.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import generator  # noqa: E402
from generator import rendering  # noqa: E402
from generator.drafting_templates import export  # noqa: E402

for found in pkgutil.walk_packages(generator.__path__, "generator."):
    if found.name != "generator.mkdocs_hook":  # Loaded anew by each build, as a file of its project.
        importlib.import_module(found.name)
for name in (
    "mkdocs.commands.build", "mkdocs.config.defaults", "mkdocs.utils.meta",
    "material.templates", "markdown.extensions.codehilite", "markdown.extensions.fenced_code", "markdown.extensions.tables",
    "markdown.extensions.toc", "pygments.lexers", "xlsxwriter.workbook", "jinja2.ext", "_strptime",
):  # fmt: skip
    importlib.import_module(name)
for folder in ("pages", "partials"):
    for path in sorted((rendering.TEMPLATES / folder).glob("*.html")):
        rendering.environment(rendering.TEMPLATES).get_template(f"{folder}/{path.name}")
export(rendering.TEMPLATES / "drafts")
gc.freeze()
