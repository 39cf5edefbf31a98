"""The room that a demo comes with: marked, the same in every demo, its screen opened by nobody who was not told."""

from datetime import UTC, datetime

from data.commands.rotations import drop_rotation
from data.demo.screens import MAKER, install_screens
from data.engine import writing
from data.schema import rotation, screen, screen_group
from data.screens.pages import page_given


def install(hall):
    with writing(hall.house.engine) as connection:
        return install_screens(connection, datetime.now(UTC))


def test_a_demo_comes_with_a_marked_screen_and_rotation_and_with_none_again(lone_hall):
    assert install(lone_hall)
    own = [lone_hall.row(table) for table in (rotation, screen_group, screen)]
    assert [row["code"] for row in own] == ["L00000001", "G00000001", "S00000001"]
    assert all(row["name"].endswith("（模拟）") for row in own)
    with writing(lone_hall.house.engine) as connection:
        drop_rotation(connection, "L00000001", MAKER.scope)
    assert not install(lone_hall) and lone_hall.row(rotation) is None


def test_its_screen_waits_for_a_token_of_the_desk_and_then_shows_the_rotation(lone_hall):
    install(lone_hall)
    assert lone_hall.row(screen)["session"] is None
    code, token = lone_hall.act("renew", screen="S00000001", days="30")
    client = lone_hall.enter(token)
    assert (code, lone_hall.shown(client)) == ("S00000001", ("/", 40))
    paths = [one["path"] for one in lone_hall.state(client)["turn"]["pages"]]
    assert len(paths) == 6 and [page_given(one) for one in paths] == paths
    assert all(client.get(one).status_code == 200 for one in paths)
