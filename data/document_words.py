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
DOCUMENT_MOVES = {"withdraw": "下架", "restore": "恢复"}
