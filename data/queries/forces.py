"""空天地人: who and what there is to act with, and how it stands at this moment: people, drones, cameras, stations."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select

from data.answer import Answer, Column, Row
from data.dispatch.words import DESKS, RESPONDER_KINDS
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.kiosks import screens_known
from data.queries.regions import inside
from data.queries.responders import STALE, responders_of
from data.queries.station_rows import standings
from data.readings.freshness import FRESHNESS
from data.schema import video
from data.scope import Scope
from data.view import View

RHYTHM = timedelta(minutes=10)
COLUMNS = (
    Column(key="group", label="类别代码"),
    Column(key="key", label="代码"),
    Column(key="n", label="总数"),
    Column(key="ready", label="可用"),
    Column(key="busy", label="占用"),
    Column(key="off", label="不可用"),
    Column(key="old", label="待核实"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a kind of responder (`ready`: free, with a position of at most 30 minutes; `old`: free, with an older one),
    then cameras (`old`: not checked), stations (`old`: late) and screens. Only of now: a past moment has no rows."""
    with asked(house, view, scope) as a:
        rows = [] if view.at else [*_people(a, scope), *_devices(a, scope)]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="",
            as_of=a.now,
            provenance=a.lived,
            rhythm=RHYTHM,
            source="力量与设备名册",
        )


def _people(a: Asked, scope: Scope) -> list[Row]:
    """Desks stay where they are: their positions do not age."""
    found = responders_of(a.connection, tuple(RESPONDER_KINDS), scope, a.now)
    here = (found.lo >= a.here.lo) & (found.hi <= a.here.hi)
    rows = []
    for kind in RESPONDER_KINDS:
        those = here & found.kind.where(lambda word, kind=kind: word == kind)  # type: ignore[misc]
        free, aged = those & (found.state == "idle"), found.age > STALE.total_seconds()
        old = free & aged if kind not in DESKS else np.zeros_like(free)
        counts = {"n": those, "ready": free & ~old, "busy": those & (found.state == "busy")}
        counts |= {"off": those & (found.state == "off"), "old": old}
        rows.append(_row("people", kind, {name: int(mask.sum()) for name, mask in counts.items()}))
    return [row for row in rows if row["n"]]


def _devices(a: Asked, scope: Scope) -> list[Row]:
    rows = [_row("device", "camera", _cameras(a, scope)), _row("device", "station", _stations(a))]
    rows.append(_row("device", "screen", _screens(a, scope)))
    return [row for row in rows if row["n"]]


def _cameras(a: Asked, scope: Scope) -> dict[str, int]:
    query = select(video.c.state, func.count()).where(inside(video.c.cell_id, a.here)).group_by(video.c.state)
    told: dict[Any, int] = {row[0]: row[1] for row in a.connection.execute(query)}
    return {"ready": told.get("online", 0), "off": told.get("offline", 0), "old": told.get("unchecked", 0)}


def _stations(a: Asked) -> dict[str, int]:
    fresh = np.bincount(standings(a.connection, a.here, a.now, past=False).fresh, minlength=len(FRESHNESS)).tolist()
    told = dict(zip(FRESHNESS, fresh, strict=True))
    return {"ready": told["fresh"], "old": told["late"], "off": told["stale"] + told["broken"]}


def _screens(a: Asked, scope: Scope) -> dict[str, int]:
    """In force, in the region; by the machine's clock, which no demo turns."""
    known = [
        row
        for row in screens_known(a.connection, scope, datetime.now(UTC))
        if a.here.lo <= row["lo"] and row["hi"] <= a.here.hi
    ]
    states = [row["state"] for row in known]
    return {"ready": states.count("live"), "off": states.count("silent"), "old": states.count("never")}


def _row(group: str, key: str, counts: dict[str, int]) -> Row:
    told: Row = {
        "group": group,
        "key": key,
        "n": sum(counts[name] for name in ("ready", "off", "old") if name in counts),
    }
    return told | {"busy": None} | counts
