"""A screen looks on: of all there is it may fetch pages for walls and what draws them, and do nothing at all."""

from datetime import UTC, datetime

import pytest

from data.commands.kiosk_screens import _ACTS
from data.commands.kiosks import NewScreen, add_screen
from data.engine import writing
from data.life.actor import Actor
from data.scope import Scope
from tests.scope.actions import ACTIONS
from tests.scope.conftest import City, city, opened  # noqa: F401
from tests.scope.orders import give
from tests.scope.reads import filled, names_of
from tests.scope.screen import Screen, quiet
from tests.seats import HERE

SIGN = {"sign": "s", "lang": "zh", "number": 1}
ROLES = ("duty_officer", "leader", "administrator", "screen")


class Kiosk(Screen):
    """A screen of the whole city that has entered by its token."""

    def __init__(self, app):
        self.app, self.role, self.region = app, "duty_officer", ""
        self.client = app.test_client()
        with writing(self.house.engine) as connection:
            now = datetime.now(UTC)
            actor = Actor(name="值班员", role="duty_officer", scope=Scope.guest())
            _code, token = add_screen(connection, NewScreen(name="大屏"), actor, now)
        assert self.client.get(f"/kiosk/{token}").status_code == 303


@pytest.fixture(scope="module")
def kiosk(city: City) -> Kiosk:  # noqa: F811
    give(city.app, city.mine)
    return Kiosk(city.app)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_a_screen_makes_no_move_whatever_role_it_says_it_has(city, kiosk, role, action):  # noqa: F811
    output, sent, _may = ACTIONS[action]
    with quiet(kiosk.house):
        names = names_of(city.mine) | {"lon": str(city.mine.lon), "lat": str(city.mine.lat)}
        said = kiosk.ask(output, {**SIGN, "role": role, **filled(sent, names)})
        assert said.status == 403 and "大屏只看不办" in said.text


@pytest.mark.parametrize("act", _ACTS)
def test_a_screen_steers_no_screens_by_what_a_desk_sends(kiosk, act):
    given = {"act": act, "screen": "S0", "name": "x", "days": "3"}
    said = kiosk.ask("listing-moved.data", {**SIGN, "role": "duty_officer", "move": "screen", "given": given})
    assert said.status == 403


@pytest.mark.parametrize(
    "path",
    ["/screens", "/account", "/accounts", "/keys", "/audit", "/dispatch", "/report", "/things", "/rooms", "/tasks"]
    + ["/api/v1/events", "/api/v1/events.csv", "/api/v1/things", "/api/v1/panels/map.csv", "/api/v1/exposure"]
    + ["/photos/x.jpg", "/quarantine", "/exercises", "/dispatch/messages", "/logout", "/open311/v2/requests.json"],
)
def test_what_is_not_for_walls_is_closed_to_it(kiosk, path):
    assert kiosk.get(path).status == 403
    if not path.startswith(("/api", "/photos", "/open311", "/accounts", "/keys", "/audit", "/logout", "/account")):
        assert kiosk.page(path).status == 403  # nor by the callback that fills pages


@pytest.mark.parametrize("path", ["/account/password", "/logout", "/keys/add", "/accounts/add", "/api/v1/events"])
def test_it_posts_nothing_but_what_draws(kiosk, path):
    assert kiosk.client.post(path, json={}, headers=HERE).status_code == 403


@pytest.mark.parametrize("path", ["/", "/risk", "/events", "/studies", "/events/digest", "/panel/trend"])
def test_pages_for_walls_are_open_to_it(kiosk, path):
    assert kiosk.get(path).status == 200
    assert kiosk.page(path).status == 200


def test_panels_and_the_stream_are_open_to_it_and_name_nobody(kiosk):
    assert kiosk.panels("left", {"economy": "?|1"}).status == 200
    assert kiosk.get("/api/v1/revisions").status == 200
