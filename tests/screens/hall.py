"""A command hall for tests: a desk that steers, screens in its groups, and what befalls the city."""

import json
import time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from data.commands.events import Report, report
from data.commands.kiosk_screens import act_on_screens
from data.commands.takeovers import settle
from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.engine import writing
from data.house import EXTENSION, House
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.turns import group_row, now_ms
from data.schema import rotation_page, screen, screen_group, screen_takeover
from data.scope import Scope
from data.screens.turn import Page, Turn
from tests.seats import HERE, add, sitting

TOWN, COUNTY, OTHER = "990102001", "990102", "990103"
SYSTEM = Actor(name="气象台", role="system", scope=Scope.guest())
OFFICER = Actor(name="值班员", role="duty_officer", scope=Scope.guest())


class Seconds(float):
    """Seconds left of a turn: as many as are promised, but for those that really went by since the hall was opened."""

    gone = 0.0

    def __eq__(self, promised: object) -> bool:
        more = self.gone if isinstance(promised, Seconds) else 0.0  # of two looks, the first may be the later one
        return isinstance(promised, int | float) and -0.5 - self.gone <= float(self) - float(promised) <= 0.5 + more

    __hash__ = float.__hash__


class Hall:
    def __init__(self, app: Flask) -> None:
        self.app, self.house, self._opened = app, self._house(app), time.monotonic()
        add(self.house, "officer", "duty_officer")

    @staticmethod
    def _house(app: Flask) -> House:
        home: House = app.extensions[EXTENSION]
        return home

    def act(self, act: str, login: str = "officer", **given: str) -> tuple[str, str]:
        """What a desk sends."""
        with sitting(self.app, login):
            return act_on_screens(self.house, {"act": act, **given}, "duty_officer", 1)

    def add(self, name: str = "左屏", login: str = "officer", **given: str) -> tuple[str, str]:
        """(code, token) of a new screen with all that it may have."""
        told = {"days": "30", "alarmed": "1", "sound": "1", "keys": "1"} | given
        return self.act("add", login, name=name, **told)

    def enter(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        assert client.get(f"/kiosk/{token}").status_code == 303
        return client

    def screen(self, name: str = "左屏", **given: str) -> FlaskClient:
        """One that is registered and has entered."""
        return self.enter(self.add(name, **given)[1])

    def state(self, client: FlaskClient) -> dict[str, Any]:
        return dict(client.get("/kiosk/state").json)

    def seen(self, client: FlaskClient, **health: str) -> dict[str, Any]:
        return dict(client.post("/kiosk/seen", json=health, headers=HERE).json)

    def row(self, table: Any, **where: Any) -> Any:
        of = select(table).where(*(table.c[name] == value for name, value in where.items())).order_by(table.c.id.desc())
        with self.house.engine.connect() as connection:
            return connection.execute(of).mappings().first()

    def group(self, **where: Any) -> Any:
        return self.row(screen_group, **where)

    def rotation(self, *pages: tuple[str, int, str], group: str = "") -> str:
        """A rotation of these pages (path, seconds, condition), which the last group follows; the group's code."""
        self.act("rotation", name="常规")
        code = self._last("rotation")
        with self.house.engine.connect() as connection:
            old = list(connection.scalars(select(rotation_page.c.id).order_by(rotation_page.c.id)))
        for path, seconds, condition in pages:
            self.act("put", rotation=code, path=path, seconds=str(seconds), condition=condition, skin="")
        for one in old:
            self.act("out", rotation=code, page=str(one))
        group = group or self.group()["code"]
        self.act("follow", group=group, rotation=code)
        return group

    def _last(self, table: str) -> str:
        return str(self.row(screen.metadata.tables[table])["code"])

    def steer(self, move: str, page: str = "", group: str = "") -> None:
        self.act("steer", group=group or self.group()["code"], move=move, page=page)

    def later(self, seconds: float) -> None:
        """Time goes by: for the turn of every group, and for what has taken screens over."""
        ms = int(seconds * 1000)
        with writing(self.house.engine) as connection:
            g, t = screen_group.c, screen_takeover.c
            connection.execute(update(screen_group).values(since=g.since - ms, turned_at=g.turned_at - ms))
            connection.execute(update(screen_takeover).values(begun_at=t.begun_at - ms, until=t.until - ms))

    def shown(self, client: FlaskClient) -> tuple[str, Seconds]:
        """(path, seconds left) by what the screen is told, as its script counts it."""
        told = self.state(client)["turn"]
        pages = tuple(Page(id=one["id"], seconds=one["seconds"]) for one in told["pages"])
        among, plain = tuple(told["among"]), {name: told[name] for name in ("page", "spent", "since", "paused")}
        shown = Turn(pages=pages, among=among, **plain).at(now_ms())
        left = Seconds(shown.left / 1000)
        left.gone = time.monotonic() - self._opened
        return next(one["path"] for one in told["pages"] if one["id"] == shown.page), left

    def warn(self, colour: int = 1, region: str = TOWN) -> int:
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            place = region_of(connection, region, Scope.guest()).id
            told = {
                "field": "rain",
                "title": "暴雨",
                "colour": colour,
                "words": "1 小时雨量 82 毫米",
                "region_id": place,
            }
            new = NewWarning(**told, at=now, origin="气象台", provenance="published")
            return raise_warning(connection, new, SYSTEM, now)

    def happen(self, grade: str = "S", region: str = TOWN) -> int:
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            place = region_of(connection, region, Scope.guest())
            told = {"title": "化工园区起火", "category": "flood", "leaf": "flood", "source": "hotline", "grade": grade}
            told |= {"cell_id": place.lo, "place": place.name, "lon": place.lon, "lat": place.lat}
            return report(connection, Report(**told, reported_at=now, provenance="measured"), SYSTEM, now)

    def acknowledge(self, warning_id: int) -> None:
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            move_warning(connection, warning_id, "acknowledge", OFFICER, now, now)

    def escalate(self, warning_id: int) -> None:
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            move_warning(connection, warning_id, "escalate", OFFICER, now, now, reason="雨更大", colour=1)

    def end(self, warning_id: int) -> None:
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            move_warning(connection, warning_id, "clear", OFFICER, now, now, reason="雨停")

    def settled(self) -> Any:
        """The last group, brought up to date."""
        number = self.group()["id"]
        settle(self.house, number)
        with self.house.engine.connect() as connection:
            return group_row(connection, number)


def health_of(row: Any) -> dict[str, str]:
    return dict(json.loads(row["health"]))
