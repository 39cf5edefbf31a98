"""The 573 published figures: all there, unchanged, at the right place and time."""

from datetime import datetime

import pytest
from sqlalchemy import create_engine, func, insert, select, update

from data.facts.load import load_facts, published
from data.facts.periods import period_end
from data.facts.places import plain_name, region_ids
from data.schema import indicator, indicator_value, metadata, region
from data.times import CITY_ZONE
from tests.base_city import bare_city

ALL = 573


def test_every_published_figure_is_kept_and_loaded_with_its_number_unchanged():
    engine = bare_city()
    with engine.begin() as connection:
        assert load_facts(connection) == len(published()) == ALL
        key = ("indicator_code", "place", "system", "period", "value", "comparator")
        loaded = connection.execute(select(*(indicator_value.c[name] for name in key))).all()
    assert sorted(map(tuple, loaded)) == sorted(
        (fact.code, fact.place, fact.system, fact.period, fact.value, fact.comparator) for fact in published()
    )


def test_loading_twice_leaves_each_figure_once_and_figures_from_elsewhere_alone():
    engine = bare_city()
    with engine.begin() as connection:
        load_facts(connection)
        one = connection.execute(select(indicator_value).limit(1)).one()._mapping
        connection.execute(insert(indicator_value), {**one, "id": None, "source": "another gazette"})
        load_facts(connection)
        assert connection.scalar(select(func.count()).select_from(indicator_value)) == ALL + 1


def test_a_code_means_one_thing_in_one_unit():
    meanings = {(fact.code, fact.name_zh, fact.name_en, fact.unit, fact.domain) for fact in published()}
    assert len(meanings) == len({fact.code for fact in published()}) == len({fact.name_zh for fact in published()})


def test_a_system_says_one_number_for_a_place_and_period():
    said = [(fact.code, fact.system, fact.place, fact.period) for fact in published()]
    assert len(set(said)) == ALL


def test_every_text_fits_its_column():
    columns = {"code": indicator.c.code, "name_zh": indicator.c.name_zh, "name_en": indicator.c.name_en}
    columns |= {"domain": indicator.c.domain, "unit": indicator.c.unit, "publisher": indicator.c.department}
    columns |= {name: indicator_value.c[name] for name in ("system", "place_level", "place", "period", "comparator")}
    for fact in published():
        assert all(0 < len(getattr(fact, name)) <= column.type.length for name, column in columns.items())
        assert len(f"{fact.source};{fact.caveat}") <= indicator_value.c.source.type.length
        assert len(fact.name_zh) <= 20


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2024-01..2024-06", "2024-06-30"),
        ("asof 2024-02", "2024-02-29"),
        ("asof 2023", "2023-12-31"),
        ("2023-07..2023-08(暑期)", "2023-08-31"),
        ("2024-03..2024-05 vs 2023", "2024-05-31"),
        ("2022 vs 2021", "2022-12-31"),
        ("before 2024-03(平台前)", "2024-02-29"),
        ("2022前", "2021-12-31"),
        ("十四五以来 asof 2023-05", "2023-05-31"),
        ("2024-05-11", "2024-05-11"),
    ],
)
def test_a_figure_is_as_of_the_last_second_of_its_period(period, end):
    assert period_end(period) == datetime.fromisoformat(f"{end}T23:59:59").replace(tzinfo=CITY_ZONE)


@pytest.mark.parametrize("period", ["unknown", "2025 target", "2035 forecast", "上线前", "三年间", "2020-02起三年间"])
def test_a_period_without_an_end_has_no_as_of(period):
    assert period_end(period) is None


def test_no_figure_is_as_of_a_moment_the_city_has_not_reached():
    now = datetime(2024, 7, 25, 15, 42, tzinfo=CITY_ZONE)
    engine = bare_city()
    with engine.begin() as connection:
        load_facts(connection, not_after=now)
        assert connection.scalar(select(func.max(indicator_value.c.as_of))) <= now


def test_places_of_the_loaded_city_are_found_by_name_and_those_of_others_are_not():
    engine = bare_city()
    names = {1: "莆田市", 2: "荔城区", 3: "西天尾镇", 4: "东星社区居委会"}
    with engine.begin() as connection:
        for level, name in names.items():
            first = region.c.id == select(func.min(region.c.id)).where(region.c.level == level).scalar_subquery()
            connection.execute(update(region).where(first).values(name=name))
        load_facts(connection)
        found = connection.execute(
            select(indicator_value.c.place, region.c.level).join(region, region.c.id == indicator_value.c.region_id)
        ).all()
    meant = {"莆田市": 1, "荔城区": 2, "荔城区西天尾镇": 3, "荔城区西天尾镇东星社区": 4}
    assert dict(found) == meant
    assert len(found) == sum(fact.place in meant for fact in published())


def test_a_name_two_regions_share_is_nobodys():
    engine = bare_city()
    with engine.begin() as connection:
        connection.execute(update(region).where(region.c.level == 2, region.c.tree == "spine").values(name="同名区"))
        assert "同名区" not in region_ids(connection)[1]


def test_an_empty_database_still_takes_the_figures():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        assert load_facts(connection) == ALL
        assert connection.scalar(select(func.count(indicator_value.c.region_id))) == 0


@pytest.mark.parametrize(
    ("office", "village"),
    [
        ("甲村委会", "甲村"),
        ("甲村村民委员会", "甲村"),
        ("丙社区居委会", "丙社区"),
        ("丙社区居民委员会", "丙社区"),
        ("丁村", "丁村"),
    ],
)
def test_a_village_is_called_without_its_office(office, village):
    assert plain_name(office) == village
