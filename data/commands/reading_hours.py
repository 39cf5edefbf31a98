"""What has come down within an hour: kept with the newest reading of each gauge whose readings add up (rain)."""

import json
from collections.abc import Collection

from sqlalchemy import Connection

from data.readings.values import PLACES
from data.risk_words import QUANTITIES

TICKS = 10**PLACES
ADDING = ", ".join(f"'{name}'" for name, quantity in QUANTITIES.items() if quantity.adds)
# The hour ends with the newest reading: the twelve sums of 5 minutes up to it. Rounded, so that limits are met exactly.
_SUM = f"""SELECT round(sum(s.total) * {TICKS}) / {TICKS}.0 FROM reading_sum AS s
WHERE s.gauge_id = gauge_now.gauge_id AND s.grain = '5' AND s.start > gauge_now.at - 3600 AND s.start <= gauge_now.at"""
_UPDATE = f"UPDATE gauge_now SET hour = ({_SUM}) WHERE gauge_id IN (SELECT id FROM gauge WHERE quantity IN ({ADDING})"


def hours(connection: Connection, gauges: Collection[int]) -> None:
    """Sum up the hour of those of these gauges whose readings add up."""
    wanted = sorted(gauges)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"{_UPDATE} AND id = ANY(%s::int[]))", (wanted,))
    else:
        connection.exec_driver_sql(f"{_UPDATE} AND id IN (SELECT value FROM json_each(?)))", (json.dumps(wanted),))


def every_hour(connection: Connection) -> None:
    """The same for all gauges."""
    connection.exec_driver_sql(f"{_UPDATE})")
