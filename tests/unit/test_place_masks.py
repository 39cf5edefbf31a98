"""Door numbers are hidden from those who may not know people; where it is, roughly, stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.things.masks import masked_place

ROADS = st.sampled_from(("玩具路", "三号路", "长江大道", "八一街", "五里巷", "东村社区", "玩具小区"))
DIGITS = st.text("0123456789", min_size=1, max_size=5)
HAN = st.text("一二三四五六七八九十百", min_size=1, max_size=4)
NUMBERS = st.one_of(DIGITS, HAN, st.builds("{}-{}".format, DIGITS, DIGITS), st.builds("{}A".format, DIGITS))
UNITS = st.sampled_from(("号", "弄", "栋", "幢", "单元", "室", "楼", "层", "号楼"))
DOORS = st.lists(st.builds("{}{}".format, NUMBERS, UNITS), min_size=1, max_size=4).map("".join)
AFTER = st.sampled_from(("", "门前", "对面", "北100米", "路口", "路边", "旁 100 米"))
PLAIN = st.text(
    st.characters(blacklist_categories=("Nd", "No", "Nl", "Cs"), blacklist_characters="号號弄栋棟幢单元室楼层座#＃"),
    max_size=30,
)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("玩具路12号3栋502室门前", "玩具路**门前"),
        ("玩具路12号北100米", "玩具路**北100米"),
        ("玩具路100米处", "玩具路100米处"),
        ("三号路12号路口", "三号路**路口"),
        ("东村3号网格", "东村3号网格"),
        ("三组十二号之一", "三组**"),
        ("国道324线K12+300", "国道324线K12+300"),
        ("玩具小区B座1203", "玩具小区**"),
        ("玩具路１２号", "玩具路**"),
        ("玩具路12", "玩具路**"),
        ("八一街五一村", "八一街五一村"),
    ],
)
def test_a_door_is_hidden_and_names_and_distances_stay(place, shown):
    assert masked_place(place, 0) == shown
    assert masked_place(place, 1) == masked_place(place, 2) == place


@given(ROADS, DOORS, AFTER)
def test_of_the_number_of_a_house_nothing_survives(road, door, after):
    assert masked_place(road + door + after, 0) == f"{road}**{after}"


@given(st.lists(st.one_of(ROADS, DOORS, AFTER, DIGITS, st.text(max_size=3)), max_size=8).map("".join))
def test_what_has_been_masked_stays_as_it_is(place):
    once = masked_place(place, 0)
    assert masked_place(once, 0) == once


@given(PLAIN)
def test_a_place_without_numbers_is_unchanged(place):
    assert masked_place(place, 0) == place
