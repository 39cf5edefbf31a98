"""The vocabulary of reports that people lay out themselves: codes and their Chinese words (gettext msgids)."""

REPORT_MAKERS = ("presenter", "leader", "department_head", "duty_officer", "agency")
REPORT_READERS = (
    "leader",
    "department_head",
    "duty_officer",
    "presenter",
    "agency",
    "grid_staff",
    "auditor",
)  # of SEATS
REPORT_EVERY = {"": "不定时", "day": "每天", "week": "每周", "month": "每月"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
PIECE_KINDS = {"panel": "面板", "indicator": "指标卡", "heading": "标题", "text": "文字"}
