"""Video feeds as an operator hands them in, and whether their snapshots answer. All rows of a file or none."""

import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.commands.stations import placed
from data.errors import BadInput
from data.schema import feature, video

LENGTHS = {"code": 48, "name": 96, "link": 400, "snapshot": 400, "camera": 48}
LINK = re.compile(r"(https?|rtsp|rtsps)://[^\s<>\"'`\\]+")
PICTURE = re.compile(r"https?://[^\s<>\"'`\\]+")


def register_videos(connection: Connection, rows: Rows, now: datetime, provenance: str = "measured") -> Added:
    """Add or change the feeds of `rows`. BadInput, and nothing done, when a row makes no sense.

    A feed whose address has changed is 未检查 again; one without any address is 无地址.
    """
    bump(connection, "videos")
    found: dict[str, dict[str, Any]] = {}
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            one = _video(connection, row)
            if one["code"] in found:
                raise BadInput(f"video {one['code']} stands above already")
            found[one["code"]] = one
        except BadInput as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    known = {row["code"]: row for row in connection.execute(select(video)).mappings()}
    new = changed = 0
    for code, one in found.items():
        before = known.get(code)
        values = one | {"as_of": now, "provenance": provenance}
        if before is None:
            new += 1
            connection.execute(insert(video).values(values | _unseen(one)))
            continue
        moved = any(before[name] != one[name] for name in ("link", "snapshot"))
        changed += any(before[name] != value for name, value in one.items())
        fresh = _unseen(one) if moved else {}
        connection.execute(update(video).where(video.c.id == before["id"]).values(values | fresh))
    return Added(rows=len(rows), new=new, changed=changed)


def note_checked(connection: Connection, found: dict[int, bool], now: datetime) -> Counter[str]:
    """Which feeds answered, by id; how many are in which state."""
    if found:
        bump(connection, "videos")
    for number, answers in found.items():
        state = {"state": "online" if answers else "offline", "checked_at": now}
        connection.execute(update(video).where(video.c.id == number).values(state))
    return Counter("online" if answers else "offline" for answers in found.values())


def _unseen(one: Row) -> dict[str, Any]:
    there = one["link"] or one["snapshot"]
    return {"state": "unchecked" if there else "nowhere", "checked_at": None}


def _video(connection: Connection, row: Row) -> dict[str, Any]:
    for name, most in LENGTHS.items():
        if len(text(row, name)) > most:
            raise BadInput(f"{name}: at most {most} characters")
    if not text(row, "code") or not text(row, "name"):
        raise BadInput("a video needs a code and a name")
    addresses = {"link": _address(row, "link", LINK), "snapshot": _address(row, "snapshot", PICTURE)}
    if "," in text(row, "code"):
        raise BadInput("code: without a comma, please: addresses list codes by commas")
    named = {"code": text(row, "code"), "name": text(row, "name")}
    return named | addresses | _placed(connection, row)


def picture_in(row: Row) -> str | None:
    """The address of a picture, without a password in it."""
    return _address(row, "picture", PICTURE)


def _address(row: Row, name: str, form: re.Pattern[str]) -> str | None:
    given = text(row, name)
    if not given:
        return None
    if not form.fullmatch(given) or not urlsplit(given).hostname:
        raise BadInput(f"{name}: {given[:60]!r} is no address")
    if "@" in urlsplit(given).netloc:
        raise BadInput(f"{name}: an address without a password, please: everybody who looks would see it")
    return given


def _placed(connection: Connection, row: Row) -> dict[str, Any]:
    """At its camera of the register, by WGS-84 coordinates, or in the region whose code is given."""
    if camera := text(row, "camera"):
        query = select(feature.c.id, feature.c.cell_id, feature.c.lon, feature.c.lat)
        there = connection.execute(query.where(feature.c.layer == "camera", feature.c.code == camera)).one_or_none()
        if there is None:
            raise BadInput(f"no camera {camera} in the register")
        return {"feature_id": there.id, "cell_id": there.cell_id, "lon": there.lon, "lat": there.lat}
    return {"feature_id": None} | placed(connection, row)
