"""The page of who is called on: who comes when and for what, what was found, what is likely, what it asks for."""

from datetime import date
from typing import Any

from components.coordination_words import Row, day_text, simulated, state_marks
from components.document import document, looks, said
from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.markup import Safe, tag
from data.coordination.links import Guest
from data.coordination.words import DANGER_STATES, DEMAND_STATES, MOVES, OPEN, SUBJECT
from data.doors.plain_page import Page
from data.house import house
from data.language import gettext as _
from data.photos import AT_MOST
from data.queries.coordination_calls import calls_of, files_of
from data.queries.coordination_dangers import dangers_of, pushes_to
from data.queries.coordination_demands import demands_of
from data.times import day_number

BACK = 120  # days of visits that are over
NO_LINK, WRONG = {404: "链接打不开", 410: "链接已过期"}, "出错了"


def subject(page: Page, guest: Guest, action: str) -> str:
    kind, who, now = guest.kind, guest.who, house().clock.now()
    with house().engine.connect() as connection:
        calls = calls_of(connection, who.subject, kind.code, day_number(now) - BACK)
        files = files_of(connection, [row["id"] for row in calls])
        dangers = dangers_of(connection, who.subject, kind.code)
        pushes = pushes_to(connection, who.subject, kind.code)
        demands = demands_of(connection, kind, who.subject)
    more = {"kind": kind.code} if len(guest.kinds) > 1 else {}
    there = page.there(action, **more)
    head = [tag("h1", who.name), tag("p", _(kind.name), "quiet"), *_others(page, guest, action), *said(page.said)]
    waits = sum(row["state"] in OPEN and not row["answer"] for row in calls)
    cards = [
        tag("section", [*head, tag("p", _("{n} 次上门待您答复").format(n=waits))], "seat-card"),
        _card(
            _(kind.visit), [_call(guest, there, row, files.get(row["id"], [])) for row in calls], _("近期没有上门安排")
        ),
        _card(_("隐患整改"), [_danger(guest, there, row) for row in dangers], _("没有隐患")),
        _card(_("热点问题自查"), [_push(guest, there, row) for row in pushes], _("没有自查提示")),
        _card(
            _("我的需求"),
            [*([_ask(guest, there)] if kind.wants else []), *(_demand(guest, there, row) for row in demands)],
            _("还没有提过需求"),
        ),
        tag("section", looks(action, page.lang, page.skin, f"&kind={kind.code}" if more else ""), "seat-card"),
    ]
    return _framed(page, who.name, cards)


def failed(page: Page, status: int) -> str:
    words = [tag("h1", _(NO_LINK.get(status, WRONG))), tag("p", page.said)]
    return _framed(page, _("协同"), [tag("section", words, "seat-card")])


def _framed(page: Page, title: str, cards: list[Safe]) -> str:
    inside = tag("div", tag("main", cards, "seat-cards seat-wide"), "page seat-page subject-page")
    return document(title, inside, lang=page.lang, skin=page.skin, exercise=page.exercise)


def _others(page: Page, guest: Guest, action: str) -> list[Safe]:
    """The other kinds that it is a subject of."""
    rest = [one for one in guest.kinds if one is not guest.kind]
    return [link(_(one.name), page.there(action, kind=one.code), "button small") for one in rest]


def _card(title: str, inside: list[Safe], none: str) -> Safe:
    return tag("section", [tag("h2", title), *(inside or [tag("p", none, "quiet")])], "seat-card")


def _form(there: str, what: str, label: str, fields: list[Safe], look: str = "button primary", **hidden: str) -> Safe:
    told = [void("input", type="hidden", name=name, value=value) for name, value in {"what": what, **hidden}.items()]
    kind = {"enctype": "multipart/form-data"} if what == "file" else {}
    return tag(
        "form",
        [*told, *fields, tag("button", label, look, type="submit")],
        "seat-form",
        method="post",
        action=there,
        **kind,
    )


def _folded(label: str, form: Safe) -> Safe:
    return tag("details", [tag("summary", label, "button"), form], "subject-act")


