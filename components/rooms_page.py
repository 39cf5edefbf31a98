"""The list of rooms "/rooms": those that one may see, open ones first; and the form that opens one on a subject."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import actor_text, moment
from components.fields import link
from components.listing import listing, listing_card, picked
from components.markup import Safe, markup, tag
from components.numbers import number
from components.room_forms import open_form
from components.room_words import form_text, state_mark, subject_way
from components.table_tools import tooled
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking, may_act
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.codes import SUBJECTS
from data.queries.regions import region_of
from data.queries.rooms import rooms
from data.queries.subjects import subject_named
from data.room_words import ROOM_FORMS, ROOM_STATES
from data.sitter import OPENERS, sitting
from data.view import View

Row = dict[str, Any]
HEADS = ("会商", "议的是", "形式", "地点", "发起", "参会", "发言", "结论", "已下达", "状态")
NUMBERS = ("参会", "发言", "结论", "已下达")
MOST = 200


def rooms_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = rooms_drawn(house, view, chosen)
        return listing(house, view, refused, "rooms", "/rooms", _("会商"), parts, breadcrumb(), search())


def rooms_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], number: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: room (a state), form, on (a subject to open a room on)."""
    me, now = sitting(house, role, number), house.clock.now()
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, me.scope)
        rows = rooms(connection, me, cells=(here.lo, here.hi), limit=MOST)
    state, form = chosen.get("room", ""), chosen.get("form", "")
    shown = [row for row in rows if state in ("", row["state"]) and form in ("", row["form"])]
    opens = may_act(house) and me.acts_as in OPENERS
    drawn = {
        "side": [_counts(rows, state, form), *_new(house, chosen.get("on", ""), form, opens)],
        "rows": _table(shown, now),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _counts(rows: list[Row], state: str, form: str) -> Component:
    total = tag("p", [tag("b", number(len(rows)), "n"), _("个会商")], "kept-total")
    states = [
        picked("room", code, _(words), sum(row["state"] == code for row in rows), state == code)
        for code, words in ROOM_STATES.items()
    ]
    forms = [
        picked("form", code, _(words), sum(row["form"] == code for row in rows), form == code)
        for code, words in ROOM_FORMS.items()
    ]
    groups = [tag("div", states, "kept-filters"), tag("h3", _("形式")), tag("div", forms, "kept-filters")]
    return listing_card(_("会商"), [total, *groups])


def _new(house: House, on: str, form: str, opens: bool) -> list[Component]:
    """The form, where a subject was named; else where to begin."""
    if not opens:
        return []
    if not SUBJECTS.fullmatch(on):
        told = tag("p", _("在事件、预警的页面或调度台上发起"), "quiet")
        return [listing_card(_("发起会商"), told)]
    try:
        with house.engine.connect() as connection:
            subject = subject_named(connection, on, looking(house))
    except UnknownThing as error:
        return [listing_card(_("发起会商"), tag("p", str(error), "quiet"))]
    about = tag("p", [tag("b", subject.title), " ", tag("small", subject.code, "n")])
    return [listing_card(_("发起会商"), [about, open_form(on, subject.title, form)])]


def _table(rows: list[Row], now: datetime) -> Component:
    heads = [(_(name), "num" if name in NUMBERS else "") for name in HEADS]
    table = tooled("rooms", _("会商列表"), heads, [_row(row, now) for row in rows], "carded sort-chips")
    none = [] if rows else [tag("p", _("没有会商"), "quiet")]
    meta = [tag("span", moment(now, now), "n as-of")]
    return listing_card(_("会商列表"), [table, *none], meta)


def _row(row: Row, now: datetime) -> Safe:
    """On a phone a card: each cell says what it is."""
    name = link(
        [tag("b", row["title"]), tag("small", row["code"], "n")], f"/rooms/{row['code']}", "two", data_carry="view"
    )
    about = [tag("b", row["subject_title"]), tag("small", row["subject_code"], "n")]
    opened = [actor_text(row["opened_by"]), " ", tag("span", moment(row["opened_at"], now), "n quiet")]
    cells: list[tuple[Any, str]] = [(name, ""), (link(about, subject_way(row), "two", data_carry="view"), "")]
    cells += [(form_text(row), ""), (row["place"], ""), (opened, "")]
    cells += [(number(row[one]), "n num") for one in ("members", "lines", "conclusions", "asked")]
    cells.append((state_mark(row), ""))
    told = [
        tag("td", inside, how, data_label="" if label == HEADS[0] else _(label))
        for (inside, how), label in zip(cells, HEADS, strict=True)
    ]
    return tag("tr", told, data_room=row["code"])
