"""The calculators' pages and the data their scripts read."""

from __future__ import annotations

from generator.rendering import Renderer
from generator.views import costs, treasury
from generator.views.atlas import Atlas
from generator.website.pages import Page
from generator.website.scripts import joined


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
        scripts=(costs.DATA, costs.SCRIPT),
    )
    fiscal = Page(
        path=treasury.PATH,
        title="财政测算",
        description="选一个方案，填放款额和违约率，看财政一年的支出、撬动倍数、损失由谁承担、什么时候叫停和封顶，都有算法和条款。",
        section="fiscal",
        body=renderer.page("treasury", root="../", view=treasury.treasury_view(atlas)),
        wide=True,
        scripts=(treasury.DATA, treasury.SCRIPT),
        styles=("assets/stylesheets/treasury.css",),
    )
    return {
        costs.PATH: page, costs.DATA: costs.costs_script(atlas), costs.SCRIPT: joined(costs.MODULES),
        treasury.PATH: fiscal, treasury.DATA: treasury.treasury_script(atlas), treasury.SCRIPT: joined(treasury.MODULES),
    }  # fmt: skip
