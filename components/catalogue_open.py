"""开放与目标: what of the data is open to the public, how near the goals of a digital government are, and the form."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.catalogue_resources import folded
from components.event_words import moment
from components.fields import area, choice, field, link, void
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from data.catalogue.goals import goals_of
from data.catalogue_words import GOALS, OPEN_FIELDS, OPENINGS, RHYTHMS
from data.commands.openings import WORDS, plain_items
from data.house import House
from data.language import gettext as _
from data.queries.catalogue import all_resources
from data.queries.openings import goal_rows, item_key, open_counts, opening_steps, takes, with_openings
from data.queries.regions import region_of
from data.scope import Scope
from data.view import View

Row = dict[str, Any]
LOOKS = {"open": "mark mark-stage", "terms": "mark", "due": "mark mark-over", "closed": "mark mark-late", "": "mark"}
HEADS = (
    "数据资源",
    "归口单位",
    "开放领域",
    "开放属性",
    ("开放数据项（项）", "num"),
    "更新频率",
    ("数据量（条）", "num"),
    "最近更新",
    "条件、依据或计划",
    "核定时间",
)


def open_drawn(house: House, view: View, chosen: dict[str, str], scope: Scope) -> dict[str, Any]:
    now, lived = house.clock.now(), "simulated" if house.clock.holds_demo() else "measured"
    state = chosen.get("open_state", "") if chosen.get("open_state") in OPENINGS else ""
    theme = chosen.get("open_field", "") if chosen.get("open_field") in OPEN_FIELDS else ""
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        every = with_openings(connection, all_resources(connection, scope, now))
        goals = goal_rows(connection, goals_of(house), every, here, scope, now, lived)
    rows = [row for row in every if row["opening"] and takes(row["opening"], state, theme)]
    side = [_side(every, state, theme, lived, now)]
    return {"side": side, "one": "", "rows": [_goals(goals, here.name, now), _table(rows, now)], "forms": []}


def _side(every: Sequence[Row], state: str, theme: str, lived: str, now: datetime) -> Component:
    counts = open_counts(every)
    fields = [row["opening"]["field"] for row in every if row["opening"]]
    states = [
        picked("open_state", name, _(word), counts[name], state == name) for name, word in OPENINGS.items()
    ]  # those that nobody has decided are no choice: there is nothing to list of them
    themes = [
        picked("open_field", name, _(word), fields.count(name), theme == name) for name, word in OPEN_FIELDS.items()
    ]
    total = tag("p", [tag("b", number(len(fields)), "n"), _("项已核定开放属性")], "kept-total")
    left = tag("p", _("另有 {n} 项未核定，在资源卡片中核定").format(n=number(counts[""])), "quiet")
    inside = [total, left, tag("div", states, "kept-filters"), tag("h3", _("开放领域"))]
    meta = [chip(lived), tag("span", as_of_text(now, now), "n as-of")]
    return listing_card(_("公共数据开放"), [*inside, tag("div", themes, "kept-filters")], meta)


def _goals(rows: Sequence[Row], place: str, now: datetime) -> Component:
    cards = tag("ul", [_goal(row, now) for row in rows], "goal-cards")
    return listing_card(_("数字政府目标对照"), [cards], [tag("span", place, "quiet")])


def _goal(row: Row, now: datetime) -> Safe:
    """How far it is: the bar is full at its target."""
    unit = f" {_('个')}" if row["code"] == "scenes" else "%"
    share = 0 if row["now"] is None else min(100.0, 100 * row["now"] / row["target"])
    told = "—" if row["now"] is None else number(row["now"], 0 if unit != "%" else 1)
    state = tag(
        "span", _("已达标") if row["met"] else _("未达标"), "mark mark-stage" if row["met"] else "mark mark-late"
    )
    if row["now"] is None:
        state = tag("span", _("缺数"), "mark mark-over")
    value = tag("p", [tag("b", told, "n"), tag("small", unit), " ", state], "goal-value")
    bar = tag("span", tag("i", None, style=f"width:{share:.1f}%"), "list-bar goal-bar")
    goal = _("{year} 年目标 {target}{unit}").format(year=row["year"], target=number(row["target"]), unit=unit)
    facts = [tag("span", goal, "n"), tag("span", _basis(row, now))]
    source = tag("small", _("目标依据：{source}").format(source=_(row["source"])), "quiet")
    head = tag("h3", [_(GOALS[row["code"]]), " ", chip(row["provenance"])])
    return tag("li", [head, value, bar, tag("p", facts, "goal-facts"), source], data_goal=row["code"])


def _basis(row: Row, now: datetime) -> str:
    """What the figure is of; of one that nobody told, who should."""
    if row["code"] == "scenes":
        return _("在用场景")
    if row["now"] is None and row["indicator"]:
        owner = row["owner"] or _("责任部门")
        return _("待{owner}填报指标 {code}").format(owner=owner, code=row["indicator"])
    if row["indicator"]:
        return _("{owner}填报，截至 {at}").format(owner=row["owner"], at=moment(row["as_of"], now))
    parts = (number(row["done"]), number(row["all"]))
    if row["code"] == "share":
        return _("已同意 {n} 件 / 申请 {all} 件").format(n=parts[0], all=parts[1])
    return _("已开放 {n} 项 / 应开放 {all} 项").format(n=parts[0], all=parts[1])


def _table(rows: Sequence[Row], now: datetime) -> Component:
    heads = [(_(one[0]), one[1]) if isinstance(one, tuple) else _(one) for one in HEADS]
    table = tooled("openings", _("公共数据开放清单"), heads, [_row(row, now) for row in rows], "lists sort-chips")
    none = [] if rows else [tag("p", _("没有符合条件的开放数据"), "quiet")]
    more = tag("span", _("共 {n} 项").format(n=number(len(rows))), "quiet")
    return listing_card(_("公共数据开放清单"), [table, *none], [more])


def _row(row: Row, now: datetime) -> Safe:
    one = row["opening"]
    simulated = [" ", chip("simulated")] if one["provenance"] == "simulated" else []
    state = tag("span", _(OPENINGS[one["state"]]), LOOKS[one["state"]])
    name = [link(row["name"], f"?tab=resources&resource={row['code']}", "list-link"), *simulated]
    cells: list[tuple[str, Any, str]] = [
        ("", name, ""),
        ("", row["owner"], ""),
        ("", _(OPEN_FIELDS[one["field"]]), ""),
        ("", state, ""),
        ("n num", number(len(one["items"])) if one["items"] else "—", ""),
        ("", _(RHYTHMS[row["rhythm"]]), ""),
        ("n num", number(row["n"]), ""),
        ("n", moment(row["newest"], now), stamp(row["newest"])),
        ("open-words", one["words"] or "—", ""),
        ("n", moment(one["at"], now), stamp(one["at"])),
    ]
    labels = [head[0] if isinstance(head, tuple) else head for head in HEADS]
    told = [
        tag("td", inside, look, data_label=_(label), **({"data_order": order} if order else {}))
        for label, (look, inside, order) in zip(labels, cells, strict=True)
    ]
    return tag("tr", told, data_opening=row["code"])


def opening_parts(
    connection: Any, row: Row, scope: Scope, now: datetime, *, acts: bool
) -> tuple[list[Safe], list[Safe]]:
    """On the card of a resource: the form for who keeps it, and what was decided."""
    steps = opening_steps(connection, row["code"], scope)
    lines = [_step(one, now) for one in steps]
    told = tag("ul", lines, "list-supports") if lines else tag("p", _("还没有核定是否向社会开放"), "quiet")
    return [_form(row, steps[0] if steps else None)] if acts else [], [tag("h3", _("数据开放")), told]


def _step(one: Row, now: datetime) -> Safe:
    items = _("{n} 项").format(n=len(one["items"])) if one["items"] else ""
    said = " · ".join(filter(None, (_(OPEN_FIELDS[one["field"]]), items, one["words"], one["actor"])))
    parts = [tag("span", moment(one["at"], now), "n"), tag("b", _(OPENINGS[one["state"]])), tag("small", said)]
    return tag("li", parts)


def _form(row: Row, last: Row | None) -> Safe:
    hidden = {"act": "opening", "code": row["code"], "seq": str(last["seq"] if last else 0)}
    opened = set(last["items"]) if last and last["items"] else {item_key(one) for one in plain_items(row)}
    ticks = [
        tag("label", [_tick(item_key(one), item_key(one) in opened), tag("span", one.name)]) for one in plain_items(row)
    ]
    states = choice("state", [(one, _(word)) for one, word in OPENINGS.items()], last["state"] if last else "due")
    themes = [("", _("请选择")), *((one, _(word)) for one, word in OPEN_FIELDS.items())]
    given = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    given += [field("state", _("开放属性"), states)]
    given += [
        field("open_field", _("开放领域"), choice("open_field", themes, last["field"] if last else "", required=""))
    ]
    given += [tag("fieldset", [tag("legend", _("开放数据项"), "field-label"), tag("div", ticks, "catalogue-ticks")])]
    words = area("words", last["words"] if last else "", rows=2, maxlength=str(WORDS))
    given += [field("words", _("条件、依据或计划"), words)]
    return folded(_("核定数据开放"), given)


def _tick(name: str, on: bool) -> Safe:
    told = {"checked": "checked"} if on else {}
    return void("input", type="checkbox", name=f"item {name}", value="1", **told)
