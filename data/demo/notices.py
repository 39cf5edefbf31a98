"""What other offices tell the demo city: a forecast that a rule reads, and a warning as a CAP message, taken as in
earnest and marked simulated.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from sqlalchemy import Connection, Row, select

from data.cap.model import NAMESPACE
from data.commands.cap import take
from data.commands.forecasts import Expected, take_forecast
from data.life.actor import Actor
from data.schema import region
from data.scope import Scope

OFFICE = Actor(name="气象台（模拟）", role="system", scope=Scope.guest())
RAIN_MM = 62.0  # in the next 12 hours: above the 50 mm of 暴雨蓝色
AHEAD, SAID = timedelta(hours=12), timedelta(minutes=20)
COUNTY, TOWN = 2, 3  # levels
CODE = 12  # digits of a region code as offices write it
WORDS = "受台风影响，未来十二小时内有大风，请做好防御准备。本条为演示数据，模拟。"


def seed_forecast(connection: Connection, anchor: datetime) -> None:
    """Heavy rain is expected over the last town of the city; told before the rules look."""
    town = _last(connection, TOWN)
    issued, until = anchor - SAID, anchor + AHEAD
    told = Expected(region=town.code, quantity="rain", value=RAIN_MM, issued_at=issued, since=anchor, until=until)
    take_forecast(connection, told, OFFICE, anchor, provenance="simulated")


def seed_cap(connection: Connection, anchor: datetime) -> None:
    """A yellow warning of the typhoon's wind over the last county, by CAP 1.2."""
    take(connection, _alert(_last(connection, COUNTY), anchor).encode(), OFFICE, anchor, provenance="simulated")


def _last(connection: Connection, level: int) -> Row[Any, Any]:
    query = select(region.c.code, region.c.name).where(region.c.tree == "spine", region.c.level == level)
    return connection.execute(query.order_by(region.c.lo.desc()).limit(1)).one()


def _alert(place: Row[Any, Any], anchor: datetime) -> str:
    sent, ends = ((anchor + span).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00") for span in (-SAID, AHEAD))
    code = place.code.ljust(CODE, "0")
    name = escape(place.name)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="{NAMESPACE}">'
        f"<identifier>demo-{anchor:%Y%m%d}</identifier><sender>simulated@demo.invalid</sender><sent>{sent}</sent>"
        "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
        "<info><language>zh-CN</language><category>Met</category><event>台风大风</event><urgency>Expected</urgency>"
        f"<severity>Moderate</severity><certainty>Likely</certainty><expires>{ends}</expires>"
        f"<headline>{name}台风黄色预警</headline><description>{WORDS}</description>"
        f"<area><areaDesc>{name}</areaDesc><geocode><valueName>adcode</valueName><value>{code}</value></geocode></area>"
        "</info></alert>"
    )
