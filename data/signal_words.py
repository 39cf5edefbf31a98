"""线索: what others tell and nobody has looked at yet. Topics of public opinion, and alarms of video analysis."""

from typing import NamedTuple

SIGNAL_KINDS = {"opinion": "舆情", "video": "视频告警"}
SIGNAL_STATES = {"new": "待研判", "event": "已转事件", "discarded": "已排除"}


class Algorithm(NamedTuple):
    """What it looks for, and the category of the event that a true alarm becomes."""

    word: str
    category: str


ALGORITHMS = {
    "crowd": Algorithm("人员聚集", "livelihood.community"),
    "intrusion": Algorithm("区域入侵", "safety"),
    "loiter": Algorithm("徘徊", "safety"),
    "parking": Algorithm("违停", "traffic.order.parking"),
    "fire_lane": Algorithm("消防通道占用", "safety.fire.passage"),
    "smoke": Algorithm("烟火", "safety.fire"),
    "stall": Algorithm("占道经营识别", "sanitation.street.stall"),
    "waste": Algorithm("垃圾暴露", "sanitation.waste.scattered"),
    "water": Algorithm("路面积水识别", "flood.road.water"),
    "dust": Algorithm("扬尘识别", "ecology.air.dust"),
    "helmet": Algorithm("未戴安全帽", "safety.site"),
    "waterside": Algorithm("临水戏水", "safety.ground.waterside"),
    "falling": Algorithm("高空抛物", "safety.building.falling"),
    "charging": Algorithm("电动车进楼", "safety.fire.charging"),
    "watch": Algorithm("重点人员布控", "safety"),  # masked; for those only who watch over the region
}
WATCH = "watch"
