"""The calculators' pages and the data their scripts read."""

from __future__ import annotations

from generator.rendering import Renderer
from generator.views import costs
from generator.views.atlas import Atlas
from generator.website.pages import Page


def calculator_pages(atlas: Atlas, renderer: Renderer) -> dict[str, Page | bytes]:
    """Site path -> page or file."""
    if not atlas.schemes:
        return {}
    page = Page(
        path=costs.PATH,
        title="算借款成本",
        description="填一笔贷款，看利息、保费、补贴和年化成本：名义合计、单利年化、内部收益率年化和政策上限，都有算法和条款。",
        section="costs",
        body=renderer.page("costs", root="../", view=costs.costs_view(atlas)),
        wide=True,
        scripts=(costs.DATA, *costs.SCRIPTS),
    )
    return {costs.PATH: page, costs.DATA: costs.costs_script(atlas)}