def _call(guest: Guest, there: str, row: Row, files: list[str]) -> Safe:
    items = guest.kind.items_name(row["items"]) or row["words"]
    head = tag("header", [tag("b", day_text(row["day"]), "n"), " ", *state_marks(row), *simulated(row)])
    told: list[Any] = [tag("p", f"{row['agency_name'] or row['agency']} · {items}"), tag("p", row["words"], "quiet")]
    if row["basis"]:
        told.append(tag("p", _("依据：{basis}").format(basis=row["basis"]), "quiet"))
    if files:
        told.append(tag("p", _("已上传自查照片 {n} 张").format(n=len(files)), "quiet"))
    if row["opinion"]:
        told.append(tag("p", _("意见建议：{words}").format(words=row["opinion"]), "quiet"))
    names = [name for name, one in MOVES.items() if one.party == SUBJECT and row["state"] in one.frm]
    if row["answer"]:
        names = [name for name in names if name != row["answer"].replace("accepted", "accept")]
    return tag(
        "article",
        [head, *told, tag("div", [_answer(there, row, name) for name in names], "subject-acts")],
        "subject-one",
    )


def _answer(there: str, row: Row, name: str) -> Safe:
    known = {"code": row["code"], "seq": str(row["seq"])}
    label = _(MOVES[name].label)
    if name == "accept":
        return _form(there, name, label, [], **known)
    fields: list[Safe] = []
    if name == "postpone":
        wished = f"{date.fromordinal(row['day'] + 7):%Y-%m-%d}"
        fields.append(field("day", _("希望改到"), entry("day", "date", wished, required="")))
    if name == "file":
        picker = void("input", "control", type="file", name="photos", accept="image/*", multiple="", required="")
        fields.append(field("photos", _("自查照片（最多 {n} 张）").format(n=AT_MOST), picker))
    else:
        words = _("延期理由") if name == "postpone" else _("意见建议")
        fields.append(field("reason", words, area("reason", rows=3, maxlength="500", required="")))
    return _folded(label, _form(there, name, _("提交"), fields, **known))


def _danger(guest: Guest, there: str, row: Row) -> Safe:
    state = tag("span", _(DANGER_STATES[row["state"]]), "mark" if row["state"] == "closed" else "mark mark-late")
    head = tag("header", [tag("b", guest.kind.item_name(row["item"])), " ", state, *simulated(row)])
    due = tag("p", _("整改期限 {day}").format(day=day_text(row["due_day"])), "quiet n")
    told = [head, tag("p", row["words"]), due]
    if row["mended"]:
        told.append(tag("p", _("整改：{words}").format(words=row["mended"]), "quiet"))
    if row["state"] == "open":
        words = field("reason", _("整改情况"), area("reason", rows=3, maxlength="500", required=""))
        told.append(
            _folded(_("已整改"), _form(there, "mend", _("提交"), [words], code=row["code"], seq=str(row["seq"])))
        )
    return tag("article", told, "subject-one")


def _push(guest: Guest, there: str, row: Row) -> Safe:
    head = tag(
        "header",
        [
            tag("b", guest.kind.item_name(row["item"])),
            " ",
            tag("span", moment(row["at"], house().clock.now()), "n quiet"),
            *simulated(row),
        ],
    )
    told = [head, tag("p", row["words"])]
    if row["checked_at"]:
        told.append(tag("p", _("已自查"), "quiet"))
    else:
        told.append(_form(there, "checked", _("已自查"), [], code=row["code"]))
    return tag("article", told, "subject-one")


def _ask(guest: Guest, there: str) -> Safe:
    kind = guest.kind
    fields = [
        field("want", _("需求类别"), choice("want", [(code, _(name)) for code, name in kind.wants.items()])),
        field("topic", _("主题"), choice("topic", [(code, _(one.name)) for code, one in kind.topics.items()])),
        field("words", _("需求内容"), area("words", rows=3, maxlength="500", required="")),
    ]
    return _folded(_("提出需求"), _form(there, "ask", _("提交"), fields))


def _demand(guest: Guest, there: str, row: Row) -> Safe:
    topic = guest.kind.topics.get(row["topic"])
    head = tag(
        "header",
        [
            tag("b", _(topic.name) if topic else row["topic"]),
            " ",
            tag("span", _(DEMAND_STATES[row["state"]]), "mark"),
            *simulated(row),
        ],
    )
    told = [head, tag("p", row["words"])]
    known = {"code": row["code"], "seq": str(row["seq"])}
    for one in row["offers"]:
        mark = " ✓" if one["call"] else ""
        told.append(tag("p", f"{one['agency_name']} · {day_text(one['day'])} · {one['words']}{mark}", "quiet"))
        if row["state"] == "offered":
            told.append(_form(there, "take", _("采纳"), [], chosen=one["code"], **known))
    if row["state"] in ("open", "offered"):
        told.append(_form(there, "back", _("撤回需求"), [], "button", **known))
    return tag("article", told, "subject-one")
