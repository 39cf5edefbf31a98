"""A report in sentences: by rules, from its figures alone; what rests on too few cases is not said."""

from components.numbers import change_text, number, percent, signed
from data.answer import Row
from data.language import gettext as _
from data.queries.digest import Digest

MUCH = 10.0  # percent from which a change is worth a sentence
POINTS = 1.0  # percentage points, of a rate


def sentences(one: Digest) -> list[str]:
    """What came in and was closed; what stands; what came back or was passed on; which rates moved."""
    line = {str(row["key"]): row for row in one.lines}
    told = [_came(one, line), _stands(line), _back(line), _moved(one)]
    return [words for words in told if words]


def _came(one: Digest, line: dict[str, Row]) -> str:
    words = _("{days}，{place}上报 {n} 件{change}，其中已结案 {closed} 件，不予立案 {rejected} 件，并案 {merged} 件。")
    return words.format(
        days=one.days,
        place=one.place,
        n=number(line["reported"]["now"]),
        change=_changed(line["reported"]),
        closed=number(line["closed"]["now"]),
        rejected=number(line["rejected"]["now"]),
        merged=number(line["merged"]["now"]),
    )


def _changed(row: Row) -> str:
    """As a parenthesis, where it is more than the usual ups and downs."""
    value = row["change"]
    if not isinstance(value, int | float) or abs(value) < MUCH:
        return ""
    return _("（比上期 {change}）").format(change=change_text(value))


def _stands(line: dict[str, Row]) -> str:
    if not line["open"]["now"]:
        return ""
    words = _(
        "现有在办 {open} 件，其中超期 {overdue} 件、即将到期 {soon} 件、挂账 {suspended} 件，督办中 {supervised} 件。"
    )
    return words.format(
        **{key: number(line[key]["now"]) for key in ("open", "overdue", "soon", "suspended", "supervised")}
    )


def _back(line: dict[str, Row]) -> str:
    told = [
        words.format(n=number(line[key]["now"]))
        for key, words in (
            ("shirked", _("推诿 {n} 件")),
            ("reopened", _("重开 {n} 次")),
            ("spots", _("反复上报地点 {n} 处")),
        )
        if line[key]["now"]
    ]
    return _("需关注：{what}。").format(what="，".join(told)) if told else ""


def _moved(one: Digest) -> str:
    """Rates that rose or fell by a point or more."""
    moved = [row for row in one.rates if isinstance(row["points"], int | float) and abs(row["points"]) >= POINTS]
    told = [
        _("{name} {now}（{points} 个百分点）").format(
            name=_(str(row["label"])), now=percent(row["now"]), points=signed(row["points"], 1)
        )
        for row in moved
    ]
    return _("五率中变化较大的：{what}。").format(what="，".join(told)) if told else ""
