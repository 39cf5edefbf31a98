"""复盘: makes an incident's history a briefing, a scene a turning point, each at its own moment."""

from datetime import UTC
from urllib.parse import quote

from components.freezing import who
from components.numbers import number, stay
from data.briefer import Briefer
from data.briefing.reviewing import Moment, moments
from data.briefing.scene import TITLE, Scene
from data.commands.audit import note
from data.commands.briefings import make
from data.engine import writing
from data.errors import BriefingRefused
from data.house import House
from data.language import gettext as _
from data.queries.event_course import course
from data.times import local
from data.view import View


def reviewed(house: House, me: Briefer, event: str) -> str:
    """The code of the new briefing. UnknownThing for an event that is not there, or not for him."""
    told = course(event, house, View(), me.scope)
    one = told.parts["event"][0]
    code, title = str(one["code"]), str(one["title"])
    if not (turns := moments(told.rows)):
        raise BriefingRefused(_("这件事件还没有经过可复盘"))
    now = house.clock.now()
    whole = Scene(path=f"/review/{quote(code)}", title=title[:TITLE], sentence=_summary(turns[-1]), minutes=2)
    with writing(house.engine) as connection:
        name = _("复盘：{title}").format(title=title)[:TITLE]
        made = make(connection, name, [whole, *(_scene(code, one) for one in turns)], me, now)
        note(connection, "briefing_draft", f"{made} {code}", **who(me))
    return made


def _scene(code: str, one: Moment) -> Scene:
    at = one.at.astimezone(UTC)
    path = f"/review/{quote(code)}{View(at=at).query()}"
    title = _("{time} {what}").format(time=f"{local(at):%H:%M}", what=_(one.what))
    notes = _("人员：{who}").format(who=one.who) if one.who else ""
    return Scene(path=path, title=title[:TITLE], sentence=_summary(one), notes=notes, minutes=1)


def _summary(one: Moment) -> str:
    if not one.orders:
        return _("距上报 {time}").format(time=stay(one.minutes))
    words = _("距上报 {time}，已派遣 {orders} 次、到场 {arrivals} 次")
    return words.format(time=stay(one.minutes), orders=number(one.orders), arrivals=number(one.arrivals))
