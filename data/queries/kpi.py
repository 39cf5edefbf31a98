"""The strip of key figures: what stands behind the platform, how today runs, what is ready for an emergency."""

from datetime import datetime

from sqlalchemy import bindparam, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import EVENT_RHYTHM, Asked, asked
from data.queries.counts import features_in, registered_at, stats_of
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.figures import figures
from data.queries.regions import Region, region_of
from data.schema import region
from data.scope import Scope
from data.view import View

BASE = (
    ("integrated_system_count", "信息系统", "个"),
    ("data_record_count", "汇聚数据", "条"),
    ("video_feed_count", "视频", "路"),
    ("scenario_count", "应用场景", "个"),
    ("department_count", "部门", "家"),
)
_CODE = select(region.c.code).where(region.c.id == bindparam("id"))
MEASURED = ("reported", "filed", "closed", "on_time", "late")
TODAY = (("reported", "上报"), ("filed", "立案"), ("closed", "结案"))
READY = (
    ("key_site", "重点部位", "处", "flood_key_site_count"),
    ("risk_point", "风险点", "处", "flood_risk_point_count"),
    ("resource", "应急资源", "项", "emergency_resource_count"),
    ("camera", "视频", "路", "video_feed_count"),
)
COLUMNS = (
    Column(key="group", label="分组"),
    Column(key="key", label="指标代码"),
    Column(key="label", label="指标"),
    Column(key="value", label="数值"),
    Column(key="unit", label="单位"),
    Column(key="provenance", label="来源"),
    Column(key="as_of", label="截至"),
    Column(key="share", label="占上级", unit="%"),
    Column(key="note", label="说明"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Rows of three groups; `share` is the percent of the parent region, None for the city."""
    with asked(house, view, scope) as a:
        parent = _parent(a, scope)
        as_of = a.fed_at()
        rows = [*_base(a), *_today(a, view, parent, as_of), *_ready(a, parent)]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="",
            as_of=as_of,
            provenance=a.lived,
            rhythm=EVENT_RHYTHM,
            source="全市一张图平台",
        )


def _parent(a: Asked, scope: Scope) -> Region | None:
    """The region above, when there is one and the asker may see it."""
    code = a.connection.scalar(_CODE, {"id": a.here.parent_id})
    parent = region_of(a.connection, code, Scope.guest()) if code else None
    return parent if parent and scope.covers(parent.lo, parent.hi) else None


def _row(a: Asked, group: str, key: str, label: str, value: float | None, unit: str) -> Row:
    return {"group": group, "key": key, "label": label, "value": value, "unit": unit, "provenance": a.lived} | {
        "as_of": None,
        "share": None,
        "note": "",
    }


def _base(a: Asked) -> list[Row]:
    said = figures(a.connection, a.here, [code for code, _, _ in BASE], a.now)
    return [
        _row(a, "base", code, label, said[code].value, unit)
        | {"provenance": said[code].provenance, "as_of": _iso(said[code].as_of), "note": said[code].source}
        for code, label, unit in BASE
        if code in said
    ]


def _today(a: Asked, view: View, parent: Region | None, as_of: datetime | None) -> list[Row]:
    here = sums_of(a.connection, [a.here], view, a.span, MEASURED)[a.here.id]
    above = sums_of(a.connection, [parent], view, a.span, MEASURED[:3])[parent.id] if parent else Sums()
    rows = [
        _row(a, "today", key, label, getattr(here, key), "件")
        | {"share": percent(getattr(here, key), getattr(above, key)), "as_of": _iso(as_of)}
        for key, label in TODAY
    ]
    rows.append(_row(a, "today", "on_time", "按时办结", here.on_time_rate, "%") | {"as_of": _iso(as_of)})
    stats = stats_of(a.connection, [a.here, parent] if parent else [a.here])
    if a.here.id in stats:
        mine, theirs = stats[a.here.id], stats.get(parent.id) if parent else None
        share = percent(mine.staff_on_duty, theirs.staff_on_duty) if theirs else None
        on_duty = _row(a, "today", "staff_on_duty", "在岗网格员", mine.staff_on_duty, "人")
        rows.append(on_duty | {"share": share, "as_of": _iso(mine.as_of)})
    return rows


def _ready(a: Asked, parent: Region | None) -> list[Row]:
    here, above = _by_layer(a, a.here), _by_layer(a, parent) if parent else {}
    said = figures(a.connection, a.here, [code for *_, code in READY], a.now)
    as_of = _iso(registered_at(a))
    rows = []
    for layer, label, unit, code in READY:
        n, figure = here.get(layer, 0), said.get(code)
        row = _row(a, "emergency", layer, label, n, unit) | {"share": percent(n, above.get(layer, 0)), "as_of": as_of}
        if figure and figure.value == n:
            row |= {"provenance": figure.provenance, "note": figure.source, "as_of": _iso(figure.as_of)}
        rows.append(row)
    return rows if a.here.level > 1 else rows[:3] + _shelters(a, as_of)


def _shelters(a: Asked, as_of: str | None) -> list[Row]:
    """At the city the camera count stands among the base figures, so the shelters take its place."""
    n = sum(row.n for row in features_in(a.connection, a.here, ["resource"]) if row.kind == "shelter")
    return [_row(a, "emergency", "shelter", "避灾点", n, "处") | {"as_of": as_of}]


def _by_layer(a: Asked, here: Region) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in features_in(a.connection, here):
        counts[row.layer] = counts.get(row.layer, 0) + row.n
    return counts


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
