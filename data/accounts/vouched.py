"""Whom another sign-in (OpenID Connect) vouches for: a claim of its says the role and the region here."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.accounts.account import account_of, account_rows
from data.accounts.mapped import Mapped, Place
from data.commands.accounts import LOGIN, Seat, add_account, change_account
from data.commands.audit import FAILED, note
from data.engine import writing
from data.errors import SignInRefused
from data.house import House
from data.language import gettext as _
from data.schema import account


def vouched(house: House, issuer: str, claims: Mapping[str, Any]) -> int:
    """The number of the account of these claims: made at the first sign-in, changed when its place has changed.

    SignInRefused, and a row of the audit log, when no value of the claim has a place here.
    """
    name, subject = str(claims.get("name") or claims.get("preferred_username") or claims["sub"]), str(claims["sub"])
    if (place := _place(house, claims)) is None:
        with writing(house.engine) as connection:
            note(
                connection, "sign_in", subject, actor=subject, outcome=FAILED, detail={"why": "no place", "how": "oidc"}
            )
        raise SignInRefused(_("您在那里的身份，在本平台没有对应的角色"))
    seat = Seat(name=name[:64], role=place.role, regions=place.places, departments=place.departments)
    mine = (account.c.issuer == issuer, account.c.subject == subject)
    with writing(house.engine) as connection:
        row = connection.execute(account_rows().where(*mine)).mappings().one_or_none()
        if row is None:
            add_account(connection, _login(connection, claims), seat, datetime.now(UTC), of=(issuer, subject))
        elif _differs(account_of(connection, row), seat):
            change_account(connection, row["login"], seat)
        return int(connection.scalar(select(account.c.id).where(*mine)) or 0)


def _place(house: House, claims: Mapping[str, Any]) -> Place | None:
    mapped = Mapped.model_validate_json(house.settings.oidc_map)
    told = claims.get(mapped.claim)
    held = {str(one) for one in told} if isinstance(told, list) else {str(told)}
    return next((place for value, place in mapped.values.items() if value in held), None)


def _login(connection: Connection, claims: Mapping[str, Any]) -> str:
    """As it is called there, when that is a login and nobody's here; else by lot of its subject."""
    wanted = str(claims.get("preferred_username") or "").casefold()
    taken = connection.scalar(select(account.c.id).where(account.c.login == wanted)) is not None
    if LOGIN.fullmatch(wanted) and not taken:
        return wanted
    return f"oidc-{hashlib.sha256(str(claims['sub']).encode()).hexdigest()[:16]}"


def _differs(one: Any, seat: Seat) -> bool:
    here = [place.code for place in one.regions]
    wanted = list(seat.regions) or here[:1]
    moved = (here[0], {*here}) != (wanted[0], {*wanted})
    return moved or (one.name, one.role, one.departments) != (seat.name, seat.role, tuple(seat.departments))
