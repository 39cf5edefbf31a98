"""The ways from an event or a warning to its rooms, and to opening one."""

from urllib.parse import quote

from components.fields import link
from components.markup import Safe, tag
from components.room_words import form_text, state_mark
from data.acting import PLAYED
from data.house import House
from data.language import gettext as _
from data.queries.rooms import rooms_on
from data.sitter import OPENERS, sitting

MOST = 4


def room_link(house: House, subject: str, role: str = PLAYED[0], number: int = 1) -> Safe:
    """`subject`: "event-" or "warning-" and its code. Only rooms that this asker sees; opening for who may."""
    me = sitting(house, role, number)
    with house.engine.connect() as connection:
        found = rooms_on(connection, me, subject)
    ways = [
        link(
            [state_mark(row), tag("b", row["title"]), tag("small", f"{form_text(row)} · {row['code']}", "n")],
            f"/rooms/{row['code']}",
            "room-way",
            data_carry="view",
        )
        for row in found[:MOST]
    ]
    if len(found) > MOST:
        words = _("另有 {n} 个").format(n=len(found) - MOST)
        ways.append(link(words, "/rooms", "room-way", data_carry="view"))
    if me.acts_as in OPENERS:
        ways.append(link(_("发起会商"), f"/rooms?on={quote(subject)}", "button small"))
    return tag("div", ways or tag("p", _("没有会商"), "quiet"), "room-ways")
