"""A warning on the dispatch desk: its words, its area, what that holds, and the readings behind it."""

from typing import Any

from components.dispatch_chart import charts
from components.dispatch_parts import around_list, exposed_facts, fact_list, near_links, orders_line, sight_list
from components.event_words import moment
from components.fields import link
from components.marks import chip, level_shape
from components.markup import Safe, tag
from components.warning_words import coloured, state_mark
from data.dispatch.board import Board
from data.language import gettext as _
from data.queries.dispatch_case import Case
from data.queries.warning_sheet import WarningSheet
from data.warn import retold


def warning_card(case: Case, board: Board) -> list[Any]:
    assert case.warning is not None
    one, row = case.warning, case.warning.row
    name = link(retold.title(row["title"], one.said), f"/warnings/{row['code']}", data_carry="view")
    title = tag("h3", [level_shape(row["colour"], numeral=True), name], "case-title")
    return [
        title,
        tag("div", [coloured(row), state_mark(row["state"]), chip(row["provenance"])], "marks"),
        tag("p", retold.reason(row["words"], one.said), "event-text"),
        _facts(one, case),
        *charts(case),
        near_links(case, board.subject, []),
        sight_list(case),
        around_list(case),
        orders_line(board, case.now),
    ]


def _facts(one: WarningSheet, case: Case) -> Safe:
    row = one.row
    around = case.exposed.get("area", {}).get("words", "")
    area = "、".join(one.covered) or " › ".join([*(region.name for region in one.way), *filter(None, [around])])
    listed: list[tuple[str, Any]] = [
        (_("编号"), tag("span", row["code"], "n")),
        (_("发布时间"), tag("span", moment(row["raised_at"], one.now), "n")),
        (_("范围"), area),
        (_("有效至"), tag("span", moment(row["expires_at"], one.now), "n") if row["expires_at"] else _("解除为止")),
    ]
    return fact_list([*listed, *exposed_facts(case, _("范围内人口"))])
