"""大屏集成入口: the screens of offices and detachments with their owners and states."""

from datetime import timedelta

from data.answer import Answer, Column, Row
from data.entries import entries
from data.house import House
from data.queries.asked import asked
from data.scope import Scope
from data.view import View

RHYTHM = timedelta(days=31)
NAMES = ("name", "owner", "about", "to", "state")
COLUMNS = (
    Column(key="name", label="大屏"),
    Column(key="owner", label="归属单位"),
    Column(key="about", label="说明"),
    Column(key="to", label="入口"),
    Column(key="state", label="状态代码"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row an entry, in the order of the file."""
    with asked(house, view, scope) as a:
        rows: list[Row] = [{name: getattr(one, name) for name in NAMES} for one in entries(house)]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="个",
            as_of=a.now,
            provenance=a.lived,
            rhythm=RHYTHM,
            source="全市一张图平台",
        )
