"""招商项目 "/economy/projects": the funnel as filters, the projects of a stage, and one project with its moves."""

from typing import Any

from dash.development.base_component import Component

from components.economy_table import files, row_of, sorted_table
from components.economy_words import economy_ways
from components.event_forms import who
from components.event_words import moment
from components.fields import choice, entry, field, link, void
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, answering, looking, may_act
from data.commands.form_screens import note_sight
from data.commands.investment import stage_word, ways_on
from data.economy.words import DROPPED, STAGES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.ledgers.writing import name_of
from data.queries.investment import Row, listed
from data.queries.project_file import ProjectFile, project_file
from data.scope import Scope
from data.view import View

HERE = "/economy/projects"
HEADS = (
    ("code", "编号", ""),
    ("name", "项目", ""),
    ("kind", "类型", ""),
    ("stage", "阶段", ""),
    ("days", "已停留(天)", "num"),
    ("total", "总投资(万元)", "num"),
    ("owner", "责任单位", ""),
    ("due", "计划竣工", ""),
    ("village", "村居", ""),
)


def projects_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = projects_drawn(house, view, chosen)
        return listing(house, view, refused, "projects", HERE, _("招商项目"), parts, breadcrumb(), search())


def projects_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: stage, sort, down, and `project`, which is shown beside the list."""
    stage = chosen.get("stage", "")
    every, place = listed(house, view, looking(house), "", chosen.get("sort", ""), chosen.get("down") == "1")
    rows = [row for row in every if not stage or row["at"] == stage]
    scope, acts = answering(house, role), may_act(house) and view.at is None
    drawn: dict[str, Any] = {
        "ways": economy_ways(HERE),
        "side": _side(every, stage, place),
        "main": _table(rows, view, chosen),
        "file": _card(house, chosen["project"], scope, role, n, acts) if chosen.get("project") else "",
        "said": said(),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(every: list[Row], stage: str, place: str) -> Component:
    """The stages in their order, each with how many stand there."""
    counts = {name: sum(row["at"] == name for row in every) for name in (*STAGES, DROPPED)}
    ways = [picked("stage", name, stage_word(name), n, name == stage) for name, n in counts.items()]
    total = tag("p", [tag("b", number(len(every)), "n"), " ", _("个招商项目")], "kept-total")
    return listing_card(place, [total, tag("div", ways, "kept-filters")])


def _table(rows: list[Row], view: View, chosen: dict[str, str]) -> Component:
    table = sorted_table(HEADS, [_row(row, chosen) for row in rows], chosen, "carded sort-chips projects")
    none = [] if rows else [tag("p", _("没有符合条件的项目"), "quiet")]
    worth = sum(row["total"] for row in rows if isinstance(row["total"], int | float))
    told = _("{n} 个 · {total} 万元").format(n=number(len(rows)), total=number(worth, 0))
    return listing_card(_("项目库"), [table, *none], [tag("span", told), *files("projects", view, chosen, "stage")])


def _row(row: Row, chosen: dict[str, str]) -> Safe:
    on = "on" if chosen.get("project") == row["code"] else ""
    cells = [
        (row["code"], "n"),
        (link(tag("b", str(row["name"] or row["code"])), f"?project={row['code']}", "two"), ""),
        (str(row["kind"] or "—"), ""),
        (stage_word(row["at"]), ""),
        (number(row["days"]), "n num"),
        (number(row["total"] if row["total"] != "" else None), "n num"),
        (str(row["owner"] or "—"), ""),
        (str(row["due"] or "—"), "n"),
        (row["village"], ""),
    ]
    return row_of(HEADS, cells, on, data_project=row["code"])


def _card(house: House, code: str, scope: Scope, role: str, n: int, acts: bool) -> list[Any]:
    one = project_file(house, code, scope)
    note_sight(house, one.seen.subject, one.seen.code)
    close = link("×", "?project=", "button small", aria_label=_("关闭"))
    move = [_move(one, role, n)] if acts else [looks_on()]
    told = tag("p", _("{stage}，已 {n} 天").format(stage=stage_word(one.stage), n=number(one.days)), "kept-total")
    facts = [
        tag("div", [tag("dt", name_of(what)), tag("dd", _value(what, value))])
        for what, value in one.seen.values
        if value != "" and what.ledger is None and what.code != "project.stage"
    ]
    return [
        listing_card(one.name, [told, _course(one.stage), *move, _parties(one)], [chip(one.provenance), close]),
        listing_card(_("移动记录"), _moves(house, one)),
        listing_card(_("项目档案"), tag("dl", facts, "record-facts")),
    ]


def _value(what: Any, value: Any) -> str:
    text = number(value) if isinstance(value, float | int) else str(value)
    return f"{text} {_(what.unit)}" if what.unit and text else text


def _course(stage: str) -> Safe:
    """Where it stands on its way."""
    order = list(STAGES)
    place = order.index(stage) if stage in order else -1
    steps = [
        tag("li", _(words), "done" if n < place else "on" if n == place else "")
        for n, words in enumerate(STAGES.values())
    ]
    return tag("ol", steps, "project-course")


def _move(one: ProjectFile, role: str, n: int) -> Safe:
    ways = [(to, stage_word(to)) for to in ways_on(one.stage)]
    hidden = {"act": "project", "project": one.seen.code, "seq": str(one.seen.seq)}
    inside = [
        *(void("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        who(role, n),
        field("to", _("移动到"), choice("to", ways, ways[0][0])),
        field("reason", _("原因"), entry("reason", maxlength="200", required="")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("移动项目"), "button primary", type="submit"), "act-send"),
    ]
    return tag("form", inside, "act-form", data_listing_move="economy")


def _parties(one: ProjectFile) -> Safe:
    ways = [
        link(str(row["name"] or row["code"]), f"/economy/enterprises?enterprise={row['code']}", "", data_carry="beside")
        for row in one.parties
    ]
    return tag("p", [tag("small", _("投资企业")), " ", *(ways or [tag("span", "—")])])


def _moves(house: House, one: ProjectFile) -> Safe:
    now = house.clock.now()
    rows = [
        tag(
            "li",
            [
                tag("span", moment(step["at"], now), "n"),
                tag("b", " → ".join(stage_word(step[name]) for name in ("before", "after") if step[name])),
                tag("small", _("停留 {n} 天").format(n=number(step["days"])) if step["days"] is not None else ""),
                tag("small", " · ".join(filter(None, (step["actor"], step["reason"])))),
            ],
        )
        for step in one.moves
    ]
    return tag("ol", rows, "economy-steps") if rows else tag("p", _("还没有移动过"), "quiet")
