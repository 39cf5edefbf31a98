"""Cases are archived by themselves only where the city declares it, and only when their photos leave nothing to ask."""

import shutil
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from data.commands.archived import archive_checked
from data.commands.events import Report, report
from data.commands.moves import move
from data.engine import writing
from data.errors import CityError
from data.house import open_house
from data.life.actor import Actor
from data.photos import settle, take_in
from data.schema import agency, event, event_history, event_photo, region
from data.scope import Scope
from tests.conftest import toy_settings
from tests.unit.test_photo_findings import picture

HOUR = timedelta(hours=1)
DUTY, GRID = (Actor(name=role, role=role, scope=Scope.guest()) for role in ("duty_officer", "grid_staff"))


@pytest.fixture
def house(tmp_path, toy_dir, empty_sqlite):
    cities = shutil.copytree(toy_dir, tmp_path / "cities")
    url = f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'archive.db')}"
    settings = toy_settings(cities, url, demo=False, photos_dir=tmp_path / "photos")
    home = open_house(settings, Flask("archive"))
    yield home
    home.engine.dispose()


def declare(house, text):
    (house.settings.cities_dir / house.settings.city / "archiving.yaml").write_text(text, "utf-8")


def answered(house, shift=1.1, category="sanitation.street.stall"):
    """Reported with a photo, dispatched, answered with another one."""
    now, folder = house.clock.now(), house.settings.photos_dir
    with writing(house.engine) as connection:
        cell = connection.execute(select(region).where(region.c.level == 6).limit(1)).one()
        new = Report(
            title="占道",
            category="sanitation",
            leaf=category,
            source="grid",
            grade="C",
            cell_id=cell.id,
            place="东园路",
            lon=cell.lon,
            lat=cell.lat,
            reported_at=now - 6 * HOUR,
            provenance="measured",
        )
        one = report(connection, new, DUTY, now)
        for name, who, ago, given in (
            ("file", DUTY, 5, {}),
            ("assign", DUTY, 5, {"agency": agency_of(connection)}),
            ("accept", GRID, 4, {}),
            ("answer", GRID, 1, {"reason": "已清理"}),
        ):
            move(connection, one, name, who, now - ago * HOUR, now, **given)
        for data, ago in ((picture(0), 6), (picture(shift), 2)):
            kept = settle(folder, take_in(folder, data).digest)
            row = {"event_id": one, "digest": kept.digest, "width": 1, "height": 1, "size": 1, "actor": "x"}
            at = now - ago * HOUR
            more = {"added_at": at, "taken_at": at, "lon": cell.lon, "lat": cell.lat}
            connection.execute(insert(event_photo).values(row | more))
        return one


def agency_of(connection):
    if (code := connection.scalar(select(agency.c.code).limit(1))) is None:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        code = "a.grid"
        row = {"code": code, "name": "网格服务", "kind": "grid", "region_id": city, "provenance": "measured"}
        connection.execute(insert(agency).values(row))
    return code


def stage(house, one):
    with house.engine.connect() as connection:
        return connection.scalar(select(event.c.stage).where(event.c.id == one))


RULE = "grades: [C]\ncategories: [sanitation.street]\n"


def test_without_a_declaration_a_person_verifies(house):
    one = answered(house)
    assert archive_checked(house) == 0 and stage(house, one) == "answered"


def test_what_is_clear_and_declared_is_closed_and_says_by_what(house):
    declare(house, RULE)
    clear, same, other = answered(house), answered(house, shift=0), answered(house, category="sanitation.waste.bin")
    assert archive_checked(house) == 1 and archive_checked(house) == 0
    assert [stage(house, one) for one in (clear, same, other)] == ["closed", "answered", "answered"]
    with house.engine.connect() as connection:
        last = select(event_history.c.actor, event_history.c.reason).where(event_history.c.event_id == clear)
        actor, reason = connection.execute(last.order_by(event_history.c.seq.desc()).limit(1)).one()
    assert actor == "自动核查" and reason.startswith("自动核查：")


@pytest.mark.parametrize("text", ["[]", "grades: [Z]\ncategories: [x]", "grades: C\ncategories: [x]", "grades: [C]"])
def test_a_declaration_that_makes_no_sense_is_refused(house, text):
    declare(house, text)
    with pytest.raises(CityError, match=r"archiving\.yaml"):
        archive_checked(house)
