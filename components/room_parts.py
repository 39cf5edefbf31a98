"""The parts of a room: what it is about, who sits in it, what was said, what was concluded and what came of that."""

from datetime import datetime
from typing import Any

from components.event_words import actor_text, moment
from components.fields import link
from components.markup import Safe, tag
from components.room_forms import answer_form, ask_form, mend_form
from components.room_words import conclusion_mark, draft_way, form_text, state_mark, subject_way
from data.dispatch.words import DISPATCH_STATES, TASK_STATES
from data.language import gettext as _
from data.room_words import CONCLUSION_WAYS, ROOM_LINES, TABLE_OUTCOMES, TABLE_SIDES
from data.sitter import Sitter
from data.times import local
from data.words import PROVENANCE, ROLES

Row = dict[str, Any]
STEPS = {  # of an order's task, in their order
    "sent_at": "下发",
    "delivered_at": "送达",
    "read_at": "已读",
    "accepted_at": "签收",
    "departed_at": "出发",
    "arrived_at": "到场",
    "done_at": "办结",
}


def head(one: Row, now: datetime) -> list[Any]:
    """Its title, what it is about, since when, where it is held."""
    name = tag("h2", tag("span", one["title"]), "event-title")
    chip = tag("span", _(PROVENANCE[one["provenance"]]), f"chip chip-{one['provenance']}")
    marks = tag("div", [state_mark(one), tag("span", form_text(one), "mark"), chip], "marks")
    about = [tag("b", one["subject_title"]), " ", tag("small", one["subject_code"], "n")]
    since = f"{actor_text(one['opened_by'])} · {moment(one['opened_at'], now)}"
    facts: list[tuple[str, Any]] = [
        (_("编号"), tag("span", one["code"], "n")),
        (_("议的是"), link(about, subject_way(one), "room-subject", data_carry="view")),
        (_("地点"), one["place"]),
        (_("发起"), since),
        (_("会议链接"), _meeting(one["link"])),
        (_("会商画面"), link(_("一键成稿，可标注、冻结、上大屏"), draft_way(one), data_carry="view")),
    ]
    if one["sides"]:
        facts += [(_(words), _sides(one, kind)) for kind, words in TABLE_SIDES.items()]
    if one["outcome"]:
        facts.append((_("调解结果"), tag("b", _(TABLE_OUTCOMES[one["outcome"]]))))
    if one["state"] == "closed":
        facts.append((_("结束"), f"{actor_text(one['closed_by'])} · {moment(one['closed_at'], now)}"))
        facts.append((_("小结"), one["summary"]))
    rows = [tag("div", [tag("dt", label), tag("dd", value)]) for label, value in facts]
    return [name, marks, tag("dl", rows, "event-facts")]


def _sides(one: Row, kind: str) -> Any:
    mine = [" ".join(filter(None, (side["name"], side["phone"]))) for side in one["sides"] if side["kind"] == kind]
    return "、".join(mine) or tag("span", _("未填写"), "quiet")


def _meeting(address: str | None) -> Any:
    """A way out, followed only by a click; nothing of it is loaded here."""
    if not address:
        return tag("span", _("未填写"), "quiet")
    return link(address, address, "room-meeting", target="_blank", rel="noopener noreferrer nofollow")


def members(one: Row) -> list[Any]:
    rows = [tag("li", [tag("b", actor_text(row["words"])), tag("small", _kind(row))]) for row in one["members"]]
    return [tag("ul", rows, "room-members")]


def _kind(row: Row) -> str:
    if row["agency"]:
        return _("责任单位")
    return _("按角色") if row["role"] else _("参会人")


def minutes(one: Row, me: Sitter, now: datetime) -> Safe:
    """Oldest first; what was corrected stays and says so."""
    mended = {line["mends"] for line in one["lines"]}
    return tag(
        "ol",
        [_line(one, line, line["n"] in mended, me, now) for line in one["lines"]],
        "timeline room-minutes",
        tabindex="0",
        aria_label=_("会商记录"),
    )


