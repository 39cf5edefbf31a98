"""The demo's standing ground: published facts, indicators, base numbers of regions, and things with a place."""

from sqlalchemy import Connection

from data.commands.revisions import bump
from data.demo.base_features import seed_features
from data.demo.base_indicators import define_indicators, seed_indicators
from data.demo.base_spine import read_spine
from data.demo.base_stats import seed_stats
from data.demo.recipe import DemoRecipe
from data.facts.load import load_facts


def seed_base(connection: Connection, recipe: DemoRecipe, seed: int) -> None:
    """Lay it all anew for the loaded city: the same seed gives the same rows, and nothing else is touched."""
    spine = read_spine(connection)
    define_indicators(connection, recipe)
    load_facts(connection, not_after=recipe.anchor)
    seed_indicators(connection, spine, recipe, seed)
    seed_stats(connection, spine, recipe, seed)
    seed_features(connection, spine, recipe, seed)
    bump(connection, "indicators", "features")
