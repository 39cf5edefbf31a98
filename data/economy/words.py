"""The vocabulary of the economy's pages: codes and their Chinese words (gettext msgids)."""

FORMS = {"month": "当月值", "quarter": "当季值", "ytd": "年初至今"}
TIERS = {"upper": "上游", "middle": "中游", "lower": "下游"}
STRENGTH = {"strong": "强", "weak": "弱", "even": "一般", "thin": "不评"}
MARKS = {"strong": "强环", "even": "一般", "weak": "弱环"}  # as a department judges a link by hand
MEASURES = {  # what rules of links look at, and its unit
    "enterprises": ("链上企业", "家"),
    "above": ("规上企业", "家"),
    "hightech": ("高新技术企业", "家"),
    "idle_share": ("停业注销占比", "%"),
    "top_share": ("最大一家用工占比", "%"),
}
STATES = {"normal": "正常", "low": "偏低", "high": "偏高"}  # of a vital sign
MODELS = {
    "operation": "经营异常",
    "credit": "信用风险",
    "appeal": "企业诉求",
    "labour": "劳动力供需",
    "shell": "疑似空壳",
    "address": "虚假注册地",
}
STAGES = {  # of an investment project, in their order
    "lead": "谋划",
    "talks": "在谈",
    "signed": "签约",
    "started": "开工",
    "done": "竣工",
    "running": "投产",
}
DROPPED = "dropped"
GRANTS = {
    "offered": "已推送",
    "claimed": "企业已确认",
    "checked": "已审核",
    "paid": "已兑现",
    "refused": "企业放弃",
    "withdrawn": "已撤回",
}
NEXT = {  # where a grant can go from a state
    "offered": ("claimed", "refused", "withdrawn"),
    "claimed": ("checked", "withdrawn"),
    "checked": ("paid", "withdrawn"),
}
AMOUNT_UNIT = "万元"
