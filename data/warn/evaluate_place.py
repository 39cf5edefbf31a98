"""What is known of a region, held against the conditions about it."""

from data.warn.rule_place import Events, Forecast, PlaceLeaf, Surge, Warned
from data.warn.seen_place import Place
from data.warn.verdict import Number, Verdict


def judge_place(what: PlaceLeaf, place: Place | None, held: bool) -> Verdict:
    """Whether the condition holds there; not known where there is no region to look at."""
    if place is None:
        return Verdict(None, ())
    if isinstance(what, Events):
        return _events(what, place, held)
    if isinstance(what, Surge):
        return _surge(what, place)
    return _forecast(what, place, held) if isinstance(what, Forecast) else _warned(what, place)


def _events(what: Events, place: Place, held: bool) -> Verdict:
    bar = max(1, what.at_least - what.clear_by) if held else what.at_least
    n = place.counts.get(what.key, 0)
    about = {name: getattr(what, name) for name in ("of", "category", "leaf", "source") if getattr(what, name)}
    number = Number(
        kind="events",
        station=place.name,
        station_id=0,
        quantity=None,
        value=n,
        bar=bar,
        minutes=what.minutes,
        held=held and bar != what.at_least,
        about=about,
    )
    return Verdict(n >= bar, (number,))


def _surge(what: Surge, place: Place) -> Verdict:
    """Where nothing is known of what is usual, nothing is known."""
    if what.usual_key not in place.usual:
        return Verdict(None, ())
    usual = place.usual[what.usual_key]
    bar = round(max(what.at_least, what.times * usual), 1)
    n = place.counts.get(what.key, 0)
    about = {"of": "reported", "usual": round(usual, 1), "times": what.times}
    about |= {name: getattr(what, name) for name in ("category", "source") if getattr(what, name)}
    number = Number(
        kind="surge",
        station=place.name,
        station_id=0,
        quantity=None,
        value=n,
        bar=bar,
        minutes=what.minutes,
        about=about,
    )
    return Verdict(n >= bar, (number,))


def _forecast(what: Forecast, place: Place, held: bool) -> Verdict:
    value = place.forecasts.get(what.key)
    if value is None:
        return Verdict(None, ())
    slack = what.clear_by if held else 0.0
    bar = round(what.value - slack if what.side == "above" else what.value + slack, 3)
    number = Number(
        kind="forecast",
        station=place.name,
        station_id=0,
        quantity=what.quantity,
        value=round(value, 3),
        bar=bar,
        side=what.side,
        minutes=what.minutes,
        held=bar != what.value,
    )
    return Verdict(number.value >= bar if what.side == "above" else number.value <= bar, (number,))


def _warned(what: Warned, place: Place) -> Verdict:
    """Colours count from 1, the gravest: as grave is as small or smaller."""
    colour = place.warned.get(what.field)
    number = Number(
        kind="warned",
        station=place.name,
        station_id=0,
        quantity=None,
        value=colour or 9,
        bar=what.grave,
        side="below",
        about={"field": what.field},
    )
    return Verdict(colour is not None and colour <= what.grave, (number,))
