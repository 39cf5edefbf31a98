"""The words of exercises (gettext msgids)."""

STATES = {"prepared": "待开始", "running": "进行中", "paused": "已暂停", "finished": "已结束"}
KINDS = {"note": "导调提示", "event": "事件", "warning": "预警", "was": "当日预警"}
COLUMNS = {  # of a review
    "at": "时刻",
    "kind": "类别",
    "what": "内容",
    "place": "地点",
    "peak": "最高级别",
    "answered_at": "首次处置时刻",
    "answered_after": "响应用时",
    "who": "办理人",
    "ended_at": "解除或办结",
    "lasted": "历时",
}
UNITS = {"answered_after": "分钟", "lasted": "分钟"}
