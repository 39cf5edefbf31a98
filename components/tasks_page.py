"""我的任务 "/tasks": what is asked of those for whom one answers, what is due first, and buttons to tell what came."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_forms import who
from components.event_words import moment
from components.fields import area, link, void
from components.listing import listing, listing_card, picked
from components.markup import Safe, markup, tag
from components.numbers import number, stay
from components.seat import looks_on
from components.task_talk import talk
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking, may_act, playing
from data.commands.dispatch_receipts import TELLERS
from data.dispatch.words import CHAIN, RESPONDER_KINDS, TASK_STATES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.dispatch_talk import newest
from data.queries.regions import region_of
from data.queries.returns import waiting_for
from data.queries.tasks import GROUPS, MOST, task_counts, tasks_for
from data.scope import EVERY_CELL
from data.times import day_number
from data.view import View

Row = dict[str, Any]
WORDS = {"waiting": "待签收", "coming": "在途", "there": "已到场", "over": "24 小时内已结束"}
BUTTONS = {"read": "已读", "accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}
STAMPS = {"sent": "下发", "accepted": "签收", "departed": "出发", "arrived": "到场", "done": "办结"}


def tasks_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = tasks_drawn(house, view, chosen)
        return listing(house, view, refused, "tasks", "/tasks", _("我的任务"), parts, breadcrumb(), search())


def tasks_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: task (a group). A region of the address narrows it to who is at home there."""
    scope, now, plays = looking(house), house.clock.now(), playing(role)
    group = chosen.get("task", "") if chosen.get("task") in GROUPS else ""
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        cells = (here.lo, here.hi) if view.region else EVERY_CELL
        counts = task_counts(connection, scope, plays, cells, now)
        rows = tasks_for(connection, scope, plays, cells, now, group)
        back = waiting_for(connection, scope, cells, day_number(now))
    tells = may_act(house) and plays in TELLERS
    doing = [who(plays, n)] if may_act(house) else looks_on()
    drawn = {
        "side": [_counts(counts, group), *_came_back(*back), listing_card(_("办理人"), doing)],
        "rows": _cards(rows, counts, group, tells, now),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _counts(counts: dict[str, int], group: str) -> Component:
    left = sum(counts[name] for name in GROUPS if name != "over")
    total = tag("p", [tag("b", number(left), "n"), _("项未结束")], "kept-total")
    groups = [picked("task", name, _(words), counts[name], group == name) for name, words in WORDS.items()]
    return listing_card(_("我的任务"), [total, tag("div", groups, "kept-filters")])


def _came_back(n: int, late: int) -> list[Component]:
    """Faulty data that came back to those for whom one answers."""
    if not n:
        return []
    told = _("{n} 批数据被退回，待整改").format(n=number(n))
    over = [" ", tag("span", _("{n} 批逾期").format(n=number(late)), "mark mark-over")] if late else []
    way = link(told, "/returns?tab=lots", "list-link", data_carry="view")
    return [listing_card(_("退回数源"), tag("p", [way, *over]))]


def _cards(rows: list[Row], counts: dict[str, int], group: str, tells: bool, now: datetime) -> Component:
    none = [] if rows else [tag("p", _("没有任务"), "quiet")]
    wanted = counts[group] if group else sum(n for name, n in counts.items() if name != "over")
    more = _("只列最急的 {n} 项，共 {all} 项").format(n=MOST, all=number(wanted))
    cut = [tag("p", more, "quiet")] if wanted > len(rows) else []
    meta = [tag("span", moment(now, now), "n as-of")]
    cards = tag("div", [_card(row, tells, now) for row in rows], "task-cards")
    return listing_card(_("任务"), [cards, *none, *cut], meta)


def _card(row: Row, tells: bool, now: datetime) -> Safe:
    said = [talk(row["talk"], row["who"])] if row["talk"] else []
    inside = [_title(row), _whom(row), _what(row), _due(row, now), _times(row, now), *said]
    if tells and row["next"]:
        inside += [*_forms(row), _say(row)]
    return tag("article", inside, f"task-card task-{row['state']}", data_task=row["code"])


def _title(row: Row) -> Safe:
    """What it is on; a link for who sees that too."""
    there = f"/events/{row['subject']}" if row["event_id"] else f"/warnings/{row['subject']}"
    name = link(row["title"], there, data_carry="view") if row["led"] else row["title"]
    chips = [tag("span", _(TASK_STATES[row["state"]]), "mark"), tag("small", row["code"], "n")]
    if row["urged"]:
        chips.append(tag("span", _("督办 {n}").format(n=row["urged"]), "mark mark-over"))
    if row["by_phone"]:
        chips.append(tag("span", _("电话代登记"), "chip"))
    if row["provenance"] == "simulated":
        chips.append(tag("span", _("模拟"), "chip chip-simulated"))
    return tag("header", [tag("h3", name), tag("p", chips, "task-chips")])


def _whom(row: Row) -> Safe:
    kind = RESPONDER_KINDS.get(str(row["kind"]), str(row["kind"]))
    link_word = [tag("small", _("责任链·{link}").format(link=_(CHAIN[row["need"]])))] if row["need"] in CHAIN else []
    return tag("p", [tag("b", row["who"]), " ", tag("small", _(kind)), " ", *link_word], "task-who")


def _what(row: Row) -> Safe:
    away = []
    if row["km"] is not None and row["minutes"] is not None:
        words = _("直线 {km} km，预计 {minutes} 分钟（估算）")
        away = [tag("small", words.format(km=row["km"], minutes=f"{row['minutes']:.0f}"))]
    place = [tag("p", [row["place"] or "", " ", *away], "task-where")] if row["place"] or away else []
    said = [tag("p", row["said"], "quiet")] if row["said"] else []
    return tag("div", [tag("p", row["words"], "task-what"), *said, *place])


def _due(row: Row, now: datetime) -> Safe | str:
    if row["due"] is None:
        return ""
    words = _("最迟签收") if row["state"] in GROUPS["waiting"] else _("最迟到场")
    late = row["due"] < now
    left = stay(abs((row["due"] - now).total_seconds()) / 60)
    told = _("▲ 超 %(time)s") % {"time": left} if late else _("剩余 {left}").format(left=left)
    return tag(
        "p", [words, " ", tag("b", moment(row["due"], now), "n"), " ", tag("span", told)], f"task-due{' over' * late}"
    )


def _times(row: Row, now: datetime) -> Safe:
    told = [
        tag("li", [tag("span", _(word)), tag("time", moment(at, now), "n")])
        for name, word in STAMPS.items()
        if (at := row[f"{name}_at"])
    ]
    if row["reason"]:
        told.append(tag("li", [tag("span", _("拒绝")), row["reason"]]))
    return tag("ul", told, "task-times")


def _forms(row: Row) -> list[Safe]:
    """One button a receipt that can be told now; a refusal says why."""
    main = next((name for name in BUTTONS if name in row["next"] and name != "read"), "")
    buttons = [
        tag("button", _(word), "button primary" if name == main else "button", type="submit", name="what", value=name)
        for name, word in BUTTONS.items()
        if name in row["next"]
    ]
    forms = [_form(row, [tag("div", buttons, "task-buttons")])]
    if "refused" in row["next"]:
        why = area("words", rows=2, required="", maxlength="2000", aria_label=_("拒绝理由"), placeholder=_("拒绝理由"))
        send = tag("button", _("拒绝"), "button", type="submit", name="what", value="refused")
        forms.append(tag("details", [tag("summary", _("不能执行，拒绝任务")), _form(row, [why, send])]))
    return forms


def _say(row: Row) -> Safe:
    """Words to the desk; no receipt."""
    words = area("words", rows=2, required="", maxlength="2000", aria_label=_("留言"), placeholder=_("给值班室留言"))
    send = tag("button", _("发送"), "button", type="submit", name="what", value="")
    return tag("details", [tag("summary", _("留言")), _form(row, [words, send])])


def _form(row: Row, inside: list[Safe]) -> Safe:
    code = void("input", name="code", type="hidden", value=row["code"])
    key = void("input", name="key", type="hidden", value=f"n{newest(row['talk'])}")
    say = tag("p", None, "act-say", role="alert")
    return tag("form", [code, key, *inside, say], "act-form", data_listing_move="task")
