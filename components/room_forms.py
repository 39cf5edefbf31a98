"""What may be done in a room: a line, an invitation, a conclusion, a task of it, the link, the end."""

from datetime import datetime, timedelta
from typing import Any

from components.fields import area, choice, entry, field, void
from components.markup import Safe, tag
from data.language import gettext as _
from data.room_words import CONCLUSION_WAYS, ROOM_FORMS, TABLE_OUTCOMES
from data.times import local

Row = dict[str, Any]
Groups = list[tuple[str, list[tuple[str, str]]]]  # (title, [(value, words)])
SOON = timedelta(hours=2)  # until when a conclusion is to be done, unless its writer says otherwise
KINDS = {"role": "按角色", "roster": "值班表", "agency": "责任单位", "account": "账号"}


def compose(one: Row) -> list[Any]:
    """The line that is being written."""
    if "say" not in one["may"]:
        words = _("会商已结束，只读") if one["state"] == "closed" else _("您不是参会人，只能旁听")
        return [tag("p", words, "quiet")]
    text = area("words", rows=2, maxlength="2000", required="", placeholder=_("发言记入会商记录，不能修改，只能更正"))
    send = tag("button", _("发言"), "button primary", type="submit")
    inside = [field("words", _("发言"), text), tag("div", send, "act-send"), tag("p", None, "act-say", role="alert")]
    return [tag("form", inside, "act-form room-compose", data_move="say", novalidate="")]


def actions(one: Row, seats: Groups, owners: Groups, now: datetime) -> list[Any]:
    """The forms that this asker may use, each behind its button."""
    may, forms = one["may"], []
    if "conclude" in may:
        until = f"{local(now + SOON):%Y-%m-%dT%H:%M}"
        inside = [
            field("words", _("结论"), area("words", rows=2, maxlength="2000", required="")),
            field("owner", _("落实方式与承办"), grouped("owner", owners)),
            field("deadline", _("期限"), entry("deadline", "datetime-local", until, required="")),
        ]
        forms.append(act("conclude", "conclude", _("记结论"), inside, primary=True))
    if "invite" in may:
        forms.append(act("invite", "invite", _("邀请"), [field("seat", _("参会人"), grouped("seat", seats))]))
    if "link" in may:
        address = entry("link", "url", one["link"] or "", placeholder="https://", maxlength="400")
        forms.append(
            act("link", "link", _("会议链接"), [field("link", _("会议链接"), address, hint=_("只作链接显示"))])
        )
    if "sides" in may:
        again = [tag("p", _("重新登记会替换已登记的"), "quiet")] if one["sides"] else []
        forms.append(act("sides", "sides", _("登记当事人"), [*again, *side_fields()], primary=not one["sides"]))
    if "close" in may:
        summary = field("words", _("会商小结"), area("words", rows=3, maxlength="2000", required=""))
        forms.append(act("close", "close", _("结束会商"), [*_outcome(one), summary]))
    return [tag("div", forms, "acts")] if forms else []


def _outcome(one: Row) -> list[Safe]:
    """How a table on an event ended; an agreement ends the dispute too."""
    if one["form"] != "table" or one["event_id"] is None:
        return []
    options = [("", _("请选择")), *((code, _(words)) for code, words in TABLE_OUTCOMES.items())]
    chosen = choice("outcome", options, required="")
    return [field("outcome", _("调解结果"), chosen, hint=_("达成协议：矛盾纠纷事件随之调解结案"))]


def side_fields() -> list[Safe]:
    """Who is at odds and who goes between them: one a line."""
    hint = _("每行一人：姓名 电话（可不填）")
    parties = area("parties", rows=2, maxlength="1000", required="")
    return [
        field("parties", _("当事人"), parties, hint=hint),
        field("mediator", _("调解员"), area("mediator", rows=1, maxlength="200", required="")),
    ]


def open_form(on: str, title: str, form: str = "") -> Safe:
    """A new room on a subject; a 小方桌 with its sides."""
    forms = choice("form", [(code, _(words)) for code, words in ROOM_FORMS.items()], form)
    inside = [
        void("input", name="on", type="hidden", value=on),
        field("form", _("形式"), forms),
        field("title", _("议题"), entry("title", "text", title, maxlength="96", required="")),
        tag("div", side_fields(), "room-sides"),  # shown while it is to be a 小方桌
        field(
            "link", _("会议链接"), entry("link", "url", "", placeholder="https://", maxlength="400"), hint=_("可不填")
        ),
        tag("div", tag("button", _("发起会商"), "button primary", type="submit"), "act-send"),
        tag("p", None, "act-say", role="alert"),
    ]
    return tag("form", inside, "act-form", data_listing_move="open", novalidate="")


def ask_form(row: Row) -> Safe:
    """A conclusion becomes a task."""
    words = {"order": _("下达派遣"), "whistle": _("吹哨"), "supervise": _("下达督办")}[row["way"]]
    sure = []
    if row["way"] == "order":
        box = void("input", name="confirmed", type="checkbox", value="1")
        sure = [tag("label", [box, tag("span", _("位置已电话确认"))], "radio")]
    return act(f"ask-{row['n']}", f"ask:{row['n']}", words, sure, primary=True)


def answer_form(row: Row) -> Safe:
    inside = [field("words", _("办理结果"), area("words", rows=2, maxlength="2000", required=""))]
    return act(f"done-{row['n']}", f"done:{row['n']}", _("办结"), inside)


def mend_form(line: Row) -> Safe:
    inside = [
        void("input", name="mends", type="hidden", value=str(line["n"])),
        field("words", _("更正为"), area("words", line["words"], rows=2, maxlength="2000", required="")),
    ]
    return act(f"mend-{line['n']}", "say", _("更正"), inside, small=True)


def act(name: str, move: str, words: str, inside: list[Safe], *, primary: bool = False, small: bool = False) -> Safe:
    """A button that opens its form."""
    send = tag("button", _("确认{move}").format(move=words), "button primary", type="submit")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*inside, tag("div", send, "act-send"), say], "act-form", data_move=move, novalidate="")
    look = "button primary" if primary else "button small" if small else "button"
    return tag("details", [tag("summary", words, look), form], "act", name="act", data_act=name)


def grouped(name: str, groups: Groups) -> Safe:
    first = tag("option", _("请选择"), value="")
    listed = [
        tag("optgroup", [tag("option", words, value=value) for value, words in options], label=title)
        for title, options in groups
        if options
    ]
    return tag("select", [first, *listed], "control", name=name, required="")


def seat_groups(found: dict[str, Any], there: set[str]) -> Groups:
    """Who may be asked in and is not there yet."""
    return [
        (_(title), [(value, seat.words) for value, seat in found.items() if seat.kind == kind and value not in there])
        for kind, title in KINDS.items()
    ]


def owner_groups(one: Row, agencies: list[Row], responders: list[Row]) -> Groups:
    """A way and who is to go it: `order:<responder>`, `whistle:<agency>`, `supervise:<agency>`."""
    ways: Groups = [
        (_(CONCLUSION_WAYS[way]), [(f"{way}:{row['code']}", row["name"]) for row in agencies if row["kind"] != "grid"])
        for way in (("whistle", "supervise") if one["event_id"] else ("supervise",))
    ]
    sent = [(f"order:{row['code']}", f"{row['name']} · {row['home']}") for row in responders]
    return [*ways, (_(CONCLUSION_WAYS["order"]), sent)]
