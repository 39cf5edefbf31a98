"""Responders: where they are, whether they are there, and rosters as a city brings them in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.dispatch.words import DUTY_ROLES, RESPONDER_KINDS, SKILLS
from data.errors import BadInput
from data.schema import account, agency, duty, region, responder
from data.times import CITY_ZONE

STATES = ("idle", "off")
LONGEST = {"code": 32, "name": 64, "phone": 20}


def place_responder(connection: Connection, number: int, lon: float, lat: float, at: datetime) -> bool:
    """Where it was at a moment, told by phone; an older word than the last changes nothing."""
    newer = (responder.c.id == number, responder.c.seen_at <= at)
    told = {"lon": lon, "lat": lat, "seen_at": at, "seen_by": "phone"}
    bump(connection, "responders")
    return connection.execute(update(responder).where(*newer).values(told)).rowcount == 1


def import_responders(connection: Connection, rows: Rows, now: datetime, provenance: str = "measured") -> Added:
    """Add responders or change those of the same code: `code name kind agency region skills capacity phone state lon
    lat battery`; all rows or none."""
    bump(connection, "crews", "responders")
    places = {row.code: row for row in connection.execute(select(region).where(region.c.tree == "spine"))}
    agencies = set(connection.scalars(select(agency.c.code)))
    taken, faults = {}, []
    for number, row in rows:
        try:
            one = _read(row, places, agencies)
            taken[one["code"]] = one | {"seen_at": now, "seen_by": "register", "provenance": provenance}
        except (BadInput, ValueError) as error:
            faults.append((number, str(error)))
    refuse(faults)
    held = set(connection.scalars(select(responder.c.code)))
    if new := [one for code, one in taken.items() if code not in held]:
        connection.execute(insert(responder), new)
    for code in taken.keys() & held:
        connection.execute(update(responder).where(responder.c.code == code).values(taken[code]))
    return Added(rows=len(rows), new=len(new), changed=len(taken) - len(new))


def import_rosters(connection: Connection, rows: Rows, provenance: str = "measured") -> Added:
    """Add turns of duty: `region agency who login role since until`, moments with an offset or local; all or none.

    `login`: the account he signs in with, which alone gives him the rights of his turn.
    """
    bump(connection, "responders")
    places = dict(connection.execute(select(region.c.code, region.c.id).where(region.c.tree == "spine")).all())
    logins = set(connection.scalars(select(account.c.login)))
    taken, faults = [], []
    for number, row in rows:
        try:
            taken.append(_turn(row, places, logins) | {"provenance": provenance})
        except (BadInput, ValueError) as error:
            faults.append((number, str(error)))
    refuse(faults)
    if taken:
        connection.execute(insert(duty), taken)
    return Added(rows=len(rows), new=len(taken))


def _read(row: Row, places: Mapping[str, Any], agencies: set[str]) -> dict[str, Any]:
    told = {name: text(row, name) for name in ("code", "name", "kind", "agency", "region", "skills", "phone", "state")}
    if not told["code"] or not told["name"] or any(len(told[name]) > most for name, most in LONGEST.items()):
        raise BadInput("code, name: 1 to 32 and 64 characters; phone: up to 20")
    place = places.get(told.pop("region"))
    skills = told["skills"].replace(",", " ").split()
    for name, fits in (
        ("kind", told["kind"] in RESPONDER_KINDS),
        ("region", place is not None),
        ("agency", not told["agency"] or told["agency"] in agencies),
        ("skills", set(skills) <= SKILLS.keys()),
        ("state", (told["state"] or "idle") in STATES),
    ):
        if not fits:
            raise BadInput(f"{name}: not known")
    assert place is not None
    more: dict[str, Any] = {
        "region_id": place.id,
        "skills": " ".join(skills),
        "capacity": int(text(row, "capacity") or 1),
    }
    where = {"lon": float(text(row, "lon") or place.lon), "lat": float(text(row, "lat") or place.lat)}
    battery = text(row, "battery")
    if battery and not (battery.isascii() and battery.isdecimal() and int(battery) <= 100):
        raise BadInput("battery: percent, 0 to 100")
    more["battery"] = int(battery) if battery else None
    plain = {"agency": told["agency"] or None, "phone": told["phone"] or None, "state": told["state"] or "idle"}
    return told | more | where | plain


def _turn(row: Row, places: Mapping[str, int], logins: set[str]) -> dict[str, Any]:
    who, role, place = text(row, "who"), text(row, "role"), places.get(text(row, "region"))
    if not who or len(who) > 64 or role not in DUTY_ROLES or place is None:
        raise BadInput("who, role (chief, officer) and the code of a region")
    login = text(row, "login") or None
    if login is not None and login not in logins:
        raise BadInput("login: no such account")
    since, until = (_moment(text(row, name)) for name in ("since", "until"))
    if until <= since:
        raise BadInput("until: after since")
    return {"region_id": place, "agency": text(row, "agency") or None, "who": who, "login": login, "role": role} | {
        "since": since,
        "until": until,
    }


def _moment(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=CITY_ZONE)
