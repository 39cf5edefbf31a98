"""The page of letters "/dispatch/messages": every message of orders, what became of it, and the dead sent again."""

from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.event_forms import who
from components.event_words import moment
from components.fields import link
from components.listing import listing, listing_card, picked
from components.markup import Safe, markup, tag
from components.numbers import number
from data.acting import PLAYED, looking, may_act, open_to_visitors, playing
from data.commands.letter_screens import ALL, may_retry
from data.dispatch.links import token_of
from data.dispatch.words import CHANNELS, MESSAGE_KINDS, MESSAGE_STATES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.letters import MOST, letter_counts, letters, moment_of_next
from data.view import View

Row = dict[str, Any]
HEADS = ("派遣", "事由", "渠道", "收件", "内容", "状态", "尝试", "下次尝试", "最后结果", "")
NUMBERS = ("尝试",)
SAID = {  # by the channels themselves
    "this channel is not set up": "站内留存，未外发",
    "exercise: nothing leaves": "演练不外发",
    "in the house": "站内可见",
    "taken by the mail server": "邮件服务器已接收",
}
OUTCOMES = {"sent": "已发出", "failed": "失败", "withheld": "演练未外发", "absent": "渠道未接入"}


def letters_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = letters_drawn(house, chosen)
        return listing(house, view, refused, "messages", "/dispatch/messages", _("发信记录"), parts)


def letters_drawn(house: House, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: letter (a state), channel, before (a number to go on from)."""
    scope, wall, text = looking(house), datetime.now(UTC), chosen.get("before", "")
    state, channel = chosen.get("letter", ""), chosen.get("channel", "")
    before = int(text) if text.isdecimal() and len(text) < 10 else None
    state, channel = state if state in MESSAGE_STATES else "", channel if channel in CHANNELS else ""
    with house.engine.connect() as connection:
        counts = letter_counts(connection, scope)
        rows = letters(connection, scope, state=state, channel=channel, before=before)
    retries = may_retry(house, role)
    for row in rows:
        row["field"] = _field(house, row, wall)
    drawn = {
        "side": [_counts(counts, state, channel), *_retry_all(house, counts, retries, role, n)],
        "rows": _table(rows, wall, retries),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _field(house: House, row: Row, wall: datetime) -> str:
    """Where the phone of whoever was sent would be led to. Shown in a demo alone: whoever has it speaks for them."""
    shown = row["kind"] == "order" and row["task"] and may_act(house) and open_to_visitors(house)
    return f"/field/{token_of(house, row['task'], wall)}" if shown else ""


def _counts(counts: dict[str, int], state: str, channel: str) -> Component:
    total = tag("p", [tag("b", number(sum(counts.values())), "n"), _("条消息")], "kept-total")
    states = [
        picked("letter", code, _(words), counts.get(code, 0), state == code)
        for code, words in MESSAGE_STATES.items()
        if counts.get(code) or code in ("due", "sent", "dead")
    ]
    ways = [picked("channel", code, _(words), None, channel == code) for code, words in CHANNELS.items()]
    inside = [total, tag("div", states, "kept-filters"), tag("h3", _("渠道")), tag("div", ways, "kept-filters")]
    if counts.get("absent"):
        inside.append(tag("p", _("渠道未接入的消息留在站内，不算发送失败；以后接入渠道也不补发"), "quiet"))
    return listing_card(_("发信记录"), inside)


def _retry_all(house: House, counts: dict[str, int], retries: bool, role: str, n: int) -> list[Component]:
    if not may_act(house) and not retries:
        return []
    dead = counts.get("dead", 0)
    inside: list[Any] = [who(playing(role), n)]
    if retries and dead:
        inside.append(_form(ALL, _("全部重发（{n} 条）").format(n=number(dead)), "button primary"))
    elif retries:
        inside.append(tag("p", _("没有发送失败的消息"), "quiet"))
    else:
        inside.append(tag("p", _("只有市级值班员或管理员可以重发"), "quiet"))
    return [listing_card(_("死信重发"), inside)]


def _form(message: str, words: str, look: str) -> Safe:
    hidden = tag("button", words, look, type="submit", name="message", value=message)
    return tag("form", [hidden, tag("p", None, "act-say", role="alert")], "act-form", data_listing_move="retry")


def _table(rows: list[Row], wall: datetime, retries: bool) -> Component:
    heads = [tag("th", _(name) if name else "", "num" if name in NUMBERS else "") for name in HEADS]
    body = [one for row in rows for one in _row(row, wall, retries)]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger carded letters")
    more = [link(_("更早的"), f"?before={rows[-1]['id']}", "button small")] if len(rows) == MOST else []
    none = [] if rows else [tag("p", _("没有符合条件的消息"), "quiet")]
    meta = html.Span(_("时间为服务器时钟 · 截至 {at}").format(at=moment(wall, wall)), className="n as-of")
    return listing_card(_("消息"), [tag("div", table, "ledger-box"), *none, *more], [meta])


def _row(row: Row, wall: datetime, retries: bool) -> list[Safe]:
    last = row["tries"][-1] if row["tries"] else None
    result = f"{_(OUTCOMES[last['outcome']])} · {moment(last['at'], wall)}" if last else "—"
    look = {"dead": "mark mark-over", "sent": "mark", "absent": "mark"}.get(row["state"], "mark mark-late")
    again = _form(row["message"], _("重发"), "button small") if retries and row["state"] == "dead" else ""
    chip = [tag("span", _("模拟"), "chip chip-simulated")] if row["provenance"] == "simulated" else []
    way = link(_("现场页"), row["field"], "button small", target="_blank") if row["field"] else ""
    cells: list[tuple[Any, str, str]] = [
        ([tag("b", row["dispatch"], "n"), " ", tag("small", row["task"] or "", "n")], "two", ""),
        ([_(MESSAGE_KINDS[row["kind"]]), " ", *chip], "", ""),
        (_(CHANNELS[row["channel"]]), "", ""),
        ([tag("b", row["who"]), " ", tag("small", row["address"] or "—", "n")], "two", ""),
        ([tag("span", row["what"]), tag("small", row["words"])], "letter-words", row["words"]),
        (tag("span", _(MESSAGE_STATES[row["state"]]), look), "", ""),
        (number(row["attempts"]), "n num", ""),
        (moment(moment_of_next(row), wall), "n", ""),
        ([tag("span", result, "n"), " ", tag("small", _said(row["error"]))], "two letter-error", _said(row["error"])),
        ([again, way] if again or way else "", "", ""),
    ]
    named = [
        tag("td", inside, how, data_label=_(words) if words else "", **({"title": why} if why else {}))
        for words, (inside, how, why) in zip(HEADS, cells, strict=True)
    ]
    shown = [tag("tr", named, f"letter-{row['state']}", data_letter=row["message"])]
    if len(row["tries"]) > 1:
        shown.append(tag("tr", tag("td", _tries(row, wall), colspan=str(len(HEADS))), "letter-tries"))
    return shown


def _said(words: str | None) -> str:
    """What a channel said: the house's own in words, the rest as it came."""
    return _(SAID[words]) if words in SAID else words or ""


def _tries(row: Row, wall: datetime) -> Safe:
    """Every try, kept for good."""
    told = [
        tag(
            "li",
            [
                tag("b", str(one["attempt"]), "n"),
                tag("time", moment(one["at"], wall), "n"),
                _(OUTCOMES[one["outcome"]]),
                tag("small", _said(one["words"])),
            ],
        )
        for one in row["tries"]
    ]
    words = _("{n} 次尝试").format(n=len(row["tries"]))
    return tag("details", [tag("summary", words), tag("ol", told, "letter-log")])
