"""The map's overlays: the row of neighbours around here, the scene the browser draws from."""

from hypothesis import given
from hypothesis import strategies as st

from components.crumbs import crumbs
from components.map_cards import ROOM, _around, layers
from components.map_scene import scene
from components.markup import markup
from data.view import LAYERS, View
from tests.unit.test_screen_panels import ROWS, STORM, answer


@given(st.lists(st.floats(1, 12), min_size=1, max_size=60), st.data())
def test_the_row_of_neighbours_holds_here_and_fits(widths, data):
    place = data.draw(st.integers(0, len(widths) - 1))
    first, last = _around(widths, place)
    assert first <= place < last
    assert sum(widths[first:last]) <= ROOM + 1e-6 or last - first == 1
    assert last - first == len(widths) or first == 0 or last == len(widths) or sum(widths[first:last]) > ROOM - 12


def test_the_way_up_links_every_level_but_this_one():
    said = markup(crumbs([("350300", "莆田市"), ("350304", "荔城区"), ("350304100", "西天尾镇")]))
    assert said.count('class="crumb"') == 2
    assert 'href="?region=350304"' in said
    assert 'class="crumb here"' in said


def test_the_city_has_no_way_up():
    assert "crumb-up" not in markup(crumbs([("350300", "莆田市")]))


def test_a_scene_says_all_the_browser_must_know():
    made = scene(answer("map", [ROWS["map"]]), View())
    assert (made["region"], made["parent"], made["city"]) == ("350300", "", "350300")
    assert (made["areas"][0]["cls"], made["areas"][0]["value"]) == (2, 11.4)
    assert made["storm"] == STORM["track_id"]
    assert made["near"] == [119.7, 25.2]


def test_a_distant_storm_does_not_move_the_view():
    parts = answer("map", []).parts | {"storm": [STORM | {"km": 600}]}
    assert scene(answer("map", [ROWS["map"]], parts=parts), View())["near"] is None


def test_a_rate_is_labelled_without_its_long_unit_which_is_told_beside():
    rate = scene(answer("map", [ROWS["map"]], unit="件/百网格"), View())
    count = scene(answer("map", [ROWS["map"]], unit="处"), View(metric="risk"))
    assert (rate["areas"][0]["text"], rate["words"]["unit"]) == ("11.4", "件/百网格")
    assert (count["areas"][0]["text"], count["words"]["unit"]) == ("11.4 处", "")


def test_every_layer_has_its_switch_the_rarer_ones_folded_away():
    seen = answer("map", [], parts={"layers": [{"layer": "vessel", "n": 320}, {"layer": "camera", "n": 7}]})
    usual, folded = ([one.to_plotly_json()["props"] for one in layers(seen, more)] for more in (False, True))
    assert [one["data-layer"] for one in (*usual, *folded)] == list(LAYERS)
    assert {"渔船", "学校"} <= {str(child.children) for one in folded for child in one["children"]}
    assert "320" in str(folded[0]["children"])
