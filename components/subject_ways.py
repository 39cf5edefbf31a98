"""The ways from the page of an event or a warning to what is done about it: the dispatch desk, and whom it may hit."""

from urllib.parse import quote

from components.fields import link
from components.markup import Safe, tag
from data.language import gettext as _


def dispatch_way(subject: str) -> Safe:
    """To the desk, with this chosen. `subject`: "event-12" or "warning-5" (ids), as the desk's address has it."""
    return link(_("去调度"), f"/dispatch?on={quote(subject)}", "button small")


def exposure_way(code: str) -> Safe:
    """To the page of risks, with what this warning covers picked."""
    return link(_("影响分析"), f"/risk?area={quote(f'warning:{code}', safe=':')}", "button small")


def ways(*those: Safe) -> Safe:
    return tag("div", those, "room-ways")
