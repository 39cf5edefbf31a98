"""`python -m tests.endurance_screen`: the same of a registered screen whose rotation is steered on as fast as it goes.

Every page comes in a frame of its own and is thrown away whole. ROTATIONS and PUSHES as for `make endurance`.
"""

from datetime import UTC, datetime

from playwright.sync_api import Page
from sqlalchemy import Engine, func, select

from data.commands.group_turns import follow, steer
from data.commands.kiosks import NewScreen, add_screen
from data.commands.rotations import add_rotation
from data.engine import writing
from data.life.actor import Actor
from data.schema import rotation, screen_group
from data.scope import Scope
from tests.browser import wait_for
from tests.endurance import PATIENT, Endurance, main

SHOWN = """() => {
  const { page, at } = document.querySelector("[data-kiosk-stage]")?.dataset ?? {};
  return page ? `${page} ${at}` : "";
}"""


class Screen(Endurance):
    """A screen as rooms have them: its rotation is steered on, every page comes in a frame and is thrown away whole."""

    def __init__(self, page: Page, server: int, engine: Engine, group: int) -> None:
        super().__init__(page, server)
        self._engine, self._group = engine, group

    def rotate(self, n: int) -> None:
        before = self.page.evaluate(SHOWN)
        with writing(self._engine) as connection:
            steer(connection, self._group, "next")
        wait_for(self.page, f"(before) => ({SHOWN})() !== before", before, PATIENT)

    def home(self) -> None:
        while not self.page.evaluate(SHOWN).startswith("/ "):
            self.rotate(0)


def registered(engine: Engine) -> tuple[int, str]:
    """A screen with a rotation of the usual pages: the number of its group, and its way in."""
    officer, now = Actor(name="值班员", role="duty_officer", scope=Scope.guest()), datetime.now(UTC)
    with writing(engine) as connection:
        _code, token = add_screen(connection, NewScreen(name="耐久"), officer, now)
        group = connection.scalar(select(func.max(screen_group.c.id)))
        add_rotation(connection, "耐久", "", officer, now)
        follow(connection, group, connection.scalar(select(func.max(rotation.c.id))))
    return group, f"/kiosk/{token}"


def _screen(page: Page, url: str, server: int, engine: Engine) -> Screen:
    group, way = registered(engine)
    page.goto(url + way)
    wait_for(page, f"() => ({SHOWN})() !== ''", seconds=PATIENT)
    return Screen(page, server, engine, group)


if __name__ == "__main__":
    main(_screen)
