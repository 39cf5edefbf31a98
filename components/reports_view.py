"""One report "/reports/<code>": its pieces as they were laid, live as the reader sees the city, or as of an issue."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.briefing_list import json_of
from components.desk import desk_bar
from components.drawn import drawn
from components.fields import link
from components.frame import framed
from components.ids import MAP
from components.ledger import table
from components.link import link_down
from components.listing import stores
from components.many_form import said
from components.markup import Safe, markup, still, tag
from components.reports_panels import frame_of, name_of, panel_of
from components.reports_side import history_card, issues_card, share_card, time_card
from components.reports_text import prose
from components.titlebar import breadcrumb, window_switch
from components.wall import engine, notice
from data.acting import PLAYED
from data.briefer import Briefer, briefer
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.documents import agencies
from data.queries.regions import children, home_of
from data.queries.reports import Issue, Version, history, issue_of, issues_of, makes, report_row, version_of
from data.reports.piece import Piece
from data.times import local
from data.view import View

Row = dict[str, Any]


def report_page(house: House, view: View, refused: tuple[str, ...], code: str, asked: Mapping[str, str]) -> Component:
    """UnknownThing when this asker does not see it. Without a View of its own the address is that of the report."""
    me = briefer(house)
    shown = _whole(asked.get("issue"))
    with house.engine.connect() as connection:
        row = report_row(connection, code, me)
        version = version_of(connection, row)
    with speaking(view.lang):
        issue, fault = _issue(house, row, shown, me)
        body = _stood(house, issue, view, me) if issue else _live(version, view) if not shown else []
        bar = desk_bar(house, view, "/reports", row["title"], breadcrumb(), window_switch())
        parts = report_drawn(house, view, {"of": code, "issue": str(shown or "")})
        hung = [] if shown else [*_panels(version.pieces)]
        told = {"data-listing": "report", "data-listing-of": code, "data-report-query": "" if shown else version.query}
        main = html.Main(
            [
                html.Div(
                    [*_said(issue, fault, code), html.Div(body, className="report-grid")], className="report-sheet"
                ),
                html.Div([_part(name, text) for name, text in parts.items()], className="report-side"),
            ],
            className="report-body",
            **told,
        )
        return html.Div(
            [still([bar, link_down(), *notice(view, refused)]), main, *stores(), *_engine(version, view, hung)],
            className="page listing-page report-page",
            **{"data-live": "report", "data-testid": "report-page", "data-report": code},
        )


def report_drawn(
    house: House, view: View, chosen: Mapping[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML} of what stands beside it."""
    me, now, shown = briefer(house), house.clock.now(), _whole(chosen.get("issue"))
    with house.engine.connect() as connection:
        row = report_row(connection, chosen.get("of", ""), me)
        issues, versions = issues_of(connection, row, me), history(connection, row)
        own = row["may"] == "own" and makes(me)
        units = agencies(connection, me.scope) if own else []
        home = home_of(connection, me.scope)
        places = [home, *(children(connection, home) if own and home.level < 4 else [])]
    cards = [_files(row, view, shown), issues_card(row, issues, now, shown, acts=own)]
    cards += [time_card(row), share_card(row, units, places)] if own else []
    cards.append(history_card(row, versions, now, changes=row["changes"]))
    return {"said": markup(said()), "report": markup(cards)}


def _part(name: str, text: str) -> Component:
    return html.Div(className=f"listing-{name}", **{"data-html": text, "data-listing-part": name})


def _files(row: Row, view: View, shown: int) -> Safe:
    """Both files go by `assets/js/56-reports.js`, which says in words why there is none."""
    there = f"/reports/data/{row['code']}/report"
    files = [
        tag("button", kind.upper(), "button small", type="button", data_report_file=f"{there}.{kind}")
        for kind in ("pdf", "xlsx")
    ]
    edit = (
        [link(_("排版"), f"/reports/{row['code']}/edit", "button small primary", data_carry="archive")]
        if row["changes"]
        else []
    )
    copies = tag("button", _("复制"), "button small", type="button", data_report_copy=row["code"])
    say = tag("p", None, "act-say", role="status", data_doing=_("正在生成"), data_failed=_("没有做成，请再试"))
    inside = [tag("div", [*edit, *files, copies], "report-steps", data_report_issue=str(shown or "")), say]
    return Safe(f'<section class="panel card"><div class="panel-body">{markup(inside)}</div></section>')


