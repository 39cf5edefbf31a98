"""The library of warning rules "/rules": what each looks at, whether it works, how often and how well it warned."""

from collections import Counter
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_words import moment
from components.fields import entry, field, link
from components.ids import NEW_WARNING, NEW_WARNING_SENT, RULES, RULES_DRAWN
from components.link import link_down
from components.marks import chip
from components.markup import Safe, markup, still, tag
from components.numbers import number
from components.raise_form import raise_form
from components.rule_words import precision, state_mark, subject, when
from components.sparks import spark
from components.titlebar import breadcrumb, search
from components.wall import notice
from data.acting import looking
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import region_of
from data.queries.rule_library import library
from data.risk_words import CHEM_LINKS, RULE_STATES, WARNING_FIELDS
from data.view import View
from data.warn.plain import levels, looks_at

Row = dict[str, Any]
COLUMNS = (
    "模型",
    "灾种",
    "看什么",
    "依据",
    "版本",
    "状态",
    "当前",
    "7 天",
    "30 天",
    "1 年",
    "最近命中",
    "评判精度",
    "30 天走势",
)
NUMBERS = ("当前", "7 天", "30 天", "1 年", "版本")
UNLABELLED = (0, 2)  # columns that say by themselves what they are, where a row is a card
PARTS = ("counts", "rows", "raise")


def rules_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = rules_drawn(house, view, chosen)
        bar = desk_bar(house, view, "/rules", _("预警模型库"), breadcrumb(), search())
        body = [html.Div(className=f"rules-{name}", **_part(name, parts)) for name in PARTS]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(body, className="rules-body"),
                *pulse(view),
                *stores(),
            ],
            className="page rules-page event-page",
            **{"data-live": "rules", "data-testid": "rules-page"},
        )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (RULES, RULES_DRAWN, NEW_WARNING, NEW_WARNING_SENT)]


def _part(name: str, parts: dict[str, str]) -> dict[str, str]:
    return {"data-html": parts[name], "data-rules-part": name}


def rules_drawn(house: House, view: View, chosen: dict[str, str]) -> dict[str, str]:
    """{part: HTML} for what of it is chosen: model (a field, or a link of chemicals), switch (a state), text."""
    with house.engine.connect() as connection:
        scope = looking(house)
        rows = library(connection, region_of(connection, view.region, scope), scope, house.clock.now())
    wanted = {name: chosen.get(name, "") for name in ("model", "switch", "text")}
    shown = [row for row in rows if _fits(row, wanted)]
    drawn = {
        "counts": _counts(rows, wanted),
        "rows": _table(house, shown),
        "raise": raise_form(house, view),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _fits(row: Row, wanted: dict[str, str]) -> bool:
    model, text = wanted["model"], wanted["text"].strip().lower()
    told = f"{row['name']} {_(row['name'])} {row['code']} {row['source']}".lower()
    of_model = not model or model == row["field"] or model == f"chem.{row['link']}"
    return of_model and wanted["switch"] in ("", row["state"]) and (not text or text in told)


def _counts(rows: list[Row], wanted: dict[str, str]) -> Component:
    """How many there are; by state, by field and by the links of chemicals: each is a filter."""
    states, fields = Counter(row["state"] for row in rows), Counter(row["field"] for row in rows)
    links = Counter(row["link"] for row in rows if row["link"])
    live = sum(row["live"] for row in rows)
    total = tag("p", [tag("b", number(len(rows)), "n"), _("个模型")], "kept-total")
    found = tag("p", _("当前命中 {n} 条").format(n=number(live)), "quiet")
    groups = [
        (_("状态"), "switch", [(one, _(word), states[one]) for one, word in RULE_STATES.items()]),
        (_("灾种"), "model", [(one, _(word), fields[one]) for one, word in WARNING_FIELDS.items() if fields[one]]),
        (_("危化品环节"), "model", [(f"chem.{one}", _link(one, rows), links[one]) for one in CHEM_LINKS]),
    ]
    text = field("text", _("文字"), entry("text", "search", wanted["text"], data_rule_text="1", maxlength="64"))
    parts = [total, found, text]
    for title, name, options in groups:
        ways = [_filter(name, value, words, n, wanted[name] == value) for value, words, n in options]
        parts += [tag("h3", title), tag("div", ways, "kept-filters")]
    return _card(_("预警模型库"), parts)


def _link(name: str, rows: list[Row]) -> str:
    """A link of the chain, with how much is live there and how much of that is red."""
    word, mine = _(CHEM_LINKS[name]), [row for row in rows if row["link"] == name]
    n, red = sum(row["live"] for row in mine), sum(row["red"] for row in mine)
    return _("{link} · 当前 {n}，红 {red}").format(link=word, n=number(n), red=number(red)) if n else word


def _filter(name: str, value: str, words: str, n: int, on: bool) -> Safe:
    """Chosen again, it is taken back."""
    inside = [tag("span", words), tag("b", number(n), "n")]
    return link(inside, f"?{name}={'' if on else value}", "kept-filter on" if on else "kept-filter")


def _table(house: House, rows: list[Row]) -> Component:
    now = house.clock.now()
    heads = [tag("th", _(name), "num" if name in NUMBERS else "") for name in COLUMNS]
    order = {name: n for n, name in enumerate(WARNING_FIELDS)}
    links = {name: n for n, name in enumerate(("", *CHEM_LINKS))}
    rows = sorted(rows, key=lambda row: (order[row["field"]], links[row["link"]], row["code"]))
    body = [_row(row, now) for row in rows]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger carded rules-ledger")
    none = [tag("p", _("没有符合条件的模型"), "quiet")] if not rows else []
    lived = chip("simulated" if house.clock.holds_demo() else "measured")
    meta = tag("div", [lived, tag("span", moment(now, now), "n as-of")], "panel-meta")
    return _card(_("模型"), [tag("div", table, "ledger-box rules-box"), *none], meta)


def _row(row: Row, now: Any) -> Safe:
    name = _(row["name"])
    told = "\n".join(words for _colour, words in levels(row["what"]))
    about = [tag("b", name), tag("small", row["code"], "n")]
    looks = [tag("span", looks_at(row["what"]), "rule-looks"), tag("ul", when(row["what"])[:1], "rule-when")]
    cells = [
        (link(about, f"/rules/{row['code']}", "rule-way", data_carry="view"), "", ""),
        (subject(row), "spare", ""),
        (looks, "rule-cell", told),
        (row["source"], "rule-source spare", row["source"]),
        (f"v{row['version']}", "n num spare", ""),
        (state_mark(row), "", ""),
        *((number(row[one]), _figure(row[one]), "") for one in ("live", "d7", "d30", "year")),
        (moment(row["last_at"], now), "n", ""),
        (precision(row), "", ""),
        (spark(row["trend"]) if any(row["trend"]) else "—", "rule-trend spare", ""),
    ]
    shown = [
        tag("td", inside, how, data_label="" if n in UNLABELLED else _(COLUMNS[n]), **({"title": why} if why else {}))
        for n, (inside, how, why) in enumerate(cells)
    ]
    return tag("tr", shown, f"rule-row rule-row-{row['state']}", data_rule=row["code"])


def _figure(n: int) -> str:
    return "n num figure" if n else "n num zero figure"


def _card(title: str, inside: Any, meta: Any = None) -> Component:
    head = html.Header([html.H2(title, className="panel-title"), *([meta] if meta else [])], className="panel-head")
    return html.Section([head, html.Div(inside, className="panel-body")], className="panel card")
