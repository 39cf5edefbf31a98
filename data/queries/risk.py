"""Disaster-risk points by kind and level, with the key sites and resources beside them."""

from collections import Counter

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, asked
from data.queries.counts import features_in, registered_at
from data.queries.figures import figures
from data.scope import Scope
from data.view import View
from data.words import RESOURCE_KINDS, RISK_GRADES, RISK_KINDS, SITE_KINDS

COLUMNS = (
    Column(key="kind", label="种类代码"),
    Column(key="label", label="种类"),
    *(Column(key=f"g{grade}", label=word, unit="处") for grade, word in RISK_GRADES.items()),
    Column(key="total", label="合计", unit="处"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a kind of risk with its points by grade (1 gravest); `parts.sites` and `parts.resources` by kind."""
    with asked(house, view, scope) as a:
        found = features_in(a.connection, a.here, ("risk_point", "key_site", "resource"))
        risks = Counter[tuple[str, int]]()
        others = Counter[tuple[str, str]]()
        for row in found:
            if row.layer == "risk_point":
                risks[row.kind, row.grade] += row.n
            else:
                others[row.layer, row.kind] += row.n
        kinds = [_row(kind, label, risks) for kind, label in RISK_KINDS.items()]
        said = figures(a.connection, a.here, ["flood_risk_point_count"], a.now)
        return a.answer(
            columns=COLUMNS,
            rows=sorted((row for row in kinds if row["total"]), key=lambda row: -int(row["total"] or 0)),
            unit="处",
            as_of=registered_at(a),
            provenance=a.lived,
            rhythm=REGISTER_RHYTHM,
            source="应急管理局",
            parts={
                "sites": _kinds(SITE_KINDS, "key_site", others, "处"),
                "resources": _kinds(RESOURCE_KINDS, "resource", others, "项"),
                "published": [{"code": code, "value": one.value, "source": one.source} for code, one in said.items()],
            },
        )


def _row(kind: str, label: str, risks: Counter[tuple[str, int]]) -> Row:
    grades: Row = {f"g{grade}": risks[kind, grade] for grade in RISK_GRADES}
    return {"kind": kind, "label": label, **grades, "total": sum(risks[kind, grade] for grade in RISK_GRADES)}


def _kinds(kinds: dict[str, str], layer: str, counts: Counter[tuple[str, str]], unit: str) -> list[Row]:
    return [{"kind": kind, "label": label, "value": counts[layer, kind], "unit": unit} for kind, label in kinds.items()]
