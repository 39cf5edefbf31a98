"""The parts of a thing's page, as HTML: its fields with units, its chain of persons, its history, the forms."""

from datetime import datetime
from typing import Any

from components.event_forms import who
from components.event_words import actor_text, moment, stage_text
from components.fields import area, field, link
from components.marks import chip, level_shape
from components.markup import Safe, tag
from components.numbers import number
from components.thing_form import chain_fields, thing_fields
from components.thing_words import MOVES, changes, grade_text, kind_text, quantity_text, value_text
from data.commands.things import EDITORS
from data.language import gettext as _
from data.queries.duplicates import AROUND_M
from data.queries.events_near import BACK
from data.things.fields import FIELDS
from data.things.people import Person
from data.times import local
from data.words import LEVELS, REGISTERS, ROLES

Row = dict[str, Any]


def head(row: Row, now: datetime) -> list[Any]:
    """Its name, what stands out, and every field its register declares."""
    level = row["grade"] or (row["danger"] or {}).get("level", 0)
    shape = [level_shape(level, numeral=True)] if level else []
    marks = [tag("span", kind_text(row["layer"], row["kind"]), "mark mark-stage")]
    marks += [tag("span", _("已注销"), "mark mark-over")] if row["retired_at"] else []
    marks += [tag("span", grade_text(row), "mark")] if row["grade"] else []
    title = tag("h2", [*shape, tag("span", row["name"])], "event-title")
    return [title, tag("div", [*marks, chip(row["provenance"])], "marks"), _facts(row, now)]


def _facts(row: Row, now: datetime) -> Safe:
    place = " › ".join(one.name for one in row["regions"][1:5])
    listed: list[tuple[str, Any]] = [
        (_("台账"), _(REGISTERS[row["layer"]])),
        (_("编号"), tag("span", row["code"], "n")),
    ]
    if row["layer"] == "resource":
        listed.append((_("数量"), tag("span", quantity_text(row), "n")))
    known = row["attributes"]
    listed += [
        (
            _(one.word),
            tag("span", value_text(one, known.get(one.name), now), "" if one.kind in ("text", "choice") else "n"),
        )
        for one in FIELDS[row["layer"]]
    ]
    if danger := row["danger"]:
        basis = _("按受威胁人口，依据：{source}").format(source=_(danger["source"]))
        listed.append((_("险情等级"), [tag("b", _(danger["word"])), " ", tag("small", basis)]))
    listed += [
        (_("所在区划"), place),
        (_("位置"), [tag("span", f"{row['lon']:.5f}, {row['lat']:.5f}", "n"), " ", tag("small", "CGCS2000")]),
        (_("数据时间"), tag("span", moment(row["as_of"], now), "n")),
    ]
    pairs = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in listed]
    return tag("dl", pairs, "event-facts")


def people(row: Row) -> Any:
    """From the city down; telephones as far as the reader may see them."""
    if not row["persons"]:
        return tag("p", _("还没有登记责任人"), "quiet")
    return tag("ol", [_person(Person(**one)) for one in row["persons"]], "chain")


def _person(one: Person) -> Safe:
    told = [tag("span", _(LEVELS[one.level]), "level"), tag("span", [tag("b", one.name), " ", tag("small", one.role)])]
    return tag("li", [*told, tag("span", one.phone or "—", "phone n")])


def events(row: Row, now: datetime) -> list[Safe]:
    """What was reported around it lately, the newest first, each with its way there."""
    rows, n = row["events"]
    words = _("近 {days} 日、{m} 米内 {n} 件").format(days=BACK.days, m=round(AROUND_M), n=number(n))
    more = _("，列最近 {n} 件").format(n=len(rows)) if n > len(rows) else ""
    return [tag("p", words + more, "quiet"), *(_event(one, now) for one in rows)]


def _event(one: Row, now: datetime) -> Safe:
    away = _("相距 {metres} 米").format(metres=round(one["metres"]))
    told = f"{one['code']} · {stage_text(one['stage'])} · {moment(one['reported_at'], now)} · {away}"
    return tag("div", link([tag("b", one["title"]), tag("small", told)], f"/events/{one['code']}"), "other")


def history(row: Row, now: datetime) -> Safe:
    """Every change, the newest first: who, when, and what was before."""
    if not row["history"]:
        return tag("p", _("登记以来没有变更"), "quiet")
    return tag("ol", [_step(row, step, now) for step in reversed(row["history"])], "timeline")


def _step(row: Row, step: Row, now: datetime) -> Safe:
    when = tag("time", moment(step["at"], now), "n", datetime=local(step["at"]).isoformat())
    inside = [tag("b", _(MOVES[step["move"]])), tag("span", _actor(step), "step-who")]
    if step["reason"]:
        inside.append(tag("p", step["reason"], "step-reason"))
    for what, before, after in changes(row["layer"], step["change"], now):
        inside.append(tag("p", [f"{what} ", tag("del", before), f" → {after}"], "step-change"))
    return tag("li", [when, tag("div", inside)], "past-step")


def _actor(step: Row) -> str:
    role = _(ROLES.get(step["role"], ""))
    named = actor_text(step["actor"]) if step["actor"] else ""
    return named if named.startswith(role) else " · ".join(filter(None, (named, role)))


def actions(row: Row, role: str, number: int) -> list[Any]:
    """Who acts, and the forms of those who may: other fields, or that it is no longer there."""
    if role not in EDITORS:
        return [who(role, number), tag("p", _("这个角色不能修改台账"), "quiet")]
    edit = thing_form(
        row,
        "edit",
        _("修改"),
        [tag("div", thing_fields(row["layer"], row), "thing-fields"), chain_fields(row["persons"])],
        _("说明（可不填）"),
    )
    if row["retired_at"]:
        return [who(role, number), tag("p", _("已注销；保存修改即恢复"), "quiet"), tag("div", [edit], "acts")]
    retire = thing_form(row, "retire", _("注销"), [], _("理由"))
    return [who(role, number), tag("div", [edit, retire], "acts")]


def thing_form(row: Row, move: str, words: str, fields: list[Safe], reason: str) -> Safe:
    """A button that opens its form."""
    why = field("reason", reason, area("reason", rows=2, maxlength="2000"))
    send = tag("div", tag("button", _("确认{move}").format(move=words), "button primary", type="submit"), "act-send")
    say = tag("p", None, "act-say", role="alert")
    told = {"data_thing_move": move, "data_seq": str(row["seq"]), "novalidate": ""}
    form = tag("form", [*fields, why, send, say], "act-form", **told)
    return tag(
        "details",
        [tag("summary", words, "button primary" if move in ("edit", "visit", "patrol") else "button"), form],
        "act",
        name="act",
    )
