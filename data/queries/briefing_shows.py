"""Shows: one by its code, with the state that all who follow it see."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from data.briefing.state import State
from data.errors import UnknownThing
from data.language import gettext as _
from data.schema import briefing, briefing_show

Row = dict[str, Any]
LONGEST = 40  # of a code that is looked up


def show_row(connection: Connection, code: str) -> Row:
    """A show with the code of its briefing, over or not. UnknownThing."""
    query = select(briefing_show, briefing.c.code.label("briefing"), briefing.c.scope, briefing.c.shared_roles)
    joined = query.join(briefing, briefing.c.id == briefing_show.c.briefing_id)
    found = connection.execute(joined.where(briefing_show.c.code == code[:LONGEST])).mappings().one_or_none()
    if found is None:
        raise UnknownThing(_("没有这场汇报"))
    return dict(found) | {"of": State.read(found["state"])}


def open_shows(connection: Connection, briefing_id: int) -> list[Row]:
    """Those that are being given, the newest first."""
    s = briefing_show.c
    query = select(briefing_show).where(s.briefing_id == briefing_id, s.ended_at.is_(None)).order_by(s.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def states(connection: Connection, codes: Collection[str]) -> dict[str, Row]:
    """{code: what its followers are told}."""
    s, b = briefing_show.c, briefing.c
    query = select(s.code, s.revision, s.state, s.ended_at, b.revision.label("briefing"))
    rows = connection.execute(query.join(briefing).where(s.code.in_(list(codes))))
    return {
        row.code: told(row.revision, row.state, over=row.ended_at is not None, briefing=row.briefing) for row in rows
    }


def told(revision: int, state: str, *, over: bool, briefing: int) -> Row:
    """`briefing` is the revision of its scenes: followers ask for them anew when it moves."""
    return asdict(State.read(state)) | {"revision": revision, "over": over, "briefing": briefing}
