"""The form by which duty staff raise a warning of their own."""

from typing import Any

from components.event_forms import read_only, who
from components.fields import area, choice, entry, field
from components.markup import Safe, tag
from data.acting import PLAYED, looking, may_act
from data.house import House
from data.language import gettext as _
from data.queries.regions import children, region_of
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.view import View

HOURS = ("1", "3", "6", "12", "24")


def raise_form(house: House, view: View) -> Safe:
    """A card that opens; the places are the region that is looked at and those below it."""
    head = tag("summary", [tag("h2", _("发布预警"), "panel-title"), tag("small", _("值班员、领导"))], "panel-head")
    inside = _form(house, view) if may_act(house) else read_only()
    return tag("details", [head, tag("div", inside, "panel-body")], "panel card raise-card", data_act="raise")


def _form(house: House, view: View) -> list[Any]:
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, looking(house))
        places = [(one.code, one.name) for one in (here, *children(connection, here))]
    fields = [
        field("field", _("灾种"), choice("field", [(one, _(word)) for one, word in WARNING_FIELDS.items()])),
        field("colour", _("颜色"), choice("colour", [(str(n), _(word)) for n, word in WARNING_COLOURS.items()], "4")),
        field("region", _("范围"), choice("region", places)),
        field("hours", _("有效（小时）"), choice("hours", [(one, one) for one in HOURS], "6")),
        field("title", _("标题"), entry("title", maxlength="96", required="")),
        field("words", _("依据与内容"), area("words", rows=2, maxlength="4000", required="")),
    ]
    send = tag("button", _("发布"), "button primary", type="submit")
    say = tag("p", None, "act-say", role="alert")
    form = tag(
        "form",
        [tag("div", fields, "raise-fields"), tag("div", send, "act-send"), say],
        "act-form",
        data_raise="1",
        novalidate="",
    )
    return [who(PLAYED[0], 1), form]