def _issue(house: House, row: Row, shown: int, me: Briefer) -> tuple[Issue | None, str]:
    """The issue that is asked for, or why it is not shown."""
    if not shown:
        return None, ""
    try:
        with house.engine.connect() as connection:
            return issue_of(connection, row, shown, me), ""
    except CockpitError as error:
        return None, str(error)


def _said(issue: Issue | None, fault: str, code: str) -> list[Component]:
    """Whether it is an issue that is looked at, and of when; or why it is not there."""
    if fault:
        back = html.A(_("看实时"), href=f"/reports/{code}", className="button", **{"data-carry": "archive"})
        return [html.Div([html.P(fault), back], className="report-told", role="alert")]
    if issue is None:
        return []
    words = _("第 {n} 期 · 数据冻结于 {at}").format(n=issue.n, at=_clock(issue.as_of))
    return [html.Div(html.P(words), className="report-told")]


def _clock(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


def _stood(house: House, issue: Issue, view: View, me: Briefer) -> list[Component]:
    """As they were drawn then: frames that `assets/js/56-reports.js` fills once."""
    page = View.lenient(issue.version.query)[0].but(lang=view.lang, skin=view.skin)
    cells = []
    for piece in issue.version.pieces:
        inside = still(_text(piece)) if piece.n not in issue.answers else _then(house, piece, issue, page, me)
        cells.append(_cell(piece, inside))
    return cells


def _then(house: House, piece: Piece, issue: Issue, page: View, me: Briefer) -> Component:
    answer, view = issue.answers[piece.n], piece.seen(page)
    panel = panel_of(name_of(piece, ()))
    if panel is None or panel.key == MAP:  # of a map its rows: it is drawn in the PDF
        return still(html.Section(html.Div(table(answer), className="ledger-box"), className="panel"))
    drawing = drawn(house, panel, view.but(at=view.at or issue.as_of), me.scope, kept=answer)
    name = f"{panel.key}@{piece.n}"
    return still(frame_of(panel, name), **{"data-report-then": json_of(drawing)})


def _live(version: Version, view: View) -> list[Component]:
    if not version.pieces:
        return [html.P(_("这份报告还是空的：先在编辑里放几块"), className="quiet report-empty")]
    return [_cell(piece, _inside(piece, version.pieces)) for piece in version.pieces]


def _cell(piece: Piece, inside: Component) -> Component:
    place = {"gridColumn": f"{piece.x + 1} / span {piece.w}", "gridRow": f"{piece.y + 1} / span {piece.h}"}
    return html.Div(inside, className=f"report-cell report-{piece.kind}", style=place)


def _inside(piece: Piece, pieces: Sequence[Piece]) -> Component:
    if piece.kind in ("heading", "text"):
        return still(_text(piece))
    name = name_of(piece, pieces)
    panel = panel_of(name)
    if panel is None:
        words = _("面板“{name}”已不存在；移除它，或换成别的").format(name=piece.key)
        return still(tag("p", words, "report-lost", role="alert"))
    if panel.key == MAP:
        return html.Div(framed(panel), className="report-map")
    held = [tag("small", _("固定口径"), "report-held")] if piece.view is not None else []
    return still([frame_of(panel, name), *held])


def _text(piece: Piece) -> list[Safe]:
    return [tag("h2", piece.text)] if piece.kind == "heading" else [tag("div", prose(piece.text), "report-prose")]


def _panels(pieces: Sequence[Piece]) -> list[tuple[str, Piece]]:
    """The pieces that ask, by their names on the page; one of the map."""
    named = {name_of(one, pieces): one for one in reversed(pieces) if one.kind in ("panel", "indicator")}
    return [(name, one) for name, one in reversed(named.items()) if panel_of(name) is not None]


def _engine(version: Version, view: View, hung: Sequence[tuple[str, Piece]]) -> list[Component]:
    shown = [(name, panel) for name, _piece in hung if (panel := panel_of(name)) is not None]
    held = {name: piece.view for name, piece in hung if piece.view is not None}
    return engine(view, [panel for _name, panel in shown], names=[name for name, _panel in shown], held=held)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 0
