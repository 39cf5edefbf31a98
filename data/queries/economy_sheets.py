"""The tables of the economy's pages as plain rows, for files: the same rows in the same order as on the screen."""

from collections.abc import Callable, Mapping
from typing import Any

from data.economy.words import GRANTS, STAGES, STATES, STRENGTH, TIERS
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import english
from data.queries.chain_file import chain_file, chain_firms
from data.queries.enterprises import Wanted, enterprises
from data.queries.investment import listed
from data.queries.policy_matches import matched
from data.queries.vital_signs import signs
from data.scope import Scope
from data.view import View
from data.words import PROVENANCE

MOST = 100_000
ENTERPRISES = {
    "code": "编号",
    "name": "企业",
    "trade": "行业",
    "state": "经营状态",
    "staff": "从业人数",
    "vacancies": "招工需求",
    "power": "月用电(kWh)",
    "tags": "标签",
    "signals": "风险信号",
    "village": "村居",
}
PROJECTS = {
    "code": "编号",
    "name": "项目",
    "kind": "类型",
    "stage": "阶段",
    "days": "已停留(天)",
    "total": "总投资(万元)",
    "owner": "责任单位",
    "due": "计划竣工",
    "village": "村居",
}
MATCHES = {
    "code": "编号",
    "name": "企业",
    "village": "村居",
    "reasons": "条件核对",
    "lacks": "所缺条件",
    "amount": "应享(万元)",
    "state": "兑现",
}
CHAIN = {
    "tier": "层次",
    "link": "环节",
    "enterprises": "链上企业",
    "above": "规上企业",
    "hightech": "高新技术企业",
    "staff": "从业人数",
    "strength": "强弱",
}
SIGNS = {
    "field": "领域",
    "name": "指标",
    "value": "数值",
    "unit": "单位",
    "low": "下限",
    "high": "上限",
    "state": "体征",
    "change": "比去年同期(%)",
    "period": "时期",
    "provenance": "来源",
}
FIRMS = {"code": "编号", "name": "企业", "link": "环节", "state": "经营状态", "staff": "从业人数"}
Given = Mapping[str, str]
Rows = list[dict[str, Any]]
Table = tuple[dict[str, str], Rows]


def sheet(house: House, view: View, scope: Scope, name: str, given: Given) -> Table:
    """Columns with their words, and the rows. UnknownThing for a table that is not there."""
    made = _MADE.get(name)
    if made is None:
        raise UnknownThing(f"no table {name}; there are {', '.join(_MADE)}")
    return made(house, view, scope, given)


def _enterprises(house: House, view: View, scope: Scope, given: Given) -> Table:
    names = ("chain", "link", "tag", "signal", "text", "sort")
    chosen: dict[str, Any] = {one: given.get(one, "") for one in names}
    wanted = Wanted(**chosen, down=_down(given))
    found = enterprises(house, view, scope, wanted, MOST)
    both = ("tags", "signals")
    return ENTERPRISES, [row | {one: "、".join(rule.named for rule in row[one]) for one in both} for row in found.rows]


def _projects(house: House, view: View, scope: Scope, given: Given) -> Table:
    rows, _place = listed(house, view, scope, given.get("stage", ""), given.get("sort", ""), _down(given))
    return PROJECTS, [row | {"stage": _(STAGES[row["at"]]) if row["at"] in STAGES else row["stage"]} for row in rows]


def _matches(house: House, view: View, scope: Scope, given: Given) -> Table:
    near = given.get("near") == "1"
    found = matched(house, view, scope, given.get("policy", ""), near, given.get("sort", ""), _down(given), size=MOST)
    return MATCHES, [
        row
        | {"reasons": "；".join(_reason(one) for one in row["reasons"]), "lacks": "；".join(row["lacks"])}
        | {"amount": None if row["lacks"] else row["amount"], "state": _(GRANTS[row["state"]]) if row["state"] else ""}
        for row in found.rows
    ]


def _reason(one: Mapping[str, Any]) -> str:
    said = _("符合") if one["holds"] else _("不符合")
    return f"{said} {one['wanted']} ({one['held']})".removesuffix(" ()")


def _chain(house: House, view: View, scope: Scope, given: Given) -> Table:
    one = chain_file(house, view, scope, given.get("chain", ""))
    return CHAIN, [
        link
        | {"tier": _(TIERS[link["tier"]]), "strength": _(STRENGTH[link["strength"]])}
        | {"link": link["word"] if spoken() == "zh" else english(link["code"])}
        for link in one.links
    ]


def _firms(house: House, view: View, scope: Scope, given: Given) -> Table:
    asked = (given.get("chain", ""), given.get("sort", ""), _down(given))
    rows = chain_firms(house, view, scope, *asked, size=MOST).rows
    return FIRMS, [row | {"link": row["link_word"] if spoken() == "zh" else english(row["link"])} for row in rows]


def _signs(house: House, view: View, scope: Scope, given: Given) -> Table:
    odd = given.get("state") == "odd"
    found = signs(house, view, scope, given.get("field", ""), odd, given.get("sort", ""), _down(given))
    named = "name_en" if spoken() == "en" else "name"
    words = {one: _(str(one)) for row in found.rows for one in (row["field"], row["unit"])}
    return SIGNS, [
        row
        | {"field": words[row["field"]], "unit": words[row["unit"]], "name": row[named]}
        | {"state": _(STATES[row["state"]]), "provenance": _(PROVENANCE[row["provenance"]])}
        for row in found.rows
    ]


def _down(given: Given) -> bool:
    return given.get("down") == "1"


_MADE: dict[str, Callable[[House, View, Scope, Given], Table]] = {
    "enterprises": _enterprises,
    "projects": _projects,
    "matches": _matches,
    "chain": _chain,
    "firms": _firms,
    "signs": _signs,
}
TABLES = tuple(_MADE)
