"""Rotations: lists of pages that screens show in turn, each for its seconds, some only while a warning is so grave."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.group_turns import fields, follow
from data.commands.kiosks import named
from data.commands.revisions import bump
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.turns import eligible, group_row, now_ms, rotation_pages, turn_of
from data.schema import region, rotation, rotation_page, screen_group
from data.scope import Scope
from data.screens.pages import page_given
from data.screens.words import CONDITIONS, PAGE_SKINS

SHORTEST, LONGEST, MOST_PAGES = 5, 3_600, 40
First = tuple[str, int, str]  # path, seconds, condition
FIRST: Sequence[First] = (("/", 40, ""), ("/risk", 40, "orange"), ("/events", 30, ""), ("/studies", 30, ""))
Row = dict[str, Any]


def add_rotation(
    connection: Connection, name: str, region_code: str, actor: Actor, now: datetime, pages: Sequence[First] = FIRST
) -> str:
    """A new one with the usual pages, or these; its code."""
    here = region_of(connection, region_code, actor.scope)
    row = {"code": f"L{secrets.token_hex(4).upper()}", "name": named(name), "region_id": here.id}
    row |= {"made_by": actor.name[:64], "made_at": now, "day_from": None, "night_from": None}
    number = connection.scalar(insert(rotation).values(row).returning(rotation.c.id))
    for position, (path, seconds, condition) in enumerate(pages):
        page = {"rotation_id": number, "position": position, "path": path, "seconds": seconds}
        connection.execute(insert(rotation_page).values(page | {"condition": condition, "skin": ""}))
    bump(connection, "screens")
    return str(row["code"])


def change_rotation(connection: Connection, code: str, name: str, day: str, night: str, scope: Scope) -> None:
    """Its name, and from when to when it is light ("07:00"; both empty: the skin follows no clock)."""
    row, hours = rotation_named(connection, code, scope), (_minute(day), _minute(night))
    if (hours[0] is None) != (hours[1] is None):
        raise BadInput(_("日间和夜间的起始时刻要么都填，要么都不填"))
    told = {"name": named(name), "day_from": hours[0], "night_from": hours[1]}
    connection.execute(update(rotation).where(rotation.c.id == row["id"]).values(told))
    bump(connection, "screens")


def drop_rotation(connection: Connection, code: str, scope: Scope) -> None:
    """Groups that followed it show the first page of the house."""
    row = rotation_named(connection, code, scope)
    for group in connection.scalars(select(screen_group.c.id).where(screen_group.c.rotation_id == row["id"])).all():
        follow(connection, group, None)
    connection.execute(delete(rotation_page).where(rotation_page.c.rotation_id == row["id"]))
    connection.execute(delete(rotation).where(rotation.c.id == row["id"]))
    bump(connection, "screens")


def put_page(connection: Connection, code: str, page: str, given: Row, scope: Scope) -> None:
    """A page as it is to be from now on; `page` "" for a new one at the end."""
    row = rotation_named(connection, code, scope)
    told = {"path": page_given(str(given.get("path", ""))), "seconds": _seconds(str(given.get("seconds", "")))}
    told |= {"condition": str(given.get("condition", "")), "skin": str(given.get("skin", ""))}
    if told["condition"] not in CONDITIONS or told["skin"] not in PAGE_SKINS:
        raise BadInput(_("没有这个条件或皮肤"))
    pages = rotation_pages(connection, row["id"])
    if not page and len(pages) >= MOST_PAGES:
        raise BadInput(_("一个轮播最多 {n} 页").format(n=MOST_PAGES))
    with_turns = _turns(connection, row["id"])
    if page:
        connection.execute(update(rotation_page).where(rotation_page.c.id == _page(pages, page)["id"]).values(told))
    else:
        last = max((one["position"] for one in pages), default=-1)
        connection.execute(insert(rotation_page).values(told | {"rotation_id": row["id"], "position": last + 1}))
    _again(connection, row["id"], with_turns)


def move_page(connection: Connection, code: str, page: str, step: int, scope: Scope) -> None:
    """One place up (-1) or down (1); at the end it stays."""
    row = rotation_named(connection, code, scope)
    pages = rotation_pages(connection, row["id"])
    here = pages.index(_page(pages, page))
    there = min(max(here + step, 0), len(pages) - 1)
    turns = _turns(connection, row["id"])
    pages.insert(there, pages.pop(here))
    for position, one in enumerate(pages):
        connection.execute(update(rotation_page).where(rotation_page.c.id == one["id"]).values(position=position))
    _again(connection, row["id"], turns)


def drop_page(connection: Connection, code: str, page: str, scope: Scope) -> None:
    row = rotation_named(connection, code, scope)
    pages = rotation_pages(connection, row["id"])
    turns = _turns(connection, row["id"])
    connection.execute(delete(rotation_page).where(rotation_page.c.id == _page(pages, page)["id"]))
    _again(connection, row["id"], turns)


def rotation_named(connection: Connection, code: str, scope: Scope) -> Row:
    of = select(rotation, region.c.lo, region.c.hi).join(region, region.c.id == rotation.c.region_id)
    row = connection.execute(of.where(rotation.c.code == code)).mappings().one_or_none()
    if row is None or not scope.covers(row["lo"], row["hi"]):
        raise UnknownThing(_("没有这个轮播"))
    return dict(row)


def _page(pages: list[Row], page: str) -> Row:
    found = next((one for one in pages if str(one["id"]) == page), None)
    if found is None:
        raise UnknownThing(_("轮播里没有这一页"))
    return found


def _turns(connection: Connection, rotation_id: int) -> list[tuple[int, Row]]:
    """How the groups that follow it stand now, before its pages change."""
    now, pages = now_ms(), rotation_pages(connection, rotation_id)
    ids = select(screen_group.c.id).where(screen_group.c.rotation_id == rotation_id).order_by(screen_group.c.id)
    groups = [group_row(connection, one, alone=True) for one in connection.scalars(ids).all()]
    return [(one["id"], fields(turn_of(one, pages).stand(now))) for one in groups]


def _again(connection: Connection, rotation_id: int, turns: list[tuple[int, Row]]) -> None:
    """They go on where they stood, among the pages there are now; a page that is gone gives way to the first."""
    pages = rotation_pages(connection, rotation_id)
    among = eligible(connection, rotation_id, pages)
    for group_id, told in turns:
        there: Row = {"among": json.dumps(among)}
        if told["page_id"] not in {one["id"] for one in pages}:
            there |= {"page_id": among[0] if among else None, "spent": 0}
        change = told | there | {"turned_at": now_ms()}
        connection.execute(update(screen_group).where(screen_group.c.id == group_id).values(change))
    bump(connection, "screens")


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and SHORTEST <= int(text) <= LONGEST):
        raise BadInput(_("每页 {a} 到 {b} 秒").format(a=SHORTEST, b=LONGEST))
    return int(text)


def _minute(text: str) -> int | None:
    """ "07:30" as a minute of the day."""
    if not text:
        return None
    hours, _colon, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise BadInput(_("时刻写作 07:30"))
    return int(hours) * 60 + int(minutes)
