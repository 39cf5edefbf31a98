"""The list of events: filters that live in the address, a grid that asks for rows as one scrolls, files of the same."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.event_words import category_text, flags, grade_text, left_text, line_text, moment, stage_text
from components.fields import choice, entry, field
from components.grid import grid
from components.ids import LIST, LIST_RENEWED, LIST_TURNS
from components.long_list import long_list, turned
from components.marks import as_of_text, chip, glyph
from components.markup import still, tag
from data.acting import looking
from data.doors.event_files import SHEET_ROWS
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.queries.called import agencies_in, names_of
from data.queries.event_detail import Row, clock_of
from data.queries.event_filters import Filters
from data.queries.event_list import listed
from data.queries.event_words import STATE_WORDS
from data.queries.lines_in import lines_of
from data.queries.regions import region_of
from data.queries.slices import sliced
from data.view import View
from data.words import CATEGORIES, GRADES, SOURCES, STATES

COLUMNS = (  # field, header, width, how it grows
    ("code", "编号", 160, 0),
    ("title", "标题", 220, 3),
    ("category", "类别", 136, 1),
    ("source", "事件来源", 100, 0),
    ("grade", "等级", 112, 0),
    ("stage", "环节", 100, 0),
    ("agency", "责任单位", 130, 2),
    ("place", "地点", 130, 2),
    ("reported_at", "上报时间", 124, 0),
    ("deadline_at", "时限", 244, 0),
    ("flags", "标记", 130, 1),
)
SORTED = {"reported_at": ["desc", "asc"], "deadline_at": ["asc", None]}  # what an index serves


def event_list(house: House, view: View, filters: Filters, search: str) -> Component:
    """Filter bar, grid and files; the grid asks for its rows itself."""
    head = tag("header", [tag("h2", _("事件清单"), "panel-title"), _tools(house, view)], "panel-head")
    words = {
        "noRowsToShow": _("没有符合条件的事件"),
        "ariaSortableColumn": _("按回车键排序"),
        "ariaRowSelect": _("按空格键选择"),
    }
    how = {
        "suppressCellFocus": False,
        "getRowId": {"function": "eventRowId(params)"},
        "getRowClass": {"function": "eventRowClass(params)"},
    }
    return html.Section(
        [
            still([head, _filters(house, view, filters)]),
            long_list(LIST, [_column(*one) for one in COLUMNS], words, **how),
            *stores(search),
        ],
        className="panel card list-card",
        **{"data-testid": "event-list"},
    )


def stores(search: str = "") -> list[Component]:
    """What its callbacks speak through; the filters of the address first."""
    return [dcc.Store(id=LIST_TURNS), dcc.Store(id=LIST_RENEWED, data={"view": search})]


def unused() -> list[Component]:
    """The grid where there is nothing to list."""
    return [grid(id=LIST), *stores()]


def _column(name: str, words: str, width: int, grows: int) -> dict[str, Any]:
    column: dict[str, Any] = {"field": name, "headerName": _(words), "width": width, "minWidth": min(width, 84)}
    column |= {"flex": grows} if grows else {}
    column |= {"tooltipField": name} if grows else {}
    if name in SORTED:
        column |= {"sortable": True, "sortingOrder": SORTED[name]}
    if name in ("code", "title"):
        column["cellRenderer"] = "EventLink"
    if name in ("grade", "deadline_at"):
        column["cellClass"] = {"function": "eventCellClass(params)"}
    return column


def _tools(house: House, view: View) -> Any:
    """Where its rows come from, as of when the browser got them, and the same filter as files."""
    provenance = "simulated" if house.clock.holds_demo() else "measured"
    as_of = tag("span", as_of_text(view.at or house.clock.now(), house.clock.now()), "n as-of list-as-of")
    only = tag("span", _("按时限排序：仅在办，不限上报时间"), "list-only", data_sorted="deadline_at", hidden="")
    ends = {"csv": _("不限行数"), "xlsx": _("至多 {most} 件").format(most=f"{SHEET_ROWS:,}")}
    files = [
        tag("a", kind.upper(), "button", href=f"/api/v1/events.{kind}", data_carry="events", download="", title=end)
        for kind, end in ends.items()
    ]
    bundle = tag("a", _("批量办理"), "button", href="/events/bundle", data_carry="1")
    return tag("div", [only, chip(provenance), as_of, glyph("fresh"), bundle, *files], "panel-meta")


def _filters(house: House, view: View, filters: Filters) -> Any:
    """Each is a name in the address; empty ones are left out of it."""
    with house.engine.connect() as connection:
        agencies = agencies_in(connection, region_of(connection, view.region, looking(house)))
        lines = lines_of(connection)
    found = {
        "state": (_("状态"), [(code, _(words)) for code, words in STATE_WORDS.items()]),
        "category": (_("类别"), [(code, _(words)) for code, words in CATEGORIES.items()]),
        "source": (_("事件来源"), [(code, _(words)) for code, words in SOURCES.items()]),
        "line": (_("来件线路"), [(code, line_text(one)) for code, one in lines.items()]),
        "grade": (_("等级"), [(code, _(words)) for code, words in GRADES.items()]),
        "stage": (_("环节"), [(code, _(words)) for code, words in STATES.items()]),
        "agency": (_("责任单位"), [(row["code"], row["name"]) for row in agencies]),
    }
    given = filters.given()
    chosen = [
        field(name, label, choice(name, [("", _("全部")), *options], given.get(name, ""), data_filter=name))
        for name, (label, options) in found.items()
        if options
    ]
    text = entry(
        "text", "search", given.get("text", ""), data_filter="text", maxlength="96", placeholder=_("标题或编号")
    )
    clear = tag("button", _("清除"), "button", type="button", data_filter_clear="1")
    return tag("div", [*chosen, field("text", _("文字"), text), clear], "list-filters", role="search")


def block(
    house: House, view: View, filters: Filters, start: int, limit: int, sort: str, turns: dict[str, str]
) -> tuple[list[Row], str | None]:
    """Rows of one block with the words of their cells, and where the next begins; `turns` are beginnings known."""
    scope = looking(house)
    page = turned(
        lambda after, most: listed(house, view, scope, filters, sort=sort, after=after, limit=most),
        start,
        limit,
        turns,
    )
    if page is None:
        return [], None
    with house.engine.connect() as connection:
        agencies, leaves = names_of(connection, page.rows)
    return [_row(row, view.at or house.clock.now(), agencies, leaves) for row in page.rows], page.next


def _row(row: Row, now: Any, agencies: dict[str, str], leaves: dict[str, str]) -> Row:
    clock = clock_of({"clock": "natural", "left_s": None, **row}, now)
    open_ = row["ended_at"] is None
    due = moment(row["deadline_at"], now)
    told = left_text(clock) if clock.state in ("near", "overdue") else ""
    path = [leaves[row["leaf"]]] if row["leaf"] in leaves and row["leaf"] not in CATEGORIES else []
    return {
        "id": row["code"],
        "code": row["code"],
        "title": row["title"],
        "category": path[-1] if path else category_text([], row),
        "source": _(SOURCES[row["source"]]),
        "grade": grade_text(row["grade"]),
        "level": row["grade"],
        "stage": stage_text(row["stage"]),
        "agency": agencies.get(row["agency"] or "", row["agency"] or "—"),
        "place": row["place"],
        "reported_at": moment(row["reported_at"], now),
        "deadline_at": f"{'▲ ' if clock.state == 'overdue' else ''}{due} {told}".strip() if open_ else due,
        "over": open_ and clock.state in ("overdue", "near"),
        "flags": " · ".join(words for _kind, words in flags(row)),
    }


def filters_of(view: View, asked: dict[str, str]) -> tuple[Filters, tuple[str, ...]]:
    """The filters of an address and the names of those that make no sense; the slice of the view is one of them."""
    one = sliced(view)
    good = ({one.dim: one.key} if one.key else {}) | {name: value for name, value in asked.items() if value}
    bad: list[str] = []
    while True:
        try:
            return Filters.parse(good), tuple(bad)
        except BadInput as error:
            name = str(error).partition(":")[0]
            bad.append(name)
            if good.pop(name, None) is None:
                return Filters(), tuple(bad)
