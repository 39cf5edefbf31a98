"""What a header says of age and origin, and what a panel says when it has nothing to show."""

from datetime import UTC, datetime, timedelta

import pytest

from components.drawn import broken, sorry, upper
from components.marks import as_of_text, dated, meta
from components.markup import markup
from data.answer import Answer
from data.errors import BadInput, NotReady, UnknownRegion
from data.view import View

NOW = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)  # 15:42 in the city


def answer(age: timedelta, **given) -> Answer:
    plain = dict(region="350300", level=1, columns=(), rows=[{"n": 1}], unit="件", as_of=NOW - age, source="市统计局")
    return Answer(**plain | dict(provenance="simulated", rhythm=timedelta(minutes=5)) | given)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2024, 7, 25, 7, 41, tzinfo=UTC), "15:41"),
        (datetime(2024, 7, 24, 16, 1, tzinfo=UTC), "00:01"),
        (datetime(2024, 6, 30, 15, 59, tzinfo=UTC), "06-30"),
        (datetime(2023, 6, 30, 4, 0, tzinfo=UTC), "2023-06-30"),
        (None, "—"),
    ],
)
def test_as_of_is_as_short_as_it_can_be(moment, text):
    assert as_of_text(moment, NOW) == text


@pytest.mark.parametrize(
    ("minutes", "state", "words"),
    [(1, "fresh", ""), (10, "late", "迟 10分"), (82, "stale", "1时22分前")],
)
def test_a_header_says_how_late_it_is(minutes, state, words):
    said = markup(meta(answer(timedelta(minutes=minutes)), NOW))
    assert f"glyph-{state}" in said
    assert words in said


def test_a_header_is_always_in_the_same_order():
    said = markup(meta(answer(timedelta(minutes=10)), NOW))
    places = [said.index(word) for word in ("市统计局", "chip-simulated", "15:32", "迟", "glyph-late")]
    assert places == sorted(places)


def test_an_empty_panel_is_fresh_and_not_broken():
    assert "glyph-fresh" in markup(meta(answer(timedelta(minutes=1), rows=[]), NOW))


def test_figures_without_a_date_are_not_called_fresh():
    assert "glyph-stale" in markup(dated("published", None, NOW, timedelta(days=31)))


def test_a_broken_panel_keeps_its_drawing_and_says_since_when():
    drawing = broken(RuntimeError("no"), View(), NOW)
    assert drawing["frame"] == {"data-state": "broken", "data-passing": "1"}
    assert set(drawing["parts"]) == {"meta", "say"}
    assert "接口中断 15:42" in drawing["parts"]["meta"]["html"]


@pytest.mark.parametrize(
    ("error", "sentence", "way_out"),
    [
        (UnknownRegion("x"), "没有这个区划", "?region="),
        (NotReady("x"), "城市数据尚未装入", "data-retry"),
        (BadInput("x"), "这个请求不成立", "data-retry"),
        (KeyError("secret"), "暂时取不到数据", "data-retry"),
    ],
)
def test_a_failure_is_told_in_one_sentence_with_a_way_out(error, sentence, way_out):
    said = markup(sorry(error))
    assert sentence in said
    assert way_out in said
    assert "secret" not in said


def test_figures_of_an_upper_level_name_it():
    assert "荔城区" in markup(upper(answer(timedelta(), level=3, upper="荔城区")))
    assert upper(answer(timedelta())) is None
