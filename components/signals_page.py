"""线索 "/signals": topics by heat and area, alarms of video analysis by algorithm; each is judged once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_forms import who
from components.event_words import actor_text, moment
from components.fields import area, field, link, void
from components.listing import listing, listing_card, picked
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import NONE, number, percent
from components.seat import looks_on
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED, answering, may_act, playing
from data.commands.signals import JUDGES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import region_of
from data.queries.signals import areas_in, may_watch, signals_in, sums_in
from data.queries.wilson import LEAST
from data.signal_words import ALGORITHMS, SIGNAL_KINDS, SIGNAL_STATES, WATCH
from data.video_hosts import allowed, hosts_of
from data.view import View
from data.windows import span

Row = dict[str, Any]
MARKS = {"new": "mark mark-late", "event": "mark mark-stage", "discarded": "mark"}


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an address asks for; what it says wrong says nothing."""

    kind: str
    state: str
    algorithm: str

    @classmethod
    def of(cls, given: dict[str, str]) -> "Chosen":
        kind = given.get("of", "")
        kind = kind if kind in SIGNAL_KINDS else "opinion"
        state, algorithm = given.get("signal", ""), given.get("algorithm", "")
        known = algorithm if kind == "video" and algorithm in ALGORITHMS else ""
        return cls(kind=kind, state=state if state in SIGNAL_STATES else "", algorithm=known)


def signals_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts, bar = signals_drawn(house, view, chosen), (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "signals", "/signals", _("线索"), parts, *bar)


