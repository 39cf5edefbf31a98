"""预警流 "/warnings": every warning of the window, whatever its field, narrowed by field, level, state and region."""

from collections import Counter
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import link
from components.listing import listing, listing_card, picked
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from components.titlebar import breadcrumb, search, window_switch
from components.warning_words import coloured, reason_of, shape, since, state_mark, title_of
from data.acting import PLAYED, looking
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import region_of
from data.queries.warnings import Wanted, warning_list, warning_sums
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS, WARNING_STATES
from data.view import View
from data.windows import span

Row = dict[str, Any]
Sums = list[tuple[str, int, str, int]]
MOST = 100
LEVELS = {str(n): n for n in WARNING_COLOURS}
HEADS = ("预警", "为什么", "地点", "发布", "状态")


def warnings_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts, bar = warnings_drawn(house, view, chosen), (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "warnings", "/warnings", _("预警流"), parts, *bar)


def warnings_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _number: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: field, level (1 to 4: as grave as this or graver), warned (a state), after (to go on)."""
    scope, now = looking(house), view.at or house.clock.now()
    between = (span(view.window, now).since, now)
    field, level, state = _of(chosen, "field", WARNING_FIELDS), _of(chosen, "level", LEVELS), chosen.get("warned", "")
    state = state if state in WARNING_STATES else ""
    wanted = Wanted(state=state or "all", field=field, colour=LEVELS.get(level), between=between)
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        sums = warning_sums(connection, here, scope, between)
        page = warning_list(connection, here, scope, wanted, after=chosen.get("after", ""), limit=MOST)
    drawn = {
        "side": [_counts(sums, field, level, state)],
        "rows": [_table(page.rows, now), *_onward(page.next)],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _of(chosen: dict[str, str], name: str, known: Any) -> str:
    given = chosen.get(name, "")
    return given if given in known else ""


def _counts(sums: Sums, field: str, level: str, state: str) -> Component:
    """Each is a filter; numbers are those of the window."""
    fields, states, levels = Counter[str](), Counter[str](), Counter[int]()
    for of, colour, where, n in sums:
        fields[of] += n
        states[where] += n
        levels[colour] += n
    total = tag("p", [tag("b", number(sum(fields.values())), "n"), _("条预警")], "kept-total")
    upto = {code: sum(levels[one] for one in WARNING_COLOURS if one <= n) for code, n in LEVELS.items()}
    groups = [
        (_("级别"), "level", [(code, _level(LEVELS[code]), upto[code]) for code in LEVELS], level),
        (_("领域"), "field", [(one, _(word), fields[one]) for one, word in WARNING_FIELDS.items()], field),
        (_("状态"), "warned", [(one, _(word), states[one]) for one, word in WARNING_STATES.items()], state),
    ]
    parts = [total]
    for title, name, options, on in groups:
        ways = [picked(name, code, words, n, code == on) for code, words, n in options]
        parts += [tag("h3", title), tag("div", ways, "kept-filters")]
    return listing_card(_("预警流"), parts)


def _level(colour: int) -> str:
    word = _(WARNING_COLOURS[colour])
    return word if colour == 1 else _("{colour}及以上").format(colour=word)


def _table(rows: list[Row], now: datetime) -> Component:
    body = [_row(row, now) for row in rows]
    table = tooled("warnings", _("预警列表"), [_(name) for name in HEADS], body, "carded sort-chips")
    none = [] if rows else [tag("p", _("这段时间没有符合条件的预警"), "quiet")]
    meta = [tag("span", moment(now, now), "n as-of")]
    return listing_card(_("预警列表"), [table, *none], meta)


def _row(row: Row, now: datetime) -> Safe:
    told = row | {"raised_at": row["raised_at"].isoformat()}
    about = [tag("b", title_of(told)), tag("small", row["code"], "n")]
    way = link(about, f"/warnings/{row['code']}", "two", data_carry="view")
    place = row["station_name"] or row["region_name"]
    cells: list[tuple[Any, str]] = [
        (tag("span", [shape(row["colour"]), coloured(told), way], "warned-what"), ""),
        (reason_of(told), "warned-why"),
        (place, ""),
        ([tag("span", since(told, now), "n"), " ", chip(row["provenance"])], "raised"),
        (state_mark(row["state"]), ""),
    ]
    named = zip(HEADS, cells, strict=True)
    when = {"data_order": stamp(row["raised_at"])}
    drawn = [tag("td", one, how, data_label=_(name), **(when if how == "raised" else {})) for name, (one, how) in named]
    return tag("tr", drawn, data_warning=row["code"])


def _onward(after: str | None) -> list[Safe]:
    return [link(_("更早的"), f"?after={after}", "button")] if after else []
