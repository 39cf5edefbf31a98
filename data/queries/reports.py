"""Reports that somebody sees, one with a version of it, its history, with whom it is shared, and its issues."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from data.answer import Answer
from data.briefer import Briefer, covers
from data.briefing.kept import answer_of
from data.errors import Forbidden, ReportRefused, UnknownThing
from data.language import gettext as _
from data.report_words import REPORT_MAKERS
from data.reports.piece import Piece, read
from data.schema import agency, region, report, report_issue, report_share, report_version
from data.timing import timing_of

Row = dict[str, Any]
MOST, VERSIONS, ISSUES = 300, 30, 60  # that are listed
LATELY = timedelta(days=31)
I = report_issue.c  # noqa: E741


@dataclass(frozen=True)
class Version:
    """A layout as it was saved."""

    seq: int
    title: str
    query: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Issue:
    """期: what the pieces of a version said at one moment."""

    n: int
    as_of: datetime
    due_at: datetime
    version: Version
    answers: Mapping[int, Answer]


def makes(me: Briefer) -> bool:
    """Whether he may have reports of his own."""
    return me.makes or (me.role in REPORT_MAKERS and not me.visits and not me.shown)


def reports(connection: Connection, me: Briefer) -> list[Row]:
    """Those he sees, last changed first."""
    newest = select(report).order_by(report.c.changed_at.desc(), report.c.id.desc())
    rows = [dict(row) for row in connection.execute(newest).mappings()]
    shares = _shares(connection, [row["id"] for row in rows])
    found = [_shown(row, shares.get(row["id"], []), me) for row in rows]
    return [row for row in found if row["may"]][:MOST]


def report_row(connection: Connection, code: str, me: Briefer) -> Row:
    """One; `may` says own, edit or view. UnknownThing for one that is not there, or not for him."""
    row = connection.execute(select(report).where(report.c.code == code)).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这份报告"))
    found = _shown(row, _shares(connection, [row["id"]]).get(row["id"], []), me)
    if not found["may"]:
        raise UnknownThing(_("没有这份报告"))
    return found


def version_of(connection: Connection, row: Row, seq: int = 0) -> Version:
    """The newest, or the one named."""
    v = report_version.c
    query = select(report_version).where(v.report_id == row["id"], v.seq == (seq or row["seq"]))
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UnknownThing(_("没有这一版"))
    return Version(found["seq"], found["title"], found["query"], read(found["pieces"]))


def history(connection: Connection, row: Row) -> list[Row]:
    """Who saved what when, newest first."""
    v = report_version.c
    columns = (v.seq, v.at, v.who_name, v.title, v.note)
    query = select(*columns).where(v.report_id == row["id"]).order_by(v.seq.desc()).limit(VERSIONS)
    return [dict(one) for one in connection.execute(query).mappings()]


def shares_of(connection: Connection, row: Row) -> list[Row]:
    return _shares(connection, [row["id"]]).get(row["id"], [])


def issues_of(connection: Connection, row: Row, me: Briefer) -> list[Row]:
    """Newest first; `open` where he sees all that its owner saw."""
    query = _issues().where(I.report_id == row["id"]).order_by(I.n.desc()).limit(ISSUES)
    return [_listed(one, me) for one in connection.execute(query).mappings()]


def sent_to(connection: Connection, me: Briefer, now: datetime) -> list[Row]:
    """Issues of late that he was told of: of reports that he sees, sent to his role."""
    seen = {row["id"]: row for row in reports(connection, me) if me.role in row["sent"] or row["may"] == "own"}
    query = _issues().where(I.report_id.in_(list(seen)), I.as_of > now - LATELY).order_by(I.as_of.desc(), I.id.desc())
    rows = [_listed(one, me) for one in connection.execute(query.limit(ISSUES)).mappings()]
    return [row | {name: seen[row["report_id"]][name] for name in ("code", "title")} for row in rows]


def issue_of(connection: Connection, row: Row, n: int, me: Briefer) -> Issue:
    """UnknownThing, Forbidden for who sees less than its owner did, ReportRefused where it could not be made."""
    query = select(report_issue).where(I.report_id == row["id"], I.n == n)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UnknownThing(_("没有这一期"))
    if not covers(me.scope, found["scope"]):
        raise Forbidden(_("这一期按制作人的范围生成，超出您可看的范围；请看实时页"))
    if found["fault"]:
        raise ReportRefused(found["fault"])
    told = orjson.loads(zlib.decompress(found["body"]))
    answers = {int(number): answer_of(text) for number, text in told.items()}
    version = version_of(connection, row, found["seq"])
    return Issue(n, found["as_of"], found["due_at"], version, answers)


def _issues() -> Select[Any]:
    return select(I.id, I.report_id, I.n, I.due_at, I.as_of, I.seq, I.scope, I.fault)


def _listed(row: Mapping[Any, Any], me: Briefer) -> Row:
    return dict(row) | {"open": not row["fault"] and covers(me.scope, row["scope"])}


def _shares(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row]]:
    s = report_share.c
    columns = (report_share, region.c.code.label("region"), region.c.name.label("place"), region.c.lo, region.c.hi)
    joined = report_share.join(region, region.c.id == s.region_id).outerjoin(agency, agency.c.code == s.agency)
    query = select(*columns, agency.c.name.label("department")).select_from(joined).order_by(s.id)
    found: dict[int, list[Row]] = {}
    for row in connection.execute(query.where(s.report_id.in_(ids))).mappings():
        found.setdefault(row["report_id"], []).append(dict(row))
    return found


def _shown(row: Mapping[Any, Any], shares: Sequence[Row], me: Briefer) -> Row:
    told = {"sent": tuple(json.loads(row["sent"])), "timing": timing_of(row["timing"])}
    mine = [one for one in shares if _meant(one, me)]
    edits = makes(me) and any(one["edits"] for one in mine)
    may = "own" if me.owns(row) else "edit" if edits else "view" if mine else ""
    return dict(row) | told | {"may": may, "changes": makes(me) and may in ("own", "edit"), "shares": list(shares)}


def _meant(share: Row, me: Briefer) -> bool:
    """Of that role, of that department, and somebody who sees at least a part of that region."""
    if me.shown or share["role"] not in ("", me.role):
        return False
    return share["agency"] in ("", *me.scope.departments) and me.scope.touches(share["lo"], share["hi"])
