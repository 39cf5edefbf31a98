"""What documents are, and how one stands to whoever looks at it, in words."""

DOCUMENT_KINDS = {
    "permit": "证照许可",
    "check": "检查记录",
    "report": "自查报告",
    "plan": "方案预案",
    "minutes": "会议纪要",
    "contract": "合同协议",
    "other": "其他资料",
}
STANDINGS = {  # of a document, to its reader
    "own": "本部门",
    "read": "授权查阅",
    "expired": "授权到期",
    "revoked": "授权收回",
    "withdrawn": "已下架",
}
SHIELDS = {0: "公开", 1: "内部", 2: "敏感"}  # the clearance from which it is seen
HOLDERS = {  # whose file it belongs to
    "person": "一人一档",
    "enterprise": "一企一档",
    "group": "一组一档",
    "thing": "一物一档",
}
VALIDITY = {  # of a licence
    "valid": "在有效期",
    "soon": "30 天内到期",
    "ended": "已过期",
    "always": "长期有效",
}
SOON = 30  # days
DOCUMENT_MOVES = {"withdraw": "下架", "restore": "恢复"}
