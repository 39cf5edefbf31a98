"""A room's screens are given a show, and come back to the page and the seconds they had when it is over."""

from collections.abc import Iterable

from sqlalchemy import Connection

from data.briefer import Briefer
from data.commands.group_turns import kept
from data.errors import BriefingRefused, UnknownThing
from data.language import gettext as _
from data.queries.briefing_shows import show_row
from data.queries.briefings import briefing_row
from data.queries.room_shows import following
from data.queries.turns import group_row, now_ms, rotation_pages, turn_of
from data.screens.turn import FOREVER


def give_show(connection: Connection, group_id: int, show: str, me: Briefer) -> None:
    """From now on; UnknownThing for one that he does not see, BriefingRefused for one that is over."""
    row = show_row(connection, show)
    try:
        briefing_row(connection, row["briefing"], me)
    except UnknownThing as error:  # in the words of what is not there
        raise UnknownThing(_("没有这场汇报")) from error
    if row["ended_at"] is not None:
        raise BriefingRefused(_("这场汇报已结束"))
    _follow(connection, group_id, row["code"])


def take_show(connection: Connection, group_id: int) -> None:
    """What the room showed before goes on where it stood."""
    _follow(connection, group_id, "")


def take_everywhere(connection: Connection, shows: Iterable[str]) -> None:
    """They are over: no room follows them any more."""
    for group_id in following(connection, shows):
        take_show(connection, group_id)


def _follow(connection: Connection, group_id: int, show: str) -> None:
    group, now = group_row(connection, group_id, alone=True), now_ms()
    if group["show"] == show:
        return
    turn = turn_of(group, rotation_pages(connection, group["rotation_id"]))
    stands = show or group["pinned"]
    kept(connection, group_id, turn.hold(now, FOREVER) if stands else turn.release(now), now, show=show)
