"""The vocabulary of dispatch: codes and their Chinese words (gettext msgids)."""

RESPONDER_KINDS = {
    "team": "抢险队",
    "vehicle": "抢险车组",
    "fire": "消防站",
    "medical": "医疗组",
    "officer": "交警中队",
    "boat": "船艇组",
    "drone": "无人机组",
    "desk": "值班室",
    "police": "驻村民警",
    "grid": "网格员",
}
SIGNS = {  # one sign a kind, for pins and rows
    "team": "应",
    "vehicle": "排",
    "fire": "消",
    "medical": "医",
    "officer": "交",
    "boat": "水",
    "drone": "飞",
    "desk": "值",
    "police": "警",
    "grid": "网",
}
DESKS = ("desk", "police", "grid")  # told along the chain they take several tasks at a time
STAYING = ("desk", "police")  # told, never sent; who heads a grid is both
SKILLS = {
    "pump": "排涝",
    "rescue": "抢险救援",
    "water": "水上救援",
    "traffic": "交通管制",
    "fire": "灭火",
    "chem": "危化处置",
    "medical": "医疗救护",
    "power": "电力抢修",
    "road": "道路抢通",
    "survey": "航拍侦察",
    "evacuate": "人员转移",
    "order": "秩序维护",
}
RESPONDER_STATES = {"idle": "空闲", "busy": "占用", "off": "不在岗"}
POSITION_SOURCES = {"gps": "定位终端", "phone": "手机上报", "register": "登记位置", "played": "演练位置"}
DUTY_ROLES = {"chief": "值班长", "officer": "值班员"}
CHAIN = {"county": "县", "town": "镇", "village": "村", "police": "警", "people": "民"}
BEHIND = {  # why somebody comes after another, by what he costs more
    "minutes": "用时 %(mine)s 分，对方 %(theirs)s 分",
    "cross": "跨区",
    "load": "近24小时 %(n)s 次任务，对方 %(m)s 次",
    "unmanned": "所属单位无人当班",
    "ground": "非所辖网格",
    "elsewhere": "非属地",
    "others": "非主责单位",
}
DISPATCH_STATES = {
    "drafted": "待值班长确认",
    "held": "撤回窗口",
    "final": "已下发",
    "done": "已完成",
    "recalled": "已撤回",
    "cancelled": "已取消",
}
TASK_STATES = {
    "held": "撤回窗口",
    "sent": "已下发",
    "delivered": "已送达",
    "read": "已读",
    "accepted": "已签收",
    "departed": "在途",
    "arrived": "已到场",
    "done": "已完成",
    "refused": "已拒绝",
    "recalled": "已撤回",
    "cancelled": "已取消",
}
DISPATCH_MOVES = {
    "order": "派遣",
    "draft": "拟派遣",
    "confirm": "值班长确认",
    "recall": "撤回",
    "final": "下发",
    "cancel": "取消",
    "handover": "移交",
    "urge": "督办",
    "late": "超时",
    "life": "事件流转",
    "stuck": "事件未流转",
    "done": "完成",
    "delivered": "送达",
    "read": "已读",
    "accepted": "签收",
    "refused": "拒绝",
    "departed": "出发",
    "arrived": "到场",
    "finished": "办结",
    "position": "位置",
    "photo": "照片",
    "say": "留言",
    "link": "联动通知",
}
CHANNELS = {
    "app": "站内",
    "webhook": "政务平台",
    "sms": "短信",
    "voice": "语音",
    "broadcast": "广播",
    "mail": "邮件",
}
MESSAGE_KINDS = {
    "order": "派遣",
    "cancel": "取消",
    "urge": "督办",
    "late": "超时",
    "say": "留言",
    "persuade": "柔性劝导",
    "notice": "船舶通知",
    "fly": "派机",
    "report": "自助报告",
    "call": "呼叫",
    "outbound": "外呼通知",
    "broadcast": "广播",
}
MESSAGE_STATES = {
    "held": "等待",
    "due": "待发",
    "sending": "发送中",
    "sent": "已发出",
    "dead": "发送失败",
    "dropped": "未发出",
    "withheld": "演练未外发",
    "absent": "渠道未接入",
}
MESSAGE_FIELDS = {  # of its body, in the order in which a mail tells them
    "words": "内容",
    "what": "任务",
    "kind": "类别",
    "accept_by": "最迟签收",
    "arrive_by": "最迟到场",
    "name": "单位",
    "responder": "单位编码",
    "link": "任务页面",
    "report": "报告页面",
    "dispatch": "派遣编号",
    "task": "任务编号",
    "simulated": "模拟",
}
