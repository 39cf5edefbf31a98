"""治本 on the page of a case: the case against the cause, the reports that it is to end, and the way to open one."""

from datetime import datetime, timedelta
from typing import Any

from components.event_words import moment, stage_text
from components.fields import link
from components.markup import Safe, tag
from components.numbers import number, stay
from data.acting import looking
from data.house import House
from data.language import gettext as _
from data.queries.event_detail import Detail, Row
from data.queries.event_sheet import Sheet
from data.queries.roots import intervals, roots

DAY = timedelta(days=1)


def root_part(house: House, found: Sheet, at: datetime | None, *, may_open: bool) -> list[Safe]:
    """A report: its root case, or the button that opens one where it was reported often enough. A root case: its
    chain, with what was done each time."""
    one = found.one
    with house.engine.connect() as connection:
        known = roots(connection, looking(house), one.row["id"], at)
    if known.repeats:
        return _chain(one, known.repeats)
    told = [_root(one, known.root)] if known.root else []
    ended = known.root is None or known.root["ended_at"] is not None
    may = may_open and bool(found.again) and ended
    return [*told, *([_open(len(found.again))] if may else [])] or [tag("p", _quiet(found), "quiet")]


def _quiet(found: Sheet) -> str:
    if found.again:
        return _("同一地点结案后又报 {n} 次，尚未立治本件").format(n=len(found.again))
    return _("近 90 天没有反复上报")


def _root(one: Detail, root: Row) -> Safe:
    told = f"{root['code']} · {stage_text(root['stage'])} · {root['agency_name'] or _('未派遣')}"
    words = [tag("b", root["title"]), tag("small", told)]
    return tag("div", link(words, f"/events/{root['code']}"), "other")


def _open(n: int) -> Safe:
    words = _("同一地点结案后又报 {n} 次。立一件治本件，按权责清单派遣，关联全部各次上报。").format(n=n)
    button = tag("button", _("立治本件"), "button primary", type="submit")
    say = tag("p", None, "act-say", role="alert")
    return tag("form", [tag("p", words), say, button], "act-form", data_move="root")


def _chain(one: Detail, rows: list[Row]) -> list[Safe]:
    """Each time, oldest first, with how long after the one before it came."""
    days = intervals(rows)
    words = _("关联 {n} 次上报，间隔中位 {days} 天").format(n=len(rows), days=number(days, 1))
    before: list[Any] = [None, *(row["reported_at"] for row in rows)]
    listed = [_time(one, row, earlier) for row, earlier in zip(rows, before, strict=False)]
    return [tag("p", words), tag("ol", listed, "root-chain")]


def _time(one: Detail, row: Row, earlier: datetime | None) -> Safe:
    gap = _("隔 {n} 天").format(n=number(round((row["reported_at"] - earlier) / DAY, 1), 1)) if earlier else ""
    facts = [moment(row["reported_at"], one.now), gap, row["agency_name"] or "", _took(row)]
    head = link([tag("b", row["code"], "n"), " ", stage_text(row["stage"])], f"/events/{row['code']}")
    done = [tag("p", row["done"], "step-reason")] if row.get("done") else []
    return tag("li", [head, tag("small", " · ".join(filter(None, facts))), *done])


def _took(row: Row) -> str:
    if row["closed_at"] is None:
        return ""
    return _("用时 {time}").format(time=stay((row["closed_at"] - row["reported_at"]).total_seconds() / 60))
