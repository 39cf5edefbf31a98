"""What vessels have been told: the newest notice to each, and those of a region in all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from data.queries.regions import Region, inside
from data.schema import feature, feature_notice, outbox

MOST = 12
Row = dict[str, Any]


def last_notices(connection: Connection, ids: Sequence[int]) -> dict[int, Row]:
    """{id of a thing: when it was told last, and the state of that message}."""
    n = feature_notice.c
    newest = select(func.max(n.id)).where(n.feature_id.in_(ids)).group_by(n.feature_id)
    query = select(n.feature_id, n.at, outbox.c.state).join_from(feature_notice, outbox, outbox.c.message == n.message)
    return {
        row.feature_id: {"at": row.at, "state": row.state} for row in connection.execute(query.where(n.id.in_(newest)))
    }


def notices_in(connection: Connection, here: Region) -> list[Row]:
    """The newest notices to vessels that count in a region; roles, no names."""
    n, f = feature_notice.c, feature.c
    query = select(f.code, f.name, n.at, n.role, n.words, outbox.c.state).join_from(feature_notice, feature)
    query = query.join(outbox, outbox.c.message == n.message).where(f.layer == "vessel", inside(f.cell_id, here))
    return [dict(row) for row in connection.execute(query.order_by(n.id.desc()).limit(MOST)).mappings()]
