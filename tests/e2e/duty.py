"""The duty room of a served city, from its database: sends tasks, and sees what became of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from data.commands.dispatch_life import finalize
from data.commands.dispatch_order import NewDispatch, order
from data.commands.events import Report, report
from data.commands.revisions import bump
from data.dispatch.links import token_of
from data.engine import writing
from data.house import House
from data.life.actor import Actor
from data.schema import dispatch, dispatch_step, region, responder, task, task_photo
from data.scope import Scope
from tests.dispatch.town import _responder

OFFICER = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())


class Duty:
    """The city's database, from the other end."""

    def __init__(self, house: House) -> None:
        self.house, self.n = house, 0

    def sent(self) -> tuple[str, str]:
        """(link, code) of a task that has just been sent."""
        self.n += 1
        now = self.house.clock.now()
        with writing(self.house.engine) as connection:
            place = connection.execute(
                select(region).where(region.c.level == 6).order_by(region.c.lo).offset(self.n)
            ).first()
            near = connection.execute(select(region).where(region.c.id == place.parent_id)).one()
            team = _responder(f"team-{self.n}", "team", near, self.n, now)
            connection.execute(insert(responder), [team | {"lon": place.lon, "lat": place.lat}])
            bump(connection, "crews", "responders")
            about = {"title": f"路面积水 {30 + self.n} cm", "category": "flood", "leaf": "flood.road.water"}
            where = {"cell_id": place.id, "place": place.name, "lon": place.lon, "lat": place.lat}
            told = Report(**about, **where, source="grid", grade="C", reported_at=now, provenance="simulated")
            event = report(connection, told, OFFICER, now)
            given = NewDispatch(key=f"field-{self.n}", seq=0, event=event)
            self.code = order(connection, given, OFFICER, now, datetime.now(UTC))["code"]
            finalize(connection, now, datetime.now(UTC) + timedelta(seconds=20))
            held = select(task.c.code).join_from(task, dispatch).where(dispatch.c.code == self.code)
            one = connection.scalars(held.order_by(task.c.id)).first()
        return f"/field/{token_of(self.house, one, datetime.now(UTC))}", one

    def state(self, code: str) -> Any:
        with self.house.engine.connect() as connection:
            return connection.execute(select(task).where(task.c.code == code)).one()

    def steps(self, code: str) -> dict[str, int]:
        """How often each was taken."""
        query = select(dispatch_step.c.move, func.count()).join(task, task.c.id == dispatch_step.c.task_id)
        with self.house.engine.connect() as connection:
            return dict(map(tuple, connection.execute(query.where(task.c.code == code).group_by(dispatch_step.c.move))))

    def photos(self, code: str) -> int:
        query = select(func.count()).select_from(task_photo).join(task, task.c.id == task_photo.c.task_id)
        with self.house.engine.connect() as connection:
            return int(connection.scalar(query.where(task.c.code == code)) or 0)
