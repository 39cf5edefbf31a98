"""View: one URL is the whole cockpit. Parses from and formats to the query string, losslessly."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from data.errors import BadInput

WINDOWS = ("today", "7d", "30d", "ytd")
MORE_LAYERS = (
    "vessel",
    "hazchem",
    "heritage",
    "scenic",
    "school",
    "food",
    "speaker",
    "post",
    "river",
)  # registers that few look at every day
FOLDED_LAYERS = (*MORE_LAYERS, "drone", "ponding")  # folded away in the legend
USUAL_LAYERS = ("boundary", "event", "risk_point", "key_site", "resource", "camera", "station", "typhoon", "control")
LAYERS = (*USUAL_LAYERS, *FOLDED_LAYERS)
METRICS = ("density", "events", "on_time", "per_thousand", "risk", "population", "grids", "cameras", "readiness")
DEFAULT_LAYERS = ("boundary", "event", "risk_point", "typhoon")
LANGUAGES = ("zh", "en")
SKINS = ("dark", "light")
REGION = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{18}")
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
STORM = re.compile(r"[0-9]{7}[NS][0-9]{5}|CMA[0-9]{4}(?:[0-9]{4})?")  # as IBTrACS and as the Chinese files number them
DIMS = ("category", "leaf", "source", "grade", "agency", "line")
DISTANCE = re.compile(r"(?:[1-9]|1[0-9])(?:\.[0-9])?")
SLICE = re.compile(rf"({'|'.join(DIMS)}):[\w.()/+-]{{1,32}}")


@dataclass(frozen=True, kw_only=True)
class View:
    """What a screen shows. `region` empty means the city; `at` empty means now; `storm` empty the nearest in time.

    `slice` narrows figures of events to one key of one dimension: "category:flood"; empty means all events.
    `distance` is how many heights of the picture its readers are away; empty means as the wall was set up.
    """

    region: str = ""
    window: str = "today"
    at: datetime | None = None
    layers: tuple[str, ...] = DEFAULT_LAYERS
    metric: str = "density"
    storm: str = ""
    slice: str = ""
    lang: str = "zh"
    skin: str = "dark"
    distance: str = ""

    def but(self, **changes: Any) -> "View":
        return replace(self, **changes)

    @classmethod
    def parse(cls, query: str | Mapping[str, str]) -> "View":
        """Strict: an unknown value or a repeated name is a BadInput; unknown names are left to others."""
        pairs = _pairs(query) if isinstance(query, str) else dict(query)
        known = {f.name for f in fields(cls)} & pairs.keys()
        return cls(**{name: _READ[name](pairs[name]) for name in known})

    @classmethod
    def lenient(cls, query: str) -> tuple["View", tuple[str, ...]]:
        """For a person's address bar: bad values fall back to the default, and are named so that the page can tell."""
        good, bad = {}, []
        for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
            if name in _READ:
                try:
                    good[name] = _READ[name](value)
                except BadInput:
                    bad.append(name)
        return cls(**good), tuple(bad)

    def query(self) -> str:
        """The shortest query string that parses back to this View; starts with "?" unless empty."""
        plain = View()
        changed = [(f.name, getattr(self, f.name)) for f in fields(self)]
        pairs = [(name, _text(value)) for name, value in changed if value != getattr(plain, name)]
        return "?" + urlencode(pairs, safe=",:") if pairs else ""


def _pairs(query: str) -> dict[str, str]:
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise BadInput("a parameter is given twice")
    return dict(pairs)


def _text(value: str | tuple[str, ...] | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ",".join(value) if isinstance(value, tuple) else value


def _one_of(name: str, allowed: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise BadInput(f"{name}: {text!r} is not one of {', '.join(allowed)}")
        return text

    return read


def _matching(name: str, pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and not pattern.fullmatch(text):
            raise BadInput(f"{name}: {text!r} has not the form of one")
        return text

    return read


def _layers(text: str) -> tuple[str, ...]:
    asked = set(text.split(",")) - {""}
    if unknown := asked - set(LAYERS):
        raise BadInput(f"layers: {', '.join(sorted(unknown))} not known; there are {', '.join(LAYERS)}")
    return tuple(layer for layer in LAYERS if layer in asked)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"at: {text!r} is not an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise BadInput("at: the time needs its offset, as in 2024-07-25T15:42:00+08:00")
    if not EARLIEST <= moment <= LATEST:
        raise BadInput(f"at: {text!r} is not within {EARLIEST.year}..{LATEST.year}")
    return moment.astimezone(UTC).replace(microsecond=0)


_READ: dict[str, Callable[[str], Any]] = {
    "region": _matching("region", REGION),
    "window": _one_of("window", WINDOWS),
    "at": _moment,
    "layers": _layers,
    "metric": _one_of("metric", METRICS),
    "storm": _matching("storm", STORM),
    "slice": _matching("slice", SLICE),
    "lang": _one_of("lang", LANGUAGES),
    "skin": _one_of("skin", SKINS),
    "distance": _matching("distance", DISTANCE),
}
