"""A briefing is made: of screens that are added, of scenes that are dragged and pointed at, of a file; and laid out."""

import re

from playwright.sync_api import expect

from tests.browser import wait_for
from tests.e2e.test_barriers import SKINS, grave
from tests.e2e.test_briefing import ON_A_BEZEL

FIGURES = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const { map } = cockpit;
  return document.querySelectorAll('.stage-figures li em').length > 5 && map.drawn && !map.underWay.size;
}"""
OVER_AN_AREA = """() => [...document.querySelectorAll('.map-point > *')].findIndex((one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return document.elementsFromPoint(left + width / 2, top + height / 2).some((under) => under.matches('.area'));
})"""


def test_a_screen_becomes_a_scene_and_a_file_comes_back(open_wall, server):
    page = open_wall("/?metric=risk")
    page.locator("[data-briefing-add]").click()
    page.locator("dialog [name=scene_new]").fill("半年汇报")
    page.locator("dialog [name=scene_title]").fill("风险 *3* 处")
    page.locator("dialog [type=submit]").click()
    page.get_by_text("已加入《半年汇报》，第 1 幕").wait_for()
    page.goto(f"{server}/briefing")
    row = page.locator("tr[data-briefing]", has_text="半年汇报")
    with page.expect_download() as file:
        row.get_by_text("导出").click()
    page.locator("[data-briefing-file]").set_input_files(file.value.path())
    page.wait_for_url(re.compile("/briefing/edit/"))
    expect(page.locator("[data-scene-form] [name=path]")).to_have_value("/?metric=risk")
    expect(page.locator("[data-scene-form] [name=title]")).to_have_value("风险 *3* 处")
    _dragged(page)
    assert {skin: grave(page, skin, rules) for skin, rules in SKINS.items()} == dict.fromkeys(SKINS, {})
    page.locator("[data-tool=region]").click()
    stage = page.locator(".briefing-preview iframe").content_frame
    signs = stage.locator(".map-point > *")
    signs.first.wait_for()
    signs.nth(stage.locator("body").evaluate(OVER_AN_AREA)).click(force=True)  # a sign lets the tool through
    expect(page.locator("[data-scene-form] [name=regions]")).to_have_value(re.compile(r"^\d+$"))


def _dragged(page):
    """A second scene is made and dragged before the first; so they stay, and the first is chosen again."""
    page.get_by_role("button", name="加一幕").click()
    scenes = page.locator("[data-scene]")
    expect(scenes).to_have_count(2)
    expect(page.locator("[data-scene-form] [name=title]")).to_have_value("加一幕")  # the page is ready for hands
    scenes.nth(1).drag_to(scenes.first, target_position={"x": 30, "y": 3})
    expect(scenes.first).to_contain_text("加一幕")
    page.reload()
    expect(scenes.first).to_contain_text("加一幕")
    scenes.nth(1).click()
    expect(page.locator("[data-scene-form] [name=title]")).to_have_value("风险 *3* 处")


def test_a_map_alone_on_three_screens_keeps_to_the_middle_one_beside_its_figures(open_wall):
    page = open_wall("/briefing")
    code = page.locator("tr[data-briefing]", has_text="防台风工作汇报").get_attribute("data-briefing")
    stage = open_wall(f"/briefing/stage/{code}/-/edit", 5760, 1080)
    wait_for(stage, "() => Boolean(cockpit.stage?.root)")
    for caption in (True, False):
        state = {"scene": 1, "path": "", "caption": caption, "black": False}
        stage.evaluate("(state) => cockpit.stage.follow(state)", state)
        wait_for(stage, FIGURES)
        assert stage.evaluate(ON_A_BEZEL, 3) == []
