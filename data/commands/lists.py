"""Items of the three lists: put down, carried on, finished, taken off, taken up again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.codes import next_code
from data.commands.list_steps import KEEPERS, needs_keeper, needs_open, said, step
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.list_words import LIST_KINDS
from data.queries.list_rows import item_row, own_region
from data.schema import agency, list_item, list_step
from data.times import day_number, local

TITLE, FUND, FARTHEST = 64, 32, 15 * 366
DEEPEST = 4  # lists are kept by counties, towns and villages; 1 is the city's own
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """`agency`: the department that answers for it; empty: the region itself."""

    kind: str
    title: str
    region: str
    due: date
    begin: date | None = None
    text: str = ""
    agency: str = ""
    fund: str = ""


def add_item(connection: Connection, new: NewItem, actor: Actor, now: datetime, provenance: str) -> Row:
    """The row of the item. BadInput, UnknownRegion, or Forbidden for who keeps no lists."""
    if actor.role not in KEEPERS:
        raise Forbidden(_("这个角色不能列入清单"))
    bump(connection, "lists")  # first: who numbers items queues here
    here = own_region(connection, new.region, actor.scope)
    title = clean(new.title, line=True)
    today = local(now).date()
    begin = new.begin or today
    _check(new, title, begin, today, here.level)
    if new.agency and connection.scalar(select(agency.c.code).where(agency.c.code == new.agency)) is None:
        raise BadInput(_("没有这个责任单位"))
    row: Row = {"kind": new.kind, "title": title, "text": said(new.text, must=False), "agency": new.agency or None}
    row |= {"region_id": here.id, "lo": here.lo, "hi": here.hi, "fund": clean(new.fund, line=True)[:FUND]}
    row |= {"begin_day": begin.toordinal(), "due_day": new.due.toordinal(), "percent": 0, "state": "open"}
    return insert_item(connection, row, actor, now, provenance)


def insert_item(connection: Connection, row: Row, actor: Actor, now: datetime, provenance: str) -> Row:
    """With a code of its own and the first step of its history."""
    whole: Row = {"reports": 0, "pair_id": None, "ended_at": None, **row, "seq": 1, "made_at": now}
    whole |= {"code": next_code(connection, list_item.c.code, f"L{local(now):%Y%m%d}-")}
    whole |= {"actor": actor.name, "provenance": provenance}
    number = connection.execute(insert(list_item).values(whole).returning(list_item.c.id)).scalar_one()
    first = {"item_id": number, "seq": 1, "at": now, "actor": actor.name, "role": actor.role, "what": "add"}
    connection.execute(insert(list_step).values(first | {"words": ""}))
    return whole | {"id": number}


def _check(new: NewItem, title: str, begin: date, today: date, level: int) -> None:
    if new.kind not in LIST_KINDS:
        raise BadInput(f"kind: {new.kind!r} is not one of {', '.join(LIST_KINDS)}")
    if not title or len(title) > TITLE:
        raise BadInput(_("事项须填写，至多 {n} 字").format(n=TITLE))
    if level > DEEPEST:
        raise BadInput(_("清单由村居、镇街、县区建立"))
    if new.due < begin:
        raise BadInput(_("期限不能早于开始日期"))
    if abs((new.due - today).days) > FARTHEST or abs((today - begin).days) > FARTHEST:
        raise BadInput(_("日期过远"))


def move_item(
    connection: Connection, code: str, what: str, given: Mapping[str, Any], actor: Actor, now: datetime
) -> Row:
    """One of MOVES; the row as it is then. UnknownThing, Forbidden, ListRefused, BadInput."""
    if what not in MOVES:
        raise BadInput(_("请刷新后再试"))
    bump(connection, "lists")
    row = item_row(connection, code, actor.scope)
    needs_keeper(row, actor)
    return MOVES[what](connection, row, given, actor, now)


def _progress(connection: Connection, row: Row, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    needs_open(row)
    percent = _percent(given.get("percent"), row["percent"])
    return step(connection, row, "progress", actor, now, words=said(str(given.get("words") or "")), percent=percent)


def _percent(given: Any, before: int) -> int:
    text = str(given if given is not None else "").strip()
    if not text:
        return before
    if not text.isascii() or not text.isdecimal() or int(text) > 100:
        raise BadInput(_("进度是 0 到 100 的整数"))
    return int(text)


def _term(connection: Connection, row: Row, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    needs_open(row)
    try:
        due = date.fromisoformat(str(given.get("due") or ""))
    except ValueError:
        raise BadInput(_("期限有误")) from None
    if due.toordinal() < row["begin_day"] or due.toordinal() - day_number(now) > FARTHEST:
        raise BadInput(_("期限不能早于开始日期，也不能过远"))
    was = date.fromordinal(row["due_day"])
    words = f"{was:%Y-%m-%d} → {due:%Y-%m-%d} · {said(str(given.get('words') or ''))}"
    return step(connection, row, "term", actor, now, words=words, due_day=due.toordinal())


def _done(connection: Connection, row: Row, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    needs_open(row)
    told = {"words": said(str(given.get("words") or "")), "percent": 100}
    after = step(connection, row, "done", actor, now, **told, state="done", ended_at=now)
    _tell_pair(connection, after, "done", actor, now)
    return after


def _drop(connection: Connection, row: Row, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    needs_open(row)
    words = said(str(given.get("words") or ""))
    after = step(connection, row, "drop", actor, now, words=words, state="dropped", ended_at=now)
    _tell_pair(connection, after, "drop", actor, now)
    return after


def _reopen(connection: Connection, row: Row, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    if row["state"] == "open":
        raise ListRefused(_("%(code)s 正在办理") % {"code": row["code"]})
    words = said(str(given.get("words") or ""))
    after = step(connection, row, "reopen", actor, now, words=words, state="open", ended_at=None)
    _tell_pair(connection, after, "reopen", actor, now)
    return after


_PAIRED = {"done": "{code} 已办结", "drop": "{code} 已撤下", "reopen": "{code} 已重开"}


def _tell_pair(connection: Connection, row: Row, what: str, actor: Actor, now: datetime) -> None:
    """The other side has it in its history. What an issue was turned into ends the issue with it."""
    if row["pair_id"] is None:
        return
    other = dict(connection.execute(select(list_item).where(list_item.c.id == row["pair_id"])).mappings().one())
    words = _(_PAIRED[what]).format(code=row["code"])
    if what == "done" and row["kind"] == "development" and other["state"] == "open":
        ended = {"percent": 100, "state": "done", "ended_at": now}
        step(connection, other, "done", actor, now, words=words, **ended)
    else:
        step(connection, other, "pair", actor, now, words=words)


Move = Callable[[Connection, Row, Mapping[str, Any], Actor, datetime], Row]
MOVES: dict[str, Move] = {"progress": _progress, "term": _term, "done": _done, "drop": _drop, "reopen": _reopen}
