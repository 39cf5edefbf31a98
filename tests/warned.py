"""Warnings put straight into their table, as no command would leave them."""

from sqlalchemy import Connection, insert, select

from data.schema import region, warning


def put_warning(connection: Connection, row: dict) -> None:
    """With the cells of its region, which commands write by themselves."""
    cells = select(region.c.lo, region.c.hi).where(region.c.id == row["region_id"])
    connection.execute(insert(warning).values(row | connection.execute(cells).one()._asdict()))