def _line(one: Row, line: Row, mended: bool, me: Sitter, now: datetime) -> Safe:
    when = tag("time", moment(line["at"], now), "n", datetime=local(line["at"]).isoformat())
    role = ROLES.get(line["role"], "")
    named = [_(role)] if role and not line["actor"].startswith(role) else []
    said = line["kind"] in ("say", "mend")
    who = tag("b" if said else "span", " · ".join([actor_text(line["actor"]), *named]), "step-who")
    what = [] if line["kind"] == "say" else [tag("span", _(ROOM_LINES[line["kind"]]), "mark")]
    if line["mends"]:
        what.append(tag("small", _("更正第 {n} 条").format(n=line["mends"]), "quiet"))
    if mended:
        what.append(tag("span", _("已更正"), "mark mark-late"))
    inside = [tag("small", f"#{line['n']}", "n quiet"), who, *what, tag("p", line["words"], "step-reason")]
    if said and not mended and "say" in one["may"] and line["actor"] == me.name:
        inside.append(mend_form(line))
    return tag("li", [when, tag("div", inside)], f"past-step room-{line['kind']}", data_line=str(line["n"]))


def conclusions(one: Row, me: Sitter, now: datetime) -> list[Any]:
    """Each with its owner, until when, what became of it; to who may, the ways to make a task of it and to answer."""
    if not one["conclusions"]:
        return [tag("p", _("还没有结论"), "quiet")]
    return [tag("ol", [_conclusion(one, row, me, now) for row in one["conclusions"]], "room-conclusions")]


def _conclusion(one: Row, row: Row, me: Sitter, now: datetime) -> Safe:
    who = row["responder_name"] or row["agency_name"] or row["agency"]
    until = _("{at} 前").format(at=moment(row["deadline"], now))
    top = [
        tag("b", f"{row['n']}", "n room-n"),
        conclusion_mark(row["state"]),
        tag("span", _(CONCLUSION_WAYS[row["way"]])),
    ]
    owner = tag(
        "p", [tag("b", who), " ", tag("span", until, "over n" if row["state"] == "late" else "n")], "room-owner"
    )
    parts = [tag("div", top, "marks"), tag("p", row["words"], "step-reason"), owner, *_came(row, now)]
    if row["state"] == "noted" and "ask" in one["may"]:
        parts.append(ask_form(row))
    if (
        row["way"] == "supervise"
        and row["state"] in ("asked", "late")
        and me.acts_as in ("duty_officer", "leader", "agency")
    ):
        parts.append(answer_form(row))
    return tag("li", parts, "room-conclusion", data_conclusion=str(row["n"]))


def _came(row: Row, now: datetime) -> list[Safe]:
    told: list[Safe] = []
    if row["asked_at"]:
        words = _("{who} 于 {at} 下达").format(who=actor_text(row["asked_by"]), at=moment(row["asked_at"], now))
        told.append(tag("small", words, "quiet"))
    if row["dispatch_code"]:
        out = row["dispatch_state"] in ("final", "done") and row["receipts"]
        state = _(TASK_STATES[row["receipts"]["state"]]) if out else _(DISPATCH_STATES[row["dispatch_state"]])
        told.append(tag("p", [tag("span", row["dispatch_code"], "n"), " ", tag("span", state, "mark mark-stage")]))
        steps = [
            tag("li", [tag("span", _(word)), tag("b", moment(row["receipts"].get(name), now), "n")])
            for name, word in STEPS.items()
            if row["receipts"].get(name)
        ]
        told += [tag("ul", steps, "room-steps")] if steps else []
    elif row["done_at"]:
        done = _("报到") if row["way"] == "whistle" else _("办结")
        told.append(tag("p", [tag("span", done, "mark"), " ", tag("b", moment(row["done_at"], now), "n")]))
    if row["result"]:
        told.append(tag("p", f"{actor_text(row['done_by'])}：{row['result']}", "step-reason"))
    return told
