"""Units of measure: what a sender may call them, and how many of the quantity's own unit one of them is.

The units kept are those of GB 3100 (SI and units used with it); %LEL is the share of the lower explosive limit that
GB 15322 counts combustible gas in. Only units of the same dimension are converted: a flow (m³/s) is never a level.
"""

import unicodedata
from functools import cache, lru_cache

from data.intake.record import Fault
from data.language import gettext as _
from data.risk_words import QUANTITIES

LENGTHS = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001, "米": 1.0, "厘米": 0.01, "毫米": 0.001}
VOLUMES = {"m3": 1.0, "立方米": 1.0, "万m3": 1e4, "万立方米": 1e4, "百万m3": 1e6, "亿m3": 1e8, "亿立方米": 1e8}
SPEEDS = {
    "m/s": 1.0,
    "米/秒": 1.0,
    "km/h": 1 / 3.6,
    "公里/小时": 1 / 3.6,
    "kt": 0.514444,
    "kn": 0.514444,
    "节": 0.514444,
}
FLOWS = {"m3/s": 1.0, "立方米/秒": 1.0, "l/s": 0.001, "升/秒": 0.001}
PRESSURES = {"mpa": 1.0, "兆帕": 1.0, "kpa": 0.001, "千帕": 0.001, "bar": 0.1}
IN_AIR = {"mg/m3": 1.0, "毫克/立方米": 1.0, "μg/m3": 0.001, "ug/m3": 0.001, "微克/立方米": 0.001}
IN_WATER = {"mg/l": 1.0, "毫克/升": 1.0, "μg/l": 0.001, "ug/l": 0.001, "微克/升": 0.001}
SAME = {  # each is 1 of the unit kept
    "°": ("°", "deg", "度"),
    "%": ("%", "百分比"),
    "%LEL": ("%lel", "lel"),
    "人": ("人", "人次", "person", "people"),
    "℃": ("°c", "c", "摄氏度"),
    "个": ("个", "处"),
    "pH": ("ph", "无量纲"),
    "dB": ("db", "db(a)", "分贝"),
    "次": ("次", "起"),
    "次/分": ("次/分", "次/分钟", "bpm", "/min"),
}


@lru_cache(maxsize=1_024)  # what is refused is not kept
def factor(quantity: str, unit: str) -> float:
    """By what a value in `unit` is multiplied to be in the quantity's own; empty: it is in it. Fault "unit"."""
    own = QUANTITIES[quantity].unit
    if not unit:
        return 1.0
    found = _known(own).get(_plain(unit))
    if found is None:
        facts = {"unit": unit[:20], "quantity": _(QUANTITIES[quantity].word), "own": own}
        raise Fault("unit", _("单位“%(unit)s”不能用于%(quantity)s(%(own)s)") % facts)
    return found


@cache
def _known(own: str) -> dict[str, float]:
    """{what it may be called: factor} of the units that can be converted to this one."""
    for units in (LENGTHS, VOLUMES, SPEEDS, FLOWS, PRESSURES, IN_AIR, IN_WATER):
        if (one := units.get(_plain(own))) is not None:
            return {name: size / one for name, size in units.items()}
    return dict.fromkeys(SAME[own], 1.0)


def _plain(unit: str) -> str:
    """Wide and raised characters as plain ones: ㎜, ｍ³ and ％ are mm, m3 and %."""
    return unicodedata.normalize("NFKC", unit).strip().lower()
