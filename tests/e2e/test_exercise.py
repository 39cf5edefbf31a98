"""A whole typhoon in fast motion: rain rises, the colour rises to red, is acknowledged and cleared; the city stays."""

import csv
import io
import os
import signal
import subprocess
import sys

import pytest

from data.commands.facts import fact
from data.engine import make_engine
from data.queries.revisions import revisions
from data.ready import make_ready, seed_demo
from data.sweeper import SWEPT
from tests.browser import Watched, wait_drawn, wait_for
from tests.conftest import toy_settings
from tests.exercise.conftest import print_of
from tests.server import ROOT, free_port, start, until, wait_until_served
from tests.toycity import TOY

CODE = "gaemi-2024"
SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
SHOWS = "(colours) => colours.some((one) => document.querySelector(`.panel-warnings .warning-row .lv-${one}`))"
RAIN = """() => {
  const cards = [...document.querySelectorAll(".panel-stations .station")];
  const rain = cards.filter((one) => one.querySelector("small").textContent === "雨量站");
  return Math.max(0, ...rain.map((one) => parseFloat(one.querySelector(".value b").textContent) || 0));
}"""
TOWN_DIGITS = 9
WATERMARK = """() => {
  const style = getComputedStyle(document.body, "::after");
  const wide = parseFloat(style.width) >= innerWidth && parseFloat(style.height) >= innerHeight;
  return wide && style.maskImage.includes("svg") && style.pointerEvents === "none" && style.position === "fixed";
}"""


@pytest.fixture(scope="module")
def city(toy_dir, tmp_path_factory):
    """A toy city that is being served, and the environment of its commands."""
    folder = tmp_path_factory.mktemp("exercised")
    settings = toy_settings(toy_dir, f"sqlite:///{folder / 'city.db'}", exercises_dir=folder / "exercises")
    engine = make_engine(settings.database_url)
    make_ready(engine, settings.model_copy(update={"demo": False}))
    seed_demo(engine, settings, events=300)
    port = free_port()
    told = {
        "YITU_CITY": TOY,
        "YITU_CITIES_DIR": str(toy_dir),
        "YITU_DATABASE_URL": settings.database_url,
        "YITU_EXERCISES_DIR": str(settings.exercises_dir),
        "YITU_DEMO_FEED": "false",
        "YITU_DEMO_CLOCK": "false",
        "YITU_LOG_LEVEL": "WARNING",
        "YITU_POLL_SECONDS": "1",
        "PORT": str(port),
    }
    process = start(port, **told)
    url = f"http://127.0.0.1:{port}"
    wait_until_served(url, process)
    until(lambda: _swept(engine))  # the minute at which the city's clock stands: from now on nothing is due
    yield url, engine, os.environ | told
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    engine.dispose()


def _swept(engine):
    with engine.connect() as connection:
        return fact(connection, SWEPT)


