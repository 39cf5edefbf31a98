"""A made-up little city with its demo ground laid, for the tests of facts, indicators, base numbers and features."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, insert, select

from data.demo.base import seed_base
from data.demo.recipe import DemoRecipe, demo_recipe
from data.facts.load import published
from data.schema import feature, feature_count, indicator, indicator_value, metadata, region, region_stat
from tests.spine import plant_spine

PACK = Path(__file__).parents[1] / "data" / "cities" / "350300"
TABLES = (indicator, indicator_value, region_stat, feature, feature_count)


def plain_recipe() -> DemoRecipe:
    """Defaults alone: a city nothing is known of, with few enough cameras for a test."""
    recipe = demo_recipe(Path("nowhere"), published())
    camera = replace(recipe.layers["camera"], per_grid=2.0)
    return replace(recipe, layers={**recipe.layers, "camera": camera})


def bare_city(url: str = "sqlite://") -> Engine:
    engine = create_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection, 3, 3, 4, 4, 3)
        other = dict(connection.execute(select(region).where(region.c.level == 2).limit(1)).one()._mapping)
        connection.execute(insert(region), {**other, "id": 19_000_000, "tree": "statutory", "hi": other["hi"] + 48})
    return engine


def seeded_city(recipe: DemoRecipe | None = None, seed: int = 7, url: str = "sqlite://") -> Engine:
    engine = bare_city(url)
    with engine.begin() as connection:
        seed_base(connection, recipe or plain_recipe(), seed)
    return engine


def contents(connection: Connection, table: Table) -> list[tuple]:
    """Every row without its running number, in a fixed order."""
    columns = [column for column in table.c if not (column.name == "id" and column.autoincrement)]
    return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
