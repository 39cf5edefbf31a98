"""交换统计: what flowed to whom in all and lately."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from data.language import gettext as _

Row = dict[str, Any]
HEADS = (
    ("数据资源", ""),
    ("去向", ""),
    ("取用（次）", "num"),
    ("近 30 天（次）", "num"),
    ("数据量（条）", "num"),
    ("最近取用", ""),
)


def exchanged_card(rows: Sequence[Row], names: Mapping[str, str], now: datetime) -> Component:
    heads = [(_(words), look) for words, look in HEADS]
    table = tooled("exchanged", _("交换统计"), heads, [_row(one, names, now) for one in rows], "lists sort-chips")
    total = _("累计取用 {times} 次、{n} 条").format(
        times=number(sum(one["times"] for one in rows)), n=number(sum(one["n"] for one in rows))
    )
    inside = [table] if rows else [tag("p", _("还没有数据流出"), "quiet")]
    return listing_card(_("交换统计"), inside, [tag("span", total, "n")] if rows else None)


def _row(one: Row, names: Mapping[str, str], now: datetime) -> Safe:
    values = (
        names.get(one["resource"], one["resource"]),
        one["owner"] or _("反哺"),
        *(number(one[name]) for name in ("times", "lately", "n")),
        moment(one["newest"], now),
    )
    stamps = {len(HEADS) - 1: stamp(one["newest"])}
    cells = [
        tag(
            "td",
            value,
            "n num" if look else "",
            data_label=_(words),
            **({"data_order": stamps[n]} if n in stamps else {}),
        )
        for n, ((words, look), value) in enumerate(zip(HEADS, values, strict=True))
    ]
    return tag("tr", cells)
