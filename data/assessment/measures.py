"""What a line of the scoring rules can look at. Names are gettext msgids."""

from typing import NamedTuple

CASES = "件"


class Measure(NamedTuple):
    """`hits` of `whole`, in words; `column` of `base` where the cube of events holds them.

    `share`: hits are some of the whole, so that an interval says how sure it is; else they are counted per hundred.
    """

    name: str
    hits: str
    whole: str
    unit: str = CASES
    column: str = ""
    base: str = ""
    share: bool = True


class Found(NamedTuple):
    hits: int
    n: int


MEASURES = {
    "prompt": Measure("即时分转率", "30 分钟内派遣", "已派遣和逾时未派遣", CASES, "prompt", "to_assign"),
    "answered_on_time": Measure(
        "按时反馈率", "时限内反馈", "已反馈和超期未反馈", CASES, "answered_on_time", "to_answer"
    ),
    "on_time": Measure("按时办结率", "时限内结案", "已结案和超期未结", CASES, "on_time", "to_close"),
    "overdue": Measure("超期未结率", "超期仍未结", "已结案和超期未结", CASES, "late", "to_close"),
    "satisfied": Measure("满意率", "评价为 4 分或 5 分", "已评价", CASES, "satisfied", "rated"),
    "visited_ok": Measure("有效回访率", "回访到人", "已回访", CASES, "visited_ok", "visited"),
    "returned": Measure("百件退回", "退回（次）", "已派遣", CASES, "returned", "assigned", share=False),
    "reopened": Measure("百件重开", "重开（次）", "已结案件", CASES, "reopened", "closed", share=False),
    "supervised": Measure("百件督办", "督办（次）", "已派遣", CASES, "supervised", "assigned", share=False),
    "readings": Measure("读数到位率", "有效读数达九成", "应有读数", "测点日"),
    "listed": Measure("清单按期率", "按期办结", "到期的清单事项", "项"),
    "mended": Measure("退回数据整改率", "期限内整改", "到期的退回数据", "批"),
    "used": Measure("平台使用率", "有人登录或办理", "统计时段", "天"),
}
AUDIENCES = {"agency": "部门", "county": "县区", "town": "镇街"}  # who is assessed
