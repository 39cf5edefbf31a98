"""What other offices tell the demo: a forecast and a CAP message, taken once and marked simulated."""

from sqlalchemy import func, select

from data.commands.revisions import bump
from data.demo.notices import RAIN_MM, seed_cap, seed_forecast
from data.schema import cap_message, forecast, quarantine, region, warning
from tests.base_city import bare_city, plain_recipe

ANCHOR = plain_recipe().anchor


def test_they_are_taken_as_in_earnest_once_and_marked_simulated():
    engine = bare_city()
    with engine.begin() as connection:
        bump(connection, "warnings")
        for _again in range(2):
            seed_forecast(connection, ANCHOR)
            seed_cap(connection, ANCHOR)
        rain = connection.execute(select(forecast)).one()
        assert (rain.quantity, rain.value, rain.provenance) == ("rain", RAIN_MM, "simulated")
        assert connection.scalar(select(func.count()).select_from(cap_message)) == 1
        assert connection.scalar(select(func.count()).select_from(quarantine)) == 0
        told = connection.execute(select(warning)).one()
        place = connection.execute(select(region).where(region.c.id == told.region_id)).one()
        assert (told.colour, told.field, told.provenance) == (3, "typhoon", "simulated")
        assert told.rule is None and told.expires_at > ANCHOR and place.level == 2
        assert "模拟" in told.words
