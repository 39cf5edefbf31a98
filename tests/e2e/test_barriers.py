"""Nobody is shut out: axe finds no serious violation of WCAG 2 on the pages that people work with."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import wait_drawn, wait_for

GRAVE = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUN = """async (rules) => (await axe.run(document, { resultTypes: ['violations'], runOnly: rules }))
  .violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ target }) => target.join(' ')) }))"""


@pytest.mark.parametrize("skin", ["dark", "light"])
@pytest.mark.parametrize("path", ["/", "/risk?area=here", "/events", "/things"])
def test_there_is_no_grave_barrier(open_wall, path, skin):
    page = open_wall(f"{path}{'&' if '?' in path else '?'}skin={skin}")
    if path != "/things":
        wait_drawn(page)
    if path.startswith("/risk"):
        wait_for(page, "() => document.querySelector('.area-card').dataset.state === 'held'")
    if path == "/events":
        wait_for(page, "() => document.querySelector('.ag-header-row .ag-header-cell')")
    page.evaluate(AXE_SCRIPT + "; 0")
    found = [one for one in page.evaluate(RUN, RULES) if one["impact"] in GRAVE]
    assert [(one["id"], one["where"][:5]) for one in found] == []
