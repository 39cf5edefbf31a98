"""What the bar of an exercise sends: its director steers it. In the real city there is nothing to steer."""

from typing import Any

from data.acting import looking, may_act
from data.errors import BadInput, Forbidden
from data.exercise import steer
from data.house import House
from data.language import gettext as _
from data.scope import EVERY_CELL

ACTS = {"run": steer.run, "pause": steer.pause, "finish": steer.finish}


def direct(house: House, act: str, times: Any) -> None:
    """Forbidden outside an exercise and to who does not act for the whole city, BadInput for what is no act."""
    if not house.settings.exercise:
        raise Forbidden(_("这里不是演练"))
    if not may_act(house) or not looking(house).covers(*EVERY_CELL):
        raise Forbidden(_("演练由市级导调"))
    if act == "speed":
        steer.speed(house.engine, _times(times))
    elif act in ACTS:
        ACTS[act](house.engine)
    else:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": act[:20]})


def _times(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError, OverflowError):
        raise BadInput(_("请填写数字")) from None
