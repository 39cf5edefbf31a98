"""The words of the three lists and of profiles."""

LIST_KINDS = {"development": "发展清单", "issue": "问题清单", "task": "任务清单"}
STANDS = {"open": "在办", "overdue": "超期", "done": "办结", "dropped": "撤下"}  # `overdue` is open and past its term
STEPS = {
    "add": "列入",
    "progress": "进展",
    "term": "调整期限",
    "ask": "请求支持",
    "accept": "接受",
    "decline": "不接受",
    "help": "帮扶",
    "develop": "转为发展事项",
    "pair": "对应事项",
    "done": "办结",
    "drop": "撤下",
    "reopen": "重开",
}
SUPPORTS = {"asked": "待接受", "accepted": "已接受", "declined": "未接受", "helped": "已帮扶"}
PROFILES = {"proposed": "待审核", "approved": "已通过", "refused": "未通过", "replaced": "已被新稿替换"}
TERMS = {"development": 365, "issue": 30, "task": 3 * 365}  # days that are offered for a new one
