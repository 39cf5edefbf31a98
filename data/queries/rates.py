"""The five rates of 12345 handling, each with what it is a share of."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.slices import told
from data.queries.wilson import LEAST, wilson
from data.scope import Scope
from data.view import View

# key, name, counted, of how many, definition
RATES = (
    ("prompt", "即时分转率", "prompt", "to_assign", "上报后 30 分钟内派遣的件数，占已派遣和逾 30 分钟未派遣的件数"),
    ("answered_on_time", "按时反馈率", "answered_on_time", "to_answer", "时限内反馈的件数，占已反馈和超期未反馈的件数"),
    ("closed", "办结率", "closed", "filed", "已结案件数，占立案件数"),
    ("satisfied", "满意率", "satisfied", "rated", "评价为 4 分或 5 分的件数，占已评价件数"),
    ("visited_ok", "有效回访率", "visited_ok", "visited", "回访到人的件数，占已回访件数"),
)
# what is read for them
MEASURED = (
    *("filed", "prompt", "answered_on_time", "closed", "satisfied", "rated", "visited", "visited_ok"),
    *("assigned_known", "late_unassigned", "answered_known", "late_unanswered"),
)
COLUMNS = (
    Column(key="key", label="指标代码"),
    Column(key="label", label="指标"),
    Column(key="value", label="比率", unit="%"),
    Column(key="hits", label="达到", unit="件"),
    Column(key="n", label="总数", unit="件"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="thin", label="样本不足"),
    Column(key="note", label="定义"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Five rows; a rate of nothing is None. `thin` says that it stands on fewer than 30 cases."""
    with asked(house, view, scope) as a:
        sums = sums_of(a.connection, [a.here], view, a.span)[a.here.id]
        rows = [_row(sums, *rate) for rate in RATES] if sums.reported else []
        return a.of_events(columns=COLUMNS, rows=rows, parts={"slice": told(a.connection, view, a.here)})


def _row(sums: Sums, key: str, label: str, counted: str, whole: str, note: str) -> Row:
    hits, n = getattr(sums, counted), getattr(sums, whole)
    low, high = wilson(hits, n) or (None, None)
    row: Row = {"key": key, "label": label, "value": percent(hits, n), "hits": hits, "n": n, "low": low, "high": high}
    return row | {"thin": 0 < n < LEAST, "note": note}
