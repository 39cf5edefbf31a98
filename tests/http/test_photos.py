"""Photos over HTTP: taken in from whoever may act, shown with their event, and nothing else served."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from components.event_forms import actions
from data.acting import acting
from data.commands.case_screens import act_on_case
from data.commands.photos import attach
from data.errors import BadInput
from data.house import EXTENSION
from data.language import speaking
from data.photo_findings import checked
from data.photos import LARGEST
from data.queries.event_detail import detail
from data.queries.event_sheet import sheet
from data.schema import event, event_photo
from data.scope import Scope
from tests.apps import app_on
from tests.called import called
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


def test_an_answer_brings_its_photos_and_the_check_finds_them_after(client, home):
    taken = BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (25.0, 3.0, 0.0), 3: "E", 4: (119.0, 3.0, 0.0)}
    Image.new("RGB", (64, 48), (120, 90, 10)).save(taken, "JPEG", exif=exif)
    digest = post(client, taken.getvalue(), role="agency").json["digest"]
    house = home.extensions[EXTENSION]
    with house.engine.connect() as connection:
        number = connection.scalar(select(event.c.id).where(event.c.stage == "handling").limit(1))
        held = set(connection.scalars(select(event_photo.c.digest).where(event_photo.c.event_id == number)))
    assert number and digest not in held
    given = {"reason": "已清运", "photos": [digest, 7, None]}
    with home.app_context():
        with pytest.raises(BadInput):
            act_on_case(house, called(house, number), "answer", given | {"photos": ["0" * 64]}, "agency", 1)
        act_on_case(house, called(house, number), "answer", given, "agency", 1)
    with house.engine.connect() as connection:
        one = detail(connection, number, Scope.guest(), house.clock.now())
    found = checked(one.row, one.photos, house.settings.photos_dir)
    assert one.row["stage"] == "answered"
    assert [(row["digest"], row["lon"], row["actor"]) for row in found.after] == [(digest, 119.05, "处置单位-001")]
    kept = Image.open(BytesIO(client.get(f"/photos/{digest}.jpg").data))
    assert not kept.getexif()


def test_only_the_form_of_an_answer_takes_photos(home):
    house = home.extensions[EXTENSION]
    with house.engine.connect() as connection:
        number = connection.scalar(select(event.c.id).where(event.c.stage == "handling").limit(1))
    with home.test_request_context(), speaking("zh"):
        forms = "".join(str(one) for one in actions(sheet(house, number, Scope.guest()), "agency", 1))
    assert forms.count("data-photos=") == 1
    assert "data-photos=" in forms.partition('data-move="answer"')[2].partition("</form>")[0]
