"""Forecasts: only of series that are long enough, with an interval, and with the error that they had when tried."""

import subprocess
import sys

import numpy as np
import pytest

from data.indicator.forecast import forecast
from data.indicator.period import Period


def months(n, form="month"):
    return [Period(form, 2024 * 12 + k - n) for k in range(n)]


def seasonal(n, seed=7):
    dice, k = np.random.default_rng(seed), np.arange(n)
    return list(100 + 0.5 * k + 10 * np.sin(2 * np.pi * k / 12) + dice.normal(0, 1, n))


def test_a_seasonal_series_goes_on_with_its_seasons():
    found = forecast(months(66)[:60], seasonal(66)[:60])
    assert [told[0] for told in found.ahead] == months(66)[60:]
    assert np.allclose([told[1] for told in found.ahead], seasonal(66)[60:], atol=5)  # seasons swing by 20
    assert found.tried == 3
    assert 0 < found.error < 4
    assert found.percent == pytest.approx(100 * found.error / 120, rel=0.5)


def test_most_of_what_comes_lies_within_the_interval():
    inside = []
    for seed in range(6):
        told, came = forecast(months(66)[:60], seasonal(66, seed)[:60]).ahead, seasonal(66, seed)[60:]
        inside += [low < value < high for value, (_at, _mean, low, high) in zip(came, told, strict=True)]
    assert np.mean(inside) > 0.8


def test_without_its_seasons_a_series_is_calmer():
    found = forecast(months(60), seasonal(60))
    assert np.std(np.diff(found.adjusted)) < 0.5 * np.std(np.diff(seasonal(60)))


@pytest.mark.parametrize("n", [1, 12, 35])
def test_a_short_series_is_not_forecast_and_says_so(n):
    found = forecast(months(n), seasonal(n))
    assert (found.short, found.ahead) == ((36, n), ())


def test_a_gap_makes_a_series_begin_anew():
    periods = months(60)
    assert forecast(periods[:30] + periods[31:], seasonal(59)).short == (36, 29)


def test_what_adds_up_over_the_year_is_not_forecast():
    assert forecast(months(60, "ytd"), seasonal(60)) is None


def test_a_line_that_never_moves_goes_on():
    assert {mean for _period, mean, _low, _high in forecast(months(40), [5.0] * 40).ahead} == {5.0}


def test_the_library_is_not_loaded_before_it_is_needed():
    code = "import sys, data.indicator.forecast; print('statsmodels' in sys.modules, 'scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "False"]
