"""Signing in and out: the one way from a name and a password, or from another sign-in, to a session."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import session
from flask_login import login_user, logout_user
from sqlalchemy import Connection, Select, select, update

from data.accounts import lockout
from data.accounts.account import Account
from data.accounts.passwords import fits, hashed, outdated
from data.accounts.seat import seated
from data.accounts.sessions import begin, end, in_force, sittings
from data.commands.audit import FAILED, REFUSED, address, note
from data.engine import writing
from data.errors import LockedOut, SignInRefused
from data.house import House
from data.language import gettext as _
from data.schema import account


def sign_in(house: House, login: str, password: str) -> Account:
    """A session for whom this is the password of. SignInRefused or LockedOut otherwise; neither says who exists."""
    login, now = login.strip()[:64].casefold(), datetime.now(UTC)
    subjects = [lockout.of_login(login), lockout.of_address(address())]
    _try(house, login, subjects, now)
    with house.engine.connect() as connection:
        row = connection.execute(_named(login)).one_or_none()
    if not fits(row.password if row else None, password) or row is None:
        return _fail(house, login, "password")
    with writing(house.engine) as connection:
        if (one := in_force(connection, row.id, now)) is None:
            note(connection, "sign_in", login, actor=login or "?", outcome=FAILED, detail={"why": "not in force"})
        else:
            lockout.forgive(connection, *subjects)
            if outdated(row.password):
                connection.execute(update(account).where(account.c.id == one.id).values(password=hashed(password)))
            token = _begin(connection, house, one, now)
    if one is None:
        raise SignInRefused(_refusal())
    return _seat(one, token)


def sign_in_as(house: House, account_id: int, how: str) -> Account:
    """A session without a password: an identity of the demo, or whom another sign-in vouches for."""
    now = datetime.now(UTC)
    with writing(house.engine) as connection:
        one = in_force(connection, account_id, now)
        token = _begin(connection, house, one, now, how) if one else ""
    if one is None:
        raise SignInRefused(_refusal())
    return _seat(one, token)


def sign_out(house: House) -> None:
    """The session is over, here and in whatever copy of its cookie there is."""
    if one := seated():
        with writing(house.engine) as connection:
            end(connection, one.token)
            note(connection, "sign_out", one.login)
        sittings().forget()
    logout_user()
    session.clear()


def _named(login: str) -> Select[Any]:
    return select(account.c.id, account.c.password).where(account.c.login == login.casefold())


def _try(house: House, login: str, subjects: list[str], now: datetime) -> None:
    with writing(house.engine) as connection:
        if seconds := lockout.claim(connection, subjects, now):
            note(connection, "sign_in", login, actor=login or "?", outcome=REFUSED, detail={"why": "locked"})
    if seconds:
        raise LockedOut(_("登录失败次数过多，请 {seconds} 秒后再试").format(seconds=seconds), seconds)


def _fail(house: House, login: str, why: str) -> Account:
    with writing(house.engine) as connection:
        note(connection, "sign_in", login, actor=login or "?", outcome=FAILED, detail={"why": why})
    raise SignInRefused(_refusal())


def _refusal() -> str:
    return _("账号或密码不对，或账号已停用、到期")


def _begin(connection: Connection, house: House, one: Account, now: datetime, how: str = "password") -> str:
    if before := seated():
        end(connection, before.token)
    token = begin(connection, one.id, address(), now, house.settings.session_hours)
    note(connection, "sign_in", one.login, actor=one.login, role=one.role, detail={"how": how})
    return token


def _seat(one: Account, token: str) -> Account:
    """A cookie of its own for the new session: nothing of the one before is kept."""
    session.clear()
    seat = replace(one, token=token)
    login_user(seat)
    return seat
