"""问题转发展: what is reported again and again becomes an issue and a development item, linked both ways."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.list_steps import KEEPERS, needs_keeper, needs_open, said, step
from data.commands.lists import TITLE, NewItem, add_item, insert_item
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.list_words import TERMS
from data.queries.cases import in_scope
from data.queries.duplicates import repeats, trait
from data.queries.list_rows import item_row
from data.queries.regions import around
from data.queries.slices import names
from data.schema import event, list_event, list_item
from data.things.masks import masked_place
from data.times import local

VILLAGE = 4
Row = dict[str, Any]


def list_event_as_item(connection: Connection, event_id: int, actor: Actor, now: datetime) -> Row:
    """The issue that an event is put down as; with a development item where it was reported again and again.

    What is on the list already is not put there twice: its open issue is given, with the new reports.
    """
    bump(connection, "lists")
    mine = select(event).where(event.c.id == event_id, *in_scope(actor.scope))
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个事件"))
    if actor.role not in KEEPERS:
        raise Forbidden(_("这个角色不能列入清单"))
    chain = repeats(connection, actor.scope, trait(row), now)
    ids = list(dict.fromkeys([*(one["id"] for one in chain), event_id]))
    issue = _listed(connection, ids) or _new_issue(connection, dict(row), chain, actor, now)
    needs_keeper(issue, actor)
    issue = _tie(connection, issue, ids)
    if chain and issue["pair_id"] is None:
        develop(connection, issue["code"], {"words": _("反复上报 {n} 次").format(n=len(chain))}, actor, now)
    return issue


def _listed(connection: Connection, ids: Sequence[int]) -> Row | None:
    """The open issue that has any of them."""
    of = select(list_item).join(list_event, list_event.c.item_id == list_item.c.id)
    fits = (list_event.c.event_id.in_(ids), list_item.c.kind == "issue", list_item.c.state == "open")
    row = connection.execute(of.where(*fits).order_by(list_item.c.id).limit(1)).mappings().one_or_none()
    return dict(row) if row else None


def _new_issue(connection: Connection, row: Row, chain: Sequence[Row], actor: Actor, now: datetime) -> Row:
    village = around(connection, row["cell_id"], row["cell_id"], [VILLAGE]).get(VILLAGE)
    if village is None or not actor.scope.covers(village.lo, village.hi):
        raise Forbidden(_("这个位置不在您的管辖范围"))
    title = row["title"]
    if chain:
        what = names(connection, "leaf", [row["leaf"]])[row["leaf"]]
        place = masked_place(chain[-1]["place"], 0)  # titles are for everybody
        title = _("%(place)s%(what)s反复上报 %(n)s 次") % {"place": place, "what": _(what), "n": len(chain)}
    due = local(now).date() + timedelta(days=TERMS["issue"])
    new = NewItem(kind="issue", title=title[:TITLE], region=village.code, due=due)
    return add_item(connection, new, actor, now, row["provenance"])


def _tie(connection: Connection, issue: Row, ids: Sequence[int]) -> Row:
    """Keep the chain of reports; how many there are by now."""
    held = set(connection.scalars(select(list_event.c.event_id).where(list_event.c.item_id == issue["id"])))
    if news := [{"item_id": issue["id"], "event_id": one} for one in ids if one not in held]:
        connection.execute(insert(list_event), news)
    n = len(held) + len(news)
    connection.execute(update(list_item).where(list_item.c.id == issue["id"]).values(reports=n))
    return issue | {"reports": n}


def develop(connection: Connection, code: str, given: Mapping[str, Any], actor: Actor, now: datetime) -> Row:
    """The development item that an issue is turned into; each has the other."""
    bump(connection, "lists")
    row = item_row(connection, code, actor.scope)
    needs_keeper(row, actor)
    needs_open(row)
    if row["kind"] != "issue":
        raise BadInput(_("只有问题清单的事项可以转为发展事项"))
    if row["pair_id"] is not None:
        raise ListRefused(_("%(code)s 已经转为发展事项") % {"code": code})
    words, today = said(str(given.get("words") or "")), local(now).date()
    told = {name: row[name] for name in ("region_id", "lo", "hi", "agency", "reports")}
    told |= {"kind": "development", "title": row["title"], "text": words, "fund": "", "pair_id": row["id"]}
    told |= {"begin_day": today.toordinal(), "due_day": _due(given, today), "percent": 0, "state": "open"}
    made = insert_item(connection, told, actor, now, row["provenance"])
    step(connection, row, "develop", actor, now, words=f"{made['code']} · {words}", pair_id=made["id"])
    return made


def _due(given: Mapping[str, Any], today: date) -> int:
    text = str(given.get("due") or "")
    try:
        due = date.fromisoformat(text) if text else today + timedelta(days=TERMS["development"])
    except ValueError:
        raise BadInput(_("期限有误")) from None
    if due < today:
        raise BadInput(_("期限不能早于开始日期"))
    return due.toordinal()
