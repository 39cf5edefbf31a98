"""The events of the window by category, by source and by grade: how many, how far, how punctual, how long."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.event_sums import Sums, by_key, percent, rest
from data.queries.late import Added, read_late
from data.queries.lives import Lives, read
from data.queries.slices import names, sliced, told
from data.queries.stays import minutes, stays_by_key
from data.queries.wilson import LEAST
from data.scope import Scope
from data.view import View
from data.words import GRADES

DIMS = ("category", "source", "grade")
COLUMNS = (
    Column(key="dim", label="维度"),
    Column(key="key", label="代码"),
    Column(key="label", label="名称"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="share", label="占比", unit="%"),
    Column(key="closed", label="结案率", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="n", label="应结", unit="件"),
    Column(key="dwell_p50", label="处置中位", unit="分钟"),
    Column(key="thin", label="样本不足"),
    Column(key="on", label="已选"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a key of all events here; the slice of the view is marked, not applied."""
    with asked(house, view, scope) as a:
        lives = _lives(a, view)
        late = read_late(a.connection, [a.here], a.span.until, a.span.since if view.at else None)
        rows = [row for dim in DIMS for row in _rows(a, view, dim, lives, late)]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"slice": told(a.connection, view, a.here)})


def _lives(a: Asked, view: View) -> Lives | None:
    """What the cube does not hold, the same of all three dimensions."""
    spans = rest(a.here, DIMS[0], a.span) if view.at is None else []
    return read(a.connection, a.here, spans, DIMS) if spans else None


def _rows(a: Asked, view: View, dim: str, lives: Lives | None, late: Added) -> list[Row]:
    found = by_key(a.connection, a.here, dim, view, a.span, ("reported", "closed", "on_time", "late"), lives, late)
    sums = {key: one for key, one in found.items() if one.reported}
    if not sums:
        return []
    stays = stays_by_key(a.connection, a.here, dim, view, a.span, ("answered",), lives)
    called, total = names(a.connection, dim, list(sums)), sum(one.reported for one in sums.values())
    return [
        _row(view, dim, key, called[key], sums[key], total) | {"dwell_p50": minutes(stays.get((key, "answered")), 0.5)}
        for key in _ordered(dim, sums)
    ]


def _ordered(dim: str, sums: dict[str, Sums]) -> list[str]:
    """Grades by gravity, all else by number."""
    if dim == "grade":
        return [grade for grade in GRADES if grade in sums]
    return sorted(sums, key=lambda key: (-sums[key].reported, key))


def _row(view: View, dim: str, key: str, label: str, one: Sums, total: int) -> Row:
    chosen = sliced(view)
    row: Row = {"dim": dim, "key": key, "label": label, "reported": one.reported}
    return row | {
        "share": percent(one.reported, total),
        "closed": percent(one.closed, one.reported),
        "on_time": one.on_time_rate,
        "n": one.to_close,
        "thin": one.to_close < LEAST,
        "on": (chosen.dim, chosen.key) == (dim, key),
    }
