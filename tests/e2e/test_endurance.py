"""A short walk of what `make endurance` does for long: forty rotations, four hundred pushes, and nothing has grown."""

import shutil

import pytest

from tests.browser import wait_drawn
from tests.endurance import MOST, Endurance, committing, crowd, growth
from tests.server import free_port, start, wait_until_served

ROTATIONS, PUSHES = 40, 400


@pytest.fixture
def own(city_database, tmp_path):
    """A server of its own: what others ask of one would be counted too."""
    path, port = shutil.copy(city_database, tmp_path / "own.db"), free_port()
    told = {"YITU_DATABASE_URL": f"sqlite:///{path}", "YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false"}
    process = start(port, **told)
    wait_until_served(f"http://127.0.0.1:{port}", process)
    yield f"http://127.0.0.1:{port}", process.pid, path
    process.terminate()
    process.wait()


def test_a_wall_that_rotates_and_is_pushed_to_does_not_grow(browser, own):
    url, server, database = own
    context = browser.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(url)
    wait_drawn(page)
    wall = Endurance(page, server)
    crowd(url)
    with committing(database):
        list(wall.run(15, 100))  # warm: every view and page has been shown while somebody writes
        grown = growth([one for _done, one in wall.run(ROTATIONS, PUSHES)])
    context.close()
    assert {what: ends for what, ends in grown.items() if ends[2] > MOST} == {}
