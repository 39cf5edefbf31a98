"""期: what a report said at one moment is stored, and roles are told of it by the outbox. Made once, by one worker."""

import json
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, update

from data.answer import Answer
from data.briefer import scope_json
from data.briefing.kept import answer_json
from data.commands.audit import note
from data.commands.due import claimed, due_rows
from data.commands.revisions import bump
from data.dispatch.channels import channel_of
from data.engine import writing
from data.house import House
from data.language import gettext as _
from data.schema import outbox, report, report_issue
from data.scope import Scope
from data.times import local
from data.timing import timing_of
from data.words import ROLES

CHANNELS = ("app", "mail")
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was found out: answers by piece as of one moment, or why there are none."""

    as_of: datetime
    scope: Scope
    answers: Mapping[int, Answer]
    fault: str = ""


def due_reports(house: House) -> list[dict[str, Any]]:
    return due_rows(house, report, house.clock.now())


def keep_due(house: House, row: Row, made: Made) -> bool:
    """Whether it was this worker's to keep: the claim is in the transaction that stores it."""
    with writing(house.engine) as connection:
        later = timing_of(row["timing"]).after(house.clock.now())
        if not claimed(connection, report, row, later):
            return False
        keep_issue(connection, house, row, made, row["next_at"])
    return True


def keep_issue(connection: Connection, house: House, row: Row, made: Made, due_at: datetime) -> int:
    """Store it as the next issue and tell the roles that are to be told; its number."""
    bump(connection, "reports", "letters")
    last = update(report).where(report.c.id == row["id"]).values(issues=report.c.issues + 1)
    n = int(connection.scalar(last.returning(report.c.issues)) or 0)
    body = orjson.dumps({str(number): answer_json(one) for number, one in made.answers.items()})
    issue = {"report_id": row["id"], "n": n, "due_at": due_at, "as_of": made.as_of, "seq": row["seq"]}
    issue |= {"scope": scope_json(made.scope), "fault": made.fault, "body": zlib.compress(body)}
    connection.execute(insert(report_issue).values(issue))
    letters = [_letter(house, row, n, made, role, channel) for role in _roles(row) for channel in _channels(house)]
    if letters and not made.fault:
        connection.execute(insert(outbox), letters)
    note(connection, "report_issue", f"{row['code']} {n}", detail={"why": made.fault} if made.fault else None)
    return n


def _channels(house: House) -> list[str]:
    return [one for one in CHANNELS if channel_of(one, house.settings)]


def _roles(row: Row) -> list[str]:
    told = row["sent"]
    return list(json.loads(told) if isinstance(told, str) else told)


def _letter(house: House, row: Row, n: int, made: Made, role: str, channel: str) -> Row:
    there = f"{house.settings.public_url.rstrip('/')}/reports/{row['code']}?issue={n}"
    words = _("《{title}》第 {n} 期已生成，数据截至 {at}")
    told = {"kind": "report", "what": row["title"], "name": _(ROLES[role]), "report": there, "code": row["code"]}
    told["words"] = words.format(title=row["title"], n=n, at=f"{local(made.as_of):%Y-%m-%d %H:%M}")
    told["simulated"] = house.clock.holds_demo()
    letter = {"message": str(uuid.uuid4()), "channel": channel, "kind": "report", "address": role}
    return letter | {
        "body": json.dumps(told, ensure_ascii=False),
        "state": "due",
        "attempts": 0,
        "due_at": datetime.now(UTC),
    }
