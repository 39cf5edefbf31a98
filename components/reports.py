"""What `data/doors/reports.py` asks for: a piece as it is laid out, a report as PDF, and the answers behind it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from components.ids import MAP
from components.reports_panels import answers, frame_of, panel_of, redrawn, shown_by
from components.reports_paper import paper
from data.acting import looking
from data.answer import Answer
from data.briefer import Briefer
from data.errors import BadInput, ReportRefused, UnknownThing
from data.handout.pdf import pdf
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.reports import Version, issue_of, report_row, version_of
from data.view import View


class Asked(NamedTuple):
    """A version with what its pieces say, and of when that is. `issue`: 0 for what is so now."""

    version: Version
    answers: Mapping[int, Answer]
    page: View
    moment: datetime
    issue: int


class Table(NamedTuple):
    title: str
    answer: Answer


def preview(house: House, key: str, view: View) -> dict[str, Any]:
    """{html, parts} of one panel: the editor shows pieces as the page will."""
    panel = panel_of(key)
    if panel is None:
        raise UnknownThing(_("没有这个面板"))
    if panel.key == MAP:
        return {"html": "", "parts": {}}
    with speaking(view.lang):
        drawing = redrawn(house, key, view, looking(house))
        return {"html": frame_of(panel, "preview"), "parts": drawing["parts"]}


def asked(house: House, code: str, me: Briefer, view: View, issue: int) -> Asked:
    """What a report says on a page of this View, or what its issue said. ReportRefused where a panel is missing."""
    with house.engine.connect() as connection:
        row = report_row(connection, code, me)
        if issue:
            one = issue_of(connection, row, issue, me)
            page = View.lenient(one.version.query)[0].but(lang=view.lang)
            return Asked(one.version, one.answers, page, one.as_of, issue)
        version = version_of(connection, row)
    if not version.pieces:
        raise ReportRefused(_("这份报告还是空的：先在编辑里放几块"))
    moment = view.at or house.clock.now().replace(microsecond=0)
    return Asked(version, answers(house, version.pieces, view, me.scope), view, moment, 0)


def as_pdf(house: House, one: Asked, me: Briefer) -> bytes:
    return pdf(paper(house, one.version, one.answers, one.page, me, one.moment, one.issue))


def tables(one: Asked) -> list[Table]:
    """What stands behind every piece that asks, in reading order."""
    told = [piece for piece in one.version.pieces if piece.n in one.answers]
    if not told:
        raise BadInput(_("这份报告没有数字，没有可导出的表"))
    found = []
    for piece in told:
        answer, panel = one.answers[piece.n], shown_by(piece)
        named = piece.kind == "indicator" and answer.rows
        found.append(Table(str(answer.rows[0]["name"]) if named else _(panel.title), answer))
    return found
