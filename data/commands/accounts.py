"""Accounts: made, changed, disabled, given passwords; each step is a row of the audit log in the same transaction.

Whoever does it through a screen is an administrator, and only of accounts whose region lies within his own.
"""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.accounts import lockout
from data.accounts.account import Account, account_of, account_rows
from data.accounts.passwords import check_chosen, drawn, fits, hashed
from data.accounts.sessions import end_all
from data.commands.audit import note
from data.commands.departments import departments_given
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, UnknownThing
from data.language import gettext as _
from data.queries.regions import Region, region_of
from data.schema import account, account_region, sign_in_failure
from data.scope import Scope
from data.words import SEATS

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
CLEARED = {"duty_officer": 2, "leader": 1, "department_head": 1, "agency": 1, "grid_staff": 1, "resident": 0}
HIGHEST = 2
MOST_REGIONS = 30
HOUSE = Scope.guest()  # the command line and the first run: the whole city


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What an account is for. `clearance` None: what its role usually has. `regions`: codes, the one where its
    platform begins first; none: the asker's own."""

    name: str
    role: str
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ("*",)
    clearance: int | None = None
    expires_at: datetime | None = None


def add_account(
    connection: Connection,
    login: str,
    seat: Seat,
    now: datetime,
    *,
    within: Scope = HOUSE,
    password: str | None = None,
    demo: bool = False,
    of: tuple[str, str] | None = None,
) -> str:
    """A new account; its first password, to be changed at the first sign-in. "" for one that has none.

    `of` (issuer, subject): it signs in elsewhere. BadInput for what makes no sense or is taken.
    """
    login = login.strip().casefold()
    if not LOGIN.fullmatch(login):
        raise BadInput(_("账号由小写字母、数字和 . _ @ - 组成，2 到 64 个字符"))
    if connection.scalar(select(account.c.id).where(account.c.login == login)) is not None:
        raise BadInput(_taken(connection, login, within))
    if password:
        check_chosen(password, login)
    first = "" if demo or of else password or drawn()
    places = _places(connection, seat, within)
    row = _row(connection, seat, places, within) | {
        "login": login,
        "password": hashed(first) if first else None,
        "issuer": of and of[0],
        "subject": of and of[1],
        "demo": demo,
        "must_change": bool(first),
        "created_at": now,
    }
    bump(connection, "accounts")
    made = connection.execute(insert(account).values(row).returning(account.c.id)).scalar_one()
    _give(connection, made, places[1:])
    by = "system" if demo or of else ""  # nobody who is signed in made it
    note(connection, "account_add", login, actor=by, role=by, detail=_told(seat))
    return first


def change_account(connection: Connection, login: str, seat: Seat, within: Scope = HOUSE) -> None:
    """Another name, role, regions, departments, clearance or expiry; its sessions go on in the new capacity."""
    one = _mine(connection, login, within)
    places = _places(connection, seat, within)
    row = _row(connection, seat, places, within)
    bump(connection, "accounts")
    connection.execute(update(account).where(account.c.id == one.id).values(row))
    connection.execute(delete(account_region).where(account_region.c.account_id == one.id))
    _give(connection, one.id, places[1:])
    note(connection, "account_change", login, detail=_told(seat))


def disable_account(connection: Connection, login: str, now: datetime, within: Scope = HOUSE, *, by: int = 0) -> None:
    """Nobody signs in with it any more, and its sessions are over."""
    one = _mine(connection, login, within)
    if one.id == by:
        raise BadInput(_("不能停用自己的账号"))
    bump(connection, "accounts")
    connection.execute(update(account).where(account.c.id == one.id).values(disabled_at=now))
    end_all(connection, one.id)
    note(connection, "account_disable", login)


def enable_account(connection: Connection, login: str, within: Scope = HOUSE) -> None:
    """A disabled account is in force again, with the password it had."""
    one = _mine(connection, login, within)
    bump(connection, "accounts")
    connection.execute(update(account).where(account.c.id == one.id).values(disabled_at=None))
    note(connection, "account_enable", login)


def unlock_account(connection: Connection, login: str, within: Scope = HOUSE) -> None:
    """Its wrong tries are forgotten."""
    _mine(connection, login, within)
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.subject == lockout.of_login(login)))
    note(connection, "account_unlock", login)


