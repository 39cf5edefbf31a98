"""Issues of reports: every piece asked in one state of the city, as the owner sees it, and stored with what it said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from components.freezing import at_once
from components.reports_panels import answers
from data.briefer import briefer
from data.commands.due import owner_scope
from data.commands.report_issues import Made, due_reports, keep_due, keep_issue
from data.commands.reports import own_report
from data.engine import writing
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.queries.reports import report_row, version_of
from data.scope import Scope
from data.view import View

log = structlog.get_logger(__name__)
Row = Mapping[str, Any]


def issue_due(house: House) -> int:
    """Make what is due, each once however many workers look; how many. What fails is an issue that says why."""
    return sum(keep_due(house, row, _made(house, row)) for row in due_reports(house))


def issue_on_screen(house: House, given: dict[str, Any], _role: str, _number: int) -> str:
    """One issue now, beside those of the calendar; what there is to say. A fault is told instead."""
    me, code = briefer(house), str(given.get("code") or "")
    with house.engine.connect() as connection:
        row = report_row(connection, code, me)
    made = _asked(house, row, me.scope)
    with writing(house.engine) as connection:
        n = keep_issue(connection, house, own_report(connection, code, me), made, house.clock.now())
    return _("第 {n} 期已生成").format(n=n)


def _made(house: House, row: Row) -> Made:
    now, scope = house.clock.now(), Scope(cells=())
    try:
        with house.engine.connect() as connection:
            scope = owner_scope(connection, house, row["owner"])
        return _asked(house, row, scope)
    except CockpitError as error:  # its owner is gone, or a panel
        return Made(as_of=now, scope=scope, answers={}, fault=str(error))
    except Exception as error:  # told on the page, and not tried again every minute
        log.exception("an issue was not made", report=row["code"], error=str(error))
        return Made(as_of=now, scope=scope, answers={}, fault=_("数据没有取到，这一期没有生成；原因已记入日志"))


def _asked(house: House, row: Row, scope: Scope) -> Made:
    with house.engine.connect() as connection:
        version = version_of(connection, dict(row))
    page = View.lenient(version.query)[0]

    def told(moment: datetime | None) -> Any:
        return answers(house, version.pieces, page, scope, moment)

    moment, found = at_once(house, told)
    return Made(as_of=moment, scope=scope, answers=found)
