"""The vocabulary of 联络: calls, notices to many, broadcasts; what became of each of those who were to be reached."""

CALLOUT_KINDS = {"call": "呼叫", "outbound": "外呼通知", "broadcast": "广播"}
WAYS = {"voice": "电话", "sms": "短信", "broadcast": "广播"}
WAYS_OF = {"call": ("voice",), "outbound": ("voice", "sms"), "broadcast": ("broadcast",)}
ANSWERS = {
    "answered": "已接通",
    "delivered": "已送达",
    "missed": "未接",
    "busy": "占线",
    "refused": "拒接",
    "played": "已播放",
    "failed": "未成功",
}
ANSWERS_OF = {
    "voice": ("answered", "missed", "busy", "refused", "failed"),
    "sms": ("delivered", "failed"),
    "broadcast": ("played", "failed"),
}
REACHED = ("answered", "delivered", "played")
REACHES = {  # how far somebody was reached: by what came back, else by what became of the message
    "reached": "已联系上",
    "not": "未联系上",
    "sent": "已发出，待回音",
    "waiting": "待发",
    "absent": "渠道未接入",
    "failed": "发送失败",
    "dropped": "已停止",
}
SUBJECT_GROUPS = {"person": "居民（一张表）", "enterprise": "企业（一张表）"}
LEDGERS = {"person": ("person.name", "person.phone"), "enterprise": ("enterprise.name", "enterprise.phone")}
SPOKEN = (
    "risk_point",
    "key_site",
    "hazchem",
    "vessel",
    "school",
    "scenic",
    "heritage",
    "food",
)  # who answers for these
CALLERS = ("duty_officer", "leader")
TELLERS = (*CALLERS, "system")  # who may say what came of it: an officer, and the gateway
LONGEST_TITLE, LONGEST = 64, 500
