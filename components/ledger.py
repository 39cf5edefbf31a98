"""A panel's own page beside its drawing: every row with units, and where the figures come from."""

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.marks import chip, glyph
from components.numbers import NONE, number, stay
from data.answer import Answer, Column, Row
from data.language import gettext as _
from data.times import local
from data.view import REGION
from data.words import FRESHNESS, LEVELS, PROVENANCE

PLACES = ("code", "region_code")
WORDS = {"provenance": PROVENANCE}


def table(answer: Answer) -> Component:
    """All rows, all columns; a row that is a region of the level below leads down to it."""
    columns = [(column, _is_text(column, answer.rows)) for column in _columns(answer)]
    heads = html.Tr([html.Th(_head(column), className="" if text else "num") for column, text in columns])
    body = [_row(row, columns) for row in answer.rows]
    return html.Table([html.Thead(heads), html.Tbody(body)], className="ledger")


def _columns(answer: Answer) -> list[Column]:
    """All but what says which row is chosen on screen."""
    return [column for column in answer.columns if column.key != "on"]


def _row(row: Row, columns: Sequence[tuple[Column, bool]]) -> Component:
    """`columns`, and whether each holds words."""
    cells = [_cell(row, column, text) for column, text in columns]
    code = next((str(row[place]) for place in PLACES if REGION.fullmatch(str(row.get(place, "")))), "")
    return html.Tr(cells, **({"data-region-code": code} if code else {}))


def _cell(row: Row, column: Column, text: bool) -> Component:
    value = row.get(column.key)
    if column.key in PLACES and REGION.fullmatch(str(value or "")):
        return html.Td(html.A(str(value), href=f"?region={value}", className="n"))
    if column.key in WORDS and value in WORDS[column.key]:
        return html.Td(chip(str(value)))
    if isinstance(value, bool):
        return html.Td(_("是") if value else _("否"))
    if text:
        return html.Td(NONE if value in (None, "") else _moment(str(value)))
    return html.Td(number(value, 4 if column.unit == "°" else None), className="n num")


def _moment(text: str) -> str:
    """A time in the city's own hours; any other text as it is."""
    try:
        return f"{local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}" if "T" in text else text
    except ValueError:
        return text


def _is_text(column: Column, rows: Sequence[Row]) -> bool:
    return not any(isinstance(row.get(column.key), int | float) for row in rows)


def _head(column: Column) -> str:
    return f"{_(column.label)} {_(column.unit)}".strip()


def source(answer: Answer, now: datetime) -> list[Component]:
    """Where the figures come from, how fresh they are, and what each column means."""
    state = answer.freshness(now)
    age = (now - answer.as_of).total_seconds() / 60 if answer.as_of else None
    when = f"{local(answer.as_of):%Y-%m-%d %H:%M}" if answer.as_of else NONE
    facts: list[tuple[str, list[Component | str]]] = [
        (_("来源"), [_(answer.source), " ", chip(answer.provenance)]),
        (_("口径"), [_("本级") if not answer.upper else f"{_('上级口径')} {answer.upper}"]),
        (_("层级"), [_(LEVELS[answer.level])]),
        (_("截至"), [html.Span(when, className="n")]),
        (_("更新周期"), [stay(answer.rhythm.total_seconds() / 60)]),
        (
            _("状态"),
            [glyph("fresh" if state == "empty" else state), " ", _(FRESHNESS[state]), " ", stay(age) if age else ""],
        ),
        (_("单位"), [_(answer.unit) or NONE]),
        (_("行数"), [html.Span(number(len(answer.rows)), className="n")]),
    ]
    listed = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts]
    columns = [html.Div([html.Dt(_(one.label)), html.Dd(_(one.unit) or NONE)]) for one in _columns(answer)]
    heading = html.Div([html.B(_("栏目")), html.B(_("单位"))], className="facts-head")
    return [html.Dl(listed, className="facts"), heading, html.Dl(columns, className="facts")]
