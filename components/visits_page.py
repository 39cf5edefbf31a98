"""走访 "/visits": what stewards found where they called, a form for one more; and smart visits (智能走访) beside it."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_forms import who
from components.fields import area, choice, entry, field, link, void
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.markup import Safe, markup, tag
from components.numbers import number
from components.record_calls_tab import calls_drawn
from components.seat import looks_on
from components.table_tools import tooled
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED, looking, may_act, playing
from data.commands.screens import SOURCE_OF
from data.commands.visit_rows import FOUND, WHOM
from data.commands.visits import MAY
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.visit_list import MOST, Row, Visited, visited
from data.times import local
from data.view import View
from data.words import STEWARD_KINDS, VISIT_STATES, WINDOWS

TABS = {"visits": "管家走访", "calls": "智能走访"}
HEADS = ("走访", "日期", "管家", "走访对象", "发现的问题", "办理")
RECORDERS = tuple(dict.fromkeys(role for roles in MAY.values() for role in roles))


def visits_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = visits_drawn(house, view, chosen)
        inside = (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "visits", "/visits", _("走访"), parts, *inside)


def visits_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: visit (one of VISIT_STATES), or the tab of smart visits with its filters."""
    if chosen.get("tab") == "calls" or chosen.get("call"):
        return _called(house, view, chosen, role, n)
    state = chosen.get("visit", "") if chosen.get("visit") in VISIT_STATES else ""
    found, plays = visited(house, view, looking(house), state), playing(role)
    acts = may_act(house) and view.at is None
    parts = {
        "side": [
            _counts(found, state, view),
            _new(house, found, plays, n) if acts else listing_card(_("登记走访"), looks_on()),
        ],
        "one": "",
        "rows": [_table(found, view, plays if acts else "")],
    }
    return _laid("visits", parts)


def _called(house: House, view: View, chosen: dict[str, str], role: str, n: int) -> dict[str, str]:
    acts, plays = may_act(house) and view.at is None, playing(role)
    drawn = calls_drawn(house, view, chosen, looking(house), plays if acts else "")
    doing = listing_card(_("办理人"), who(plays, n) if acts else looks_on())
    return _laid("calls", drawn | {"side": [drawn["side"], doing]})


def _laid(tab: str, parts: dict[str, Any]) -> dict[str, str]:
    """In their order on the page."""
    ways = [
        link(_(word), f"?tab={name}&call=", "segment on" if name == tab else "segment") for name, word in TABS.items()
    ]
    tabs = tag("nav", ways, "segments coord-tabs", aria_label=_("栏目"))
    drawn = {"side": parts["side"], "tabs": tabs, "said": said(), "one": parts["one"], "rows": parts["rows"]}
    return {name: markup(inside) for name, inside in drawn.items()}


def _counts(found: Visited, state: str, view: View) -> Component:
    every = sum(found.states.values())
    total = tag("p", [tag("b", number(every), "n"), _("次走访")], "kept-total")
    states = [
        picked("visit", name, _(words), found.states[name], state == name) for name, words in VISIT_STATES.items()
    ]
    return listing_card(
        found.here.name, [total, tag("div", states, "kept-filters")], [tag("span", _(WINDOWS[view.window]))]
    )


def _new(house: House, found: Visited, role: str, n: int) -> Component:
    mine = [one for one in found.stewards if role in MAY[one["kind"]]]
    if role not in RECORDERS:
        inside: list[Any] = [tag("p", _("值班员、网格员和责任单位登记走访"), "quiet")]
    elif not mine:
        hint = _("这里没有可登记的管家；公共管家请先进到镇街或村居")
        inside = [tag("p", hint, "quiet")]
    else:
        inside = [_form(found, mine, local(house.clock.now()))]
    return listing_card(_("登记走访"), [who(role, n), *inside])


