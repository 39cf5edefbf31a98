"""五率考核 by agency: the five rates of each, ranked by what is sure of them, and what surely differs from all."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.event_sums import Sums, by_key, percent, sums_of
from data.queries.rates import MEASURED, RATES
from data.queries.slices import names
from data.queries.wilson import LEAST, wilson
from data.scope import Scope
from data.view import View

MOST = 60
BASES = ("即时分转基数", "按时反馈基数", "办结基数", "满意基数", "有效回访基数")
COLUMNS = (
    Column(key="rank", label="位次"),
    Column(key="code", label="代码"),
    Column(key="name", label="责任单位"),
    *(Column(key=key, label=label, unit="%") for key, label, *_rest in RATES),
    *(Column(key=f"{rate[0]}_n", label=base, unit="件") for rate, base in zip(RATES, BASES, strict=True)),
    Column(key="sure", label="综合", unit="%"),
    Column(key="thin", label="样本不足"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """`sure`: the mean of the lower ends of the 95 % intervals of its rates, each of equal weight. Ranked by that.

    Agencies with fewer than 30 filed cases come after, unranked. `parts.marks`: of each agency the rates that surely
    lie above or below those of the region together; `parts.whole`: these.
    """
    with asked(house, view, scope) as a:
        plain = view.but(slice="")
        sums = by_key(a.connection, a.here, "agency", plain, a.span, MEASURED)
        mine = {key: one for key, one in sums.items() if scope.every_department or key in scope.departments}
        together = sums_of(a.connection, [a.here], plain, a.span, MEASURED)[a.here.id]
        ranked = sorted((key for key in mine if key), key=lambda key: (*_order(mine[key]), key))[:MOST]
        called = names(a.connection, "agency", ranked)
        rows = [_row(key, called[key], mine[key]) for key in ranked]
        for n, row in enumerate((row for row in rows if not row["thin"]), 1):
            row["rank"] = n
        marks = [_marks(mine[key], together) | {"code": key} for key in ranked]
        whole: Row = {key: percent(*_share(together, key)) for key, *_rest in RATES}
        return a.of_events(columns=COLUMNS, rows=rows, parts={"marks": marks, "whole": [whole]})


def _share(one: Sums, rate: str) -> tuple[int, int]:
    """(hits, of how many)."""
    hits, n = next((hits, n) for key, _label, hits, n, _note in RATES if key == rate)
    return getattr(one, hits), getattr(one, n)


def _row(code: str, name: str, one: Sums) -> Row:
    shares = {key: _share(one, key) for key, *_rest in RATES}
    row: Row = {"rank": None, "code": code, "name": name}
    row |= {key: percent(*share) for key, share in shares.items()}
    row |= {f"{key}_n": n for key, (_hits, n) in shares.items()}
    return row | {"sure": _sure(one), "thin": one.filed < LEAST}


def _sure(one: Sums) -> float | None:
    lows = [found[0] for key, *_rest in RATES if (found := wilson(*_share(one, key)))]
    return round(sum(lows) / len(lows), 1) if lows else None


def _order(one: Sums) -> tuple[bool, float]:
    thin = one.filed < LEAST
    return thin, -one.filed if thin else -(_sure(one) or 0.0)


def _marks(one: Sums, together: Sums) -> Row:
    found: Row = {}
    for key, *_rest in RATES:
        usual, sure = percent(*_share(together, key)), wilson(*_share(one, key))
        if usual is not None and sure is not None and not sure[0] <= usual <= sure[1]:
            found[key] = "above" if sure[0] > usual else "below"
    return found
