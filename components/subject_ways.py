"""The ways from the page of an event or a warning to what is done about it: the dispatch desk, and whom it may hit."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from components.event_words import stage_text
from components.fields import link
from components.markup import Safe, tag
from data.acting import looking
from data.house import House
from data.language import gettext as _
from data.queries import signals, warned_events


def dispatch_way(subject: str) -> Safe:
    """To the desk, with this chosen. `subject`: "event-" or "warning-" and its code, as the desk's address has it."""
    return link(_("去调度"), f"/dispatch?on={quote(subject)}", "button small")


def review_way(code: str) -> Safe:
    """To the slider over the course of an event."""
    return link(_("复盘"), f"/review/{quote(code)}", "button small", data_carry="lang")


def exposure_way(code: str) -> Safe:
    """To the page of risks, with what this warning covers picked."""
    return link(_("影响分析"), f"/risk?area={quote(f'warning:{code}', safe=':')}", "button small")


def ways(*those: Safe) -> Safe:
    return tag("div", those, "room-ways")


def events_made(made: Sequence[Mapping[str, Any]]) -> list[Safe]:
    """The events that a warning has become, each with its stage."""
    told = [link(f"{one['code']} · {stage_text(one['stage'])}", _way(one), "button small") for one in made]
    parts = [part for one in told for part in (" ", one)]
    return [tag("p", [_("已转为事件"), *parts], "tied")] if made else []


def _way(event: Mapping[str, Any]) -> str:
    return f"/events/{event['code']}"


def warning_behind(house: House, event_id: int) -> list[Safe]:
    """The warning that an event was, where the asker may see it."""
    with house.engine.connect() as connection:
        found = warned_events.warning_behind(connection, event_id, looking(house))
    if found is None:
        return []
    words = _("来自预警 {code}").format(code=found["code"])
    return [ways(link(words, f"/warnings/{found['code']}", "button small", title=found["title"]))]


def signal_behind(house: House, event_id: int) -> list[Safe]:
    """The signal that an event was, where the asker may see it."""
    with house.engine.connect() as connection:
        found = signals.behind(connection, event_id, looking(house))
    if found is None:
        return []
    words = _("来自线索 {code}").format(code=found["code"])
    return [ways(link(words, f"/signals?of={found['kind']}", "button small", title=found["title"]))]
