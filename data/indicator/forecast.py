"""What a series was without its seasons, and how it may go on: a forecast with its interval and its error when tried.

statsmodels takes seconds to load: it is imported where it is used, and by nothing that starts the house.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.indicator.period import Period

SEASONS = {"month": 12, "quarter": 4}  # periods of a year; of other forms nothing is forecast
YEARS = 3  # of history, at least
AHEAD = {"month": 6, "quarter": 4}
TRIED = 3  # forecasts made in the past and held against what came
SHARE = 0.95  # of the interval
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """`short`: why there is none, as (least, how many there are); else periods ahead with low and high, the series
    without its seasons, and how far off earlier forecasts were on average: in its unit and in percent."""

    short: tuple[int, int] | None = None
    ahead: tuple[tuple[Period, float, float, float], ...] = ()
    adjusted: tuple[float, ...] = ()
    error: float | None = None
    percent: float | None = None
    tried: int = 0


def forecast(periods: Sequence[Period], values: Sequence[float], *, fitted: bool = True) -> Forecast | None:
    """None for periods that add up over the year or have no seasons: those are not forecast.

    Fitting takes a second or more: not `fitted`, it only says whether there would be one.
    """
    if not periods or periods[-1].form not in SEASONS:
        return None
    whole, least = _unbroken(periods), YEARS * SEASONS[periods[-1].form]
    if whole < least:
        return Forecast(short=(least, whole))
    if not fitted:
        return Forecast()
    return _forecast(periods[-1], tuple(values[-whole:]))


def _unbroken(periods: Sequence[Period]) -> int:
    """How many at the end follow each other without a gap."""
    n = 1
    while n < len(periods) and periods[-n - 1] == periods[-n].back(1):
        n += 1
    return n


@lru_cache(maxsize=256)
def _forecast(last: Period, values: tuple[float, ...]) -> Forecast:
    season, ahead = SEASONS[last.form], AHEAD[last.form]
    series = np.array(values)
    mean, low, high = _fitted(series, season, ahead)
    misses, shares = _tried(series, season, ahead)
    told = tuple((last.back(-n - 1), float(mean[n]), float(low[n]), float(high[n])) for n in range(ahead))
    percent = float(np.mean(shares)) if shares else None
    error = float(np.mean(misses)) if misses else None
    return Forecast(None, told, tuple(_adjusted(series, season)), error, percent, len(misses))


def _fitted(series: Floats, season: int, ahead: int) -> tuple[Floats, Floats, Floats]:
    """Exponential smoothing with a damped trend and additive seasons; a line that never moves goes on as it is."""
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if np.ptp(series) < 1e-12 * max(1.0, float(np.abs(series).max())):
        flat = np.full(ahead, series[-1])
        return flat, flat, flat
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of fits that did not quite converge: their error is shown
        told = {"error": "add", "trend": "add", "damped_trend": True, "seasonal": "add", "seasonal_periods": season}
        fit = ETSModel(pd.Series(series), **told).fit(disp=False, maxiter=200)
        frame = fit.get_prediction(len(series), len(series) + ahead - 1).summary_frame(alpha=1 - SHARE)
    columns = [np.asarray(frame[name], float) for name in ("mean", "pi_lower", "pi_upper")]
    return columns[0], columns[1], columns[2]


def _tried(series: Floats, season: int, ahead: int) -> tuple[list[float], list[float]]:
    """Mean misses of forecasts made from what was known earlier: absolute, and in percent where nothing is near 0."""
    misses, shares = [], []
    for n in range(1, TRIED + 1):
        known, came = series[: -n * ahead], series[-n * ahead :][:ahead]
        if len(known) < 2 * season + 1:
            break
        off = np.abs(_fitted(known, season, ahead)[0] - came)
        misses.append(float(off.mean()))
        if np.abs(came).min() > 0.01 * np.abs(series).mean() > 0:
            shares.append(float((100 * off / np.abs(came)).mean()))
    return misses, shares


def _adjusted(series: Floats, season: int) -> list[float]:
    """Without its seasons: trend and remainder of a decomposition by local regression."""
    from statsmodels.tsa.seasonal import STL

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [float(one) for one in series - STL(series, period=season, seasonal=13).fit().seasonal]
