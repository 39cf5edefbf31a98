"""企业风险感知: how many enterprises each declared risk signal holds for."""

from datetime import timedelta

from data.answer import Answer, Column
from data.economy.condition import Ground
from data.house import House
from data.ledgers.fields import dictionary
from data.queries.asked import asked
from data.queries.economy_rules import ruled
from data.queries.enterprises import signal_counts
from data.scope import Scope
from data.view import View

DAY = timedelta(days=1)
COLUMNS = (
    Column(key="model", label="风险模型"),
    Column(key="code", label="信号代码"),
    Column(key="name", label="风险信号"),
    Column(key="n", label="命中企业", unit="家"),
    Column(key="of", label="企业总数", unit="家"),
    Column(key="provenance", label="来源"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a signal that this reader may know of."""
    with asked(house, view, scope) as a:
        ground = Ground(dictionary(a.connection), a.here, a.now, scope)
        rows = signal_counts(a.connection, ground, ruled(house, a.connection), scope)
        return a.answer(
            columns=COLUMNS,
            rows=[row | {"provenance": a.lived} for row in rows],
            unit="家",
            as_of=house.clock.now(),
            provenance=a.lived,
            rhythm=DAY,
            source="市市场监管局",
        )
