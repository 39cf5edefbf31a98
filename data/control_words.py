"""The vocabulary of gates, pumps, their orders and video feeds: codes and their Chinese words (gettext msgids)."""

CONTROL_KINDS = {"gate": "闸门", "pump": "泵站", "valve": "阀门"}
CONTROL_STATES = {
    "open": "开启",
    "closed": "关闭",
    "running": "运行",
    "stopped": "停机",
    "fault": "故障",
    "unknown": "状态不明",
}
CONTROL_ORDERS = {"open": "开启", "close": "关闭", "start": "启动", "stop": "停止"}
ORDERS_OF = {"gate": ("open", "close"), "valve": ("open", "close"), "pump": ("start", "stop")}
REACHED = {"open": "open", "close": "closed", "start": "running", "stop": "stopped"}  # the state an order asks for
STATES_OF = {
    kind: (*(REACHED[one] for one in orders), "fault", "unknown") for kind, orders in ORDERS_OF.items()
}  # states that a kind can be told to be in
CONTROL_EYES = {
    "inner": "内河",
    "outer": "外侧",
    "rain": "雨量",
    "reservoir": "水库",
    "ponding": "积水",
    "quality": "水质",
}
ORDER_STATES = {"recorded": "已记录", "sent": "已下发", "failed": "下发失败", "answered": "已回执"}
WAITING = ("recorded", "sent", "failed")  # nobody has answered yet
VIDEO_STATES = {"online": "在线", "offline": "离线", "unchecked": "未检查", "nowhere": "无地址"}
