"""What the classification of a case calls for, above the other moves: one click to its agency, or a word to raise."""

from collections.abc import Sequence
from typing import Any

from components.markup import Safe, tag
from data.language import gettext as _
from data.life.moves import Move
from data.queries.drafts import Seen
from data.queries.event_sheet import Sheet


def way_form(found: Sheet, mine: Sequence[Move]) -> list[Safe]:
    """Nothing where the case goes level by level, is past its intake, or is another role's to send."""
    names = {move.name for move in mine}
    if "direct" in names and found.offer.direct and found.routed:
        why = _("“{by}”属一般事项，可不经逐级流转").format(by=_(found.offer.by))
        send = tag("button", _("一键直达 {name}").format(name=found.routed), "button primary", type="submit")
        say = tag("p", None, "act-say", role="alert")
        return [_told(why, tag("form", [send, say], "act-form", data_move="direct", novalidate=""))]
    if "escalate" in names and found.offer.upward and found.one.row["stage"] in ("reported", "filed"):
        return [_told(_("“{by}”属复杂事项，宜提级办理").format(by=_(found.offer.by)))]
    return []


def way_told(found: Seen) -> dict[str, Any]:
    """For the report form: what the kind calls for, and whether one click can do it."""
    by = _(found.offer.by)
    if found.offer.direct and found.routed:
        words = _("一键直达 {name}：“{by}”属一般事项，不经逐级流转").format(name=found.routed, by=by)
        return {"way": words, "direct": True}
    told = _("“{by}”属复杂事项，宜提级办理").format(by=by) if found.offer.upward else ""
    return {"way": told, "direct": False}


def _told(why: str, *more: Safe) -> Safe:
    return tag("div", [tag("p", why, "way-why"), *more], "way")