def _form(found: Visited, stewards: list[Row], today: datetime) -> Safe:
    kinds = [(kind, [one for one in stewards if one["kind"] == kind]) for kind in STEWARD_KINDS]
    options = [("", _("请选择"))] + [
        (one["code"], f"{_(STEWARD_KINDS[kind])} · {one['name']} · {one['place']}")
        for kind, some in kinds
        for one in some
    ]
    single = options[1][0] if len(options) == 2 else ""
    given = [
        field("steward", _("管家"), choice("steward", options, single, required="")),
        field("day", _("走访日期"), entry("day", "date", f"{today:%Y-%m-%d}", max=f"{today:%Y-%m-%d}", required="")),
        field(
            "whom", _("走访对象"), entry("whom", maxlength=str(WHOM), required="", placeholder=_("住户、商户或企业"))
        ),
        field(
            "found", _("发现的问题"), area("found", rows=3, maxlength=str(FOUND), placeholder=_("没有发现问题可不填"))
        ),
    ]
    if any(one["kind"] == "industry" for one in stewards):
        places = [("", _("管家全域")), *((one.code, one.name) for one in found.places)]
        given.append(field("region", _("走访地点"), choice("region", places), hint=_("行业管家填写；公共管家即其网格")))
    done = tag(
        "label", [void("input", type="checkbox", name="solved", value="1"), tag("span", _("问题已当场解决"))], "way"
    )
    send = tag("div", tag("button", _("登记走访"), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, done, send, say], "act-form", data_listing_move="visit")
    return tag("details", [tag("summary", _("登记走访"), "button primary"), form], "act", data_act="visit")


def _table(found: Visited, view: View, role: str) -> Component:
    body = [_row(row, view, role) for row in found.rows]
    table = tooled("visits", _("走访记录"), [_(name) for name in HEADS], body, "carded visits sort-chips")
    none = [] if body else [tag("p", _("这段时间没有走访记录"), "quiet")]
    more = _("只列最近 {n} 次").format(n=MOST)
    return listing_card(_("走访记录"), [table, *none], [tag("span", more, "quiet")])


def _row(row: Row, view: View, role: str) -> Safe:
    chip = [" ", tag("span", _("模拟"), "chip chip-simulated")] if row["provenance"] == "simulated" else []
    name = [tag("b", row["name"]), tag("small", f"{_(STEWARD_KINDS[row['kind']])} · {row['place']}")]
    day = datetime.fromordinal(row["day"])
    cells = [
        tag("td", [tag("span", row["code"], "n"), *chip], data_label=_("走访")),
        tag("td", f"{day:%Y-%m-%d}", "n", data_label=_("日期")),
        tag("td", name, "two", data_label=_("管家")),
        tag("td", row["whom"], "visit-whom", data_label=_("走访对象")),
        tag(
            "td",
            row["found"] or _("未发现问题"),
            "visit-found" if row["found"] else "visit-found quiet",
            data_label=_("发现的问题"),
        ),
        tag("td", _outcome(row, view, role), "visit-outcome", data_label=_("办理")),
    ]
    return tag("tr", cells, f"visit-{row['state']}", data_visit=row["code"])


def _outcome(row: Row, view: View, role: str) -> list[Any]:
    """What became of it; what waits can be solved, or reported as an event."""
    look = {"open": "mark mark-late", "solved": "mark", "event": "mark"}.get(row["state"])
    told: list[Any] = [tag("span", _(VISIT_STATES[row["state"]]), look)] if look else []
    if row["event"]:
        told += [" ", link(row["event"], f"/events/{row['event']}", "n list-link", data_carry="view")]
    if row["state"] == "open" and role in MAY[row["kind"]]:
        say = tag("p", None, "act-say", role="alert")
        button = tag("button", _("标记解决"), "button small", type="submit", name="code", value=row["code"])
        query = view.query()
        way = f"/report{query}{'&' if query else '?'}visit={row['code']}"
        report = [link(_("上报为事件"), way, "button small")] if role in SOURCE_OF else []
        told += [" ", tag("form", [button, *report, say], "act-form", data_listing_move="visit")]
    return told
