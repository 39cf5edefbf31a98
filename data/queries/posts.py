"""卡口值班点: who is posted where against how many are needed, and the flow counted nearest to each."""

from typing import Any

import numpy as np
from sqlalchemy import select

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.commands.things import EDITORS
from data.house import House
from data.queries import crowds
from data.queries.asked import REGISTER_RHYTHM, asked
from data.queries.regions import inside
from data.schema import feature
from data.scope import Scope
from data.storms.geo import distance
from data.view import View

LAYER = "post"
NEAR_KM = 2.0  # a counting station so near tells the flow of a post
FULL, CALM = 80, 40  # percent of the limit: from the one on more are needed, below the other some can be spared
MOST = 60
COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="值班点"),
    Column(key="kind", label="种类代码"),
    Column(key="posted", label="在岗", unit="人"),
    Column(key="needed", label="应到", unit="人"),
    Column(key="lack", label="缺", unit="人"),
    Column(key="station", label="测站"),
    Column(key="value", label="流量"),
    Column(key="unit", label="单位"),
    Column(key="share", label="占承载量", unit="%"),
    Column(key="at", label="测报时间"),
    Column(key="freshness", label="新鲜度"),
    Column(key="advice", label="建议代码"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a post, what asks for people first. `advice`: more (too few, or the flow near its limit), spare (more
    than needed, or enough and the flow low), else none. `parts.move`: whether somebody may be moved here."""
    flows = crowds.answer(house, view, scope)
    counted = [row for row in flows.rows if isinstance(row["lon"], int | float)]
    with asked(house, view, scope) as a:
        f = feature.c
        moves = view.at is None and scope.roles[0] in (*EDITORS, *Scope.guest().roles)
        mine = (f.layer == LAYER, f.retired_at.is_(None), inside(f.cell_id, a.here))
        names = (f.code, f.name, f.kind, f.lon, f.lat, f.attributes, f.as_of, f.provenance)
        found = a.connection.execute(select(*names).where(*mine).order_by(f.code)).all()
        rows = [_row(one, counted) for one in found]
        rows.sort(key=lambda row: (row["advice"] != "more", -float(row["lack"] or 0), -float(row["share"] or 0)))
        return a.answer(
            columns=COLUMNS,
            rows=rows[:MOST],
            unit="个",
            as_of=max((one.as_of for one in found), default=None),
            provenance="simulated" if any(one.provenance == "simulated" for one in found) else a.lived,
            rhythm=REGISTER_RHYTHM,
            source="值班点台账与客流测站",
            parts={"move": [{"may": may_act(house) and moves}]},
        )


def _row(one: Any, counted: list[Row]) -> Row:
    """As registered; the flow is the nearest station's."""
    posted, needed = one.attributes.get("posted"), one.attributes.get("needed")
    known = posted is not None and needed is not None
    lack = max(0, needed - posted) if known else None
    near = _near(one, counted)
    flow = {name: near[name] if near else None for name in ("value", "unit", "share", "at", "freshness")}
    told = {"code": one.code, "name": one.name, "kind": one.kind, "posted": posted, "needed": needed, "lack": lack}
    where = {"lon": one.lon, "lat": one.lat, "station": near["name"] if near else None}
    return told | flow | where | {"advice": _advice(posted, needed, flow["share"])}


def _near(one: Any, counted: list[Row]) -> Row | None:
    if not counted:
        return None
    lon, lat = ([float(row[name] or 0) for row in counted] for name in ("lon", "lat"))
    km = np.asarray(distance(lon, lat, one.lon, one.lat))
    best = int(np.argmin(km))
    return counted[best] if km[best] <= NEAR_KM else None


def _advice(posted: Any, needed: Any, share: Any) -> str | None:
    if posted is None or needed is None:
        return None
    if posted < needed or (share is not None and share >= FULL):
        return "more"
    return "spare" if posted > needed or (posted > 1 and share is not None and share < CALM) else None
