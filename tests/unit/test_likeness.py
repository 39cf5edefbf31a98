"""How alike two reports are, as a score and in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.language import speaking
from data.life.likeness import SUGGESTED, Trait, alike, distance, likeness

AT = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)
HERE = (119.01, 25.43)
texts = st.text(st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), st.characters()), max_size=40)
traits = st.builds(
    Trait,
    category=st.sampled_from(("facility", "flood")),
    leaf=st.sampled_from(("facility", "lamp", "flood", "road")),
    lon=st.floats(118.99, 119.03),
    lat=st.floats(25.41, 25.45),
    at=st.integers(0, 20 * 24 * 60).map(lambda minutes: AT + timedelta(minutes=minutes)),
    text=texts,
)


def report(text, *, east=0.0, later=timedelta(), leaf="lamp", category="facility"):
    return Trait(category=category, leaf=leaf, lon=HERE[0] + east, lat=HERE[1], at=AT + later, text=text)


@given(traits, traits)
def test_a_score_is_bounded_and_the_same_from_both_sides(one, other):
    there, back = likeness(one, other), likeness(other, one)
    assert (there.score, there.words, there.reason) == (back.score, back.words, back.reason)
    assert 0 <= there.score <= 100
    assert 0 <= there.words <= 100


@given(traits.filter(lambda one: any(sign.isalnum() for sign in one.text)))
def test_what_does_not_differ_scores_a_hundred(one):
    assert likeness(one, one).score == 100


@given(texts, texts)
def test_texts_are_as_alike_from_either_side(one, other):
    assert alike(one, other) == alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小区门口路灯不亮，晚上看不清路", "路灯不亮 小区门口晚上看不清"),
        ("文献路下穿通道积水约30厘米", "文献路下穿通道有积水，车辆无法通行，水深约30厘米"),
        ("垃圾桶满溢无人清运，有异味", "垃圾桶满溢，异味大，一直无人清运"),
        ("窨井盖破损，行人有坠落危险", "人行道上窨井盖破损，有危险"),
    ],
)
def test_the_same_thing_said_in_other_words_is_suggested(one, other):
    found = likeness(report(one), report(other, east=0.0008, later=timedelta(hours=3)))
    assert found.score >= SUGGESTED, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小区门口路灯不亮，晚上看不清路", "楼上邻居深夜装修噪音扰民"),
        ("文献路下穿通道积水约30厘米", "幼儿园门口流动摊贩占道经营"),
        ("垃圾桶满溢无人清运", "河道内有大量白色泡沫漂浮"),
    ],
)
def test_another_thing_at_the_same_place_is_not(one, other):
    found = likeness(report(one), report(other, leaf="noise", category="livelihood", later=timedelta(hours=1)))
    assert found.score < SUGGESTED, found


def test_the_same_words_far_away_or_long_ago_are_not():
    text = "路灯不亮"
    assert likeness(report(text), report(text, east=0.01, later=timedelta(days=6))).score < SUGGESTED


def test_the_reason_says_kind_place_time_and_words():
    east = 85 / 111_320 / 0.9031
    found = likeness(report("路灯不亮"), report("路灯不亮", east=east, later=timedelta(hours=3)))
    assert found.reason == "同类 · 相距 85 米 · 相隔 3 小时 · 文字相似 100%"
    with speaking("en"):
        assert "85 m" in found.reason


def test_a_place_that_is_not_known_brings_no_nearness():
    vague, exact = (report("路灯不亮"), report("路灯不亮", later=timedelta(hours=3)))
    vague = replace(vague, exact=False)
    for one, other in ((vague, vague), (vague, exact), (exact, vague)):
        found = likeness(one, other)
        assert found.metres is None and "位置不详" in found.reason and "米" not in found.reason
        assert found.score <= 65


def test_a_degree_of_latitude_is_111_kilometres():
    assert distance((119.0, 25.0), (119.0, 26.0)) == pytest.approx(111_195, rel=1e-3)
    assert distance(HERE, HERE) == 0


def test_essays_are_compared_by_how_they_begin():
    same = "路面积水严重，车辆绕行。" * 40
    assert alike(same + "甲" * 20_000, same + "乙" * 20_000) == 100
