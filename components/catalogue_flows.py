"""What flowed of shared data, and what a region gets back of its own (反哺)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import link
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from data.language import gettext as _
from data.queries.regions import Region

FORMS = ("csv", "xlsx")
LEDGER = "ledger:"  # before the codes of ledgers, which files are asked for by
Row = dict[str, Any]


def back_card(here: Region, counts: Mapping[str, int | None], names: Mapping[str, str], *, level: bool) -> Component:
    """反哺: each resource with rows of the region, to be taken along as a file."""
    if not level:
        told = _("选到镇街、村居或网格，可取回本地在各项数据资源中的数据")
        return listing_card(_("数据反哺"), [tag("p", told, "quiet")])
    lines = [
        tag("li", [tag("span", names.get(code, code)), _rows(n), *_files(code, here)])
        for code, n in sorted(counts.items(), key=lambda one: (one[1] is None, -(one[1] or 0), one[0]))
    ]
    none = tag("p", _("各项数据资源中没有本地的数据"), "quiet")
    rule = _("{place}在各项数据资源中的数据，按权限遮挡，每次取用均有记录").format(place=here.name)
    return listing_card(_("数据反哺"), [tag("p", rule, "quiet"), tag("ul", lines, "catalogue-back") if lines else none])


def _rows(n: int | None) -> Safe:
    return tag("span", _("取用时统计"), "quiet") if n is None else rows_text(n)


def rows_text(n: int) -> Safe:
    return tag("b", _("{n} 条").format(n=number(n)), "n")


def _files(code: str, here: Region) -> list[Safe]:
    way = f"/api/v1/feedback/{code.removeprefix(LEDGER)}"
    return [link(kind.upper(), f"{way}.{kind}?region={here.code}", "button small", download="") for kind in FORMS]


def flows_card(flows: Sequence[Row], names: Mapping[str, str], now: datetime) -> Component:
    heads = (_("时间"), _("数据资源"), _("去向"), _("数据范围"), _("格式"), (_("数据量（条）"), "num"), _("经手"))
    body = [_flow(row, names, now) for row in flows]
    table = tooled("flows", _("数据流转记录"), heads, body, "lists sort-chips")
    none = [] if body else [tag("p", _("还没有数据流出"), "quiet")]
    return listing_card(_("数据流转记录"), [table, *none])


def _flow(row: Row, names: Mapping[str, str], now: datetime) -> Safe:
    whither = row["owner"] or row["agency"] or _("反哺")
    first = tag("td", moment(row["at"], now), "n", data_label=_("时间"), data_order=stamp(row["at"]))
    cells = [
        (_("数据资源"), "", names.get(row["resource"], row["resource"])),
        (_("去向"), "two", [whither, *([tag("small", row["code"])] if row["code"] else [])]),
        (_("数据范围"), "", row["place"]),
        (_("格式"), "n", row["form"].upper()),
        (_("数据量（条）"), "n num", number(row["n"])),
        (_("经手"), "", row["who"] or "—"),
    ]
    return tag("tr", [first, *(tag("td", inside, look, data_label=label) for label, look, inside in cells)])
