"""The quarantine: what no door could take in, why, the row as it came, what becomes of it; and what files brought."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_words import actor_text, moment
from components.fields import area, choice, field, link
from components.ids import KEPT, KEPT_DRAWN, SETTLED, VERDICT
from components.link import link_down
from components.markup import Safe, markup, still, tag
from components.numbers import number
from components.seat import doer, looks_on
from components.wall import notice
from data.accounts.seat import seated
from data.acting import looking, may_act
from data.house import House
from data.intake.keep import DOORS
from data.intake.record import FAULTS
from data.language import gettext as _
from data.language import speaking
from data.queries.batches import batches
from data.queries.quarantine import Counts, counts, waiting
from data.view import View
from data.words import ROLES

STATES = {"waiting": "待处理", "replayed": "已重放", "dropped": "已丢弃"}
SETTLERS = ("duty_officer", "leader")
ROWS = 50
Row = Mapping[Any, Any]


def quarantine_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = kept_drawn(house, chosen)
        bar = desk_bar(house, view, "/quarantine", _("隔离区"))
        body = [
            html.Div(className="kept-left", **_part("counts", parts)),
            html.Div(className="kept-rows", **_part("rows", parts)),
            html.Div(className="kept-batches", **_part("batches", parts)),
        ]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(body, className="kept-body"),
                *pulse(view),
                *stores(),
            ],
            className="page kept-page",
            **{"data-live": "kept", "data-testid": "quarantine-page"},
        )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (KEPT, KEPT_DRAWN, VERDICT, SETTLED)]


def _part(name: str, parts: dict[str, str]) -> dict[str, str]:
    return {"data-html": parts[name], "data-kept-part": name}


def kept_drawn(house: House, chosen: dict[str, str]) -> dict[str, str]:
    """{part: HTML} for what of it is chosen: state, fault, door, and where to go on."""
    scope, now = looking(house), house.clock.now()
    state = chosen.get("kept") if chosen.get("kept") in STATES else "waiting"
    text = chosen.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 10 else None
    wanted = {"state": str(state), "fault": chosen.get("fault", ""), "door": chosen.get("door", "")}
    with house.engine.connect() as connection:
        found = waiting(
            connection,
            scope,
            state=wanted["state"],
            fault=wanted["fault"],
            door=wanted["door"],
            before=before,
            limit=ROWS,
        )
        drawn = {
            "counts": _counts(counts(connection, scope), wanted),
            "rows": _rows(found.rows, found.next, now, may_act(house)),
            "batches": _batches(batches(connection, scope), now),
        }
    return {name: markup(inside) for name, inside in drawn.items()}


def _counts(found: Counts, wanted: dict[str, str]) -> Component:
    """How many wait, by fault and by door; each is a filter."""
    states = [_filter("kept", code, _(words), None, wanted["state"] == code) for code, words in STATES.items()]
    faults = [
        _filter("fault", code, _(FAULTS.get(code, code)), n, wanted["fault"] == code)
        for code, n in _ordered(found.faults)
    ]
    doors = [
        _filter("door", code, _(DOORS.get(code, code)), n, wanted["door"] == code) for code, n in _ordered(found.doors)
    ]
    total = tag("p", [tag("b", number(found.total), "n"), _("条待处理")], "kept-total")
    parts = [total, tag("div", states, "kept-filters")]
    parts += [tag("h3", _("原因")), tag("div", faults, "kept-filters")] if faults else []
    parts += [tag("h3", _("来路")), tag("div", doors, "kept-filters")] if doors else []
    return _card(_("隔离区"), *parts)


def _ordered(found: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _filter(name: str, value: str, words: str, n: int | None, on: bool) -> Safe:
    """Chosen again, it is taken back."""
    count = [tag("b", number(n), "n")] if n is not None else []
    there = "" if on and name != "kept" else value
    return link([tag("span", words), *count], f"?{name}={there}&before=", "kept-filter on" if on else "kept-filter")


def _rows(rows: Sequence[Row], next_: int | None, now: Any, may: bool) -> Component:
    if not rows:
        return _card(_("隔离的数据"), tag("div", [tag("b", "0", "n"), tag("p", _("没有被隔离的数据"))], "kept-none"))
    on = [link(_("更早的"), f"?before={next_}", "button")] if next_ else []
    who = [_who()] if may else [looks_on()]
    return _card(_("隔离的数据"), *who, *(_row(row, now, may) for row in rows), *on)


def _who() -> Safe:
    if one := seated():
        return doer(one, "settler")
    return field("settler", _("办理角色"), choice("settler", [(one, _(ROLES[one])) for one in SETTLERS], SETTLERS[0]))


def _row(row: Row, now: Any, may: bool) -> Safe:
    facts = " · ".join(filter(None, (_(DOORS.get(str(row["door"]), "")), row["origin"], _line(row))))
    head = [
        tag("span", _(FAULTS.get(str(row["fault"]), "")), "mark mark-over"),
        tag("b", row["reason"]),
        tag("small", facts),
        tag("span", moment(row["at"], now), "n"),
    ]
    inside: list[Any] = [_settled(row)] if row["state"] != "waiting" else []
    if row["state"] == "waiting" and may:
        buttons = [
            tag("button", _("重放"), "button primary", type="button", data_verdict="replay"),
            tag("button", _("丢弃"), "button", type="button", data_verdict="drop"),
        ]
        raw = field(
            "raw", _("原始数据（可修改后重放）"), area("raw", pretty(row["raw"]), rows=_height(row), spellcheck="false")
        )
        inside += [raw, tag("div", buttons, "act-send"), tag("p", None, "act-say", role="alert")]
    else:  # the row as it came may name people
        inside.append(tag("pre", pretty(row["raw"]), "kept-raw") if may else looks_on())
    return tag(
        "details", [tag("summary", head), tag("div", inside, "kept-inside")], "kept-row", data_kept=str(row["id"])
    )


def _line(row: Row) -> str:
    return _("第 {n} 行").format(n=row["row"]) if row["row"] else ""


def _height(row: Row) -> int:
    return min(18, max(4, pretty(row["raw"]).count("\n") + 1))


def _settled(row: Row) -> Safe:
    way = [link(_("查看事件"), f"/events/{row['event_code']}", "button small")] if row["event_code"] else []
    return tag("p", [f"{_(STATES[row['state']])} · {actor_text(row['settled_by'] or '')} ", *way])


def pretty(raw: str) -> str:
    """JSON with an item a line; what is none, as it came."""
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
    except ValueError:
        return raw


def _batches(found: Sequence[Row], now: Any) -> Component:
    """Files: imported, merged and quarantined make up the rows that were read."""
    heads = [_("文件"), _("读入"), _("导入"), _("已有"), _("隔离"), _("时间"), _("核对")]
    rows = [
        tag(
            "tr",
            [
                tag("td", [tag("b", row["file"]), " ", tag("small", row["profile"])]),
                *(tag("td", number(row[name]), "n num") for name in ("rows_read", "imported", "merged", "quarantined")),
                tag("td", moment(row["started_at"], now), "n"),
                tag("td", _balance(row)),
            ],
        )
        for row in found
    ]
    if not rows:
        return _card(_("导入批次"), tag("p", _("还没有导入过文件"), "quiet"))
    table = tag(
        "table",
        [
            tag("thead", tag("tr", [tag("th", one, "num" if 0 < n < 5 else "") for n, one in enumerate(heads)])),
            tag("tbody", rows),
        ],
        "ledger",
    )
    return _card(_("导入批次"), tag("div", table, "ledger-box"))


def _balance(row: Row) -> str:
    if row["state"] != "done":
        return _("进行中")
    whole = row["imported"] + row["merged"] + row["quarantined"]
    return _("相符") if whole == row["rows_read"] else _("不符：差 {n}").format(n=row["rows_read"] - whole)


def _card(title: str, *inside: Any) -> Component:
    head = html.Header(html.H2(title, className="panel-title"), className="panel-head")
    return html.Section([head, html.Div(list(inside), className="panel-body")], className="panel card")
