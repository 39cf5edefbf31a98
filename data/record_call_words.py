"""The words of smart visits (智能走访): what is sensed, what was found, which tags an enterprise gets."""

WHYS = {
    "new": "新登记",
    "moved": "经营地址变动",
    "opened": "恢复经营",
    "idle": "停业",
    "closed": "注销",
    "let": "房屋启用",
    "empty": "房屋腾空",
}
SENSED = {  # field: {new value: why}; "": any other value
    "enterprise.address": {"": "moved"},
    "enterprise.state": {"open": "opened", "idle": "idle", "closed": "closed"},
    "house.use": {"empty": "empty", "": "let"},
}
FOUNDED, LATELY = "enterprise.founded", 90  # a new record is looked at when it was founded so many days ago
CALL_STATES = {"open": "待走访", "late": "逾期", "done": "已走访", "void": "无须走访"}
OUTCOMES = {"true": "属实", "false": "不属实", "absent": "未见到人"}
CALL_TAGS = {
    "grow": "有增资扩产意愿",
    "hire": "用工紧缺",
    "space": "需要厂房",
    "money": "有融资需求",
    "leave": "有外迁意向",
    "gone": "人去楼空",
    "unsafe": "有安全隐患",
}
ASKED = {  # fields that the form of a visit fills
    "enterprise": ("enterprise.state", "enterprise.address", "enterprise.staff", "enterprise.vacancies"),
    "house": ("house.use", "house.tenants"),
}
DAYS = 7  # from what was sensed to the visit
