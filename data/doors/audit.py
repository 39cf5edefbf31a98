"""/audit: the log for auditors of the whole city, with the state of its chain; and as CSV."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response, request

from data.accounts.account import Account
from data.accounts.seat import seated
from data.doors.body import csv_text
from data.doors.plain_page import Page, answer_plainly, page, shown, spoken
from data.doors.sign_in import Failing
from data.errors import Forbidden
from data.house import house
from data.language import gettext as _
from data.queries.audit import FILTERS, MOST, Chain, chain, logged
from data.queries.audit_signs import Watched, watched
from data.scope import EVERY_CELL

COLUMNS = ("n", "at", "actor", "role", "action", "target", "address", "outcome", "detail", "previous", "digest")
MOST_ROWS = 50_000  # in a file
CHECKED = 20_000  # rows hashed for the page; `flask audit verify` looks at all


class Drawn(Protocol):
    """Who draws the page."""

    def audit(
        self,
        page: Page,
        rows: Sequence[Mapping[Any, Any]],
        wanted: Mapping[str, str],
        chain: Chain,
        odd: Watched,
        more: int,
    ) -> str: ...


def audit_door(drawn: Drawn, failing: Failing) -> Blueprint:
    door = Blueprint("audit", __name__)
    answer_plainly(door, failing.failed)

    @door.get("/audit")
    @spoken
    def found() -> Response:
        _check(seated())
        wanted, text = _wanted(), request.args.get("before", "")
        before = int(text) if text.isdecimal() and len(text) < 10 else None
        with house().engine.connect() as connection:
            rows = logged(connection, wanted, before)
            holds = chain(connection, last=CHECKED)
            odd = watched(connection, datetime.now(UTC))
        more = rows[-1]["n"] if len(rows) == MOST else 0
        return shown(drawn.audit(page(), rows, wanted, holds, odd, more))

    @door.get("/audit.csv")
    @spoken
    def file() -> Response:
        _check(seated())
        with house().engine.connect() as connection:
            rows = logged(connection, _wanted(), most=MOST_ROWS)
        text = csv_text(COLUMNS, COLUMNS, [dict(row) for row in rows])
        named = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
        return Response(text, mimetype="text/csv", headers=named)

    return door


def _check(one: Account | None) -> None:
    """The log tells of the whole city: it is for its own auditors."""
    if one is None or one.role != "auditor" or not one.scope.covers(*EVERY_CELL):
        raise Forbidden(_("只有市级审计员可以查看审计日志"))


def _wanted() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:80] for name in FILTERS}
