"""What the pages of reports send by their forms: share, take back, time, restore, remove. Nothing of it is trusted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.acting import may_act
from data.briefer import Briefer, briefer
from data.commands.audit import acted
from data.commands.reports import remove_report, restore_report, share_report, time_report, unshare_report
from data.errors import BadInput, Forbidden
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.timing import Timing

SENT = "sent_"  # before the name of a role that is told
Given = dict[str, Any]
Act = Callable[[Connection, str, Given, Briefer, datetime], str]


def act_on_reports(house: House, given: Given, _role: str, _number: int) -> str:
    """Do it; what there is to say."""
    act, code, me = given.pop("act", ""), str(given.pop("code", "") or ""), briefer(house)
    if not may_act(house) and not me.makes:
        raise Forbidden(_("登录后办理"))
    if act not in ACTS:
        raise BadInput(_("请刷新后再试"))
    actor = Actor(name=me.name, role=me.role, scope=me.scope, key=me.who)
    action = "report_remove" if act == "remove" else "report_change"
    with acted(house, actor, action, f"{code} {act}"[:64]) as connection:
        return ACTS[act](connection, code, given, me, house.clock.now())


def _remove(connection: Connection, code: str, _given: Given, me: Briefer, _now: datetime) -> str:
    remove_report(connection, code, me)
    return _("报告已删除")


def _share(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> str:
    share_report(connection, code, given, me, now)
    return _("已共享")


def _unshare(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> str:
    unshare_report(connection, code, _whole(given.get("share")), me, now)
    return _("共享已收回")


def _restore(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> str:
    seq = restore_report(connection, code, _whole(given.get("seq")), me, now)
    return _("已存为第 {n} 版").format(n=seq)


def _time(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> str:
    every = str(given.get("every") or "")
    day = _whole(given.get("weekday" if every == "week" else "monthday") or "1") if every in ("week", "month") else 1
    timing = Timing(every=every, minute=_minute(given.get("clock")), day=day, working=bool(given.get("working")))
    roles = [name.removeprefix(SENT) for name in given if name.startswith(SENT)]
    time_report(connection, code, timing, roles, me, now)
    return _("定时已保存") if every else _("已取消定时")


def _minute(text: Any) -> int:
    """Minutes of the day of a clock like 08:30."""
    hours, _colon, minutes = str(text or "06:00").partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal() and len(hours) < 3):
        raise BadInput(_("没有这种定时"))
    return int(hours) * 60 + int(minutes[:2])


def _whole(text: Any) -> int:
    told = str(text or "")
    if not (told.isascii() and told.isdecimal() and len(told) < 10):
        raise BadInput(_("请刷新后再试"))
    return int(told)


ACTS: dict[str, Act] = {
    "remove": _remove,
    "share": _share,
    "unshare": _unshare,
    "restore": _restore,
    "time": _time,
}
