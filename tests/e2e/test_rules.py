"""A duty officer opens the library, tries a rule, judges a warning, turns the rule off; and raises one by hand."""

import pytest
from sqlalchemy import select

from data.clock import Clock
from data.commands.readings import Told, take
from data.commands.warning_rules import ENGINE, install_shipped
from data.engine import make_engine, writing
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from tests.browser import wait_for
from tests.gauges import plant_station

SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
NAME = "试验积水"


@pytest.fixture(scope="module")
def flooded(city_database):
    """A street gauge that has just told of 45 cm."""
    url = f"sqlite:///{city_database}"
    engine = make_engine(url)
    now = Clock(engine, Settings(database_url=url, _env_file=None)).now()
    with writing(engine) as connection:
        install_shipped(connection, ENGINE, now)
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo.desc())).first()
        about = {"name": NAME, "lon": cell.lon, "lat": cell.lat}
        plant_station(connection, "E2E7", "waterlog", cell.id, {"depth": {}}, now, **about)
        take(connection, [Told("E2E7", "depth", now.isoformat(), 45.0, "cm")], "test", Scope.guest(), now)
    engine.dispose()


def test_the_library_is_searched_and_a_rule_is_judged_tried_and_turned_off(flooded, open_wall):
    page = open_wall("/rules")
    page.locator("[data-testid=rules-page]").wait_for()
    wait_for(page, SAID, [".kept-total", "130"])
    page.locator(".kept-filter", has_text="内涝").click()
    wait_for(page, "() => document.querySelectorAll('[data-rule]').length === 6")
    page.locator("[data-rule=waterlogging] .rule-way").click()
    page.locator("[data-testid=rule-page]").wait_for()
    mine = page.locator(".rule-warned", has_text=NAME).first
    mine.locator(".act summary").click()
    mine.locator("[value=hit]").check()
    mine.locator("[name=reason]").fill("现场确有积水")
    mine.locator("[type=submit]").click()
    wait_for(page, SAID, [".event-served-card", "100.0%"])
    page.locator("[data-act=change] summary").click()
    page.locator("[data-act=change] [name='levels.0.when.value']").fill("40")
    page.locator("[data-act=change] button[data-move=try]").click()
    wait_for(page, SAID, ["[data-act=change] .act-say", "试算不发布"], 30)
    page.locator("[data-act=change] summary").click()
    page.locator("[data-act=disable] summary").click()
    page.locator("[data-act=disable] [name=reason]").fill("测点校准")
    page.locator("[data-act=disable] [type=submit]").click()
    wait_for(page, SAID, [".timeline", "测点校准"])
    wait_for(page, SAID, [".event-head-card", "停用"])
    wait_for(page, SAID, [".rule-warned", "已解除"])


def test_a_warning_raised_by_hand_gets_its_number(open_wall):
    page = open_wall("/rules")
    page.locator(".raise-card > summary").click()
    page.locator(".raise-card [name=title]").fill("试发预警")
    page.locator(".raise-card [type=submit]").click()
    wait_for(page, SAID, [".raise-card .act-say", "请填写"])
    page.locator(".raise-card [name=words]").fill("试发，勿处置")
    page.locator(".raise-card [type=submit]").click()
    wait_for(page, SAID, [".raise-card .act-say", "W2024"])


def test_a_rule_that_is_not_there_is_told(open_wall):
    page = open_wall("/rules/nobody")
    wait_for(page, "() => document.body.innerText.includes('没有这个预警模型')")


def test_english_names_the_models_in_english(open_wall):
    page = open_wall("/rules?lang=en&model=chem")
    wait_for(page, SAID, [".rules-rows", "Tanker speeding"])
    assert "罐" not in page.locator(".rules-ledger tbody").inner_text()
