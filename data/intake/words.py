"""The words of the intake: gettext msgids."""

FAULTS = {
    "missing": "缺少内容",
    "malformed": "格式不对",
    "future": "时间在将来",
    "order": "时间先后不对",
    "category": "类别不识",
    "line": "线路不识",
    "outside": "不在本市",
    "scope": "不在权限内",
    "duplicate": "重复",
    "too_long": "内容过长",
    "station": "测站不识",
    "unit": "单位不符",
    "several": "一格多值",
    "indicator": "指标不识",
    "gone": "原始已清理",
}
DOORS = {
    "api": "接口",
    "open311": "Open311",
    "file": "文件",
    "form": "表单",
    "readings": "读数",
    "mqtt": "MQTT",
    "cap": "CAP",
    "things": "台账",
    "ledgers": "一张表",
    "forecasts": "预报",
    "indicators": "指标",
    "signals": "线索",
    "scenarios": "应用场景",
}
CODED = {
    "category": "类别",
    "source": "来源",
    "line": "来件线路",
    "grade": "等级",
    "region": "区划",
    "state": "环节",
    "agency": "处置单位",
    "provenance": "出处",
}
BROKEN = {"cells": "这一行比表头少列", "text": "这一行拆不开:引号没有闭合,或者过长"}
