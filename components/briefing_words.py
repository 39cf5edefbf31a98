"""Words that pages of briefings share."""

from components.numbers import number
from data.briefing.scene import Scene
from data.language import gettext as _


def lasting(minutes: float) -> str:
    """How long, in minutes."""
    return _("{n} 分钟").format(n=number(round(minutes, 1), 0 if minutes == int(minutes) else 1))


def page_words(scene: Scene) -> str:
    """Which page a scene shows, as people call it."""
    first = scene.page.split("/")[1]
    return _(_PAGES[first]) if first in _PAGES else _("页面")


_PAGES = {
    "": "一张图",
    "panel": "面板",
    "events": "事件中心",
    "risk": "风险预警",
    "dispatch": "调度台",
    "things": "台账",
    "studies": "研判",
    "economy": "经济运行",
    "accountability": "问效",
}
