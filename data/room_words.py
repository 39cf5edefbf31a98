"""The vocabulary of rooms and of accountability: codes and their Chinese words (gettext msgids)."""

ROOM_FORMS = {"consult": "会商", "table": "小方桌"}
ROOM_STATES = {"open": "进行中", "closed": "已结束"}
ROOM_LINES = {
    "open": "发起",
    "invite": "邀请",
    "side": "登记当事人",
    "link": "会议链接",
    "say": "发言",
    "mend": "更正",
    "conclude": "结论",
    "ask": "下达",
    "done": "办结",
    "close": "结束",
}
TABLE_SIDES = {"party": "当事人", "mediator": "调解员"}
TABLE_OUTCOMES = {"agreed": "达成协议", "partly": "部分达成", "failed": "未达成", "elsewhere": "转其他途径"}
CONCLUSION_WAYS = {"order": "派遣", "whistle": "吹哨", "supervise": "督办"}
CONCLUSION_STATES = {"noted": "未下达", "asked": "办理中", "late": "超期未办结", "done": "已办结", "void": "已撤销"}
ASK_KINDS = {"task": "派遣任务", "whistle": "吹哨报到", "supervise": "事件督办", "conclusion": "会商督办"}
