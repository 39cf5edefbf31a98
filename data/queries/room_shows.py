"""Shows on the screens of rooms: which group follows which, and the page that its screens show meanwhile."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from data.schema import briefing, briefing_show, region, screen, screen_group
from data.scope import Scope

Row = dict[str, Any]


def stage_path(connection: Connection, show: str) -> str:
    """The page of its audience; "" when it is over, or there is none."""
    code = connection.scalar(_running(briefing.c.code).where(briefing_show.c.code == show)) if show else None
    return f"/briefing/stage/{code}/{show}/audience" if code else ""


def shown_to(connection: Connection, screen_id: int) -> str:
    """Code of the briefing that this screen's group is given now; "" for none."""
    of = _running(briefing.c.code).join(screen_group, screen_group.c.show == briefing_show.c.code)
    of = of.join(screen, screen.c.group_id == screen_group.c.id)
    return connection.scalar(of.where(screen.c.id == screen_id)) or ""


def running(connection: Connection) -> list[Row]:
    """Shows that are being given, the newest first, with what says who sees their briefings."""
    columns = (briefing_show.c.code, briefing_show.c.opened_by, briefing.c.title)
    kept = (briefing.c.owner, briefing.c.shared_roles, briefing.c.scope, briefing.c.code.label("briefing"))
    found = connection.execute(_running(*columns, *kept).order_by(briefing_show.c.id.desc()))
    return [dict(row) for row in found.mappings()]


def rooms(connection: Connection, scope: Scope) -> list[Row]:
    """Groups with screens in force: [{code, name, screens, show}]."""
    s, g = screen.c, screen_group.c
    inside = (g.code, g.name, g.show, region.c.lo, region.c.hi)
    of = select(*inside, func.count().label("screens")).join(screen, s.group_id == g.id)
    of = of.join(region, region.c.id == g.region_id).where(s.revoked_at.is_(None))
    found = connection.execute(of.group_by(g.id, *inside).order_by(g.id)).mappings()
    return [dict(row) for row in found if scope.covers(row["lo"], row["hi"])]


def following(connection: Connection, shows: Iterable[str]) -> list[int]:
    """Ids of the groups that follow one of these."""
    of = select(screen_group.c.id).where(screen_group.c.show.in_([one for one in shows if one]))
    return list(connection.scalars(of))


def _running(*columns: Any) -> Any:
    of = select(*columns).select_from(briefing_show).join(briefing, briefing.c.id == briefing_show.c.briefing_id)
    return of.where(briefing_show.c.ended_at.is_(None))
