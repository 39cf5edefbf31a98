"""The register of screens: each enters by a token, which is told once and kept as its digest, and may be shut out."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.accounts.kiosk import PREFIX, screen_account, screen_rows, state_of
from data.commands.audit import note
from data.commands.departments import departments_given
from data.commands.group_turns import new_group
from data.commands.revisions import bump
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import region, screen, screen_group
from data.scope import Scope
from data.screens.words import PROFILES
from data.view import DISTANCE

LONGEST_NAME, LONGEST_DAYS, USUAL_DAYS = 64, 366, 90
LONGEST_HEALTH = 2_000
MOST_AHEAD = 20  # pages
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewScreen:
    """`region` "": the maker's own; `group` "": it stands alone."""

    name: str
    region: str = ""
    group: str = ""
    profile: str = "auto"
    distance: str = ""
    ahead: int = 0
    days: int = USUAL_DAYS
    sound: bool = True
    alarmed: bool = True
    keys: bool = True


def digest_of(token: str) -> str:
    """A plain hash is enough: a token has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_screen(connection: Connection, new: NewScreen, actor: Actor, now: datetime) -> tuple[str, str]:
    """Its code and its token, which cannot be had again."""
    name, token = named(new.name), secrets.token_urlsafe(32)
    here = region_of(connection, new.region, actor.scope)
    group = (
        group_of(connection, new.group, actor.scope) if new.group else new_group(connection, name, here.id, lone=True)
    )
    row = {"code": f"S{secrets.token_hex(4).upper()}", "name": name, "digest": digest_of(token), "region_id": here.id}
    of = departments_given(connection, (), actor.scope)
    row |= {"departments": json.dumps(list(of)), "group_id": group["id"], "profile": profile(new.profile)}
    row |= {"distance": distance(new.distance), "ahead": ahead(new.ahead)}
    row |= {"sound": new.sound, "alarmed": new.alarmed, "keys": new.keys, "reloads": 0}
    row |= {
        "made_by": actor.name[:64],
        "made_at": now,
        "expires_at": until(new.days, now),
        "address": "",
        "health": "{}",
    }
    connection.execute(insert(screen).values(row))
    bump(connection, "screens")
    return str(row["code"]), token


def renew_screen(connection: Connection, code: str, days: int, scope: Scope, now: datetime) -> str:
    """Another token, told once; the one before opens nothing, and who is in by it is out."""
    row, token = screen_named(connection, code, scope), secrets.token_urlsafe(32)
    told = {"digest": digest_of(token), "session": None, "revoked_at": None, "expires_at": until(days, now)}
    _changed(connection, row, told, "accounts")
    return token


def revoke_screen(connection: Connection, code: str, scope: Scope, now: datetime) -> None:
    """Its token opens nothing from now on, and what it shows is taken away."""
    row = screen_named(connection, code, scope)
    if row["revoked_at"] is not None:
        raise UnknownThing(_("没有这块屏"))
    _changed(connection, row, {"revoked_at": now}, "accounts")


def change_screen(connection: Connection, code: str, scope: Scope, **told: Any) -> None:
    """Of name, profile, distance, ahead, sound, alarmed, keys and group (its code, "" for alone) what is told."""
    row, change = screen_named(connection, code, scope), dict(told)
    if "name" in change:
        change["name"] = named(change["name"])
    if "profile" in change:
        profile(change["profile"])
    if "distance" in change:
        distance(change["distance"])
    if "ahead" in change:
        ahead(change["ahead"])
    if "group" in change:
        change["group_id"] = _group_id(connection, row, str(change.pop("group")), scope)
    _changed(connection, row, change)


def _group_id(connection: Connection, row: Row, wanted: str, scope: Scope) -> int:
    """Of the group it is to stand in; one that stands alone already stays where it is."""
    if wanted:
        return int(group_of(connection, wanted, scope)["id"])
    lone = connection.scalar(select(screen_group.c.lone).where(screen_group.c.id == row["group_id"]))
    return int(row["group_id"] if lone else new_group(connection, row["name"], row["region_id"], lone=True)["id"])


def reload_screen(connection: Connection, code: str, scope: Scope) -> None:
    row = screen_named(connection, code, scope)
    _changed(connection, row, {"reloads": screen.c.reloads + 1})


def enter(connection: Connection, token: str, address: str, now: datetime) -> tuple[str, str]:
    """(what the cookie of the screen with this token is to hold, "") or ("", why it may not enter: OVER).

    Who was in by the same token before is out: one token is one screen.
    """
    row = connection.execute(screen_rows().where(screen.c.digest == digest_of(token))).mappings().one_or_none()
    if row is None:
        return "", "unknown"
    if reason := state_of(row, now):
        return "", reason
    session = PREFIX + secrets.token_urlsafe(32)
    entered = {"session": digest_of(session), "entered_at": now, "seen_at": now, "address": address[:45]}
    _changed(connection, row, entered, "accounts")
    one = screen_account(row)
    note(connection, "screen_enter", row["code"], actor=one.login, role=one.role)
    return session, ""


def note_health(connection: Connection, screen_id: int, health: Row, now: datetime) -> None:
    """What a screen tells of itself; nobody is told of it before he looks."""
    text = json.dumps(health, ensure_ascii=False)[:LONGEST_HEALTH]
    connection.execute(update(screen).where(screen.c.id == screen_id).values(seen_at=now, health=text))


def screen_named(connection: Connection, code: str, scope: Scope) -> Row:
    """UnknownThing when there is none, or it shows more than the asker may see."""
    of = select(screen, region.c.lo, region.c.hi).join(region, region.c.id == screen.c.region_id)
    row = connection.execute(of.where(screen.c.code == code)).mappings().one_or_none()
    if row is None or not scope.covers(row["lo"], row["hi"]) or not _ours(row["departments"], scope):
        raise UnknownThing(_("没有这块屏"))
    return dict(row)


def group_of(connection: Connection, code: str, scope: Scope) -> Row:
    of = select(screen_group, region.c.lo, region.c.hi).join(region, region.c.id == screen_group.c.region_id)
    row = connection.execute(of.where(screen_group.c.code == code)).mappings().one_or_none()
    if row is None or not scope.covers(row["lo"], row["hi"]):
        raise UnknownThing(_("没有这个屏组"))
    return dict(row)


def named(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(_("名称为 1 到 {n} 个字符").format(n=LONGEST_NAME))
    return name


def profile(text: str) -> str:
    if text not in PROFILES:
        raise BadInput(_("没有这个画面规格"))
    return text


def distance(text: str) -> str:
    """Of its readers, in heights of the picture, as a View has it; "": as the server is set."""
    if text and not DISTANCE.fullmatch(text):
        raise BadInput(_("观看距离为 1 到 19.9 倍画面高"))
    return text


def ahead(pages: int) -> int:
    if not 0 <= pages <= MOST_AHEAD:
        raise BadInput(_("错开 0 到 {n} 页").format(n=MOST_AHEAD))
    return pages


def until(days: int, now: datetime) -> datetime:
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(_("有效期为 1 到 {n} 天").format(n=LONGEST_DAYS))
    return now + timedelta(days=days)


def _ours(departments: str, scope: Scope) -> bool:
    return scope.every_department or set(json.loads(departments)) <= set(scope.departments)


def _changed(connection: Connection, row: Any, change: Row, *topics: str) -> None:
    if change:
        connection.execute(update(screen).where(screen.c.id == row["id"]).values(change))
    bump(connection, "screens", *topics)