@pytest.fixture(scope="module")
def floor(city):
    """The exercise as its commands prepare and serve it; it waits for its start."""
    _url, _engine, environment = city
    command = [sys.executable, "-m", "flask", "--app", "app", "exercise"]
    subprocess.run([*command, "prepare", CODE], cwd=ROOT, env=environment, check=True, capture_output=True)
    port = free_port()
    more = ["run", CODE, "--port", str(port), "--speed", "3600", "--paused"]
    process = subprocess.Popen([*command, *more], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    wait_until_served(url, process)
    yield url
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    watched = Watched.on(context.new_page())
    yield watched.page
    context.close()
    assert (watched.console, watched.outside) == ([], [])


def test_a_whole_typhoon_in_fast_motion_leaves_the_city_as_it_was(city, floor, page):
    url, engine, _environment = city
    before, revised = print_of(engine), _revisions(engine)
    page.goto(floor)
    wait_drawn(page)
    assert page.evaluate(WATERMARK)
    assert page.title().startswith("【演练】")
    wait_for(page, SAID, [".exercise-bar", "台风格美 2024"])
    page.goto(f"{floor}/risk")
    wait_drawn(page)
    assert page.evaluate(WATERMARK)
    page.locator("[data-exercise-act=run]").click()
    wait_for(page, SHOWS, [1, 2, 3], seconds=60)
    page.select_option("[name=exercise-speed]", "600")  # red must stand for longer than a hand needs to stop the play
    wait_for(page, f"() => ({RAIN})() > 0", seconds=60)
    first = page.evaluate(RAIN)
    wait_for(page, f"(before) => ({RAIN})() > before", first, seconds=60)
    wait_for(page, SHOWS, [1], seconds=120)
    page.goto(f"{floor}/dispatch?queue=warning")
    wait_for(page, "() => document.querySelectorAll('.queue-row[data-subject]').length > 0")
    assert page.evaluate(WATERMARK)
    page.keyboard.press("j")
    wait_for(page, SAID, [".desk-order", "演练：任务只在演练内流转"])
    assert "【演练】" in page.locator(".case-title").inner_text()
    page.goto(f"{floor}/risk")
    wait_drawn(page)
    page.locator("[data-exercise-act=pause]").click()
    wait_for(page, "() => document.querySelector('[data-exercise-act=run]')")
    wait_drawn(page)
    page.locator(".warning-row", has_text="红色").first.click()
    page.locator("[data-testid=warning-page]").wait_for()
    assert "【演练】" in page.locator(".event-head-card").inner_text()
    page.locator("[data-act=acknowledge] summary").click()
    page.locator("[data-act=acknowledge] [name=reason]").fill("已通知责任人")
    page.locator("[data-act=acknowledge] [type=submit]").click()
    wait_for(page, SAID, [".event-head-card", "已确认"])
    page.select_option("[name=exercise-speed]", "3600")
    page.locator("[data-exercise-act=run]").click()
    wait_for(page, "() => document.querySelector('[data-exercise-state=finished]')", seconds=180)
    wait_for(page, SAID, [".event-head-card", "已解除"], seconds=20)
    _rose_in_order(page, floor)
    file = page.request.get(f"{floor}/api/v1/events.csv")
    assert {row[0] for row in csv.reader(io.StringIO(file.text().removeprefix("\ufeff")))} == {"演练"}
    page.goto(f"{floor}/exercises")
    wait_for(page, SAID, [".exercises-page", "值班员-001"])
    page.goto(f"{url}/exercises?code={CODE}")
    wait_for(page, SAID, [".exercises-page", "值班员-001"])
    assert not page.evaluate(WATERMARK)
    after = print_of(engine)
    assert {name for name in before if before[name] != after[name]} == set()
    assert _revisions(engine) == revised


def _rose_in_order(page, floor):
    """The rain warning of a town, and the one that came to red, rose from blue colour by colour and came down again."""
    listed = page.request.get(f"{floor}/api/v1/warnings?state=all&limit=1000").json()["warnings"]
    lives = {one["code"]: page.request.get(floor + one["url"]).json() for one in listed}
    rained = [one for one in lives.values() if one["field"] == "rain" and len(one["region_code"]) == TOWN_DIGITS]
    red = [one for one in lives.values() if one["peak"] == 1 and one["rule"]]
    assert rained and red
    for one in (rained[0], red[0]):
        moves = [step for step in one["history"] if step["change"].get("colour") or step["move"] == "clear"]
        colours = [step["change"].get("colour") for step in moves]
        top = colours.index(one["peak"])
        assert colours[: top + 1] == list(range(4, one["peak"] - 1, -1)), "none passed over, none twice"
        assert [step["move"] for step in moves[: top + 1]] == ["raise"] + ["escalate"] * top and top >= 2
        assert moves[-1]["move"] == "clear"


def _revisions(engine):
    with engine.connect() as connection:
        return revisions(connection)


def test_the_city_lists_what_can_be_played_and_leads_there(city, floor, page):
    url, _engine, _environment = city
    page.goto(f"{url}/exercises")
    wait_for(page, SAID, [".exercises-page", "城区内涝的一个下午"])
    assert page.locator("a[data-port]").get_attribute("href").rstrip("/") == floor
