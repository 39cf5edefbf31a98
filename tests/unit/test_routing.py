"""Routing: the finest category, the smallest region, the exact grade; and the reason is kept."""

from collections.abc import Iterator
from time import process_time

import pytest
from sqlalchemy import Connection, create_engine, insert, select

from data.commands.governance import import_agencies, import_responsibilities, load_default_tree
from data.demo.governance import seed_governance
from data.queries.routing import NOBODY, Routes, route
from data.schema import category, metadata, region
from data.words import CATEGORIES, GRADES
from tests.spine import plant_spine

ROAD = ("traffic", "traffic.road.pit")


@pytest.fixture
def city() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        load_default_tree(connection)
        yield connection
    engine.dispose()


def agencies(connection: Connection, *codes: str) -> None:
    kinds = {"grid": "grid", "town": "town"}
    rows = [{"code": c, "name": f"单位{c}", "kind": kinds.get(c, "department"), "region": "990000"} for c in codes]
    import_agencies(connection, list(enumerate(rows, start=2)))


def entries(connection: Connection, *rows: tuple[str, str, str, str]) -> None:
    names = ("category", "region", "grade", "agency")
    given = [dict(zip(names, row, strict=True)) | {"basis": "职责", "hours": ""} for row in rows]
    import_responsibilities(connection, list(enumerate(given, start=2)))


def test_without_an_entry_a_person_decides(city):
    found = route(city, *ROAD, "C", 1)
    assert (found.agency, found.name, found.loop, found.hours) == (None, None, "outer", None)
    assert found.reason == NOBODY and found.clock == "natural"


def test_the_finest_category_goes_before_the_smallest_region(city):
    agencies(city, "a", "b", "c")
    entries(city, ("traffic", "990001001", "C", "a"), ("traffic.road", "990001", "C", "b"))
    assert route(city, *ROAD, "C", 1).agency == "b"
    entries(city, ("traffic.road.pit", "990000", "*", "c"))
    assert route(city, *ROAD, "C", 1).agency == "c"
    assert route(city, "traffic", "traffic", "C", 1).agency == "a"


def test_the_smallest_region_goes_before_the_exact_grade(city):
    agencies(city, "a", "b", "c")
    entries(city, ("traffic", "990001", "C", "a"), ("traffic", "990001001", "*", "b"))
    assert route(city, *ROAD, "C", 1).agency == "b"
    entries(city, ("traffic", "990001001", "C", "c"))
    assert route(city, *ROAD, "C", 1).agency == "c"
    assert route(city, *ROAD, "B", 1).agency == "b"


def test_an_entry_counts_only_inside_its_region(city):
    agencies(city, "a")
    entries(city, ("traffic", "990001", "C", "a"))
    last = city.scalar(select(region.c.hi).where(region.c.level == 1))
    assert route(city, *ROAD, "C", 1).agency == "a"
    assert route(city, *ROAD, "C", last).agency is None


def test_the_reason_names_the_entry_and_a_grid_is_the_inner_loop(city):
    agencies(city, "grid", "a")
    entries(city, ("traffic", "990001", "C", "grid"), ("traffic", "990001", "B", "a"))
    found = route(city, *ROAD, "C", 1)
    assert found.loop == "inner" and route(city, *ROAD, "B", 1).loop == "outer"
    assert found.reason == "权责清单 第1条:道路交通 × 01区 × 一般 → 单位grid(依据:职责)"


def test_a_category_that_is_not_in_the_tree_is_routed_by_its_top(city):
    agencies(city, "a")
    entries(city, ("traffic", "990000", "*", "a"))
    assert route(city, "traffic", "traffic.unheard", "C", 1).agency == "a"


def test_one_by_one_and_all_in_memory_give_the_same_answers(city):
    seed_governance(city)
    agencies(city, "a", "b")
    entries(city, ("traffic.road", "990001002", "*", "a"), ("flood.road.water", "990002", "S", "b"))
    whole = Routes(city)
    leaves = city.execute(select(category.c.top, category.c.code)).all()
    cells = city.scalars(select(region.c.id).where(region.c.level == 6)).all()
    for top, leaf in leaves[::4]:
        for grade in GRADES:
            for cell in cells[::3]:
                one = route(city, top, leaf, grade, cell)
                assert one == whole.route(top, leaf, grade, cell) and one.agency


def test_every_grade_has_its_level(city):
    seed_governance(city)
    found = {(top, grade): route(city, top, top, grade, 1) for top in CATEGORIES for grade in GRADES}
    assert {one.loop for (_, grade), one in found.items() if grade == "C"} == {"inner"}
    assert found["flood", "S"].name == "测试市水利部门" and found["flood", "A"].name == "01区水利部门"
    assert found["flood", "B"].agency == "990001001.town" and found["flood", "C"].agency == "990001001.grid"


def test_a_parallel_region_counts_like_any_other(city):
    zone = dict(city.execute(select(region).where(region.c.code == "990001")).mappings().one())
    zone |= {"id": 999, "tree": "statutory", "code": "Z1", "name": "度假区", "lo": 1, "hi": 2}
    city.execute(insert(region), [zone])
    agencies(city, "a", "b")
    entries(city, ("traffic", "990001001", "*", "a"), ("traffic", "度假区", "*", "b"))
    assert route(city, *ROAD, "C", 2).agency == "b" and route(city, *ROAD, "C", 3).agency == "a"


def test_a_route_takes_well_under_a_millisecond_or_two(city):
    seed_governance(city)
    route(city, *ROAD, "C", 1)
    begun = process_time()
    for cell in range(1, 33):
        route(city, *ROAD, "C", cell)
    assert (process_time() - begun) / 32 < 0.005
