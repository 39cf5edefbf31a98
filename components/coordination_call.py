"""One visit: what was filed, who decided what and why, what it found, and what can be done with it now."""

from datetime import UTC, date, datetime
from typing import Any

from dash.development.base_component import Component

from components.coordination_words import (
    Desk,
    Row,
    act_form,
    day_text,
    folded,
    short_day,
    simulated,
    state_marks,
)
from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.listing import listing_card
from components.markup import Safe, tag
from components.visits_part import subject_way
from data.commands.coordination_moves import decides
from data.coordination.links import link_of
from data.coordination.words import CENTRE, DANGER_STATES, DEPARTMENT, MOVES, STEPS
from data.language import gettext as _
from data.queries.coordination_calls import beside, call_named, files_of, open_calls, steps_of
from data.queries.coordination_dangers import findings_of
from data.scope import Scope
from data.words import ROLES

AROUND = 120  # days around it among which a visit can be merged


def call_card(desk: Desk, code: str, scope: Scope) -> Component:
    with desk.house.engine.connect() as connection:
        row = call_named(connection, code, scope)
        others, steps = beside(connection, row), steps_of(connection, row, scope)
        files, found = files_of(connection, [row["id"]]).get(row["id"], []), findings_of(connection, [row["id"]])
        acts = desk.actor is not None and desk.actor.scope.covers(row["cell_id"], row["cell_id"])
        centre = bool(acts and desk.actor and decides(connection, desk.kind, row["cell_id"], desk.actor))
        span = (row["day"] - AROUND, row["day"] + AROUND)
        near = open_calls(connection, desk.kind, desk.here, scope, *span) if centre else []
    same = [one for one in near if one["subject"] == row["subject"] and one["id"] != row["id"]]
    mine = desk.actor is not None and desk.actor.role == "agency" and _own(desk, row)
    forms = [*(_centre(desk, row, same) if centre else []), *(_department(desk, row) if mine else [])]
    parts = [
        _facts(desk, row, others),
        tag("div", forms, "acts") if forms else "",
        *(_way(desk, row) if centre or mine else []),
        *_photos(files),
        *_found(desk, found.get(row["id"], [])),
        _history(steps, desk),
    ]
    close = link(_("收起"), "?call=", "button small")
    return listing_card(row["code"], parts, [*state_marks(row), *simulated(row), close], "coord-one")


def _own(desk: Desk, row: Row) -> bool:
    return desk.actor is not None and (
        desk.actor.scope.every_department or row["agency"] in desk.actor.scope.departments
    )


def _facts(desk: Desk, row: Row, others: list[Row]) -> Safe:
    told = [
        (_("对象"), link(row["name"], _file(desk, row), "list-link", data_carry="beside")),
        (_("部门"), row["agency_name"] or row["agency"]),
        (_("日期"), day_text(row["day"])),
        (_("申报时段"), f"{day_text(row['first_day'])} — {day_text(row['last_day'])}"),
        (_("事项"), desk.kind.items_name(row["items"]) or _("按需求上门")),
        (_("内容"), row["words"]),
        (_("人数"), _("{n} 人").format(n=row["people"])),
        (_("法律依据"), row["basis"] or "—"),
    ]
    if row["why"]:
        told.append((_("特批理由"), row["why"]))
    if row["wished_day"]:
        told.append((_("希望改到"), day_text(row["wished_day"])))
    if row["opinion"]:
        told.append((_("意见建议"), row["opinion"]))
    if others:
        names = "、".join(one["agency_name"] or one["agency"] for one in others)
        told.append((_("一同上门"), _("{names}（进一次门）").format(names=names)))
    return tag(
        "dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in told], "event-facts coord-facts"
    )


def _file(desk: Desk, row: Row) -> str:
    """The page of whom it goes to."""
    told = desk.kind.subject
    return subject_way(told.source, told.of, row["subject"].partition(":")[2])


def _centre(desk: Desk, row: Row, same: list[Row]) -> list[Safe]:
    """Decisions that fit it now."""
    out = []
    fits = [name for name, one in MOVES.items() if one.party == CENTRE and row["state"] in one.frm]
    if row["answer"] != "postpone":
        fits.remove("keep") if "keep" in fits else None
    if row["way"] in ("joint", "online"):
        fits = [name for name in fits if name != "online" and not (name == "merge" and row["way"] == "online")]
    joint = {one["id"] for one in same if one["joint_id"] is not None and one["joint_id"] == row["joint_id"]}
    offered = [one for one in same if one["id"] not in joint and one["way"] != "online"]
    for name in fits:
        if name == "merge" and not offered:
            continue
        out.append(_form(desk, row, name, offered))
    return out


