"""The queue of the dispatch desk as HTML: chips with counts, a row a subject with its clock, and what is not shown."""

from datetime import UTC, datetime
from typing import Any

from components.dispatch_words import CHIP_WORDS, QUEUE_STATES, TOLD
from components.fields import link, void
from components.marks import dated, level_shape
from components.markup import Safe, markup, tag
from components.numbers import number
from data.acting import acting, looking
from data.errors import CockpitError
from data.exercise.mark import PREFIX
from data.house import House
from data.language import gettext as _
from data.queries.asked import EVENT_RHYTHM
from data.queries.dispatch_queue import Entry, Queue, queue
from data.risk_words import WARNING_FIELDS
from data.times import local
from data.view import View
from data.warn.retold import title as retold
from data.words import SOURCES

NOTHING = {
    "all": "此刻无待办",
    "warning": "没有生效的预警",
    "waiting": "没有待派的事项",
    "late": "没有超时的事项",
    "mine": "没有我派出的事项",
}


def queue_drawn(house: House, view: View, chosen: str, role: str, number_of: int) -> dict[str, str]:
    """{part: HTML}. BadInput for a chip there is not."""
    found = queue(house, view, looking(house), chosen, _me(house, role, number_of))
    drawn: dict[str, Any] = {
        "meta": dated(found.provenance, found.as_of, found.now, EVENT_RHYTHM),
        "chips": [_chip(name, found) for name in CHIP_WORDS],
        "queue": [_row(one) for one in found.rows] or _nothing(found),
        "foot": _foot(found, view),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _me(house: House, role: str, number_of: int) -> str:
    """The key under which orders are mine; nobody's for who only looks."""
    try:
        return acting(house, role, number_of).who
    except CockpitError:
        return ""


def _chip(name: str, found: Queue) -> Safe:
    """`found.counts` of all there are, not only of those that are shown."""
    on, n = name == found.chip, found.counts[name]
    inside = [_(CHIP_WORDS[name]), " ", tag("b", number(n), "n")]
    extra = " late" * (name == "late" and n > 0) + " on" * on
    pressed = "true" if on else "false"
    return tag("button", inside, f"queue-chip{extra}", type="button", data_chip=name, aria_pressed=pressed)


def _row(one: Entry) -> Safe:
    name = title_of(one)
    words = _("选入批量派遣：{title}").format(title=name)
    box = tag("label", void("input", "", type="checkbox", data_pick=one.key, aria_label=words), "queue-box")
    warned = [tag("span", _("预警"), "mark queue-kind")] if one.kind == "warning" else []
    called = [tag("span", _("吹哨"), "mark queue-called", title=_("待报到"))] if one.called else []
    handed = [tag("span", _("移交"), "mark queue-called", title=_("已移交给您跟办"))] if one.handed else []
    told = [tag("span", _(TOLD[one.told]), "mark queue-called", title=_("超时已逐级上报"))] if one.told else []
    new = (
        [tag("span", _("未读 {n}").format(n=one.unread), "mark queue-said", title=_("未读留言"))] if one.unread else []
    )
    where = tag("span", [*new, *warned, *called, *handed, *told, tag("span", _where(one))], "queue-where")
    state = tag("span", _(QUEUE_STATES[one.state]), f"mark queue-state state-{one.state}")
    clock = [tag("i", tag("i", None), "queue-bar"), tag("b", "—", "n queue-clock")] if one.due else [tag("b", "—", "n")]
    inside = [
        level_shape(one.level, numeral=True),
        tag("b", name, "queue-title", title=name),
        where,
        state,
        tag("span", clock, "queue-left"),
    ]
    button = tag("button", inside, "queue-choose", type="button", data_choose=one.key, tabindex="-1")
    moments = {"data_due": _tick(one.due), "data_since": _tick(one.since)} if one.due else {}
    return tag("li", [box, button], "queue-row", data_subject=one.key, data_code=one.code, **moments)


def title_of(one: Entry) -> str:
    """In the language that is spoken; 【演练】 stays before it."""
    if one.kind == "event":
        return one.title
    mark = PREFIX if one.title.startswith(PREFIX) else ""
    return mark + retold(one.title, one.said).removeprefix(PREFIX)


def _where(one: Entry) -> str:
    source = SOURCES.get(one.source) or WARNING_FIELDS.get(one.source, one.source)
    return "　".join(part for part in (" ".join(filter(None, (one.place, one.spot))), _(source)) if part)


def _tick(moment: datetime | None) -> str:
    """Milliseconds of the city's clock read as UTC, as `assets/js/clock.js` counts them."""
    return str(round(local(moment).replace(tzinfo=UTC).timestamp() * 1000)) if moment else ""


def _nothing(found: Queue) -> Safe:
    calm = [tag("b", "0", "n"), tag("span", _(NOTHING[found.chip]))]
    return tag("li", calm, "queue-none")


def _foot(found: Queue, view: View) -> list[Any]:
    """How many there are beside those that are shown, and where to see them."""
    told: list[Any] = []
    if (rest := found.counts[found.chip] - len(found.rows)) > 0:
        told.append(tag("span", _("只列最急的 {n} 项，另有 {rest} 项").format(n=len(found.rows), rest=number(rest))))
    if found.paused:
        told.append(tag("span", _("挂账、搁置 {n} 项不计时，不在队列").format(n=number(found.paused))))
    if told:
        told.append(link(_("事件中心"), "/events", "queue-more", data_carry="view"))
    return told
