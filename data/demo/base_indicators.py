"""Indicators of the demo: definitions, and simulated rates for the city, its province and its counties."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert

from data.demo.base_dice import dice
from data.demo.base_series import LENGTH, bridge, centred, months, rates
from data.demo.base_spine import Spine
from data.demo.recipe import Course, DemoRecipe, Industry
from data.facts.definitions import define
from data.facts.periods import period_end
from data.schema import indicator_value
from data.yaml_file import read_yaml

FILE = Path(__file__).parent / "indicators.yaml"
SOURCE = "模拟数据"
POWER = "industrial_power_growth"
Row = dict[str, Any]


def define_indicators(connection: Connection, recipe: DemoRecipe) -> None:
    """The cockpit's own definitions: rates, ranks in the province, and power use by industry."""
    given = read_yaml(FILE)
    rows = [_definition(one, n) for n, one in enumerate(given)]
    rows += [_rank_definition(one, len(given) + n) for n, one in enumerate(given)]
    for n, industry in enumerate(recipe.industries):
        rows += _industry_definitions(industry, 100 + n)
    define(connection, rows, overwrite=True)


def seed_indicators(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int) -> None:
    """Thirteen months of every rate. What is published for a place and period is left to the published row."""
    connection.execute(delete(indicator_value).where(indicator_value.c.provenance == "simulated"))
    rows = [row for code in recipe.economy for row in _rate_rows(spine, recipe, seed, code)]
    rows += _industry_rows(spine, recipe, seed)
    rows += _platform_rows(spine, recipe)
    connection.execute(insert(indicator_value), rows)


def _definition(one: Row, sort: int) -> Row:
    names = {"name_zh": one["zh"], "name_en": one["en"]}
    return {**{key: value for key, value in one.items() if key not in ("zh", "en")}, **names, "sort": sort}


def _rank_definition(one: Row, sort: int) -> Row:
    rank = {"code": f"{one['code']}_rank", "unit": "位", "direction": -1, "target": None}
    names = {"zh": f"{one['zh']}全省位次", "en": f"{one['en']}, rank in the province"}
    return _definition({**one, **rank, **names}, sort)


def _industry_definitions(industry: Industry, sort: int) -> list[Row]:
    common = {"domain": "产业用电", "unit": "%", "department": "市工信局", "source": "供电部门月度报表"}
    growth = {"code": industry.code, "zh": industry.zh, "en": industry.en, "direction": 1}
    names = {"zh": f"{industry.zh}占工业用电比重", "en": f"{industry.en}, share of power use"}
    share = {"code": f"{industry.code}_share", **names}
    return [_definition({**common, "frequency": "month", **one}, sort + n) for n, one in ((0, growth), (100, share))]


def _rate_rows(spine: Spine, recipe: DemoRecipe, seed: int, code: str) -> Iterator[Row]:
    course = recipe.economy[code]
    points = months(course.by, recipe.anchor)
    city, province, counties = courses(spine, course, seed, code)
    for month in points:
        latest = month.index == LENGTH - 1
        if not (latest and "value" in course.published):
            yield _city_row(spine, code, month.period, city[month.index])
        note = f"推算:本市与全省之差 {course.derived}" if latest and course.derived else SOURCE
        yield _row(code, None, "province", recipe.province, month.period, province[month.index], note)
        if course.counties:
            for n, value in enumerate(counties[:, month.index]):
                yield _row(code, int(spine.county.ids[n]), "county", spine.county.names[n], month.period, value)
    if "rank" not in course.published:
        yield _city_row(spine, f"{code}_rank", points[-1].period, course.rank)


def courses(spine: Spine, course: Course, seed: int, code: str) -> tuple[NDArray[np.float64], ...]:
    """Thirteen months of the city, of the province, and of the counties (one row each), which average to the city's."""
    rng = dice(seed, "rate", code)
    passed = np.linspace(-1, 0, LENGTH)
    city = course.value + course.rise * passed + course.noise * bridge(rng)[0]
    gap = (course.value - course.province) * (1 + 0.3 * passed)
    province = city - gap + 0.4 * course.noise * bridge(rng)[0]
    counties = len(spine.county.ids)
    apart = rng.normal(0, course.spread, (counties, 1)) * (1 + 0.2 * passed)
    apart = centred(apart + 0.6 * course.noise * bridge(rng, counties), spine.county.cells.astype(float))
    return rates(city), rates(province), rates(city + apart)


def _industry_rows(spine: Spine, recipe: DemoRecipe, seed: int) -> list[Row]:
    """Growth by industry for the city and its counties; weighted by share it is the growth of the total."""
    course = recipe.economy[POWER]
    city, _, counties = courses(spine, course, seed, POWER)
    share = np.array([industry.share for industry in recipe.industries])
    offset = np.array([[industry.offset] for industry in recipe.industries])
    points = months(course.by, recipe.anchor)
    rows = []
    for place, total in enumerate([city, *counties]):
        rng = dice(seed, "industry", str(place))
        own = 0.0 if place == 0 else rng.normal(0, 1.5, offset.shape)
        apart = offset * np.linspace(0.7, 1, LENGTH) + own + 0.8 * bridge(rng, len(share))
        growth = rates(total + centred(apart, share))
        for industry, values in zip(recipe.industries, growth, strict=True):
            rows += [_place_row(spine, place, industry.code, month.period, values[month.index]) for month in points]
    return rows + [_city_row(spine, f"{one.code}_share", points[-1].period, one.share) for one in recipe.industries]


def _platform_rows(spine: Spine, recipe: DemoRecipe) -> list[Row]:
    """What a city that publishes nothing would say of its platform and registers."""
    totals = {layer.fact: layer.count(len(spine.grid.ids)) for layer in recipe.layers.values() if not layer.total}
    period = f"asof {recipe.anchor:%Y-%m}"
    rows = [_city_row(spine, code, period, value) for code, value in {**recipe.platform, **totals}.items()]
    return [{**row, "as_of": recipe.registered_at} for row in rows]


def _place_row(spine: Spine, place: int, code: str, period: str, value: float) -> Row:
    """Place 0 is the city, n its n-th county."""
    if place == 0:
        return _city_row(spine, code, period, value)
    return _row(code, int(spine.county.ids[place - 1]), "county", spine.county.names[place - 1], period, value)


def _city_row(spine: Spine, code: str, period: str, value: float) -> Row:
    return _row(code, int(spine.city.ids[0]), "city", spine.city.names[0], period, value)


def _row(
    code: str, region_id: int | None, level: str, place: str, period: str, value: float, source: str = SOURCE
) -> Row:
    return {
        "indicator_code": code,
        "region_id": region_id,
        "place_level": level,
        "place": place,
        "system": "",
        "period": period,
        "value": float(value),
        "comparator": "exact",
        "as_of": period_end(period),
        "provenance": "simulated",
        "source": source,
    }
