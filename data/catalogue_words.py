"""The words of data resources, what of them is open to the public, and scenarios."""

RESOURCE_GROUPS = {
    "ledger": "基层台账",
    "things": "资产登记",
    "readings": "监测读数",
    "business": "业务数据",
    "office": "部门登记",
}
SHARES = {"open": "无条件共享", "terms": "有条件共享", "closed": "不予共享"}
OPENINGS = {  # whether the public may have it
    "open": "无条件开放",
    "terms": "有条件开放",
    "due": "应开放未开放",
    "closed": "不予开放",
}
OPENED, MUST = ("open", "terms"), ("open", "terms", "due")  # is open; should be
OPEN_FIELDS = {
    "ecology": "生态环境",
    "culture": "文化旅游",
    "service": "公共服务",
    "safety": "公共安全",
    "economy": "经济发展",
}
GOALS = {  # of a digital government
    "cloud": "非涉密系统上云率",
    "share": "公共数据按需共享率",
    "open": "应开放公共数据开放率",
    "service": "政务服务一网通办率",
    "scenes": "特色应用场景",
}
RHYTHMS = {  # how often it is told anew
    "live": "实时",
    "day": "日",
    "week": "周",
    "month": "月",
    "quarter": "季",
    "half": "半年",
    "year": "年",
    "once": "不定期",
}
RHYTHM_DAYS = {"live": 1, "day": 1, "week": 7, "month": 31, "quarter": 92, "half": 183, "year": 366}
SCENARIO_LEVELS = {"city": "市级", "county": "县区级", "town": "镇街级"}
SCENARIO_STATES = {"build": "在建", "trial": "试运行", "use": "在用", "stopped": "停用"}
QUESTIONS = {  # of an after-evaluation, each marked 1 to 5
    "goal": "建设目标达成",
    "course": "建设过程规范",
    "money": "资金使用合理",
    "use": "使用活跃程度",
    "effect": "实际成效明显",
}
BEST = 5
