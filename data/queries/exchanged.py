"""交换统计: how often each resource flowed to whom, and how many rows that were, of all that the reader may know of."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from data.queries.regions import Region
from data.queries.shares import D, S, known_flows
from data.schema import agency, share, share_delivery
from data.scope import Scope

LATELY = timedelta(days=30)
MOST = 200
Row = dict[str, Any]


def exchanged(connection: Connection, scope: Scope, here: Region, now: datetime) -> list[Row]:
    """A row a resource and receiver (`owner` None: given back to the region itself), the most rows first."""
    lately = func.sum(case((D.at > now - LATELY, 1), else_=0)).label("lately")
    sums = (func.count().label("times"), lately, func.sum(D.n).label("n"), func.max(D.at).label("newest"))
    whom = func.coalesce(agency.c.name, S.agency).label("owner")
    of = share_delivery.outerjoin(share, S.id == D.share_id).outerjoin(agency, agency.c.code == S.agency)
    query = select(D.resource, whom, *sums).select_from(of).where(*known_flows(scope, here)).group_by(D.resource, whom)
    rows = connection.execute(query.order_by(func.sum(D.n).desc(), D.resource, whom).limit(MOST)).mappings()
    return [dict(row) for row in rows]
