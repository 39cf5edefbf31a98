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
    "geo": "地灾监测点",
    "forest": "林火监测点",
    "sea": "海洋浮标",
    "air": "空气站",
    "water": "水质站",
    "noise": "噪声监测点",
    "tank": "储罐监测点",
    "plant": "装置监测点",
    "toxic": "有毒气体监测点",
    "truck": "危运车辆终端",
    "road": "道路监测点",
    "fuel": "加油加气站监测点",
    "user": "用化单位监测点",
    "waste": "危废贮存监测点",
    "underpass": "下穿通道水尺",
    "street": "积水路段水尺",
    "care": "养老雷达",
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
    "flow": Quantity("流量", "m³/s"),
    "seepage": Quantity("渗流量", "L/s"),
    "wave": Quantity("有效波高", "m"),
    "temp": Quantity("温度", "℃"),
    "humidity": Quantity("相对湿度", "%"),
    "visibility": Quantity("能见度", "m"),
    "crack": Quantity("裂缝位移", "mm"),
    "tilt": Quantity("倾斜", "°"),
    "settle": Quantity("沉降", "mm"),
    "hotspots": Quantity("热点", "个", adds=True),
    "pressure": Quantity("压力", "MPa"),
    "fill": Quantity("液位", "%"),
    "oxygen": Quantity("氧含量", "%"),
    "h2s": Quantity("硫化氢", "mg/m³"),
    "nh3": Quantity("氨", "mg/m³"),
    "chlorine": Quantity("氯气", "mg/m³"),
    "co": Quantity("一氧化碳", "mg/m³"),
    "voc": Quantity("挥发性有机物", "mg/m³"),
    "pm25": Quantity("细颗粒物", "μg/m³"),
    "ozone": Quantity("臭氧", "μg/m³"),
    "ph": Quantity("酸碱度", "pH"),
    "nh3n": Quantity("氨氮", "mg/L"),
    "codmn": Quantity("高锰酸盐指数", "mg/L"),
    "noise": Quantity("噪声", "dB"),
    "speed": Quantity("车速", "km/h"),
    "falls": Quantity("跌倒", "次", adds=True),
    "heart": Quantity("心率", "次/分"),
    "breath": Quantity("呼吸", "次/分"),
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
    "chem": "危化品",
    "environ": "环境",
    "event": "事件态势",
    "other": "其他",  # what other offices warn of and we have no rules for
}
CHEM_LINKS = {  # the links of the life of hazardous chemicals (危险化学品安全管理条例: 生产、储存、使用、经营和运输)
    "make": "生产",
    "store": "储存",
    "trade": "经营",
    "move": "运输",
    "use": "使用",
    "waste": "废弃处置",
}
EVENT_COUNTS = {
    "reported": "上报",
    "merged": "重复上报",
    "open": "在办",
    "overdue": "超期未办结",
}
RULE_MOVES = {"install": "装入", "change": "修改", "enable": "启用", "disable": "停用"}
RULE_STATES = {"on": "启用", "off": "停用", "lacking": "缺数据"}  # lacking: nothing that it looks at is connected
WARNING_STATES = {"raised": "待确认", "acknowledged": "已确认", "shelved": "已搁置", "cleared": "已解除"}
STATION_STATES = {  # the gravest that is true of a station now
    "above": "超限",
    "silent": "静默",
    "doubted": "存疑",  # what it said last is outside what it can measure
    "normal": "正常",
}
CIRCLE_KNOTS = {  # winds of IBTrACS that stand in for forces 7, 10, 12: 17, 26 and 33 m/s
    7: "34 kt（约 8 级）",
    10: "50 kt（约 10 级）",
    12: "64 kt（约 12 级）",
}
