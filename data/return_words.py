"""The words of data that go back to their source (退回数源)."""

FAULT_KINDS = {"station": "测站中断", "record": "台账缺项", "indicator": "指标逾期", "quarantine": "隔离数据"}
RETURN_STATES = {
    "sent": "待整改",
    "answered": "待核实",
    "objected": "有异议",
    "again": "再次退回",
    "closed": "已销号",
    "withdrawn": "已撤回",
}
RETURN_STEPS = {
    "send": "退回",
    "answer": "已整改",
    "object": "提出异议",
    "again": "再次退回",
    "term": "调整期限",
    "close": "核实销号",
    "withdraw": "撤回",
}
WITH_OWNER = ("sent", "again")  # it is for the owner to do something
OVER = ("closed", "withdrawn")
