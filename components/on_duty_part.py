"""值班与在线: who holds the desks around a subject by the roster, who is signed in there, and how fresh that is."""

from datetime import UTC, datetime

from components.event_words import actor_text
from components.markup import Safe, tag
from components.numbers import number, stay
from data.dispatch.words import DUTY_ROLES
from data.language import gettext as _
from data.queries.on_duty import Manned, OnDuty
from data.times import local
from data.words import ROLES


def on_duty_part(manned: Manned) -> list[Safe]:
    """Folded; nothing where no roster is kept and nobody is there."""
    if not manned.rows:
        return []
    words = _("当班 {n} 人 · 在线 {m} 人").format(n=number(manned.turns), m=number(manned.here))
    more = [tag("p", _("另有 {n} 人").format(n=number(manned.more)), "quiet n")] if manned.more else []
    inside = [tag("ol", [_row(one) for one in manned.rows], "on-duty"), *more, here_note()]
    return [tag("details", [tag("summary", words), *inside], "units-passed", data_fold="duty")]


def _row(one: OnDuty) -> Safe:
    role = _(DUTY_ROLES.get(one.role) or ROLES[one.role])
    until = _("至 {at}").format(at=f"{local(one.until):%H:%M}") if one.until else _("不在值班表")
    cells = [tag("em", role, "role"), tag("b", actor_text(one.who)), tag("small", one.place), tag("small", until, "n")]
    return tag("li", [*cells, here_mark(one.seen_at, here=one.here, signs_in=one.login is not None)])


def here_note() -> Safe:
    """By which clock somebody is online, and as of when that is told."""
    note = _("在线按服务器时钟，3 分钟内打开着页面；截至 {at}").format(at=f"{local(datetime.now(UTC)):%H:%M}")
    return tag("p", note, "quiet n")


def here_mark(seen_at: datetime | None, *, here: bool, signs_in: bool = True) -> Safe:
    """在线, when it was last met, or that nobody is signed in: told apart without colour too."""
    if here:
        return tag("span", ["● ", _("在线")], "here-mark here")
    if not signs_in:
        return tag("span", _("岗位编号，不登录"), "here-mark")
    if seen_at is None:
        return tag("span", ["○ ", _("未登录")], "here-mark")
    minutes = (datetime.now(UTC) - seen_at).total_seconds() / 60
    return tag("span", ["○ ", _("{time}前在线").format(time=stay(minutes))], "here-mark n")
