"""The register of screens as a desk sees it: where each is, how it does, what its group shows and for how long yet."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.queries.alarms_told import alarm_of
from data.queries.turns import active_of, now_ms, rotation_pages, turn_of
from data.schema import region, rotation, screen, screen_group
from data.scope import Scope

SILENT = timedelta(seconds=45)  # without a word: a screen tells of itself every 10 s
KEPT = timedelta(days=30)  # that one which is no longer in force stays in the list
Row = dict[str, Any]


def screens_known(connection: Connection, scope: Scope, now: datetime) -> list[Row]:
    """Those within the scope with `state` (STATES), `place`, `health`; those in force first, by name."""
    of = select(screen, region.c.name.label("place"), region.c.lo, region.c.hi)
    of = of.join(region, region.c.id == screen.c.region_id).order_by(screen.c.name, screen.c.id)
    rows = [dict(row) for row in connection.execute(of).mappings() if scope.covers(row["lo"], row["hi"])]
    told = [row | {"state": _state(row, now), "health": json.loads(row["health"])} for row in rows]
    kept = [row for row in told if max(row["revoked_at"] or now, row["expires_at"]) > now - KEPT]
    return sorted(kept, key=lambda row: row["state"] in ("revoked", "expired"))


def _state(row: Row, now: datetime) -> str:
    if row["revoked_at"] is not None:
        return "revoked"
    if row["expires_at"] <= now:
        return "expired"
    if row["seen_at"] is None:
        return "never"
    return "live" if now - row["seen_at"] <= SILENT else "silent"


def groups_known(connection: Connection, scope: Scope) -> list[Row]:
    """Those within the scope, with `pages` of their rotation and what they show: `shown`, `left` in ms."""
    of = select(screen_group, rotation.c.name.label("rotation"), rotation.c.code.label("rotation_code"))
    of = of.add_columns(region.c.lo, region.c.hi).join(region, region.c.id == screen_group.c.region_id)
    of = of.outerjoin(rotation, rotation.c.id == screen_group.c.rotation_id).order_by(screen_group.c.id)
    found = [dict(row) for row in connection.execute(of).mappings() if scope.covers(row["lo"], row["hi"])]
    for row in found:
        pages = rotation_pages(connection, row["rotation_id"])
        shown = turn_of(row, pages).at(now_ms())
        row |= {"pages": pages, "shown": shown.page, "left": shown.left}
    return found


def rotations_known(connection: Connection, scope: Scope) -> list[Row]:
    of = select(rotation, region.c.name.label("place"), region.c.lo, region.c.hi)
    of = of.join(region, region.c.id == rotation.c.region_id).order_by(rotation.c.name, rotation.c.id)
    found = [dict(row) for row in connection.execute(of).mappings() if scope.covers(row["lo"], row["hi"])]
    return [row | {"pages": rotation_pages(connection, row["id"])} for row in found]


def taken_over(connection: Connection, screens: Sequence[Row], scope: Scope) -> list[Row]:
    """What takes these screens over now: {kind, ref, level, told, until, screens: names}, the gravest first."""
    names = {row["id"]: row["name"] for row in screens if row["state"] not in ("revoked", "expired")}
    by: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in active_of(connection, names, now_ms()):
        by[row["kind"], row["ref"]].append(row)
    return [
        {"kind": kind, "ref": ref, "level": rows[0]["level"], "told": alarm_of(connection, scope, kind, ref)}
        | {"until": max(row["until"] for row in rows), "screens": [names[row["screen_id"]] for row in rows]}
        for (kind, ref), rows in by.items()
    ]
