"""Where a show stands: what all who follow it see and do alike. Moves say where to, never how far: twice is once.

Times are milliseconds: `began` and `paused_at` of the machine's clock, the others of the show, whose clock stands
while it is paused.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from data.briefing.scene import checked_path
from data.errors import BadInput
from data.language import gettext as _

BY_MINUTES = -1  # autoplay: each scene as long as it is planned
MOST_SECONDS = 3_600
GONE = 25_000  # ms after which a screen that has not said that it is there is not
SCREEN, SIZE, MOST_SCREENS = re.compile(r"[a-z0-9]{4,16}"), re.compile(r"[0-9]{2,5}×[0-9]{2,5}"), 12
SWITCHES = ("black", "caption")
POINT_STEPS = 10_000  # a pointer is told to a ten-thousandth of the picture


@dataclass(frozen=True, kw_only=True)
class State:
    """`scene`: its number; `path` where it was drilled to; `pointer` parts of width and height; `auto` 0: off."""

    scene: int
    began: int
    since: int = 0
    rest: int = 0
    paused_at: int = 0
    black: bool = False
    caption: bool = True
    pointer: tuple[float, float] | None = None
    path: str = ""
    auto: int = 0
    spent: Mapping[str, int] = field(default_factory=dict)
    screens: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # audience's: (size, seen)

    @classmethod
    def read(cls, text: str) -> "State":
        known = json.loads(text)
        pointer = tuple(known["pointer"]) if known["pointer"] else None
        screens = {one: tuple(told) for one, told in known["screens"].items()}
        return cls(**known | {"pointer": pointer, "screens": screens})

    def json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    def elapsed(self, now: int) -> int:
        return (self.paused_at or now) - self.began - self.rest

    def moved(self, move: str, given: Mapping[str, Any], scenes: list[int], now: int) -> "State":
        """After a move of `MOVES`; `scenes` are the numbers that there are, in their order. BadInput."""
        if move not in _MOVES:
            raise BadInput(_("没有“%(move)s”这个动作") % {"move": move[:32]})
        return _MOVES[move](self, given, scenes, now)


def _go(state: State, given: Mapping[str, Any], scenes: list[int], now: int) -> State:
    to = given.get("scene")
    if to not in scenes:
        raise BadInput(_("没有这一幕"))
    if to == state.scene:
        return replace(state, path="", black=False)
    passed = state.elapsed(now)
    spent = dict(state.spent) | {str(state.scene): state.spent.get(str(state.scene), 0) + passed - state.since}
    return replace(state, scene=to, since=passed, spent=spent, path="", pointer=None, black=False)


def _advance(state: State, given: Mapping[str, Any], scenes: list[int], now: int) -> State:
    """Autoplay's step from one scene to the next: of several screens that take it, one does."""
    at = given.get("scene")
    if not state.auto or state.paused_at or at != state.scene or at not in scenes or at == scenes[-1]:
        return state
    return _go(state, {"scene": scenes[scenes.index(at) + 1]}, scenes, now)


def _pause(state: State, given: Mapping[str, Any], _scenes: list[int], now: int) -> State:
    if bool(given.get("on")) == bool(state.paused_at):
        return state
    if state.paused_at:
        return replace(state, paused_at=0, rest=state.rest + now - state.paused_at)
    return replace(state, paused_at=now)


def _switch(name: str) -> Any:
    def switched(state: State, given: Mapping[str, Any], _scenes: list[int], _now: int) -> State:
        return replace(state, **{name: bool(given.get("on"))})  # type: ignore[arg-type]

    return switched


def _point(state: State, given: Mapping[str, Any], _scenes: list[int], _now: int) -> State:
    """Without a place it is taken away."""
    x, y = given.get("x"), given.get("y")
    if x is None and y is None:
        return replace(state, pointer=None)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1 for one in (x, y)):
        raise BadInput(_("指示位置不在画面内"))
    spot = tuple(round(float(one) * POINT_STEPS) / POINT_STEPS for one in (x, y) if one is not None)
    return replace(state, pointer=(spot[0], spot[1]))


def _drill(state: State, given: Mapping[str, Any], _scenes: list[int], _now: int) -> State:
    path = given.get("path", "")
    if not isinstance(path, str):
        raise BadInput(_("不是本平台的页面地址"))
    return replace(state, path=checked_path(path) if path else "", pointer=None)


def _auto(state: State, given: Mapping[str, Any], _scenes: list[int], _now: int) -> State:
    seconds = given.get("seconds", 0)
    if not isinstance(seconds, int) or not (seconds == BY_MINUTES or 0 <= seconds <= MOST_SECONDS):
        raise BadInput(_("自动播放的秒数不对"))
    return replace(state, auto=seconds)


def here(state: State, screen: str, size: str, now: int) -> State:
    """An audience's screen says that it is there, now and then; those that are silent for long are forgotten."""
    if not SCREEN.fullmatch(screen) or not SIZE.fullmatch(size):
        raise BadInput(_("没有这个画面"))
    there = {one: told for one, told in state.screens.items() if now - told[1] < GONE}
    if screen not in there and len(there) >= MOST_SCREENS:
        return state
    return replace(state, screens=there | {screen: (size, now)})


_MOVES: dict[str, Any] = {
    "go": _go,
    "advance": _advance,
    "pause": _pause,
    "point": _point,
    "drill": _drill,
    "auto": _auto,
    **{name: _switch(name) for name in SWITCHES},
}
MOVES = tuple(_MOVES)
