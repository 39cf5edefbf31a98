"""The vocabulary of stations, readings and warnings: codes and their Chinese words (gettext msgids)."""

from typing import NamedTuple


class Quantity(NamedTuple):
    """What a gauge measures. `adds`: readings are amounts of their interval, to be summed; else they are states."""

    word: str
    unit: str
    adds: bool = False


STATION_KINDS = {
    "rain": "雨量站",
    "river": "河道水位站",
    "reservoir": "水库站",
    "tide": "潮位站",
    "wind": "气象站",
    "soil": "墒情站",
    "waterlog": "积水监测点",
    "gas": "燃气监测点",
    "crowd": "客流监测点",
}
QUANTITIES = {
    "rain": Quantity("雨量", "mm", adds=True),
    "level": Quantity("水位", "m"),
    "storage": Quantity("蓄水量", "万m³"),
    "tide": Quantity("潮位", "m"),
    "wind": Quantity("风速", "m/s"),
    "gust": Quantity("阵风", "m/s"),
    "wind_from": Quantity("风向", "°"),
    "soil": Quantity("土壤含水率", "%"),
    "depth": Quantity("积水深度", "cm"),
    "gas": Quantity("可燃气体浓度", "%LEL"),
    "people": Quantity("客流", "人"),
}
LIMITS = {"flood": "汛限", "caution": "警戒", "guarantee": "保证", "design": "设计", "capacity": "承载"}
QUALITIES = {
    "good": "正常",
    "late": "迟到",  # came long after its time; counts
    "doubted": "存疑",  # outside what the gauge can measure; kept, does not count
    "corrected": "更正",  # replaces what was told for the same moment before; counts
}
WARNING_COLOURS = {1: "红色", 2: "橙色", 3: "黄色", 4: "蓝色"}
WARNING_FIELDS = {
    "rain": "暴雨",
    "flood": "水位",
    "typhoon": "台风",
    "waterlog": "内涝",
    "geo": "地质灾害",
    "fire": "火险",
    "gas": "燃气",
    "crowd": "客流",
    "device": "设备",
    "other": "其他",  # what other offices warn of and we have no rules for
}
WARNING_STATES = {"raised": "待确认", "acknowledged": "已确认", "shelved": "已搁置", "cleared": "已解除"}
STATION_STATES = {"above": "超限", "silent": "静默", "normal": "正常"}  # the gravest that is true of a station now
