"""Orders for every act: each on a team of its own, so that one act leaves the others to be done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import Connection, select, update

from data.acting import acting
from data.commands.callouts import NewCallout, call_out
from data.commands.dispatch_life import finalize
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_steps import tasks_of
from data.commands.footings import NewFooting, to_war
from data.engine import writing
from data.house import EXTENSION, House
from data.life.actor import account_key
from data.queries.locate import locate
from data.schema import dispatch, footing, region
from tests.scope.plant import Place, add_team
from tests.seats import add

ORDERS = ("held", "draft", "cancelled", "urged", "handed")  # names of orders
TASKS = ("ended", "pressed", "phoned", "given", "own")  # names of tasks, each of an order of its own
NAMES = ("order", "task", "footing", "callout", *ORDERS, *TASKS)
HOUR = timedelta(hours=1)


def give(app: Flask, here: Place) -> None:
    """All on the event that was ordered for; two teams stay free. The last, `held`, can still be recalled. Once."""
    if "held" in here.names:
        return
    home: House = app.extensions[EXTENSION]
    wall, chain = datetime.now(UTC), {"chain": False}
    with writing(home.engine) as connection:
        for name in ("spare", "other"):
            add_team(connection, home, here, name, name)
        for n, name in enumerate((*TASKS, *ORDERS[1:], "held"), start=1):
            add_team(connection, home, here, f"team_{name}", f"T{n}")
            new = NewDispatch(
                key=f"{name}:{here.mark}",
                seq=n,
                event=here.number(connection, "ordered_id"),
                responders=(here.names[f"team_{name}"],),
                **chain,
            )
            _given(connection, home, here, name, new, wall)
        here.names["seq"] = str(len(TASKS) + len(ORDERS) + 1)
        _at_war(connection, home, here)
        _called(connection, home, here)
    here.names["receiver"] = account_key(officer_at(app, here))


def settled(app: Flask) -> None:
    """What could still be recalled is final: from now on no order moves by itself."""
    home: House = app.extensions[EXTENSION]
    with writing(home.engine) as connection:
        finalize(connection, home.clock.now(), datetime.now(UTC) + HOUR)


def officer_at(app: Flask, here: Place) -> str:
    """The login of an officer of that village alone: whoever orders there may hand an order to him."""
    code, login = village_of(app, here.lon, here.lat), f"receiver.{here.mark}".lower()
    add(app.extensions[EXTENSION], login, "duty_officer", region=code, name=f"{here.mark}接手人")
    here.marks.append(login)
    return login


def _at_war(connection: Connection, home: House, here: Place) -> None:
    """A grid of the village is on a war footing; the village itself is on none."""
    now, mine = home.clock.now(), replace(acting(home, "duty_officer"), name=here.names["officer"])
    village = connection.execute(select(region).where(region.c.code == here.region)).one()
    connection.execute(update(footing).where(footing.c.ended_at.is_(None)).values(ended_at=now))
    inside = (region.c.level == 5, region.c.lo >= village.lo, region.c.hi <= village.hi)
    grid = connection.scalar(select(region.c.code).where(*inside).limit(1))
    new = NewFooting(region=grid, words=f"{here.mark}台风")
    here.told("footing", to_war(connection, new, mine, now, "simulated"))


def _called(connection: Connection, home: House, here: Place) -> None:
    """A team of the village was called, and has not answered."""
    mine = replace(acting(home, "duty_officer"), name=here.names["officer"])
    told = {"kind": "call", "way": "voice", "title": f"{here.mark}点名", "words": f"{here.mark}请回电"}
    new = NewCallout(key=here.mark, region=here.region, codes=(here.names["team_own"],), **told)
    here.told("callout", call_out(connection, new, mine, home.clock.now(), datetime.now(UTC), "simulated"))


def _given(connection: Connection, home: House, here: Place, name: str, new: NewDispatch, wall: datetime) -> None:
    actor = replace(acting(home, "duty_officer"), name=here.names["officer"])
    made = order(connection, new, actor, home.clock.now(), wall if name == "held" else wall - HOUR)
    finalize(connection, home.clock.now(), wall)
    if name == "draft":
        connection.execute(update(dispatch).where(dispatch.c.id == made["id"]).values(state="drafted"))
    code = tasks_of(connection, made["id"])[0]["code"] if name in TASKS else made["code"]
    here.told(name, code)


def village_of(app: Flask, lon: float, lat: float) -> str:
    """The village in whose cells this spot lies."""
    with app.extensions[EXTENSION].engine.connect() as connection:
        cell = locate(connection, lon, lat).cell_id
        inside = (region.c.tree == "spine", region.c.level == 4, region.c.lo <= cell, region.c.hi >= cell)
        return connection.scalar(select(region.c.code).where(*inside))
