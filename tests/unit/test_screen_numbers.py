"""Numbers, stays and periods as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.numbers import change_text, number, percent, scaled, share, signed, stay
from components.periods import month_label, period_text
from components.storms import force
from data.language import speaking


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), (0, "0"), (1234, "1,234"), (-2.6, "−2.60"), (12.25, "12.2"), (3.0, "3"), ("x", "—")],
)
def test_a_number_reads_with_commas_and_a_true_minus(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("value", "text"), [(12.5, "+12.5"), (-2.6, "−2.6"), (0.0, "0.0"), (None, "—")])
def test_a_change_shows_its_sign(value, text):
    assert signed(value) == text


def test_zero_and_nothing_are_never_swapped():
    assert (number(0), number(None), percent(0), percent(None)) == ("0", "—", "0.0%", "—")


@pytest.mark.parametrize(
    ("value", "parts"),
    [(6_526_000_000, ("65.26", "亿")), (112_000, ("11.2", "万")), (10_174, ("10,174", "")), (None, ("—", ""))],
)
def test_large_numbers_are_scaled_to_chinese_units(value, parts):
    assert scaled(value) == parts


def test_large_numbers_are_scaled_to_english_units_too():
    with speaking("en"):
        assert scaled(6_526_000_000)[0] == "6.526"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, "—"), (0.4, "<1分"), (18, "18分"), (102, "1时42分"), (24 * 60, "1天"), (25 * 60 + 5, "1天01时")],
)
def test_a_stay_reads_in_the_largest_fitting_units(minutes, text):
    assert stay(minutes) == text


def test_large_changes_lose_their_decimals():
    assert (change_text(4.55), change_text(358.9), change_text(None)) == ("+4.5%", "+359%", "—")


@given(st.floats(allow_nan=False, allow_infinity=False) | st.none(), st.floats(allow_nan=False, allow_infinity=False))
def test_a_bar_never_leaves_its_track(value, whole):
    assert 0 <= float(share(value, whole).removesuffix("%")) <= 100


@pytest.mark.parametrize(
    ("period", "text"), [("2024-01..2024-06", "1–6月"), ("2024-06", "6月"), ("asof 2024-07", "asof 2024-07")]
)
def test_periods_read_as_people_say_them(period, text):
    assert period_text(period) == text


def test_the_axis_shows_the_end_of_a_period():
    assert (month_label("2024-01..2024-06"), month_label("2024-06"), month_label("H1")) == ("24-06", "24-06", "H1")


@pytest.mark.parametrize(("wind", "text"), [(38, "13级"), (0, "0级"), (56.1, "17级"), (None, "—")])
def test_wind_force_follows_the_chinese_scale(wind, text):
    assert force(wind) == text
