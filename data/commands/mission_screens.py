"""What screens send of drones: one to a point, or what one came back with. Nothing it says is trusted."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.missions import NewMission, end_mission, send_drone
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.topics import fires

Sent = Mapping[str, Any]


def send_on_screen(house: House, sent: Sent, role: str, number: int) -> str:
    """The mission's code, its drone and the minutes it is estimated to take, in words."""
    actor, now = acting(house, role, number), house.clock.now()
    told = {name: _text(sent, name) for name in ("key", "lon", "lat", "what", "drone")}
    new = NewMission(**told | {"key": f"{actor.name}:{told['key'] or now.isoformat()}"[:128]})
    with acted(house, actor, "drone_send", f"{told['drone']} {told['lon']},{told['lat']}") as connection:
        row = send_drone(connection, new, actor, now, datetime.now(UTC))
    return _("%(code)s 已派出 %(name)s，预计 %(n)s 分钟到达") % {
        "code": row["code"],
        "name": row.get("drone", ""),
        "n": round(row["minutes"]),
    }


def end_on_screen(house: House, sent: Sent, role: str, number: int) -> str:
    """`found` as `clear`, `aborted`, or `fire:<kind>`."""
    actor, now = acting(house, role, number), house.clock.now()
    found, _colon, kind = _text(sent, "found").partition(":")
    topic = next((one for one in fires(house) if one.key == kind), None)
    if kind and topic is None:
        raise BadInput(_("请选择结果；发现火情须注明类型"))
    code = _text(sent, "code")[:24]
    with acted(house, actor, "drone_end", f"{code} {found}") as connection:
        row = end_mission(connection, code, found, _text(sent, "what"), actor, now, topic)
    return _("已登记火情并结束任务") if row["fire_id"] else _("已结束任务")


def _text(sent: Sent, name: str) -> str:
    given = sent.get(name)
    return (clean(given) or "")[:2_000] if isinstance(given, str) else ""
