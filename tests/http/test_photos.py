"""Photos over HTTP: taken in from whoever may act, shown with their event, and nothing else served."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from data.acting import acting
from data.commands.photos import attach
from data.house import EXTENSION
from data.photos import LARGEST
from data.schema import event
from tests.apps import app_on
from tests.conftest import toy_settings


def picture():
    data = BytesIO()
    Image.new("RGB", (64, 48), (10, 90, 120)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def home(sqlite_url, toy_dir, tmp_path):
    with app_on(toy_settings(toy_dir, sqlite_url, photos_dir=tmp_path / "photos")) as server:
        yield server


@pytest.fixture
def client(home):
    return home.test_client()


def post(client, data=None, kind="image/jpeg", role="grid_staff"):
    return client.post(f"/photos?role={role}", data=picture() if data is None else data, content_type=kind)


def test_a_photo_is_shown_once_its_event_has_it(client, home):
    digest = post(client).json["digest"]
    assert client.get(f"/photos/{digest}.jpg").status_code == 404
    house = home.extensions[EXTENSION]
    with house.engine.begin() as connection:
        number = connection.scalar(select(event.c.id).limit(1))
        attach(
            connection,
            house.settings.photos_dir,
            number,
            [digest, digest],
            acting(house, "grid_staff"),
            house.clock.now(),
        )
    answer = client.get(f"/photos/{digest}.jpg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"/photos/{digest}.jpg", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fcockpit", "waiting/" + "0" * 64, "A" * 64, "x"])
def test_nothing_else_is_served(client, name):
    answer = client.get(f"/photos/{name}.jpg")  # some of these are no address of ours at all: the page says so
    assert answer.status_code == 404 or answer.mimetype == "text/html"


@pytest.mark.parametrize(
    ("data", "kind", "role", "status"),
    [
        (b"<svg/>", "image/jpeg", "grid_staff", 400),
        (picture(), "image/svg+xml", "grid_staff", 400),
        (picture(), "multipart/form-data", "grid_staff", 400),
        (bytes(LARGEST + 1), "image/jpeg", "grid_staff", 400),
        (picture(), "image/jpeg", "", 400),
        (picture(), "image/jpeg", "system", 400),
    ],
)
def test_what_is_no_photo_or_comes_from_nobody_is_refused(client, data, kind, role, status):
    answer = post(client, data, kind, role)
    assert answer.status_code == status
    assert answer.json["detail"]


def test_outside_the_demo_nobody_sends_photos(sqlite_url, toy_dir, tmp_path):
    with app_on(toy_settings(toy_dir, sqlite_url, demo=False, photos_dir=tmp_path / "photos")) as server:
        assert post(server.test_client()).status_code == 401
    assert not (tmp_path / "photos").exists()
