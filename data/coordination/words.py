"""The vocabulary of coordinated visits (gettext msgids)."""

from typing import NamedTuple

STATES = {
    "filed": "待协调",
    "leave": "待特批",
    "set": "已安排",
    "done": "已完成",
    "cancelled": "已取消",
    "withdrawn": "已撤回",
}
OPEN = ("filed", "leave", "set")
WAYS = {"site": "单独上门", "joint": "联合上门", "online": "线上核查", "invited": "应邀上门"}
ANSWERS = {"accepted": "已同意", "postpone": "申请延期"}
DANGER_STATES = {"open": "待整改", "fixed": "待复查", "closed": "已销号"}
DEMAND_STATES = {"open": "待响应", "offered": "已有响应", "taken": "已采纳", "closed": "已撤回"}
SUGGESTIONS = {"merge": "合并检查", "online": "线上检查", "change": "变更检查", "cancel": "取消检查"}
TABS = {
    "calls": "计划清单",
    "overlaps": "重叠与建议",
    "dangers": "隐患清单",
    "hot": "热点问题",
    "demands": "需求对接",
    "counts": "减负成效",
}
CENTRE, DEPARTMENT, SUBJECT = "centre", "department", "subject"


class Move(NamedTuple):
    """Who makes it (a party), from which states, and what it must be given."""

    label: str
    party: str
    frm: tuple[str, ...]
    asks: tuple[str, ...] = ()


MOVES = {
    "approve": Move("批准", CENTRE, ("filed", "leave")),
    "merge": Move("合并", CENTRE, OPEN, ("into",)),
    "online": Move("转线上", CENTRE, OPEN),
    "change": Move("改期", CENTRE, OPEN, ("day", "reason")),
    "cancel": Move("取消", CENTRE, OPEN, ("reason",)),
    "keep": Move("不予延期", CENTRE, OPEN, ("reason",)),
    "object": Move("提出异议", DEPARTMENT, ("set", "cancelled"), ("reason",)),
    "note": Move("知悉", DEPARTMENT, ("set", "cancelled", "done")),
    "withdraw": Move("撤回", DEPARTMENT, ("filed", "leave"), ("reason",)),
    "done": Move("办结", DEPARTMENT, ("set",)),
    "accept": Move("同意", SUBJECT, OPEN),
    "postpone": Move("申请延期", SUBJECT, OPEN, ("day", "reason")),
    "opinion": Move("意见建议", SUBJECT, (*OPEN, "done"), ("reason",)),
    "file": Move("上传自查", SUBJECT, OPEN),
}
STEPS = {"filed": "申报", "leave": "申请特批", "left": "退出联合", **{name: one.label for name, one in MOVES.items()}}
EXPLAINED = ("merge", "online", "change", "cancel")  # decisions that a department may object to, once
