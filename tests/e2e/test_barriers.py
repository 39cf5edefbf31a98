"""Nobody is shut out: on pages of each kind axe finds no serious violation of WCAG 2, in both skins; nothing moves."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import wait_drawn, wait_for

GRAVE = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # skins differ in colours alone: the others ask them no more
SKINS = {"dark": RULES, "light": OF_COLOURS}
# Of what moves only that is waited for which goes by the clock: what goes with a scroll never ends.
RUN = """async ([skin, rules]) => {
  document.documentElement.dataset.skin = skin;
  const moving = document.getAnimations().filter(({ timeline }) => timeline === document.timeline);
  await Promise.all(moving.map(({ finished }) => finished.catch(() => {})));
  await new Promise((go) => setTimeout(go, 250));
  const found = await axe.run(document, { resultTypes: ['violations'], runOnly: rules });
  const where = (nodes) => nodes.map(({ target }) => target.join(' '));
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, where: where(nodes) }));
}"""
FIRST = "(selector) => document.querySelector(selector)?.getAttribute('href')"
WAITS = {
    "/risk?area=here": "() => document.querySelector('.area-card')?.dataset.state === 'held'",
    "/events": "() => document.querySelector('.ag-header-row .ag-header-cell')",
    "/things": "() => document.querySelector('.ag-header-row .ag-header-cell')",
}
WALLS = ["/", "/?distance=4.5", "/risk?area=here", "/events", "/studies", "/panel/funnel"]
DESKS = ["/dispatch", "/things", "/rules", "/rooms", "/tasks", "/exercises", "/accountability", "/events/digest"]
DESKS += ["/home", "/themes/city/campaigns"]
FORMS = ["/report", "/things/new", "/quarantine", "/dispatch/messages", "/accounts"]
FORMS += ["/screens", "/briefing", "/handout", "/drafts"]
REGISTERS = ["/forms", "/reports", "/economy/enterprises", "/visits"]
STANDING = "() => document.querySelector('.page, .wall, .seat-card')"
MOVING = """() => document.getAnimations().map((one) => [one.effect.target?.className, one.effect.getTiming()])
  .filter(([, { duration, iterations }]) => duration > 1 && (iterations > 1 || duration > 200))"""

FADING = """() => [...document.querySelectorAll('*')]
  .filter((one) => getComputedStyle(one).transitionDuration !== '0s').length"""


def grave(page, skin="dark", rules=RULES):
    """{rule: where}, on the page that stands, in this skin."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT + "; 0")
    return {one["id"]: one["where"][:4] for one in page.evaluate(RUN, [skin, rules]) if one["impact"] in GRAVE}


def _grave(page, path):
    """{(path, skin, rule): where}"""
    return {
        (path, skin, one): where for skin, rules in SKINS.items() for one, where in grave(page, skin, rules).items()
    }


def _stands(page, path):
    wait_for(page, WAITS.get(path, STANDING))
    wait_drawn(page) if path in WALLS else page.wait_for_timeout(600)


@pytest.mark.parametrize("paths", [WALLS, DESKS, FORMS, REGISTERS], ids=["walls", "desks", "forms", "registers"])
def test_there_is_no_grave_barrier(open_wall, server, paths):
    page = open_wall("/login")
    found = _grave(page, "/login") if paths is FORMS else {}
    page.click("[value=administrator]")
    wait_for(page, "() => location.pathname === '/' && document.querySelector('[data-testid=seat]') !== null")
    for path in paths:
        page.goto(server + path)
        _stands(page, path)
        found |= _grave(page, path)
    assert found == {}


def test_who_wants_no_motion_sees_none(open_wall):
    page = open_wall("/")
    page.emulate_media(reduced_motion="reduce")
    wait_drawn(page)
    page.keyboard.press("/")
    page.evaluate("() => cockpit.view.go({ region: '350304' })")
    assert page.evaluate(MOVING) == []
    wait_drawn(page, "350304")
    assert page.evaluate(FADING) == 0
