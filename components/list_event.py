"""清单 on the page of an event: the items it has come to, and the way to put it down as one."""

from components.fields import link
from components.list_words import kind_mark
from components.markup import Safe, tag
from components.numbers import number
from data.acting import looking
from data.commands.list_steps import KEEPERS
from data.house import House
from data.language import gettext as _
from data.list_words import STANDS
from data.queries.event_sheet import Sheet
from data.queries.list_sheet import Row, items_of_event


def list_part(house: House, found: Sheet, role: str) -> list[Safe]:
    """`role` "" only looks on."""
    with house.engine.connect() as connection:
        items = items_of_event(connection, found.one.row["id"], looking(house))
    told = [tag("ul", [_item(row) for row in items], "list-of-event")] if items else []
    may = role in KEEPERS and not any(row["kind"] == "issue" and row["state"] == "open" for row in items)
    return [*told, *([_form(len(found.again))] if may else [])] or [tag("p", _("没有列入清单"), "quiet")]


def _item(row: Row) -> Safe:
    words = [tag("b", row["code"], "n"), " ", row["title"]]
    stand = tag("small", f"{_(STANDS[row['state']])} · {number(row['percent'])}%")
    return tag(
        "li",
        [
            kind_mark(row["kind"]),
            " ",
            link(words, f"/lists?item={row['code']}", "list-link", data_carry="archive"),
            " ",
            stand,
        ],
    )


def _form(times: int) -> Safe:
    words = _("列入所在村居的问题清单")
    if times:
        words = _("同一地点结案后又报 {n} 次：列入问题清单，同时转为发展事项，两项互相关联").format(n=times)
    button = tag("button", _("列入问题清单"), "button", type="submit")
    say = tag("p", None, "act-say", role="alert")
    return tag("form", [tag("p", words), say, button], "act-form", data_move="list")
