"""`flask catchments …`: what drains to which station."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from data.cli import Plain
from data.commands.catchments import Drawn, put_catchments
from data.engine import writing
from data.house import house
from data.intake.catchments import read_features
from data.intake.crs import check_crs
from data.schema import catchment, station
from data.times import CITY_ZONE, local

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Plain)
def catchments() -> None:
    """Outlines of the ground that drains to a river, reservoir or waterlogging station."""


@catchments.command("import")
@FILE
@click.option("--source", required=True, help="Who has drawn them, from what; shown with every answer.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="When that was so; today otherwise.")
@click.option("--crs", default="wgs84", show_default=True, help="wgs84, cgcs2000, gcj02, bd09 or EPSG:nnnn.")
@with_appcontext
def import_command(file: Path, source: str, as_of: datetime | None, crs: str) -> None:
    """Add or replace the outlines of FILE: GeoJSON, a Polygon or MultiPolygon a station, named by `station`.

    All of them or none.
    """
    check_crs(crs)
    when = as_of.replace(tzinfo=CITY_ZONE) if as_of else datetime.now(UTC)
    drawn = Drawn(source=source.strip()[:128], as_of=when, crs=crs)
    features = read_features(file)
    with writing(house().engine) as connection:
        added = put_catchments(connection, features, drawn)
    click.echo(f"{added.rows:,} outlines read: {added.new:,} new, {added.changed:,} told again")


@catchments.command("list")
@with_appcontext
def list_command() -> None:
    """Whose catchments are known, how large they are, and by whom."""
    columns = (station.c.code, station.c.name, catchment.c.km2, catchment.c.as_of, catchment.c.provenance)
    query = select(*columns, catchment.c.source).join(catchment, catchment.c.station_id == station.c.id)
    with house().engine.connect() as connection:
        for row in connection.execute(query.order_by(station.c.code)):
            km2, day = f"{row.km2:>10,.2f} km2", f"{local(row.as_of):%Y-%m-%d}"
            click.echo(f"{row.code:<12} {km2}  {day}  {row.provenance:<10}  {row.name}  {row.source}")
