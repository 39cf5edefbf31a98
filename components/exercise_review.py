"""复盘 on a page: the figures of an exercise and what happened in it, line by line."""

from dash import html
from dash.development.base_component import Component

from components.event_words import actor_text
from components.markup import Safe, tag
from components.numbers import number, stay
from data.exercise.mark import WORD
from data.exercise.review import Review, Row
from data.exercise.words import COLUMNS, KINDS, STATES
from data.language import gettext as _
from data.risk_words import WARNING_COLOURS
from data.times import local


def review_card(found: Review) -> Component:
    stands = found.standing
    code = str(stands.about["code"])
    file = html.A("CSV", href=f"/api/v1/exercises/{code}/review.csv", className="button", **{"data-carry": "lang"})
    sub = html.Span(f"{stands.about['name']} · {_(STATES[stands.state])}", className="panel-sub")
    title = html.H2(_("复盘"), className="panel-title")
    mark = html.Span(WORD, className="chip chip-simulated")
    head = html.Header([title, sub, html.Div([mark, file], className="panel-meta")], className="panel-head")
    body = [tag("p", str(stands.about["about"]), "quiet"), _figures(found), _rows(found)]
    return html.Section([head, html.Div(body, className="panel-body")], className="panel card", **{"data-review": code})


def _figures(found: Review) -> Safe:
    """How many, how grave, how soon; what cannot be reckoned is a dash."""
    gravest = _(WARNING_COLOURS[found.gravest]) if found.gravest else "—"
    answered = stay(found.answer_minutes) if found.answer_minutes is not None else "—"
    figures = [
        (_("预警"), number(found.warnings), _("条")),
        (_("最高级别"), gravest, ""),
        (_("未处置的预警"), number(found.unanswered), _("条")),
        (_("响应用时中位数"), answered, ""),
        (_("事件"), number(found.events), _("件")),
        (_("已受理的事件"), number(found.handled), _("件")),
    ]
    return tag("div", [_figure(*one) for one in figures], "exercise-figures")


def _figure(label: str, value: str, unit: str) -> Safe:
    return tag("div", [tag("small", label), tag("p", [tag("b", value, "n"), tag("em", unit)])])


def _rows(found: Review) -> Safe:
    if not found.rows:
        return tag("p", _("还没有发生什么"), "quiet")
    heads = tag("tr", [tag("th", _(label)) for label in COLUMNS.values()])
    return tag(
        "div",
        tag("table", [tag("thead", heads), tag("tbody", [_row(row) for row in found.rows])], "ledger"),
        "ledger-box",
    )


def _row(row: Row) -> Safe:
    colour = f"peak-{row['colour']}" if row.get("colour") else ""
    cells = [
        tag("td", f"{local(row['at']):%m-%d %H:%M}", "n"),
        tag("td", _(KINDS[row["kind"]])),
        tag("td", row["what"], "what"),
        tag("td", row["place"]),
        tag("td", row["peak"], colour),
        tag("td", _time(row["answered_at"]), "n"),
        tag("td", _span(row["answered_after"])),
        tag("td", actor_text(row["who"])),
        tag("td", _time(row["ended_at"]), "n"),
        tag("td", _span(row["lasted"])),
    ]
    return tag("tr", cells, f"review-{row['kind']}")


def _time(at: object) -> str:
    return f"{local(at):%m-%d %H:%M}" if at else "—"  # type: ignore[arg-type]


def _span(minutes: float | None) -> str:
    return stay(minutes) if minutes is not None else "—"
