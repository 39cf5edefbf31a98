"""一键简报: drafts a briefing from a template and the figures of the hour, for the presenter to edit."""

from datetime import datetime
from typing import Any

from components.draft_facts import Gatherer
from components.freezing import who
from data.briefer import Briefer
from data.briefing.drafting import Drafted, Template, templates
from data.briefing.drafting import drafted as scenes_of
from data.commands.audit import note
from data.commands.briefings import make
from data.engine import writing
from data.errors import BadInput, BriefingRefused
from data.house import House
from data.language import gettext as _
from data.queries.regions import region_of
from data.times import local
from data.view import View

Given = dict[str, Any]
EVENT = "event"


def outlined(house: House, me: Briefer, template: Template, view: View, event: str = "") -> list[Drafted]:
    """The scenes that can be told now. BadInput where an event is needed, UnknownThing where it is not there."""
    if template.needs == EVENT and not event:
        raise BadInput(_("请填写事件编号"))
    here = view.but(window=template.window, slice="", lang="zh")
    facts = Gatherer(house, here, me.scope, template).facts(event if template.needs == EVENT else "")
    return scenes_of(template, facts, here.query())


def drafted(house: House, me: Briefer, given: Given) -> str:
    """The code of the new briefing. {template, query, event}."""
    template = templates(house).get(str(given.get("template")))
    if template is None:
        raise BadInput(_("没有这个模板"))
    view = View.lenient(str(given.get("query") or ""))[0]
    found = outlined(house, me, template, view, str(given.get("event") or "").strip())
    if not found:
        raise BriefingRefused(_("现在没有可说的内容，请换一个模板或区划"))
    now = house.clock.now()
    title = titled(house, me, template, view, now)
    with writing(house.engine) as connection:
        code = make(connection, title, [one.scene for one in found], me, now)
        note(connection, "briefing_draft", f"{code} {template.key}", **who(me))
    return code


def titled(house: House, me: Briefer, template: Template, view: View, now: datetime) -> str:
    with house.engine.connect() as connection:
        place = region_of(connection, view.region, me.scope).name
    day = local(view.at or now)
    return _("{place}{name} {day}").format(place=place, name=_(template.name), day=f"{day:%Y-%m-%d}")