def reset_password(connection: Connection, login: str, within: Scope = HOUSE, password: str = "") -> str:
    """A new password, to be changed at the next sign-in; all its sessions are over."""
    one = _mine(connection, login, within)
    if password:
        check_chosen(password, login)
    if not one.by_password:
        raise BadInput(_("该账号不用密码登录"))
    new = password or drawn()
    _set(connection, one.id, new, must_change=True)
    note(connection, "password_reset", login)
    return new


def change_password(connection: Connection, one: Account, old: str, new: str) -> None:
    """Its own password; every session is over, the one that asks too."""
    kept = connection.scalar(select(account.c.password).where(account.c.id == one.id))
    if not fits(kept, old):
        raise BadInput(_("原密码不对"))
    check_chosen(new, one.login)
    if new == old:
        raise BadInput(_("新密码与原密码相同"))
    _set(connection, one.id, new, must_change=False)
    note(connection, "password_change", one.login)


def _set(connection: Connection, account_id: int, password: str, *, must_change: bool) -> None:
    bump(connection, "accounts")
    row = {"password": hashed(password), "must_change": must_change}
    connection.execute(update(account).where(account.c.id == account_id).values(row))
    end_all(connection, account_id)


def _taken(connection: Connection, login: str, within: Scope) -> str:
    """Why a login cannot be had; of one that the asker does not see, nothing more."""
    with suppress(UnknownThing):
        _mine(connection, login, within)
        return _("账号 {login} 已经有了").format(login=login)
    return _("这个登录名不能用")


def _mine(connection: Connection, login: str, within: Scope) -> Account:
    """UnknownThing for one that is not there, or not with all its regions within the asker's: never which."""
    row = connection.execute(account_rows().where(account.c.login == login)).mappings().one_or_none()
    one = account_of(connection, row) if row is not None else None
    if one is None or not all(within.covers(place.lo, place.hi) for place in one.regions):
        raise UnknownThing(_("没有这个账号"))
    return one


def _places(connection: Connection, seat: Seat, within: Scope) -> list[Region]:
    """The regions of a seat, the first first; one within another says nothing. UnknownRegion beyond the asker's."""
    if len(seat.regions) > MOST_REGIONS:
        raise BadInput(_("一个账号最多 {n} 个区划").format(n=MOST_REGIONS))
    told = [region_of(connection, code, within) for code in dict.fromkeys(seat.regions)] or [
        region_of(connection, "", within)
    ]
    return [one for one in told if not any(_holds(other, one) for other in told)]


def _holds(outer: Region, inner: Region) -> bool:
    return outer.id != inner.id and outer.lo <= inner.lo and inner.hi <= outer.hi and outer.level < inner.level


def _give(connection: Connection, account_id: int, further: Iterable[Region]) -> None:
    if rows := [{"account_id": account_id, "region_id": one.id} for one in further]:
        connection.execute(insert(account_region), rows)


def _row(connection: Connection, seat: Seat, places: Sequence[Region], within: Scope) -> dict[str, Any]:
    """The columns of a seat."""
    name = " ".join(seat.name.split())
    if not name or len(name) > 64 or not name.isprintable():
        raise BadInput(_("姓名为 1 到 64 个字符"))
    if seat.role not in SEATS:
        raise BadInput(_("请选择角色"))
    clearance = CLEARED.get(seat.role, 0) if seat.clearance is None else seat.clearance
    if not 0 <= clearance <= HIGHEST:
        raise BadInput(_("知悉级别为 0 到 2"))
    return {
        "name": name,
        "role": seat.role,
        "region_id": places[0].id,
        "departments": json.dumps(_departments(connection, seat, within)),
        "clearance": clearance,
        "expires_at": seat.expires_at,
    }


def _departments(connection: Connection, seat: Seat, within: Scope) -> Sequence[str]:
    """A head of departments has some."""
    if seat.role == "department_head" and {one.strip() for one in seat.departments} <= {"", "*"}:
        raise BadInput(_("部门负责人须指定部门"))
    return departments_given(connection, seat.departments, within)


def _told(seat: Seat) -> dict[str, Any]:
    """For the log, without the person's name."""
    told = {"role": seat.role, "regions": list(seat.regions), "departments": list(seat.departments)}
    return told | {"clearance": seat.clearance, "expires_at": seat.expires_at and seat.expires_at.isoformat()}


def administrator(one: Account | None) -> Scope:
    """Within which he administers accounts. Forbidden for everyone else."""
    if one is None or one.role != "administrator":
        raise Forbidden(_("只有管理员可以管理账号"))
    return one.scope