def signals_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: of (a kind), signal (a state), algorithm."""
    scope, plays, one = answering(house, role), playing(role), Chosen.of(chosen)
    now = view.at or house.clock.now()
    since = span(view.window, now).since
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        sums = sums_in(connection, here, scope, one.kind, since, now)
        areas = areas_in(connection, here, scope, one.kind, since, now)
        narrowed: dict[str, Any] = {"state": one.state, "algorithm": one.algorithm, "since": since, "until": now}
        rows = signals_in(connection, here, scope, plays, one.kind, **narrowed)
    hosts = hosts_of(house.settings.video_hosts)
    judges = may_act(house) and view.at is None and plays in JUDGES
    doing = [who(plays, n)] if may_act(house) else looks_on()
    told = [_signal(row, hosts, judges, now) for row in rows]
    none = [] if rows else [tag("p", _("没有线索"), "quiet")]
    drawn = {
        "side": [_kinds(one, sums), _shares(one, sums, plays), _areas(one, areas), listing_card(_("办理人"), doing)],
        "rows": listing_card(_(SIGNAL_KINDS[one.kind]), [*none, tag("ol", told, "signals")], _as_of(now)),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _as_of(now: datetime) -> list[Safe]:
    return [tag("span", moment(now, now), "n as-of")]


def _kinds(one: Chosen, sums: list[Row]) -> Component:
    total = tag("p", [tag("b", number(sum(row["n"] for row in sums)), "n"), _("条线索")], "kept-total")
    kinds = [picked("of", kind, _(word), None, kind == one.kind) for kind, word in SIGNAL_KINDS.items()]
    states = [
        picked("signal", state, _(word), sum(row[state] for row in sums), state == one.state)
        for state, word in SIGNAL_STATES.items()
    ]
    return listing_card(
        _("线索"), [total, tag("div", kinds, "kept-filters"), tag("h3", _("状态")), tag("div", states, "kept-filters")]
    )


def _shares(one: Chosen, sums: list[Row], role: str) -> Component:
    """By algorithm: how many, and how many of the judged were true. Of topics all together."""
    rows = [_share(one, row, role) for row in sums]
    rule = tag("p", _("属实：转事件 / 已研判；{n} 件起计属实率").format(n=LEAST), "quiet")
    title = _("算法与属实率") if one.kind == "video" else _("研判")
    return listing_card(title, [tag("div", rows, "kept-filters"), rule])


def _share(one: Chosen, row: Row, role: str) -> Safe:
    judged = row["event"] + row["discarded"]
    share = percent(100 * row["event"] / judged) if judged >= LEAST else f"{row['event']}/{judged}"
    told = _("{n} 条 · 属实 {share}").format(n=number(row["n"]), share=share)
    word = _(ALGORITHMS[row["algorithm"]].word) if row["algorithm"] else _(SIGNAL_KINDS[one.kind])
    inside = [tag("span", word), tag("b", told, "n thin" if judged < LEAST else "n")]
    if not row["algorithm"] or (row["algorithm"] == WATCH and not may_watch(role)):
        return tag("span", inside, "kept-filter")  # totals alone
    on = row["algorithm"] == one.algorithm
    there = f"?algorithm={'' if on else row['algorithm']}"
    return link(inside, there, "kept-filter on" if on else "kept-filter")


def _areas(one: Chosen, areas: list[Row]) -> Component:
    """The regions below, each a way down."""
    rows = [
        link([tag("span", row["name"]), tag("b", _area(one, row), "n")], f"?region={row['code']}", "kept-filter")
        for row in areas
    ]
    return listing_card(_("区域"), [tag("div", rows, "kept-filters") if rows else tag("p", NONE, "quiet")])


def _area(one: Chosen, row: Row) -> str:
    n = _("{n} 条").format(n=number(row["n"]))
    return n if one.kind == "video" else _("{n} · 热度 {heat}").format(n=n, heat=number(row["heat"] or 0))


def _signal(row: Row, hosts: tuple[str, ...], judges: bool, now: datetime) -> Safe:
    word = _(ALGORITHMS[row["algorithm"]].word) if row["algorithm"] else ""
    head = [tag("b", row["title"] or word)]
    marks = [tag("span", _(SIGNAL_STATES[row["state"]]), MARKS[row["state"]]), chip(row["provenance"])]
    marks += [tag("span", word, "mark")] if word and row["title"] else []
    if row["heat"] is not None:
        marks.append(tag("span", _("热度 {n}").format(n=number(row["heat"])), "mark n"))
    camera = [link(_("视频点位"), f"/things/camera/{row['camera']}", "list-link")] if row["camera"] else []
    about = [tag("small", f"{row['code']} · {row['place']}"), tag("small", moment(row["at"], now), "n"), *camera]
    words = [tag("p", row["words"], "step-reason")] if row["words"] else []
    parts = [tag("header", [*head, *marks]), tag("div", about, "signal-about"), *_picture(row, hosts), *words]
    return tag("li", [*parts, *_verdict(row, now), *(_forms(row) if judges and row["state"] == "new" else [])])


def _picture(row: Row, hosts: tuple[str, ...]) -> list[Safe]:
    """From a host that the operator allows; else it says that there is none to be shown."""
    if row["kind"] != "video":
        return []
    if allowed(row["picture"], hosts):
        alt = _("{name}的截图").format(name=row["title"])
        return [void("img", src=row["picture"], alt=alt, loading="lazy", referrerpolicy="no-referrer")]
    return [tag("small", _("演示无画面") if row["provenance"] == "simulated" else _("没有可显示的截图"), "quiet")]


def _verdict(row: Row, now: datetime) -> list[Safe]:
    if row["state"] == "new":
        return []
    by = tag("small", f"{actor_text(row['judged_by'])} · {moment(row['judged_at'], now)}", "quiet")
    way = [link(row["event_code"], f"/events/{row['event_code']}", "button small")] if row["event_code"] else []
    return [*([tag("p", row["reason"], "step-reason")] if row["reason"] else []), tag("div", [by, *way], "room-ways")]


def _forms(row: Row) -> list[Safe]:
    """It is true: an event; it is none: why."""
    return [
        tag(
            "div",
            [_form(row, "event", _("转事件"), _("补充说明（可不填）")), _form(row, "discard", _("排除"), _("理由"))],
            "acts",
        )
    ]


def _form(row: Row, verdict: str, words: str, why: str) -> Safe:
    inside = [
        void("input", name="signal", type="hidden", value=str(row["id"])),
        void("input", name="verdict", type="hidden", value=verdict),
        field("reason", why, area("reason", rows=2, maxlength="2000")),
        tag("div", tag("button", _("确认{move}").format(move=words), "button primary", type="submit"), "act-send"),
        tag("p", None, "act-say", role="alert"),
    ]
    form = tag("form", inside, "act-form", data_listing_move="signal", novalidate="")
    look = "button primary" if verdict == "event" else "button"
    return tag("details", [tag("summary", words, look), form], "act", name=f"act-{row['id']}")
