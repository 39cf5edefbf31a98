"""渔船安全动态: every vessel with its state, those that need attention first; ports, signals, and what was told."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.house import House
from data.language import speaking
from data.queries.asked import asked
from data.queries.regions import SPINE
from data.queries.vessel_notices import last_notices, notices_in
from data.queries.vessel_states import Vessel, vessels_of
from data.schema import region
from data.scope import Scope
from data.vessel_words import ATTENTION, VESSEL_STATES, reason_words
from data.view import View

RHYTHM = timedelta(hours=2)
TOWN = 3  # level of the home that stands for a port where none is registered
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="name", label="渔船"),
    Column(key="kind", label="种类代码"),
    Column(key="port", label="船籍港"),
    Column(key="state", label="状态代码"),
    Column(key="attention", label="需关注"),
    Column(key="why", label="原因"),
    Column(key="position_at", label="定位时间"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
    Column(key="crew", label="船员", unit="人"),
    Column(key="told_at", label="最近通知"),
    Column(key="told", label="通知状态代码"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a vessel, the gravest first, as the register has it now, whatever moment is looked at.

    `parts.reasons`: what `why` says, in parts; `parts.ports`: vessels by port and state; `parts.states`: by state;
    `parts.notices`: the newest notices; `parts.hand`: whether somebody may tell them.
    """
    now = house.clock.now()
    with asked(house, view, scope) as a:
        found = vessels_of(a.connection, a.here, now)
        ports = _ports(a.connection, found)
        told = last_notices(a.connection, [one.row["id"] for one in found if one.reasons])
        spoken = [one.position_at for one in found if one.position_at]
        return a.answer(
            columns=COLUMNS,
            rows=[_row(one, port, told.get(one.row["id"])) for one, port in zip(found, ports, strict=True)],
            unit="艘",
            as_of=max(spoken, default=None),
            provenance="simulated" if any(one.row["provenance"] == "simulated" for one in found) else a.lived,
            rhythm=RHYTHM,
            source="海洋与渔业局",
            parts={
                "reasons": [{"code": one.row["code"], **why._asdict()} for one in found for why in one.reasons],
                "ports": _by_port(ports, found),
                "states": [dict(Counter(one.state for one in found)) | {"total": len(found)}],
                "notices": [one | {"at": one["at"].isoformat()} for one in notices_in(a.connection, a.here)],
                "hand": [{"may": may_act(house) and view.at is None}],
            },
        )


def _row(one: Vessel, port: str, told: dict[str, Any] | None) -> Row:
    row, known = one.row, one.row["attributes"]
    with speaking("zh"):
        why = "；".join(reason_words(reason) for reason in one.reasons)
    return {
        **{name: row[name] for name in ("code", "name", "kind", "lon", "lat")},
        "port": port,
        "state": one.state,
        "attention": one.state in ATTENTION,
        "why": why or None,
        "position_at": one.position_at.isoformat() if one.position_at else None,
        "crew": known.get("crew"),
        "told_at": told["at"].isoformat() if told else None,
        "told": told["state"] if told else None,
    }


def _ports(connection: Connection, found: Sequence[Vessel]) -> list[str]:
    """The port that each is registered in; the town of its home where none is."""
    towns = select(region.c.lo, region.c.hi, region.c.name).where(SPINE, region.c.level == TOWN).order_by(region.c.lo)
    rows = connection.execute(towns).all()
    at = np.searchsorted([row.lo for row in rows], [one.row["cell_id"] for one in found], side="right") - 1
    home = [
        rows[n].name if n >= 0 and one.row["cell_id"] <= rows[n].hi else "" for n, one in zip(at, found, strict=True)
    ]
    return [str(one.row["attributes"].get("harbour") or town) for one, town in zip(found, home, strict=True)]


def _by_port(ports: Sequence[str], found: Sequence[Vessel]) -> list[Row]:
    """Those with most to attend to first, then the largest."""
    counted: dict[str, Counter[str]] = {}
    for port, one in zip(ports, found, strict=True):
        counted.setdefault(port, Counter())[one.state] += 1
    rows: list[Row] = []
    for port, states in counted.items():
        row: Row = {"port": port, "total": states.total(), "attention": sum(states[one] for one in ATTENTION)}
        rows.append(row | {state: states[state] for state in VESSEL_STATES})
    return sorted(rows, key=lambda row: (-int(row["attention"] or 0), -int(row["total"] or 0), str(row["port"])))
