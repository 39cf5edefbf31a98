"""A city writes its own check lists and its own rules of gates and pumps; what is wrong with a file names the file."""

from dataclasses import replace

import pytest

from data.commands.controls import order_control
from data.commands.ticks import tick
from data.control.rule import control_rules, own_rules
from data.engine import writing
from data.errors import BadInput, CityError, ControlRefused
from data.queries.checks import answer as checks
from data.queries.drainage import answer as drainage
from data.risk_lists import check_lists, own_lists
from data.view import View
from tests.controls.waterworks import DUTY, GUEST, hear, order, waterworks

LISTS = "before: []\nduring:\n  - {what: 关好地下车库挡水板, who: 物业}\nafter: []\n"
RULES = """
- code: early
  name: 内河到 3 米即开闸
  kind: gate
  do: open
  when: [{eye: inner, at_least: 3}]
  source: 本市调度规程
"""


@pytest.fixture
def mine(lone_house, tmp_path):
    """A house whose pack lies in a folder of its own: files are read once."""
    settings = lone_house.settings.model_copy(update={"cities_dir": tmp_path / "cities"})
    (settings.cities_dir / settings.city).mkdir(parents=True)
    return replace(lone_house, settings=settings)


def own(house, name, text):
    (house.settings.cities_dir / house.settings.city / name).write_text(text, "utf-8")


def test_a_city_without_files_of_its_own_goes_by_those_that_ship(mine):
    assert own_lists(mine) == check_lists() and own_rules(mine) == control_rules()


def test_a_citys_own_list_is_shown_and_ticked_instead(mine):
    own(mine, "risk_lists.yaml", LISTS)
    assert [(row["phase"], row["what"]) for row in checks(mine, View(), GUEST).rows] == [
        ("during", "关好地下车库挡水板")
    ]
    now, lists = mine.clock.now(), own_lists(mine)
    with writing(mine.engine) as connection:
        tick(connection, "during", "关好地下车库挡水板", True, DUTY, now, lists)
    assert [row["done"] for row in checks(mine, View(), GUEST).rows] == [True]
    with writing(mine.engine) as connection, pytest.raises(BadInput):
        tick(connection, "during", check_lists()["during"][0].what, True, DUTY, now, lists)


def test_a_citys_own_rules_suggest_and_are_what_orders_are_held_to(mine):
    hear(mine, waterworks(mine)["R1"], 3.5)
    assert "early" not in {row["rule"] for row in drainage(mine, View(), GUEST).rows}
    own(mine, "controls.yaml", RULES)
    assert "early" in {row["rule"] for row in drainage(mine, View(), GUEST).rows}
    with writing(mine.engine) as connection, pytest.raises(ControlRefused):
        order_control(connection, order(rule="early"), DUTY, mine.clock.now())
    with writing(mine.engine) as connection:
        done = order_control(connection, order(rule="early"), DUTY, mine.clock.now(), own_rules(mine))
    assert done["rule"] == "early"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("before: [", "not YAML"),
        ("[]", "mapping of before, during, after"),
        ("before: []\nduring: []\n", "mapping"),
        ("before: []\nduring: 5\nafter: []\n", "during: a list"),
        ("before: [{what: 甲}]\nduring: []\nafter: []\n", "before, item 1"),
        ("before: [{what: 甲, who: 3}]\nduring: []\nafter: []\n", "before, item 1"),
        (f"before: [{{what: {'长' * 97}, who: 乙}}]\nduring: []\nafter: []\n", "96"),
        ("before: [{what: 甲, who: 乙}, {what: 甲, who: 丙}]\nduring: []\nafter: []\n", "twice"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_file(mine, text, words):
    own(mine, "risk_lists.yaml", text)
    with pytest.raises(CityError, match=words) as told:
        own_lists(mine)
    assert "risk_lists.yaml" in str(told.value)


@pytest.mark.parametrize("text", ["- [", "- {code: x}", RULES + RULES, RULES.replace("open", "fly")])
def test_what_is_wrong_with_rules_is_told_with_their_file(mine, text):
    own(mine, "controls.yaml", text)
    with pytest.raises(BadInput, match="controls.yaml"):
        own_rules(mine)
