"""An event on the dispatch desk: what, where, since when, by when, and what stands about it."""

from typing import Any

from components.dispatch_chart import charts
from components.dispatch_parts import around_list, exposed_facts, fact_list, lasts, near_links, orders_line, sight_list
from components.event_words import (
    GRADE_LEVEL,
    category_text,
    flags,
    grade_text,
    left_text,
    loop_text,
    moment,
    stage_text,
)
from components.fields import link
from components.marks import chip, level_shape
from components.markup import Safe, tag
from data.dispatch.board import Board
from data.language import gettext as _
from data.life.limits import HANDLING_LEVEL
from data.queries.dispatch_case import Case
from data.queries.dispatch_near import KM
from data.queries.event_detail import Detail
from data.queries.event_sheet import Sheet
from data.words import CLOCKS, LEVELS, SOURCES


def event_card(case: Case, board: Board) -> list[Any]:
    assert case.event is not None
    found, one, row = case.event, case.event.one, case.event.one.row
    marks = [tag("span", grade_text(row["grade"]), "mark"), tag("span", stage_text(row["stage"]), "mark mark-stage")]
    marks += [tag("span", words, f"mark mark-{kind}") for kind, words in flags(row, one.clock)]
    name = link(row["title"], f"/events/{row['code']}", data_carry="view")
    title = tag("h3", [level_shape(GRADE_LEVEL[row["grade"]], numeral=True), name], "case-title")
    return [
        title,
        tag("div", [*marks, chip(row["provenance"])], "marks"),
        _facts(one, case),
        *([tag("p", row["text"], "event-text")] if row["text"] else []),
        *charts(case),
        near_links(case, board.subject, _more(found)),
        sight_list(case),
        around_list(case),
        orders_line(board, case.now),
        lasts(
            _("相似事件"), [_other(each.event, one) for each in found.like] + [_other(row, one) for row in found.again]
        ),
    ]


def _facts(one: Detail, case: Case) -> Safe:
    row, clock = one.row, one.clock
    held = one.agencies.get(row["agency"] or "", row["agency"])
    regions = [region.name for region in one.regions]
    due = [tag("span", moment(clock.deadline, one.now), "n"), " ", tag("small", _(CLOCKS[clock.counts]))]
    over = tag("b", left_text(clock), "over" if clock.state in ("overdue", "near") else "")
    return fact_list(
        (
            (_("编号"), tag("span", row["code"], "n")),
            (_("上报时间"), tag("span", moment(row["reported_at"], one.now), "n")),
            (_("地点"), " ".join([*regions[1:3], row["place"]])),
            (_("网格"), regions[4] if len(regions) > 4 else "—"),
            (_("事件来源"), _(SOURCES[row["source"]])),
            (_("主责"), f"{held} · {loop_text(row['loop'])}" if held else _("未派遣")),
            (_("类别"), category_text(one.categories, row)),
            (_("处置层级"), _(LEVELS[HANDLING_LEVEL[row["grade"]]])),
            (_("时限"), due),
            (_("余时"), over),
            *exposed_facts(case, _("{km} km 人口").format(km=round(KM))),
        )
    )


def _more(found: Sheet) -> list[tuple[str, int]]:
    """(words, how many) of what belongs to it."""
    one = found.one
    return [
        (_("照片"), len(one.photos)),
        (_("并入"), len(one.merged)),
        (_("相似事件"), len(found.like) + len(found.again)),
    ]


def _other(row: dict[str, Any], one: Detail) -> Safe:
    told = tag("small", f"{moment(row['reported_at'], one.now)} · {stage_text(row['stage'])}")
    return link([tag("span", row["title"]), told], f"/events/{row['code']}", "case-other", data_carry="view")
