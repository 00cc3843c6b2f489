"""The scripts of the comparison page in the order in which they stand, and the data they read."""

from __future__ import annotations

from generator.views.atlas import Atlas
from generator.views.compare_data import PATH, compare_script
from generator.views.compare_evidence import evidence_scripts
from generator.views.names import script_paths

SCRIPT = "assets/javascripts/compare.js"
MODULES = script_paths(
    "quantities", "costs_figures", "costs_scheme", "compare_data", "compare_rates", "compare_model", "compare_find",
    "compare_quantity", "compare_filter", "compare_state", "compare_view", "compare_take", "compare_brief", "compare_dom",
    "compare_cells", "compare_table", "compare_proof", "compare_chooser", "compare_conditions", "compare_paper", "compare_draft",
)  # fmt: skip
"""What the page's first script is made of, one after another as they stand."""

DRAWING = "assets/javascripts/compare_page.js"
"""What draws the first table is a script of its own: a browser can show and answer something between the two."""

SAVING = "assets/javascripts/compare_save.js"
SAVING_MODULES = script_paths("zip", "spreadsheet_text", "export_text", "export_xlsx")
"""What writes files comes last, which also parts the drawing of the first table from its layout in the browser."""

SCRIPTS = (PATH, SCRIPT, DRAWING, SAVING)
"""What the page loads, in order."""


PUT_TOGETHER = {SCRIPT: MODULES, SAVING: SAVING_MODULES}
"""Script -> the modules of which it is made."""


def compare_files(atlas: Atlas) -> dict[str, bytes]:
    """Path -> script: the whole table, and each scheme's evidence."""
    return {PATH: compare_script(atlas), **evidence_scripts(atlas)}
