"""河湖档案: the code to be scanned at the bank, whether a patrol is due, the log of patrols, and the form for one."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import segno
from flask import has_request_context, request

from components.event_forms import who
from components.event_words import actor_text, moment, stage_text
from components.fields import choice, entry, field, link
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from components.thing_parts import thing_form
from data.commands.river_patrols import PATROLS
from data.commands.things import EDITORS
from data.house import House
from data.language import gettext as _
from data.queries.river_patrols import DUE, LAYER, patrol_due, patrols_in
from data.words import ROLES

Row = dict[str, Any]
LOOKS = {"never": "mark mark-late", "overdue": "mark mark-over", "soon": "mark mark-stage", "done": "mark"}
HEADS = ("巡查时间", "巡查人", ("未改问题（项）", "num"), "巡查情况")


def code_part(house: House, row: Row) -> list[Safe]:
    """Its code for the notice board (公示牌): whoever scans it comes to this page."""
    if row["layer"] != LAYER:
        return []
    base = house.settings.public_url or (request.host_url if has_request_context() else "")
    address = f"{base.rstrip('/')}/things/{LAYER}/{quote(row['code'])}"
    made = segno.make(address, error="m", micro=False)
    drawn = Safe(made.svg_inline(border=4, dark="#06121F", light="#FFFFFF", omitsize=True, svgclass="river-qr"))
    file = made.svg_data_uri(border=4, dark="#06121F", light="#FFFFFF", scale=8)
    told = tag("p", _("印在公示牌上：扫码打开本页，可看河长和巡查记录，登录后登记巡查"), "quiet")
    take = link(_("下载二维码"), file, "button small", download=f"{row['code']}.svg")
    return [tag("div", [drawn, tag("div", [told, tag("code", address, "river-way"), take])], "river-code")]


def patrol_part(row: Row, now: datetime) -> list[Safe]:
    if row["layer"] != LAYER:
        return []
    due, at = patrol_due(row["attributes"], now)
    marks = [tag("span", _(DUE[due]), LOOKS[due])]
    marks += [tag("span", _("下次巡查 {at}").format(at=moment(at, now)), "n quiet")] if at else []
    made = [
        link(f"{one['code']} · {stage_text(one['stage'])}", f"/events/{one['code']}", "button small")
        for one in row["cases"]
    ]
    events = [tag("p", [_("巡查发现的事件"), *(part for one in made for part in (" ", one))], "tied")] if made else []
    rows = [_patrol(step, now) for step in patrols_in(row["history"])]
    heads = [(_(one[0]), one[1]) if isinstance(one, tuple) else _(one) for one in HEADS]
    table = tooled("patrols", _("巡查记录"), heads, rows, "lists sort-chips") if rows else ""
    none = [] if rows else [tag("p", _("还没有在本平台登记过巡查"), "quiet")]
    return [tag("div", marks, "marks"), *events, *([table] if rows else none)]


def _patrol(step: Row, now: datetime) -> Safe:
    """By whom and what he said only for those who may know people."""
    by = actor_text(step["actor"]) if step["actor"] else _(ROLES.get(step["role"], ""))
    first = tag("td", moment(step["at"], now), "n", data_label=_("巡查时间"), data_order=stamp(step["at"]))
    cells = [
        ("巡查人", "", by or "—"),
        ("未改问题（项）", "n num", number(step["problems"])),
        ("巡查情况", "open-words", step["reason"] or "—"),
    ]
    return tag("tr", [first, *(tag("td", inside, look, data_label=_(label)) for label, look, inside in cells)])


def patrol_forms(row: Row, role: str, n: int) -> list[Any]:
    """A patrol is put down by who keeps the register and by grid staff, who may change nothing else of it."""
    if row["layer"] != LAYER or role not in PATROLS or row["retired_at"]:
        return []
    known = str(row["attributes"].get("problems") or 0)
    given = [
        field("problems", _("未改问题（项）"), entry("problems", "number", known, min="0", step="1")),
        field("report", _("发现问题时"), choice("report", [("", _("只登记")), ("1", _("同时上报为事件"))])),
    ]
    form = thing_form(row, "patrol", _("登记巡查"), given, _("巡查情况（有问题时须填写）"))
    return [*([] if role in EDITORS else [who(role, n)]), tag("div", [form], "acts")]