def _department(desk: Desk, row: Row) -> list[Safe]:
    names = [name for name, one in MOVES.items() if one.party == DEPARTMENT and row["state"] in one.frm]
    if not row["news"]:
        names = [name for name in names if name not in ("note", "object")]
    if row["objected"]:
        names = [name for name in names if name != "object"]
    forms = [_form(desk, row, name, []) for name in names]
    return [*forms, _find(desk, row)] if row["state"] == "done" and row["items"] else forms


def _form(desk: Desk, row: Row, name: str, offered: list[Row]) -> Safe:
    asks, label = MOVES[name].asks, _(MOVES[name].label)
    fields: list[Safe] = []
    if "into" in asks:
        options = [
            (one["code"], f"{short_day(one['day'])} · {one['agency_name']} · {desk.kind.items_name(one['items'])}")
            for one in offered
        ]
        fields.append(field("into", _("与哪次一同上门"), choice("into", options)))
    if "day" in asks:
        wished = date.fromordinal(row["wished_day"] or max(row["day"], desk.today))
        fields.append(field("day", _("改到"), entry("day", "date", f"{wished:%Y-%m-%d}", required="")))
    must = "reason" in asks
    words = _("理由") if must else _("说明（可不填）")
    fields.append(field("reason", words, area("reason", rows=2, maxlength="500", **({"required": ""} if must else {}))))
    send = _("确认{move}").format(move=label)
    form = act_form(desk.kind, name, send, fields, code=row["code"], seq=str(row["seq"]))
    return folded(label, form, "button primary" if name in ("approve", "done") else "button", "coord-act")


def _find(desk: Desk, row: Row) -> Safe:
    items = [(code, desk.kind.item_name(code)) for code in row["items"].split()]
    fields = [
        field("item", _("事项"), choice("item", items)),
        field("words", _("发现的问题"), area("words", rows=2, maxlength="500", required="")),
        field("due", _("整改期限"), entry("due", "date"), hint=_("填写期限即列入隐患清单")),
    ]
    form = act_form(desk.kind, "find", _("登记发现"), fields, code=row["code"])
    return folded(_("登记发现"), form, "button", "coord-act")


def _way(desk: Desk, row: Row) -> list[Safe]:
    """The link that is sent to its subject: whoever has it answers for it."""
    there = link_of(desk.house, desk.kind, row["subject"], datetime.now(UTC))
    box = void("input", "control", value=there, readonly="", aria_label=_("专用链接"))
    word = _("{word}专用链接（30 天有效）").format(word=_(desk.kind.subject.word))
    opened = link(_("打开"), there, "button small", target="_blank")
    return [tag("div", [tag("span", word, "quiet"), box, opened], "coord-link")]


def _photos(files: list[str]) -> list[Safe]:
    if not files:
        return []
    alt = _("自查照片")
    seen = [
        link(void("img", src=f"/photos/{one}.jpg", alt=alt, loading="lazy"), f"/photos/{one}.jpg", target="_blank")
        for one in files
    ]
    return [tag("h3", alt), tag("div", seen, "coord-photos")]


def _found(desk: Desk, rows: list[Row]) -> list[Safe]:
    if not rows:
        return []
    told = []
    for row in rows:
        danger = [" ", tag("span", _(DANGER_STATES[row["state"]]), "mark")] if row["danger"] else []
        told.append(tag("li", [tag("b", desk.kind.item_name(row["item"])), " ", row["words"], *danger]))
    return [tag("h3", _("检查发现")), tag("ul", told, "coord-found")]


def _history(steps: list[Row], desk: Desk) -> Safe:
    now = desk.house.clock.now()
    told = []
    for step in steps:
        head: list[Any] = [tag("time", moment(step["at"], now), "n"), tag("b", _(STEPS[step["move"]]))]
        role = _(desk.kind.subject.word) if step["role"] == "resident" else _(ROLES[step["role"]])
        head.append(tag("span", f"{step['actor']} · {role}", "quiet"))
        day = (
            [tag("span", day_text(step["day"]), "n")] if step["day"] and step["move"] in ("change", "postpone") else []
        )
        why = [tag("p", step["reason"], "step-reason")] if step["reason"] else []
        told.append(tag("li", [*head, *day, *why]))
    return tag(
        "details", [tag("summary", _("办理过程（{n} 步）").format(n=len(steps))), tag("ol", told, "coord-steps")]
    )
