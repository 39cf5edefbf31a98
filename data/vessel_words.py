"""What a fishing vessel may be found to be, the gravest first, why, and what it is told then."""

from datetime import timedelta
from typing import NamedTuple

from data.language import gettext as _
from data.risk_words import WARNING_COLOURS
from data.storms.circles import circle_word

VESSEL_STATES = {
    "storm": "在台风风圈内",
    "out": "应回未回",
    "warned": "在预警区内",
    "silent": "位置静默",
    "unknown": "状态不明",
    "at_sea": "出海",
    "in_port": "在港",
}
ATTENTION = ("storm", "out", "warned", "silent", "unknown")
ADVICE = {  # what the notice asks for
    "storm": "请立即避离风圈、就近回港，并报告船位和船上人数。",
    "out": "请立即回港避风，并报告船位和船上人数。",
    "warned": "请留意预警，尽快回港，并报告船位。",
    "silent": "请打开定位设备，并报告船位和船上人数。",
    "unknown": "请报告在港还是出海，以及船位。",
}
REASONS = {
    "storm": "船位在{about}（{circle}）风圈内",
    "out": "{about}（{colour}）生效，尚未回港",
    "warned": "船位在{about}（{colour}）范围内",
    "silent": "{hours} 小时没有船位",
    "unknown": "没有报过在港还是出海",
}
NEVER = "从未报过船位"
SIGNAL_FIELDS = ("typhoon",)  # warnings that call vessels home
AREA_FIELDS = ("typhoon", "rain", "other")  # warnings that matter to who is where they hold
SILENT_AT_SEA, SILENT_IN_PORT = timedelta(hours=2), timedelta(hours=24)
AGAIN = timedelta(minutes=30)  # within which a vessel is not told again


class Reason(NamedTuple):
    """Why a vessel needs attention, in parts: told in words on every screen in its own language."""

    state: str
    about: str = ""  # a storm, or the title of a warning
    colour: int = 0
    hours: int | None = None  # of silence; None: it never spoke
    source: str = ""  # of the storm's track


def reason_words(one: Reason) -> str:
    if one.state == "silent" and one.hours is None:
        return _(NEVER)
    colour = _(WARNING_COLOURS[one.colour]) if one.colour else ""
    circle = circle_word(one.source, 7) if one.state == "storm" else ""
    return _(REASONS[one.state]).format(about=one.about, colour=colour, circle=circle, hours=one.hours)
