"""Words of the dispatch desk: chips of its queue, where a subject stands, what the map offers."""

CHIP_WORDS = {"all": "全部", "warning": "预警", "waiting": "待派", "late": "超时", "mine": "我的"}
QUEUE_STATES = {
    "unseen": "待确认",
    "waiting": "待派",
    "confirm": "待值班长",
    "window": "撤回窗口",
    "receipt": "待回执",
    "short": "待增援",
    "coming": "在途",
    "handling": "处置中",
    "check": "核查",
}
TOLD = {1: "已报镇", 2: "已报县", 3: "已报市"}  # how far up the chain a lateness was told
LINES = {"coming": "已派在途", "window": "撤回窗口", "recommended": "推荐"}
RINGS = (1, 3, 5)  # km
FORCES = {"forces": "力量", "camera": "视频", "risk_point": "风险", "resource": "资源"}
