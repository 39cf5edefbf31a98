"""What lies in another county for `codes`: events, warnings, orders, rooms and briefings, and who asks for them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from data.accounts.sessions import begin
from data.briefer import Briefer
from data.briefing.scene import Scene
from data.briefing_words import SHARED_WITH
from data.commands.briefings import make, share
from data.commands.dispatch_life import recall
from data.commands.dispatch_order import NewDispatch, order
from data.commands.plans import install_plans
from data.commands.rooms import NewRoom, open_room
from data.commands.senders import add_sender
from data.demo.responder_feed import tell_positions
from data.engine import writing
from data.house import House
from data.life.actor import Actor
from data.queries.regions import Region, region_of
from data.queries.warning_scope import reaching
from data.schema import account, dispatch, event, region, task, warning
from data.scope import Scope
from tests.seats import add

MANY = 40  # of each kind, where there are so many
Codes = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """An account and a key of one town: what each is known by."""

    session: str
    key: str


def planted(house: House) -> tuple[Asker, Codes]:
    """Who asks, and {kind: codes} of what lies in another county."""
    tell_positions(house)
    now = house.clock.now()
    with house.engine.connect() as connection:
        mine, other = _places(connection)
    with writing(house.engine) as connection:
        install_plans(connection, now)
        key = add_sender(connection, "codes", region_code=mine.code, source="hotline", role="duty_officer", now=now)
        there = Actor(name="值班员-777", role="duty_officer", scope=Scope(cells=((other.lo, other.hi),)))
        found = {"event": _events(connection, other), "warning": _warnings(connection, mine)}
        numbers = list(connection.scalars(select(event.c.id).where(event.c.code.in_(found["event"]))))
        found["room"] = [open_room(connection, NewRoom(title="会商", event=one), there, now) for one in numbers]
        found["order"] = [_order(connection, one, there, now) for one in numbers]
        given = select(task.c.code).join_from(task, dispatch).where(dispatch.c.code.in_(found["order"]))
        found["task"] = list(connection.scalars(given.where(task.c.alone == 1).limit(MANY)))
        found["briefing"] = [_briefing(connection, there, now) for _n in range(MANY)]
    return Asker(session=_session(house, mine), key=key), found


def _places(connection: Connection) -> tuple[Region, Region]:
    """A town, and a county that it does not lie in."""
    town = select(region.c.code).where(region.c.tree == "spine", region.c.level == 3).order_by(region.c.lo).limit(1)
    county = select(region.c.code).where(region.c.tree == "spine", region.c.level == 2).order_by(region.c.lo.desc())
    codes = connection.scalar(town) or "", connection.scalar(county.limit(1)) or ""
    return region_of(connection, codes[0], Scope.guest()), region_of(connection, codes[1], Scope.guest())


def _events(connection: Connection, there: Region) -> list[str]:
    water = (event.c.ended_at.is_(None), event.c.category == "flood", event.c.cell_id.between(there.lo, there.hi))
    return list(connection.scalars(select(event.c.code).where(*water).order_by(event.c.id.desc()).limit(MANY)))


def _warnings(connection: Connection, mine: Region) -> list[str]:
    query = select(warning.c.code).where(~reaching(Scope(cells=((mine.lo, mine.hi),))))
    return list(connection.scalars(query.order_by(warning.c.id.desc()).limit(MANY)))


def _order(connection: Connection, number: int, there: Actor, now: datetime) -> str:
    asked = NewDispatch(key=f"codes:{number}", seq=0, event=number)
    wall = datetime.now(UTC)
    code = str(order(connection, asked, there, now, wall)["code"])
    recall(connection, code, there, now, wall)  # so that there are people for the next
    return code


def _briefing(connection: Connection, there: Actor, now: datetime) -> str:
    scope = replace(there.scope, roles=("presenter",))
    me = Briefer(who="account:codes-elsewhere", name=there.name, role="presenter", scope=scope, makes=True)
    code = make(connection, "汇报", [Scene(path="/", title="标题")] * 6, me, now)
    share(connection, code, SHARED_WITH, me, now)
    return code


def _session(house: House, mine: Region) -> str:
    login = add(house, "codes", "duty_officer", region=mine.code)
    with writing(house.engine) as connection:
        number = connection.scalar(select(account.c.id).where(account.c.login == login))
        return begin(connection, number, "127.0.0.1", datetime.now(UTC), 1.0)
