"""留言: the thread of a task, as a phone and the page of tasks show it."""

from typing import Any

from components.event_words import actor_text
from components.markup import Safe, tag
from data.language import gettext as _
from data.times import local


def talk(said: list[dict[str, Any]], own: str) -> Safe:
    """Oldest first; what `own`, who was sent, has said stands apart from what the desk has."""
    lines = [
        tag(
            "li",
            [tag("small", [tag("span", actor_text(one["actor"])), " ", _at(one)]), tag("p", one["words"])],
            _of(one, own),
        )
        for one in said
    ]
    return tag("ol", lines, "task-talk", aria_label=_("留言"))


def _of(one: dict[str, Any], own: str) -> str:
    return "own" if one["actor"] == own else ""


def _at(one: dict[str, Any]) -> Safe:
    return tag("time", f"{local(one['at']):%m-%d %H:%M}", "n")
