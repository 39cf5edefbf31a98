"""A report is made, saved as one more version, taken back to an earlier one, copied, shared, timed and removed."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.briefer import Briefer
from data.briefing.scene import said
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ReportRefused, UnknownThing
from data.language import gettext as _
from data.queries.documents import agencies
from data.queries.regions import region_of
from data.queries.reports import makes, report_row, version_of
from data.report_words import REPORT_READERS
from data.reports.piece import Piece, kept
from data.schema import report, report_issue, report_share, report_version
from data.timing import Timing

NAME, MOST_OWN, MOST_SHARES = 48, 100, 40
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What is saved: `query` is the View with which the page opens."""

    title: str
    query: str = ""
    pieces: tuple[Piece, ...] = ()


def make_report(connection: Connection, layout: Layout, me: Briefer, now: datetime) -> str:
    """The code of the new one. Forbidden for who makes none, BadInput."""
    if not makes(me):
        raise Forbidden(_("您的角色只看报告"))
    bump(connection, "reports")
    own = select(func.count()).select_from(report).where(report.c.owner == me.who)
    if (connection.scalar(own) or 0) >= MOST_OWN:
        raise ReportRefused(_("自己的报告最多 {n} 份，请先删除旧的").format(n=MOST_OWN))
    row: Row = {
        "code": secrets.token_urlsafe(9),
        "owner": me.who,
        "owner_name": me.name[:64],
        "title": _named(layout.title),
    }
    row |= {"made_at": now, "changed_at": now, "seq": 0, "timing": Timing().json(), "sent": "[]", "issues": 0}
    number = connection.scalar(insert(report).values(row).returning(report.c.id))
    _keep(connection, {"id": number, "seq": 0}, layout, me, now, _("新建"))
    return str(row["code"])


def save_report(connection: Connection, code: str, layout: Layout, base: int, me: Briefer, now: datetime) -> int:
    """The number of the new version. ReportRefused where somebody else has saved one since `base`."""
    row = _to_change(connection, code, me)
    if row["seq"] != base:
        raise ReportRefused(_("您打开后有人保存了第 {n} 版，请刷新后再改").format(n=row["seq"]))
    return _keep(connection, row, layout, me, now, "")


def restore_report(connection: Connection, code: str, seq: int, me: Briefer, now: datetime) -> int:
    """An earlier version once more, as the newest."""
    row = _to_change(connection, code, me)
    old = version_of(connection, row, seq)
    layout = Layout(title=old.title, query=old.query, pieces=old.pieces)
    return _keep(connection, row, layout, me, now, _("恢复第 {n} 版").format(n=seq))


def copy_report(connection: Connection, code: str, me: Briefer, now: datetime) -> str:
    """One of his own with the same layout, unshared and untimed; its code."""
    row = report_row(connection, code, me)
    old = version_of(connection, row)
    title = _("{title}（副本）").format(title=old.title[: NAME - 8])
    return make_report(connection, Layout(title=title, query=old.query, pieces=old.pieces), me, now)


def remove_report(connection: Connection, code: str, me: Briefer) -> None:
    """With its versions and its issues."""
    row = own_report(connection, code, me)
    for table in (report_issue, report_share, report_version):
        connection.execute(delete(table).where(table.c.report_id == row["id"]))
    connection.execute(delete(report).where(report.c.id == row["id"]))


def share_report(connection: Connection, code: str, given: Mapping[str, Any], me: Briefer, now: datetime) -> None:
    """{role, agency, region, edits}. With nobody beyond what its owner sees himself."""
    row = own_report(connection, code, me)
    role, department = str(given.get("role") or ""), str(given.get("agency") or "")
    known = {one["code"] for one in agencies(connection, me.scope)} if department else set()
    if role not in ("", *REPORT_READERS) or (department and department not in known):
        raise BadInput(_("不能共享给这个角色或单位"))
    if len(row["shares"]) >= MOST_SHARES:
        raise BadInput(_("一份报告最多共享 {n} 次").format(n=MOST_SHARES))
    here = region_of(connection, str(given.get("region") or ""), me.scope)
    to = {"report_id": row["id"], "role": role, "agency": department, "region_id": here.id}
    connection.execute(delete(report_share).where(*(report_share.c[name] == value for name, value in to.items())))
    connection.execute(insert(report_share).values(to | {"edits": int(bool(given.get("edits"))), "at": now}))
    _changed(connection, row, now)


def unshare_report(connection: Connection, code: str, number: int, me: Briefer, now: datetime) -> None:
    row = own_report(connection, code, me)
    mine = (report_share.c.report_id == row["id"], report_share.c.id == number)
    if not connection.execute(delete(report_share).where(*mine)).rowcount:
        raise UnknownThing(_("这个共享已收回"))
    _changed(connection, row, now)


def time_report(
    connection: Connection, code: str, timing: Timing, roles: Sequence[str], me: Briefer, now: datetime
) -> None:
    """When its issues are made by themselves, and which roles are told."""
    if set(roles) - set(REPORT_READERS):
        raise BadInput(_("不能共享给这个角色或单位"))
    row = own_report(connection, code, me)
    sent = json.dumps([role for role in REPORT_READERS if role in roles])
    _changed(connection, row, now, timing=timing.json(), next_at=timing.after(now), sent=sent)


def own_report(connection: Connection, code: str, me: Briefer) -> Row:
    """His own, for a change: writers queue here. UnknownThing for one he does not see, Forbidden for another's."""
    bump(connection, "reports")
    row = report_row(connection, code, me)
    if row["may"] != "own" or not makes(me):
        raise Forbidden(_("只有制作人可以办理；可以先复制一份"))
    return row


def _to_change(connection: Connection, code: str, me: Briefer) -> Row:
    bump(connection, "reports")
    row = report_row(connection, code, me)
    if not row["changes"]:
        raise Forbidden(_("这份报告只共享给您看；可以先复制一份"))
    return row


def _named(title: str) -> str:
    if not (name := said(title, NAME, _("报告名称"))):
        raise BadInput(_("请填写{name}").format(name=_("报告名称")))
    return name


def _keep(connection: Connection, row: Row, layout: Layout, me: Briefer, now: datetime, note: str) -> int:
    title, seq = _named(layout.title), int(row["seq"]) + 1
    version = {"report_id": row["id"], "seq": seq, "at": now, "who": me.who, "who_name": me.name[:64], "note": note}
    version |= {"title": title, "query": layout.query, "pieces": kept(layout.pieces)}
    connection.execute(insert(report_version).values(version))
    _changed(connection, row, now, title=title, seq=seq)
    return seq


def _changed(connection: Connection, row: Row, now: datetime, **more: Any) -> None:
    connection.execute(update(report).where(report.c.id == row["id"]).values({"changed_at": now} | more))
